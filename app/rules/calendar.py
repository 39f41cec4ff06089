"""The work calendar: which days are off, which of them are paid, and which days a contract asks for.

The days off are handed in (library days and the office's own); nothing is looked up here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from app.shared.periods import days

KINDS = ("holiday", "substitute", "temporary", "election", "labour", "workday")
MONDAY_TO_FRIDAY = 0b0011111
KOREAN_KINDS = {
    "holiday": "공휴일",
    "substitute": "대체공휴일",
    "temporary": "임시공휴일",
    "election": "선거일",
    "labour": "근로자의 날",
    "workday": "근무일",
}


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day of the table. ``workday`` is the office's word that a day off is worked after all."""

    day: date
    kind: str
    name: str

    @property
    def is_off(self) -> bool:
        return self.kind != "workday"

    @property
    def is_labour_day(self) -> bool:
        """5월 1일: paid by its own Act, whether or not it is a public holiday yet (from 1 May 2026 it is)."""
        return self.kind == "labour" or (self.day.month, self.day.day) == (5, 1)


def is_contract_weekday(day: date, weekdays: int) -> bool:
    """Is the weekday in the contract's mask? Bit 0 is Monday, bit 6 Sunday; Monday to Friday is 31."""
    return bool(weekdays >> day.weekday() & 1)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """A frozen set of days off."""

    days_off: Mapping[date, CalendarDay]

    @classmethod
    def of(cls, rows: Iterable[CalendarDay]) -> WorkCalendar:
        """Later rows win over earlier ones of the same day; a ``workday`` row takes the day off away."""
        by_day = {row.day: row for row in rows}
        return cls(MappingProxyType({day: row for day, row in by_day.items() if row.is_off}))

    def day_off(self, day: date) -> CalendarDay | None:
        """The day's row (kind and name) when it is off, else None. Saturdays and Sundays are not in it."""
        return self.days_off.get(day)

    def is_contract_day(self, day: date, weekdays: int) -> bool:
        """Does the contract ask for work on that day: one of its weekdays, and not a day off?"""
        return is_contract_weekday(day, weekdays) and day not in self.days_off

    def contract_days(self, starts_on: date, ends_on: date, weekdays: int) -> list[date]:
        """All days of the inclusive range that the contract asks work for."""
        return [day for day in days(starts_on, ends_on) if self.is_contract_day(day, weekdays)]

    def holidays_on_contract_weekdays(self, starts_on: date, ends_on: date, weekdays: int) -> list[CalendarDay]:
        """Days off that fall on the contract's weekdays: only these can be paid (근로기준법 시행령 §30②)."""
        return [
            self.days_off[day]
            for day in days(starts_on, ends_on)
            if day in self.days_off and is_contract_weekday(day, weekdays)
        ]

    def next_working_day(self, day: date) -> date:
        """The first Monday-to-Friday day after ``day`` that is not off (the office's own working day)."""
        day += timedelta(days=1)
        while not self.is_contract_day(day, MONDAY_TO_FRIDAY):
            day += timedelta(days=1)
        return day
