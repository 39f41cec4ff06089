"""확정 before the notice, the facts that opening asks for, seats over the confirmed number, cancelling."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.audit import services as audit
from app.extensions import db
from app.recruitment.models import Application, ApplicationState, Confirmation, NoticeProject
from app.recruitment.services import (
    confirmations,
    notice_cancelling,
    notice_facts,
    notice_papers,
    notice_seats,
    notice_versions,
    notices,
)
from app.recruitment.services.blockers import blockers
from app.recruitment.services.confirmations import Given
from app.recruitment.services.notices import StreamPlan
from app.shared.errors import Conflict, RuleBroken
from tests.at_once import at_once
from tests.create import NOW, actor, create_cohort, create_project
from tests.recruitment.create import (
    TODAY,
    confirm_cohort,
    create_application,
    create_notice,
    fill_notice,
    settle_notice,
)

pytestmark = pytest.mark.usefixtures("database")
GIVEN = Given("final", 29, 0, 70_000_000, 30_000_000, "서울시-1", TODAY)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"kind": "maybe"}, "가내시와 확정내시"),
        ({"people": 0}, "1명 이상"),
        ({"city_won": -1}, "0원 이상"),
        ({"document_number": "  "}, "문서번호"),
        ({"decided_on": TODAY + timedelta(days=1)}, "늦을 수 없습니다"),
    ],
)
def test_a_confirmation_that_cannot_be_is_refused(change, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        confirmations.add(create_cohort(), replace(GIVEN, **change), by=actor(), now=NOW, today=TODAY)


def test_the_last_final_confirmation_counts():
    cohort, maker = create_cohort(), actor()
    for kind, people in (("final", 20), ("final", 29), ("provisional", 99)):
        confirm_cohort(cohort, by=maker, people=people, kind=kind)
    assert confirmations.check(cohort.id).row.people == 29
    assert [row.Confirmation.people for row in confirmations.rows(cohort.id)] == [99, 29, 20]
    assert db.session.query(Confirmation).count() == 3


def test_a_provisional_confirmation_is_not_enough():
    notice, maker = create_notice("draft"), actor()
    confirm_cohort(notice.cohort, by=maker, kind="provisional")
    assert [one.place for one in blockers(notice, TODAY) if one.place == "plan"] == ["plan"]
    confirm_cohort(notice.cohort, by=maker)
    assert not [one for one in blockers(notice, TODAY) if one.place == "plan"]


def test_every_missing_fact_is_named_at_once():
    notice = create_notice("draft")
    said = " ".join(one.message for one in blockers(notice, TODAY))
    for word in ("확정내시", "방침 문서번호를", "공고번호를", "공고일을", "결과 발표일을", "문의처를", "예시 배점표"):
        assert word in said
    with pytest.raises(RuleBroken, match=r"가지 더 있습니다"):
        notice_versions.propose(notice, by=actor(), now=NOW, today=TODAY)


@pytest.mark.parametrize("name", ["policy_number", "number", "announced_on", "results_on", "contact"])
def test_each_fact_is_needed(name):
    notice, maker = create_notice("draft"), actor()
    settle_notice(notice, by=maker)
    assert blockers(notice, TODAY) == []
    fill_notice(notice, by=maker, **{name: "" if name == "contact" else None})
    assert [one.place for one in blockers(notice, TODAY)] == ["facts"]


def test_seats_of_all_notices_of_the_cohort_count_but_cancelled_ones_not():
    """13 + 16 seats twice are 58: one too many for 57, not for 58; a cancelled notice gives its seats back."""
    first, maker = create_notice("open"), actor()
    second = create_notice("draft", cohort=first.cohort)
    settle_notice(second, by=maker)
    confirm_cohort(first.cohort, by=maker, people=58)
    assert blockers(second, TODAY) == []
    confirm_cohort(first.cohort, by=maker, people=57)
    assert "1명 많습니다" in blockers(second, TODAY)[0].message
    notices.change(second, version=second.version, by=maker, now=NOW, seats_reason="추경으로 1명 더함")
    assert blockers(second, TODAY) == []
    notices.change(second, version=second.version, by=maker, now=NOW, seats_reason=None)
    notice_cancelling.cancel(first, reason="예산 변경", by=actor("jobs_lead"), now=NOW)
    assert blockers(second, TODAY) == []


@pytest.mark.parametrize(
    ("number", "good"),
    [
        ("관악구 공고 제2024-0001호", True),
        ("관악구  공고  제2024-12345호", True),
        ("관악구 공고 제2024-0000호(예시)", True),
        ("관악구 공고 2024-1호", False),
        ("관악구 공고 제2024-123456호", False),
        ("서울시 공고 제2024-1호", False),
    ],
)
def test_the_number_has_one_form(number, good):
    notice = create_notice("draft")
    if good:
        fill_notice(notice, by=actor(), number=number)
        assert "  " not in notice.number
        return
    with pytest.raises(RuleBroken, match="제2024-0000호"):
        fill_notice(notice, by=actor(), number=number)


def test_two_notices_never_bear_one_number():
    fill_notice(create_notice("draft"), by=actor(), number="관악구 공고 제2024-77호")
    with pytest.raises(RuleBroken, match="번호입니다"):
        fill_notice(create_notice("draft", cohort=create_cohort(half=1)), by=actor(), number="관악구 공고 제2024-77호")


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ({"announced_on": date(2024, 5, 7)}, ""),
        ({"announced_on": date(2024, 5, 8)}, "공고일은 접수 시작일보다"),
        ({"results_on": date(2024, 7, 13)}, ""),
        ({"results_on": date(2024, 7, 12)}, "결과 발표일은"),
    ],
)
def test_days_stay_in_order(days, sentence):
    notice = create_notice("draft")
    if not sentence:
        fill_notice(notice, by=actor(), **days)
        return
    with pytest.raises(RuleBroken, match=sentence):
        fill_notice(notice, by=actor(), **days)


def test_an_intake_before_the_notice_takes_effect_is_noted_but_not_blocked():
    """행정업무규정 §6③, 민법 §157: announced on 1 May the fifth day is over as 7 May begins, on 2 May it is not."""
    notice, maker = create_notice("draft"), actor()
    settle_notice(notice, by=maker)
    fill_notice(notice, by=maker, announced_on=date(2024, 5, 1))
    assert notice_facts.effect_note(notice) == ""
    fill_notice(notice, by=maker, announced_on=date(2024, 5, 2))
    assert "공고한 날부터 5일이 지난 때 효력이 생깁니다" in notice_facts.effect_note(notice)
    assert blockers(notice, TODAY) == []


@pytest.mark.parametrize("change", ["facts", "streams", "project", "papers"])
def test_whatever_changes_after_proposing_has_to_be_proposed_again(change):
    notice, maker = create_notice("proposed"), actor()
    if change == "facts":
        notices.change(notice, version=notice.version, by=maker, now=NOW, title="새 이름")
    elif change == "streams":
        notice_seats.set_streams(
            notice, [StreamPlan("under65", 20, 300), StreamPlan("senior", 16, 180)], by=maker, now=NOW
        )
    elif change == "project":
        notices.drop_project(db.session.query(NoticeProject).first(), notice, by=maker, now=NOW)
    else:
        notice_papers.set_papers(notice, [{"kind": "own_1", "label": "이력서", "when": "always"}], 5, by=maker, now=NOW)
    with pytest.raises(RuleBroken, match="결재에 올리지 않은"):
        notice_versions.open_notice(notice, by=actor("jobs_lead"), now=NOW, today=TODAY)


def test_a_confirmation_withdrawn_below_the_seats_stops_the_opening():
    notice = create_notice("proposed")
    confirm_cohort(notice.cohort, by=actor(), people=28)
    with pytest.raises(RuleBroken, match="확정 인원 28명보다 1명"):
        notice_versions.open_notice(notice, by=actor("jobs_lead"), now=NOW, today=TODAY)


def test_streams_never_go_below_their_projects():
    notice, maker = create_notice("draft", project_seats=5), actor()
    with pytest.raises(RuleBroken, match="세부사업 자리가 5명"):
        notice_seats.set_streams(
            notice, [StreamPlan("under65", 4, 300), StreamPlan("senior", 5, 180)], by=maker, now=NOW
        )
    with pytest.raises(RuleBroken, match="세부사업 자리가 5명"):
        notice_seats.set_streams(notice, [StreamPlan("under65", 5, 300)], by=maker, now=NOW)
    plans = [StreamPlan("youth", 2, 300), StreamPlan("under65", 5, 330), StreamPlan("senior", 5, 180)]
    notice_seats.set_streams(notice, plans, by=maker, now=NOW)
    db.session.expire_all()
    assert {one.code: (one.seats, one.minutes_a_day) for one in notice.streams} == {
        "youth": (2, 300),
        "under65": (5, 330),
        "senior": (5, 180),
    }


def test_seats_of_the_projects_have_to_add_up():
    """One short, equal: the stream, both figures and the difference are said, with the place where it is mended."""
    notice, maker = create_notice("draft"), actor()
    settle_notice(notice, by=maker)
    assert blockers(notice, TODAY) == []
    notice_seats.set_streams(notice, [StreamPlan("under65", 14, 300), StreamPlan("senior", 16, 180)], by=maker, now=NOW)
    found = blockers(notice, TODAY)
    assert [(one.place, one.message) for one in found] == [
        ("seats", "65세 미만 세부사업 자리의 합이 13명으로 모집 구분의 자리 14명보다 1명 적습니다. 둘을 맞춰 주세요.")
    ]
    with pytest.raises(RuleBroken, match="1명 적습니다"):
        notice_versions.propose(notice, by=maker, now=NOW, today=TODAY)
    notices.add_project(notice, create_project(), "under65", 1, by=maker, now=NOW)
    assert blockers(notice, TODAY) == []


def test_a_stream_without_any_project_does_not_open():
    notice, maker = create_notice("draft"), actor()
    settle_notice(notice, by=maker)
    plans = [StreamPlan("youth", 2, 300), StreamPlan("under65", 13, 300), StreamPlan("senior", 16, 180)]
    notice_seats.set_streams(notice, plans, by=maker, now=NOW)
    assert [one.message for one in blockers(notice, TODAY)] == [
        "청년 세부사업 자리의 합이 0명으로 모집 구분의 자리 2명보다 2명 적습니다. 둘을 맞춰 주세요."
    ]


@pytest.mark.parametrize(
    ("results_on", "sentence"),
    [
        (date(2024, 7, 1), ""),
        (date(2024, 7, 2), "결과 발표일(2024. 7. 2.)이 사업 시작일(2024. 7. 1.)보다 늦습니다."),
    ],
    ids=["on the day of the start", "a day after the start"],
)
def test_the_results_come_before_the_work(results_on, sentence):
    early = {"opens_on": date(2024, 5, 7), "closes_on": date(2024, 6, 14)}
    notice, maker = create_notice("draft", **early), actor()
    settle_notice(notice, by=maker)
    fill_notice(notice, by=maker, results_on=results_on)
    said = [one.message.replace("\u00a0", " ") for one in blockers(notice, date(2024, 5, 2))]
    assert said == ([f"{sentence} 두 날짜를 맞춰 주세요."] if sentence else [])


def test_a_further_intake_may_announce_after_the_start_but_is_told():
    cohort, maker = create_cohort(), actor()
    create_notice("draft", cohort=cohort, by=maker)
    second = create_notice("draft", cohort=cohort, by=maker, opens_on=date(2024, 5, 7), closes_on=date(2024, 6, 28))
    settle_notice(second, by=maker)
    assert "사업 시작일" in notice_facts.start_note(second)
    assert blockers(second, date(2024, 5, 2)) == []


def test_the_results_and_the_closing_day_are_both_said():
    day = date(2024, 7, 12)
    with pytest.raises(RuleBroken, match=r"접수 마감 2024.*12\., 결과 발표 2024.*12\."):
        notice_facts.check_dates(opens_on=date(2024, 5, 7), closes_on=day, results_on=day)


def test_two_approvers_at_once_open_one_notice(app):
    notice = create_notice("proposed")
    leads = [actor("jobs_lead"), actor("jobs_lead")]
    audit.commit()
    row_id = notice.id

    def opening(by):
        def step():
            try:
                notice_versions.open_notice(db.session.get(notices.Notice, row_id), by=by, now=NOW, today=TODAY)
                audit.commit()
            except Conflict as error:
                return str(error)
            return "opened"

        return step

    answers = sorted(at_once(app, [opening(one) for one in leads]))
    assert answers.count("opened") == 1
    assert any("이미 결재했습니다" in one for one in answers)


def test_cancelling_has_a_reason_and_happens_once():
    notice, lead = create_notice("open"), actor("jobs_lead")
    with pytest.raises(RuleBroken, match="사유"):
        notice_cancelling.cancel(notice, reason=" ", by=lead, now=NOW)
    notice_cancelling.cancel(notice, reason="사업 변경", by=lead, now=NOW)
    audit.commit()
    assert (notice.state, notice.cancel_reason, notice.cancelled_at) == ("cancelled", "사업 변경", NOW)
    assert notice_cancelling.cancelled_by(notice) == lead.label
    with pytest.raises(RuleBroken, match="이미 취소한"):
        notice_cancelling.cancel(notice, reason="또", by=lead, now=NOW)
    with pytest.raises(RuleBroken, match="접수 중인 공고가 아닙니다"):
        create_application(notice)


@pytest.mark.parametrize("state", [ApplicationState.SELECTED, ApplicationState.RESERVE, ApplicationState.NOT_SELECTED])
def test_a_notice_with_results_is_not_cancelled(state):
    notice = create_notice("open")
    row = create_application(notice)
    db.session.get(Application, row.id).state = state
    db.session.flush()
    with pytest.raises(RuleBroken, match="선발안이 있는"):
        notice_cancelling.cancel(notice, reason="사업 변경", by=actor("jobs_lead"), now=NOW)
