"""A change after opening: proposed, approved by another, with the people whose verdict turns; copies; side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.audit import services as audit
from app.cohorts.services import selections
from app.cohorts.services.selection_inputs import collect
from app.extensions import db
from app.recruitment import verdicts
from app.recruitment.models import NoticeProject, NoticeStream
from app.recruitment.notice_words import notice_text
from app.recruitment.services import (
    notice_cancelling,
    notice_changes,
    notice_copy,
    notice_papers,
    notice_seats,
    notice_versions,
    notices,
    overrides,
    screenings,
    transitions,
    version_changes,
)
from app.recruitment.services.notice_values import notice_values
from app.recruitment.services.notices import StreamPlan
from app.recruitment.services.screening_basis import explain
from app.recruitment.version_words import deciding_documents, differences, ended_changes
from app.rules.criteria import IncomeLimit, shipped_set
from app.shared.errors import Conflict, NotFound, RuleBroken
from tests.at_once import at_once
from tests.cohorts.create import create_round
from tests.create import NOW, actor, create_cohort
from tests.recruitment.create import TODAY, create_application, create_notice, settle_notice

pytestmark = pytest.mark.usefixtures("database")


def stricter(document):
    """Nobody who declares an income passes any more: the look-up is not awaited where the declared sum is over."""
    return document.settled("income", "변경방침-1", limits=IncomeLimit(percent=30))


def propose(notice, edit=stricter, by=None, reason="지침 변경"):
    return version_changes.save(notice, edit, reason=reason, by=by or actor("jobs"), now=NOW)


def test_a_change_counts_only_after_another_person_approved_it():
    notice, maker = create_notice("open"), actor("jobs")
    before = notices.current_version(notice).number
    version = propose(notice, by=maker)
    assert notices.current_version(notice).number == before
    with pytest.raises(RuleBroken, match="본인이 작성한 안"):
        version_changes.approve_change(notice, version.number, by=maker, now=NOW)
    version_changes.approve_change(notice, version.number, by=actor("jobs_lead"), now=NOW)
    assert notices.current_version(notice).number == version.number
    with pytest.raises(Conflict, match="이미 결재했습니다"):
        version_changes.approve_change(notice, version.number, by=actor("jobs_lead"), now=NOW)


def test_the_approver_sees_whose_verdict_turns_and_screening_follows():
    notice = create_notice("open")
    poor = create_application(notice, said={"income_won": 400_000})
    create_application(notice)
    version = propose(notice)
    effect = version_changes.effect(notice, version, TODAY)
    assert (effect.judged, effect.moves) == (2, {("needs_review", "ineligible"): 1})
    assert screenings.current(poor.id).verdict == "needs_review"
    version_changes.approve_change(notice, version.number, by=actor("jobs_lead"), now=NOW)
    run = screenings.screen_all(notice, by=actor("jobs"), now=NOW, today=TODAY)
    assert (run.screened, run.ineligible) == (2, 1)
    assert screenings.current(poor.id).notice_version_id == version.id


@pytest.mark.parametrize(
    ("state", "edit", "reason", "sentence"),
    [
        ("open", stricter, " ", "사유를"),
        ("open", lambda document: document, "그대로", "바뀐 내용이 없습니다"),
        ("open", lambda document: document.with_rule("age", confidence="?"), "모름", "미확정"),
        ("open", lambda document: document.with_rule("age", confidence="M", confirmed_by=""), "모름", "확인이 필요"),
    ],
)
def test_what_is_not_proposed(state, edit, reason, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        propose(create_notice(state), edit, reason=reason)


def test_a_selection_stops_changes_and_cancelling():
    of = create_round(2)
    selections.propose(of.notice, by=actor("jobs"), now=NOW)
    with pytest.raises(RuleBroken, match="선발안이 있는"):
        propose(of.notice)
    with pytest.raises(RuleBroken, match="선발안이 있는"):
        notice_cancelling.cancel(of.notice, reason="변경", by=actor("jobs_lead"), now=NOW)


def test_a_selection_waits_until_all_are_screened_by_the_version_in_force():
    of = create_round(2)
    assert collect(of.notice).stale == 0
    version = propose(of.notice, lambda document: replace(document, priority_percent=10))
    assert collect(of.notice).stale == 0
    version_changes.approve_change(of.notice, version.number, by=actor("jobs_lead"), now=NOW)
    assert collect(of.notice).stale == 2
    screenings.screen_all(of.notice, by=actor("jobs"), now=NOW, today=TODAY)
    seen = collect(of.notice)
    assert (seen.stale, seen.version.number) == (0, version.number)


def test_a_newer_proposal_takes_the_place_of_the_earlier():
    notice, lead = create_notice("open"), actor("jobs_lead")
    first = propose(notice)
    second = propose(notice, lambda document: document.settled("student", "변경방침-2", on=False))
    assert notices.document_of(second).rule("income").limits.percent == 30, "the second stands on the first"
    with pytest.raises(Conflict):
        version_changes.approve_change(notice, first.number, by=lead, now=NOW)
    version_changes.approve_change(notice, second.number, by=lead, now=NOW)


def test_sent_back_the_change_is_off_the_table():
    notice, lead = create_notice("open"), actor("jobs_lead")
    version = propose(notice)
    with pytest.raises(RuleBroken, match="사유를"):
        version_changes.send_back(notice, version.number, reason="", by=lead, now=NOW)
    version_changes.send_back(notice, version.number, reason="근거 부족", by=lead, now=NOW)
    with pytest.raises(RuleBroken, match="올리지 않은"):
        version_changes.approve_change(notice, version.number, by=lead, now=NOW)
    assert version_changes.base_of(notice).id == notices.current_version(notice).id
    with pytest.raises(NotFound):
        version_changes.approve_change(notice, 99, by=lead, now=NOW)


def test_put_up_again_it_has_its_new_reason():
    notice, lead = create_notice("open"), actor("jobs_lead")
    version = propose(notice)
    version_changes.send_back(notice, version.number, reason="근거 부족", by=lead, now=NOW)
    again = propose(notice, reason=" 지침 제3호를 붙임 ")
    assert (again.id, again.reason) == (version.id, "지침 제3호를 붙임")
    version_changes.approve_change(notice, again.number, by=lead, now=NOW)
    assert again.reason == "지침 제3호를 붙임"


def put_up(row, verdict):
    reason, evidence = "등본으로 세대가 다름을 확인함", "등본 2024. 7. 5."
    return overrides.propose(row, verdict, reason, evidence, by=actor("jobs"), now=NOW)


def test_the_effect_counts_what_counts_now_and_the_changes_of_a_verdict_that_end():
    """Four judged: one made 적격 falls back, one made 부적격 rises again, one change waits; who gave up is left out."""
    of = create_round([{}, {}, {}, {"income": 9_000_000}, {}])
    lead = actor("jobs_lead")
    for row, verdict in ((of.applications[3], "eligible"), (of.applications[0], "ineligible")):
        overrides.approve(put_up(row, verdict), "확인함", by=lead, now=NOW)
    put_up(of.applications[1], "ineligible")
    put_up(of.applications[4], "ineligible")
    transitions.move(of.applications[4], "declined", by=actor("jobs"), now=NOW, reason="다른 일자리에 취업함")
    version = propose(of.notice, lambda document: replace(document, priority_percent=10))
    effect = version_changes.effect(of.notice, version, TODAY)
    assert (effect.judged, effect.moves) == (4, {("eligible", "ineligible"): 1, ("ineligible", "eligible"): 1})
    assert (effect.approved, effect.waiting) == (2, 1)
    version_changes.approve_change(of.notice, version.number, by=lead, now=NOW)
    screenings.screen_all(of.notice, by=actor("jobs"), now=NOW + timedelta(hours=1), today=TODAY)
    assert verdicts.over_current(of.notice.id) == ({}, 0), "they did end"


@pytest.mark.parametrize(
    ("approved", "waiting", "said"),
    [
        (0, 0, ""),
        (2, 0, "결재한 판정 변경 2건은 다시 심사하면 효력이 끝납니다."),
        (0, 1, "결재를 기다리는 판정 변경 1건은 다시 심사하면 효력이 끝납니다."),
        (2, 1, "결재한 판정 변경 2건과 결재를 기다리는 1건은 다시 심사하면 효력이 끝납니다."),
    ],
)
def test_what_is_said_of_the_changes_that_end(approved, waiting, said):
    assert ended_changes(approved, waiting) == said


@pytest.mark.parametrize("size", [1, 3, 4, 5])
def test_the_effect_is_counted_chunk_by_chunk(size):
    notice = create_notice("open")
    for _ in range(3):
        create_application(notice)
    create_application(notice, said={"income_won": 400_000})
    version = propose(notice)
    effect = version_changes.effect(notice, version, TODAY, size=size)
    assert (effect.judged, effect.moves) == (4, {("needs_review", "ineligible"): 3})


def test_two_approvers_at_once_approve_once(app):
    notice = create_notice("open")
    number = propose(notice).number
    leads = [actor("jobs_lead"), actor("jobs_lead")]
    audit.commit()
    code = notice.code

    def approving(by):
        def step():
            try:
                version_changes.approve_change(notices.by_code(code), number, by=by, now=NOW)
                audit.commit()
            except Conflict as error:
                return str(error)
            return "approved"

        return step

    answers = at_once(app, [approving(one) for one in leads])
    assert answers.count("approved") == 1
    assert any("이미 결재했습니다" in one for one in answers)


def test_going_back_to_an_earlier_version_of_a_draft():
    notice, maker = create_notice("draft"), actor()
    first = notices.document_of(notices.current_version(notice))
    notice_versions.settle_rule(notice, "student", "지침", by=maker, now=NOW, on=False)
    assert [one.label for one in differences(first, notices.document_of(notices.newest_version(notice)))] == [
        "조건 「재학」"
    ]
    row = notice_versions.restore(notice, 1, by=maker, now=NOW)
    assert (row.number, row.digest, row.reason) == (3, first.digest, "1판으로 되돌림")


def test_edits_of_different_rules_both_count_but_a_whole_table_is_refused_when_seen_too_early():
    notice, maker = create_notice("draft"), actor()
    seen = version_changes.base_of(notice).number
    for rule in ("student", "health"):
        version_changes.save(
            notice, lambda document, rule=rule: document.settled(rule, "지침", on=False), reason="끔", by=maker, now=NOW
        )
    document = notices.document_of(notices.newest_version(notice))
    assert (document.rule("student").on, document.rule("health").on) == (False, False)
    with pytest.raises(Conflict, match="먼저 저장했습니다"):
        version_changes.save(notice, lambda one: one, reason="배점", by=maker, now=NOW, base=seen)


def test_the_last_round_is_copied_with_its_values_but_not_its_certainty():
    last, maker = create_notice("open", cohort=create_cohort(half=1)), actor()
    notice_papers_kept = [{"kind": "own_1", "label": "이력서", "when": "bonus"}]
    last.papers, last.papers_days = notice_papers_kept, 5
    notice = create_notice("draft")
    assert notice_copy.last_round(notice).id == last.id
    notice_copy.copy_from(notice, last, by=maker, now=NOW)
    document = notices.document_of(notices.current_version(notice))
    shipped = shipped_set("community", 2024, 2).document
    assert document.rule("income").limits.percent == 80, "the value of the last round"
    assert (document.rule("income").confidence, document.rule("income").confirmed_by) == ("M", "")
    assert document.rule("repeat").confidence == "?", "what the new round has not decided stays open"
    assert document.rule("overlap") == shipped.rule("overlap")
    assert not document.score_table.usable
    assert (notice.papers, notice.papers_days) == (notice_papers_kept, 5)
    with pytest.raises(RuleBroken):
        notice_copy.copy_from(last, notice, by=maker, now=NOW)


def test_what_the_page_says_is_copied_is_copied():
    """모집 구분 and 세부사업 with seats and look-ups needed, papers, days, criteria, score table; not number, not days."""
    last, maker = create_notice("open", cohort=create_cohort(half=1)), actor()
    last.papers, last.papers_days, last.appeal_days, last.answer_days = [{"kind": "own_1", "label": "이력서"}], 5, 9, 8
    for row in db.session.query(NoticeProject).where(NoticeProject.notice_id == last.id):
        row.needs = ["sex_crime"]
    db.session.flush()
    notice = create_notice("draft", streams=(StreamPlan("youth", 2, 300),))
    notice_copy.copy_from(notice, last, by=maker, now=NOW)
    audit.commit()

    def projects(of):
        query = sa.select(NoticeProject.project_id, NoticeStream.code, NoticeProject.seats, NoticeProject.needs)
        query = query.join(NoticeStream, NoticeStream.id == NoticeProject.stream_id)
        return db.session.execute(query.where(NoticeProject.notice_id == of.id).order_by(NoticeProject.id)).all()

    assert projects(notice) == projects(last)
    assert [row.seats for row in projects(notice)] == [13, 16]
    assert notice_seats.plans_of(notice) == notice_seats.plans_of(last)
    assert [(one.papers, one.papers_days, one.appeal_days, one.answer_days) for one in (notice, last)] == [
        ([{"kind": "own_1", "label": "이력서"}], 5, 9, 8)
    ] * 2
    of = [notices.document_of(notices.current_version(one)) for one in (notice, last)]
    assert of[0].score_table.items == of[1].score_table.items
    assert (notice.number, notice.results_on) == (None, None)


def test_cancelled_drafts_and_other_programmes_are_no_last_round():
    create_notice("draft", cohort=create_cohort(half=1))
    create_notice("open", cohort=create_cohort("companion", months_reason="예시"))
    assert notice_copy.last_round(create_notice("draft")) is None


@pytest.mark.parametrize(
    ("papers", "sentence"),
    [
        ([], "하나 이상"),
        ([{"kind": "a", "label": "등본", "when": "always"}, {"kind": "b", "label": "등본", "when": "proxy"}], "두 번"),
    ],
)
def test_papers_that_cannot_be(papers, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        notice_papers.set_papers(create_notice("draft"), papers, 7, by=actor(), now=NOW)


def test_the_public_notice_says_what_the_document_says():
    notice = create_notice("draft")
    empty = str(notice_text(notice_values(notice)))
    assert "(공고번호 미입력)" in empty
    assert "배점표를 아직 채택하지 않았습니다" in empty
    settle_notice(notice, by=actor())
    notice_versions.settle_rule(notice, "student", "지침", by=actor(), now=NOW, on=False)
    text = notice_text(notice_values(notice))
    said = dict(text.sections)
    assert "모집 인원: 29명" in said["모집 인원과 근로조건"]
    assert any("1,782,756원" in line for line in said["신청 자격"]), "80% of one person's median income of 2024"
    assert any("499,000,000원 이하" in line for line in said["신청 자격"])
    assert not any("재학생" in line for line in said["신청 제한"])
    assert any("2년 동안 2회" in line for line in said["신청 제한"])
    assert any("30% 이하 30점" in line for line in said["선발 방법"])
    assert text.number == notice.number
    assert notice.results_on == date(2024, 7, 19)
    assert any("7.\u00a019." in line for line in said["결과 발표와 이의신청"])


def test_the_offices_documents_stand_on_the_page_not_in_the_public_notice(client_of):
    """The one that set another value is among them; who adopted is said, its number is not."""
    notice = create_notice("open")
    version = propose(notice)
    version_changes.approve_change(notice, version.number, by=actor("jobs_lead"), now=NOW)
    audit.commit()
    text = notice_text(notice_values(notice))
    assert not any(number in str(text) for number in ("변경방침-1", "일자리-24", "방침 2024-1"))
    assert "신청 자격·제한의 기준과 배점은 관악구 방침으로 정했습니다." in dict(text.sections)["유의사항"]
    document = notices.document_of(notices.current_version(notice))
    assert dict(deciding_documents(document)) == {
        "변경방침-1": "소득",
        "일자리-24": "중도포기 제한 확인, 체류자격 확인",
        "방침 2024-1": "배점표 채택",
    }
    page = client_of("jobs").get(f"/notices/{notice.code}/versions").text
    assert "변경방침-1" in page[page.index("기준을 정한 문서") :]


def test_who_is_barred_by_a_changed_criterion_still_sees_the_rule_it_rests_on():
    notice = create_notice("open")
    row = create_application(notice, said={"income_won": 9_000_000})
    version = propose(notice)
    version_changes.approve_change(notice, version.number, by=actor("jobs_lead"), now=NOW)
    screenings.screen_all(notice, by=actor("jobs"), now=NOW + timedelta(hours=1), today=TODAY)
    findings = explain(screenings.current(row.id)).findings
    found = next(one for one in findings if one.rule == "income")
    assert found.basis.startswith("공고 제한 1호(가구 소득) · 변경방침-1")


def plain(lines):
    return [line.replace("\u00a0", " ") for line in lines]


def test_the_public_notice_says_what_a_change_of_the_criteria_changed():
    """Before and after in words, from which version, why; nothing while it waits; no document of the office."""
    notice, lead = create_notice("open"), actor("jobs_lead")
    opened = notices.current_version(notice).number
    version = propose(notice)
    assert "변경" not in notice_text(notice_values(notice)).title
    version_changes.approve_change(notice, version.number, by=lead, now=NOW)
    text = notice_text(notice_values(notice))
    assert text.title.endswith("참여자 모집 변경 공고")
    assert (text.sections[0][0], plain(text.sections[0][1])) == (
        "변경 사항",
        [
            f"2024. 7. 8. 변경({opened}판에서 {version.number}판으로): 지침 변경",
            "- 소득: 가구 소득 기준 중위소득 80% 이하 → 가구 소득 기준 중위소득 30% 이하",
        ],
    )
    assert "변경방침-1" not in str(text)


def test_changes_of_days_and_of_criteria_stand_in_one_list_by_their_time():
    notice, lead = create_notice("open"), actor("jobs_lead")
    soon, later = NOW + timedelta(minutes=5), NOW + timedelta(minutes=9)
    first = propose(notice)
    wanted = {"contact": "일자리벤처과 02-0000-1234"}
    row = notice_changes.propose(notice, wanted, reason="번호 바뀜", by=actor(), now=NOW, today=TODAY)
    version_changes.approve_change(notice, first.number, by=lead, now=later)
    notice_changes.approve(notice, row.id, by=lead, now=soon, today=TODAY)
    last = propose(notice, lambda document: document.settled("student", "지침", on=False), reason="재학생도 받음")
    heads = [line.split(": ")[-1] for line in notice_text(notice_values(notice)).sections[0][1] if line[0] != "-"]
    assert heads == ["번호 바뀜", "지침 변경"]
    waiting = plain(notice_text(notice_values(notice, last)).sections[0][1])
    assert waiting[-2:] == [
        f"결재 전 변경({first.number}판에서 {last.number}판으로): 재학생도 받음",
        "- 재학: 대학·대학원 재학생 제외 → 쓰지 않음",
    ]


def test_a_change_that_no_reader_sees_is_no_change_of_the_notice():
    notice = create_notice("open")
    version = propose(notice, lambda document: document.settled("income", "방침-3"))
    version_changes.approve_change(notice, version.number, by=actor("jobs_lead"), now=NOW)
    assert "변경" not in notice_text(notice_values(notice)).title


def test_points_tie_break_and_reserve_are_changes_too():
    notice = create_notice("open")

    def edit(document):
        table = document.score_table
        return replace(
            document,
            score_table=replace(table, items=table.items[:-1]),
            tie_break=("age",),
            reserve=replace(document.reserve, percent=50),
        )

    version = propose(notice, edit)
    version_changes.approve_change(notice, version.number, by=actor("jobs_lead"), now=NOW)
    lines = notice_text(notice_values(notice)).sections[0][1]
    assert [line.split(": ")[0] for line in lines[1:]] == ["- 배점 「참여이력」", "- 동점자 기준", "- 선발과 예비"]
    assert lines[1].endswith("→ 없음")
    assert lines[2].endswith("→ 1) 나이가 많은 사람(청년 구분은 나이가 적은 사람), 2) 접수번호 순")
