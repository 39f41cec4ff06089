"""What the page of one application tells: what was declared, which look-ups count, what may be printed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.extensions import db
from app.recruitment.detail_words import EARLIER
from app.recruitment.services import look_ups, screenings
from app.recruitment.services.intake import Member
from tests.create import NOW, actor
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
