"""개인별 심사표: facts, every condition, every score item of one applicant, and who signs. Values in, PDF bytes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.printing.approval import draw_marks
from app.printing.forms import Fact, Signer, draw_facts, draw_part, draw_signatures, draw_title, foot
from app.printing.frame import MM, Align, Paper
from app.printing.table import Cell, Grid, Row, bold_row, draw_table, head_row, height_of
from app.shared.periods import korean_date, korean_time


@dataclass(frozen=True)
class SheetFact:
    """One fact as declared and, with source and date, as looked up (empty: not looked up)."""

    label: str
    declared: str
    looked_up: str


@dataclass(frozen=True)
class SheetRule:
    """One condition that is on: ``limit`` as the notice has it, ``text`` with figure and difference."""

    label: str
    met: bool | None
    limit: str
    text: str
    basis: str


@dataclass(frozen=True)
class SheetScore:
    """One line of the score table: ``points`` None is 확인 필요."""

    label: str
    figure: str
    band: str
    points: int | None
    cap: int


@dataclass(frozen=True)
class ScreeningSheet:
    """The whole sheet. ``remarks`` say what a reader must know: stale facts, a changed verdict, no adopted table."""

    number: str
    notice: str
    name: str
    born_on: date
    dong: str
    stream: str
    received_on: date
    household_size: int
    version: str
    screened_at: datetime | None
    verdict: str
    facts: tuple[SheetFact, ...]
    rules: tuple[SheetRule, ...]
    scores: tuple[SheetScore, ...]
    total: int | None
    incomplete: bool
    table: str
    remarks: tuple[str, ...]
    printed_on: date
    demo: bool = False


_RESULTS = {True: "충족", False: "미충족", None: "확인 필요"}


def screening_sheet(values: ScreeningSheet) -> bytes:
    """A4 portrait, as many pages as the applicant's facts take."""
    paper = Paper(
        f"개인별 심사표 {values.number}",
        foot=foot(f"접수번호 {values.number}", f"출력 {korean_date(values.printed_on)}"),
    )
    draw_marks(paper, draft=False, demo=values.demo)
    draw_title(paper, "개인별 심사표", values.notice)
    draw_facts(paper, _facts(values), size=9, least=6.6 * MM)
    for remark in values.remarks:
        paper.paragraph(f"※ {remark}", size=9, bold=True, hang=11)
    if values.remarks:
        paper.down(3 * MM)
    draw_part(paper, "1. 신고한 내용과 조회 결과", keep=24 * MM)
    _declared(paper, values.facts)
    draw_part(paper, f"2. 참여자격 · {values.verdict}", keep=24 * MM)
    _rules(paper, values.rules)
    draw_part(paper, "3. 배점", keep=(58 if values.scores else 14) * MM)
    _scores(paper, values)
    signers = [Signer("조사자", mark="(서명)"), Signer("확인자", mark="(서명)")]
    draw_signatures(paper, "20    .      .      .", signers, said="위와 같이 조사하고 확인하였습니다.")
    return paper.finish()


def _facts(values: ScreeningSheet) -> list[Fact]:
    return [
        Fact("접수번호", values.number),
        Fact("접수일", f"{korean_date(values.received_on)} {values.dong}"),
        Fact("성명", values.name),
        Fact("생년월일", korean_date(values.born_on)),
        Fact("모집 구분", values.stream),
        Fact("가구원 수", f"{values.household_size}명"),
        Fact("적용 기준", values.version),
        Fact("심사 시각", korean_time(values.screened_at) if values.screened_at else "심사 전"),
    ]


def _declared(paper: Paper, facts: Sequence[SheetFact]) -> None:
    columns: tuple[tuple[float, Align], ...] = ((40, "left"), (60, "left"), (80, "left"))
    rows: list[Row] = [(one.label, one.declared, one.looked_up or "-") for one in facts]
    head = (head_row("항목", "신고한 내용", "조회 결과(출처, 조회일)"),)
    draw_table(paper, Grid.of(paper.width, columns, size=8.5, head=head), rows)
    paper.down(4 * MM)


def _rules(paper: Paper, rules: Sequence[SheetRule]) -> None:
    columns: tuple[tuple[float, Align], ...] = (
        (21, "center"),
        (15, "center"),
        (39, "left"),
        (51, "left"),
        (54, "left"),
    )
    rows: list[Row] = [
        [
            Cell(one.label),
            Cell(_RESULTS[one.met], bold=one.met is not True),
            Cell(one.limit),
            Cell(one.text),
            Cell(one.basis or "-"),
        ]
        for one in rules
    ]
    empty: list[Row] = [(Cell("심사 결과가 없습니다. 참여자격 심사를 먼저 해 주세요.", across=5, align="center"),)]
    head = (head_row("조건", "판정", "공고의 기준", "확인한 내용", "근거"),)
    draw_table(paper, Grid.of(paper.width, columns, size=8.5, pad=3, head=head), rows or empty)
    paper.down(4 * MM)


def _scores(paper: Paper, values: ScreeningSheet) -> None:
    if not values.scores:
        paper.paragraph(values.table, size=9)
        paper.down(3 * MM)
        return
    columns: tuple[tuple[float, Align], ...] = ((40, "left"), (40, "right"), (60, "left"), (20, "right"), (20, "right"))
    rows: list[Row] = [(one.label, one.figure, one.band, _cap(one.cap), _points(one.points)) for one in values.scores]
    total = f"{values.total}점" if values.total is not None else "-"
    rows.append(bold_row("합계", "", "확인 필요 항목 제외" if values.incomplete else "", "", total))
    head = (head_row("항목", "수치", "구간", "한도", "점수"),)
    grid = Grid.of(paper.width, columns, size=8.5, least=6 * MM, head=head)
    paper.need(min(height_of(grid, rows), paper.top - paper.bottom))
    draw_table(paper, grid, rows)
    paper.down(1.5 * MM)
    paper.paragraph(values.table, size=8.5)
    paper.down(3 * MM)


def _points(points: int | None) -> str:
    return "확인 필요" if points is None else f"{points}점".replace("-", "−")


def _cap(cap: int) -> str:
    return f"{cap}점".replace("-", "−")
