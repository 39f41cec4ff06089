"""Workbooks that we write: nothing typed becomes a formula, every character comes back, readers open them."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from xml.etree import ElementTree

import msoffcrypto
import openpyxl
import pytest

from app.shared.errors import RuleBroken
from app.sheets.checking import check
from app.sheets.columns import GUIDE_SHEET, LISTS_SHEET, Column
from app.sheets.listing import sheet_name, write_list
from app.sheets.locking import encrypt
from app.sheets.reading import read_sheet
from app.sheets.template import write_template

CHOICES = {f"고르는 말 {at}": at for at in range(60)}
COLUMNS = (
    Column("name", "성명", required=True, note="본인"),
    Column("rrn", "주민등록번호", "rrn", required=True),
    Column("phone", "전화", "phone"),
    Column("won", "금액", "won"),
    Column("day", "날짜", "day"),
    Column("pick", "고르기", "choice", choices=CHOICES),
    Column("sure", "확인", "yes_no"),
)
NASTY = ["=1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x")', "@SUM(A1)", "+82 10", "-", "'x", "http://example.com"]


def formulas(content: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        parts = [archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))]
    for part in parts:
        ElementTree.fromstring(part)
    return sum(part.count(b"<f>") + part.count(b"<f ") + part.count(b"<hyperlink") for part in parts)


def test_the_template_opens_with_its_lists_notes_locks_and_guide() -> None:
    content = write_template("신청 양식", "신청", COLUMNS, guidance=["한 줄에 한 사람"])
    book = openpyxl.load_workbook(io.BytesIO(content))
    entry = book["신청"]

    assert formulas(content) == 0
    assert book.sheetnames == ["신청", GUIDE_SHEET, LISTS_SHEET]
    assert book[LISTS_SHEET].sheet_state == "hidden"
    assert [cell.value for cell in entry[1]] == ["성명*", "주민등록번호*", "전화", "금액", "날짜", "고르기", "확인"]
    assert all(cell.protection.locked and cell.comment for cell in entry[1])
    assert entry.protection.sheet
    assert entry.freeze_panes == "C2"
    assert not entry.column_dimensions["B"].protection.locked
    assert [entry.column_dimensions[letter].number_format for letter in "BCE"] == ["@"] * 3
    lists = [one for one in entry.data_validations.dataValidation if one.type == "list"]
    assert [one.formula1 for one in lists] == ["'목록'!$A$2:$A$61", "'목록'!$B$2:$B$3"]
    guide = [cell.value for row in book[GUIDE_SHEET].iter_rows() for cell in row if cell.value]
    assert "한 줄에 한 사람" in guide
    assert "010-0000-4821" in guide
    guide_rows = book[GUIDE_SHEET].row_dimensions
    high = {book[GUIDE_SHEET].cell(at, 1).value: one.height for at, one in guide_rows.items()}
    assert high == {"고르기": 15 * 18}, "all sixty choices can be read in LibreOffice too"
    many = Column("pick", "고르기", "choice", choices={f"이름이 아주 긴 세부사업 {at}": at for at in range(60)})
    guide_rows = openpyxl.load_workbook(io.BytesIO(write_template("양식", "신청", [many])))[GUIDE_SHEET].row_dimensions
    assert [one.height for one in guide_rows.values()] == [405], "Excel takes no row higher than 409 points"


def test_what_is_filled_in_comes_back_as_typed() -> None:
    rows = [[text, "660412-2000012", "010-0000-0001", 5, "2024-03-31", "고르는 말 59", "예"] for text in NASTY]
    content = write_template("신청 양식", "신청", COLUMNS, rows=rows)
    checked = check(read_sheet(content, "신청"), COLUMNS)

    assert formulas(content) == 0
    assert checked.faults == []
    assert checked.values["name"] == NASTY
    assert checked.values["pick"] == [59] * len(NASTY)
    assert checked.notes == []


def test_a_list_keeps_every_character_and_writes_no_formula() -> None:
    columns = (Column("name", "성명", width=12), Column("won", "금액", "won"), Column("day", "날짜", "day"))
    rows = [[text, 1_200_000, date(2024, 3, 31)] for text in NASTY]
    content = write_list("명단/[1]", columns, rows, "담당 김가온 · 2024. 7. 8.")
    sheet = read_sheet(content)

    assert formulas(content) == 0
    assert sheet.name == "명단 1"
    assert sheet.rows[0][0] == "명단/[1]"
    assert sheet.rows[2] == ["성명", "금액", "날짜"]
    assert sheet.rows[3:-2] == [[text, 1_200_000.0, date(2024, 3, 31)] for text in NASTY]
    assert sheet.rows[-1][0] == "담당 김가온 · 2024. 7. 8."


def test_an_empty_list_still_has_its_titles() -> None:
    content = write_list("빈 명단", (Column("a", "가"), Column("b", "나")), [])
    assert read_sheet(content).rows[2] == ["가", "나"]


def test_control_characters_go_and_long_texts_are_refused_never_cut() -> None:
    columns = (Column("a", "가"),)
    assert read_sheet(write_list("x", columns, [["a\0b\x1fc\nd"]])).rows[3] == ["abc\nd"]
    assert read_sheet(write_list("x", columns, [["가" * 32_767]])).rows[3] == ["가" * 32_767]
    with pytest.raises(RuleBroken, match="32,767자"):
        write_list("x", columns, [["가" * 32_768]])


@pytest.mark.parametrize(
    ("title", "name"), [("a/b", "a b"), ("가" * 40, "가" * 31), ("[]:*?/\\", "목록"), ("'x'", "x")]
)
def test_sheet_names(title: str, name: str) -> None:
    assert sheet_name(title) == name


def test_a_locked_workbook_opens_with_its_password_only() -> None:
    content = write_list("x", (Column("a", "가"),), [["나"]])
    locked = msoffcrypto.OfficeFile(io.BytesIO(encrypt(content, "비밀번호-123")))
    opened = io.BytesIO()
    locked.load_key(password="비밀번호-123")
    locked.decrypt(opened)

    assert opened.getvalue() == content
    with pytest.raises(RuleBroken, match="8자 이상"):
        encrypt(content, "짧은암호")
