"""Reads of the pledge pages: people behind indicator 1, money behind the executed amounts, entries, events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.accounts.models import User
from app.cohorts.models import Participation, ParticipationState
from app.extensions import db
from app.payroll.models import CostShare, Statement
from app.pledge.models import Actual, Execution, Indicator, Pledge, PledgeEvent
from app.reference.models import Cohort, Programme


@dataclass(frozen=True)
class Started:
    """People who began on one day in one cohort: first selected, and those who filled a vacancy (충원)."""

    on: date
    cohort: str
    programme: str
    selected: int
    filled: int

    @property
    def quarter(self) -> tuple[int, int]:
        return self.on.year, (self.on.month + 2) // 3


def _counting(starts_from: date, as_of: date) -> sa.ColumnElement[bool]:
    """Started by then, and not cancelled: a cancelled participation never worked a day (model.md D7)."""
    return sa.and_(
        Participation.starts_on.between(starts_from, as_of), Participation.state != ParticipationState.CANCELLED
    )


def people_started(starts_from: date, as_of: date) -> list[Started]:
    """Participations by contract start and cohort, counted."""
    first = Participation.origin == "selection"
    rows = db.session.execute(
        sa.select(
            Participation.starts_on,
            Cohort.code,
            Cohort.programme_code,
            sa.func.count().filter(first),
            sa.func.count().filter(~first),
        )
        .join(Cohort, Cohort.id == Participation.cohort_id)
        .where(_counting(starts_from, as_of))
        .group_by(Participation.starts_on, Cohort.code, Cohort.programme_code)
        .order_by(Participation.starts_on, Cohort.code)
    )
    return [Started(*row) for row in rows]


def distinct_people(starts_from: date, as_of: date) -> int:
    """실인원: everybody once, however often and by whichever way they took part."""
    count = sa.select(sa.func.count(Participation.person_id.distinct())).where(_counting(starts_from, as_of))
    return db.session.scalar(count) or 0


@dataclass(frozen=True)
class Paid:
    """One confirmed statement in won, by whose money it was after the ceiling's overflow."""

    number: str
    cohort: str
    title: str
    month: date
    pay_on: date
    national: int
    city: int
    district: int

    @property
    def total(self) -> int:
        return self.national + self.city + self.district


def statements_paid(after: date | None, as_of: date) -> list[Paid]:
    """Confirmed statements paid after ``after`` and by ``as_of``. Sums are of integers, line by line."""
    rows = db.session.execute(
        sa.select(Statement, CostShare.national_won, CostShare.city_won, CostShare.district_won)
        .join(CostShare, CostShare.statement_id == Statement.id)
        .where(Statement.state == "confirmed", Statement.pay_on <= as_of)
        .where(sa.true() if after is None else Statement.pay_on > after)
        .order_by(Statement.pay_on, Statement.number)
    )
    sums: dict[Statement, list[int]] = {}
    for statement, *parts in rows:
        of = sums.setdefault(statement, [0, -statement.overflow_won, statement.overflow_won])
        for at, won in enumerate(parts):
            of[at] += won
    return [
        Paid(one.number, one.cohort.code, one.cohort.title, one.month, one.pay_on, *parts)
        for one, parts in sums.items()
    ]


def actuals(indicator_ids: Sequence[int], as_of: date | None = None) -> Sequence[Actual]:
    """Entries in order of effect; openings always, since they say themselves what they cover."""
    query = sa.select(Actual).where(Actual.indicator_id.in_(indicator_ids)).order_by(Actual.on_date, Actual.id)
    if as_of is not None:
        query = query.where(sa.or_(Actual.kind == "opening", Actual.on_date <= as_of))
    return db.session.scalars(query).all()


def entered_by(rows: Sequence[Actual]) -> dict[int, str]:
    """Who made these entries, by account."""
    ids = {row.created_by_id for row in rows if row.created_by_id is not None}
    return dict(db.session.execute(sa.select(User.id, User.name).where(User.id.in_(ids))).all())


def executions(pledge_id: int) -> Sequence[Execution]:
    query = sa.select(Execution).where(Execution.pledge_id == pledge_id)
    return db.session.scalars(query.order_by(Execution.year, Execution.funder, Execution.id)).all()


def events(pledge_id: int, kind: str, as_of: date | None = None) -> Sequence[PledgeEvent]:
    query = sa.select(PledgeEvent).where(PledgeEvent.pledge_id == pledge_id, PledgeEvent.kind == kind)
    if as_of is not None:
        query = query.where(PledgeEvent.date <= as_of)
    return db.session.scalars(query.order_by(PledgeEvent.seq)).all()


def indicators(pledge_id: int) -> Sequence[Indicator]:
    return db.session.scalars(
        sa.select(Indicator).where(Indicator.pledge_id == pledge_id).order_by(Indicator.seq)
    ).all()


def pledges() -> Sequence[Pledge]:
    return db.session.scalars(sa.select(Pledge).order_by(Pledge.code)).all()


def programme_names() -> dict[str, str]:
    """Names by code, in the order of the programmes."""
    rows = db.session.execute(sa.select(Programme.code, Programme.name).order_by(Programme.sort))
    return dict(rows.all())


def cohorts() -> Sequence[Cohort]:
    return db.session.scalars(sa.select(Cohort).order_by(Cohort.year, Cohort.half, Cohort.programme_code)).all()
