"""Reading of untrusted XLSX: looked at from outside first, then opened in a child process under limits.

The child (``reading_child.py``) has its own limits of memory and processor time, so that a file made to fill either
costs one refusal and nothing else. Nothing of the file is executed, no external reference is followed. Its rows come
in pieces, so that the first are checked here while it still reads the last.
"""

from __future__ import annotations

import fcntl
import marshal
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Timer
from typing import IO, Any

import python_calamine

from app.sheets import refusals
from app.sheets.inspecting import Limits, inspect
from app.sheets.refusals import SheetRefused

__all__ = ["Limits", "Piece", "Sheet", "read_pieces", "read_sheet"]

_APP = Path(__file__).resolve().parents[1]
_LIBRARIES = Path(python_calamine.__file__).parents[1]
# The child must not wait for Flask and the rest of the application: of our package it sees the folder, not the factory.
_START = """
import sys, types
sys.path.append(sys.argv[2])
sys.modules["app"] = app = types.ModuleType("app")
app.__path__ = [sys.argv[1]]
from app.sheets.reading_child import main
main()
"""
_PIPE_BYTES = 1 << 20


@dataclass(slots=True)
class Piece:
    """Rows that follow one another, column by column: ``columns[0][0]`` stands in A of ``first_row`` (from 1).

    Empty cells are ``""``, all numbers are float; ``height`` rows. ``uncomputed`` holds formulas without a value and
    ``errors`` such as #N/A, both as (row, column) from 1: their cells read as empty.
    """

    sheet: str
    first_row: int
    height: int
    columns: list[list[Any]]
    uncomputed: set[tuple[int, int]] = field(default_factory=set)
    errors: set[tuple[int, int]] = field(default_factory=set)

    def column(self, at: int) -> list[Any]:
        """The column's cells, ``at`` from 0; empty ones where the piece is not that wide."""
        return self.columns[at] if at < len(self.columns) else [""] * self.height


@dataclass(slots=True)
class Sheet:
    """One sheet. ``rows[0]`` is row 1 from A on, cells as in ``Piece``; no rows where the pieces were read singly.

    ``hidden_*`` are said to the user, never left out. ``merged`` are (first, last) corners from 0.
    """

    name: str
    rows: list[list[Any]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    hidden_sheets: list[str] = field(default_factory=list)
    other_sheets: list[str] = field(default_factory=list)
    uncomputed: set[tuple[int, int]] = field(default_factory=set)
    errors: set[tuple[int, int]] = field(default_factory=set)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)

    def whole(self) -> Piece:
        """All rows as one piece."""
        columns = [list(column) for column in zip(*self.rows, strict=True)]
        return Piece(self.name, 1, len(self.rows), columns, self.uncomputed, self.errors)


def read_sheet(content: bytes, name: str = "", limits: Limits | None = None) -> Sheet:
    """The sheet ``name``, or the first visible one where the workbook has none of that name. Raises SheetRefused."""
    pieces: list[Piece] = []
    sheet = Sheet(name)
    for one in read_pieces(content, name, limits):
        if isinstance(one, Sheet):
            sheet = one
        else:
            pieces.append(one)
    width = max((len(piece.columns) for piece in pieces), default=0)
    for piece in pieces:
        sheet.rows += ([""] * width for _ in range(len(sheet.rows) + 1, piece.first_row))
        sheet.rows += map(list, zip(*map(piece.column, range(width)), strict=True))
        sheet.uncomputed |= piece.uncomputed
        sheet.errors |= piece.errors
    return sheet


def read_pieces(content: bytes, name: str = "", limits: Limits | None = None) -> Iterator[Piece | Sheet]:
    """Pieces from the top on and, when all have come and the whole file is sound, the sheet without its rows.

    Raises SheetRefused, at whatever piece the reason for it stands: use nothing before the sheet has come.
    """
    limits = limits or Limits()
    inspect(content, limits)
    order = {"name": name, **{key: getattr(limits, key) for key in limits.__slots__}}
    with _child(limits) as process:
        yield from _answers(process, marshal.dumps(order), content)


@contextmanager
def _child(limits: Limits) -> Iterator[subprocess.Popen[bytes]]:
    """One child a file, gone when we are. It gets neither our environment nor our files, and only so much time."""
    process = subprocess.Popen(  # noqa: S603  our own interpreter and module
        [sys.executable, "-I", "-S", "-X", "utf8", "-c", _START, str(_APP), str(_LIBRARIES)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_APP,
        env={},
    )
    timer = Timer(limits.seconds * 3, process.kill)
    timer.daemon = True
    timer.start()
    try:
        yield process
    finally:
        timer.cancel()
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with suppress(BrokenPipeError):
                pipe.close()  # type: ignore[union-attr]
        process.wait()


def _answers(process: subprocess.Popen[bytes], order: bytes, content: bytes) -> Iterator[Piece | Sheet]:
    """What the child says, as typed values; a child that ends before its last word has met a limit."""
    source, answers = process.stdin, process.stdout
    if source is None or answers is None:
        raise LookupError("a child without pipes")
    with suppress(OSError):  # room for a piece on its way; where the system allows none, it is only slower
        fcntl.fcntl(answers, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    with suppress(BrokenPipeError):
        source.write(len(order).to_bytes(4, "big") + order)
        source.write(content)
        source.close()
    while (answer := _next(answers)) is not None:
        if "refused" in answer:
            raise SheetRefused(answer["refused"])
        if "columns" not in answer:
            yield Sheet(**answer)
            return
        yield _piece(answer)
    raise SheetRefused(
        refusals.TOO_SLOW if process.wait() in (-signal.SIGXCPU, -signal.SIGKILL) else refusals.TOO_HEAVY
    )


def _next(answers: IO[bytes]) -> dict[str, Any] | None:
    """One answer: its length, then plain values. None where the child broke off."""
    length = int.from_bytes(answers.read(4), "big")
    said = answers.read(length)
    return marshal.loads(said) if said and len(said) == length else None  # noqa: S302  written by our own child


def _piece(answer: dict[str, Any]) -> Piece:
    columns: list[list[Any]] = answer["columns"]
    for place, rows, days in answer["days"]:
        dates = map(date.fromordinal, days)
        if len(days) == len(columns[place]):
            columns[place] = list(dates)
        else:
            for at, day in zip(rows, dates, strict=True):
                columns[place][at] = day
    marks = {key: set(map(tuple, answer[key])) for key in ("uncomputed", "errors")}
    return Piece(answer["sheet"], answer["first_row"], answer["height"], columns, **marks)
