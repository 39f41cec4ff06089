"""What a month of pay is worked out from, loaded in two statements: people with their terms, and their attendance."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.cohorts.models import Attendance, Participation, ParticipationState
from app.extensions import db
from app.payroll.models import PayTerms
from app.recruitment.models import Person
from app.reference import services as reference
from app.reference.models import Cohort
from app.rules.month_attendance import AttendanceDay
from app.rules.parameters import DatedValue, Parameters
from app.rules.pay import USED_KEYS, USED_TAX_KEYS, PayMonth, PayPerson
from app.rules.tax import TaxTerms
from app.rules.weeks import BREAKING
from app.shared.canonical import canonical_json
from app.shared.errors import RuleBroken
from app.shared.periods import add_months, last_day

LAST_EMPLOYED = sa.func.coalesce(Participation.ended_on, Participation.ends_on)
A_WEEK = timedelta(days=6)


def employed(cohort_id: int, month: date) -> tuple[sa.ColumnElement[bool], ...]:
    """WHERE of the participations that are employed on at least one day of the month."""
    return (
        Participation.cohort_id == cohort_id,
        Participation.state != ParticipationState.CANCELLED,
        Participation.starts_on <= last_day(month),
        month <= LAST_EMPLOYED,
    )


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the run with the rows of attendance that the month needs."""

    participation_id: int
    person_id: int
    person: PayPerson
    days: list[AttendanceDay]


@dataclass(frozen=True, slots=True)
class MonthInputs:
    """Everything a run reads. ``digest`` is of exactly this: the same inputs give the same digest."""

    at: PayMonth
    members: list[Member]
    used: dict[str, Any]
    digest: str


def load_month(cohort: Cohort, month: date, pay_on: date) -> MonthInputs:
    """Raises RuleBroken for a missing calendar year, a missing parameter or one that is still 미확정."""
    calendar = reference.work_calendar(month - A_WEEK, last_day(add_months(month, 1)))
    rates = reference.parameters()
    at = PayMonth.open(rates, calendar, month, cohort.programme_code, pay_on)
    used = _used(rates, month, pay_on, cohort.programme_code)
    people = _people(cohort.id, month)
    days = _days(cohort.id, month)
    members = [_member(row, days.get(row.id, []), month) for row in people]
    return MonthInputs(at, members, used, _digest(used, members))


def _used(rates: Parameters, month: date, pay_on: date, programme: str) -> dict[str, Any]:
    found = [rates.find(key, month, programme) for key in USED_KEYS]
    found += [rates.find(key, pay_on) for key in USED_TAX_KEYS]
    for value in found:
        if value.undecided:
            raise RuleBroken(f"{value.label} 값이 미확정입니다. 기준값 화면에서 근거와 함께 등록해 주세요.")
    return {value.key: _kept(value) for value in found}


def _kept(value: DatedValue) -> dict[str, Any]:
    return {
        "value": value.value,
        "label": value.label,
        "basis": value.basis,
        "confidence": value.confidence,
        "note": value.note,
    }


def _people(cohort_id: int, month: date) -> Iterable[sa.Row[Any]]:
    return db.session.execute(
        sa.select(
            Participation.id,
            Participation.person_id,
            Person.born_on,
            Participation.starts_on,
            Participation.ends_on,
            Participation.ended_on,
            Participation.minutes_a_day,
            Participation.weekdays,
            *(getattr(PayTerms, name) for name in _TERMS),
        )
        .join(Person, Person.id == Participation.person_id)
        .join(PayTerms, PayTerms.participation_id == Participation.id)
        .where(*employed(cohort_id, month))
        .order_by(Participation.id)
    )


_TERMS = (
    *("family", "children", "tax_percent", "tax_mode", "tax_reason", "daily_wage_won", "base_mode"),
    *("pension", "health", "employment", "pension_base_won", "health_base_won"),
)


def _days(cohort_id: int, month: date) -> dict[int, list[AttendanceDay]]:
    """The month and the week before it; for whose last month it is also every earlier absence and leave."""
    earlier = sa.and_(
        last_day(month) >= LAST_EMPLOYED,
        sa.or_(Attendance.state.in_([*BREAKING, "annual_leave"]), Attendance.leave_minutes > 0),
    )
    rows = db.session.execute(
        sa.select(
            Attendance.participation_id,
            Attendance.day,
            Attendance.state,
            Attendance.late_minutes,
            Attendance.leave_minutes,
        )
        .join(Participation, Participation.id == Attendance.participation_id)
        .where(*employed(cohort_id, month))
        .where(Attendance.day <= last_day(month), sa.or_(Attendance.day >= month - A_WEEK, earlier))
        .order_by(Attendance.participation_id, Attendance.day)
    )
    by_participation: dict[int, list[AttendanceDay]] = {}
    for participation_id, *row in rows:
        by_participation.setdefault(participation_id, []).append(tuple(row))  # type: ignore[arg-type]
    return by_participation


def _member(row: Any, days: list[AttendanceDay], month: date) -> Member:
    person = PayPerson(
        born_on=row.born_on,
        starts_on=row.starts_on,
        ends_on=row.ended_on or row.ends_on,
        minutes_a_day=row.minutes_a_day,
        weekdays=row.weekdays,
        daily_wage_won=row.daily_wage_won,
        tax=TaxTerms(row.family, row.children, row.tax_percent, row.tax_mode, row.tax_reason or ""),
        pension=row.pension,
        health=row.health,
        employment=row.employment,
        base_mode=row.base_mode,
        pension_base_won=row.pension_base_won,
        health_base_won=row.health_base_won,
        contract_ends_on=row.ends_on,
    )
    if person.ends_on <= last_day(month):
        before = [day for day in days if day[0] < month]
        person = replace(
            person,
            earlier_absences=tuple(day for day, state, *_ in before if state in BREAKING),
            earlier_leave_minutes=sum(_leave(day, person.minutes_a_day) for day in before),
        )
    return Member(row.id, row.person_id, person, days)


def _leave(day: AttendanceDay, minutes_a_day: int) -> int:
    _day, state, _late, leave = day
    if state == "annual_leave":
        return minutes_a_day
    return min(leave, minutes_a_day) if state == "present" else 0


def _digest(used: dict[str, Any], members: list[Member]) -> str:
    # repr of dates, numbers and short words is the same everywhere, and 20 times cheaper here than JSON.
    found = hashlib.sha256(canonical_json(used).encode())
    for member in members:
        found.update(repr((member.participation_id, member.person, member.days)).encode())
    return found.hexdigest()
