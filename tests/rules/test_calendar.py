"""Days off and contract days, on the calendar that the holiday library fills."""

from __future__ import annotations

from datetime import date

import pytest

from app.reference.calendar_library import library_days
from app.rules.calendar import MONDAY_TO_FRIDAY, CalendarDay, WorkCalendar

CALENDAR = WorkCalendar.of([row for year in (2024, 2025, 2026) for row in library_days(year)])


@pytest.mark.parametrize(
    ("month", "contract_days", "holidays"),
    [
        ((date(2026, 2, 2), date(2026, 2, 28)), 17, 3),
        ((date(2026, 3, 1), date(2026, 3, 31)), 21, 1),
        ((date(2026, 4, 1), date(2026, 4, 30)), 22, 0),
        ((date(2026, 5, 1), date(2026, 5, 31)), 18, 3),
        ((date(2026, 6, 1), date(2026, 6, 30)), 21, 1),
        ((date(2024, 2, 1), date(2024, 2, 29)), 19, 2),
        ((date(2024, 5, 1), date(2024, 5, 31)), 20, 3),
    ],
    ids=["Feb 2026", "Mar 2026", "Apr 2026", "May 2026", "Jun 2026", "Feb 2024", "May 2024 with 근로자의 날"],
)
def test_contract_days_and_holidays_of_a_month(month, contract_days, holidays):
    assert len(CALENDAR.contract_days(*month, MONDAY_TO_FRIDAY)) == contract_days
    assert len(CALENDAR.holidays_on_contract_weekdays(*month, MONDAY_TO_FRIDAY)) == holidays


@pytest.mark.parametrize(
    ("day", "weekdays", "asked"),
    [
        (date(2026, 3, 2), MONDAY_TO_FRIDAY, False),
        (date(2026, 3, 3), MONDAY_TO_FRIDAY, True),
        (date(2026, 3, 7), MONDAY_TO_FRIDAY, False),
        (date(2026, 3, 7), 0b0100000, True),
        (date(2026, 3, 8), 0b1000000, True),
        (date(2026, 3, 3), 0b0000001, False),
    ],
    ids=["substitute holiday", "the day after", "Saturday", "Saturday contract", "Sunday contract", "Monday only"],
)
def test_contract_day_is_a_weekday_of_the_contract_that_is_not_off(day, weekdays, asked):
    assert CALENDAR.is_contract_day(day, weekdays) is asked


def test_day_off_tells_kind_and_name():
    assert CALENDAR.day_off(date(2026, 3, 2)) == CalendarDay(date(2026, 3, 2), "substitute", "삼일절 대체 휴일")
    assert CALENDAR.day_off(date(2026, 3, 3)) is None


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 2, 13), date(2026, 2, 19)),
        (date(2026, 4, 3), date(2026, 4, 6)),
        (date(2024, 4, 9), date(2024, 4, 11)),
    ],
    ids=["before 설", "Friday", "before an election"],
)
def test_next_working_day(day, following):
    assert CALENDAR.next_working_day(day) == following


def test_office_row_wins_and_workday_takes_a_day_off_away():
    temporary = CalendarDay(date(2026, 3, 4), "temporary", "임시공휴일")
    worked = CalendarDay(date(2026, 3, 2), "workday", "정상근무")
    calendar = WorkCalendar.of([*library_days(2026), temporary, worked])
    assert calendar.day_off(date(2026, 3, 4)) == temporary
    assert calendar.is_contract_day(date(2026, 3, 2), MONDAY_TO_FRIDAY)


@pytest.mark.parametrize(
    ("row", "is_labour_day"),
    [
        (CalendarDay(date(2024, 5, 1), "labour", "근로자의 날"), True),
        (CalendarDay(date(2026, 5, 1), "holiday", "노동절"), True),
        (CalendarDay(date(2027, 5, 3), "substitute", "노동절 대체 휴일"), False),
    ],
    ids=["before 2026", "since 2026", "its substitute"],
)
def test_labour_day_is_known_by_its_date(row, is_labour_day):
    assert row.is_labour_day is is_labour_day
