"""동 접수 마감·송부: the count and digest are kept, only the jobs team adds afterwards, the district accepts."""

from __future__ import annotations

import re
from datetime import date

import pytest
import sqlalchemy as sa

from app.audit import services as audit
from app.audit.models import AuditEntry
from app.extensions import db
from app.recruitment.models import IntakeClosing
from app.recruitment.queries import intake
from app.recruitment.services import applications, completion, intake_closings, transitions
from app.recruitment.services.scope import notice as visible_notice
from app.shared.canonical import digest
from app.shared.errors import Conflict, NotFound, RuleBroken
from tests.at_once import at_once
from tests.create import DAEHAK, NOW, SINRIM, actor, create_cohort
from tests.recruitment.create import (
    TODAY,
    counter_data,
    create_application,
    create_intake,
    create_notice,
    number,
)

pytestmark = pytest.mark.usefixtures("database")


EARLY = "동 행사로 일찍 마감"


def close(notice, by=None, dong=SINRIM, *, reason=EARLY, today=TODAY, none_confirmed=True):
    by = by or actor("clerk")
    more = {"reason": reason, "none_confirmed": none_confirmed}
    return intake_closings.close_dong(notice, dong, by=by, now=NOW, today=today, **more)


def test_closing_keeps_count_and_digest():
    notice = create_notice()
    rows = [create_application(notice) for _ in range(3)]
    sent = close(notice)
    assert (sent.applications, sent.digest) == (3, digest([row.number for row in rows]))
    assert intake_closings.progress(notice) == (1, 0, 21)
    assert "신림동" not in intake_closings.open_dongs(notice)


@pytest.mark.parametrize(
    ("state", "day", "asked"),
    [
        ("open", date(2024, 7, 11), True),
        ("open", date(2024, 7, 12), False),
        ("open", date(2024, 7, 13), False),
        ("closed", date(2024, 7, 11), False),
    ],
    ids=["the day before", "the announced day", "after it", "a notice that is closed"],
)
def test_before_the_announced_day_it_says_why(state, day, asked):
    notice = create_notice(state)
    if asked:
        with pytest.raises(RuleBroken, match="먼저 마감하는 사유"):
            close(notice, reason=" ", today=day)
        assert close(notice, today=day).early_reason == EARLY
        return
    assert close(notice, reason="", today=day).early_reason is None


@pytest.mark.parametrize("given_up", [0, 1], ids=["nobody came", "the only one gave up"])
def test_a_dong_where_nobody_stands_is_sent_only_when_somebody_says_so(given_up):
    notice, clerk = create_notice(), actor("clerk")
    for _ in range(given_up):
        transitions.give_up(create_application(notice, by=clerk), "cancelled", "다른 일자리", by=clerk, now=NOW)
    with pytest.raises(RuleBroken, match="송부할 신청이 한 건도 없습니다"):
        close(notice, clerk, none_confirmed=False)
    assert close(notice, clerk).applications == given_up


def test_somebody_who_stands_needs_no_such_word():
    notice = create_notice()
    create_application(notice)
    assert close(notice, none_confirmed=False).applications == 1


def test_the_home_page_and_the_page_of_the_sending_count_the_same(client_of):
    notice, clerk = create_notice(), client_of("clerk")
    rows = [create_application(notice) for _ in range(3)]
    transitions.give_up(rows[0], "cancelled", "다른 일자리", by=actor("clerk"), now=NOW)
    audit.commit()
    path, counted = f"/notices/{notice.code}/intake", "2건(취소·포기 1건 별도)"
    for home in (clerk.get("/").text, client_of("jobs").get("/").text):
        assert re.search(r"접수 마감[^<]* \(취소·포기 1건 별도\)</span><b class=\"count\">2건<", home)
    page = clerk.get(f"{path}/{SINRIM}/close").text
    assert f"신청 {counted}을 구청에 송부합니다. 취소·포기한 신청도 접수대장에는 남습니다." in page
    assert "한 건도 없" not in page
    assert re.search(r'data-label="신청">2<small>\(취소·포기 1건 별도\)</small>', clerk.get(path).text)
    assert clerk.post(f"{path}/{SINRIM}/close", data={"once": "a", "reason": "동 행사"}).status_code == 302
    assert "접수대장은 모두 3건입니다." in page
    assert "접수대장 3건 · " in clerk.get(path).text


def test_a_dong_without_applications_is_warned_and_asked_for_a_tick(client_of):
    notice, clerk = create_notice(), client_of("clerk")
    audit.commit()
    path = f"/notices/{notice.code}/intake/{SINRIM}/close"
    page = clerk.get(path).text
    assert "신림동에서 받은 신청이 한 건도 없습니다." in page
    assert 'name="none_confirmed"' in page
    refused = clerk.post(path, data={"once": "a", "reason": "동 행사"})
    assert (refused.status_code, "확인했다고 표시한 뒤 송부해 주세요" in refused.text) == (422, True)
    assert clerk.post(path, data={"once": "b", "reason": "동 행사", "none_confirmed": "y"}).status_code == 302


def test_after_sending_only_the_jobs_team_adds():
    notice, clerk = create_notice(), actor("clerk")
    create_application(notice, by=clerk)
    close(notice, clerk)
    with pytest.raises(RuleBroken, match="마감하고 송부했습니다"):
        create_application(notice, by=clerk)
    added = create_application(notice, by=actor("jobs"))
    assert added.dong_code == SINRIM
    other = actor("clerk", dong_code=DAEHAK)
    create_application(notice, by=other, who={"dong_code": DAEHAK})
    row = next(one for one in intake.intake_rows(notice, actor("jobs")) if one.code == SINRIM)
    assert (row.received, row.sent) == (2, 1)


def test_once_sent_the_clerks_pages_offer_no_more_receiving(client_of):
    """Neither button nor form, and the form's address says why; the jobs team goes on."""
    notice, clerk = create_notice(), client_of("clerk")
    create_application(notice)
    audit.commit()
    form = f"/notices/{notice.code}/applications/new"
    pages = ("/", "/notices", f"/notices/{notice.code}", f"/notices/{notice.code}/applications")
    assert all(f'href="{form}"' in clerk.get(page).text for page in pages)
    close(notice)
    audit.commit()
    assert [page for page in pages if f'href="{form}"' in clerk.get(page).text] == []
    assert "우리 동 접수 송부함" in clerk.get("/").text
    shut = clerk.get(form).text
    assert "마감하고 송부했습니다. 더 받을 신청은 구청 담당에게 문의해 주세요." in shut
    assert ("일 남음" in shut, 'id="counter"' in shut) == (False, False)
    jobs = client_of("jobs")
    assert all(f'href="{form}"' in jobs.get(page).text for page in pages[1:])
    assert 'id="counter"' in jobs.get(form).text
    assert f'href="{form}"' in client_of("clerk", dong_code=DAEHAK).get("/").text


def test_the_page_of_the_closing_says_that_it_is_sent(client_of):
    notice = create_notice()
    create_application(notice)
    close(notice, actor("clerk", name="박서연"))
    audit.commit()
    path = f"/notices/{notice.code}/intake/{SINRIM}/close"
    for role in ("clerk", "jobs"):
        page = client_of(role).get(path).text
        assert re.search(r"신림동 접수는 [^<]*에 박서연님이 마감하고 송부했습니다\.", page)
        assert "동 행사" in page
        assert 'name="once"' not in page
    again = client_of("clerk").post(path, data={"once": "x", "reason": "동 행사"})
    assert (again.status_code, "이미 송부했습니다" in again.text) == (422, True)


def test_once_sent_the_clerk_changes_nothing_but_papers(client_of):
    papers = ("application_form", "info_consent", "sex_crime_consent")
    notice, by, jobs = create_notice(), actor("clerk"), actor("jobs")
    row = create_application(notice, by=by, papers=papers)
    close(notice, by)
    audit.commit()
    given = create_intake(said={"income_won": 1_500_000}, papers=papers)
    with pytest.raises(RuleBroken, match="구청 담당에게 알려 주세요"):
        applications.revise(row, given, version=row.version, by=by, now=NOW, today=TODAY)
    assert row.declared["income_won"] == 1_200_000
    clerk, here = client_of("clerk"), f"/applications/{row.id}"
    assert f'href="{here}/edit"' not in clerk.get(here).text
    assert f'href="{here}/papers"' in clerk.get(here).text
    refused = clerk.post(f"{here}/edit", data=counter_data(version=row.version, rrn=None))
    assert (refused.status_code, "신청을 고칠 수 없습니다" in refused.text) == (422, True)
    completion.receive_papers(row, ["child_abuse_consent"], TODAY, by=by, now=NOW, today=TODAY)
    applications.revise(row, create_intake(), version=row.version, by=jobs, now=NOW, today=TODAY)
    audit.commit()
    assert f'href="{here}/edit"' in client_of("jobs").get(here).text
    intake_closings.reopen(notice, SINRIM, reason="누락", by=jobs, now=NOW)
    applications.revise(row, given, version=row.version, by=by, now=NOW, today=TODAY)
    assert row.declared["income_won"] == 1_500_000


def test_a_clerk_closes_the_own_dong_only():
    notice = create_notice()
    with pytest.raises(NotFound):
        close(notice, actor("clerk", dong_code=DAEHAK))
    with pytest.raises(NotFound):
        close(notice, actor("jobs"), dong="0000000000")
    close(notice, actor("jobs"))


def test_it_is_sent_once_and_only_from_an_opened_notice():
    with pytest.raises(RuleBroken, match="접수한 공고만"):
        close(create_notice("draft"), actor("jobs"))
    notice = create_notice("closed", cohort=create_cohort(half=1))
    close(notice)
    with pytest.raises(Conflict, match="이미 송부했습니다"):
        close(notice)


def test_the_district_accepts_once_and_not_its_own_sending():
    notice, jobs = create_notice(), actor("jobs")
    with pytest.raises(RuleBroken, match="아직 송부하지 않은"):
        intake_closings.accept(notice, SINRIM, by=jobs, now=NOW)
    close(notice, jobs)
    with pytest.raises(RuleBroken, match="본인이 송부한"):
        intake_closings.accept(notice, SINRIM, by=jobs, now=NOW)
    intake_closings.accept(notice, SINRIM, by=actor("jobs"), now=NOW)
    assert intake_closings.progress(notice) == (1, 1, 21)
    with pytest.raises(Conflict, match="이미 확인한"):
        intake_closings.accept(notice, SINRIM, by=actor("jobs"), now=NOW)


def test_taking_back_needs_a_reason_and_keeps_the_row():
    notice, clerk, jobs = create_notice(), actor("clerk"), actor("jobs")
    close(notice, clerk)
    with pytest.raises(RuleBroken, match="사유"):
        intake_closings.reopen(notice, SINRIM, reason=" ", by=jobs, now=NOW)
    intake_closings.reopen(notice, SINRIM, reason="누락된 신청", by=jobs, now=NOW)
    create_application(notice, by=clerk)
    again = close(notice, clerk)
    assert (again.applications, db.session.scalar(sa.select(sa.func.count(IntakeClosing.id)))) == (1, 2)
    assert [row.reopen_reason for row in intake.taken_back(notice, jobs)] == ["누락된 신청"]
    audit.commit()
    actions = set(db.session.scalars(sa.select(AuditEntry.action)))
    assert {"recruit:intake:close", "recruit:intake:reopen"} <= actions


def test_a_clerk_sees_the_own_dong_only():
    notice = create_notice()
    assert [row.code for row in intake.intake_rows(notice, actor("clerk"))] == [SINRIM]
    assert len(intake.intake_rows(notice, actor("jobs"))) == 21


def test_two_clerks_at_once_send_once(app):
    notice = create_notice()
    create_application(notice)
    clerks = [actor("clerk"), actor("clerk")]
    audit.commit()
    code = notice.code

    def sending(by):
        def step():
            try:
                close(visible_notice(code, by), by)
                audit.commit()
            except Conflict:
                return "second"
            return "sent"

        return step

    assert sorted(at_once(app, [sending(one) for one in clerks])) == ["second", "sent"]


def test_sending_and_receiving_at_once_never_lose_an_application(app):
    """Whoever comes first, the number sent is the number received before it."""
    notice, clerk = create_notice(), actor("clerk")
    audit.commit()
    code, rrn = notice.code, number()

    def send():
        sent = close(visible_notice(code, clerk), clerk).applications
        audit.commit()
        return sent

    def receive():
        try:
            applications.receive(visible_notice(code, clerk), rrn, create_intake(), by=clerk, now=NOW, today=TODAY)
            audit.commit()
        except RuleBroken:
            return 0
        return 1

    sent, received = at_once(app, [send, receive])
    assert sent == received


def test_pages_of_the_sending(client_of):
    notice = create_notice()
    create_application(notice)
    audit.commit()
    clerk, jobs = client_of("clerk"), client_of("jobs")
    path = f"/notices/{notice.code}/intake"
    assert "신림동" in clerk.get(path).text
    assert "대학동" not in clerk.get(path).text
    assert clerk.get(f"{path}/{DAEHAK}/close").status_code == 404
    page = clerk.get(f"{path}/{SINRIM}/close").text
    assert "신청 1건을 구청에 송부합니다" in page
    assert "none_confirmed" not in page
    assert "먼저 마감하는 사유" in page
    assert clerk.post(f"{path}/{SINRIM}/close", data={"once": "z"}).status_code == 422
    assert clerk.post(f"{path}/{SINRIM}/close", data={"once": "a", "reason": "동 행사"}).status_code == 302
    assert "먼저 마감: 동 행사" in jobs.get(path).text
    assert f"/notices/{notice.code}/intake/register.pdf?dong={SINRIM}" in client_of("auditor").get(path).text
    assert clerk.post(f"{path}/{SINRIM}/accept", data={"once": "b"}).status_code == 403
    assert clerk.get(f"{path}/{SINRIM}/reopen").status_code == 403
    assert "송부 1/21" in jobs.get(f"/notices/{notice.code}").text
    assert jobs.post(f"{path}/{SINRIM}/accept", data={"once": "c"}).status_code == 302
    assert "구청 확인 1곳" in jobs.get(path).text
    assert "송부하지 않은 동이 20곳" in jobs.get(f"/notices/{notice.code}/close").text
    assert jobs.post(f"{path}/{SINRIM}/reopen", data={"once": "d", "reason": ""}).status_code == 422
    assert jobs.post(f"{path}/{SINRIM}/reopen", data={"once": "e", "reason": "누락"}).status_code == 302
    assert "누락" in jobs.get(path).text
