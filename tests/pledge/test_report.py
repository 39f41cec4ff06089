"""The report: the district's own figures to the tenth, counted from rows, and never a 0 for what is not known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from app.cohorts.models import Participation
from app.extensions import db
from app.pledge.models import Execution, Pledge, Target
from app.pledge.services.as_json import report_json
from app.pledge.services.report import COUNT_FAILED, report
from tests.create import NOW
from tests.pledge.create import (
    AS_OF,
    cohort,
    create_participations,
    create_people,
    create_pledge,
    create_statement,
    create_whole_record,
)

pytestmark = pytest.mark.usefixtures("database")


def document(pledge: Pledge, as_of: date = AS_OF) -> dict[str, Any]:
    return report_json(report(pledge, as_of))


def first(pledge: Pledge, as_of: date = AS_OF) -> dict[str, Any]:
    found: dict[str, Any] = document(pledge, as_of)["indicators"][0]
    return found


def test_the_sheet_of_the_first_quarter_of_2024() -> None:
    found = document(create_whole_record())
    lines = found["indicators"]
    assert [line["actual"] for line in lines] == [4278, 2108, 360, 222, 3]
    assert [line["rate"] for line in lines] == [82.3, 38.5, 39.3, 74.0, 60.0]
    assert [line["weight"] for line in lines] == [30, 20, 20, 20, 10]
    assert found["overall_rate"] == 61.0
    assert lines[0]["sources"] == {"computed": 2748, "opening": 1530, "entered": 0, "error": None}
    assert [line["target_to_date"] for line in lines] == [2676, 2377, 340, 166, 3]
    assert [line["rate_to_date"] for line in lines] == [159.9, 88.7, 105.9, 133.7, 100.0]
    assert len(found["milestones"]) == 19


def test_years_of_indicator_one_and_no_invented_years_elsewhere() -> None:
    found = document(create_whole_record())
    years = {one["year"]: one["actual"] for one in found["indicators"][0]["by_year"]}
    assert years == {2022: None, 2023: 2057, 2024: 691, 2025: None, 2026: None}
    assert {one["actual"] for one in found["indicators"][1]["by_year"]} == {None}
    assert {one["year"]: one["actual"] for one in found["indicators"][4]["by_year"]} == {
        2022: 1,
        2023: 1,
        2024: 1,
        2025: None,
        2026: None,
    }


def test_money_in_won() -> None:
    budget = document(create_whole_record())["budget"]
    assert budget["plan"]["total"] == 34_034_000_000
    assert {name: budget["executed"][name] for name in ("total", "national", "city", "district", "other")} == {
        "total": 17_362_000_000,
        "national": 155_000_000,
        "city": 10_909_000_000,
        "district": 6_298_000_000,
        "other": None,
    }
    years = {one["year"]: one["total"] for one in budget["executed"]["by_year"]}
    assert years == {2022: 4_054_000_000, 2023: 11_828_000_000, 2024: 1_480_000_000, 2025: None, 2026: None}
    assert budget["rate"] == 51.0


def test_without_people_only_the_opening_entry_counts() -> None:
    found = first(create_pledge())
    assert found["actual"] == 1530
    assert found["sources"]["computed"] == 0


@pytest.mark.parametrize(
    ("change", "counted"),
    [
        ({}, 1),
        ({"state": "cancelled"}, 0),
        ({"starts_on": date(2024, 3, 31)}, 1),
        ({"starts_on": date(2024, 4, 1)}, 0),
        ({"origin": "reserve"}, 0),
        ({"state": "planned"}, 1),
        ({"starts_on": date(2022, 6, 30)}, 0),
        ({"starts_on": date(2022, 7, 1)}, 1),
    ],
    ids=[
        "one more",
        "cancelled",
        "starts that day",
        "starts a day later",
        "reserve",
        "planned",
        "before term",
        "first of term",
    ],
)
def test_one_participation(change: dict[str, Any], counted: int) -> None:
    pledge = create_pledge()
    create_participations(cohort("2024H1-community"), create_people(1), **change)
    assert first(pledge)["sources"]["computed"] == counted
    assert first(pledge)["actual"] == 1530 + counted


def test_those_who_fill_a_vacancy_and_people_counted_once_stand_beside() -> None:
    pledge = create_pledge()
    people = create_people(3)
    create_participations(cohort("2023H1-community"), people)
    create_participations(cohort("2023H2-community"), people[:2])
    create_participations(cohort("2024H1-community"), create_people(1), origin="reserve")
    found = first(pledge)
    assert found["sources"]["computed"] == 5
    assert found["people"] == {"filled": 1, "distinct": 4}


def test_as_of_an_earlier_day_counts_only_those_who_had_started() -> None:
    pledge = create_whole_record()
    assert first(pledge, date(2023, 6, 30))["sources"]["computed"] == 786
    assert first(pledge, date(2023, 7, 1))["sources"]["computed"] == 786 + 893 + 28
    assert first(pledge, date(2024, 1, 31))["sources"]["computed"] == 2057


def test_a_day_inside_an_opening_has_no_value_and_says_why() -> None:
    found = document(create_whole_record(), date(2024, 3, 30))
    assert [line["actual"] for line in found["indicators"]] == [4278, None, None, None, 3]
    assert all(found["indicators"][at]["sources"]["error"] for at in (1, 2, 3))
    assert found["overall_rate"] is None
    assert found["budget"]["executed"]["total"] is None
    assert found["budget"]["executed"]["sources"]["error"]


def test_failed_counting_is_no_value_and_never_zero() -> None:
    pledge = create_pledge()
    db.session.execute(sa.text("alter table participation rename to participation_gone"))
    found = document(pledge)
    assert found["indicators"][0]["actual"] is None
    assert found["indicators"][0]["rate"] is None
    assert found["indicators"][0]["sources"]["computed"] is None
    assert found["indicators"][0]["sources"]["error"] == COUNT_FAILED
    assert found["indicators"][1]["actual"] == 2108
    assert found["overall_rate"] is None


def test_an_indicator_without_target_has_no_rate() -> None:
    pledge = create_whole_record()
    row = db.session.scalars(sa.select(Target).where(Target.year == 0, Target.value == 915)).one()
    row.value = 0
    db.session.flush()
    found = document(pledge)
    assert found["indicators"][2]["rate"] is None
    assert found["overall_rate"] is None


@pytest.mark.parametrize(
    ("pay_on", "state", "added"),
    [
        (date(2024, 3, 31), "confirmed", 0),
        (date(2024, 4, 1), "confirmed", 1001),
        (date(2024, 6, 30), "confirmed", 1001),
        (date(2024, 7, 1), "confirmed", 0),
        (date(2024, 4, 5), "draft", 0),
    ],
    ids=["last day covered", "day after", "as-of day", "after as-of", "draft"],
)
def test_pay_counts_from_the_day_after_the_opening(pay_on: date, state: str, added: int) -> None:
    pledge = create_pledge()
    create_statement(pay_on, date(2024, 3, 1), state=state)
    executed = document(pledge, date(2024, 6, 30))["budget"]["executed"]
    assert executed["total"] == 17_362_000_000 + added
    assert executed["sources"] == {"computed": added, "opening": 17_362_000_000, "entered": 0, "error": None}


def test_what_passes_the_ceiling_is_the_districts() -> None:
    pledge = create_pledge()
    create_statement(date(2024, 4, 5), date(2024, 3, 1), overflow=100)
    executed = document(pledge, date(2024, 6, 30))["budget"]["executed"]
    assert executed["city"] == 10_909_000_000 + 600
    assert executed["district"] == 6_298_000_000 + 401
    assert {one["year"]: one["district"] for one in executed["by_year"]}[2024] == 610_000_000 + 401


def test_entered_money_counts_from_its_day() -> None:
    pledge = create_pledge()
    row = Execution(
        pledge_id=pledge.id,
        group="placement_service",
        year=2025,
        funder="district",
        won=7_000_000,
        on_date=date(2025, 2, 1),
        kind="entered",
        source_note="결산서",
        created_at=NOW,
    )
    db.session.add(row)
    db.session.flush()
    assert document(pledge, date(2025, 1, 31))["budget"]["executed"]["by_year"][3]["district"] is None
    assert document(pledge, date(2025, 2, 1))["budget"]["executed"]["by_year"][3]["district"] == 7_000_000


def test_a_participation_moves_the_overall_rate_by_its_own_weight_only() -> None:
    pledge = create_whole_record()
    exact = report(pledge, AS_OF).overall
    create_participations(cohort("2024H1-community"), create_people(1))
    later = report(pledge, AS_OF).overall
    assert exact is not None
    assert later is not None
    assert (later - exact) * 5200 * 100 == 30
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Participation)) == 2749
