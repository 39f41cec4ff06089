"""공약 지표: the district's own figures, nothing counted twice, rounding once, and "no value" instead of 0."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.indicators import (
    Counted,
    Entered,
    Indicator,
    Measure,
    Opening,
    Target,
    actual,
    by_year,
    overall,
    percent,
    progress,
    rate,
    target_to_date,
)
from app.shared.errors import RuleBroken

AS_OF = date(2024, 3, 31)
COHORTS = (
    Counted(date(2023, 2, 1), 508), Counted(date(2023, 3, 1), 250), Counted(date(2023, 3, 1), 28),
    Counted(date(2023, 7, 1), 893), Counted(date(2023, 8, 1), 350), Counted(date(2023, 7, 1), 28),
    Counted(date(2024, 2, 1), 415), Counted(date(2024, 3, 15), 250), Counted(date(2024, 3, 4), 26),
)  # fmt: skip


def targets(whole, years, quarters):
    """Rows as the seed has them: five years from 2022 and the four quarters of 2024, None for an empty cell."""
    yearly = [Target(2022 + place, 0, value) for place, value in enumerate(years)]
    return (Target(0, 0, whole), *yearly, *(Target(2024, place, value) for place, value in enumerate(quarters, 1)))


def opening_to(day, value):
    return (Opening(value, date(2022, 7, 1), day),)


SEED = (
    Indicator(Measure.SUM, 30, targets(5200, [941, 1135, 1200, 1250, 674], [600, None, 600, None]),
              openings=(Opening(1530),), counted=COHORTS),
    Indicator(Measure.SUM, 20, targets(5480, [675, 1360, 1370, 1380, 695], [342, 342, 343, 343]),
              openings=opening_to(AS_OF, 2108)),
    Indicator(Measure.SUM, 20, targets(915, [160, 180, 185, 190, 200], [None, None, 120, 65]),
              entered=(Entered(date(2022, 12, 31), 180), Entered(date(2023, 12, 31), 180))),
    Indicator(Measure.SUM, 20, targets(300, [88, 50, 53, 56, 53], [28, 15, None, 10]), openings=opening_to(AS_OF, 222)),
    Indicator(Measure.STATE, 10, targets(5, [1, 1, 1, 1, 1], [1, 1, 1, 1]),
              entered=tuple(Entered(date(year, 3, 31), 1) for year in (2022, 2023, 2024))),
)  # fmt: skip


def test_the_sheet_of_2024_q1_to_the_tenth():
    found = [progress(indicator, AS_OF) for indicator in SEED]

    assert [one.actual.value for one in found] == [4278, 2108, 360, 222, 3]
    assert [float(percent(one.rate)) for one in found] == [82.3, 38.5, 39.3, 74.0, 60.0]
    assert [one.target_to_date for one in found] == [2676, 2377, 340, 166, 3]
    assert (found[0].actual.computed, found[0].actual.opening) == (2748, 1530)
    total = overall([(indicator.weight, one.rate) for indicator, one in zip(SEED, found, strict=True)])
    assert percent(total) == Fraction("61.0")


def test_rounding_each_rate_first_would_give_another_total():
    rates = [progress(indicator, AS_OF).rate for indicator in SEED]
    weights = [indicator.weight for indicator in SEED]

    right = percent(overall(list(zip(weights, rates, strict=True))))
    wrong = percent(overall([(weight, percent(one) / 100) for weight, one in zip(weights, rates, strict=True)]))

    assert (right, wrong) == (Fraction("61.0"), Fraction("61.1"))


def test_rate_against_the_target_to_date_is_not_capped():
    assert float(percent(progress(SEED[0], AS_OF).rate_to_date)) == 159.9


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2021, 12, 31), 0),
        (date(2022, 12, 30), 0),
        (date(2022, 12, 31), 941),
        (date(2023, 12, 30), 941),
        (date(2023, 12, 31), 2076),
        (date(2024, 3, 30), 2076),
        (date(2024, 3, 31), 2676),
        (date(2024, 6, 30), 2676),
        (date(2024, 9, 29), 2676),
        (date(2024, 9, 30), 3276),
        (date(2024, 12, 31), 3276),
        (date(2025, 12, 30), 3276),
        (date(2025, 12, 31), 4526),
        (date(2026, 12, 31), 5200),
    ],
)
def test_target_to_date_steps_at_the_end_of_quarters_and_years(as_of, expected):
    """2022, 2023, 2025 and 2026 have no quarters, so they step only on 31 December."""
    assert target_to_date(SEED[0], as_of) == expected


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [(date(2024, 3, 30), 2), (date(2024, 3, 31), 3), (date(2024, 12, 31), 3), (date(2026, 12, 31), 5)],
)
def test_target_of_a_state_counts_each_year_once(as_of, expected):
    assert target_to_date(SEED[4], as_of) == expected


def test_four_quarters_of_running_make_one():
    quarters = tuple(Entered(date(2024, month, 1), 1) for month in (1, 4, 7, 10))
    indicator = replace(SEED[4], entered=quarters)

    assert actual(indicator, date(2024, 12, 31)).value == 1
    assert by_year(indicator, date(2024, 12, 31))[2].actual == 1


def test_a_year_both_counted_and_entered_ran_once():
    indicator = replace(SEED[4], counted=(Counted(date(2024, 2, 1), 3), Counted(date(2024, 3, 1), 1)))

    found = actual(indicator, AS_OF)

    assert (found.value, found.computed, found.entered) == (3, 1, 2)


def test_a_state_that_did_not_run_is_zero_and_an_opening_holds_its_last_year():
    indicator = replace(SEED[4], openings=opening_to(AS_OF, 3), entered=(
        Entered(date(2024, 3, 31), 1), Entered(date(2024, 6, 30), 1), Entered(date(2025, 3, 31), 1),
        Entered(date(2026, 3, 31), 0)))  # fmt: skip

    assert actual(indicator, date(2024, 12, 31)).value == 3
    assert actual(indicator, date(2026, 12, 31)).value == 4


@pytest.mark.parametrize(
    ("day", "value"), [(date(2024, 3, 31), 222), (date(2024, 4, 1), 227)], ids=["last day covered", "the day after"]
)
def test_rows_inside_an_opening_do_not_count_again(day, value):
    later = date(2024, 6, 30)

    assert actual(replace(SEED[3], counted=(Counted(day, 5),)), later).value == value
    assert actual(replace(SEED[3], entered=(Entered(day, 5),)), later).value == value


def test_a_correction_counts_even_inside_an_opening():
    indicator = replace(SEED[3], entered=(Entered(date(2024, 2, 1), -2, corrects=True),))

    assert actual(indicator, AS_OF).value == 220


def test_an_opening_of_unknown_year_adds_to_everything_recorded():
    assert actual(SEED[0], date(2023, 1, 1)).value == 1530
    assert actual(SEED[0], date(2023, 6, 30)).value == 1530 + 786
    assert actual(SEED[0], date(2023, 12, 31)).value == 1530 + 786 + 1271


def test_before_the_end_of_an_opening_there_is_no_value_and_no_zero():
    found = progress(SEED[1], date(2024, 3, 30))

    assert found.actual.value is None
    assert found.actual.error
    assert (found.rate, found.rate_to_date) == (None, None)


def test_rows_count_by_their_own_day():
    assert actual(SEED[0], date(2024, 3, 14)).value == 4278 - 250
    assert actual(SEED[0], date(2024, 3, 15)).value == 4278


def test_by_year_of_the_head_count_shows_what_is_recorded_and_invents_nothing():
    lines = by_year(SEED[0], AS_OF)

    assert [(line.year, line.target, line.actual) for line in lines] == [
        (2022, 941, None), (2023, 1135, 2057), (2024, 1200, 691), (2025, 1250, None), (2026, 674, None),
    ]  # fmt: skip
    assert lines[1].rate == Fraction(2057, 1135)


def test_one_cumulative_figure_is_not_split_into_years():
    assert [line.actual for line in by_year(SEED[1], AS_OF)] == [None] * 5


def test_an_opening_of_one_year_is_that_years_figure():
    indicator = replace(SEED[1], openings=(Opening(700, date(2023, 1, 1), date(2023, 12, 31)),),
                        entered=(Entered(date(2024, 2, 1), 30),))  # fmt: skip

    assert [line.actual for line in by_year(indicator, AS_OF)] == [0, 700, 30, None, None]
    assert actual(indicator, AS_OF).value == 730


def test_a_failed_count_is_no_value_anywhere():
    broken = replace(SEED[0], counted=None, error="참여 집계 실패")

    found = progress(broken, AS_OF)

    assert (found.actual.value, found.actual.computed, found.actual.error) == (None, None, "참여 집계 실패")
    assert (found.rate, found.rate_to_date) == (None, None)
    assert [line.actual for line in found.by_year] == [None] * 5
    assert overall([(30, found.rate), (70, Fraction(1))]) is None


def test_average_is_the_mean_of_what_was_entered():
    indicator = Indicator(Measure.AVERAGE, 100, targets(90, [80, 85, 90, 90, 90], [None] * 4),
                          entered=(Entered(date(2023, 1, 1), 80), Entered(date(2024, 1, 1), 85)))  # fmt: skip

    assert actual(indicator, AS_OF).value == Fraction(165, 2)
    assert actual(indicator, date(2022, 1, 1)).value is None
    assert target_to_date(indicator, AS_OF) == 90
    assert [line.actual for line in by_year(indicator, AS_OF)] == [None, 80, 85, None, None]


@pytest.mark.parametrize(
    ("value", "target", "cap", "expected"),
    [
        (4278, 5200, True, Fraction(4278, 5200)),
        (5200, 5200, True, Fraction(1)),
        (5201, 5200, True, Fraction(1)),
        (5201, 5200, False, Fraction(5201, 5200)),
        (0, 5200, True, Fraction(0)),
        (None, 5200, True, None),
        (10, None, True, None),
        (10, 0, True, None),
    ],
)
def test_rate(value, target, cap, expected):
    assert rate(value, target, cap=cap) == expected


def test_cap_is_a_setting_of_the_indicator():
    over = replace(SEED[0], openings=(Opening(9999),))

    assert progress(over, AS_OF).rate == 1
    assert progress(replace(over, cap=False), AS_OF).rate == Fraction(12747, 5200)


@pytest.mark.parametrize("weights", [(30, 60), (50, 51), ()])
def test_weights_that_do_not_make_a_hundred_are_refused(weights):
    with pytest.raises(RuleBroken, match="합이 100이 아닙니다"):
        overall([(weight, Fraction(1)) for weight in weights])


def test_no_targets_at_all_is_no_target_to_date():
    assert target_to_date(replace(SEED[0], targets=(Target(0, 0, 5200), Target(2024, 0, None))), AS_OF) is None


days = st.dates(date(2022, 1, 1), date(2026, 12, 31))
rows = st.lists(st.tuples(days, st.integers(1, 500)), max_size=20)


@given(rows, days, st.integers(0, 3000))
def test_a_row_counts_through_the_opening_or_by_itself_and_never_twice(pairs, covers_to, rest):
    """An opening that holds the rows up to its day leaves the total of any later day as it was."""
    counted = tuple(Counted(day, count) for day, count in pairs)
    held = rest + sum(row.count for row in counted if row.on_date <= covers_to)
    plain = replace(SEED[0], openings=(Opening(rest),), counted=counted)
    with_day = replace(plain, openings=(Opening(held, None, covers_to),))

    for later in (covers_to, covers_to + timedelta(days=200)):
        assert actual(with_day, later).value == actual(plain, later).value


@given(st.lists(st.fractions(0, 1), min_size=4, max_size=4))
def test_overall_lies_between_the_lowest_and_the_highest_rate(rates):
    total = overall(list(zip([30, 20, 20, 30], rates, strict=True)))

    assert min(rates) <= total <= max(rates)


@pytest.mark.parametrize(
    ("measure", "entries", "value"),
    [
        (Measure.STATE, [(1, False), (-1, True)], 0),
        (Measure.STATE, [(1, False), (1, False), (-1, True)], 1),
        (Measure.AVERAGE, [(80, False), (-10, True)], 70),
        (Measure.AVERAGE, [(80, False), (60, False), (-10, True)], 65),
    ],
    ids=["the year taken back", "one quarter taken back", "the only figure corrected", "one of two corrected"],
)
def test_a_correction_changes_a_figure_and_is_none_itself(measure, entries, value):
    day = date(2024, 3, 1)
    entered = tuple(Entered(day, amount, corrects=corrects) for amount, corrects in entries)
    indicator = Indicator(measure, 100, targets(100, [None, None, 100], []), entered=entered)

    assert actual(indicator, AS_OF).value == value
    assert by_year(indicator, AS_OF)[2].actual == value
