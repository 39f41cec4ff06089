"""Rows of a sheet to typed values: every fault at its cell, in one pass a column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.shared.sentences import josa
from app.sheets.cells import READERS, BadCell, Restored, shown
from app.sheets.columns import GUIDE_SHEET, LISTS_SHEET, MOST_WON, Column, Kind, cell_name
from app.sheets.reading import Sheet
from app.sheets.refusals import SheetRefused

HEADER_WITHIN = 10
EMPTY_VALUE = {Kind.TEXT: "", Kind.PHONE: ""}
_MANY = 10


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


def check(sheet: Sheet, columns: Sequence[Column], *, today: date | None = None) -> Checked:
    """Every cell under its column, whatever the order of the columns. Faults come in the order of the sheet.

    Raises SheetRefused where the file as a whole does not fit: no header, columns missing or twice, merged cells.
    """
    header, places = find_header(sheet, columns)
    _refuse_merged(sheet, header)
    kept = [at for at in range(header, len(sheet.rows)) if _filled(sheet.rows[at])]
    marked = {row for row, _ in sheet.uncomputed | sheet.errors if row > header}
    kept = sorted({*kept, *(row - 1 for row in marked)}) if marked else kept
    if not kept:
        raise SheetRefused(f"「{sheet.name}」 시트에 적은 줄이 없습니다. 제목 줄 아래에 내용을 적고 다시 올려 주세요.")
    numbers = [at + 1 for at in kept]
    checked = Checked(sheet.name, places, {one.key: one for one in columns}, numbers, {})
    rows = [sheet.rows[at] for at in kept]
    for column in columns:
        at = places[column.key] - 1
        checked.values[column.key] = _Reader(column, checked, sheet, today).read([row[at] for row in rows])
    checked.faults.sort(key=lambda fault: (fault.row, len(fault.cell), fault.cell))
    checked.notes = _notes(sheet, places, header)
    return checked


def find_header(sheet: Sheet, columns: Sequence[Column]) -> tuple[int, dict[str, int]]:
    """The header's row number and each column's place, both from 1. Raises SheetRefused with what is missing or twice."""
    wanted = {_bare(one.title): one for one in columns}
    at = next((at for at, row in enumerate(sheet.rows[:HEADER_WITHIN]) if _is_header(row, wanted)), None)
    if at is None:
        titles = ", ".join(f"「{one.title}」" for one in columns[:4])
        raise SheetRefused(
            f"「{sheet.name}」 시트에서 제목 줄({titles} …)을 찾을 수 없습니다. 양식을 내려받아 그 시트에 적어 주세요."
        )
    row = sheet.rows[at]
    found = [_bare(cell) for cell in row]
    twice = [one.title for title, one in wanted.items() if found.count(title) > 1]
    missing = [one.title for title, one in wanted.items() if title not in found]
    if twice:
        raise SheetRefused(f"제목이 두 번 있습니다: {_listed(twice)}. 한 열만 남기고 다시 올려 주세요.")
    if missing:
        extra = [str(row[place]).strip() for place, title in enumerate(found) if title and title not in wanted]
        instead = f" 양식에 없는 제목: {_listed(extra)}." if extra else ""
        raise SheetRefused(
            f"제목 줄에 없는 열이 있습니다: {_listed(missing)}.{instead} 제목을 양식과 같게 고쳐 주세요."
        )
    return at + 1, {one.key: found.index(title) + 1 for title, one in wanted.items()}


def _is_header(row: list[Any], wanted: dict[str, Column]) -> bool:
    return 2 * len(wanted.keys() & {_bare(cell) for cell in row}) >= len(wanted)


def _bare(cell: Any) -> str:
    return "".join(unicodedata.normalize("NFKC", str(cell)).split()).replace("*", "")


def _listed(titles: list[str]) -> str:
    rest = f" 외 {len(titles) - _MANY}개" if len(titles) > _MANY else ""
    return ", ".join(f"「{title[:40]}」" for title in titles[:_MANY]) + rest


def _filled(row: list[Any]) -> bool:
    return any(cell != "" and (type(cell) is not str or not cell.isspace()) for cell in row)


def _refuse_merged(sheet: Sheet, header: int) -> None:
    """A merged cell keeps its first value only: the others would be lost without a word."""
    for (top, left), (bottom, right) in sheet.merged:
        if bottom + 1 >= header:
            where = f"{cell_name(top + 1, left + 1)}:{cell_name(bottom + 1, right + 1)}"
            raise SheetRefused(f"「{sheet.name}」 시트에 합친 칸({where})이 있습니다. 셀 병합을 풀고 다시 올려 주세요.")


@dataclass(slots=True)
class _Reader:
    """Reads the cells of one column into ``checked``."""

    column: Column
    checked: Checked
    sheet: Sheet
    today: date | None

    def read(self, cells: list[Any]) -> list[Any]:
        """Texts are read once each; numbers, most of them different, go their own short way."""
        column, kind = self.column, Kind(self.column.kind)
        least, most = (0, MOST_WON) if kind == Kind.WON else (column.least, column.most)
        numeric, numbers = kind in (Kind.WON, Kind.WHOLE), self.checked.row_numbers
        known: dict[str, Any] = {}
        values: list[Any] = []
        for at, cell in enumerate(cells):
            if type(cell) is str and cell in known:
                values.append(known[cell])
            elif numeric and type(cell) is float and cell.is_integer() and least <= cell <= most:
                values.append(int(cell))
            elif isinstance(cell, str) and not cell.strip():
                values.append(self.empty(numbers[at], kind))
            else:
                value = self.one(cell, numbers[at], kind)
                values.append(value)
                if type(cell) is str and value is not None:
                    known[cell] = value
        return values

    def one(self, cell: Any, row: int, kind: Kind) -> Any:
        try:
            return READERS[kind](cell, self.column, self.today)
        except Restored as good:
            self.checked.row_notes.append((row, f"{self.checked.cell(row, self.column.key)}: {good.said}"))
            return good.value
        except BadCell as bad:
            self.checked.refuse(row, self.column.key, shown(cell, self.column), accepted=bad.accepted)
            return None

    def empty(self, row: int, kind: Kind) -> Any:
        """None, or "" for texts; a fault where the cell must be filled or only looks empty."""
        place = (row, self.checked.places[self.column.key])
        if place in self.sheet.uncomputed:
            self.checked.refuse(row, self.column.key, "계산값이 없는 수식", accepted="수식이 아닌 값")
        elif place in self.sheet.errors:
            self.checked.refuse(row, self.column.key, "오류 값")
        elif self.column.required:
            self.checked.refuse(row, self.column.key, "")
        else:
            return EMPTY_VALUE.get(kind)
        return None


def _notes(sheet: Sheet, places: dict[str, int], header: int) -> list[str]:
    """What a reader of the preview should know about the file."""
    notes = []
    extra = [str(cell).strip() for at, cell in enumerate(sheet.rows[header - 1], 1) if at not in places.values()]
    extra = [title for title in extra if title]
    blank = [at for at, cell in enumerate(sheet.rows[header - 1]) if not str(cell).strip()]
    nameless = [cell_name(header, at + 1) for at in blank if any(row[at] != "" for row in sheet.rows[header:])]
    hidden = [row for row in sheet.hidden_rows if row > header and row <= len(sheet.rows)]
    if extra:
        notes.append(f"양식에 없는 열은 읽지 않았습니다: {_listed(extra)}.")
    if nameless:
        notes.append(f"제목이 없는 열의 값은 읽지 않았습니다: {_listed(nameless)} 아래.")
    if hidden:
        rows = ", ".join(str(row) for row in hidden[:_MANY]) + (" …" if len(hidden) > _MANY else "")
        notes.append(f"숨긴 줄 {len(hidden):,}개도 읽었습니다({rows}줄).")
    if any(column in places.values() for column in sheet.hidden_columns):
        notes.append("숨긴 열도 읽었습니다.")
    hidden_sheets = [name for name in sheet.hidden_sheets if name != LISTS_SHEET]
    others = [name for name in sheet.other_sheets if name != GUIDE_SHEET]
    if hidden_sheets:
        notes.append(f"숨긴 시트는 읽지 않았습니다: {_listed(hidden_sheets)}.")
    if others:
        notes.append(f"읽은 시트는 「{sheet.name}」입니다. 다른 시트는 읽지 않았습니다: {_listed(others)}.")
    return notes
