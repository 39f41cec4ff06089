"""대사: pure rules that find what does not add up. Nothing is corrected here. See ``check``."""

from __future__ import annotations

from app.pledge.reconciling import funding, people, targets, terms
from app.pledge.reconciling.facts import Facts
from app.pledge.reconciling.finding import Figure, Finding

RULES = (
    funding.funding_total,
    funding.ratio,
    funding.execution,
    people.selected_in_year,
    people.selected_in_half,
    people.unknown_year,
    people.confirmed,
    people.announced,
    people.counted,
    terms.months,
    terms.programme_term,
    terms.last_days,
    targets.year_target,
    targets.quarter_target,
    targets.results,
)

__all__ = ["RULES", "Facts", "Figure", "Finding", "check"]


def check(facts: Facts) -> tuple[Finding, ...]:
    """Every finding of every rule, in the order of the rules."""
    return tuple(finding for rule in RULES for finding in rule(facts))
