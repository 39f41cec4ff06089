"""The quick way over a whole column gives what reading cell by cell gives, or leaves it to that."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.sheets.cells import READERS, BadCell, Restored
from app.sheets.columns import Column, Kind
from app.sheets.columnwise import read_column

COLUMNS = [
    Column("x", "값", longest=5),
    Column("x", "값", required=True),
    Column("x", "값", "whole", least=1, most=20),
    Column("x", "값", "won"),
    Column("x", "값", "day"),
    Column("x", "값", "choice", choices={"신림동": 1, "대학동": 2}),
    Column("x", "값", "yes_no"),
    Column("x", "값", "phone"),
    Column("x", "값", "rrn"),
]
CELLS = st.one_of(
    st.text(max_size=6),
    st.sampled_from(["신림동", "대학동", "예", "아니요", "가", " 가", "가 ", "가\u0301", "|", "| ", "\u00a0", ""]),
    st.sampled_from(["010-0000-4821", "010-0000-48210", "010-0000-482\n", "０10-0000-4821"]),
    st.floats(allow_infinity=True, allow_nan=True),
    st.integers(0, 25).map(float),
    st.dates(),
    st.booleans(),
)


def one_by_one(column: Column, cells: list[Any]) -> list[Any] | None:
    """As a column of the sheet is read when it goes the long way; None where any cell is no plain value."""
    values = []
    for cell in cells:
        if isinstance(cell, str) and not cell.strip():
            if column.required or Kind(column.kind) not in (Kind.TEXT, Kind.PHONE):
                return None
            values.append("")
            continue
        try:
            values.append(READERS[Kind(column.kind)](cell, column, None))
        except (BadCell, Restored):
            return None
    return values


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(COLUMNS), st.lists(CELLS, min_size=1, max_size=4))
def test_the_quick_way_agrees_with_the_long_one(column: Column, cells: list[Any]) -> None:
    quick = read_column(column, list(cells))
    if quick is not None:
        slow = one_by_one(column, cells)
        assert quick == slow
        assert list(map(type, quick)) == list(map(type, slow))


@pytest.mark.parametrize(
    ("column", "cells", "values"),
    [
        (COLUMNS[0], ["가나", "", "다섯글자다"], ["가나", "", "다섯글자다"]),
        (COLUMNS[0], ["여섯글자이다"], None),
        (COLUMNS[1], ["가", ""], None),
        (COLUMNS[1], ["가", "나 "], None),
        (COLUMNS[1], ["가\u0301"], ["가\u0301"]),
        (COLUMNS[1], ["\u1100\u1161"], None),
        (COLUMNS[2], [1.0, 20.0], [1, 20]),
        (COLUMNS[2], [1.0, 21.0], None),
        (COLUMNS[2], [0.0], None),
        (COLUMNS[2], [1.5], None),
        (COLUMNS[3], [float("nan")], None),
        (COLUMNS[3], [float("inf")], None),
        (COLUMNS[3], [True], None),
        (COLUMNS[3], [10.0**12], [10**12]),
        (COLUMNS[3], [10.0**12 + 1], None),
        (COLUMNS[4], [date(1900, 1, 1), date(2100, 12, 31)], [date(1900, 1, 1), date(2100, 12, 31)]),
        (COLUMNS[4], [date(1899, 12, 31)], None),
        (COLUMNS[4], [date(2101, 1, 1)], None),
        (COLUMNS[5], ["신림동", "대학동"], [1, 2]),
        (COLUMNS[5], ["신림동", "없는동"], None),
        (COLUMNS[6], ["예", "아니요"], [True, False]),
        (COLUMNS[7], ["010-0000-4821"], ["010-0000-4821"]),
        (COLUMNS[7], ["010-0000-482\n"], None),
        (COLUMNS[8], ["660412-2000012"], None),
    ],
)
def test_what_goes_the_quick_way(column: Column, cells: list[Any], values: list[Any] | None) -> None:
    assert read_column(column, cells) == values
