"""Until when data is kept: either side of New Year, and what ended the purpose."""

from __future__ import annotations

from datetime import date

import pytest

from app.rules.parameters import ParameterMissing, Parameters, load_shipped
from app.rules.retention import kept_for_years, retention_of

SHIPPED = Parameters(load_shipped())


@pytest.mark.parametrize(
    ("finished", "years", "first", "last"),
    [
        (date(2024, 12, 31), 3, date(2025, 1, 1), date(2027, 12, 31)),
        (date(2025, 1, 1), 3, date(2026, 1, 1), date(2028, 12, 31)),
        (date(2024, 2, 29), 5, date(2025, 1, 1), date(2029, 12, 31)),
        (date(2024, 6, 30), 1, date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_years_are_counted_from_new_year_after_the_work(finished, years, first, last):
    assert kept_for_years(finished, years) == (first, last)


def test_who_worked_is_kept_by_the_longest_of_the_periods():
    kept = retention_of("selected", date(2024, 10, 31), None, SHIPPED)
    assert [(one.until, one.value.confidence) for one in kept] == [(date(2029, 12, 31), "M"), (date(2027, 12, 31), "H")]
    assert "근로기준법 §42" in kept[1].value.basis


@pytest.mark.parametrize("state", ["not_selected", "reserve", "screened", "received", "papers_due"])
def test_who_was_not_selected_is_kept_ninety_days_after_the_round(state):
    (kept,) = retention_of(state, date(2024, 10, 31), None, SHIPPED)
    assert (kept.from_on, kept.until) == (date(2024, 10, 31), date(2025, 1, 29))
    assert kept.value.needs_check


@pytest.mark.parametrize("state", ["declined", "cancelled"])
def test_who_gave_up_is_kept_from_that_day(state):
    (kept,) = retention_of(state, date(2024, 10, 31), date(2024, 7, 8), SHIPPED)
    assert (kept.from_on, kept.until) == (date(2024, 7, 8), date(2024, 10, 6))


def test_a_day_before_the_first_value_has_no_period():
    with pytest.raises(ParameterMissing):
        retention_of("not_selected", date(2019, 12, 31), None, SHIPPED)
