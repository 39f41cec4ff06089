"""Rows of a sheet to typed values, column by column, while the rows still come: every fault at its cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.sheets.cells import READERS, BadCell, Restored, shown
from app.sheets.checked import Checked, Fault, nothing_saved
from app.sheets.columns import MOST_WON, Column, Kind, cell_name
from app.sheets.columnwise import read_column
from app.sheets.header import Header, find_header
from app.sheets.reading import Piece, Sheet
from app.sheets.refusals import SheetRefused

__all__ = ["Checked", "Checking", "Fault", "check", "check_pieces", "nothing_saved"]
EMPTY_VALUE = {Kind.TEXT: "", Kind.PHONE: ""}


def check(sheet: Sheet, columns: Sequence[Column], *, today: date | None = None) -> Checked:
    """Every cell under its column, whatever the order of the columns. Faults come in the order of the sheet.

    Raises SheetRefused where the file as a whole does not fit: no header, columns missing or twice, merged cells.
    """
    checking = Checking(columns, today)
    checking.take(sheet.whole())
    return checking.end(sheet)


def check_pieces(pieces: Iterable[Piece | Sheet], columns: Sequence[Column], *, today: date | None = None) -> Checked:
    """The same while the rows still come (``reading.read_pieces``). Raises SheetRefused as reading and ``check`` do."""
    checking = Checking(columns, today)
    for piece in pieces:
        if isinstance(piece, Sheet):
            return checking.end(piece)
        checking.take(piece)
    raise LookupError("pieces without their sheet")


class Checking:
    """A check in progress: pieces from the top on, then the sheet as a whole. Use no value before ``end`` has come."""

    def __init__(self, columns: Sequence[Column], today: date | None = None) -> None:
        self._columns, self._today = columns, today
        self._header: Header | None = None
        self._checked = Checked("", {}, {one.key: one for one in columns}, [], {one.key: [] for one in columns})
        self._readers = [_Reader(one, self._checked, today) for one in columns]

    def take(self, piece: Piece) -> dict[str, list[Any]]:
        """The typed values of the piece's filled rows by column key. Raises SheetRefused: no header in the first piece."""
        if self._header is None:
            self._header = find_header(piece, self._columns)
            self._checked.places = self._header.places
        self._header.look_at(piece)
        kept = _filled_rows(piece, self._header)
        numbers = [piece.first_row + at for at in kept]
        self._checked.row_numbers += numbers
        values = {}
        for reader in self._readers:
            cells = piece.column(self._checked.places[reader.column.key] - 1)
            cells = cells if len(kept) == piece.height else [cells[at] for at in kept]
            values[reader.column.key] = read = reader.read(piece, numbers, cells)
            self._checked.values[reader.column.key] += read
        return values

    def end(self, sheet: Sheet) -> Checked:
        """Raises SheetRefused where the file as a whole does not fit."""
        header, checked = self._header or find_header(Piece(sheet.name, 1, 0, []), self._columns), self._checked
        _refuse_merged(sheet, header.row)
        if not checked.row_numbers:
            raise SheetRefused(
                f"「{sheet.name}」 시트에 적은 줄이 없습니다. 제목 줄 아래에 내용을 적고 다시 올려 주세요."
            )
        checked.sheet, checked.notes = sheet.name, header.notes(sheet)
        checked.faults.sort(key=lambda fault: (fault.row, len(fault.cell), fault.cell))
        checked.row_notes.sort(key=lambda note: note[0])
        return checked


def _filled_rows(piece: Piece, header: Header) -> list[int]:
    """Places in the piece, from 0, of the rows below the header that hold anything or only look empty."""
    below = max(0, header.row + 1 - piece.first_row)
    marked = {row - piece.first_row for row, _ in piece.uncomputed | piece.errors if row > header.row}
    if any(_is_full(column) for column in piece.columns):
        return list(range(below, piece.height))
    rows = zip(*piece.columns, strict=True)
    return [at for at, row in enumerate(rows) if at >= below and (at in marked or not all(map(_is_blank, row)))]


def _is_full(column: list[Any]) -> bool:
    """A column without blanks: then no row of the piece is empty, and the rows need not be looked at."""
    kinds = set(map(type, column))
    return str not in kinds or (kinds == {str} and all(column) and not any(map(str.isspace, column)))


def _is_blank(cell: Any) -> bool:
    return cell == "" or (type(cell) is str and cell.isspace())


def _refuse_merged(sheet: Sheet, header: int) -> None:
    """A merged cell keeps its first value only: the others would be lost without a word."""
    for (top, left), (bottom, right) in sheet.merged:
        if bottom + 1 >= header:
            where = f"{cell_name(top + 1, left + 1)}:{cell_name(bottom + 1, right + 1)}"
            raise SheetRefused(f"「{sheet.name}」 시트에 합친 칸({where})이 있습니다. 셀 병합을 풀고 다시 올려 주세요.")


@dataclass(slots=True)
class _Reader:
    """Reads the cells of one column into ``checked``; texts are read once each, in whichever piece they come."""

    column: Column
    checked: Checked
    today: date | None
    known: dict[str, Any] = field(default_factory=dict)

    def read(self, piece: Piece, rows: list[int], cells: list[Any]) -> list[Any]:
        """A column without a flaw goes at once; numbers among others go their own short way."""
        column, kind, known = self.column, Kind(self.column.kind), self.known
        values = None if piece.uncomputed or piece.errors or not cells else read_column(column, cells)
        if values is not None:
            return values
        least, most = (0, MOST_WON) if kind == Kind.WON else (column.least, column.most)
        numeric, values = kind in (Kind.WON, Kind.WHOLE), []
        for row, cell in zip(rows, cells, strict=True):
            if type(cell) is str and cell in known:
                values.append(known[cell])
            elif numeric and type(cell) is float and cell.is_integer() and least <= cell <= most:
                values.append(int(cell))
            elif isinstance(cell, str) and not cell.strip():
                values.append(self.empty(piece, row, kind))
            else:
                value = self.one(cell, row, kind)
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

    def empty(self, piece: Piece, row: int, kind: Kind) -> Any:
        """None, or "" for texts; a fault where the cell must be filled or only looks empty."""
        place = (row, self.checked.places[self.column.key])
        if place in piece.uncomputed:
            self.checked.refuse(row, self.column.key, "계산값이 없는 수식", accepted="수식이 아닌 값")
        elif place in piece.errors:
            self.checked.refuse(row, self.column.key, "오류 값")
        elif self.column.required:
            self.checked.refuse(row, self.column.key, "")
        else:
            return EMPTY_VALUE.get(kind)
        return None
