"""Papers and tables: page numbers, repeated heads, nothing lost at a page's end."""

from __future__ import annotations

import pytest

from app.printing.approval import dashed
from app.printing.check_code import check_code
from app.printing.frame import Paper
from app.printing.table import Cell, Grid, draw_table, head_row, height_of
from tests.printing.read import assert_sound, pages_of, squeezed, text_of


def _grid(paper: Paper) -> Grid:
    return Grid.of(paper.width, [(1, "left"), (1, "right")], head=(head_row("머리글", "금액(원)"),))


def _many(rows: int) -> bytes:
    paper = Paper("긴 표", foot="문서번호 가-1")
    draw_table(paper, _grid(paper), [(f"{number}번째 줄", f"{number:,}") for number in range(1, rows + 1)])
    return paper.finish()


def test_long_table_repeats_its_head_and_keeps_every_row() -> None:
    pdf = _many(200)
    pages = pages_of(pdf)
    assert pages > 2
    for page in range(1, pages + 1):
        text = text_of(pdf, page=page)
        assert text.count("머리글") == 1
        assert f"{page}/{pages}쪽" in text
        assert "문서번호 가-1" in text
    text = text_of(pdf)
    assert all(text.count(f"{number}번째 줄") for number in range(1, 201))
    assert_sound(pdf)


def test_same_calls_give_the_same_bytes() -> None:
    assert _many(60) == _many(60)


def test_row_taller_than_a_page_goes_on_over_pages() -> None:
    paper = Paper("큰 칸")
    words = " ".join(f"낱말{number}" for number in range(800))
    grid = Grid.of(paper.width, [(1, "left"), (5, "left")], head=(head_row("좁은 칸", "넓은 칸"),))
    draw_table(paper, grid, [(words, "옆 칸"), ("다음 줄", "끝")])
    pdf = paper.finish()
    assert pages_of(pdf) > 1
    text = squeezed(pdf)
    assert all(f"낱말{number}" in text for number in range(800))
    assert "다음 줄" in text


def test_spans_in_the_head_cover_their_columns() -> None:
    paper = Paper("머리 두 줄")
    head = ([Cell("구분", down=2), Cell("임기 내", across=2)], [Cell("2022"), Cell("2023")])
    grid = Grid.of(paper.width, [(1, "left"), (1, "right"), (1, "right")], head=head)
    assert height_of(grid, []) == pytest.approx(2 * height_of(Grid(grid.widths, grid.aligns), [("", "", "")]))
    draw_table(paper, grid, [("가", "1", "2")])
    lines = [line.split() for line in text_of(paper.finish()).splitlines() if line.strip()]
    assert ["2022", "2023"] in lines
    assert ["가", "1", "2"] in lines


def test_each_document_of_a_file_is_numbered_from_one() -> None:
    paper = Paper("여러 사람")
    paper.paragraph("첫째")
    paper.new_page()
    paper.paragraph("첫째 이어서")
    paper.new_document()
    paper.paragraph("둘째")
    pdf = paper.finish()
    assert [f"{number}쪽" in text_of(pdf, page=page) for page, number in ((1, "1/2"), (2, "2/2"), (3, "1/1"))] == [
        True
    ] * 3


def test_text_with_room_is_set_smaller_and_then_cut() -> None:
    paper = Paper("맞춤")
    paper.text(paper.left, 700, "가나다라마바사", size=12, room=60)
    paper.text(paper.left, 600, "긴이름" * 200, size=12, room=60)
    text = text_of(paper.finish())
    assert "가나다라마바사" in text
    assert "긴이름긴" in text
    assert "…" in text


def test_check_code_is_short_stable_and_differs() -> None:
    code = check_code("3fa9" * 16)
    assert code == check_code("3fa9" * 16)
    assert len({check_code(str(number)) for number in range(5_000)}) == 5_000
    letters, digits = code.split("-")
    assert len(letters) == len(digits) == 4
    assert letters.isalpha()
    assert digits.isdecimal()
    assert not set(letters) & set("IO")


@pytest.mark.parametrize(
    ("amount", "text"), [(None, "-"), (0, "-"), (1, "1"), (-1234, "−1,234"), (555875210, "555,875,210")]
)
def test_dashed(amount: int | None, text: str) -> None:
    assert dashed(amount) == text
