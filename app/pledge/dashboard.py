"""What the overview draws from a report: chart columns, funder bars, the list of what the next quarter still needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import count
from typing import Any

from app.pledge.models import Actual
from app.pledge.services.figures import IndicatorLine, Money, Report
from app.pledge.services.sheet import million
from app.rules.indicators import Measure
from app.shared.periods import first_of, months_touched, quarter_end

GRID_LINES = 5
FUNDER_NAMES = (("national", "국비"), ("city", "시비"), ("district", "구비"), ("other", "기타"))


def sources_text(line: IndicatorLine) -> str:
    """``시스템 산출 2,748 · 이월 1,530 (연도 미상)``: where an actual comes from, in one line."""
    actual = line.progress.actual
    if line.behind.measure is Measure.STATE:
        return f"상태 {actual.value}년 운영" if actual.value is not None else actual.error
    parts = (
        [f"시스템 산출 {actual.computed:,}"] if line.source == "participations" and actual.computed is not None else []
    )
    if actual.opening:
        parts.append(f"이월 {actual.opening:,} ({opening_text(line)})")
    if actual.entered:
        parts.append(f"입력 {actual.entered:,}")
    return actual.error or " · ".join(parts) or "아직 없음"


def opening_text(line: IndicatorLine) -> str:
    """What the opening entries cover: unknown year, or up to a day."""
    ends = [one.covers_to for one in line.behind.openings if one.covers_to is not None]
    return f"{max(ends).year}. {max(ends).month}. {max(ends).day}.까지" if ends else "연도 미상"


def unknown_year(line: IndicatorLine) -> int:
    """이월 실적 of unknown year: it stands in a column of its own."""
    return sum(one.value for one in line.behind.openings if one.covers_to is None)


def year_columns(line: IndicatorLine, as_of: date) -> list[dict[str, Any]]:
    """The columns of the chart of years, from the very numbers of the table under it."""
    opening = unknown_year(line)
    first = (
        [{"label": "이월", "under": "연도 미상", "value": opening, "target": None, "opening": True}] if opening else []
    )
    return first + [
        {
            "label": str(one.year),
            "under": _until(one.year, as_of),
            "value": None if one.actual is None else int(one.actual),
            "target": one.target,
            "opening": False,
        }
        for one in line.progress.by_year
    ]


def _until(year: int, as_of: date) -> str:
    if year != as_of.year or (as_of.month, as_of.day) == (12, 31):
        return ""
    quarter = (as_of.month + 2) // 3
    return f"{quarter}분기까지" if as_of == quarter_end(year, quarter) else f"{as_of.month}. {as_of.day}.까지"


def chart_top(columns: Sequence[dict[str, Any]]) -> int:
    """The highest grid line: five equal steps of 1, 2 or 5 × a power of ten."""
    highest: int = max((max(one["value"] or 0, one["target"] or 0) for one in columns), default=0)
    steps: Iterator[int] = (digit * 10**power for power in count() for digit in (1, 2, 5))
    return GRID_LINES * next(step for step in steps if step * GRID_LINES >= highest)


def funder_rows(money: Money) -> list[dict[str, Any]]:
    """Each funder with a plan: 백만 원 and the rate."""
    return [
        {
            "kind": funder,
            "name": name,
            "plan": million(money.plan[funder].whole),
            "executed": million(money.executed[funder].whole),
            "rate": money.rate(funder),
        }
        for funder, name in FUNDER_NAMES
        if money.plan[funder].whole is not None
    ]


@dataclass(frozen=True)
class TermShare:
    """How much of the term has gone, in months."""

    months: int
    gone: int

    @property
    def share(self) -> Fraction:
        return Fraction(self.gone, self.months)


def term_share(starts_on: date, ends_on: date, as_of: date) -> TermShare:
    gone = len(months_touched(starts_on, min(as_of, ends_on))) if as_of >= first_of(starts_on) else 0
    return TermShare(len(months_touched(starts_on, ends_on)), gone)


@dataclass(frozen=True)
class Check:
    """One line of what a quarter needs before it is submitted. ``page`` names where to do it."""

    kind: str
    text: str
    meta: str
    page: str = ""


def checklist(report: Report, entries: Sequence[Actual], seqs: dict[int, int], open_findings: int) -> list[Check]:
    """What is done and what is missing for the quarter that ends on the report's day.

    ``seqs``: an indicator's number by its row's id.
    """
    year, quarter = report.as_of.year, (report.as_of.month + 2) // 3
    checks = [_indicator_check(line, entries, seqs, year, quarter) for line in report.indicators]
    bare = [one for one in entries if one.kind == "entered" and not one.evidence and _within(one, year, quarter)]
    if bare:
        checks.append(Check("warning", f"증빙이 없는 입력 {len(bare)}건", "보러 가기", "entries"))
    if open_findings:
        checks.append(Check("warning", f"불일치 {open_findings}건에 설명 적기", "적으러 가기", "reconcile"))
    return checks


def _indicator_check(
    line: IndicatorLine, entries: Sequence[Actual], seqs: dict[int, int], year: int, quarter: int
) -> Check:
    if line.progress.actual.value is None:
        return Check("danger", f"지표 {line.seq} 산출할 수 없음", "원인 보기", f"indicators/{line.seq}")
    if line.source == "participations":
        return Check("success", f"지표 {line.seq} 산출 확인", f"{line.progress.actual.value:,}{line.unit}")
    own = [one for one in entries if seqs.get(one.indicator_id) == line.seq and _within(one, year, quarter)]
    if own:
        return Check("success", f"{line.title} {quarter}분기 입력", f"{own[-1].on_date.month}. {own[-1].on_date.day}.")
    this_year = any(seqs.get(one.indicator_id) == line.seq and one.on_date.year == year for one in entries)
    if line.behind.measure is Measure.STATE and this_year:
        return Check("success", f"{line.title} {year}년 입력", f"{year}년")
    if line.quarter_target(year, quarter) is None:
        return Check("information", f"{line.title} {quarter}분기 목표 없음", "")
    return Check("warning", f"{line.title} {quarter}분기 입력 없음", "입력하러 가기", "entries/new")


def _within(one: Actual, year: int, quarter: int) -> bool:
    return (one.on_date.year, (one.on_date.month + 2) // 3) == (year, quarter)
