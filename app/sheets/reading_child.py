"""The child that opens an untrusted workbook: limits first, every member unpacked against a cap, then calamine.

Started by ``reading.py``; the order and the file come on standard input. Pieces of rows go out as soon as they are
read, marshalled column by column (plain values, twice as quick as JSON), and at the end what there is to say of the
whole sheet. Imports stay few: whoever sends a file waits for them.
"""

from __future__ import annotations

import gc
import io
import marshal
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from queue import Queue
from threading import Thread
from typing import Any, TypeVar

from python_calamine import CalamineSheet

from app.sheets import refusals
from app.sheets.cutting import cut, last_row, opened
from app.sheets.marking import marks_of
from app.sheets.refusals import SheetRefused
from app.sheets.unpacking import Archive, Book, open_book

HEADER_ROOM = 10
"""Lines above the rows that count: a title, a header."""
_PLAIN = {float, str, bool, int}
_MOST_MERGED = 1000
Item = TypeVar("Item")


def main() -> None:
    """Read the order and the file from standard input, write the answers."""
    gc.disable()  # one file, then the end: there is nothing to collect
    source = sys.stdin.buffer
    order = marshal.loads(source.read(int.from_bytes(source.read(4), "big")))  # noqa: S302  written by reading.py
    resource.setrlimit(resource.RLIMIT_AS, (order["memory_bytes"], order["memory_bytes"]))
    resource.setrlimit(resource.RLIMIT_CPU, (order["seconds"], order["seconds"] + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
    try:
        for answer in answers_to(source.read(), order):
            _say(answer)
    except SheetRefused as error:
        _say({"refused": str(error)})
    except MemoryError:
        _say({"refused": refusals.TOO_HEAVY})
    except BaseException:
        _say({"refused": refusals.BROKEN})


def _say(answer: dict[str, Any]) -> None:
    said = marshal.dumps(answer, 2)
    sys.stdout.buffer.write(len(said).to_bytes(4, "big") + said)
    sys.stdout.buffer.flush()


def answers_to(content: bytes, order: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Pieces of rows, then the sheet. Raises SheetRefused, and whatever a broken file makes a reader raise."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        archive = Archive(file, order["unpacked_bytes"])
        book = open_book(archive)
        name = order["name"] if order["name"] in book.visible else next(iter(book.visible), "")
        if not name:
            raise SheetRefused("보이는 시트가 없습니다. 숨긴 시트를 보이게 하고 다시 올려 주세요.")
        about: dict[str, Any] = {"name": name, "hidden_sheets": book.hidden, "merged": []}
        about |= {"other_sheets": [one for one in book.visible if one != name], "hidden_rows": [], "hidden_columns": []}
        # Unpacking and calamine work outside the interpreter's lock: the next piece is read while this one goes out.
        for xml, sheet in _ahead(_pieces(archive, book, book.members[name], order)):
            marks = marks_of(xml)
            about["hidden_rows"] += marks.pop("hidden_rows")
            about["hidden_columns"] = marks.pop("hidden_columns")  # of the lines above the rows: the same at each piece
            about["merged"] += (sheet.merged_cell_ranges or [])[: _MOST_MERGED - len(about["merged"])]
            if sheet.start is not None:
                yield {"sheet": name, **_columns(sheet, order), **marks}
    yield about


def _pieces(archive: Archive, book: Book, member: str, order: dict[str, Any]) -> Iterator[tuple[bytes, CalamineSheet]]:
    """The sheet's pieces, in order and near enough; every other member of the archive first."""
    archive.drain(archive.names() - {member, *book.parts})
    below = 0
    for xml, sheet in opened(book, _near(cut(archive.chunks(member), HEADER_ROOM), order)):
        if sheet.start is not None:
            if sheet.start[0] < below:
                raise SheetRefused(refusals.BROKEN)
            below = (sheet.end or sheet.start)[0] + 1
        yield xml, sheet


def _near(pieces: Iterable[bytes], order: dict[str, Any]) -> Iterator[bytes]:
    """One cell at XFD1048576 would make a table of 17 billion: look at the last row's number before opening."""
    for xml in pieces:
        if last_row(xml) > order["rows"] + HEADER_ROOM:
            raise SheetRefused(f"{order['rows']:,}줄까지 읽을 수 있습니다. 빈 줄을 지우거나 파일을 나누어 올려 주세요.")
        yield xml


def _ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The same items, each made in a thread beside while its forerunner is used."""
    ready: Queue[tuple[bool, Any]] = Queue(1)

    def make() -> None:
        try:
            for item in items:
                ready.put((True, item))
            ready.put((False, None))
        except BaseException as error:
            ready.put((False, error))

    Thread(target=make, daemon=True).start()
    while (found := ready.get())[0]:
        yield found[1]
    if found[1] is not None:
        raise found[1]


def _columns(sheet: CalamineSheet, order: dict[str, Any]) -> dict[str, Any]:
    """The piece's cells from column A on. Dates as ordinals beside, since marshal knows none; a time is its text."""
    (first_row, left), (bottom, right) = sheet.start or (0, 0), sheet.end or (0, 0)
    if bottom >= order["rows"] + HEADER_ROOM:
        raise SheetRefused(f"{order['rows']:,}줄까지 읽을 수 있습니다. 파일을 나누어 올려 주세요.")
    if right >= order["columns"]:
        raise SheetRefused(f"열이 {order['columns']}개보다 많습니다. 양식에 없는 열을 지우고 다시 올려 주세요.")
    rows = sheet.to_python()
    columns: list[Any] = [[""] * len(rows)] * left + list(map(list, zip(*rows, strict=True)))
    days = []
    for at, column in enumerate(columns):
        if not _PLAIN.issuperset(map(type, column)):
            days.append((at, *_take_days(column)))
    return {"first_row": first_row + 1, "height": len(rows), "columns": columns, "days": days}


def _take_days(column: list[Any]) -> tuple[list[int], list[int]]:
    """Rows of the dates and their days; what else is not plain becomes text."""
    rows, days = [], []
    for at, value in enumerate(column):
        if isinstance(value, date):
            rows.append(at)
            days.append(value.toordinal())
            column[at] = ""
        elif type(value) not in _PLAIN:
            column[at] = str(value)
    return rows, days


if __name__ == "__main__":
    main()
