"""Cells to values: what is taken, what is put back with a word, and what is refused at its cell."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.sheets.checking import Checked, check, nothing_saved
from app.sheets.columns import Column, Kind, cell_name
from app.sheets.reading import Sheet
from app.sheets.refusals import SheetRefused

TODAY = date(2024, 7, 8)


def one(kind: str, cell: Any, **options: Any) -> Checked:
    column = Column("x", "값", kind, **options)
    sheet = Sheet("신청", [["값", "이름"], [cell, "가"]])
    return check(sheet, [column, Column("name", "이름")], today=TODAY)


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("text", " 김가온 ", "김가온"),
        ("text", 302.0, "302"),
        ("text", "가", "가"),
        ("text", "가\u200b나", "가나"),
        ("whole", 3.0, 3),
        ("whole", "３", 3),
        ("won", 1_200_000.0, 1_200_000),
        ("won", "1,200,000원", 1_200_000),
        ("won", "１２００", 1200),
        ("won", 0.0, 0),
        ("won", float(10**12), 10**12),
        ("day", date(2024, 3, 31), date(2024, 3, 31)),
        ("day", "2024. 3. 31.", date(2024, 3, 31)),
        ("day", "2024년 3월 31일", date(2024, 3, 31)),
        ("day", 20240331.0, date(2024, 3, 31)),
        ("yes_no", "예", True),
        ("yes_no", " 아니요 ", False),
        ("phone", "０１０００００４８２１", "010-0000-4821"),
        ("phone", "02)881-0000", "02-881-0000"),
    ],
)
def test_good_cells(kind: str, cell: Any, value: Any) -> None:
    checked = one(kind, cell)
    assert checked.faults == []
    assert checked.values["x"] == [value]


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("text", "가\0나", "가나"),
        ("text", "가\n나", "가 나"),
        ("text", date(2024, 3, 2), "2024-03-02"),
        ("text", "가" * 201, "가" * 40 + "…"),
        ("whole", 1.5, "1.5"),
        ("whole", -1.0, "-1"),
        ("whole", 10000.0, "10000"),
        ("whole", "²", "²"),
        ("won", "백만원", "백만원"),
        ("won", -1.0, "-1"),
        ("won", 0.5, "0.5"),
        ("won", float(10**12 + 1), "100000*******"),
        ("won", "1.23E+12", "1.23E+12"),
        ("won", "12,00", "12,00"),
        ("won", True, "True"),
        ("day", "2024-02-30", "2024-02-30"),
        ("day", 45382.0, "45382"),
        ("day", "1899-12-31", "1899-12-31"),
        ("yes_no", "네", "네"),
        ("rrn", "660412-200001", "660412-******"),
        ("rrn", "661312-2000012", "661312-*******"),
        ("rrn", "1.23E+12", "1.23E+**"),
        ("phone", "12", "12"),
        ("phone", 212345678.0, "212345678"),
    ],
)
def test_bad_cells_are_refused_with_what_is_accepted(kind: str, cell: Any, value: str) -> None:
    checked = one(kind, cell)
    assert [(fault.cell, fault.value, bool(fault.accepted)) for fault in checked.faults] == [("A2", value, True)]
    assert checked.values["x"] == [None]


@pytest.mark.parametrize(
    ("cell", "digits"),
    [
        ("660412-2000012", "6604122000012"),
        (6604122000012.0, "6604122000012"),
        ("６６０４１２２００００１２", "6604122000012"),
        (" 660412 2000012 ", "6604122000012"),
    ],
)
def test_resident_numbers(cell: Any, digits: str) -> None:
    checked = one("rrn", cell)
    assert checked.values["x"][0].digits == digits
    assert checked.row_notes == []


@pytest.mark.parametrize(("cell", "digits"), [(504123000012.0, "0504123000012"), (1014000012.0, "0001014000012")])
def test_a_lost_zero_comes_back_where_only_one_reading_is_possible(cell: float, digits: str) -> None:
    checked = one("rrn", cell)
    assert checked.faults == []
    assert checked.values["x"][0].digits == digits
    assert "앞자리 0을 되살렸습니다" in checked.row_notes[0][1]


@pytest.mark.parametrize("cell", [504121000012.0, 660412200001.0, "504123000012"])
def test_a_lost_zero_is_not_guessed(cell: Any) -> None:
    """Born 1905, a digit missing, or a text that never had the zero."""
    assert [fault.cell for fault in one("rrn", cell).faults] == ["A2"]


def test_a_mobile_number_without_its_zero_is_said() -> None:
    checked = one("phone", 1000004821.0)
    assert checked.values["x"] == ["010-0000-4821"]
    assert checked.row_notes == [(2, "A2: 숫자로 적혀 빠진 전화번호 앞자리 0을 되살렸습니다.")]


def test_a_resident_number_in_a_wrong_column_is_masked_too() -> None:
    assert one("won", "660412-2000012").faults[0].value == "660412-*******"


def test_numbers_are_not_mistaken_for_the_words_they_equal() -> None:
    column = Column("x", "값", "won")
    checked = check(Sheet("신청", [["값"], [1.0], [True], [1.0]]), [column])
    assert [fault.cell for fault in checked.faults] == ["A3"]


@pytest.mark.parametrize(("cell", "good"), [(0.0, False), (1.0, True), (20.0, True), (21.0, False)])
def test_limits_of_whole_numbers(cell: float, good: bool) -> None:
    assert (one("whole", cell, least=1, most=20).faults == []) is good


def test_empty_cells() -> None:
    assert one("won", "").values["x"] == [None]
    assert one("text", "  ").values["x"] == [""]
    assert one("won", "", required=True).faults[0].sentence("신청") == (
        "신청 A2: 「빈칸」은(는) 쓸 수 없습니다. 0 이상 1조 이하인 원 단위 숫자(예: 1,200,000)로 고쳐 주세요."
    )
    assert nothing_saved(3000, 50) == "전체 3,000건 가운데 오류 50건이 있어 한 건도 저장하지 않았습니다."


COLUMNS = (Column("name", "성명", required=True), Column("won", "소득(원)", Kind.WON), Column("day", "날짜", Kind.DAY))


def test_columns_are_found_by_name_in_any_order_below_a_title() -> None:
    sheet = Sheet(
        "신청", [["2024년 명단", "", "", ""], ["비고", "날짜", " 소득 (원) ", "성명 *"], ["x", "", 5.0, "가"]]
    )
    checked = check(sheet, COLUMNS)
    assert checked.values == {"name": ["가"], "won": [5], "day": [None]}
    assert checked.row_numbers == [3]
    assert checked.cell(3, "name") == "D3"
    assert checked.notes == ["양식에 없는 열은 읽지 않았습니다: 「비고」."]


def test_values_under_no_title_are_said() -> None:
    checked = check(Sheet("신청", [["성명", "소득(원)", "날짜", ""], ["가", 1.0, "", "메모"]]), COLUMNS)
    assert checked.notes == ["제목이 없는 열의 값은 읽지 않았습니다: 「D1」 아래."]


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        (["이름", "돈", "언제"], "제목 줄"),
        (["성명", "소득(원)", "일자"], "없는 열이 있습니다: 「날짜」. 양식에 없는 제목: 「일자」"),
        (["성명", "소득(원)"], "없는 열이 있습니다: 「날짜」"),
        (["성명", "소득(원)", "날짜", "성명"], "두 번 있습니다: 「성명」"),
    ],
)
def test_headers_that_do_not_fit_are_refused(header: list[str], sentence: str) -> None:
    with pytest.raises(SheetRefused) as refused:
        check(Sheet("신청", [header, ["가"] * len(header)]), COLUMNS)
    assert sentence in str(refused.value)


def test_merged_cells_below_the_header_are_refused_and_above_it_are_fine() -> None:
    rows = [["명단", "", ""], ["성명", "소득(원)", "날짜"], ["가", 1.0, ""]]
    assert check(Sheet("신청", rows, merged=[((0, 0), (0, 2))]), COLUMNS).faults == []
    with pytest.raises(SheetRefused, match="A3:A4"):
        check(Sheet("신청", rows, merged=[((2, 0), (3, 0))]), COLUMNS)
    with pytest.raises(SheetRefused, match="A2:B2"):
        check(Sheet("신청", rows, merged=[((1, 0), (1, 1))]), COLUMNS)


def test_blank_rows_are_passed_over_and_a_sheet_of_them_is_refused() -> None:
    header = ["성명", "소득(원)", "날짜"]
    checked = check(Sheet("신청", [header, ["", "", ""], ["가", 0.0, ""], [" ", "", ""], ["나", 1.0, ""]]), COLUMNS)
    assert checked.row_numbers == [3, 5]
    with pytest.raises(SheetRefused, match="적은 줄이 없습니다"):
        check(Sheet("신청", [header, ["", " ", ""]]), COLUMNS)


@pytest.mark.parametrize(("column", "name"), [(1, "A7"), (26, "Z7"), (27, "AA7"), (703, "AAA7")])
def test_cell_names(column: int, name: str) -> None:
    assert cell_name(7, column) == name
