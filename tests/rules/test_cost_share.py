"""Cost share: always adds up, months add up to the term, the city never passes its grant."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.cost_share import (
    ITEMS,
    Ceiling,
    Scheme,
    Settlement,
    Shares,
    overflow_of_month,
    ratio,
    ratio_text,
    share,
    share_of_month,
    state_month,
)
from app.rules.parameters import ParameterMissing, Parameters, load_shipped
from app.shared.errors import RuleBroken

RATES = Parameters(load_shipped())
COMPANION = Scheme(0, 7000, 3000)
WON = st.integers(-10_000_000_000, 10_000_000_000)
SCHEMES = st.builds(
    lambda parts, unit: Scheme(parts[0], parts[1] - parts[0], 10_000 - parts[1], unit),
    st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)).map(sorted),
    st.sampled_from([1, 10, 1000]),
)


@pytest.mark.parametrize(
    ("total", "scheme", "shares"),
    [
        (467_740_000, COMPANION, (0, 327_418_000, 140_322_000)),
        (46_635_210, COMPANION, (0, 32_644_647, 13_990_563)),
        (1_234_567_890, COMPANION, (0, 864_197_523, 370_370_367)),
        (1, COMPANION, (0, 0, 1)),
        (-1, COMPANION, (0, 0, -1)),
        (-46_635_211, COMPANION, (0, -32_644_647, -13_990_564)),
        (1_413, Scheme(0, 7500, 2500), (0, 1059, 354)),
        (999, Scheme(0, 0, 10_000), (0, 0, 999)),
        (1_001, Scheme(5000, 2000, 3000), (500, 200, 301)),
        (18_047_999, Scheme(0, 7000, 3000, 1000), (0, 12_633_000, 5_414_999)),
        (0, COMPANION, (0, 0, 0)),
    ],
    ids=[
        "6.1 wage", "6.1 insurance", "E2", "a won", "minus a won", "a correction", "community", "gangamchan",
        "three funders", "budget unit", "nothing",
    ],
)  # fmt: skip
def test_share(total, scheme, shares):
    found = share(total, scheme)
    assert (found.national, found.city, found.district) == shares
    assert found.total == total


@given(WON, SCHEMES)
def test_shares_always_add_up_and_nobody_pays_more_than_the_scheme(total, scheme):
    found = share(total, scheme)
    assert found.total == total
    assert abs(found.city) <= abs(total) * Fraction(scheme.city, 10_000)
    assert abs(found.national) <= abs(total) * Fraction(scheme.national, 10_000)
    assert found.city % scheme.rounding_won == found.national % scheme.rounding_won == 0


@given(st.lists(WON, min_size=1, max_size=12), SCHEMES)
def test_months_add_up_to_the_term_whatever_the_corrections(amounts, scheme):
    before, stated = 0, Shares()
    for amount in amounts:
        month = share_of_month(before, amount, scheme)
        assert month.total == amount
        before, stated = before + amount, stated + month
    assert stated == share(sum(amounts), scheme)


@given(st.lists(st.dictionaries(st.sampled_from(ITEMS), WON, min_size=1), min_size=1, max_size=10), SCHEMES, WON)
def test_city_never_passes_the_ceiling_and_lines_add_up(months, scheme, decided):
    running, nominal, overflow, city = {}, 0, 0, 0
    for amounts in months:
        month = state_month(amounts, running, dict.fromkeys(ITEMS, scheme), Ceiling(decided, nominal, overflow))
        assert month.total.total == sum(amounts.values())
        assert month.nominal + month.overflow_row == month.total
        running = {item: running.get(item, 0) + amounts.get(item, 0) for item in ITEMS}
        nominal, overflow, city = nominal + month.nominal.city, overflow + month.overflow, city + month.total.city
        assert city == min(decided, nominal)
        assert overflow == max(0, nominal - decided)


def test_statement_of_march_2024():
    amounts = {"wage": 467_740_000, "insurance": 46_635_210, "allowance": 41_500_000}
    before = {"wage": 449_750_000, "insurance": 44_839_740, "allowance": 39_425_000}
    assert sum(before.values()) == 534_014_740
    ceiling = Ceiling(1_900_000_000, nominal_before=373_810_318)
    month = state_month(amounts, before, dict.fromkeys(ITEMS, COMPANION), ceiling)
    assert month.lines["allowance"] == Shares(0, 29_050_000, 12_450_000)
    assert month.total == Shares(0, 389_112_647, 166_762_563)
    assert month.total.total == 555_875_210
    assert (month.overflow, ceiling.used_before, ceiling.left) == (0, 373_810_318, 1_526_189_682)
    assert 373_810_318 + month.total.city == 762_922_965
    assert ratio_text(month.total) == "70.00 : 30.00"


def test_statement_of_june_2024_passes_the_ceiling():
    ceiling = Ceiling(1_900_000_000, nominal_before=1_985_652_480 - 429_205_763)
    assert overflow_of_month(ceiling, 429_205_763) == 85_652_480
    june = Shares(0, 429_205_763, 613_151_090 - 429_205_763) + Shares(0, -85_652_480, 85_652_480)
    assert june == Shares(0, 343_553_283, 269_597_807)


@pytest.mark.parametrize(
    ("decided", "nominal_before", "overflow_before", "city", "overflow"),
    [
        (1000, 900, 0, 100, 0),
        (1000, 900, 0, 101, 1),
        (1000, 1100, 100, 50, 50),
        (1000, 1100, 100, -30, -30),
        (1000, 1100, 100, -200, -100),
        (2000, 1100, 100, 50, -100),
        (0, 0, 0, 70, 70),
    ],
    ids=[
        "just used up", "a won over", "already over", "correction gives back", "correction below the ceiling",
        "grant raised later", "no grant",
    ],
)  # fmt: skip
def test_overflow_on_either_side_of_the_ceiling(decided, nominal_before, overflow_before, city, overflow):
    assert overflow_of_month(Ceiling(decided, nominal_before, overflow_before), city) == overflow


def test_without_a_ceiling_nothing_passes_over():
    assert overflow_of_month(None, 10**12) == 0


@pytest.mark.parametrize(
    ("shares", "text"),
    [
        (Shares(0, 12_499, 5_548), "69.26 : 30.74"),
        (Shares(0, 1_060, 353), "75.02 : 24.98"),
        (Shares(0, 1_900_000_000, 936_646_401), "66.98 : 33.02"),
        (Shares(318, 0, 318), "50.00 : 0.00 : 50.00"),
        (Shares(0, 0, 6_757), "0.00 : 100.00"),
        (Shares(0, 2, 1), "66.67 : 33.33"),
        (Shares(), "-"),
    ],
    ids=["companion record", "community record", "2024 with the ceiling", "national", "district", "thirds", "no total"],
)
def test_ratio_has_two_decimals_and_makes_a_hundred(shares, text):
    assert ratio_text(shares) == text
    assert ratio(shares) is None or sum(ratio(shares)) == 100


@pytest.mark.parametrize(
    ("programme", "item", "scheme"),
    [
        ("companion", "wage", Scheme(0, 7000, 3000)),
        ("community", "insurance", Scheme(0, 7500, 2500)),
        ("gangamchan", "material", Scheme(0, 0, 10_000)),
    ],
)
def test_shipped_schemes(programme, item, scheme):
    assert Scheme.on(RATES, programme, item, date(2024, 3, 1)) == scheme


def test_programme_without_a_scheme_is_an_error():
    with pytest.raises(ParameterMissing, match="share_wage"):
        Scheme.on(RATES, "newdeal", "wage", date(2024, 3, 1))


@pytest.mark.parametrize("parts", [(0, 7000, 2999), (-1, 7001, 3000), (0, 10_000, 1)])
def test_scheme_that_is_not_a_whole_is_refused(parts):
    with pytest.raises(RuleBroken, match="100%"):
        Scheme(*parts)


def test_scheme_needs_a_rounding_unit():
    with pytest.raises(RuleBroken, match="1원 이상"):
        Scheme(0, 7000, 3000, 0)


def test_settlement_returns_balance_and_interest():
    settled = Settlement(900_000_000, 864_197_523, 412_350)
    assert (settled.balance, settled.to_return) == (35_802_477, 36_214_827)
