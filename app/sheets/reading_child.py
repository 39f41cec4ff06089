"""The child that opens an untrusted workbook: limits first, then every member unpacked against a cap, then calamine.

Run as ``python -m app.sheets.reading_child``; the order and the file come on standard input, the answer goes out as
marshalled plain values (a sheet of 100,000 rows would take twice as long as JSON).
"""

from __future__ import annotations

import gc
import io
import json
import marshal
import re
import resource
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from app.sheets import refusals
from app.sheets.refusals import SheetRefused

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_EPOCH = date(1899, 12, 30)
_CHUNK = 1 << 20
HEADER_ROOM = 10
"""Lines above the rows that count: a title, a header."""
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def main() -> None:
    """Read the order and the file from standard input, write the answer."""
    gc.disable()  # one file, then the end: there is nothing to collect
    source = sys.stdin.buffer
    order = json.loads(source.read(int.from_bytes(source.read(4), "big")))
    resource.setrlimit(resource.RLIMIT_AS, (order["memory_bytes"], order["memory_bytes"]))
    resource.setrlimit(resource.RLIMIT_CPU, (order["seconds"], order["seconds"] + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
    try:
        answer = answer_of(source.read(), order)
    except SheetRefused as error:
        answer = {"refused": str(error)}
    except MemoryError:
        answer = {"refused": refusals.TOO_HEAVY}
    except BaseException:
        answer = {"refused": refusals.BROKEN}
    sys.stdout.buffer.write(marshal.dumps(answer))


def answer_of(content: bytes, order: dict[str, Any]) -> dict[str, Any]:
    """All that ``reading.Sheet`` holds. Raises SheetRefused, and whatever a broken file makes a reader raise."""
    parts = _unpack(content, order["unpacked_bytes"])
    with ThreadPoolExecutor(1) as beside, CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        visible = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
        hidden = [one.name for one in book.sheets_metadata if one.visible != SheetVisibleEnum.Visible]
        name = order["name"] if order["name"] in visible else next(iter(visible), "")
        if not name:
            raise SheetRefused("보이는 시트가 없습니다. 숨긴 시트를 보이게 하고 다시 올려 주세요.")
        xml = _sheet_xml(parts, name)
        _refuse_far_cells(xml, order)
        # calamine works outside the interpreter's lock: what it does not tell is looked up meanwhile.
        looking = beside.submit(_said_in_xml, xml)
        sheet = book.get_sheet_by_name(name)
        last_row, last_column = sheet.end or (0, 0)
        if last_row >= order["rows"] + HEADER_ROOM:
            raise SheetRefused(f"{order['rows']:,}줄까지 읽을 수 있습니다. 파일을 나누어 올려 주세요.")
        if last_column >= order["columns"]:
            raise SheetRefused(f"열이 {order['columns']}개보다 많습니다. 양식에 없는 열을 지우고 다시 올려 주세요.")
        merged = sheet.merged_cell_ranges or []
        rows = sheet.to_python(skip_empty_area=False)
        days = _take_days(rows)
        said = looking.result()
    return {"name": name, "rows": rows, "days": days, "hidden_sheets": hidden, "merged": merged[:1000]} | {
        "other_sheets": [one for one in visible if one != name],
        **said,
    }


def _unpack(content: bytes, most: int) -> dict[str, bytes]:
    """Every XML part, checked against its own sum; never more than ``most`` bytes, whatever the directory claims."""
    parts: dict[str, bytes] = {}
    total = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            pieces = []
            with archive.open(member) as stream:
                while piece := stream.read(_CHUNK):
                    total += len(piece)
                    if total > most:
                        raise SheetRefused(refusals.TOO_HEAVY)
                    pieces.append(piece)
            if member.filename.endswith((".xml", ".rels")):
                text = b"".join(pieces)
                if b"<!DOCTYPE" in text[:2000] or b"<!ENTITY" in text[:2000]:
                    raise SheetRefused(refusals.BROKEN)
                parts[member.filename] = text
    return parts


def _sheet_xml(parts: dict[str, bytes], name: str) -> bytes:
    """The part that holds the sheet, by the workbook's own links."""
    book = ElementTree.fromstring(parts["xl/workbook.xml"])  # noqa: S314  no DOCTYPE gets here
    links = ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])  # noqa: S314
    targets = {one.get("Id"): (one.get("Target") or "") for one in links}
    wanted = next(one.get(_LINK) for one in book.iter(f"{_MAIN}sheet") if one.get("name") == name)
    target = targets[wanted]
    return parts[target.lstrip("/") if target.startswith("/") else f"xl/{target}"]


def _refuse_far_cells(xml: bytes, order: dict[str, Any]) -> None:
    """One cell at XFD1048576 would make a table of 17 billion: look at the last row's number before opening."""
    at = xml.rfind(b"<row ")
    found = re.search(rb'\br="([0-9]{1,9})"', xml[at : at + 300]) if at >= 0 else None
    if found and int(found[1]) > order["rows"] + HEADER_ROOM:
        raise SheetRefused(f"{order['rows']:,}줄까지 읽을 수 있습니다. 빈 줄을 지우거나 파일을 나누어 올려 주세요.")


def _take_days(rows: list[list[Any]]) -> list[tuple[int, int, int]]:
    """Dates as (row, column, days since 1899-12-30), since marshal knows none; a time becomes its text."""
    days = []
    plain = {float, str, bool, int}
    for at, row in enumerate(rows):
        if plain.issuperset(map(type, row)):
            continue
        for column, value in enumerate(row):
            if type(value) in plain:
                continue
            if isinstance(value, datetime):
                value = value.date()  # noqa: PLW2901
            if isinstance(value, date):
                days.append((at, column, (value - _EPOCH).days))
                row[column] = ""
            else:
                row[column] = str(value)
    return days


def _said_in_xml(xml: bytes) -> dict[str, Any]:
    """What calamine does not tell: hidden rows and columns, formulas without a value, error values.

    The sheet is walked only where one of the marks is in it at all.
    """
    said: dict[str, Any] = {"hidden_rows": [], "hidden_columns": [], "uncomputed": [], "errors": []}
    formulas, errors = b"<f>" in xml or b"<f " in xml or b"<f/>" in xml, b't="e"' in xml
    hidden = b'hidden="1"' in xml or b'hidden="true"' in xml
    if not (formulas or errors or hidden):
        return said
    for _, node in ElementTree.iterparse(io.BytesIO(xml)):  # noqa: S314  no DOCTYPE gets here
        if node.tag == f"{_MAIN}c":
            _look_at_cell(node, said)
        elif node.tag == f"{_MAIN}row":
            if node.get("hidden") in ("1", "true"):
                said["hidden_rows"].append(int(node.get("r") or 0))
            node.clear()
        elif node.tag == f"{_MAIN}col" and node.get("hidden") in ("1", "true"):
            first, last = int(node.get("min") or 0), int(node.get("max") or 0)
            said["hidden_columns"] += range(first, min(last, first + 100) + 1)
    return said


def _look_at_cell(node: ElementTree.Element, said: dict[str, Any]) -> None:
    place = _CELL.fullmatch(node.get("r") or "")
    if place is None:
        return
    at = (int(place[2]), _column_number(place[1]))
    value = node.find(f"{_MAIN}v")
    if node.get("t") == "e":
        said["errors"].append(at)
    elif node.find(f"{_MAIN}f") is not None and (value is None or not value.text):
        said["uncomputed"].append(at)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


if __name__ == "__main__":
    main()
