"""The shipped parameters: what is known, from when, how surely, and that nothing is known beyond it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from app.rules.parameters import DatedValue, ParameterMissing, Parameters, load_shipped

SHIPPED = load_shipped()
RATES = Parameters(SHIPPED)


@pytest.mark.parametrize(
    ("key", "day", "value"),
    [
        ("minimum_wage", date(2023, 12, 31), 9620),
        ("minimum_wage", date(2024, 1, 1), 9860),
        ("minimum_wage", date(2027, 12, 31), 10700),
        ("allowance_per_day", date(2024, 12, 31), 5000),
        ("allowance_per_day", date(2025, 1, 1), 6000),
        ("pension_base_limits", date(2026, 6, 30), {"floor": 400000, "ceiling": 6370000}),
        ("pension_base_limits", date(2026, 7, 1), {"floor": 410000, "ceiling": 6590000}),
        ("child_tax_reduction", date(2026, 2, 26), [12500, 29160, 25000]),
        ("child_tax_reduction", date(2026, 2, 27), [20830, 45830, 33330]),
    ],
    ids=lambda value: str(value)[:22],
)
def test_value_changes_on_its_day(key, day, value):
    assert RATES.on(key, day) == value


@pytest.mark.parametrize(
    ("key", "day", "rate"),
    [
        ("unemployment_rate", date(2022, 6, 30), Fraction(8, 1000)),
        ("unemployment_rate", date(2022, 7, 1), Fraction(9, 1000)),
        ("pension_rate", date(2025, 12, 31), Fraction(45, 1000)),
        ("pension_rate", date(2026, 1, 1), Fraction(475, 10000)),
        ("pension_rate", date(2033, 1, 1), Fraction(65, 1000)),
        ("care_ratio", date(2023, 12, 31), Fraction(9082, 70900)),
        ("care_ratio", date(2024, 1, 1), Fraction(9182, 70900)),
        ("care_ratio", date(2026, 11, 26), Fraction(9448, 71900)),
        ("care_ratio", date(2026, 11, 27), Fraction(1314, 10000)),
        ("stability_rate", date(2024, 3, 1), Fraction(85, 10000)),
        ("accident_rate", date(2024, 3, 1), Fraction(96, 10000)),
    ],
    ids=lambda value: str(value)[:22],
)
def test_rate_is_exact_on_either_side_of_its_day(key, day, rate):
    assert RATES.rate(key, day) == rate


@pytest.mark.parametrize(
    ("key", "day"),
    [
        ("minimum_wage", date(2017, 12, 31)),
        ("minimum_wage", date(2028, 1, 1)),
        ("care_ratio", date(2027, 1, 1)),
        ("unemployment_rate", date(2027, 1, 1)),
        ("accident_rate", date(2021, 12, 31)),
        ("pension_base_limits", date(2027, 7, 1)),
        ("income_tax_table", date(2023, 2, 28)),
        ("median_income", date(2028, 1, 1)),
    ],
    ids=str,
)
def test_unknown_period_is_an_error_that_names_parameter_and_day(key, day):
    with pytest.raises(ParameterMissing) as error:
        RATES.on(key, day)
    assert key in str(error.value)
    assert f"{day.year}." in str(error.value)
    assert "값이 없습니다" in str(error.value)


def test_every_uncertain_value_says_why_and_every_certain_one_its_basis():
    assert [value.key for value in SHIPPED if value.needs_check and not value.note] == []
    assert [value.key for value in SHIPPED if not (value.basis and value.unit and value.label)] == []
    assert [value.key for value in SHIPPED if value.undecided] == []


def test_values_of_one_parameter_share_label_and_unit():
    labels = {(value.key, value.label, value.unit) for value in SHIPPED}
    assert len(labels) == len({value.key for value in SHIPPED})


def test_further_household_member_is_the_step_from_six_to_seven():
    for value in SHIPPED:
        if value.key == "median_income":
            assert len(value.value["by_size"]) == 7
            assert value.value["each_further"] == value.value["by_size"][6] - value.value["by_size"][5]


def test_programme_value_wins_over_the_general_one():
    own = DatedValue("minimum_wage", "community", date(2024, 1, 1), None, 9900, "원", "최저임금(시급)", "방침", "H")
    rates = Parameters([*SHIPPED, own])
    assert rates.on("minimum_wage", date(2024, 5, 1), "community") == 9900
    assert rates.on("minimum_wage", date(2024, 5, 1), "companion") == 9860
    assert rates.on("minimum_wage", date(2023, 5, 1), "community") == 9620


@pytest.mark.parametrize(
    "values",
    [
        '{ from = 2024-01-01, value = 1, basis = "", confidence = "H" }',
        '{ from = 2024-01-01, value = 1, basis = "법", confidence = "X" }',
        '{ from = 2024-01-01, value = 1, basis = "법", confidence = "H" }, '
        '{ from = 2024-01-01, value = 2, basis = "법", confidence = "H" }',
    ],
    ids=["no basis", "unknown confidence", "dates do not rise"],
)
def test_broken_file_is_refused_with_file_and_key(tmp_path, values):
    text = f'[[parameter]]\nkey = "fee"\nlabel = "요금"\nunit = "원"\nvalues = [{values}]\n'
    (tmp_path / "fee.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"fee\.toml: fee"):
        load_shipped(tmp_path)
