"""The total order of a stream: points, the notice's tie-break list, then the application number. Never a draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from app.rules.criteria import TIE_BREAK_LABELS, NoticeDocument
from app.rules.eligibility import Facts, Known, ScreeningTerms, rounds_within
from app.rules.scoring import Score

NUMBER = "number"
YOUTH = "youth"
Key = tuple[tuple[int, int | Fraction], ...]


@dataclass(frozen=True, slots=True)
class Applicant:
    """One eligible application as the selection sees it.

    ``ties``: the plain figure of every tie-break item (income as a ratio to 기준중위소득, age as the day of birth);
    ``priority`` marks 취업취약계층; ``preferences`` are project codes, first choice first (empty: any).
    """

    number: int
    stream: str
    points: int
    incomplete: bool = False
    ties: Mapping[str, int | Fraction | date | None] = field(default_factory=dict)
    priority: bool = False
    preferences: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "stream": self.stream,
            "points": self.points,
            "incomplete": self.incomplete,
            "ties": dict(self.ties),
            "priority": self.priority,
            "preferences": list(self.preferences),
        }


def as_applicant(
    number: int,
    facts: Facts,
    scored: Score,
    *,
    document: NoticeDocument,
    terms: ScreeningTerms,
    preferences: tuple[str, ...] = (),
) -> Applicant:
    """Put together what ranking needs of one application; figures by look-up, else as declared.

    Score items decide how many 취업취약계층 types and which years of participation count.
    """
    types = facts.vulnerable_types.best
    years = next((item.years for item in document.score_table.items if item.code == "past_rounds"), None) or 3
    ties: dict[str, int | Fraction | date | None] = {
        "vulnerable_types": None if types is None else len(set(types)),
        "property": facts.property_won.best,
        "income": _income_ratio(facts.income_won, facts.household_size, terms),
        "dependants": facts.dependants.best,
        "past_rounds": len(rounds_within(facts.past, terms.starts_on, years)),
        "age": facts.born_on,
    }
    return Applicant(
        number=number,
        stream=facts.stream,
        points=scored.total,
        incomplete=scored.incomplete,
        ties={code: ties[code] for code in document.tie_break},
        priority=bool(types),
        preferences=preferences,
    )


def _income_ratio(income: Known[int], size: int, terms: ScreeningTerms) -> Fraction | None:
    if income.best is None or terms.median is None:
        return None
    return Fraction(income.best, terms.median.of(size))


def rank_key(applicant: Applicant, tie_break: tuple[str, ...]) -> tuple[int, Key, int]:
    """Smaller is better: more points first, then each item by its own direction, unknown figures last."""
    ties = tuple(_tie_key(code, applicant.ties.get(code), applicant.stream) for code in tie_break)
    return -applicant.points, ties, applicant.number


def _tie_key(code: str, value: int | Fraction | date | None, stream: str) -> tuple[int, int | Fraction]:
    """More types and dependants first; less property, income and past rounds first; older first, in 청년 younger."""
    if value is None:
        return 1, 0
    if isinstance(value, date):
        return 0, -value.toordinal() if stream == YOUTH else value.toordinal()
    return 0, -value if code in ("vulnerable_types", "dependants") else value


def deciding_item(one: tuple[int, Key, int], other: tuple[int, Key, int], tie_break: tuple[str, ...]) -> str | None:
    """Which item set two people of equal points apart: a code, or ``number``; None when their points differ."""
    if one[0] != other[0]:
        return None
    for code, mine, theirs in zip(tie_break, one[1], other[1], strict=True):
        if mine != theirs:
            return code
    return NUMBER


def tie_label(code: str) -> str:
    return "접수번호" if code == NUMBER else TIE_BREAK_LABELS[code]
