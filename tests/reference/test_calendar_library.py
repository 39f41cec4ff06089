"""What the holiday library gives, against the days the law names (관공서의 공휴일에 관한 규정)."""

from __future__ import annotations

from datetime import date

import pytest

from app.reference.calendar_library import library_days
from app.rules.calendar import KINDS
from app.shared.errors import RuleBroken

WEEKDAY_HOLIDAYS = {
    2024: "1-1 2-9 2-12 3-1 4-10 5-1 5-6 5-15 6-6 8-15 9-16 9-17 9-18 10-1 10-3 10-9 12-25",
    2026: "1-1 2-16 2-17 2-18 3-2 5-1 5-5 5-25 6-3 7-17 8-17 9-24 9-25 10-5 10-9 12-25",
    2027: "1-1 2-8 2-9 3-1 5-3 5-5 5-13 7-19 8-16 9-14 9-15 9-16 10-4 10-11 12-27",
}


@pytest.mark.parametrize("year", WEEKDAY_HOLIDAYS)
def test_holidays_on_weekdays_are_the_ones_the_rules_give(year):
    found = " ".join(f"{row.day.month}-{row.day.day}" for row in library_days(year) if row.day.weekday() < 5)
    assert found == WEEKDAY_HOLIDAYS[year]


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        (date(2025, 5, 1), "labour", "근로자의 날"),
        (date(2026, 5, 1), "holiday", "노동절"),
        (date(2024, 4, 10), "election", "국회의원 선거일"),
        (date(2026, 6, 3), "election", "지방선거일"),
        (date(2024, 5, 6), "substitute", "어린이날 대체 휴일"),
        (date(2025, 1, 27), "temporary", "임시공휴일"),
        (date(2024, 10, 1), "temporary", "국군의 날"),
        (date(2025, 5, 5), "holiday", "부처님오신날·어린이날"),
        (date(2024, 3, 1), "holiday", "삼일절"),
    ],
    ids=str,
)
def test_kind_and_name_of_a_day(day, kind, name):
    [row] = [row for row in library_days(day.year) if row.day == day]
    assert (row.kind, row.name) == (kind, name)


def test_rows_are_one_a_day_in_order_and_of_known_kinds():
    for year in range(2018, 2031):
        rows = library_days(year)
        assert [row.day for row in rows] == sorted({row.day for row in rows})
        assert {row.kind for row in rows} <= set(KINDS)
        assert {row.day.year for row in rows} == {year}


@pytest.mark.parametrize("day", [date(2025, 7, 17), date(2025, 4, 10)], ids=["제헌절 before 2026", "no election"])
def test_ordinary_days_are_not_in_it(day):
    assert day not in {row.day for row in library_days(day.year)}


@pytest.mark.parametrize("year", [2017, 2051])
def test_year_that_the_library_does_not_know_is_refused(year):
    with pytest.raises(RuleBroken, match=str(year)):
        library_days(year)
