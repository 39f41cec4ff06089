"""A month's attendance read for pay: every contracted day must have a possible record, then the days are counted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from app.rules.calendar import WorkCalendar
from app.rules.weeks import BREAKING, WORKED
from app.shared.errors import RuleBroken
from app.shared.periods import first_of, korean_date, last_day

HOLIDAY = "holiday"
STATES = frozenset({WORKED, "absent", "annual_leave", "official_leave", "sick_paid", "sick_unpaid", HOLIDAY})
# (day, state, minutes late, minutes of annual leave). Minutes are read on days worked; an annual_leave day is a whole one.
AttendanceDay = tuple[date, str, int, int]


@dataclass(frozen=True, slots=True)
class Attended:
    """Days and minutes of one month. ``leave_taken_minutes`` are whole paid days off: annual, official, paid sick."""

    days_worked: int
    paid_holidays: int
    absences: tuple[date, ...]
    annual_leave_minutes: int
    leave_taken_minutes: int
    late_minutes: int


def read_attendance(
    rows: Mapping[date, AttendanceDay],
    month: date,
    minutes_a_day: int,
    paid_holidays: Collection[date],
    calendar: WorkCalendar,
) -> Attended:
    """Count the month's rows; those of other months are passed over (weekly rest may need them).

    Raises RuleBroken where a row and the calendar disagree on a day off, or the state is unknown.
    """
    worked = holidays = annual = taken = late = 0
    absences = []
    month_ends = last_day(month)
    for day, state, late_minutes, leave_minutes in rows.values():
        if not month <= day <= month_ends:
            continue
        if (state == HOLIDAY) != (day in calendar.days_off) or state not in STATES:
            raise RuleBroken(_state_refused(day, state, calendar))
        if state == WORKED:
            worked += 1
            late += min(late_minutes, minutes_a_day)
            annual += min(leave_minutes, minutes_a_day)
        elif state == HOLIDAY:
            holidays += day in paid_holidays
        elif state in BREAKING:
            absences.append(day)
        else:
            taken += minutes_a_day
            annual += minutes_a_day if state == "annual_leave" else 0
    return Attended(worked, holidays, tuple(absences), annual, taken, late)


def refuse_gaps(rows: Mapping[date, AttendanceDay], expected: frozenset[date], month: date) -> None:
    """Every expected day has a row, and the month has no row besides. Raises RuleBroken naming the first such day."""
    missing = expected - rows.keys()
    if missing:
        raise RuleBroken(f"{korean_date(min(missing))} 출근부가 비어 있습니다. 출근부를 채운 뒤 급여를 작성해 주세요.")
    extra = [day for day in rows if day not in expected and first_of(day) == month]
    if extra:
        raise RuleBroken(f"{korean_date(min(extra))} 계약한 근로일이 아닙니다. 출근부를 확인해 주세요.")


def _state_refused(day: date, state: str, calendar: WorkCalendar) -> str:
    off = calendar.day_off(day)
    if state not in STATES:
        return f"{korean_date(day)} 출근부 상태를 알 수 없습니다: {state[:20]}"
    if off:
        return f"{korean_date(day)} 쉬는 날({off.name})에 다른 상태가 적혀 있습니다. 출근부를 정정해 주세요."
    return f"{korean_date(day)} 쉬는 날이 아닌데 「공휴일」로 적혀 있습니다. 출근부나 근무 달력을 정정해 주세요."
