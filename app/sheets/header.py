"""The header row of a sheet: which column stands where, what is missing, twice or unknown, and what to say of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.sheets.columns import GUIDE_SHEET, LISTS_SHEET, Column, cell_name
from app.sheets.reading import Piece, Sheet
from app.sheets.refusals import SheetRefused

HEADER_WITHIN = 10
_MANY = 10


@dataclass(slots=True)
class Header:
    """``row`` and the ``places`` of the columns by key, both from 1; ``titles`` as they stand in the row."""

    row: int
    places: dict[str, int]
    titles: list[str]
    _nameless: set[int] = field(default_factory=set)

    def look_at(self, piece: Piece) -> None:
        """Remember columns that hold values under no title."""
        for at, column in enumerate(piece.columns):
            blank = at >= len(self.titles) or not self.titles[at]
            if blank and any(cell != "" for cell in column[max(0, self.row + 1 - piece.first_row) :]):
                self._nameless.add(at + 1)

    def notes(self, sheet: Sheet) -> list[str]:
        """What a reader of the preview should know about the file."""
        taken, notes = set(self.places.values()), []
        extra = [title for at, title in enumerate(self.titles, 1) if title and at not in taken]
        hidden = [row for row in sheet.hidden_rows if row > self.row]
        if extra:
            notes.append(f"양식에 없는 열은 읽지 않았습니다: {listed(extra)}.")
        if self._nameless:
            nameless = [cell_name(self.row, at) for at in sorted(self._nameless)]
            notes.append(f"제목이 없는 열의 값은 읽지 않았습니다: {listed(nameless)} 아래.")
        if hidden:
            rows = ", ".join(str(row) for row in hidden[:_MANY]) + (" …" if len(hidden) > _MANY else "")
            notes.append(f"숨긴 줄 {len(hidden):,}개도 읽었습니다({rows}줄).")
        if taken.intersection(sheet.hidden_columns):
            notes.append("숨긴 열도 읽었습니다.")
        return notes + _other_sheets(sheet)


def _other_sheets(sheet: Sheet) -> list[str]:
    notes = []
    hidden = [name for name in sheet.hidden_sheets if name != LISTS_SHEET]
    others = [name for name in sheet.other_sheets if name != GUIDE_SHEET]
    if hidden:
        notes.append(f"숨긴 시트는 읽지 않았습니다: {listed(hidden)}.")
    if others:
        notes.append(f"읽은 시트는 「{sheet.name}」입니다. 다른 시트는 읽지 않았습니다: {listed(others)}.")
    return notes


def find_header(piece: Piece, columns: Sequence[Column]) -> Header:
    """The header among the first lines of the sheet. Raises SheetRefused with what is missing or twice."""
    wanted = {_bare(one.title): one for one in columns}
    rows = list(zip(*(column[: max(0, HEADER_WITHIN + 1 - piece.first_row)] for column in piece.columns), strict=True))
    at = next((at for at, row in enumerate(rows) if _is_header(row, wanted)), None)
    if at is None:
        titles = ", ".join(f"「{one.title}」" for one in columns[:4])
        raise SheetRefused(
            f"「{piece.sheet}」 시트에서 제목 줄({titles} …)을 찾을 수 없습니다. 양식을 내려받아 그 시트에 적어 주세요."
        )
    _refuse_unfit(rows[at], wanted)
    found = [_bare(cell) for cell in rows[at]]
    places = {one.key: found.index(title) + 1 for title, one in wanted.items()}
    return Header(piece.first_row + at, places, [str(cell).strip() for cell in rows[at]])


def _refuse_unfit(row: Sequence[Any], wanted: dict[str, Column]) -> None:
    found = [_bare(cell) for cell in row]
    twice = [one.title for title, one in wanted.items() if found.count(title) > 1]
    missing = [one.title for title, one in wanted.items() if title not in found]
    if twice:
        raise SheetRefused(f"제목이 두 번 있습니다: {listed(twice)}. 한 열만 남기고 다시 올려 주세요.")
    if missing:
        extra = [str(row[place]).strip() for place, title in enumerate(found) if title and title not in wanted]
        instead = f" 양식에 없는 제목: {listed(extra)}." if extra else ""
        raise SheetRefused(f"제목 줄에 없는 열이 있습니다: {listed(missing)}.{instead} 제목을 양식과 같게 고쳐 주세요.")


def _is_header(row: Sequence[Any], wanted: dict[str, Column]) -> bool:
    return 2 * len(wanted.keys() & {_bare(cell) for cell in row}) >= len(wanted)


def _bare(cell: Any) -> str:
    return "".join(unicodedata.normalize("NFKC", str(cell)).split()).replace("*", "")


def listed(titles: list[str]) -> str:
    rest = f" 외 {len(titles) - _MANY}개" if len(titles) > _MANY else ""
    return ", ".join(f"「{title[:40]}」" for title in titles[:_MANY]) + rest
