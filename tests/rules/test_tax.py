"""Withholding: the printed rows of the simplified table, and what the worker may choose."""

from __future__ import annotations

from datetime import date

import pytest

from app.rules.parameters import ParameterMissing, Parameters, load_shipped
from app.rules.pay_sentences import say
from app.rules.tax import TaxTable, TaxTerms, table_cell, withhold
from app.shared.errors import RuleBroken

RATES = Parameters(load_shipped())
TABLE = TaxTable.on(RATES, date(2026, 4, 3))
BEFORE_2026_CHANGE = TaxTable.on(RATES, date(2026, 2, 26))


@pytest.mark.parametrize(
    ("wage", "taxes"),
    [
        (1300000, (4740, 0, 0)),
        (1400000, (6800,)),
        (1490000, (8660, 4160, 0)),
        (1560000, (10160, 5660, 0)),
        (1640000, (11810, 7310, 0)),
        (1770000, (14500, 10000, 2030)),
        (1800000, (15110, 10610, 2630)),
        (2000000, (19520, 14750, 6600)),
        (2500000, (35600, 28600, 16530, 13150)),
        (3000000, (74350,)),
        (837000, (0,)),
        (0, (0,)),
        (-10400, (0,)),
    ],
    ids=lambda value: str(value) if isinstance(value, int) else None,
)
def test_printed_rows(wage, taxes):
    found = tuple(table_cell(wage, family, 0, TABLE) for family in range(1, len(taxes) + 1))
    assert found == taxes


@pytest.mark.parametrize(
    ("family", "last_free", "first_taxed"),
    [(1, 1055000, 1060000), (2, 1335000, 1340000), (3, 1710000, 1720000), (4, 1880000, 1890000)],
)
def test_first_taxed_row_of_each_family(family, last_free, first_taxed):
    assert table_cell(last_free, family, 0, TABLE) == 0
    assert table_cell(first_taxed - 1, family, 0, TABLE) == 0
    assert table_cell(first_taxed, family, 0, TABLE) >= 1000


def test_first_taxed_row_of_one_person_is_1040_won():
    assert table_cell(1060000, 1, 0, TABLE) == 1040


@pytest.mark.parametrize(
    ("low", "high"),
    [(1400000, 1404999), (1495000, 1499999), (1500000, 1509999), (2990000, 2999999)],
    ids=["5,000 wide", "last narrow row", "first wide row", "last row under 3,000,000"],
)
def test_row_has_one_tax_from_its_first_won_to_its_last(low, high):
    assert table_cell(low, 1, 0, TABLE) == table_cell(high, 1, 0, TABLE)
    assert table_cell(low - 1, 1, 0, TABLE) < table_cell(low, 1, 0, TABLE)


@pytest.mark.parametrize(
    ("wage", "terms", "tax", "local"),
    [
        (1404000, TaxTerms(), 6800, 680),
        (1300000, TaxTerms(), 4740, 470),
        (1404000, TaxTerms(percent=80), 5440, 540),
        (1404000, TaxTerms(percent=120), 8160, 810),
        (1060000, TaxTerms(percent=80), 0, 0),
        (1060000, TaxTerms(percent=120), 1240, 120),
        (1404000, TaxTerms(family=2), 2300, 230),
        (2500000, TaxTerms(family=3, children=1), 0, 0),
        (2900000, TaxTerms(family=3, children=1), 7650, 760),
    ],
    ids=["C5", "C7", "80 %", "120 %", "80 % falls under 1,000", "120 % of 1,040", "two people", "child", "child, more"],
)
def test_withheld(wage, terms, tax, local):
    found = withhold(wage, terms, TABLE)
    assert (found.income_tax, found.local_tax) == (tax, local)
    assert (found.reason is None) is (tax > 0)


@pytest.mark.parametrize(
    ("children", "before", "after"),
    [(1, 12500, 20830), (2, 29160, 45830), (3, 54160, 79160), (4, 79160, 112490)],
)
def test_children_lower_the_tax_by_the_steps_of_the_day_of_payment(children, before, after):
    # Without children the cell is taken one family size at a time, so the difference is the reduction alone.
    for table, reduction in ((BEFORE_2026_CHANGE, before), (TABLE, after)):
        plain = table_cell(3000000, children + 1, 0, table)
        lowered = table_cell(3000000, children + 1, children, table)
        assert lowered == (plain - reduction if plain - reduction >= 1000 else 0)


def test_reason_of_no_tax():
    assert say(withhold(837000, TaxTerms(), TABLE).reason) == (
        "소득세 0원: 간이세액표(가족 1명) 세액이 1,000원 미만입니다."
    )
    none = withhold(1404000, TaxTerms(mode="none", reason="본인 신청(종합소득 신고)."), TABLE)
    assert (none.income_tax, none.local_tax) == (0, 0)
    assert say(none.reason) == "원천징수하지 않음: 본인 신청(종합소득 신고)."


def test_wage_above_three_million_is_refused():
    with pytest.raises(RuleBroken, match=r"3,000,001원은 간이세액표 계산 범위\(3,000,000원 이하\)"):
        withhold(3000001, TaxTerms(), TABLE)


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"family": 0}, "가족 수"),
        ({"family": 2, "children": 2}, "가족 수"),
        ({"children": -1}, "가족 수"),
        ({"percent": 90}, "80, 100, 120%"),
        ({"mode": "daily"}, "원천징수 방법"),
        ({"mode": "none"}, "사유"),
        ({"mode": "none", "reason": "  "}, "사유"),
    ],
    ids=["nobody", "all children", "minus", "90 %", "mode", "no reason", "blank reason"],
)
def test_impossible_terms_are_refused(choice, message):
    with pytest.raises(RuleBroken, match=message):
        TaxTerms(**choice)


def test_payment_before_the_known_table_is_an_error():
    assert TaxTable.on(RATES, date(2023, 3, 1)).up_to == 3000000
    with pytest.raises(ParameterMissing, match="간이세액표"):
        TaxTable.on(RATES, date(2023, 2, 28))
