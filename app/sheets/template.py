"""The empty workbook that people fill in: entry rows with drop-downs, a locked header, and how to fill each column."""

from __future__ import annotations

import io
from collections.abc import Sequence
from math import ceil
from typing import Any
from unicodedata import east_asian_width

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]

from app.sheets.columns import GUIDE_SHEET, LISTS_SHEET, Column, Kind

ENTRY_ROWS = 3000
_FONT = "맑은 고딕"
_AS_TEXT = {Kind.TEXT, Kind.RRN, Kind.PHONE, Kind.DAY, Kind.CHOICE, Kind.YES_NO}
_TIP = 250
_KIND_WORDS = {
    Kind.TEXT: "글자",
    Kind.WHOLE: "숫자",
    Kind.WON: "금액(원)",
    Kind.DAY: "날짜",
    Kind.CHOICE: "목록에서 고르기",
    Kind.YES_NO: "예 / 아니요",
    Kind.RRN: "주민등록번호",
    Kind.PHONE: "전화번호",
}


def write_template(
    title: str,
    sheet_name: str,
    columns: Sequence[Column],
    *,
    guidance: Sequence[str] = (),
    rows: Sequence[Sequence[Any]] = (),
    entry_rows: int = ENTRY_ROWS,
) -> bytes:
    """The workbook's bytes. ``guidance``: sentences at the head of the instruction sheet; ``rows``: filled in already."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": title, "author": "일터"})
    entry, guide, lists = (book.add_worksheet(name) for name in (sheet_name, GUIDE_SHEET, LISTS_SHEET))
    ranges = _write_lists(lists, columns)
    _write_entry(book, entry, columns, ranges, max(entry_rows, len(rows)))
    formats = [_data_format(book, column) for column in columns]
    for at, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            _put(entry, at, place, value, formats[place])
    _write_guide(book, guide, title, columns, guidance)
    book.close()
    return buffer.getvalue()


def _put(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    """Numbers as numbers, everything else as text: nothing typed by somebody becomes a formula."""
    if isinstance(value, int) and not isinstance(value, bool):
        sheet.write_number(row, column, value, style)
    elif value is not None and value != "":
        sheet.write_string(row, column, str(value), style)


def _write_lists(sheet: Any, columns: Sequence[Column]) -> dict[str, str]:
    """The choices stand on a hidden sheet of their own: a list inside the rule itself ends at 255 characters."""
    ranges = {}
    for at, column in enumerate(one for one in columns if one.words):
        letter = xl_col_to_name(at)
        sheet.write_string(0, at, column.title)
        for row, word in enumerate(column.words, 1):
            sheet.write_string(row, at, word)
        ranges[column.key] = f"='{LISTS_SHEET}'!${letter}$2:${letter}${len(column.words) + 1}"
    sheet.hide()
    sheet.protect()
    return ranges


def _data_format(book: Any, column: Column) -> Any:
    form = "@" if column.kind in _AS_TEXT else "#,##0"
    return book.add_format({"font_name": _FONT, "font_size": 10, "num_format": form, "locked": False, "border": 4})


def _write_entry(book: Any, sheet: Any, columns: Sequence[Column], ranges: dict[str, str], entry_rows: int) -> None:
    looks = {"font_name": _FONT, "font_size": 10, "bold": True, "text_wrap": True, "valign": "vcenter", "border": 1}
    plain = book.add_format({**looks, "bg_color": "#EEF2F7"})
    needed = book.add_format({**looks, "bg_color": "#D6E4F7"})
    sheet.set_row(0, 32)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width, _data_format(book, column))
        sheet.write_string(
            0, at, f"{column.title}*" if column.required else column.title, needed if column.required else plain
        )
        sheet.write_comment(0, at, _tip(column), {"x_scale": 2, "y_scale": 1.2, "font_size": 9})
        sheet.data_validation(1, at, entry_rows, at, _rule(column, ranges))
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    unlocked = {"format_columns": True, "format_rows": True, "insert_rows": True, "delete_rows": True, "sort": True}
    sheet.protect("", {**unlocked, "autofilter": True, "select_locked_cells": True})
    sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(len(columns) - 1)}{entry_rows + 1}"})


def _tip(column: Column) -> str:
    """The note on the header cell: whether it must be filled, what it accepts, what else to know."""
    need = "꼭 적는 칸입니다." if column.required else "비워 둘 수 있습니다."
    return " ".join(part for part in (need, f"{column.accepted}.", column.note) if part)


def _rule(column: Column, ranges: dict[str, str]) -> dict[str, Any]:
    """Excel's own check while typing; the file is checked again on reading, so it only warns early."""
    rule: dict[str, Any] = {
        "ignore_blank": True,
        "input_title": column.title[:32],
        "input_message": _tip(column)[:_TIP],
        "error_title": column.title[:32],
        "error_message": f"{column.accepted}만 쓸 수 있습니다."[:_TIP],
    }
    if column.key in ranges:
        return {**rule, "validate": "list", "source": ranges[column.key]}
    if column.kind in (Kind.WHOLE, Kind.WON):
        least, most = (column.least, column.most) if column.kind == Kind.WHOLE else (0, 10**12)
        return {**rule, "validate": "integer", "criteria": "between", "minimum": least, "maximum": most}
    if column.kind == Kind.TEXT:
        return {**rule, "validate": "length", "criteria": "<=", "value": column.longest}
    return {**rule, "validate": "any"}


def _write_guide(book: Any, sheet: Any, title: str, columns: Sequence[Column], guidance: Sequence[str]) -> None:
    base = {"font_name": _FONT, "font_size": 10, "valign": "top", "text_wrap": True}
    text, head = book.add_format({**base, "border": 1}), book.add_format({**base, "bold": True, "border": 1})
    line = book.add_format({"font_name": _FONT, "font_size": 10})
    sheet.write_string(0, 0, title, book.add_format({"font_name": _FONT, "font_size": 14, "bold": True}))
    for at, sentence in enumerate(guidance, 1):
        sheet.write_string(at, 0, sentence, line)
    top = len(guidance) + 2
    for at, (word, width) in enumerate(_GUIDE_COLUMNS):
        sheet.set_column(at, at, width)
        sheet.write_string(top, at, word, head)
    for row, column in enumerate(columns, top + 1):
        need, words = ("예" if column.required else ""), _KIND_WORDS[Kind(column.kind)]
        values = (column.title, need, words, _all_accepted(column), _example(column), column.note)
        # Excel would fit the row by itself, LibreOffice does not.
        lines = max(_lines(value, width) for value, (_, width) in zip(values, _GUIDE_COLUMNS, strict=True))
        sheet.set_row(row, min(_LINE * lines, _HIGHEST))
        for at, value in enumerate(values):
            sheet.write_string(row, at, value, text)
    sheet.freeze_panes(top + 1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.protect()


_GUIDE_COLUMNS = (("열", 24), ("꼭", 6), ("적는 것", 16), ("쓸 수 있는 값", 48), ("예", 20), ("설명", 48))
_LINE, _HIGHEST = 15, 405
"""Points of one line of text, and of the highest row that Excel takes in whole lines."""


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column that many digits wide; a syllable is as wide as two digits."""
    wide = sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
    return max(1, ceil(wide / width))


def _all_accepted(column: Column) -> str:
    return ", ".join(column.words) if column.words else column.accepted


def _example(column: Column) -> str:
    if column.example:
        return column.example
    if column.words:
        return next(iter(column.words))
    samples = {Kind.WON: "1,200,000", Kind.DAY: "2024-03-31", Kind.RRN: "660412-2000012", Kind.PHONE: "010-0000-4821"}
    return samples.get(Kind(column.kind), "2" if column.kind == Kind.WHOLE else "")
