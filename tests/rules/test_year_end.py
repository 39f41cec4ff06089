"""A leaver's year-end settlement: the worked example of 2026 H1, and either side of where tax begins."""

from __future__ import annotations

from datetime import date

import pytest

from app.rules.parameters import Parameters, load_shipped
from app.rules.tax import TaxTerms
from app.rules.year_end import Employment, Settled, settle

RATES = Parameters(load_shipped())
PAY_ON = date(2026, 7, 3)


def test_the_worked_example_refunds_all_that_was_withheld() -> None:
    """2026 H1 companion, full attendance: wage 6,656,000 and leave 208,000; nothing withheld in the last month."""
    whole = Employment(wage=6_864_000, pension=269_230, income_tax=21_260, local_tax=2_110)

    assert settle(whole, TaxTerms(), RATES, PAY_ON) == Settled(
        base=849_170, decided=0, refund=21_260, local_refund=2_110
    )


@pytest.mark.parametrize(
    ("wage", "decided"),
    [(13_025_000, 0), (13_026_000, 20), (14_000_000, 15_800)],
    ids=["the credit still covers it", "just past it", "well above"],
)
def test_tax_begins_where_the_standard_credit_ends(wage: int, decided: int) -> None:
    assert settle(Employment(wage, 0, 0, 0), TaxTerms(), RATES, PAY_ON).decided == decided


def test_what_was_withheld_too_little_is_still_to_be_paid() -> None:
    found = settle(Employment(14_000_000, 0, 10_000, 1_000), TaxTerms(), RATES, PAY_ON)

    assert (found.refund, found.local_refund) == (-5_800, -580)


def test_more_family_lowers_the_base() -> None:
    one = settle(Employment(14_000_000, 0, 0, 0), TaxTerms(), RATES, PAY_ON)
    two = settle(Employment(14_000_000, 0, 0, 0), TaxTerms(family=2), RATES, PAY_ON)

    assert one.base - two.base == 1_500_000
