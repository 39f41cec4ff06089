"""The district's record and its 2,748 people, as tests of the pledge need them."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.cohorts.models import Participation
from app.extensions import db
from app.payroll.models import CostShare, Statement
from app.pledge.models import Pledge
from app.pledge.services.record import load_cohorts, load_record
from app.recruitment.models import Person
from app.reference.models import Cohort
from tests.create import NOW, actor, system

AS_OF = date(2024, 3, 31)
_serial = itertools.count(1)


def create_pledge() -> Pledge:
    """The record alone: pledge 1-4 and its twelve cohorts, nobody in them."""
    actor = system()
    pledge = load_record(by=actor, now=NOW)
    load_cohorts(by=actor, now=NOW)
    return pledge


def create_people(count: int) -> list[int]:
    """Synthetic persons in one statement; returns their ids."""
    numbers = [next(_serial) for _ in range(count)]
    rows = [
        {
            "rrn_cipher": b"sealed",
            "rrn_key": f"key-{number}",
            "rrn_masked": "600101-2******",
            "key_version": 1,
            "name": f"가상인{number}",
            "name_key": f"가상인{number}",
            "born_on": date(1960, 1, 1),
            "sex": "female",
            "created_at": NOW,
        }
        for number in numbers
    ]
    db.session.execute(sa.insert(Person), rows)
    keys = [row["rrn_key"] for row in rows]
    first = db.session.scalar(sa.select(Person.id).where(Person.rrn_key == keys[0]))
    found = sa.select(Person.id).where(Person.id >= first).order_by(Person.id).limit(count)
    return list(db.session.scalars(found))


def create_participations(cohort: Cohort, people: list[int], **overrides: Any) -> None:
    """Everybody in a seat of their own from the cohort's first day, on record unless told."""
    taken = db.session.scalar(
        sa.select(sa.func.count()).select_from(Participation).where(Participation.cohort_id == cohort.id)
    )
    rows = [
        {
            "cohort_id": cohort.id,
            "person_id": person,
            "stream_code": "under65",
            "seat_no": (taken or 0) + at,
            "starts_on": cohort.starts_on,
            "ends_on": cohort.ends_on,
            "minutes_a_day": 300,
            "state": "ended",
            "source": "record",
            "created_at": NOW,
            **overrides,
        }
        for at, person in enumerate(people, 1)
    ]
    db.session.execute(sa.insert(Participation), rows)


def recorded_cohorts() -> list[Cohort]:
    query = sa.select(Cohort).where(Cohort.recorded_people.is_not(None)).order_by(Cohort.starts_on, Cohort.code)
    return list(db.session.scalars(query))


def cohort(code: str) -> Cohort:
    return db.session.scalars(sa.select(Cohort).where(Cohort.code == code)).one()


def create_whole_record() -> Pledge:
    """The record with exactly the recorded head-counts: 2,748 participations by as many people."""
    pledge = create_pledge()
    for one in recorded_cohorts():
        create_participations(one, create_people(one.recorded_people or 0))
    db.session.flush()
    return pledge


def create_statement(pay_on: date, month: date, overflow: int = 0, state: str = "confirmed") -> None:
    """A month of the companion cohort that paid 1,001 won: 700 of the city, 301 of the district."""
    maker, checker = actor("finance"), actor("finance_lead")
    statement = Statement(
        cohort_id=cohort("2024H1-companion").id,
        month=month,
        number=f"분담-{month:%Y-%m}",
        state=state,
        headcount=415,
        pay_on=pay_on,
        overflow_won=overflow,
        proposed_by_id=maker.user_id,
        proposed_at=NOW,
        approved_by_id=checker.user_id if state == "confirmed" else None,
        created_at=NOW,
    )
    db.session.add(statement)
    db.session.flush()
    share = {
        "scheme_national": 0,
        "scheme_city": 7000,
        "scheme_district": 3000,
        "rounding_won": 1,
        "scheme_basis": "예시",
    }
    amounts = {"total_won": 1001, "national_won": 0, "city_won": 700, "district_won": 301}
    db.session.add(CostShare(statement_id=statement.id, item="wage", **share, **amounts))
    db.session.flush()
