"""What the page of one application tells: what was declared, which look-ups count, what may be printed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.extensions import db
from app.recruitment.application_words import next_step
from app.recruitment.detail_words import EARLIER
from app.recruitment.services import intake_closings, look_ups, screenings
from app.recruitment.services.intake import Member
from tests.create import NOW, SINRIM, actor
from tests.recruitment.create import TODAY, create_application, create_notice

pytestmark = pytest.mark.usefixtures("database")


def looked_up(row, kind, value, on):
    look_ups.record(row, kind, value, looked_up_on=on, source="행복e음", by=actor("jobs"), now=NOW)


@pytest.mark.parametrize(("days", "shown"), [(-1, False), (0, True)], ids=["the day before", "the notice's first day"])
def test_only_a_look_up_of_this_round_stands_beside_the_declaration(client_of, days, shown):
    row = create_application(create_notice())
    looked_up(row, "income", 3_000_000, row.notice.opens_on + timedelta(days=days))
    db.session.commit()
    client = client_of("jobs")
    page = client.get(f"/applications/{row.id}").text
    assert ("3,000,000" in page) is shown
    assert ("3,000,000" in client.get(f"/applications/{row.id}/screening").text) is shown
    known = client.get(f"/applications/{row.id}/look-ups").text
    assert ("3,000,000" in known, EARLIER in known) == (True, not shown)


def test_an_earlier_look_up_does_not_hide_the_one_that_counts(client_of):
    row = create_application(create_notice())
    looked_up(row, "income", 3_000_000, date(2024, 1, 17))
    looked_up(row, "income", 1_100_000, TODAY)
    screenings.screen_one(row, by=actor("jobs"), now=NOW, today=TODAY)
    db.session.commit()
    page = client_of("clerk").get(f"/applications/{row.id}").text
    assert ("1,100,000" in page, "3,000,000" in page) == (True, False)


def test_every_member_of_the_household_stands_with_the_income_declared(client_of):
    members = (Member("배우자", "이한결", 1964, 312_000), Member("자녀", "이새봄", 2001, None))
    row = create_application(create_notice(), members=members, household_size=3)
    db.session.commit()
    page = client_of("clerk").get(f"/applications/{row.id}").text
    assert "이한결 · 1964년생 · 월소득 312,000원" in page.replace("\u00a0", " ")
    assert "이새봄 · 2001년생 · 월소득 확인 전" in page


NOT_THE_CLERKS = ("조회 결과", "전체 심사", "다시 심사합니다", "없는 대로 심사", "참여자 화면", "실행")


@pytest.mark.parametrize("state", ["received", "papers_due", "screened", "selected", "reserve", "not_selected"])
@pytest.mark.parametrize("verdict", [None, "eligible", "ineligible", "needs_review"])
@pytest.mark.parametrize("due_on", [None, TODAY - timedelta(days=1), TODAY])
def test_the_next_thing_to_do_is_something_that_the_reader_can_do(state, verdict, due_on):
    """Whoever does not screen is told who does."""
    text = next_step(state, verdict, due_on, TODAY, screens=False).text
    theirs = "선발 담당" in text
    assert theirs or not any(one in text for one in NOT_THE_CLERKS), text


def test_a_clerk_is_told_who_looks_up_and_screens(client_of):
    notice = create_notice()
    row = create_application(notice)
    db.session.commit()
    clerk, jobs = client_of("clerk"), client_of("jobs")
    assert "심사를 기다립니다. 조회와 심사는 구청 선발 담당이 합니다." in clerk.get(f"/applications/{row.id}").text
    assert "조회 결과가 오면 등록합니다." in jobs.get(f"/applications/{row.id}").text
    page = clerk.get(f"/notices/{notice.code}").text
    assert "심사를 기다리는 신청 1명이 있습니다. 조회와 심사는 구청 선발 담당이 합니다." in page
    assert "전체 심사를 실행하세요" not in page
    assert "전체 심사를 실행하세요" in jobs.get(f"/notices/{notice.code}").text


@pytest.mark.parametrize("sent", [False, True])
def test_after_the_window_a_clerk_is_told_to_send(client_of, sent):
    notice = create_notice()
    create_application(notice)
    if sent:
        by = actor("clerk")
        intake_closings.close_dong(notice, SINRIM, by=by, now=NOW, today=TODAY, reason="동 행사")
    notice.closes_on = TODAY - timedelta(days=1)
    db.session.commit()
    page = client_of("clerk").get(f"/notices/{notice.code}").text
    assert ("우리 동은 송부했습니다." in page, "마감하고 송부하세요." in page) == (sent, not sent)
    assert "접수 기간이 끝났습니다. 접수를 마감하세요." in client_of("jobs").get(f"/notices/{notice.code}").text


def test_the_verdict_is_read_right_after_who_it_is_about(client_of):
    row = create_application(create_notice(), by=actor("clerk"))
    page = client_of("clerk").get(f"/applications/{row.id}").text
    order = [page.index(one) for one in ("<h2>신청인", 'id="findings"', "<h2>신고한 내용", "<h2>이력")]
    assert order == sorted(order)
