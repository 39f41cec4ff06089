"""People who work: participations with full attendance, closed months, and pay that is already confirmed."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.cohorts.models import Attendance, AttendanceMonth, Participation
from app.extensions import db, seal
from app.payroll.models import PayRun
from app.payroll.services import runs, terms
from app.recruitment.models import Person
from app.reference import services as reference
from app.reference.models import Cohort, Worksite
from app.shared.actor import Actor
from app.shared.periods import days, first_of, months_touched
from tests.create import NOW, create_cohort, create_worksite, system

_serial = itertools.count(1)
UNDER_60, SENIOR = date(1971, 5, 5), date(1958, 1, 1)
FULL = {"minutes_a_day": 300, "born_on": UNDER_60, "stream_code": "under65"}
SHORT = {"minutes_a_day": 180, "born_on": SENIOR, "stream_code": "senior"}


def create_person(**overrides: Any) -> Person:
    number = next(_serial)
    rrn = f"710505-1000{number:03d}"
    values: dict[str, Any] = {
        "rrn_cipher": seal.close(rrn, "person.rrn"),
        "rrn_key": seal.find_by(rrn, "person.rrn"),
        "rrn_masked": "710505-1******",
        "key_version": 1,
        "name": f"임찬솔{number}",
        "name_key": f"임찬솔{number}",
        "born_on": UNDER_60,
        "sex": "female",
        "bank": "예시은행",
        "account_tail": "1234",
        "created_at": NOW,
        **overrides,
    }
    row = Person(**values)
    db.session.add(row)
    db.session.flush()
    return row


def create_participation(cohort: Cohort, worksite: Worksite, **overrides: Any) -> Participation:
    """A five-hour participation of the whole term; ``born_on`` goes to the person."""
    number = next(_serial)
    born_on = overrides.pop("born_on", UNDER_60)
    person = overrides.pop("person", None) or create_person(born_on=born_on)
    values: dict[str, Any] = {
        "cohort_id": cohort.id,
        "person_id": person.id,
        "stream_code": "under65",
        "seat_no": number,
        "worksite_id": worksite.id,
        "starts_on": cohort.starts_on,
        "ends_on": cohort.ends_on,
        "minutes_a_day": 300,
        "state": "working",
        "source": "record",
        "created_at": NOW,
        **overrides,
    }
    row = Participation(**values)
    db.session.add(row)
    db.session.flush()
    return row


def attend(people: Iterable[Participation], **changes: Any) -> None:
    """A row for every contracted day until the end: present or holiday, except ``d20240306="absent"`` for everybody."""
    special = {date.fromisoformat(f"{key[1:5]}-{key[5:7]}-{key[7:]}"): state for key, state in changes.items()}
    rows: list[dict[str, Any]] = []
    for one in people:
        ends_on = one.ended_on or one.ends_on
        calendar = reference.work_calendar(one.starts_on, ends_on)
        for day in days(one.starts_on, ends_on):
            if not one.weekdays >> day.weekday() & 1:
                continue
            state = special.get(day) or ("holiday" if calendar.day_off(day) else "present")
            worked = one.minutes_a_day if state == "present" else 0
            rows.append(
                {"participation_id": one.id, "day": day, "person_id": one.person_id, "state": state,
                 "worked_minutes": worked, "late_minutes": 0, "leave_minutes": 0}
            )  # fmt: skip
    if rows:
        db.session.execute(sa.insert(Attendance), rows)


def close_months(cohort: Cohort, worksite: Worksite, state: str = "closed") -> None:
    for month in months_touched(cohort.starts_on, cohort.ends_on):
        db.session.add(
            AttendanceMonth(cohort_id=cohort.id, worksite_id=worksite.id, month=month, state=state, created_at=NOW)
        )
    db.session.flush()


def working_cohort(
    five: int = 3, three: int = 2, *, mode: str | None = "month_wage", closed: bool = True, **overrides: Any
) -> Cohort:
    """2024 H1 companion with that many five-hour and three-hour people at one worksite, all present to the end."""
    values: dict[str, Any] = {
        "programme": "companion", "year": 2024, "half": 1,
        "starts_on": date(2024, 2, 1), "ends_on": date(2024, 6, 30), **overrides,
    }  # fmt: skip
    cohort = create_cohort(**values)
    worksite = create_worksite()
    people = [create_participation(cohort, worksite, **(FULL if at < five else SHORT)) for at in range(five + three)]
    attend(people)
    if closed:
        close_months(cohort, worksite)
    if mode:
        terms.set_cohort_terms(cohort, base_mode=mode, by=system(), now=NOW)
    return cohort


def confirmed(cohort: Cohort, month: date, maker: Actor, checker: Actor) -> PayRun:
    """The month drafted by one and confirmed by the other."""
    run = runs.draft_run(cohort, first_of(month), by=maker, now=NOW)
    return runs.confirm_run(run, by=checker, now=NOW)


def people_of(cohort: Cohort) -> list[Participation]:
    return list(
        db.session.scalars(
            sa.select(Participation).where(Participation.cohort_id == cohort.id).order_by(Participation.id)
        )
    )
