"""Daily wage and pay items, against the published daily figures of 2022 to 2026."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.rules.parameters import DatedValue, ParameterMissing, Parameters, load_shipped
from app.rules.wage import Counts, WageRates, daily_wage, pay_items, refuse_under_minimum
from app.shared.errors import RuleBroken

RATES = Parameters(load_shipped())


def rates_of(year, **changes):
    return replace(WageRates.on(RATES, date(year, 3, 1)), **changes)


@pytest.mark.parametrize(
    ("year", "three_hours", "five_hours", "six_hours"),
    [
        (2022, 28000, 46000, 55000),
        (2023, 29000, 49000, 58000),
        (2024, 30000, 50000, 60000),
        (2025, 31000, 51000, 61000),
        (2026, 31000, 52000, 62000),
    ],
)
def test_daily_wage_is_raised_to_a_thousand_won(year, three_hours, five_hours, six_hours):
    rates = rates_of(year)
    assert [daily_wage(minutes, rates) for minutes in (180, 300, 360)] == [three_hours, five_hours, six_hours]


@pytest.mark.parametrize(
    ("unit", "mode", "won"),
    [(1, "up", 51600), (10, "down", 51600), (100, "up", 51600), (1000, "up", 52000), (1000, "half_up", 52000)],
)
def test_rounding_setting(unit, mode, won):
    assert daily_wage(300, rates_of(2026, rounding_unit=unit, rounding_mode=mode)) == won


def test_rounding_down_under_the_minimum_wage_is_refused_with_figures():
    with pytest.raises(RuleBroken) as error:
        daily_wage(300, rates_of(2026, rounding_unit=1000, rounding_mode="down"))
    assert str(error.value) == (
        "시간급 환산 10,200원은 2026년 최저임금 10,320원보다 적습니다. 일급을 51,600원 이상으로 입력해 주세요."
    )


@pytest.mark.parametrize(
    ("won", "refused"),
    [(51600, False), (51599, True), (52000, False), (0, True)],
    ids=["exact", "1 won less", "up", "0"],
)
def test_minimum_wage_is_a_limit_to_the_won(won, refused):
    if refused:
        with pytest.raises(RuleBroken, match="최저임금"):
            refuse_under_minimum(won, 300, rates_of(2026))
    else:
        refuse_under_minimum(won, 300, rates_of(2026))


def test_programme_may_pay_its_own_hourly_wage_but_not_less_than_the_minimum():
    def own(won):
        value = DatedValue("own_hourly_wage", "gangamchan", date(2026, 1, 1), None, won, "원", "시급", "방침", "H")
        return WageRates.on(Parameters([*load_shipped(), value]), date(2026, 3, 1), "gangamchan")

    assert daily_wage(180, own(12121)) == 37000
    with pytest.raises(RuleBroken, match="10,320원보다 적습니다"):
        daily_wage(300, own(10000))
    assert daily_wage(180, WageRates.on(RATES, date(2026, 3, 1), "gangamchan")) == 31000


COUNTS = Counts(days_worked=21, paid_holidays=1, weekly_rests=5, rest_minutes=300, leave_minutes=0, late_minutes=0)


@pytest.mark.parametrize(
    ("counts", "items"),
    [
        (COUNTS, (1092000, 52000, 260000, 0, 0, 126000)),
        (replace(COUNTS, days_worked=20, weekly_rests=4), (1040000, 52000, 208000, 0, 0, 120000)),
        (replace(COUNTS, leave_minutes=1200), (1092000, 52000, 260000, 208000, 0, 126000)),
        (replace(COUNTS, leave_minutes=150), (1092000, 52000, 260000, 26000, 0, 126000)),
        (replace(COUNTS, late_minutes=60), (1092000, 52000, 260000, 0, -10400, 126000)),
        (replace(COUNTS, late_minutes=7), (1092000, 52000, 260000, 0, -1213, 126000)),
    ],
    ids=["C5", "C7", "four days of leave", "half a day of leave", "an hour late", "7 minutes late, cut to the won"],
)
def test_pay_items(counts, items):
    found = pay_items(counts, 52000, 300, rates_of(2026))
    assert tuple(found.as_dict().values()) == items
    assert found.wage == sum(items[:-1])
    assert found.gross == sum(items)


def test_lateness_by_the_minimum_wage_where_the_setting_says_so():
    found = pay_items(replace(COUNTS, late_minutes=60), 52000, 300, rates_of(2026, lateness_rate="minimum"))
    assert found.lateness == -10320


def test_rest_of_four_days_of_six_hours_is_four_fifths_of_a_day():
    found = pay_items(replace(COUNTS, weekly_rests=1, rest_minutes=288), 62000, 360, rates_of(2026))
    assert found.weekly_rest == 49600


def test_year_without_a_minimum_wage_is_an_error():
    with pytest.raises(ParameterMissing, match="최저임금"):
        WageRates.on(RATES, date(2028, 1, 1))
