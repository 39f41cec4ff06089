"""재원별 분담 내역서: draft a month, confirm it for good by another person, and add months up to a year."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa

from app.accounts.deciding import already_decided, refuse_own
from app.audit import services as audit
from app.extensions import db
from app.payroll.models import CostShare, PayLine, PayRun, RunState, Statement
from app.payroll.services.approving import lock, lock_year
from app.payroll.services.stated import CeilingFacts, Stated, StatedLine, summed
from app.payroll.services.stating import (
    decided,
    find_statement,
    months_of,
    state_up_to,
    statement_of,
    stored,
)
from app.reference.models import Cohort
from app.shared.actor import Actor
from app.shared.errors import RuleBroken
from app.shared.periods import month_text


def draft_statement(cohort: Cohort, month: date, *, by: Actor, now: datetime) -> Statement:
    """Draft the month's statement, and those of earlier months that are not confirmed; a confirmed one stays.

    Raises RuleBroken where this month's pay, or an earlier one's, is not confirmed.
    """
    lock_year(cohort)
    for at, stated in state_up_to(cohort, month).items():
        _keep(cohort, at, stated, by=by, now=now)
    return statement_of(cohort, month)


def _keep(cohort: Cohort, month: date, stated: Stated, *, by: Actor, now: datetime) -> None:
    row = find_statement(cohort, month)
    if row is not None and row.state != "draft":
        return
    if row is not None and stored(row).same_money(stated) and row.pay_on == stated.pay_on:
        return
    if row is None:
        row = Statement(cohort=cohort, month=month, number=stated.number, created_at=now, created_by_id=by.user_id)
        db.session.add(row)
    row.headcount, row.pay_on, row.overflow_won = stated.headcount, stated.pay_on, stated.overflow
    row.ceiling_decided_won = stated.ceiling.decided if stated.ceiling else None
    row.ceiling_used_before_won = stated.ceiling.used_before if stated.ceiling else None
    row.state, row.proposed_by_id, row.proposed_at = "draft", by.user_id, now
    db.session.flush()
    db.session.execute(sa.delete(CostShare).where(CostShare.statement_id == row.id))
    db.session.execute(sa.insert(CostShare.__table__), [_row(row.id, line) for line in stated.lines])  # type: ignore[arg-type]
    total = stated.total
    changes = {"month": month_text(month), "total": total.total, "city": total.city, "district": total.district}
    audit.record("payroll:statement:draft", row, by=by, at=now, changes=changes)


def _row(statement_id: int, line: StatedLine) -> dict[str, int | str]:
    return {
        "statement_id": statement_id,
        "item": line.item,
        "scheme_national": line.scheme.national,
        "scheme_city": line.scheme.city,
        "scheme_district": line.scheme.district,
        "rounding_won": line.scheme.rounding_won,
        "scheme_basis": line.basis,
        "total_won": line.shares.total,
        "national_won": line.shares.national,
        "city_won": line.shares.city,
        "district_won": line.shares.district,
    }


def confirm_statement(statement: Statement, *, by: Actor, now: datetime) -> Statement:
    """확정: by another person, once, in order of months and of payment, and only if it still comes out the same.

    Raises RuleBroken.
    """
    cohort = statement.cohort
    lock_year(cohort)
    statement = lock(Statement, statement.id)
    if statement.approved_by_id is not None:
        raise already_decided(statement)
    refuse_own(statement, by)
    _refuse_out_of_order(statement)
    if not state_up_to(cohort, statement.month)[statement.month].same_money(stored(statement)):
        raise RuleBroken("작성한 뒤 교부결정이나 분담 비율이 바뀌었습니다. 내역서를 다시 작성한 뒤 확정해 주세요.")
    statement.state, statement.approved_by_id, statement.approved_at = "confirmed", by.user_id, now
    db.session.flush()
    audit.record("payroll:statement:confirm", statement, by=by, at=now, changes={"number": statement.number})
    return statement


def _refuse_out_of_order(statement: Statement) -> None:
    """Months in order, and within programme and year (one grant) the earlier payment first."""
    cohort = statement.cohort
    waiting = db.session.execute(
        sa.select(Cohort.code, PayRun.month)
        .select_from(PayRun)
        .join(Cohort, Cohort.id == PayRun.cohort_id)
        .outerjoin(Statement, sa.and_(Statement.cohort_id == PayRun.cohort_id, Statement.month == PayRun.month))
        .where(Cohort.programme_code == cohort.programme_code, Cohort.year == cohort.year)
        .where(PayRun.state != RunState.DRAFT, sa.or_(Statement.id.is_(None), Statement.state == "draft"))
        .where(
            sa.or_(
                sa.and_(PayRun.cohort_id == cohort.id, PayRun.month < statement.month),
                sa.and_(PayRun.cohort_id != cohort.id, PayRun.pay_on < statement.pay_on),
            )
        )
        .order_by(PayRun.month, Cohort.code)
    ).first()
    if waiting:
        code, month = waiting
        raise RuleBroken(
            f"{code} {month_text(month)} 내역서가 확정되지 않았습니다. 앞선 내역서부터 차례로 확정해 주세요."
        )


def year_cohorts(programme_code: str, year: int) -> list[Cohort]:
    return list(
        db.session.scalars(
            sa.select(Cohort).where(Cohort.programme_code == programme_code, Cohort.year == year).order_by(Cohort.half)
        )
    )


def draft_year(programme_code: str, year: int, *, by: Actor, now: datetime) -> None:
    """Draft what the year's confirmed pay allows: each cohort up to the last month that can be stated."""
    for cohort in year_cohorts(programme_code, year):
        months = [one for one in months_of(cohort, cohort.ends_on) if one.run and one.run.state != RunState.DRAFT]
        if months:
            draft_statement(cohort, months[-1].month, by=by, now=now)


def state_year(programme_code: str, year: int) -> tuple[Stated, list[Statement]]:
    """The year of a programme: the sum of its kept monthly statements, and these in order of payment.

    Raises RuleBroken where there is none.
    """
    rows = list(
        db.session.scalars(
            sa.select(Statement)
            .join(Cohort, Cohort.id == Statement.cohort_id)
            .where(Cohort.programme_code == programme_code, Cohort.year == year)
            .order_by(Statement.pay_on, Cohort.half, Statement.month)
        )
    )
    if not rows:
        raise RuleBroken(
            f"{year}년 {programme_code} 내역서가 아직 없습니다. 급여를 확정하고 월별 내역서를 작성해 주세요."
        )
    grant = decided(programme_code, year)
    people = db.session.scalar(
        sa.select(sa.func.count(PayLine.participation_id.distinct()))
        .join(PayRun, PayRun.id == PayLine.pay_run_id)
        .join(Statement, sa.and_(Statement.cohort_id == PayRun.cohort_id, Statement.month == PayRun.month))
        .where(Statement.id.in_([row.id for row in rows]))
    )
    ceiling = CeilingFacts(grant, 0) if grant is not None else None
    return summed([stored(row) for row in rows], ceiling, people or 0), rows
