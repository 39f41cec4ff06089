"""Dated parameters as the rules see them: one frozen set, looked up by the day that the rule names.

The values come from ``parameters/*.toml`` as shipped, or from the table in ``reference/`` that the office may add to.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from app.shared.errors import RuleBroken
from app.shared.money import rate
from app.shared.periods import korean_date

SHIPPED = Path(__file__).parent / "parameters"
CONFIDENCES = ("H", "M", "L", "?")


class ParameterMissing(RuleBroken):
    """No value of that parameter on that day: nothing is carried on silently."""

    def __init__(self, key: str, label: str, day: date) -> None:
        super().__init__(
            f"{label}({key})의 {korean_date(day)} 값이 없습니다. 기준값 화면에서 근거와 함께 등록해 주세요."
        )
        self.key, self.day = key, day


@dataclass(frozen=True)
class DatedValue:
    """One value of a parameter. ``scope`` is a programme code or ``""``; ``valid_to`` None means no known end."""

    key: str
    scope: str
    valid_from: date
    valid_to: date | None
    value: Any
    unit: str
    label: str
    basis: str
    confidence: str
    note: str = ""

    @property
    def needs_check(self) -> bool:
        """M, L and ? are shown as 확인 필요; only H is certain."""
        return self.confidence != "H"

    @property
    def undecided(self) -> bool:
        """``?`` is 미확정: it blocks what would use it."""
        return self.confidence == "?"


class Parameters:
    """A frozen set of dated values. Programme values win over the general ones of the same key."""

    def __init__(self, values: Iterable[DatedValue]) -> None:
        self._series: dict[tuple[str, str], list[DatedValue]] = {}
        self._labels: dict[str, str] = {}
        for value in sorted(values, key=lambda one: (one.key, one.scope, one.valid_from)):
            self._series.setdefault((value.key, value.scope), []).append(value)
            self._labels[value.key] = value.label

    def find(self, key: str, day: date, scope: str = "") -> DatedValue:
        """The value in force on ``day``. Raises ParameterMissing before the first or past the known end."""
        for at in dict.fromkeys((scope, "")):
            current = None
            for value in self._series.get((key, at), ()):
                if value.valid_from > day:
                    break
                current = value
            if current and (current.valid_to is None or day <= current.valid_to):
                return current
        raise ParameterMissing(key, self._labels.get(key, key), day)

    def on(self, key: str, day: date, scope: str = "") -> Any:
        return self.find(key, day, scope).value

    def won(self, key: str, day: date, scope: str = "") -> int:
        return int(self.on(key, day, scope))

    def rate(self, key: str, day: date, scope: str = "") -> Fraction:
        return rate(self.on(key, day, scope))


def load_shipped(folder: Path = SHIPPED) -> list[DatedValue]:
    """Every value of ``parameters/*.toml``, checked: unit, basis and confidence are there, dates in order.

    A file is a list of ``[[parameter]]`` tables: key, label, unit, optional scope and note, and ``values``, each with
    from, optional to, value, basis, confidence, optional note. Raises ValueError naming file and key.
    """
    loaded: list[DatedValue] = []
    for path in sorted(folder.glob("*.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["parameter"]:
            last = date.min
            for value in entry["values"]:
                where = f"{path.name}: {entry['key']} {value.get('from')}"
                if value["from"] <= last or value["confidence"] not in CONFIDENCES or not value["basis"]:
                    raise ValueError(f"{where}: dates must rise, basis and confidence must be there")
                last = value["from"]
                loaded.append(
                    DatedValue(
                        key=entry["key"],
                        scope=entry.get("scope", ""),
                        valid_from=value["from"],
                        valid_to=value.get("to"),
                        value=value["value"],
                        unit=entry["unit"],
                        label=entry["label"],
                        basis=value["basis"],
                        confidence=value["confidence"],
                        note=value.get("note", entry.get("note", "")),
                    )
                )
    return loaded
