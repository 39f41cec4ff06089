"""Income and property of the household against the notice's ceilings (domain.md A1, A2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.rules.criteria import IncomeLimit, PropertyLimit, Rule
from app.rules.eligibility.check import Check, Explanation, Met
from app.rules.eligibility.facts import Facts, Known
from app.rules.eligibility.terms import ScreeningTerms
from app.shared.money import won


def _under(known: Known[int], ceiling: int, declared_is_enough: bool) -> Met:
    """Exactly the ceiling is met. A declared figure above it bars at once; one below it waits for the look-up."""
    if known.looked_up is not None:
        return known.looked_up <= ceiling
    if known.declared is None:
        return None
    if known.declared > ceiling:
        return False
    return True if declared_is_enough else None


def _explain(known: Known[int], ceiling: int, met: Met, more: dict[str, Any], basis: str = "") -> Explanation:
    figure = known.best
    values = {
        "won": figure,
        "limit": ceiling,
        "over": None if figure is None else max(0, figure - ceiling),
        "declared": known.declared,
        "looked_up": known.looked_up,
        "source": known.source,
        "looked_up_on": known.looked_up_on.isoformat() if known.looked_up_on else None,
    } | more
    return Explanation(
        figure, ceiling, values, case="undeclared" if met is None and figure is None else "", basis=basis
    )


def check_income(rule: Rule, terms: ScreeningTerms) -> Check:
    """Household income a month, at most the percent of 기준중위소득 for its size, rounded half up to 1 won."""
    limit, median, enough = rule.limits_as(IncomeLimit), terms.median_income(), rule.declared_is_enough
    percents = dict(limit.by_size)
    ceiling = _ceilings(lambda size: median.share(size, percents.get(size, limit.percent)))

    def judge(facts: Facts) -> Met:
        return _under(facts.income_won, ceiling(facts.household_size), enough)

    def explain(facts: Facts, met: Met) -> Explanation:
        size = facts.household_size
        more = {"size": size, "percent": percents.get(size, limit.percent), "income_year": median.year}
        basis = f"{median.year}년 {size}인 기준 중위소득 {won(median.of(size))}원"
        basis += f"({median.basis})" if median.basis else ""
        return _explain(facts.income_won, ceiling(size), met, more, basis)

    return Check(judge, explain)


def _ceilings(work_out: Callable[[int], int]) -> Callable[[int], int]:
    """Each household size is worked out once a batch."""
    known: dict[int, int] = {}

    def ceiling(size: int) -> int:
        if size not in known:
            known[size] = work_out(size)
        return known[size]

    return ceiling


def check_property(rule: Rule, _terms: ScreeningTerms) -> Check:
    """Property of the household together (공시가격·시가표준액, debts not taken off), at most the ceiling."""
    ceiling, enough = rule.limits_as(PropertyLimit).won, rule.declared_is_enough

    def judge(facts: Facts) -> Met:
        return _under(facts.property_won, ceiling, enough)

    def explain(facts: Facts, met: Met) -> Explanation:
        return _explain(facts.property_won, ceiling, met, {})

    return Check(judge, explain)
