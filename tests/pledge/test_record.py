"""Loading the district's record: whole, to the won, and never twice."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.extensions import db
from app.pledge.models import Actual, Budget, Execution, Indicator, Pledge, PledgeEvent, Target
from app.pledge.services.record import load_cohorts, load_record
from app.reference.models import Cohort
from app.shared.errors import NotFound
from tests.create import NOW, system
from tests.pledge.create import cohort, create_pledge

pytestmark = pytest.mark.usefixtures("database")

TABLES = (Pledge, Indicator, Target, Actual, Budget, Execution, PledgeEvent, Cohort)


def counts() -> dict[str, int]:
    return {
        table.__tablename__: db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0 for table in TABLES
    }


def test_second_loading_changes_nothing() -> None:
    pledge = create_pledge()
    before = counts()
    assert load_record(by=system(), now=NOW).id == pledge.id
    assert [one.code for one in load_cohorts(by=system(), now=NOW)][:1] == ["2023H1-companion"]
    assert counts() == before
    assert before["indicator"] == 5
    assert before["cohort"] == 12


def test_cohorts_that_are_there_already_are_kept() -> None:
    pledge_actor = system()
    first = load_cohorts(by=pledge_actor, now=NOW)
    db.session.delete(first.pop())
    db.session.flush()
    assert len(load_cohorts(by=pledge_actor, now=NOW)) == 12
    assert counts()["cohort"] == 12


@pytest.mark.parametrize(
    ("code", "term", "months", "people", "why"),
    [
        ("2023H1-companion", (date(2023, 2, 1), date(2023, 6, 30)), 5, 508, False),
        ("2023H2-companion", (date(2023, 7, 1), date(2023, 12, 31)), 5, 893, True),
        ("2023H2-community", (date(2023, 7, 1), date(2023, 11, 30)), 5, 28, True),
        ("2024H1-gangamchan", (date(2024, 3, 1), date(2024, 7, 31)), 4, 250, True),
        ("2024H2-community", (date(2024, 7, 1), date(2024, 10, 30)), 4, None, True),
        ("2024H2-companion", (date(2024, 7, 1), date(2024, 11, 30)), 5, None, False),
    ],
)
def test_cohort_as_recorded(code: str, term: tuple[date, date], months: int, people: int | None, why: bool) -> None:
    create_pledge()
    row = cohort(code)
    assert (row.starts_on, row.ends_on) == term
    assert (row.months, row.recorded_people, bool(row.months_reason)) == (months, people, why)
    assert row.source == ("live" if people is None else "record")


def test_weights_make_a_hundred_and_years_make_the_term() -> None:
    create_pledge()
    rows = db.session.scalars(sa.select(Target)).all()
    assert sum(row.weight or 0 for row in rows) == 100
    for indicator in db.session.scalars(sa.select(Indicator)):
        own = [row for row in rows if row.indicator_id == indicator.id]
        whole = sum(row.value for row in own if row.year == 0)
        assert sum(row.value for row in own if row.year and row.quarter == 0) == whole


def test_money_is_in_won_and_an_empty_cell_is_no_row() -> None:
    create_pledge()
    spent = db.session.scalars(sa.select(Execution)).all()
    assert sum(row.won for row in spent) == 17_362_000_000
    assert not [row for row in spent if row.year > 2024 or (row.year, row.funder) == (2024, "national")]
    assert {row.covers_to for row in spent} == {date(2024, 3, 31)}
    whole = {
        row.funder: row.won
        for row in db.session.scalars(sa.select(Budget).where(Budget.group == "total", Budget.year == 0))
    }
    assert whole == {
        "total": 34_034_000_000,
        "national": 368_000_000,
        "city": 17_876_000_000,
        "district": 15_790_000_000,
    }


@pytest.mark.parametrize(
    ("kind", "number"), [("milestone", 19), ("outreach", 17), ("award", 3), ("plan", 6), ("history", 7)]
)
def test_every_dated_line_is_there(kind: str, number: int) -> None:
    create_pledge()
    rows = db.session.scalars(sa.select(PledgeEvent).where(PledgeEvent.kind == kind).order_by(PledgeEvent.seq)).all()
    assert [row.seq for row in rows] == list(range(1, number + 1))


def test_a_pledge_without_a_record_is_refused() -> None:
    for code in ("9-9", "../../etc/passwd", ""):
        with pytest.raises(NotFound):
            load_record(by=system(), now=NOW, code=code)
