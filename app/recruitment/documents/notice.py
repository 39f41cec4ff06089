"""모집 공고문: the notice's own words (notice_words) as one paper, from which the PDF and the HWPX are both made."""

from __future__ import annotations

from collections.abc import Sequence

from app.printing.approval import draw_marks
from app.printing.forms import draw_part, draw_signatures, draw_title, foot
from app.printing.frame import MM, Align, Paper
from app.printing.hwpx import hwpx
from app.printing.table import Grid, Row, draw_table, head_row
from app.printing.written import Block, Heading, Line, Written, WrittenTable
from app.recruitment.notice_words import NoticeText, NoticeValues, ProjectValues, StreamValues

STREAMS, PROJECTS = "모집 인원과 근로조건", "세부사업"
DRAFT, DEMO = "작성 중 — 결재 전", "시연 자료(예시)"


def written_notice(text: NoticeText, values: NoticeValues, *, draft: bool, demo: bool) -> Written:
    """The notice as running text. The seats stand in tables instead of the sentences that the preview has for them."""
    blocks: list[Block] = []
    for number, (heading, lines) in enumerate(text.sections, 1):
        blocks.append(Heading(f"{number}. {heading}"))
        blocks += _blocks(heading, lines, values)
    marks = tuple(mark for shown, mark in ((draft, DRAFT), (demo, DEMO)) if shown)
    return Written(
        title=f"{text.title}(안)" if draft else text.title,
        number=text.number,
        intro=text.intro,
        blocks=tuple(blocks),
        day=text.closing[0],
        issuer=" ".join(text.closing[1:]),
        marks=marks,
    )


def notice_pdf(paper: Written) -> bytes:
    """A4, as many pages as it takes."""
    pdf = Paper(paper.title, side=20 * MM, foot=foot(paper.number))
    draw_marks(pdf, draft=DRAFT in paper.marks, demo=DEMO in paper.marks)
    pdf.down(2 * MM)
    pdf.paragraph(paper.number, size=11)
    pdf.down(2 * MM)
    draw_title(pdf, paper.title)
    pdf.paragraph(paper.intro, size=11)
    pdf.down(4 * MM)
    for at, block in enumerate(paper.blocks):
        if isinstance(block, Heading):
            pdf.down(2 * MM if at else 0)
            draw_part(pdf, block.text)
        elif isinstance(block, Line):
            _line(pdf, block)
        else:
            _table(pdf, block)
    draw_signatures(pdf, paper.day, issuer=paper.issuer)
    return pdf.finish()


def notice_hwpx(paper: Written) -> bytes:
    """The same paper for 한글."""
    return hwpx(paper)


def _line(pdf: Paper, line: Line) -> None:
    indent = 2 * MM if line.level == 1 else 7 * MM
    pdf.paragraph(f"{line.sign} {line.text}", size=10.5, indent=indent, hang=12 if line.level == 1 else 8)
    pdf.down(0.8 * MM)


def _table(pdf: Paper, table: WrittenTable) -> None:
    pdf.down(1 * MM)
    head = (head_row(*(heading for heading, _, _ in table.columns)),)
    columns: list[tuple[float, Align]] = [(share, align) for _, share, align in table.columns]
    rows: list[Row] = list(table.rows)
    draw_table(pdf, Grid.of(pdf.width, columns, size=10, least=7.5 * MM, head=head), rows)
    pdf.down(2.5 * MM)


def _blocks(heading: str, lines: Sequence[str], values: NoticeValues) -> list[Block]:
    if heading == PROJECTS and values.projects:
        return [_project_table(values.projects, values.streams)]
    if heading == STREAMS:
        blocks: list[Block] = [Line(line) for line in lines if not line.startswith("- ")]
        return [*blocks[:1], _stream_table(values.streams), *blocks[1:]]
    return [Line(line[2:], 2) if line.startswith("- ") else Line(line) for line in lines]


def _stream_table(streams: Sequence[StreamValues]) -> WrittenTable:
    columns: tuple[tuple[str, float, Align], ...] = (
        ("모집 구분", 30, "center"),
        ("나이", 45, "center"),
        ("모집 인원", 25, "center"),
        ("근로시간", 50, "center"),
    )
    rows = tuple((one.label, _ages(one), f"{one.seats:,}명", _hours(one)) for one in streams if one.seats)
    return WrittenTable(columns, rows)


def _ages(one: StreamValues) -> str:
    return f"만 {one.min_age}세 이상" + (f" {one.max_age}세 이하" if one.max_age is not None else "")


def _hours(one: StreamValues) -> str:
    whole, rest = divmod(one.minutes_a_day, 60)
    return f"하루 {whole}시간{f' {rest}분' if rest else ''}, 주 {one.days_a_week}일"


def _project_table(projects: Sequence[ProjectValues], streams: Sequence[StreamValues]) -> WrittenTable:
    columns: tuple[tuple[str, float, Align], ...] = (
        ("연번", 12, "center"),
        ("세부사업", 42, "left"),
        ("담당 부서", 28, "center"),
        *((one.label, 17, "center") for one in streams),
        ("자격 요건", 32, "left"),
    )
    rows = [
        (
            str(number),
            one.name,
            one.department,
            *(f"{seats:,}명" if seats else "-" for seats in one.seats),
            one.qualification or "-",
        )
        for number, one in enumerate(projects, 1)
    ]
    return WrittenTable(columns, tuple(rows))
