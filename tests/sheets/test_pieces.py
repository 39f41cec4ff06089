"""Large sheets come in pieces: together they are the sheet that calamine reads at once, and cut only where it is safe."""

from __future__ import annotations

import io
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from app.sheets.checking import check, check_pieces
from app.sheets.columns import Column
from app.sheets.cutting import cut, last_row
from app.sheets.listing import write_list
from app.sheets.reading import Limits, Piece, Sheet, read_pieces, read_sheet
from app.sheets.refusals import SheetRefused
from tests.sheets.test_reading import GOOD, SHEET_XML, repacked, xml_with

MANY = Limits(rows=200_000, ratio=1000)
COLUMNS = (Column("name", "성명", required=True), Column("won", "소득", "won"), Column("day", "날짜", "day"))
COUNT = 35_000


def people(count: int) -> list[list[Any]]:
    return [[f"김가온 {at}", at * 1000, date(2024, 1, 1 + at % 28)] for at in range(count)]


def shared_strings(rows: list[list[Any]]) -> bytes:
    """As Excel saves: texts in a table of their own."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"default_date_format": "yyyy-mm-dd", "constant_memory": False})
    sheet = book.add_worksheet("명단")
    for at, row in enumerate(rows):
        sheet.write_row(at + 2, 1, row)
    sheet.merge_range(0, 1, 0, 3, "명단")
    book.close()
    return kept.getvalue()


@pytest.mark.parametrize("write", [lambda rows: write_list("명단", COLUMNS, rows), shared_strings])
def test_pieces_together_are_the_sheet(write: Any) -> None:
    content = write(people(COUNT))
    *pieces, sheet = read_pieces(content, limits=MANY)
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        first = book.get_sheet_by_index(0)
        expected, merged = first.to_python(skip_empty_area=False), first.merged_cell_ranges

    assert len(pieces) > 1
    assert all(isinstance(piece, Piece) for piece in pieces)
    assert isinstance(sheet, Sheet)
    assert read_sheet(content, limits=MANY).rows == expected
    assert sheet.merged == (merged or [])


def test_checked_in_pieces_is_checked_at_once() -> None:
    rows = people(COUNT)
    rows[5][1], rows[COUNT - 3][0], rows[COUNT - 2][1], rows[9_000] = -1, "", 1.5, ["", "", ""]
    content = write_list("명단", COLUMNS, rows)

    streamed = check_pieces(read_pieces(content, limits=MANY), COLUMNS)
    whole = check(read_sheet(content, limits=MANY), COLUMNS)

    assert [fault.cell for fault in streamed.faults] == ["B9", f"A{COUNT + 1}", f"B{COUNT + 2}"]
    assert (streamed.faults, streamed.row_numbers, streamed.notes) == (whole.faults, whole.row_numbers, whole.notes)
    assert streamed.values == whole.values
    assert len(streamed.row_numbers) == COUNT - 1


def test_formulas_and_errors_in_a_late_piece_are_found_at_their_cells() -> None:
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"constant_memory": True})
    sheet = book.add_worksheet("명단")
    sheet.write_row(0, 0, ["성명", "소득", "날짜"])
    for at in range(1, COUNT):
        sheet.write_row(at, 0, ["김가온김가온김가온", at, "2024-01-01"])
    sheet.set_row(COUNT, None, None, {"hidden": True})
    sheet.write(COUNT, 0, "가")
    sheet.write_formula(COUNT, 1, "=B2*3", None, "")
    sheet.write_formula(COUNT + 1, 0, "=1/0", None, "#DIV/0!")
    book.close()

    checked = check_pieces(read_pieces(kept.getvalue(), limits=MANY), COLUMNS)

    found = [(fault.cell, fault.value) for fault in checked.faults]
    assert found == [(f"B{COUNT + 1}", "계산값이 없는 수식"), (f"A{COUNT + 2}", "오류 값")]
    assert checked.notes == [f"숨긴 줄 1개도 읽었습니다({COUNT + 1}줄)."]


def rows_xml(first: int, last: int, cell: str = "<v>1</v>") -> str:
    return "".join(f'<row r="{at}"><c r="A{at}">{cell}</c></row>' for at in range(first, last + 1))


def chunks(xml: bytes, size: int) -> list[bytes]:
    return [xml[at : at + size] for at in range(0, len(xml), size)]


@pytest.mark.parametrize("size", [7, 100, 10_000])
def test_cut_between_rows_each_piece_with_its_head(size: int) -> None:
    pieces = list(cut(chunks(xml_with(rows_xml(1, 300)), size), 10, 1000))
    assert len(pieces) > 1
    assert all(piece.startswith(b'<?xml version="1.0"?><worksheet') for piece in pieces)
    assert all(piece.endswith(b"</sheetData></worksheet>") for piece in pieces)
    assert pieces[0].count(b"<row ") >= 10
    assert b"".join(piece.partition(b"<sheetData>")[2].partition(b"</sheetData>")[0] for piece in pieces) == (
        rows_xml(1, 300).encode()
    )
    ends = [last_row(piece) for piece in pieces]
    assert all(earlier < later for earlier, later in pairwise(ends))


@pytest.mark.parametrize(
    "rows",
    [
        rows_xml(1, 60) + '<!-- <row r="7"> -->' + rows_xml(61, 99),
        rows_xml(1, 60, '<is><t><![CDATA[<row r="9">]]></t></is>'),
        rows_xml(1, 60) + '<?x <row r="7"> ?>' + rows_xml(61, 99),
        rows_xml(1, 99).replace(' r="', ' x="'),
        rows_xml(1, 99).replace("<row", "<x:row"),
    ],
)
def test_not_cut_where_a_row_may_be_something_else(rows: str) -> None:
    xml = xml_with(rows)
    assert list(cut([xml], 10, 1000)) == [xml]


def test_exclamations_and_questions_in_texts_do_not_keep_from_cutting() -> None:
    assert len(list(cut(chunks(xml_with(rows_xml(1, 300, "<is><t>네?! 예!?</t></is>")), 500), 10, 1000))) > 10


def test_rows_that_run_backwards_between_pieces_are_refused() -> None:
    text = f"<is><t>{'가' * 300}</t></is>"
    assert len(read_sheet(repacked(GOOD, **{SHEET_XML: xml_with(rows_xml(1, 8000, text))}), limits=MANY).rows) == 8000
    backwards = rows_xml(1, 4000, text) + rows_xml(11, 4000, text)
    with pytest.raises(SheetRefused, match="깨져"):
        read_sheet(repacked(GOOD, **{SHEET_XML: xml_with(backwards)}), limits=MANY)


def test_values_left_of_nothing_keep_their_column_in_every_piece() -> None:
    text = f"<is><t>{'가' * 300}</t></is>"
    late = '<row r="9000"><c r="E9000" t="n"><v>5</v></c></row>'
    rows = read_sheet(repacked(GOOD, **{SHEET_XML: xml_with(rows_xml(3, 8000, text) + late)}), limits=MANY).rows
    assert (len(rows), {len(row) for row in rows}) == (9000, {5})
    assert rows[0] == rows[1] == rows[8500] == [""] * 5
    assert rows[8999] == ["", "", "", "", 5.0]


def test_nothing_is_left_behind_when_reading_is_given_up() -> None:
    pieces = read_pieces(write_list("명단", COLUMNS, people(COUNT)), limits=MANY)
    assert isinstance(next(pieces), Piece)
    pieces.close()
    with pytest.raises(StopIteration):
        next(pieces)
