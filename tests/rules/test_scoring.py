"""심사 점수: every band on either side, deductions and caps, and 확인 필요 instead of 0."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.criteria import RULE_CODES, shipped_set
from app.rules.eligibility import Facts, Known, MedianIncome, PastRound, ScreeningTerms
from app.rules.scoring import Score, score

MEDIAN = MedianIncome(2024, (2228445, 3682609, 4714657, 5729913, 6695735, 7618369, 8514994), 896625)
DOCUMENT = shipped_set("companion", 2024, 2).document
START = date(2024, 7, 1)
TERMS = ScreeningTerms(START, START, START, date(2024, 11, 30), MEDIAN)
LOOKED = date(2024, 6, 10)
GOOD = Facts(
    born_on=date(1966, 4, 12),
    household_size=2,
    income_won=Known(looked_up=2_480_000),
    property_won=Known(looked_up=182_000_000),
    past_looked_up_on=LOOKED,
    dependants=Known(1),
    vulnerable_types=Known(("장기실업",)),
    householder=Known(True),
)


def line(code, **changes):
    return next(item for item in score(replace(GOOD, **changes), DOCUMENT, TERMS).items if item.code == code)


def test_a_whole_score_adds_up():
    found = score(GOOD, DOCUMENT, TERMS)

    assert [(item.label, item.points, item.band, item.figure) for item in found.items] == [
        ("가구 소득", 15, "60% 초과 70% 이하", "67.3"),
        ("가구 재산", 20, "100,000,000원 초과 200,000,000원 이하", 182_000_000),
        ("부양가족", 6, "1명", 1),
        ("취업취약계층", 10, "1유형", 1),
        ("세대주", 10, "세대주", 1),
        ("참여이력", 0, "없음", 0),
    ]
    assert (found.total, found.incomplete) == (61, False)
    assert Score.from_json(found.to_json()) == found


@pytest.mark.parametrize(
    ("income", "points", "band"),
    [
        (0, 30, "30% 이하"),
        (1_104_783, 30, "30% 이하"),
        (1_104_784, 25, "30% 초과 50% 이하"),
        (1_841_305, 25, "30% 초과 50% 이하"),
        (1_841_306, 20, "50% 초과 60% 이하"),
        (2_209_565, 20, "50% 초과 60% 이하"),
        (2_209_566, 15, "60% 초과 70% 이하"),
        (2_577_826, 15, "60% 초과 70% 이하"),
        (2_577_827, 10, "70% 초과"),
        (2_946_087, 10, "70% 초과"),
    ],
)
def test_income_bands_of_a_household_of_two_in_2024(income, points, band):
    found = line("income", income_won=Known(looked_up=income))

    assert (found.points, found.band) == (points, band)


@pytest.mark.parametrize(
    ("won", "points"),
    [(0, 30), (50_000_000, 30), (50_000_001, 25), (100_000_000, 25), (100_000_001, 20), (200_000_000, 20),
     (200_000_001, 15), (300_000_000, 15), (300_000_001, 10), (400_000_000, 10), (400_000_001, 5),
     (499_000_000, 5), (499_000_001, 0)],
)  # fmt: skip
def test_property_bands(won, points):
    assert line("property", property_won=Known(looked_up=won)).points == points


@pytest.mark.parametrize(("people", "points", "band"), [(0, 3, "없음"), (1, 6, "1명"), (2, 9, "2명"), (3, 12, "3명"),
                                                      (4, 15, "4명 이상"), (9, 15, "4명 이상")])  # fmt: skip
def test_dependants(people, points, band):
    found = line("dependants", dependants=Known(people))

    assert (found.points, found.band) == (points, band)


@pytest.mark.parametrize(
    ("types", "points"), [((), 0), (("장애인",), 10), (("장애인", "장애인"), 10), (("장애인", "한부모"), 15),
                          (("장애인", "한부모", "차상위"), 15)]
)  # fmt: skip
def test_vulnerable_types_count_two_at_most_and_each_once(types, points):
    found = line("vulnerable_types", vulnerable_types=Known(types))

    assert found.points == points
    assert found.figure <= 2


def test_member_of_a_household_gets_half():
    assert (line("householder", householder=Known(False)).points, line("householder").points) == (5, 10)


@pytest.mark.parametrize(("rounds", "points"), [(0, 0), (1, -5), (2, -10), (3, -15), (5, -15)])
def test_past_rounds_of_three_years_deduct_down_to_the_floor(rounds, points):
    past = tuple(PastRound("companion", str(n), date(2021 + n % 3, 8, 1), date(2021, 12, 1), 4) for n in range(rounds))

    assert line("past_rounds", past=past).points == points


@pytest.mark.parametrize(("day", "points"), [(date(2021, 6, 30), 0), (date(2021, 7, 1), -5), (date(2024, 6, 30), -5)])
def test_window_of_three_years_ends_the_day_before_the_start(day, points):
    assert line("past_rounds", past=(PastRound("companion", "", day, day, 5),)).points == points


@pytest.mark.parametrize(
    ("code", "changes", "known"),
    [
        ("income", {"income_won": Known(1)}, 46),
        ("property", {"property_won": Known(1)}, 41),
        ("dependants", {"dependants": Known()}, 55),
        ("vulnerable_types", {"vulnerable_types": Known()}, 51),
        ("householder", {"householder": Known()}, 51),
        ("past_rounds", {"past_looked_up_on": None}, 61),
    ],
)
def test_what_is_not_verified_waits_and_is_not_zero(code, changes, known):
    found = score(replace(GOOD, **changes), DOCUMENT, TERMS)

    assert next(item for item in found.items if item.code == code).points is None
    assert next(item for item in found.items if item.code == code).band == "확인 필요"
    assert (found.total, found.incomplete) == (known, True)


def test_a_table_may_score_what_was_declared():
    items = tuple(replace(item, declared_is_enough=True) for item in DOCUMENT.score_table.items)
    trusting = DOCUMENT.with_score_table(replace(DOCUMENT.score_table, items=items))
    declared = replace(GOOD, income_won=Known(2_480_000), property_won=Known(182_000_000), past_looked_up_on=None)

    assert score(declared, trusting, TERMS) == score(GOOD, trusting, TERMS)
    assert not score(declared, trusting, TERMS).incomplete


@given(st.integers(1, 12), st.integers(0, 10**7), st.integers(0, 10**9), st.integers(0, 12))
def test_points_stay_between_the_floor_and_the_caps_and_never_rise_with_wealth(size, income, won, dependants):
    facts = replace(
        GOOD,
        household_size=size,
        income_won=Known(looked_up=income),
        property_won=Known(looked_up=won),
        dependants=Known(dependants),
    )
    richer = replace(facts, income_won=Known(looked_up=income + 1), property_won=Known(looked_up=won + 1))

    found = score(facts, DOCUMENT, TERMS)

    assert -15 <= found.total <= 100
    assert score(richer, DOCUMENT, TERMS).total <= found.total


def test_income_band_and_ceiling_agree_on_the_won():
    """The highest band's end of 80 % is the very sum that eligibility compares with."""
    assert RULE_CODES[2] == "income"
    assert MEDIAN.share(3, 80) == 3_771_726
    assert line("income", household_size=3, income_won=Known(looked_up=3_771_726)).points == 10
