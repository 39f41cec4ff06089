"""동별 접수대장: everybody received by one 동, and the places where its sending is confirmed. Values in, PDF out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from app.printing.approval import draw_marks
from app.printing.forms import draw_part, draw_title, foot
from app.printing.frame import MM, Align, Paper
from app.printing.table import Cell, Grid, Row, draw_table, head_row, key
from app.shared.periods import korean_date


@dataclass(frozen=True)
class RegisterRow:
    """One application; ``papers`` says 완비 or how many are missing, ``remark`` also that it was given up."""

    number: str
    received_on: date
    name: str
    born_on: date
    address: str
    stream: str
    wishes: str
    papers: str
    remark: str = ""
    given_up: bool = False


@dataclass(frozen=True)
class IntakeRegister:
    """The register as it stands. ``digest`` is that of the closed intake, empty while it is still open.

    ``rows`` is what the digest stands for; ``later`` came in after the sending and stands apart.
    """

    notice: str
    cohort: str
    dong: str
    opens_on: date
    closes_on: date
    rows: tuple[RegisterRow, ...]
    digest: str
    closed_on: date | None
    closed_by: str
    accepted_on: date | None
    accepted_by: str
    printed_on: date
    demo: bool = False
    later: tuple[RegisterRow, ...] = ()

    @property
    def given_up(self) -> int:
        return sum(one.given_up for one in self.rows)


_COLUMNS: tuple[tuple[float, Align], ...] = (
    (10, "center"),
    (15, "center"),
    (24, "center"),
    (24, "left"),
    (24, "center"),
    (60, "left"),
    (21, "center"),
    (52, "left"),
    (18, "center"),
    (19, "center"),
)
_HEADS = ("연번", "접수번호", "접수일", "성명", "생년월일", "주소", "구분", "희망 세부사업", "서류", "비고")


def intake_register(values: IntakeRegister) -> bytes:
    """A4 landscape; the head and the running foot stand on every page, the confirmation on the last."""
    number = f"확인값 {values.digest}" if values.digest else "접수 중(마감 전)"
    paper = Paper(
        f"동별 접수대장 {values.dong}",
        landscape=True,
        foot=foot(values.dong, number, f"출력 {korean_date(values.printed_on)}"),
    )
    draw_marks(paper, draft=False, demo=values.demo)
    draw_title(paper, "동별 접수대장", values.notice)
    _above(paper, values)
    rows: list[Row] = [_row(at, one) for at, one in enumerate(values.rows, 1)]
    empty: list[Row] = [(Cell("접수한 신청이 없습니다.", across=len(_HEADS), align="center"),)]
    grid = Grid.of(paper.width, _COLUMNS, size=8.5, least=6.6 * MM, pad=3, head=(head_row(*_HEADS),))
    draw_table(paper, grid, rows or empty)
    _confirmation(paper, values)
    if values.later:
        _added(paper, grid, values)
    return paper.finish()


def _added(paper: Paper, grid: Grid, values: IntakeRegister) -> None:
    """What the district office added after the sending, below the confirmation that does not cover it."""
    paper.need(34 * MM)
    paper.down(8 * MM)
    draw_part(paper, f"송부한 뒤 더한 신청 {len(values.later):,}건", keep=24 * MM)
    paper.paragraph("구청이 송부 뒤에 더한 신청입니다. 위 인원과 확인값에 들어 있지 않습니다.", size=9)
    paper.down(2 * MM)
    draw_table(paper, grid, [_row(at, one) for at, one in enumerate(values.later, len(values.rows) + 1)])


def _above(paper: Paper, values: IntakeRegister) -> None:
    window = f"접수 기간 {korean_date(values.opens_on)}~{korean_date(values.closes_on)}"
    paper.text(paper.left, paper.y - 9, f"접수한 동: {values.dong}    {window}", size=10.5, room=paper.width * 0.7)
    aside = f"(비고에 취소·포기 {values.given_up:,}명)" if values.given_up else ""
    paper.text(paper.right, paper.y - 9, f"모두 {len(values.rows):,}명{aside}", size=10.5, bold=True, align="right")
    paper.down(6 * MM)
    groups = Counter(one.stream for one in values.rows)
    parts = ", ".join(f"{stream} {count:,}명" for stream, count in groups.items())
    paper.paragraph(f"{values.cohort}{f'    {parts}' if parts else ''}", size=9)
    paper.down(2 * MM)


def _row(at: int, one: RegisterRow) -> Row:
    return (
        str(at),
        one.number,
        korean_date(one.received_on),
        one.name,
        korean_date(one.born_on),
        one.address,
        one.stream,
        one.wishes,
        one.papers,
        one.remark,
    )


def _confirmation(paper: Paper, values: IntakeRegister) -> None:
    """송부 확인: 동 담당, 동 확인자 and 구청 sign by hand; who closed and accepted in the system stands beside."""
    columns: tuple[tuple[float, Align], ...] = ((32, "center"), (78, "left"), (78, "left"), (79, "left"))
    paper.need(46 * MM)
    paper.down(5 * MM)
    grid = Grid.of(paper.width, columns, size=9.5, least=9 * MM)
    closed = f"{korean_date(values.closed_on)} {values.closed_by}" if values.closed_on else ""
    accepted = f"{korean_date(values.accepted_on)} {values.accepted_by}" if values.accepted_on else ""
    blank = "                    (서명)"
    rows: list[Row] = [
        [
            key("송부 확인"),
            *(Cell(one, bold=True, align="center", shade=0.93) for one in ("동 담당", "동 확인자", "구청 확인자")),
        ],
        [key("성명"), Cell(blank, align="right"), Cell(blank, align="right"), Cell(blank, align="right")],
        [
            key("날짜"),
            Cell(".      .      .", align="center"),
            Cell(".      .      .", align="center"),
            Cell(".      .      .", align="center"),
        ],
        [
            key("시스템 기록"),
            f"접수 마감 {closed}" if closed else "마감 전",
            "-",
            f"접수 확인 {accepted}" if accepted else "확인 전",
        ],
    ]
    draw_table(paper, grid, rows)
    paper.down(3 * MM)
    paper.paragraph(f"위와 같이 {values.dong}에서 접수한 신청 {len(values.rows):,}건을 구청에 보냅니다.", size=9.5)
