"""What facts are measured against besides the notice's document: dates, the median income of the year, the streams."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from app.shared.errors import RuleBroken
from app.shared.money import round_half_up


@cache
def _percent_of(won: int, percent: int) -> int:
    return round_half_up(Fraction(won * percent, 100))


@dataclass(frozen=True, slots=True)
class MedianIncome:
    """기준중위소득 of one year, won a month (국민기초생활보장법 §2 11호); from eight people on each adds the same."""

    year: int
    by_size: tuple[int, ...]
    each_further: int
    basis: str = ""

    @classmethod
    def from_value(cls, value: Mapping[str, Any], year: int, basis: str = "") -> MedianIncome:
        """The value of the parameter ``median_income``: ``{"by_size": [seven sums], "each_further": n}``."""
        by_size, further = tuple(value["by_size"]), value["each_further"]
        if len(by_size) != 7 or any(type(won) is not int or won <= 0 for won in (*by_size, further)):
            raise RuleBroken(f"{year}년 기준 중위소득은 1인부터 7인까지의 금액과 1인 증가분을 모두 적어야 합니다.")
        return cls(year, by_size, further, basis)

    def of(self, size: int) -> int:
        if size < 1:
            raise RuleBroken("가구원 수는 1명 이상이어야 합니다.")
        return self.by_size[size - 1] if size <= 7 else self.by_size[6] + (size - 7) * self.each_further

    def share(self, size: int, percent: int) -> int:
        """That percent for the household size, rounded half up to 1 won (as 울산남구's published 60 % of 2024)."""
        return _percent_of(self.of(size), percent)


@dataclass(frozen=True, slots=True)
class StreamAges:
    """모집 구분: its name on the page and the ages that may choose it (만 나이, both inclusive)."""

    label: str
    min_age: int | None = None
    max_age: int | None = None


@dataclass(frozen=True, slots=True)
class ScreeningTerms:
    """The notice's reference dates and the cohort's term. ``median`` may be missing only while no rule asks for it."""

    age_on: date
    residence_on: date
    starts_on: date
    ends_on: date
    median: MedianIncome | None = None
    streams: Mapping[str, StreamAges] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values, as they are stored with what was judged by them."""
        median = self.median
        return {
            "age_on": self.age_on.isoformat(),
            "residence_on": self.residence_on.isoformat(),
            "starts_on": self.starts_on.isoformat(),
            "ends_on": self.ends_on.isoformat(),
            "median": None
            if median is None
            else {
                "year": median.year,
                "by_size": list(median.by_size),
                "each_further": median.each_further,
                "basis": median.basis,
            },
            "streams": {code: [one.label, one.min_age, one.max_age] for code, one in self.streams.items()},
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> ScreeningTerms:
        """The terms as ``to_json`` wrote them."""
        median = value["median"]
        days = {name: date.fromisoformat(value[name]) for name in ("age_on", "residence_on", "starts_on", "ends_on")}
        return cls(
            **days,
            median=None if median is None else MedianIncome.from_value(median, median["year"], median["basis"]),
            streams={code: StreamAges(*ages) for code, ages in value["streams"].items()},
        )

    def median_income(self) -> MedianIncome:
        if self.median is None:
            raise RuleBroken("적용할 연도의 기준 중위소득이 없습니다. 기준값 화면에서 근거와 함께 등록해 주세요.")
        return self.median
