"""신청 취소서(철회서): the applicant takes the application back, in writing. Values in, PDF bytes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.printing.approval import draw_marks
from app.printing.forms import (
    DISTRICT,
    Fact,
    Signer,
    draw_facts,
    draw_items,
    draw_part,
    draw_signatures,
    draw_title,
    foot,
    tick,
)
from app.printing.frame import MM, Align, Paper
from app.printing.table import Grid, Row, draw_table, key
from app.recruitment.documents.application_form import BLANK_DAY
from app.shared.periods import korean_date


@dataclass(frozen=True)
class Withdrawal:
    """All but the notice may be empty: that is the blank form. ``stream`` and ``received_on`` as received."""

    notice: str
    number: str = ""
    received_on: date | None = None
    dong: str = ""
    name: str = ""
    born_on: date | None = None
    phone: str = ""
    address: str = ""
    stream: str = ""
    demo: bool = False


def withdrawal_slip(values: Withdrawal) -> bytes:
    """One page."""
    paper = Paper(f"신청 취소서 {values.number}".strip(), side=20 * MM, foot=foot(values.number or values.notice))
    draw_marks(paper, draft=False, demo=values.demo)
    draw_title(paper, "신청 취소서(철회서)", values.notice)
    draw_facts(paper, _facts(values))
    draw_part(paper, "취소하는 내용")
    columns: tuple[tuple[float, Align], ...] = ((28, "center"), (142, "left"))
    kinds = "      ".join((tick(False, "신청 취소(선발 전)"), tick(False, "참여 포기(선발·예비 통보 뒤)")))
    rows: list[Row] = [(key("구분"), kinds), (key("사유"), "\n\n\n\n")]
    draw_table(paper, Grid.of(paper.width, columns, size=10, least=9 * MM), rows)
    paper.down(5 * MM)
    draw_items(
        paper,
        (
            "취소한 신청은 심사와 선발에서 빠집니다.",
            "접수 기간 안에 다시 신청하려면 접수한 동에 문의해 주세요.",
            "이 취소서는 접수한 동이나 구청 일자리 담당 부서에 냅니다.",
        ),
        sign="※ ",
    )
    draw_signatures(paper, BLANK_DAY, [Signer("신청인", values.name)], said="위와 같이 신청을 취소합니다.")
    paper.down(4 * MM)
    paper.text(paper.left, paper.y - 11, f"{DISTRICT}청장 앞", size=12, bold=True)
    return paper.finish()


def _facts(values: Withdrawal) -> list[Fact]:
    received = f"{korean_date(values.received_on)} {values.dong}" if values.received_on else ""
    return [
        Fact("접수번호", values.number),
        Fact("접수일·동", received),
        Fact("성명", values.name),
        Fact("생년월일", korean_date(values.born_on) if values.born_on else ""),
        Fact("모집 구분", values.stream),
        Fact("전화번호", values.phone),
        Fact("주소", values.address, wide=True),
    ]
