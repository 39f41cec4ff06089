"""Sections 6 추진실적 to 9 기대효과, and the inside page that is not published."""

from __future__ import annotations

from collections.abc import Sequence

from app.pledge.documents.marks import SIZE, bullets, section, subheading
from app.pledge.documents.paper import Entry, Future, Inside, SheetPaper, shown
from app.pledge.documents.sections_plan import MILLIONS, draw_money
from app.printing.frame import MM, Align, Paper
from app.printing.table import Cell, Grid, Row, bold_row, draw_table, head_row
from app.shared.periods import korean_date


def draw_record(paper: Paper, sheet: SheetPaper) -> None:
    """6 추진실적: rates, money executed, what was done when, what residents were told."""
    section(paper, 6, "추진실적", keep=45 * MM)
    subheading(paper, "□ 총괄")
    _rates(paper, sheet)
    subheading(paper, "□ 예산 집행액(지급일 기준)", right=MILLIONS, keep=30 * MM)
    draw_money(paper, sheet.investment.years, sheet.investment.executed)
    subheading(paper, f"□ 일정별 추진실적 ({len(sheet.milestones)}건)")
    _milestones(paper, sheet.milestones)
    subheading(paper, f"□ 주민 참여(소통) 실적 ({len(sheet.outreach)}건)")
    _outreach(paper, sheet.outreach)


def _rates(paper: Paper, sheet: SheetPaper) -> None:
    columns: tuple[tuple[float, Align], ...] = (
        (58, "left"),
        (28, "right"),
        (42, "left"),
        (14, "center"),
        (30, "right"),
        (24, "right"),
        (28, "right"),
        (43, "left"),
    )
    head = (head_row("구 분", "전체사업 대비비율(%)", "확인지표", "단위", "목표", "실적", "사업 이행률(%)", "비고"),)
    rows: list[Row] = [
        (
            one.label,
            str(one.weight),
            one.measure,
            one.unit,
            shown(one.target),
            shown(one.actual),
            shown(one.rate),
            one.note,
        )
        for one in sheet.indicators.rows
    ]
    weights = sum(one.weight for one in sheet.indicators.rows)
    rows.append(bold_row("총 이행률", str(weights), "", "", "", "", sheet.head.overall_rate, ""))
    draw_table(paper, Grid.of(paper.width, columns, size=SIZE, head=head), rows)


def _milestones(paper: Paper, entries: Sequence[Entry]) -> None:
    columns: tuple[tuple[float, Align], ...] = ((12, "center"), (26, "center"), (89, "left"), (140, "left"))
    grid = Grid.of(paper.width, columns, size=SIZE, head=(head_row("연번", "일자", "추진사항", "세부내용"),))
    draw_table(paper, grid, [(str(one.seq), one.when, one.title, shown(one.detail)) for one in entries])


def _outreach(paper: Paper, entries: Sequence[Entry]) -> None:
    columns: tuple[tuple[float, Align], ...] = ((12, "center"), (26, "center"), (34, "center"), (195, "left"))
    grid = Grid.of(paper.width, columns, size=SIZE, head=(head_row("연번", "일자", "구 분", "세부내용"),))
    rows = [(str(one.seq), one.when, shown(one.kind), _joined(one)) for one in entries]
    draw_table(paper, grid, rows)


def _joined(entry: Entry) -> str:
    return f"{entry.title}: {entry.detail}" if entry.detail else entry.title


def draw_future(paper: Paper, future: Future) -> None:
    """7 향후계획."""
    section(paper, 7, "향후계획", keep=35 * MM)
    subheading(paper, f"□ {future.heading}")
    columns: tuple[tuple[float, Align], ...] = ((80, "left"), (37, "right"), (70, "center"), (80, "center"))
    head = (head_row("구 분", "선발인원(명)", "모집 및 선발", "운영"),)
    rows: list[Row] = [(one.name, shown(one.headcount), one.recruiting, one.running) for one in future.cohorts]
    rows.append(bold_row("소계", shown(future.headcount), "", ""))
    draw_table(paper, Grid.of(paper.width, columns, size=SIZE, head=head), rows)
    paper.down(2 * MM)
    bullets(paper, future.others)


def draw_words(paper: Paper, sheet: SheetPaper) -> None:
    """8 협력사항 and 9 기대효과, word for word."""
    section(paper, 8, "협력사항", keep=8 * MM)
    bullets(paper, sheet.cooperation)
    section(paper, 9, "기대효과", keep=14 * MM)
    bullets(paper, sheet.effects)


def draw_inside(paper: Paper, inside: Inside) -> None:
    """[붙임·내부용] on a page of its own."""
    paper.new_page()
    paper.down(6 * MM)
    paper.text(paper.left, paper.y, "[붙임·내부용] 산출 근거와 불일치 목록", size=13, bold=True)
    paper.text(paper.right, paper.y, "공개하지 않음", size=10, bold=True, align="right")
    paper.down(3 * MM)
    subheading(paper, "□ 산출 근거", keep=8 * MM)
    bullets(paper, inside.sources)
    subheading(paper, f"□ 불일치 목록 {len(inside.discrepancies)}건")
    columns: tuple[tuple[float, Align], ...] = ((12, "center"), (150, "left"), (105, "left"))
    grid = Grid.of(paper.width, columns, size=SIZE, head=(head_row("연번", "불일치", "설명"),))
    numbered = enumerate(inside.discrepancies, 1)
    draw_table(paper, grid, [(str(at), one.finding, Cell(shown(one.explanation))) for at, one in numbered])
    if inside.change_reasons:
        subheading(paper, "□ 확정 뒤 바뀐 값과 사유", keep=8 * MM)
        bullets(paper, inside.change_reasons)
    _confirmed(paper, inside)


def _confirmed(paper: Paper, inside: Inside) -> None:
    at = inside.confirmed_at
    when = f"{korean_date(at.date())} {at:%H:%M}" if at else "미확정"
    paper.down(3 * MM)
    paper.paragraph(
        f"확정일시 {when} / 확정자 {shown(inside.confirmed_by)} / 확인값 {shown(inside.check_value)}", size=9
    )
