"""A statement as values: the same ones make the page, the paper and the JSON. Nothing is loaded here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.rules.cost_share import Scheme, Shares

ORDER = ("wage", "insurance", "allowance", "material", "operation")


@dataclass(frozen=True, slots=True)
class StatedLine:
    """One 비목 of a month, by the scheme in force; ``basis`` is where the scheme comes from."""

    item: str
    scheme: Scheme
    basis: str
    shares: Shares


@dataclass(frozen=True, slots=True)
class CeilingFacts:
    """The city's grant, won. ``left`` is what was left of it before this statement: decided less used before."""

    decided: int
    used_before: int

    @property
    def left(self) -> int:
        return self.decided - self.used_before


@dataclass(frozen=True, slots=True)
class Stated:
    """재원별 분담 of one month of a cohort (or a sum of months). Won throughout."""

    lines: tuple[StatedLine, ...]
    overflow: int
    ceiling: CeilingFacts | None
    headcount: int
    state: str
    number: str
    pay_on: date

    @property
    def nominal(self) -> Shares:
        return sum((line.shares for line in self.lines), Shares())

    @property
    def overflow_row(self) -> Shares:
        """시비 한도 초과분 구비 전환: city −, district +, total 0."""
        return Shares(0, -self.overflow, self.overflow)

    @property
    def total(self) -> Shares:
        return self.nominal + self.overflow_row

    def same_money(self, other: Stated) -> bool:
        """Do both state the same won for the same people? (State, number and day of payment apart.)"""
        mine, theirs = ((s.lines, s.overflow, s.ceiling, s.headcount) for s in (self, other))
        return mine == theirs


def summed(parts: Sequence[Stated], ceiling: CeilingFacts | None, headcount: int) -> Stated:
    """The sum of months, never worked out again: lines by item and scheme, overflow added up. At least one month."""
    lines: dict[tuple[int, str, Scheme], StatedLine] = {}
    overflow, states = 0, set()
    for part in parts:
        overflow += part.overflow
        states.add(part.state)
        for line in part.lines:
            key = (ORDER.index(line.item), line.item, line.scheme)
            before = lines[key].shares if key in lines else Shares()
            lines[key] = StatedLine(line.item, line.scheme, line.basis, before + line.shares)
    state = "confirmed" if states == {"confirmed"} else "draft"
    ordered = tuple(lines[key] for key in sorted(lines, key=lambda key: key[0]))
    return Stated(ordered, overflow, ceiling, headcount, state, "", parts[-1].pay_on)


def shares_json(shares: Shares, *, total: bool = True) -> dict[str, int]:
    found = {"national": shares.national, "city": shares.city, "district": shares.district}
    return {"total": shares.total, **found} if total else found


def stated_json(stated: Stated) -> dict[str, Any]:
    """The part of the JSON that month and year share (design.md 5). Lines always add up to the total."""
    by_item: dict[str, Shares] = {}
    for line in stated.lines:
        by_item[line.item] = by_item.get(line.item, Shares()) + line.shares
    lines: list[dict[str, Any]] = [{"item": item, **shares_json(shares)} for item, shares in by_item.items()]
    if stated.overflow:
        lines.append({"item": "overflow", **shares_json(stated.overflow_row)})
    ceiling = stated.ceiling
    return {
        "status": stated.state,
        "lines": lines,
        "total": shares_json(stated.total),
        "nominal": shares_json(stated.nominal, total=False),
        "ceiling": ceiling and {"decided": ceiling.decided, "used_before": ceiling.used_before, "left": ceiling.left},
        "headcount": stated.headcount,
    }
