"""Whole columns of faultless cells, told at the interpreter's own speed; anything else is left to be read cell by cell.

Each answers None unless every cell is as ``cells.READERS`` would take it, with the values that they would give.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from app.sheets.columns import MOST_WON, Column, Kind

_MOBILES = re.compile(r"(?:01[0-9]-[0-9]{4}-[0-9]{4}\n)*")
_MOBILE_LENGTH = 13


def read_column(column: Column, cells: list[Any]) -> list[Any] | None:
    """The column's values, or None. Empty cells pass only where the column may be empty and its texts stay texts."""
    read = _READERS.get(Kind(column.kind))
    return read(column, cells) if read else None


def _texts(column: Column, cells: list[Any]) -> list[Any] | None:
    if not _all(str, cells) or (column.required and "" in cells) or max(map(len, cells), default=0) > column.longest:
        return None
    joined = f"|{'|'.join(cells)}|"
    plain = joined.isprintable() and "| " not in joined and " |" not in joined
    return cells if plain and unicodedata.is_normalized("NFC", joined) else None


def _wholes(column: Column, cells: list[Any]) -> list[Any] | None:
    return _numbers(cells, column.least, column.most)


def _wons(_column: Column, cells: list[Any]) -> list[Any] | None:
    return _numbers(cells, 0, MOST_WON)


def _numbers(cells: list[Any], least: int, most: int) -> list[Any] | None:
    if not _all(float, cells) or not least <= min(cells) <= max(cells) <= most:
        return None
    try:
        whole = list(map(int, cells))
    except ValueError:  # NaN among them
        return None
    return whole if whole == cells else None


def _days(_column: Column, cells: list[Any]) -> list[Any] | None:
    return cells if _all(date, cells) and 1900 <= min(cells).year <= max(cells).year <= 2100 else None


def _choices(column: Column, cells: list[Any]) -> list[Any] | None:
    words = column.words
    if not _all(str, cells) or "" in words:
        return None
    try:
        return list(map(words.__getitem__, cells))
    except KeyError:
        return None


def _phones(_column: Column, cells: list[Any]) -> list[Any] | None:
    if not _all(str, cells) or set(map(len, cells)) != {_MOBILE_LENGTH}:
        return None
    return cells if _MOBILES.fullmatch("\n".join(cells) + "\n") else None


def _all(kind: type, cells: list[Any]) -> bool:
    return set(map(type, cells)) == {kind}


_READERS: dict[Kind, Callable[[Column, list[Any]], list[Any] | None]] = {
    Kind.TEXT: _texts,
    Kind.WHOLE: _wholes,
    Kind.WON: _wons,
    Kind.DAY: _days,
    Kind.CHOICE: _choices,
    Kind.YES_NO: _choices,
    Kind.PHONE: _phones,
}
