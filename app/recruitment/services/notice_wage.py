"""What the public notice may say about pay: the daily wage that payroll's own rules give for the notice's hours.

Recruitment works nothing out by itself: the hourly rate and its rounding are dated reference values, and a figure goes
into the notice only where every one of them is certain (H); else the page shows it as 확인 필요 and the paper is silent.
"""

from __future__ import annotations

from datetime import date

from app.recruitment.models import Notice
from app.recruitment.notice_words import WageValues, WageYear
from app.reference import services as reference
from app.rules.parameters import DatedValue, Parameters
from app.rules.wage import WageRates, daily_wage
from app.shared.errors import RuleBroken

KEYS = ("minimum_wage", "own_hourly_wage", "daily_wage_rounding")


def wage_of(notice: Notice) -> WageValues | None:
    """The daily wage of every 모집 구분 for each year of the term; None where the office has no value for a year."""
    cohort = notice.cohort
    days = [cohort.starts_on]
    days += [date(year, 1, 1) for year in range(cohort.starts_on.year + 1, cohort.ends_on.year + 1)]
    rates = reference.parameters()
    try:
        years = tuple(_year(notice, day, rates) for day in days)
        used = [value for day in days for value in _used(rates, day, cohort.programme_code)]
    except RuleBroken:
        return None
    unsure = {value.label: value.note or value.basis for value in used if value.needs_check}
    return WageValues(years, tuple(unsure.items()))


def _year(notice: Notice, day: date, rates: Parameters) -> WageYear:
    on = WageRates.on(rates, day, notice.cohort.programme_code)
    daily = tuple(daily_wage(one.minutes_a_day, on) for one in notice.streams)
    return WageYear(on.year, on.hourly_won, on.rounding_unit, on.rounding_mode, daily)


def _used(rates: Parameters, day: date, programme: str) -> list[DatedValue]:
    """The values that a figure rests on; that the programme has no rate of its own (0원) is one of them."""
    return [rates.find(key, day, programme) for key in KEYS]
