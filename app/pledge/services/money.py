"""집행액: openings and entries, and on top what confirmed statements paid after the openings' last day. In won."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import sqlalchemy as sa

from app.extensions import db
from app.pledge import queries
from app.pledge.models import Budget, Execution, PlanVersion, Pledge
from app.pledge.services.figures import FUNDERS, Money, MoneyLine
from app.rules import indicators as rules


def covered_to(rows: Iterable[Execution]) -> date | None:
    """The last day that an opening entry covers: pay up to it is in it already."""
    return max((row.covers_to for row in rows if row.covers_to is not None), default=None)


def money_of(pledge: Pledge, plan: PlanVersion, as_of: date) -> Money:
    """Plan and executed by year × funder. Empty cells stay empty; an executed amount is never half an amount."""
    cells = db.session.scalars(
        sa.select(Budget).where(Budget.plan_version_id == plan.id, Budget.group == "total")
    ).all()
    years = tuple(sorted({cell.year for cell in cells if cell.year}))
    planned = {(cell.year, cell.funder): cell.won for cell in cells}
    plan_lines = {
        funder: MoneyLine(funder, planned.get((0, funder)), {year: planned.get((year, funder)) for year in years})
        for funder in ("total", *FUNDERS)
    }
    rows = queries.executions(pledge.id)
    paid = queries.statements_paid(covered_to(rows), as_of)
    executed = _executed(rows, paid, years, as_of)
    errors = [one.error for one in executed.values() if one is not None and one.error]
    found = [one for one in executed.values() if one is not None]
    return Money(
        years=years,
        plan=plan_lines,
        executed=_money_lines({} if errors else executed, years),
        computed=sum(one.computed or 0 for one in found),
        opening=sum(one.opening for one in found),
        entered=sum(one.entered for one in found),
        error=errors[0] if errors else "",
    )


Cells = dict[tuple[int, str], rules.Actual | None]


def _executed(rows: Sequence[Execution], paid: Sequence[queries.Paid], years: Sequence[int], as_of: date) -> Cells:
    all_years = sorted({*years, *(row.year for row in rows), *(one.pay_on.year for one in paid)})
    return {(year, funder): _cell(rows, paid, year, funder, as_of) for year in all_years for funder in FUNDERS}


def _cell(
    rows: Sequence[Execution], paid: Sequence[queries.Paid], year: int, funder: str, as_of: date
) -> rules.Actual | None:
    """None where there is nothing at all: a dash on the sheet."""
    own = [row for row in rows if (row.year, row.funder) == (year, funder)]
    counted = [rules.Counted(one.pay_on, getattr(one, funder, 0)) for one in paid if one.pay_on.year == year]
    entered = [row for row in own if row.kind == "entered" and row.on_date <= as_of]
    openings = [row for row in own if row.kind == "opening"]
    if not openings and not entered and not any(one.count for one in counted):
        return None
    return rules.actual(
        rules.Indicator(
            measure=rules.Measure.SUM,
            weight=0,
            targets=(),
            openings=tuple(rules.Opening(row.won, date(year, 1, 1), row.covers_to) for row in openings),
            entered=tuple(rules.Entered(row.on_date, row.won) for row in entered),
            counted=tuple(counted),
        ),
        as_of,
    )


def _money_lines(cells: Cells, years: Sequence[int]) -> dict[str, MoneyLine]:
    won = {key: None if one is None or one.value is None else int(one.value) for key, one in cells.items()}
    all_years = sorted({*years, *(year for year, _ in won)})
    lines = {}
    for funder in FUNDERS:
        by_year = {year: won.get((year, funder)) for year in all_years}
        lines[funder] = MoneyLine(funder, _sum(by_year.values()), by_year)
    totals = {year: _sum(won.get((year, funder)) for funder in FUNDERS) for year in all_years}
    return {"total": MoneyLine("total", _sum(totals.values()), totals), **lines}


def _sum(values: Iterable[int | None]) -> int | None:
    """The sum of what there is; None when there is nothing."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None
