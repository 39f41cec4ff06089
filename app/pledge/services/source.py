"""The project's own data files behind the record of a pledge, read as plain values."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from app.shared.errors import NotFound
from app.shared.periods import last_day, parse_month

DATA = Path(__file__).resolve().parent.parent / "data"
MILLION = 1_000_000
"""The sheet writes money in 백만 원; the database keeps won."""


def read_record(code: str) -> dict[str, Any]:
    """The sheet as the district recorded it. Raises NotFound for a pledge without a file."""
    return _read(f"pledge-{code}.yaml", code)


def read_announced(code: str) -> list[dict[str, Any]]:
    """Head-counts that other sources give for the same cohorts."""
    found: list[dict[str, Any]] = _read(f"announced-{code}.yaml", code)["announced"]
    return found


def _read(name: str, code: str) -> dict[str, Any]:
    path = DATA / name
    if not re.fullmatch(r"[0-9]{1,3}-[0-9]{1,3}", code) or not path.is_file():
        raise NotFound(f"공약 기록을 찾을 수 없습니다: {code[:20]} (예: 1-4)")
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def first_day(when: str | date) -> date:
    """``2023-02`` is its first day."""
    return when if isinstance(when, date) else parse_month(when)


def final_day(when: str | date) -> date:
    """``2023-02`` is its last day, when it stands at the end of a range."""
    return when if isinstance(when, date) else last_day(parse_month(when))


def known_to(when: str | date) -> str:
    """How exactly the record knows a date."""
    return "day" if isinstance(when, date) else "month"


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """The same values as JSON keeps them: days as text."""
    return {str(key): _plain(value) for key, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return plain(value)
    return [_plain(one) for one in value] if isinstance(value, list) else value
