"""심사 점수: the notice's score table over the same facts that were screened, one line for every item.

What is not verified is 확인 필요, never 0 points. Pure: facts, table and median income in, a ``Score`` out.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from app.rules.criteria import Band, NoticeDocument, ScoreItem
from app.rules.eligibility import Facts, MedianIncome, ScreeningTerms, rounds_within
from app.shared.money import percent_tenths, won


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One line: ``points`` None is 확인 필요; ``figure`` is won, a count, or for income percent to tenths as text."""

    code: str
    label: str
    points: int | None
    band: str
    figure: int | str | None


@dataclass(frozen=True, slots=True)
class Score:
    """All lines, their total, and whether a line is still 확인 필요 (then the total is only what is known)."""

    items: tuple[ItemScore, ...]
    total: int
    incomplete: bool

    def to_json(self) -> dict[str, Any]:
        return {"items": [asdict(item) for item in self.items], "total": self.total, "incomplete": self.incomplete}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Score:
        """A stored score, as ``to_json`` wrote it."""
        return cls(tuple(ItemScore(**item) for item in value["items"]), value["total"], value["incomplete"])


def score(facts: Facts, document: NoticeDocument, terms: ScreeningTerms) -> Score:
    """Points of one application by the notice's table (design.md 4.2)."""
    items = tuple(_score_item(item, facts, terms) for item in document.score_table.items)
    known = [item.points for item in items if item.points is not None]
    return Score(items, sum(known), incomplete=len(known) < len(items))


def item_figure(item: ScoreItem, facts: Facts, terms: ScreeningTerms) -> int | None:
    """The figure that the bands look at, or None when it is not verified. Income stays won here."""
    enough = item.declared_is_enough
    if item.code == "income":
        return facts.income_won.settled(enough)
    if item.code == "property":
        return facts.property_won.settled(enough)
    if item.code == "dependants":
        figure = facts.dependants.settled(enough)
    elif item.code == "vulnerable_types":
        types = facts.vulnerable_types.settled(enough)
        figure = None if types is None else len(set(types))
    elif item.code == "householder":
        householder = facts.householder.settled(enough)
        figure = None if householder is None else int(householder)
    else:
        known = enough or facts.past_looked_up_on is not None
        figure = len(rounds_within(facts.past, terms.starts_on, item.years or 1)) if known else None
    return figure if figure is None or item.count_at_most is None else min(figure, item.count_at_most)


def _score_item(item: ScoreItem, facts: Facts, terms: ScreeningTerms) -> ItemScore:
    figure = item_figure(item, facts, terms)
    if figure is None:
        return ItemScore(item.code, item.label, None, "확인 필요", None)
    median = terms.median_income() if item.code == "income" else None
    band = _band_of(item, figure, facts.household_size, median)
    points = 0 if band is None else band.points
    points = min(points, item.cap) if item.sign == "add" else max(points, item.cap)
    shown: int | str = figure
    if median is not None:
        tenths = int(percent_tenths(Fraction(figure, median.of(facts.household_size))) * 10)
        shown = f"{tenths // 10}.{tenths % 10}"
    return ItemScore(item.code, item.label, points, _band_label(item, band), shown)


def _band_of(item: ScoreItem, figure: int, size: int, median: MedianIncome | None) -> Band | None:
    """The first band whose end reaches the figure; past the last end there is none, and that is 0 points.

    An end in percent of median income is the same won amount, rounded half up, that eligibility compares with.
    """
    for band in item.bands:
        if band.up_to is None:
            return band
        end = band.up_to if median is None else median.share(size, band.up_to)
        if figure <= end:
            return band
    return None


def _band_label(item: ScoreItem, band: Band | None) -> str:
    if item.code == "householder":
        return "세대주" if band is not None and band.up_to is None else "세대원"
    unit = {"income": "%", "property": "원", "dependants": "명", "vulnerable_types": "유형", "past_rounds": "회"}[
        item.code
    ]
    if band is None:
        last = item.bands[-1].up_to or 0
        return f"{won(last)}{unit} 초과"
    if item.code in ("dependants", "vulnerable_types", "past_rounds"):
        return _count_label(band, unit)
    if band.up_to is None:
        return f"{won(band.above or 0)}{unit} 초과"
    if band.above is None:
        return f"{won(band.up_to)}{unit} 이하"
    return f"{won(band.above)}{unit} 초과 {won(band.up_to)}{unit} 이하"


def _count_label(band: Band, unit: str) -> str:
    """Whole counts read better than 초과–이하: 없음, 1명, 2–3명, 4명 이상."""
    low = 0 if band.above is None else band.above + 1
    if band.up_to is None:
        return f"{low}{unit} 이상"
    if low == band.up_to:
        return f"{low}{unit}" if low else "없음"
    return f"{low}–{band.up_to}{unit}"
