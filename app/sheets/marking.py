"""What calamine does not tell of a sheet: hidden rows and columns, formulas without a value, error values."""

from __future__ import annotations

import io
import re
from typing import Any
from xml.etree import ElementTree

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_TRUE = ("1", "true")


def marks_of(xml: bytes) -> dict[str, Any]:
    """Lists of plain values by the names of ``reading.Sheet``. Walked only where one of the marks is in it at all."""
    said: dict[str, Any] = {"hidden_rows": [], "hidden_columns": [], "uncomputed": [], "errors": []}
    start, end = xml.find(b"<sheetData"), xml.rfind(b"</sheetData")
    start, end = (start, end) if 0 <= start < end else (0, len(xml))
    hidden = (b'hidden="1"', b'hidden="true"')
    if not (
        _has(xml, b"f", (b"<f>", b"<f ", b"<f/>"), start, end)
        or _has(xml, b"#", (b't="e"',), start, end)
        or _has(xml, b"h", hidden, start, end)
        or _has(xml, b"h", hidden, 0, start)
    ):
        return said
    for _, node in ElementTree.iterparse(io.BytesIO(xml)):  # noqa: S314  no DOCTYPE gets here
        kind = node.tag.rpartition("}")[2]
        if kind == "c":
            _look_at_cell(node, said)
        elif kind == "row":
            if node.get("hidden") in _TRUE:
                said["hidden_rows"].append(int(node.get("r") or 0))
            node.clear()
        elif kind == "col" and node.get("hidden") in _TRUE:
            first, last = int(node.get("min") or 0), int(node.get("max") or 0)
            said["hidden_columns"] += range(first, min(last, first + 100) + 1)
    return said


def _has(xml: bytes, rare: bytes, marks: tuple[bytes, ...], start: int, end: int) -> bool:
    """One of the marks. ``rare`` is a letter that comes with each: looking for a single one is ten times quicker."""
    return xml.find(rare, start, end) >= 0 and any(xml.find(mark, start, end) >= 0 for mark in marks)


def _look_at_cell(node: ElementTree.Element, said: dict[str, Any]) -> None:
    place = _CELL.fullmatch(node.get("r") or "")
    if place is None:
        return
    at = (int(place[2]), _column_number(place[1]))
    value = node.find("{*}v")
    if node.get("t") == "e":
        said["errors"].append(at)
    elif node.find("{*}f") is not None and (value is None or not value.text):
        said["uncomputed"].append(at)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
