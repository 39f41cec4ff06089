"""임금 조건: kept with a version, refused under the minimum wage."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.payroll.services import terms
from app.payroll.services.terms import TermValues
from app.shared.errors import Conflict, RuleBroken
from tests.create import NOW, actor
from tests.payroll.create import people_of, working_cohort

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize(("won", "refused"), [(49_300, False), (49_299, True)], ids=["at the minimum", "a won less"])
def test_a_daily_wage_may_not_lie_under_the_minimum(won: int, refused: bool) -> None:
    one = people_of(working_cohort(1, 0))[0]
    values = TermValues(daily_wage_won=won)
    if refused:
        with pytest.raises(RuleBroken, match=r"2024년 최저임금 9,860원보다 적습니다\. 일급을 49,300원 이상으로"):
            terms.set_terms(one, values, by=actor("finance"), now=NOW)
        return
    assert terms.set_terms(one, values, by=actor("finance"), now=NOW).daily_wage_won == won


@pytest.mark.parametrize(
    "values",
    [
        TermValues(family=0),
        TermValues(family=2, children=2),
        TermValues(tax_percent=90),
        TermValues(tax_mode="none", tax_reason=" "),
        TermValues(pension="never"),
        TermValues(health="opted_out"),
    ],
    ids=["nobody", "children only", "90 percent", "no tax without reason", "unknown", "health cannot be left"],
)
def test_impossible_terms_are_refused(values: TermValues) -> None:
    one = people_of(working_cohort(1, 0))[0]
    with pytest.raises(RuleBroken):
        terms.set_terms(one, values, by=actor("finance"), now=NOW)


def test_the_later_of_two_savers_is_told() -> None:
    one, by = people_of(working_cohort(1, 0))[0], actor("finance")
    first = terms.set_terms(one, TermValues(family=2), by=by, now=NOW)
    version = first.version
    terms.set_terms(one, TermValues(family=3), by=by, now=NOW, version=version)
    with pytest.raises(Conflict, match="먼저 저장했습니다"):
        terms.set_terms(one, TermValues(family=4), by=by, now=NOW, version=version)


def test_a_base_for_the_cohort_leaves_the_other_terms_alone() -> None:
    cohort, by = working_cohort(1, 1), actor("finance")
    one = people_of(cohort)[0]
    values = TermValues(family=4, children=2, health="medical_aid")
    terms.set_terms(one, values, by=by, now=NOW)
    changed = terms.set_cohort_terms(cohort, base_mode="declared", bases={300: terms.Bases(1_000_000)}, by=by, now=NOW)
    row = terms.set_terms(one, replace(values, pension_base_won=1_000_000), by=by, now=NOW)

    assert changed == 2
    assert (row.family, row.children, row.health, row.base_mode) == (4, 2, "medical_aid", "declared")


def test_an_unknown_base_mode_is_refused() -> None:
    with pytest.raises(RuleBroken, match="보험료 기준은"):
        terms.set_cohort_terms(working_cohort(1, 0), base_mode="guess", by=actor("finance"), now=NOW)
