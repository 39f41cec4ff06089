"""The figures at the right of the 출근부, by the very functions that pay them (주휴, paid holidays, leave)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

import sqlalchemy as sa

from app.cohorts.models import Attendance, DayState
from app.cohorts.services.books import Book, Line
from app.extensions import db
from app.reference import services as reference
from app.rules.month_attendance import Attended, read_attendance
from app.rules.pay import MonthFrame, PayMonth, PayPerson
from app.rules.pay_sentences import say
from app.rules.weeks import BREAKING, WeeklyRest, judge_week, leave_days_earned
from app.shared.errors import RuleBroken
from app.shared.periods import last_day


@dataclass(frozen=True, slots=True)
class Counts:
    """One person's month: days, weekly rests, minutes late, days of leave left at the month's end.

    ``sundays``: whether the rest of that week is paid, for weeks whose days are all there.
    """

    worked: int
    holidays: int
    rests: int
    sundays: Mapping[date, bool]
    absences: int
    late_minutes: int
    leave_left: Fraction
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts by participation; ``problem`` says why there are none (a rate that is missing, a calendar that changed)."""

    by_id: dict[int, Counts]
    problem: str = ""


def count(book: Book) -> Counted:
    """Count every line of the book; never raises for what only pay would need."""
    programme = book.cohort.programme_code
    try:
        at = PayMonth.open(reference.parameters(), book.calendar, book.month, programme)
        earlier = _earlier(book)
        return Counted({line.participation_id: _count(line, at, earlier) for line in book.lines})
    except RuleBroken as error:
        return Counted({}, str(error))


def _count(line: Line, at: PayMonth, earlier: dict[int, list[tuple[date, str, int]]]) -> Counts:
    frame = at.frame(PayPerson(line.born_on, line.starts_on, line.ends_on, line.minutes_a_day, line.weekdays))
    attended = read_attendance(line.rows, at.month, line.minutes_a_day, frame.paid_holidays, at.calendar)
    states = {day: row[1] for day, row in line.rows.items()}
    rests = [judge_week(week, states) for week in frame.weeks]
    before = earlier.get(line.participation_id, [])
    return Counts(
        worked=attended.days_worked,
        holidays=attended.paid_holidays,
        rests=sum(rest.paid for rest in rests),
        sundays={rest.sunday: rest.paid for rest in rests if rest.reason != "no_record"},
        absences=len(attended.absences),
        late_minutes=attended.late_minutes,
        leave_left=_leave_left(line, frame, at, attended, before),
        remarks=tuple(_remarks(rests)),
    )


def _leave_left(
    line: Line, frame: MonthFrame, at: PayMonth, attended: Attended, before: list[tuple[date, str, int]]
) -> Fraction:
    broken = {day for day, state, _ in before if state in BREAKING} | set(attended.absences)
    earned = leave_days_earned(frame.contract, at.weeks, broken, last_day(at.month))
    used = sum(line.minutes_a_day if state == DayState.ANNUAL_LEAVE else leave for _, state, leave in before)
    return Fraction(earned * line.minutes_a_day - used - attended.annual_leave_minutes, line.minutes_a_day)


def _remarks(rests: Iterable[WeeklyRest]) -> Iterable[str]:
    """Why a week gives no rest, once its days are all there."""
    for rest in rests:
        if rest.sentence is not None and not rest.paid and rest.reason != "no_record":
            yield say(rest.sentence)


def _earlier(book: Book) -> dict[int, list[tuple[date, str, int]]]:
    """Absences and leave before this month, by participation."""
    ids = [line.participation_id for line in book.lines]
    found: dict[int, list[tuple[date, str, int]]] = {}
    if not ids:
        return found
    telling = (*BREAKING, DayState.ANNUAL_LEAVE)
    rows = db.session.execute(
        sa.select(Attendance.participation_id, Attendance.day, Attendance.state, Attendance.leave_minutes).where(
            Attendance.participation_id.in_(ids),
            Attendance.day <= book.month - timedelta(days=1),
            sa.or_(Attendance.state.in_(telling), Attendance.leave_minutes > 0),
        )
    )
    for participation_id, day, state, leave in rows:
        found.setdefault(participation_id, []).append((day, state, leave))
    return found
