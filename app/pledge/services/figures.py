"""What a pledge stands at, as values: the one report that pages, JSON, sheet and snapshot are drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.rules import indicators as rules

FUNDERS = ("national", "city", "district", "other")


@dataclass(frozen=True)
class People:
    """Beside the count, not in it: 충원 and 실인원."""

    filled: int
    distinct: int


@dataclass(frozen=True)
class IndicatorLine:
    """One indicator of the pledge with everything the rules say of it."""

    seq: int
    label: str
    name: str
    unit: str
    source: str
    behind: rules.Indicator
    progress: rules.Progress
    people: People | None = None

    @property
    def title(self) -> str:
        """What pages call it: a measure that says too little alone takes its programme along."""
        if self.source == "participations":
            return f"{self.label.removesuffix(' 사업')} {self.name}"
        return self.label if self.behind.measure is rules.Measure.STATE else self.name

    @property
    def weight(self) -> int:
        return self.behind.weight

    @property
    def contribution(self) -> Fraction | None:
        """반영(%p): weight × rate, in percent points, exact."""
        return None if self.progress.rate is None else self.weight * self.progress.rate

    def quarter_target(self, year: int, quarter: int) -> int | None:
        cells = (one.value for one in self.behind.targets if (one.year, one.quarter) == (year, quarter))
        return next(cells, None)


@dataclass(frozen=True)
class MoneyLine:
    """Won of one funder, or of all (``total``): the whole, and by year. None is an empty cell."""

    funder: str
    whole: int | None
    by_year: dict[int, int | None]


@dataclass(frozen=True)
class Money:
    """Plan and executed, in won. ``error`` says why there is no executed amount; then all its cells are None."""

    years: tuple[int, ...]
    plan: dict[str, MoneyLine]
    executed: dict[str, MoneyLine]
    computed: int
    opening: int
    entered: int
    error: str = ""

    def rate(self, funder: str = "total") -> Fraction | None:
        """집행률: executed ÷ plan of the whole term."""
        return rules.rate(self.executed[funder].whole, self.plan[funder].whole)


@dataclass(frozen=True)
class Milestone:
    """추진실적: what was done, when, with its recorded figures."""

    seq: int
    on: date
    known_to: str
    programme: str | None
    title: str
    figures: dict[str, object]


@dataclass(frozen=True)
class Report:
    """A pledge as of a day."""

    code: str
    title: str
    as_of: date
    indicators: tuple[IndicatorLine, ...]
    overall: Fraction | None
    money: Money
    milestones: tuple[Milestone, ...]

    def indicator(self, seq: int) -> IndicatorLine | None:
        return next((one for one in self.indicators if one.seq == seq), None)

    @property
    def contributions(self) -> Fraction | None:
        """Σ weight × rate in percent points, exact (61.04 shows how 61.0 came about)."""
        return None if self.overall is None else self.overall * 100
