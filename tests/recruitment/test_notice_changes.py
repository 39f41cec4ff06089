"""변경공고: what may change after opening, by whom, and how the public notice says so."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.audit import services as audit
from app.audit.models import AuditEntry
from app.extensions import db
from app.recruitment.models import Notice, NoticeChange
from app.recruitment.notice_words import notice_text
from app.recruitment.services import appeals, notice_changes, notices, screenings
from app.recruitment.services.notice_values import notice_values
from app.recruitment.services.scope import notice as visible_notice
from app.shared.errors import Conflict, NotFound, RuleBroken
from tests.at_once import at_once
from tests.create import NOW, actor, create_cohort
from tests.recruitment.create import TODAY, create_application, create_notice
from tests.recruitment.pages import seen_on

pytestmark = pytest.mark.usefixtures("database")
LONGER = {"closes_on": date(2024, 7, 18)}
WHY = "신청이 적음"


def propose(notice, wanted=None, *, by=None, reason=WHY, number="", today=TODAY):
    wanted = LONGER if wanted is None else wanted
    by = by or actor("jobs")
    return notice_changes.propose(notice, wanted, reason=reason, number=number, by=by, now=NOW, today=today)


def approve(notice, row, by=None, today=TODAY):
    return notice_changes.approve(notice, row.id, by=by or actor("jobs_lead"), now=NOW, today=today)


def test_it_counts_only_after_another_person_approved_it():
    notice, maker = create_notice("open"), actor("jobs")
    row = propose(notice, {**LONGER, "contact": "일자리벤처과 02-0000-9999"}, by=maker)
    assert notice.closes_on == date(2024, 7, 12)
    with pytest.raises(RuleBroken, match="본인이 작성한 안"):
        approve(notice, row, by=maker)
    approve(notice, row)
    assert (notice.closes_on, notice.contact) == (date(2024, 7, 18), "일자리벤처과 02-0000-9999")
    with pytest.raises(Conflict, match="이미 결재했습니다"):
        approve(notice, row)
    audit.commit()
    entries = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.subject == "notice_change"))
    assert [(one.action, one.reason) for one in entries] == [
        ("recruit:notice:amend", WHY),
        ("recruit:notice:approve-amend", WHY),
    ]


def test_the_longer_window_is_open_for_applicants():
    notice = create_notice("open")
    approve(notice, propose(notice))
    late = date(2024, 7, 18)
    assert late <= notice.closes_on
    create_application(notice)


@pytest.mark.parametrize(
    ("wanted", "today", "sentence"),
    [
        ({}, TODAY, "바뀐 내용이 없습니다"),
        ({"closes_on": date(2024, 7, 12)}, TODAY, "바뀐 내용이 없습니다"),
        ({"closes_on": date(2024, 7, 11)}, TODAY, "줄일 수 없습니다"),
        ({"closes_on": date(2024, 7, 5)}, TODAY, "줄일 수 없습니다"),
        ({"closes_on": date(2024, 7, 15)}, date(2024, 7, 16), "오늘"),
        ({"closes_on": date(2024, 7, 19)}, TODAY, "결과 발표일은 접수 마감일보다"),
        ({"closes_on": None}, TODAY, "줄일 수 없습니다"),
        ({"results_on": date(2024, 7, 12)}, TODAY, "결과 발표일은 접수 마감일보다"),
        ({"results_on": date(2024, 7, 22)}, date(2024, 7, 23), "오늘"),
        ({"answer_days": 11}, TODAY, "10일까지"),
        ({"answer_days": 0}, TODAY, "10일까지"),
        ({"papers_days": 91}, TODAY, "90일까지"),
        ({"contact": " "}, TODAY, "문의처"),
        ({"title": "다른 이름", "age_on": date(2024, 8, 1)}, TODAY, "바뀐 내용이 없습니다"),
    ],
)
def test_what_is_not_changed(wanted, today, sentence):
    """The window only grows, never ends before today; what judges is no 변경공고."""
    notice = create_notice("open")
    with pytest.raises(RuleBroken, match=sentence):
        propose(notice, wanted, today=today)


@pytest.mark.parametrize("day", [date(2024, 7, 15), date(2024, 7, 18)])
def test_the_window_grows_up_to_the_day_before_the_results(day):
    notice = create_notice("open")
    approve(notice, propose(notice, {"closes_on": day}, today=date(2024, 7, 15)), today=date(2024, 7, 15))
    assert notice.closes_on == day


def test_what_asks_for_a_reason_and_an_opened_notice():
    with pytest.raises(RuleBroken, match="사유"):
        propose(create_notice("open"), reason=" ")
    with pytest.raises(RuleBroken, match="공고한 뒤에만"):
        propose(create_notice("draft", cohort=create_cohort(half=1)))


def test_a_closed_notice_keeps_its_window_but_may_change_the_results():
    notice = create_notice("closed")
    with pytest.raises(RuleBroken, match="추가 모집"):
        propose(notice)
    approve(notice, propose(notice, {"results_on": date(2024, 7, 26)}))
    assert notice.results_on == date(2024, 7, 26)


def test_a_newer_proposal_takes_the_place_of_the_earlier():
    notice = create_notice("open")
    first = propose(notice)
    second = propose(notice, {"closes_on": date(2024, 7, 17)})
    assert (first.state, notice_changes.waiting(notice).id) == ("replaced", second.id)
    with pytest.raises(Conflict, match="새 변경안"):
        approve(notice, first)
    approve(notice, second)
    assert notice.closes_on == date(2024, 7, 17)


def test_sent_back_with_a_reason_nothing_changes():
    notice, lead = create_notice("open"), actor("jobs_lead")
    row = propose(notice)
    with pytest.raises(RuleBroken, match="사유"):
        notice_changes.send_back(notice, row.id, " ", by=lead, now=NOW)
    notice_changes.send_back(notice, row.id, "근거 부족", by=lead, now=NOW)
    assert (row.state, row.decision_note, notice.closes_on) == ("rejected", "근거 부족", date(2024, 7, 12))
    with pytest.raises(Conflict):
        approve(notice, row)
    with pytest.raises(NotFound):
        notice_changes.approve(
            create_notice("open", cohort=create_cohort(half=1)), row.id, by=lead, now=NOW, today=TODAY
        )


def test_a_day_that_passed_meanwhile_is_not_put_in_force():
    notice = create_notice("open")
    row = propose(notice, {"closes_on": date(2024, 7, 15)})
    with pytest.raises(RuleBroken, match="오늘"):
        approve(notice, row, today=date(2024, 7, 16))


def test_what_was_promised_stays_when_the_days_change():
    """An appeal that came in before keeps its due day; the next one has the new days."""
    notice = create_notice("open")
    row = create_application(notice, said={"income_won": 9_000_000})
    screenings.screen_one(row, by=actor("jobs"), now=NOW, today=TODAY, settle=True)
    ground = "소득이 줄었는데 예전 소득으로 보았습니다."
    one = appeals.register(row, ground, "", TODAY, by=actor("clerk"), now=NOW, today=TODAY)
    approve(notice, propose(notice, {"answer_days": 5}))
    assert (one.due_on, appeals.due_on(notice, TODAY)) == (date(2024, 7, 18), date(2024, 7, 15))
    assert appeals.latest_due(one) == date(2024, 7, 29)


def test_the_public_notice_says_what_changed_when_and_why():
    notice = create_notice("open")
    before = notice_text(notice_values(notice))
    assert "변경" not in before.title
    assert "변경 사항" not in dict(before.sections)
    approve(notice, propose(notice, number="관악구 공고 제2024-777호"))
    propose(notice, {"contact": "아직 결재 전"})
    text = notice_text(notice_values(notice))
    assert text.title.endswith("참여자 모집 변경 공고")
    heading, lines = text.sections[0]
    plain = [line.replace("\u00a0", " ") for line in lines]
    assert heading == "변경 사항"
    assert plain == [
        "2024. 7. 8. 변경(관악구 공고 제2024-777호): 신청이 적음",
        "- 접수 마감일: 2024. 7. 12.(금) → 2024. 7. 18.(목)",
    ]
    assert any("7.\u00a018." in line for line in dict(text.sections)["신청 기간과 방법"])


def test_two_approvers_at_once_approve_once(app):
    notice = create_notice("open")
    row_id, code = propose(notice).id, notice.code
    leads = [actor("jobs_lead"), actor("jobs_lead")]
    audit.commit()

    def approving(by):
        def step():
            try:
                notice_changes.approve(notices.by_code(code), row_id, by=by, now=NOW, today=TODAY)
                audit.commit()
            except Conflict:
                return "second"
            return "approved"

        return step

    assert sorted(at_once(app, [approving(one) for one in leads])) == ["approved", "second"]


def test_two_proposals_at_once_leave_one_waiting(app):
    code = create_notice("open").code
    makers = [actor("jobs"), actor("jobs")]
    audit.commit()

    def proposing(by, day):
        def step():
            propose(visible_notice(code, by), {"closes_on": day}, by=by)
            audit.commit()

        return step

    at_once(app, [proposing(makers[0], date(2024, 7, 16)), proposing(makers[1], date(2024, 7, 17))])
    states = db.session.scalars(sa.select(NoticeChange.state).order_by(NoticeChange.state)).all()
    assert states == ["proposed", "replaced"]


def test_through_the_pages(client_of):
    notice = create_notice("open")
    audit.commit()
    jobs, lead, clerk = client_of("jobs"), client_of("jobs_lead"), client_of("clerk")
    path = f"/notices/{notice.code}"
    data = {
        "once": "a",
        "closes_on": "2024-07-11",
        "results_on": "2024-07-19",
        "papers_days": "7",
        "answer_days": "10",
        "contact": "일자리벤처과 02-0000-0000",
        "reason": WHY,
    }
    assert f'href="{path}/amend"' in jobs.get(path).text
    assert clerk.get(f"{path}/amend").status_code == 403
    assert lead.get(f"{path}/amend").status_code == 403
    assert "줄일 수 없습니다" in jobs.post(f"{path}/amend", data=data).text
    assert jobs.post(f"{path}/amend", data=data | {"once": "b", "closes_on": "2024-07-18"}).status_code == 302
    assert "변경공고가 결재를 기다립니다" in lead.get(path).text
    assert "변경공고 결재" in lead.get("/").text
    assert "변경공고 결재" not in jobs.get("/").text
    row_id = db.session.scalar(sa.select(NoticeChange.id))
    here = f"{path}/amend/{row_id}"
    assert jobs.get(here).status_code == 403
    page = lead.get(here).text
    assert "접수 마감일" in page
    assert "7.\u00a018." in page
    assert lead.post(f"{here}/send-back", data={"once": "c", "reason": ""}).status_code == 422
    assert lead.post(here, data={"once": "d", "seen": seen_on(page)}).status_code == 302
    assert lead.post(here, data={"once": "e", "seen": seen_on(page)}).status_code == 422
    assert db.session.get(Notice, notice.id).closes_on == date(2024, 7, 18)
    assert "변경 사항" in clerk.get(f"{path}/preview").text
    assert WHY in clerk.get(f"{path}/versions").text
    assert lead.get(f"{path}/amend/{row_id + 1}").status_code == 404


def test_a_draft_has_no_such_page(client_of):
    notice = create_notice("draft")
    audit.commit()
    assert client_of("jobs").get(f"/notices/{notice.code}/amend").status_code == 404
