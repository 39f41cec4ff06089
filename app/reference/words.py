"""A dated value in Korean: numbers with commas, choices by their meaning, small tables part by part."""

from __future__ import annotations

import re
from typing import Any

_CHOICE = re.compile(r"([a-zA-Z_]+)\(([^)]*)\)")
PARTS = {
    "ceiling": "상한",
    "each_further": "한 명 더",
    "floor": "하한",
    "from": "이상",
    "under": "미만",
}
ROUNDINGS = {"down": "버림", "half_up": "반올림", "up": "올림"}


def shown_value(value: Any, unit: str) -> str:
    """``value`` as people read it. A choice is named as ``unit`` explains it: ``paid`` of ``paid(지급)`` is 지급."""
    if isinstance(value, bool):
        return "예" if value else "아니요"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, str):
        meanings: dict[str, str] = dict(_CHOICE.findall(unit))
        return meanings.get(value, value)
    if isinstance(value, list):
        return " · ".join(shown_value(one, "") for one in value)
    return _table(value)


def shown_unit(unit: str) -> str:
    """The unit without the code words of its choices."""
    if "half_up" in unit:
        return "원"
    return _CHOICE.sub(r"\2", unit)


def _table(value: dict[str, Any]) -> str:
    if "mode" in value:
        return f"{value['unit']:,} 단위 {ROUNDINGS[value['mode']]}"
    if "by_size" in value:
        return f"{shown_value(value['by_size'], '')} · {PARTS['each_further']} {value['each_further']:,}"
    if set(value) <= set(PARTS):
        return " · ".join(f"{PARTS[key]} {shown_value(one, '')}" for key, one in value.items())
    return "표"
