"""The criteria sets shipped with the system (``criteria_sets.toml``): a start for a notice, with how sure we are."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.rules.criteria.document import NoticeDocument
from app.rules.criteria.limits import LIMITS, RULE_CODES
from app.shared.errors import RuleBroken

SHIPPED = Path(__file__).parent.parent / "criteria_sets.toml"


@dataclass(frozen=True, slots=True)
class ShippedSet:
    """One programme and half-year. ``age_reference`` is ``start`` (사업개시일) or ``notice`` (공고일)."""

    programme: str
    year: int
    half: int
    name: str
    age_reference: str
    income_year: int
    note: str
    document: NoticeDocument


@cache
def shipped_sets() -> dict[tuple[str, int, int], ShippedSet]:
    """Every shipped set by (programme, year, half)."""
    source = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    sets = {}
    for entry in source["set"]:
        for period in entry["periods"]:
            year, half = int(period[:4]), int(period[5])
            sets[entry["programme"], year, half] = ShippedSet(
                programme=entry["programme"],
                year=year,
                half=half,
                name=entry["name"],
                age_reference=entry["age_reference"],
                income_year=entry.get("income_year", year),
                note=entry.get("note", ""),
                document=_document(source, entry["rules"]),
            )
    return sets


def shipped_set(programme: str, year: int, half: int) -> ShippedSet:
    """The set of that programme and half-year. Raises RuleBroken when none is shipped: the office enters its own."""
    try:
        return shipped_sets()[programme, year, half]
    except KeyError:
        periods = "상반기" if half == 1 else "하반기"
        raise RuleBroken(f"{year}년 {periods}의 준비된 기준이 없습니다. 지침을 확인해 직접 입력해 주세요.") from None


def _document(source: dict[str, Any], own: dict[str, dict[str, Any]]) -> NoticeDocument:
    common: dict[str, dict[str, Any]] = source["common"]
    rules = []
    for code in RULE_CODES:
        entry = {"on": True, "confidence": own["others"]["confidence"]} | common[code] | own.get(code, {})
        limits = entry.get("limits", None if code in LIMITS else {})
        rules.append(
            {
                "code": code,
                "on": entry["on"],
                "limits": _with_nulls(code, limits),
                "declared_is_enough": False,
                "basis": entry["basis"],
                "confidence": entry["confidence"],
                "confirmed_by": "",
            }
        )
    return NoticeDocument.from_json({"rules": rules, **_table(source["example"])})


def _with_nulls(code: str, limits: dict[str, Any] | None) -> dict[str, Any] | None:
    """TOML knows no null: what a set leaves out is the limit's own "none"."""
    empty: dict[str, dict[str, Any]] = {
        "age": {"max_years": None},
        "income": {"by_size": []},
        "repeat": {"months": None, "consecutive": None, "programmes": []},
    }
    return None if limits is None else empty.get(code, {}) | limits


def _table(example: dict[str, Any]) -> dict[str, Any]:
    items = []
    for item in example["items"]:
        above = None
        bands = []
        for band in item["bands"]:
            up_to = band[0] if len(band) == 2 else None
            bands.append({"above": above, "up_to": up_to, "points": band[-1]})
            above = up_to
        items.append({"count_at_most": None, "years": None, "declared_is_enough": False} | item | {"bands": bands})
    return {
        "score_table": {"title": example["title"], "example": True, "adopted_by": "", "items": items},
        "tie_break": example["tie_break"],
        "backfill": [],
        "priority_percent": example["priority_percent"],
        "reserve": example["reserve"],
    }
