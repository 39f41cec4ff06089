"""A list written out as XLSX, fast: every text stays a text, whatever it begins with."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rustpy_xlsxwriter import Format, write_worksheet

from app.shared.errors import RuleBroken
from app.sheets.columns import Column, Kind

LONGEST_TEXT = 32_767
_SHEET_NAME = 31
_NOT_IN_NAME = dict.fromkeys(map(ord, "[]:*?/\\'"), " ")


def write_list(title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], footer: str = "") -> bytes:
    """``rows`` in the order of ``columns``: texts, integers, dates, None. ``footer`` (who, when, why) closes the sheet.

    Raises RuleBroken for a text longer than a cell holds: nothing is cut silently.
    """
    titles = [column.title for column in columns]
    if len(set(titles)) < len(titles):
        raise ValueError("two columns of one title")
    buffer = io.BytesIO()
    write_worksheet(
        _records(titles, rows, footer),
        buffer,
        sheet_name=sheet_name(title),
        header_row=2,
        merge_ranges=[(0, 0, 0, max(len(titles) - 1, 1), clean(title), Format().set_bold().set_font_size(14))],
        header_format=Format().set_bold().set_border("thin").set_background_color("#EEF2F7"),
        column_widths=[column.width for column in columns],
        column_formats={one.title: Format().set_num_format("#,##0") for one in columns if one.kind == Kind.WON},
        datetime_format="yyyy-mm-dd",
        freeze_row=3,
        page_setup={"landscape": True, "paper_size": 9, "fit_to_pages": (1, 0), "repeat_rows": 2},
    )
    return buffer.getvalue()


def sheet_name(title: str) -> str:
    """The title as Excel allows it for a sheet: without ``[ ] : * ? / \\``, at most 31 characters."""
    return " ".join(clean(title).translate(_NOT_IN_NAME).split())[:_SHEET_NAME].strip() or "목록"


def clean(text: str) -> str:
    """Without characters that XML cannot hold. Raises RuleBroken when longer than a cell."""
    if len(text) > LONGEST_TEXT:
        raise RuleBroken(f"한 칸에 {LONGEST_TEXT:,}자까지 적을 수 있어 내려받지 못했습니다. 긴 내용을 줄여 주세요.")
    return text if text.isprintable() else "".join(char for char in text if _in_xml(char))


def _in_xml(char: str) -> bool:
    return char in "\t\n" or (" " <= char <= "\ud7ff") or ("\ue000" <= char <= "\ufffd") or char > "\uffff"


def _records(titles: list[str], rows: Iterable[Sequence[Any]], footer: str) -> Iterator[dict[str, Any]]:
    """Blank cells are left out by the writer; the titles come through even for an empty list."""
    written = False
    for row in rows:
        written = True
        yield {title: (clean(value) if type(value) is str else value) for title, value in zip(titles, row, strict=True)}
    if not written:
        yield dict.fromkeys(titles)
    if footer:
        yield dict.fromkeys(titles)
        yield {**dict.fromkeys(titles), titles[0]: clean(footer)}
