"""Untrusted files: every kind of wrong file has its sentence, none costs much, none is read half."""

from __future__ import annotations

import io
import os
import random
import time
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from app.sheets.checking import check
from app.sheets.columns import Column
from app.sheets.locking import encrypt
from app.sheets.reading import Limits, read_sheet
from app.sheets.refusals import SheetRefused

COLUMNS = (Column("name", "성명", required=True), Column("won", "소득", "won"), Column("day", "날짜", "day"))
HEADER = ["성명", "소득", "날짜"]
MUTATIONS = int(os.environ.get("ILTEO_MUTATIONS", "30"))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500


def workbook(rows: list[list[Any]], name: str = "신청", change: Any = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    for one in rows:
        sheet.append(one)
    if change:
        change(book, sheet)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def repacked(content: bytes, **changed: bytes) -> bytes:
    """The same archive with some members replaced or added."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changed:
                new.writestr(name, old.read(name))
        for name, data in changed.items():
            new.writestr(name, data)
    return kept.getvalue()


GOOD = workbook([HEADER, ["김가온", 1, "2024-01-01"]])
SHEET_XML = "xl/worksheets/sheet1.xml"


def xml_with(rows: str) -> bytes:
    head = (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    return f"{head}{rows}</sheetData></worksheet>".encode()


def zipped(**members: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "빈 파일"),
        (b"\0" * 100, "빈 파일"),
        ("안녕하세요".encode(), "글자 파일"),
        ("안녕하세요".encode("cp949"), "글자 파일"),
        ("성명,소득\n가,1".encode("cp949"), "CSV"),
        ("성명,소득\n가,1".encode("utf-8-sig"), "CSV"),
        ("성명\t소득".encode("utf-16"), "CSV"),
        (b"%PDF-1.7\n...", "PDF"),
        (OLE + "Workbook".encode("utf-16-le"), "XLS"),
        (OLE + "HwpSummaryInformation".encode("utf-16-le"), "HWP"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "비밀번호"),
        (OLE, "엑셀(XLSX) 파일이 아닙니다"),
        (b"\x89PNG\r\n\x1a\n\0\0", "엑셀(XLSX) 파일이 아닙니다"),
        (encrypt(GOOD, "password-1"), "비밀번호"),
        (zipped(**{"a.txt": b"x"}), "압축 파일"),
        (zipped(**{"[Content_Types].xml": b"x", "word/document.xml": b"x"}), "다른 문서"),
        (zipped(mimetype=b"application/hwp+zip"), "HWP"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "ODS"),
        (repacked(GOOD, **{"xl/vbaProject.bin": b"x"}), "매크로"),
        (zipped(**{"xl/workbook.bin": b"x"}), "XLSB"),
        (GOOD[:-30], "깨져"),
        (b"PK\x03\x04" + b"x" * 100, "깨져"),
    ],
)
def test_wrong_files_are_named(content: bytes, sentence: str) -> None:
    with pytest.raises(SheetRefused, match=sentence.replace("(", r"\(").replace(")", r"\)")):
        read_sheet(content)


def test_a_file_one_byte_too_large_is_refused_and_one_at_the_limit_is_read() -> None:
    assert read_sheet(GOOD, limits=Limits(file_bytes=len(GOOD))).rows[0] == HEADER
    with pytest.raises(SheetRefused, match="보다 큽니다"):
        read_sheet(GOOD, limits=Limits(file_bytes=len(GOOD) - 1))


def bomb(member: str) -> bytes:
    """300 KB that unpack to 300 MB."""
    return repacked(GOOD, **{member: b"<a>" + b" " * 300_000_000})


@pytest.mark.parametrize("member", [SHEET_XML, "xl/sharedStrings.xml"])
def test_bombs_are_refused_by_the_directory_at_once(member: str) -> None:
    content, began = bomb(member), time.monotonic()
    with pytest.raises(SheetRefused, match="너무 커서"):
        read_sheet(content)
    assert time.monotonic() - began < 1


def test_a_directory_that_lies_about_the_size_does_not_help() -> None:
    content = bomb(SHEET_XML).replace((300_000_003).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    began = time.monotonic()
    with pytest.raises(SheetRefused):
        read_sheet(content)
    assert time.monotonic() - began < 5


def test_many_members_are_refused() -> None:
    with pytest.raises(SheetRefused, match="너무 커서"):
        read_sheet(repacked(GOOD, **{f"x/{at}.xml": b"x" for at in range(200)}))


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="XFD1"><v>1</v></c></row>',
        '<row r="15000"><c r="XFD15000"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
    ],
)
def test_a_cell_far_out_is_refused_quickly(rows: str) -> None:
    began = time.monotonic()
    with pytest.raises(SheetRefused):
        read_sheet(repacked(GOOD, **{SHEET_XML: xml_with(rows)}))
    assert time.monotonic() - began < 8


def test_a_false_dimension_does_not_widen_the_rows() -> None:
    xml = xml_with("".join(f'<row r="{at}"><c r="A{at}"><v>1</v></c></row>' for at in range(1, 50)))
    xml = xml.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
    assert {len(one) for one in read_sheet(repacked(GOOD, **{SHEET_XML: xml})).rows} == {1}


@pytest.mark.parametrize(
    "doctype",
    [
        b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ],
)
@pytest.mark.parametrize("member", ["xl/sharedStrings.xml", "xl/workbook.xml", SHEET_XML])
def test_entities_are_refused(doctype: bytes, member: str) -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        text = archive.read(member) if member in archive.namelist() else b"<sst/>"
    with pytest.raises(SheetRefused, match="깨져"):
        read_sheet(repacked(GOOD, **{member: doctype + text}))


def test_an_endless_reader_is_stopped() -> None:
    rows = [HEADER] + [["김가온", at, "2024-01-01"] for at in range(15_000)]
    with pytest.raises(SheetRefused):
        read_sheet(workbook(rows), limits=Limits(memory_bytes=30_000_000))


def test_too_many_rows_and_columns_are_refused() -> None:
    content = workbook([HEADER, *([["김가온", 1, "2024-01-01"]] * 40)])
    assert len(read_sheet(content, limits=Limits(rows=40)).rows) == 41
    with pytest.raises(SheetRefused, match="20줄까지"):
        read_sheet(content, limits=Limits(rows=20))
    assert read_sheet(content, limits=Limits(columns=3)).rows[0] == HEADER
    with pytest.raises(SheetRefused, match="열이 2개보다"):
        read_sheet(content, limits=Limits(columns=2))


def mutated(content: bytes, chance: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(chance.randrange(1, 8)):
        at = chance.randrange(len(data))
        match chance.randrange(3):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + chance.randrange(1, 40)]
            case _:
                data[at:at] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 20)))
    return bytes(data)


def test_mutated_files_are_read_or_refused_and_never_anything_else() -> None:
    """30 here, 3,000 in ``make torture``; the answer is either rows that pass the same checks or one sentence."""
    chance, read, sentences = random.Random(7), 0, []
    stored = repacked_stored(GOOD)
    for at in range(MUTATIONS):
        try:
            sheet = read_sheet(mutated(stored if at % 2 else GOOD, chance))
            check(sheet, COLUMNS)
            read += 1
        except SheetRefused as error:
            sentences.append(str(error))
    assert all(sentences)
    assert (read < MUTATIONS, read + len(sentences)) == (True, MUTATIONS)


def repacked_stored(content: bytes) -> bytes:
    """Without compression, so that a changed byte reaches the XML."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return kept.getvalue()


def test_dates_numbers_and_texts_come_as_they_are() -> None:
    sheet = read_sheet(workbook([HEADER, ["0012", 12, date(2024, 3, 31)], [True, 1.5, "2024-03-31"]]))
    assert sheet.rows[1:] == [["0012", 12.0, date(2024, 3, 31)], [True, 1.5, "2024-03-31"]]


def test_the_named_sheet_is_read_else_the_first_visible_one() -> None:
    def more(book: Any, sheet: Any) -> None:
        book.create_sheet("다른 것").append(["x"])
        hidden = book.create_sheet("숨김")
        hidden.sheet_state = "hidden"

    content = workbook([HEADER, ["김가온", 1, "2024-01-01"]], change=more)
    assert read_sheet(content, "다른 것").rows == [["x"]]
    first = read_sheet(content, "없는 것")
    assert (first.name, first.hidden_sheets, first.other_sheets) == ("신청", ["숨김"], ["다른 것"])
    assert read_sheet(content, "숨김").name == "신청"
    notes = check(first, COLUMNS).notes
    assert any("숨긴 시트는 읽지 않았습니다: 「숨김」" in one for one in notes)
    assert any("다른 시트는 읽지 않았습니다: 「다른 것」" in one for one in notes)


def test_hidden_rows_and_columns_are_read_and_said() -> None:
    def hide(_book: Any, sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True

    checked = check(read_sheet(workbook([HEADER, ["가나", 1, ""], ["다라", 2, ""]], change=hide)), COLUMNS)
    assert checked.values["name"] == ["가나", "다라"]
    assert checked.notes == ["숨긴 줄 1개도 읽었습니다(3줄).", "숨긴 열도 읽었습니다."]


def test_formulas_without_a_value_and_error_values_are_faults() -> None:
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    sheet = book.add_worksheet("신청")
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, ["김가온", 5])
    sheet.write_formula(2, 0, '="김"&"나"', None, "김나")
    sheet.write_formula(2, 1, "=B2*2", None, 10)
    sheet.write_formula(3, 0, '="다라"', None, "다라")
    sheet.write_formula(3, 1, "=B2*3", None, "")
    sheet.write_formula(4, 0, '="마바"', None, "마바")
    sheet.write_formula(4, 1, "=1/0", None, "#DIV/0!")
    book.close()
    checked = check(read_sheet(kept.getvalue()), COLUMNS)

    assert checked.values["name"] == ["김가온", "김나", "다라", "마바"]
    assert checked.values["won"][:2] == [5, 10]
    assert [(one.cell, one.value) for one in checked.faults] == [("B4", "계산값이 없는 수식"), ("B5", "오류 값")]
