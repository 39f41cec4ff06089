"""The 출근부 as a table: which cell is what, and what was typed into the cells that were sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from app.cohorts.queries.counts import Counted, Counts
from app.cohorts.services.books import Book, Line
from app.cohorts.services.day_codes import LABELS, Mark, read, show
from app.shared.errors import RuleBroken
from app.shared.periods import WEEKDAYS, days, korean_date, last_day

SIZE = 50
_CELL = re.compile(r"d-([1-9][0-9]{0,18})-(\d{4}-\d{2}-\d{2})")
_CLASSES = {"absent": "absent", "sick_unpaid": "absent"} | dict.fromkeys(
    ("annual_leave", "official_leave", "sick_paid"), "leave"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """``name`` is that of the field; empty for a cell that nobody types into. ``label`` is read out."""

    text: str
    cls: str = ""
    name: str = ""
    label: str = ""
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    line: Line
    cells: tuple[Cell, ...]
    counts: Counts | None


class GridPage:
    """Fifty people a page, so that the whole form stays under the limit of parts without JavaScript."""

    def __init__(self, book: Book, counted: Counted, *, editable: bool, typed: Mapping[str, str], start: int) -> None:
        self.book, self.counted, self.editable, self.typed = book, counted, editable, typed
        self.days = list(days(book.month, last_day(book.month)))
        self.start = start if 0 <= start < len(book.lines) else 0
        self.rows = [self._row(line) for line in book.lines[self.start : self.start + SIZE]]
        self.next_start = self.start + SIZE if self.start + SIZE < len(book.lines) else 0

    @property
    def heads(self) -> list[tuple[int, str, bool]]:
        """Day of the month, weekday, day off or weekend."""
        return [(day.day, WEEKDAYS[day.weekday()], day.weekday() >= 5 or self.book.day_off(day)) for day in self.days]

    @property
    def remarks(self) -> list[tuple[str, str]]:
        """(name, sentence) for every week without rest."""
        return [(row.line.name, text) for row in self.rows if row.counts for text in row.counts.remarks]

    def _row(self, line: Line) -> Row:
        counts = self.counted.by_id.get(line.participation_id)
        return Row(line, tuple(self._cell(line, day, counts) for day in self.days), counts)

    def _cell(self, line: Line, day: date, counts: Counts | None) -> Cell:
        if day not in line.expected:
            return self._free_day(line, day, counts)
        row = line.rows.get(day)
        if self.book.day_off(day):
            off = self.book.calendar.day_off(day)
            return Cell("공" if row else "", "off", label=off.name if off else "")
        shown = "" if row is None else show(row[1], row[2], row[3], line.minutes_a_day)
        name = f"d-{line.participation_id}-{day.isoformat()}"
        cls = "blank" if row is None else _CLASSES.get(row[1], "absent" if row[2] else "leave" if row[3] else "")
        label = f"{line.name} {korean_date(day, weekday=True)}"
        if not self.editable:
            return Cell(shown, cls, label=label + (f" {LABELS[row[1]]}" if row else ""))
        return Cell(self.typed.get(name, shown), cls, name, label, typed=name in self.typed)

    def _free_day(self, line: Line, day: date, counts: Counts | None) -> Cell:
        """A Sunday says whether the week's rest is paid; other days without contract stay empty."""
        employed = line.starts_on <= day <= line.ends_on
        if counts is not None and day in counts.sundays:
            return Cell("주", "off", label="주휴") if counts.sundays[day] else Cell("없", "off", label="주휴 없음")
        return Cell("–" if employed else "", "off")


def typed_cells(sent: MultiDict[str, str]) -> dict[str, str]:
    """The grid's fields of a request, by name; other fields are passed over."""
    return {name: value[:12] for name, value in sent.items() if _CELL.fullmatch(name)}


def read_cells(book: Book, typed: Mapping[str, str]) -> dict[tuple[int, date], Mark | None]:
    """What was typed as marks. Raises RuleBroken naming person and day; unknown people are left to the service."""
    minutes: dict[int, Any] = {line.participation_id: line for line in book.lines}
    found = {}
    for name, text in typed.items():
        match = _CELL.fullmatch(name)
        if match is None:
            continue
        participation_id, day = int(match[1]), _day(match[2])
        line = minutes.get(participation_id)
        try:
            mark = read(text, line.minutes_a_day if line else 480)
        except RuleBroken as error:
            who = f"{line.name} 님 {korean_date(day)}: " if line else ""
            raise RuleBroken(f"{who}{error}") from None
        found[participation_id, day] = mark
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RuleBroken("날짜를 알 수 없습니다. 화면을 다시 열어 주세요.") from None
