"""임금명세서 (근로기준법 제48조제2항): plain values in, PDF bytes out, one person a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.printing.approval import draw_marks
from app.printing.frame import MM, Align, Paper
from app.printing.table import Cell, Grid, Row, bold_row, draw_table, head_row, height_of, key
from app.shared.district import MAYOR
from app.shared.money import won, won_on_paper
from app.shared.periods import korean_date


@dataclass(frozen=True)
class PayItem:
    """An amount in won with how it was worked out (시행령 제27조의2: 계산방법)."""

    label: str
    amount: int
    how: str = "-"


@dataclass(frozen=True)
class Fact:
    """A named value in the block above the amounts: 성명, 고용연월일, 근로일수 …; ``text`` carries its unit."""

    label: str
    text: str


@dataclass(frozen=True)
class PayslipPaper:
    """Everything on one person's slip. ``account`` comes masked: the paper shows what it is given."""

    month: date
    pay_on: date
    issued_on: date | None
    issued_how: str
    name: str
    born_on: date
    participation: str
    place: str
    hired_on: date
    starts_on: date
    ends_on: date
    hours: str
    wage: str
    worked: tuple[Fact, ...]
    items: tuple[PayItem, ...]
    gross: int
    deductions: tuple[PayItem, ...]
    deducted: int
    net: int
    account: str
    bases: str
    zero_reasons: str
    office: str
    check_code: str
    pay_mark: str = ""
    draft: bool = False
    demo: bool = False


def _heading(paper: Paper, slip: PayslipPaper) -> None:
    paper.down(9 * MM)
    paper.text(paper.left + paper.width / 2, paper.y, "임 금 명 세 서", size=18, bold=True, align="center")
    paper.down(8 * MM)
    paper.text(paper.left, paper.y, f"{slip.month.year}년 {slip.month.month}월분", size=11, bold=True)
    issued = f"교부 {korean_date(slip.issued_on)} {slip.issued_how}" if slip.issued_on else "교부 -"
    paid = f"지급일 {korean_date(slip.pay_on, weekday=True)}{slip.pay_mark}"
    paper.text(paper.right, paper.y, f"{paid}    {issued}", size=9, align="right", room=paper.width * 0.75)
    paper.down(2.5 * MM)


def _person(paper: Paper, slip: PayslipPaper) -> None:
    columns: tuple[tuple[float, Align], ...] = ((22, "center"), (68, "left"), (22, "center"), (68, "left"))
    term = f"{korean_date(slip.starts_on)}~{slip.ends_on.month}. {slip.ends_on.day}."
    if slip.starts_on.year != slip.ends_on.year:
        term = f"{korean_date(slip.starts_on)}~{korean_date(slip.ends_on)}"
    pairs = (
        ("성명", slip.name, "생년월일", korean_date(slip.born_on)),
        ("참여번호", slip.participation, "부서·업무", slip.place),
        ("고용연월일", korean_date(slip.hired_on), "계약기간", term),
        ("근로시간", slip.hours, "임금", slip.wage),
    )
    rows = [(key(a), Cell(b), key(c), Cell(d)) for a, b, c, d in pairs]
    draw_table(paper, Grid.of(paper.width, columns, size=9, least=6.4 * MM), rows)
    paper.down(2.5 * MM)


def _worked(paper: Paper, facts: Sequence[Fact]) -> None:
    """근로일수, 시간수 and the rest: in equal rows of six at most."""
    rows = max(1, -(-len(facts) // 6))
    most = max(1, -(-len(facts) // rows))
    for at in range(0, len(facts), most):
        part = facts[at : at + most]
        columns: list[tuple[float, Align]] = [(1, "center") for _ in part]
        grid = Grid.of(
            paper.width * len(part) / most, columns, least=6 * MM, head=(head_row(*(f.label for f in part)),)
        )
        draw_table(paper, grid, [[fact.text for fact in part]])
    paper.down(3 * MM)


def _half(wide: float, heading: str) -> Grid:
    columns: tuple[tuple[float, Align], ...] = ((30, "left"), (20, "right"), (38, "left"))
    head = (head_row(heading, "금액(원)", "계산방법"),)
    return Grid.of(wide, columns, least=6.6 * MM, head=head)


def _item_rows(items: Sequence[PayItem], most: int) -> list[Row]:
    rows: list[Row] = [(item.label, won(item.amount), item.how) for item in items]
    return rows + [("", "", "")] * (most - len(items))


def _amounts(paper: Paper, slip: PayslipPaper) -> None:
    """Pay on the left, deductions on the right, both with the same number of rows and their sums level."""
    gap = 3 * MM
    wide = (paper.width - gap) / 2
    most = max(len(slip.items), len(slip.deductions))
    sides = (
        (paper.left, _half(wide, "지급 항목"), _item_rows(slip.items, most), ("지급계", slip.gross)),
        (
            paper.left + wide + gap,
            _half(wide, "공제 항목"),
            _item_rows(slip.deductions, most),
            ("공제계", slip.deducted),
        ),
    )
    paper.need(max(height_of(grid, rows) for _, grid, rows, _ in sides) + 8 * MM)
    top, page = paper.y, paper.page
    ends = []
    for x, grid, rows, _ in sides:
        if paper.page == page:
            paper.y = top
        draw_table(paper, grid, rows, x=x)
        ends.append(paper.y)
    paper.y = min(ends)
    paper.need(8 * MM)
    top = paper.y
    for x, grid, _, (label, amount) in sides:
        paper.y = top
        bare = Grid(grid.widths, grid.aligns, size=9, least=7 * MM)
        draw_table(paper, bare, [bold_row(label, won(amount), "")], x=x)


def _below(paper: Paper, slip: PayslipPaper) -> None:
    paper.down(4 * MM)
    columns: tuple[tuple[float, Align], ...] = ((22, "center"), (158, "left"))
    rows: list[Row] = [
        (key("실지급액"), Cell(won_on_paper(slip.net), bold=True)),
        (key("입금계좌"), slip.account),
        (key("보험료 기준"), slip.bases),
        (key("0원 사유"), slip.zero_reasons or "-"),
    ]
    draw_table(paper, Grid.of(paper.width, columns, size=9, least=7 * MM), rows)
    paper.down(4 * MM)
    paper.paragraph("근로기준법 제48조제2항에 따른 임금명세서입니다.", size=9)
    paper.paragraph(f"문의: {slip.office}", size=9)
    paper.down(6 * MM)
    paper.need(6 * MM)
    paper.text(paper.left + paper.width / 2, paper.y - 10, MAYOR, size=13, bold=True, align="center")


def _draw(paper: Paper, slip: PayslipPaper) -> None:
    draw_marks(paper, draft=slip.draft, demo=slip.demo)
    _heading(paper, slip)
    _person(paper, slip)
    _worked(paper, slip.worked)
    _amounts(paper, slip)
    _below(paper, slip)


def draw_payslips(slips: Sequence[PayslipPaper]) -> bytes:
    """All slips in one file, each person's beginning on a page of its own and numbered from 1.

    ValueError when there is none.
    """
    if not slips:
        raise ValueError("no payslip to draw")
    first = slips[0]
    who = f" {first.name}" if len(slips) == 1 else ""
    paper = Paper(f"임금명세서 {first.month:%Y-%m}{who}")
    for number, slip in enumerate(slips):
        if number:
            paper.new_document()
        paper.foot = f"참여번호 {slip.participation}    확인번호 {slip.check_code}"
        _draw(paper, slip)
    return paper.finish()
