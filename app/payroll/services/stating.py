"""재원별 분담 worked out: a month by running totals under the grant's ceiling, and a kept one read back. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.cohorts.models import Participation
from app.extensions import db
from app.payroll.models import CostShare, Grant, Item, PayLine, PayRun, RunState, Statement
from app.payroll.services.loading import employed
from app.payroll.services.stated import ORDER, CeilingFacts, Stated, StatedLine
from app.reference import services as reference
from app.reference.models import Cohort
from app.rules.cost_share import Ceiling, Scheme, Shares, state_month
from app.rules.parameters import Parameters
from app.shared.errors import NotFound, RuleBroken
from app.shared.periods import month_text, months_touched

EMPLOYER_COLUMNS = (
    PayLine.employer_pension_won,
    PayLine.employer_health_won,
    PayLine.employer_care_won,
    PayLine.employer_employment_won,
    PayLine.employer_stability_won,
    PayLine.employer_accident_won,
)


def number_of(cohort: Cohort, month: date) -> str:
    """``분담-2024-동행-상-03``; a month of another year carries that year too."""
    when = f"{month.month:02d}" if month.year == cohort.year else month_text(month)
    return f"분담-{cohort.paper_code}-{when}"


def find_statement(cohort: Cohort, month: date) -> Statement | None:
    return db.session.scalar(sa.select(Statement).where(Statement.cohort_id == cohort.id, Statement.month == month))


def statement_of(cohort: Cohort, month: date) -> Statement:
    """Raises NotFound."""
    found = find_statement(cohort, month)
    if found is None:
        raise NotFound(f"{cohort.code} {month_text(month)} 내역서가 아직 없습니다. 내역서를 먼저 작성해 주세요.")
    return found


@dataclass(frozen=True, slots=True)
class StatedMonth:
    """One month of the cohort with its run and, where there is one, its statement."""

    month: date
    run: PayRun | None
    statement: Statement | None


def months_of(cohort: Cohort, until: date) -> list[StatedMonth]:
    runs = {run.month: run for run in db.session.scalars(sa.select(PayRun).where(PayRun.cohort_id == cohort.id))}
    rows = db.session.scalars(sa.select(Statement).where(Statement.cohort_id == cohort.id))
    statements = {row.month: row for row in rows}
    term = months_touched(cohort.starts_on, cohort.ends_on)
    return [StatedMonth(month, runs.get(month), statements.get(month)) for month in term if month <= until]


def state_up_to(cohort: Cohort, month: date) -> dict[date, Stated]:
    """The cohort's months up to this one, in order: confirmed ones as they were, the others worked out anew.

    Writes nothing. Raises RuleBroken where this month or an earlier one with people has no confirmed pay.
    """
    reference.check_month(cohort, month)
    found: dict[date, Stated] = {}
    rates = reference.parameters()
    for one in months_of(cohort, month):
        if one.run is None or one.run.state == RunState.DRAFT:
            _refuse_unpaid(cohort, one, month)
            continue
        if one.statement is not None and one.statement.state == "confirmed":
            found[one.month] = stored(one.statement)
        else:
            found[one.month] = _work_out(cohort, one.run, found, rates)
    return found


def _refuse_unpaid(cohort: Cohort, one: StatedMonth, wanted: date) -> None:
    people = sa.select(sa.exists(sa.select(Participation.id).where(*employed(cohort.id, one.month))))
    if one.month != wanted and one.run is None and not db.session.scalar(people):
        return
    if one.month == wanted:
        raise RuleBroken(f"{cohort.code} {month_text(wanted)} 급여가 확정되지 않았습니다. 급여를 먼저 확정해 주세요.")
    raise RuleBroken(
        f"{cohort.code} {month_text(one.month)} 급여가 확정되지 않아 {month_text(wanted)} 내역서를 작성할 수 없습니다. "
        "앞 달부터 차례로 확정해 주세요."
    )


def _work_out(cohort: Cohort, run: PayRun, before: dict[date, Stated], rates: Parameters) -> Stated:
    amounts, headcount = _amounts(run)
    schemes = {item: Scheme.on(rates, cohort.programme_code, item, run.month) for item in amounts}
    running = {
        item: sum(
            line.shares.total
            for stated in before.values()
            for line in stated.lines
            if line.item == item and line.scheme == schemes[item]
        )
        for item in amounts
    }
    ceiling = ceiling_before(cohort, before)
    shares = state_month(amounts, running, schemes, ceiling)
    lines = tuple(
        StatedLine(item, schemes[item], _basis(rates, cohort.programme_code, item, run.month), shares.lines[item])
        for item in amounts
    )
    facts = CeilingFacts(ceiling.decided, ceiling.used_before) if ceiling else None
    return Stated(lines, shares.overflow, facts, headcount, "draft", number_of(cohort, run.month), run.pay_on)


def _basis(rates: Parameters, programme: str, item: str, month: date) -> str:
    return rates.find(f"share_{item}", month, programme).basis


def _amounts(run: PayRun) -> tuple[dict[str, int], int]:
    """Won of the run by 비목, corrections included, and how many people it pays."""
    columns = (PayLine.gross_won - PayLine.allowance_won, sum(EMPLOYER_COLUMNS, sa.literal(0)), PayLine.allowance_won)
    sums = [sa.cast(sa.func.coalesce(sa.func.sum(column), 0), sa.BigInteger) for column in columns]
    people = sa.func.count(PayLine.participation_id.distinct())
    found = db.session.execute(sa.select(*sums, people).where(PayLine.pay_run_id == run.id))
    wage, insurance, allowance, headcount = tuple(found.one())
    return {Item.WAGE.value: wage, Item.INSURANCE.value: insurance, Item.ALLOWANCE.value: allowance}, headcount


def decided(programme_code: str, year: int) -> int | None:
    """The city's decided grants of programme and year, added up; None where there is none: no ceiling then."""
    total = db.session.scalar(
        sa.select(sa.cast(sa.func.sum(Grant.decided_won), sa.BigInteger)).where(
            Grant.programme_code == programme_code, Grant.year == year, Grant.funder == "city"
        )
    )
    return None if total is None else int(total)


def ceiling_before(cohort: Cohort, before: dict[date, Stated]) -> Ceiling | None:
    """The city's grant, and what of it is taken: every other cohort's confirmed statements of programme and year,
    and this cohort's earlier months. Confirming keeps the order of payment, so this is the use up to here.
    """
    grant = decided(cohort.programme_code, cohort.year)
    if grant is None:
        return None
    others = db.session.execute(
        sa.select(Statement.id, sa.cast(sa.func.sum(CostShare.city_won), sa.BigInteger), Statement.overflow_won)
        .join(Cohort, Cohort.id == Statement.cohort_id)
        .join(CostShare, CostShare.statement_id == Statement.id)
        .where(Cohort.programme_code == cohort.programme_code, Cohort.year == cohort.year)
        .where(Statement.cohort_id != cohort.id, Statement.state == "confirmed")
        .group_by(Statement.id, Statement.overflow_won)
    ).all()
    nominal = sum(city for _id, city, _over in others) + sum(stated.nominal.city for stated in before.values())
    overflow = sum(over for _id, _city, over in others) + sum(stated.overflow for stated in before.values())
    return Ceiling(grant, nominal, overflow)


def stored(statement: Statement) -> Stated:
    """A statement as it was kept."""
    rows = db.session.scalars(sa.select(CostShare).where(CostShare.statement_id == statement.id)).all()
    lines = tuple(
        StatedLine(
            row.item,
            Scheme(row.scheme_national, row.scheme_city, row.scheme_district, row.rounding_won),
            row.scheme_basis,
            Shares(row.national_won, row.city_won, row.district_won),
        )
        for row in sorted(rows, key=lambda row: (ORDER.index(row.item), row.id))
    )
    facts = None
    if statement.ceiling_decided_won is not None:
        facts = CeilingFacts(statement.ceiling_decided_won, statement.ceiling_used_before_won or 0)
    return Stated(
        lines, statement.overflow_won, facts, statement.headcount, statement.state, statement.number, statement.pay_on
    )
