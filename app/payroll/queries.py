"""Reads for the pages of payroll: one statement a list, sums cast so that both engines give integers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.cohorts.models import AttendanceMonth, MonthState, Participation
from app.extensions import db
from app.payroll.models import PayLine, PayRun, PayTerms, RunState, Statement
from app.payroll.services.checks import changed_much
from app.payroll.services.stating import EMPLOYER_COLUMNS
from app.recruitment.models import Person
from app.reference.models import Cohort, Project, Worksite

PAGE = 50
EMPLOYER: Any = sum(EMPLOYER_COLUMNS, sa.literal(0))


def total(column: Any) -> Any:
    """``sum`` of won as a bigint; 0 of nothing."""
    return sa.cast(sa.func.coalesce(sa.func.sum(column), 0), sa.BigInteger)


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month of a cohort on /pay. ``run`` None: not drafted yet; ``open_sites`` counts attendance not closed."""

    cohort: Cohort
    month: date
    run: PayRun | None
    people: int
    gross: int
    employer: int
    statement: Statement | None
    open_sites: int


def years() -> list[int]:
    """Years of months with attendance or pay, newest first."""
    months = sa.union(sa.select(PayRun.month), sa.select(AttendanceMonth.month)).subquery()
    return sorted({month.year for month in db.session.scalars(sa.select(months.c.month))}, reverse=True)


def month_rows(year: int) -> list[MonthRow]:
    """Every month of the year that has attendance or pay, newest first."""
    within = (date(year, 1, 1), date(year, 12, 31))
    sums = sa.select(
        PayLine.pay_run_id,
        sa.func.count(PayLine.participation_id.distinct()),
        total(PayLine.gross_won),
        total(EMPLOYER),
    )
    by_run = {
        run_id: figures
        for run_id, *figures in db.session.execute(
            sums.where(PayLine.month.between(*within)).group_by(PayLine.pay_run_id)
        )
    }
    runs = {
        (run.cohort_id, run.month): run
        for run in db.session.scalars(sa.select(PayRun).where(PayRun.month.between(*within)))
    }
    statements = {
        (row.cohort_id, row.month): row
        for row in db.session.scalars(sa.select(Statement).where(Statement.month.between(*within)))
    }
    sites = db.session.execute(
        sa.select(
            AttendanceMonth.cohort_id,
            AttendanceMonth.month,
            sa.func.count().filter(AttendanceMonth.state != MonthState.CLOSED),
        )
        .where(AttendanceMonth.month.between(*within))
        .group_by(AttendanceMonth.cohort_id, AttendanceMonth.month)
    )
    open_sites = {(cohort_id, month): number for cohort_id, month, number in sites}
    keys = sorted(runs.keys() | open_sites.keys(), key=lambda key: (key[1], -key[0]), reverse=True)
    cohorts = {
        cohort.id: cohort
        for cohort in db.session.scalars(sa.select(Cohort).where(Cohort.id.in_({cohort_id for cohort_id, _ in keys})))
    }
    found = []
    for cohort_id, month in keys:
        run = runs.get((cohort_id, month))
        people, gross, employer = by_run.get(run.id, (0, 0, 0)) if run else (0, 0, 0)
        statement = statements.get((cohort_id, month))
        waiting = open_sites.get((cohort_id, month), 0)
        found.append(MonthRow(cohorts[cohort_id], month, run, people, gross, employer, statement, waiting))
    return found


@dataclass(frozen=True, slots=True)
class Group:
    """Totals of the people of one hours band (``minutes`` None: of everybody), won."""

    minutes: int | None
    people: int
    wage: int
    allowance: int
    gross: int
    deducted: int
    net: int
    employer: int


def groups(run: PayRun) -> list[Group]:
    """One group for each number of hours a day, longest first, and everybody last."""
    rows = [
        Group(*row)
        for row in db.session.execute(
            sa.select(
                Participation.minutes_a_day,
                sa.func.count(PayLine.participation_id.distinct()),
                total(PayLine.gross_won - PayLine.allowance_won),
                total(PayLine.allowance_won),
                total(PayLine.gross_won),
                total(PayLine.gross_won - PayLine.net_won),
                total(PayLine.net_won),
                total(EMPLOYER),
            )
            .join(Participation, Participation.id == PayLine.participation_id)
            .where(PayLine.pay_run_id == run.id)
            .group_by(Participation.minutes_a_day)
            .order_by(Participation.minutes_a_day.desc())
        )
    ]
    names = ("people", "wage", "allowance", "gross", "deducted", "net", "employer")
    return [*rows, Group(None, *(sum(getattr(row, name) for row in rows) for name in names))]


def lines_page(run: PayRun, *, after: int = 0, minutes: int | None = None, check: str = "") -> Sequence[Any]:
    """A page of the run's people by participation (51 rows: one more tells that there is a next page)."""
    query = (
        sa.select(
            PayLine.id,
            PayLine.participation_id,
            Person.name,
            Person.born_on,
            Project.name.label("project"),
            Participation.minutes_a_day,
            PayLine.days_worked,
            PayLine.weekly_rests,
            (PayLine.gross_won - PayLine.allowance_won).label("wage"),
            PayLine.allowance_won,
            PayLine.gross_won,
            (PayLine.gross_won - PayLine.net_won).label("deducted"),
            PayLine.net_won,
            EMPLOYER.label("employer"),
        )
        .join(Participation, Participation.id == PayLine.participation_id)
        .join(Person, Person.id == Participation.person_id)
        .outerjoin(Worksite, Worksite.id == Participation.worksite_id)
        .outerjoin(Project, Project.id == Worksite.project_id)
        .where(PayLine.pay_run_id == run.id, PayLine.participation_id > after)
        .order_by(PayLine.participation_id, PayLine.id)
        .limit(PAGE + 1)
    )
    if minutes is not None:
        query = query.where(Participation.minutes_a_day == minutes)
    query = _only(query, run, check)
    return db.session.execute(query).all()


def _only(query: Any, run: PayRun, check: str) -> Any:
    """Only the people behind one line of the check list; an unknown code shows everybody."""
    if check == "below":
        return query.where(PayLine.net_won < 0)
    if check == "no-account":
        return query.where(Person.account_tail.is_(None))
    if check == "other-holder":
        return query.where(Person.account_holder.is_not(None), Person.account_holder != Person.name)
    return query.where(PayLine.id.in_(changed_much(run))) if check == "changed" else query


def terms_of(cohort: Cohort, minutes: int) -> Any:
    """How many people of an hours band, and the declared figures they have (None where they differ or lack)."""
    low, high = sa.func.min, sa.func.max
    columns = (PayTerms.pension_base_won, PayTerms.health_base_won)
    row = db.session.execute(
        sa.select(
            sa.func.count(Participation.id),
            *(fn(column) for column in columns for fn in (low, high)),
            sa.func.max(PayTerms.base_mode),
        )
        .outerjoin(PayTerms, PayTerms.participation_id == Participation.id)
        .where(Participation.cohort_id == cohort.id, Participation.minutes_a_day == minutes)
    ).one()
    people, pension_low, pension_high, health_low, health_high, mode = tuple(row)
    return {
        "minutes": minutes,
        "people": people,
        "pension": pension_low if pension_low == pension_high else None,
        "health": health_low if health_low == health_high else None,
        "mode": mode,
    }


def bands(cohort: Cohort) -> list[int]:
    """Minutes a day that occur in the cohort, longest first."""
    return list(
        db.session.scalars(
            sa.select(Participation.minutes_a_day)
            .where(Participation.cohort_id == cohort.id)
            .distinct()
            .order_by(Participation.minutes_a_day.desc())
        )
    )


def months_to_draft(today: date) -> list[tuple[str, str, date]]:
    """(cohort code, title, month) whose attendance is closed everywhere and whose pay is not drafted yet."""
    rows = db.session.execute(
        sa.select(AttendanceMonth.cohort_id, AttendanceMonth.month)
        .outerjoin(
            PayRun, sa.and_(PayRun.cohort_id == AttendanceMonth.cohort_id, PayRun.month == AttendanceMonth.month)
        )
        .where(PayRun.id.is_(None), AttendanceMonth.month <= today)
        .group_by(AttendanceMonth.cohort_id, AttendanceMonth.month)
        .having(sa.func.count().filter(AttendanceMonth.state != MonthState.CLOSED) == 0)
        .order_by(AttendanceMonth.month)
    ).all()
    return [(cohort.code, cohort.title, month) for cohort, month in _with_cohorts(rows)]


def runs_in(state: RunState) -> list[PayRun]:
    return list(db.session.scalars(sa.select(PayRun).where(PayRun.state == state).order_by(PayRun.month)))


def statements_waiting() -> list[Statement]:
    return list(db.session.scalars(sa.select(Statement).where(Statement.state == "draft").order_by(Statement.month)))


def runs_without_statement() -> list[PayRun]:
    """Confirmed months whose statement nobody has drafted."""
    return list(
        db.session.scalars(
            sa.select(PayRun)
            .outerjoin(Statement, sa.and_(Statement.cohort_id == PayRun.cohort_id, Statement.month == PayRun.month))
            .where(PayRun.state != RunState.DRAFT, Statement.id.is_(None))
            .order_by(PayRun.month)
        )
    )


def _with_cohorts(rows: Sequence[Any]) -> list[tuple[Cohort, date]]:
    ids = {cohort_id for cohort_id, _month in rows}
    cohorts = {row.id: row for row in db.session.scalars(sa.select(Cohort).where(Cohort.id.in_(ids)))}
    return [(cohorts[cohort_id], month) for cohort_id, month in rows]
