"""공약 지표: actual, target to date and rates from plain entries (관악구 공약 관리 규칙; domain.md H1, H2).

Money executed uses ``actual`` too. A value that cannot be worked out is None, never 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from app.shared.errors import RuleBroken
from app.shared.money import percent_tenths
from app.shared.periods import quarter_end

Number = int | Fraction


class Measure(StrEnum):
    """``sum`` adds up; ``state`` counts years run (four quarters of ``1 (운영)`` make 1); ``average`` is the mean."""

    SUM = "sum"
    STATE = "state"
    AVERAGE = "average"


@dataclass(frozen=True, slots=True)
class Opening:
    """이월 실적: one figure from before the system, for ``covers_from`` to ``covers_to``.

    Both None: of unknown year; it holds what no recorded row explains, so it adds to everything recorded, on any day.
    With ``covers_to``: rows up to that day are in it already and do not count again; before that day its part is not
    known, so there is no value.
    """

    value: int
    covers_from: date | None = None
    covers_to: date | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """A figure of the register. A correction counts even inside the days that an opening covers."""

    on_date: date
    value: int
    corrects: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """Rows of the system's own that share a date: people by contract start, or won by pay date."""

    on_date: date
    count: int


@dataclass(frozen=True, slots=True)
class Target:
    """``year`` 0 is the whole term, ``quarter`` 0 the whole year; None is an empty cell of the sheet."""

    year: int
    quarter: int
    value: int | None


@dataclass(frozen=True, slots=True)
class Indicator:
    """Everything behind one indicator. ``counted`` None means that counting failed, and ``error`` says how."""

    measure: Measure
    weight: int
    targets: tuple[Target, ...]
    openings: tuple[Opening, ...] = ()
    entered: tuple[Entered, ...] = ()
    counted: tuple[Counted, ...] | None = ()
    cap: bool = True
    error: str = ""

    @property
    def whole_target(self) -> int | None:
        return _target(self.targets, 0, 0)


@dataclass(frozen=True, slots=True)
class Actual:
    """실적 and where it came from. ``value`` None: 산출할 수 없음, for the reason in ``error``."""

    value: Number | None
    computed: int | None
    opening: int
    entered: int
    error: str = ""


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year of the sheet; ``actual`` None where the record has no figure of its own for that year."""

    year: int
    target: int | None
    actual: Number | None
    rate: Fraction | None


@dataclass(frozen=True, slots=True)
class Progress:
    """One indicator as of a day."""

    actual: Actual
    target: int | None
    rate: Fraction | None
    target_to_date: int | None
    rate_to_date: Fraction | None
    by_year: tuple[YearLine, ...]


def progress(indicator: Indicator, as_of: date) -> Progress:
    """All that the sheet and the report say of one indicator."""
    found = actual(indicator, as_of)
    to_date = target_to_date(indicator, as_of)
    return Progress(
        actual=found,
        target=indicator.whole_target,
        rate=rate(found.value, indicator.whole_target, cap=indicator.cap),
        target_to_date=to_date,
        rate_to_date=rate(found.value, to_date),
        by_year=by_year(indicator, as_of),
    )


def actual(indicator: Indicator, as_of: date) -> Actual:
    """실적 as of a day, by effective dates. Nothing counts twice: see ``Opening``."""
    openings = [one.value for one in indicator.openings]
    entered = [one for one in indicator.entered if one.on_date <= as_of and _fresh(indicator, one)]
    opening_sum, entered_sum = sum(openings), sum(one.value for one in entered)
    if indicator.counted is None:
        return Actual(None, None, opening_sum, entered_sum, indicator.error or "집계에 실패했습니다.")
    counted = [one for one in indicator.counted if one.on_date <= as_of and _fresh(indicator, one)]
    computed = sum(one.count for one in counted)
    if any(one.covers_to is not None and one.covers_to > as_of for one in indicator.openings):
        return Actual(None, computed, 0, entered_sum, "이월 실적이 그 뒤의 날까지의 합계여서 나눌 수 없습니다.")
    if indicator.measure is Measure.AVERAGE:
        figures = len(openings) + len(counted) + sum(not one.corrects for one in entered)
        mean = Fraction(opening_sum + entered_sum + computed, figures) if figures else None
        return Actual(mean, computed, opening_sum, entered_sum)
    if indicator.measure is Measure.STATE:
        computed, entered_sum = _years_run(indicator, counted, entered)
    return Actual(opening_sum + entered_sum + computed, computed, opening_sum, entered_sum)


def _fresh(indicator: Indicator, row: Entered | Counted) -> bool:
    """Not held by an opening already: after its last day, or an entry that corrects it."""
    if isinstance(row, Entered) and row.corrects:
        return True
    return all(one.covers_to is None or row.on_date > one.covers_to for one in indicator.openings)


def _years_run(indicator: Indicator, counted: Sequence[Counted], entered: Sequence[Entered]) -> tuple[int, int]:
    """Years with something left after corrections, each once, and not the year in which an opening ends."""
    covered = max((one.covers_to.year for one in indicator.openings if one.covers_to is not None), default=0)
    by_count = {one.on_date.year for one in counted if one.count > 0 and one.on_date.year > covered}
    values: dict[int, int] = {}
    for one in entered:
        values[one.on_date.year] = values.get(one.on_date.year, 0) + one.value
    by_entry = {year for year, value in values.items() if value > 0 and year > covered}
    return len(by_count), len(by_entry - by_count)


def by_year(indicator: Indicator, as_of: date) -> tuple[YearLine, ...]:
    """Target and actual of every year with a target. A cumulative opening is never split into invented years.

    A year has an actual when it has begun and no opening hides it: one over several years hides those years, one of
    unknown year hides the years without a row of their own.
    """
    years = sorted({target.year for target in indicator.targets if target.year})
    return tuple(_year_line(indicator, year, as_of) for year in years)


def _year_line(indicator: Indicator, year: int, as_of: date) -> YearLine:
    target, value = _target(indicator.targets, year, 0), _year_actual(indicator, year, as_of)
    return YearLine(year, target, value, rate(value, target))


def _year_actual(indicator: Indicator, year: int, as_of: date) -> Number | None:
    if as_of.year < year or indicator.counted is None:
        return None
    own = 0
    unknown_year = False
    for one in indicator.openings:
        if one.covers_to is None:
            unknown_year = True
        elif one.covers_from is not None and one.covers_from.year == one.covers_to.year:
            if one.covers_to.year == year and one.covers_to > as_of:
                return None
            own += one.value if one.covers_to.year == year else 0
        elif (one.covers_from is None or one.covers_from.year <= year) and year <= one.covers_to.year:
            return None
    values = _values_of_year(indicator, year, as_of)
    if not values and not own:
        return None if unknown_year or indicator.measure is Measure.AVERAGE else 0
    if indicator.measure is Measure.STATE:
        return 1 if own > 0 or sum(values) > 0 else 0
    if indicator.measure is Measure.AVERAGE:
        corrections = sum(one.corrects and _in_year(indicator, one, year, as_of) for one in indicator.entered)
        figures = len(values) - corrections + (1 if own else 0)
        return Fraction(own + sum(values), figures) if figures else None
    return own + sum(values)


def _values_of_year(indicator: Indicator, year: int, as_of: date) -> list[int]:
    counted = [one.count for one in indicator.counted or () if _in_year(indicator, one, year, as_of)]
    return counted + [one.value for one in indicator.entered if _in_year(indicator, one, year, as_of)]


def _in_year(indicator: Indicator, row: Entered | Counted, year: int, as_of: date) -> bool:
    return row.on_date.year == year and row.on_date <= as_of and _fresh(indicator, row)


def target_to_date(indicator: Indicator, as_of: date) -> int | None:
    """Whole years before the as-of year, and of that year the quarters that have ended by then.

    A year without quarterly targets counts only from its last day on: a share of a year would be an invented figure.
    An empty quarter counts nothing. ``state``: each year once. ``average``: the target of the last year begun.
    None when no year has a target.
    """
    yearly = {one.year: one.value for one in indicator.targets if one.year and one.quarter == 0}
    if all(value is None for value in yearly.values()):
        return None
    if indicator.measure is Measure.AVERAGE:
        begun = [year for year, value in yearly.items() if year <= as_of.year and value is not None]
        return yearly[max(begun)] if begun else None
    total = sum(value or 0 for year, value in yearly.items() if year < as_of.year)
    if as_of == date(as_of.year, 12, 31):
        return total + (yearly.get(as_of.year) or 0)
    quarters = [
        one.value or 0
        for one in indicator.targets
        if one.year == as_of.year and one.quarter and quarter_end(one.year, one.quarter) <= as_of
    ]
    return total + (max(quarters, default=0) if indicator.measure is Measure.STATE else sum(quarters))


def _target(targets: Iterable[Target], year: int, quarter: int) -> int | None:
    return next((one.value for one in targets if one.year == year and one.quarter == quarter), None)


def rate(value: Number | None, target: int | None, *, cap: bool = False) -> Fraction | None:
    """Actual ÷ target, exact; at most 1 with ``cap``. None ("no value", never 0) when either is missing."""
    if value is None or not target:
        return None
    exact = Fraction(value) / target
    return min(exact, Fraction(1)) if cap else exact


def overall(weighted: Sequence[tuple[int, Fraction | None]]) -> Fraction | None:
    """Σ weight × rate from unrounded rates; None as soon as one rate is missing. Weights are percent and make 100.

    Round once, at the end, with ``percent_tenths``: 61.0 on the district's figures, where rounding first gives 61.1.
    """
    if sum(weight for weight, _ in weighted) != 100:
        raise RuleBroken("전체사업 대비비율(%)의 합이 100이 아닙니다. 지표의 비율을 확인해 주세요.")
    total = Fraction(0)
    for weight, one in weighted:
        if one is None:
            return None
        total += Fraction(weight, 100) * one
    return total


def percent(value: Fraction | None) -> Fraction | None:
    """For pages and JSON: percent with one decimal, half up; None stays None."""
    return None if value is None else percent_tenths(value)
