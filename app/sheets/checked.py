"""What a check came to: typed values, and every fault at its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.shared.sentences import josa
from app.sheets.columns import Column, cell_name


@dataclass(frozen=True, slots=True)
class Fault:
    """One cell that keeps the file out. ``value`` is fit to be shown (masked); ``said`` replaces the usual sentence."""

    cell: str
    title: str
    value: str
    accepted: str
    row: int
    said: str = ""

    def sentence(self, sheet: str) -> str:
        """W35, up to the count of all."""
        if self.said:
            return f"{sheet} {self.cell}: {self.said}"
        bare = re.sub(r"\s*\([^()]*\)$", "", self.accepted)
        towards = josa(bare, "으로/로")[len(bare) :]
        return f"{sheet} {self.cell}: 「{self.value or '빈칸'}」은(는) 쓸 수 없습니다. {self.accepted}{towards} 고쳐 주세요."


def nothing_saved(rows: int, faults: int) -> str:
    """The end of W35."""
    return f"전체 {rows:,}건 가운데 오류 {faults:,}건이 있어 한 건도 저장하지 않았습니다."


@dataclass(slots=True)
class Checked:
    """Typed values by column key, in the order of ``row_numbers`` (as in the sheet). A faulty cell's value is None.

    ``notes`` are about the whole file, ``row_notes`` about one row.
    """

    sheet: str
    places: dict[str, int]
    columns: dict[str, Column]
    row_numbers: list[int]
    values: dict[str, list[Any]]
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    row_notes: list[tuple[int, str]] = field(default_factory=list)
    _refused: set[tuple[int, str]] = field(default_factory=set)

    def rows(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """(row number, values by key)."""
        keys = list(self.values)
        for at, row in zip(self.row_numbers, zip(*self.values.values(), strict=True), strict=True):
            yield at, dict(zip(keys, row, strict=True))

    def cell(self, row: int, key: str) -> str:
        return cell_name(row, self.places[key])

    def refuse(self, row: int, key: str, value: str, *, accepted: str = "", said: str = "") -> None:
        """A fault that only the caller can know (an unknown person, a rule of the notice). ``value`` must be masked."""
        column = self.columns[key]
        fault = Fault(self.cell(row, key), column.title, value, accepted or column.accepted, row, said)
        self.faults.append(fault)
        self._refused.add((row, key))

    def is_refused(self, row: int, key: str) -> bool:
        return (row, key) in self._refused
