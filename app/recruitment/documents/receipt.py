"""접수증: what was received, what is still missing and until when, how the result comes. Values in, PDF bytes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.printing.approval import draw_marks
from app.printing.forms import (
    MAYOR,
    Fact,
    Signer,
    draw_facts,
    draw_items,
    draw_part,
    draw_signatures,
    draw_title,
    foot,
)
from app.printing.frame import MM, Align, Paper
from app.printing.table import Grid, Row, draw_table, head_row
from app.shared.periods import SEOUL, korean_date, korean_time

NOT_A_SELECTION = "접수증은 선발을 뜻하지 않습니다."


@dataclass(frozen=True)
class PaperLine:
    """One paper of the checklist: ``received_on`` None is missing; one that is not required may stay so."""

    label: str
    required: bool
    received_on: date | None

    @property
    def missing(self) -> bool:
        return self.required and self.received_on is None


@dataclass(frozen=True)
class Receipt:
    """Everything on one 접수증. ``results_how`` says how the applicant hears; ``due_on`` None: nothing is missing.

    ``ended``: the sentence that the application has been given up since, else nothing.
    """

    number: str
    received_at: datetime
    dong: str
    clerk: str
    notice: str
    cohort: str
    name: str
    born_on: date
    stream: str
    wishes: str
    papers: tuple[PaperLine, ...]
    due_on: date | None
    results_on: date | None
    results_how: str
    contact: str
    proxy: str = ""
    ended: str = ""
    demo: bool = False


def receipt(values: Receipt) -> bytes:
    """One page for one applicant; the same values give the same bytes."""
    paper = Paper(f"접수증 {values.number}", foot=foot(f"접수번호 {values.number}"))
    draw_marks(paper, draft=False, demo=values.demo)
    draw_title(paper, "접수증", values.notice)
    if values.ended:
        paper.paragraph(values.ended, size=11, bold=True)
        paper.down(3 * MM)
    draw_facts(paper, _facts(values))
    draw_part(paper, "1. 제출 서류")
    _papers(paper, values)
    draw_part(paper, "2. 안내")
    draw_items(paper, _guidance(values))
    day = korean_date(values.received_at.astimezone(SEOUL).date())
    said = "위와 같이 신청서를 접수하였습니다."
    draw_signatures(paper, day, [Signer(f"{values.dong} 접수자", values.clerk, "(서명)")], said=said, issuer=MAYOR)
    return paper.finish()


def _facts(values: Receipt) -> list[Fact]:
    facts = [
        Fact("접수번호", values.number),
        Fact("접수일시", korean_time(values.received_at)),
        Fact("접수한 동", values.dong),
        Fact("접수자", values.clerk),
        Fact("사업 회차", values.cohort, wide=True),
        Fact("신청인", values.name),
        Fact("생년월일", korean_date(values.born_on)),
        Fact("모집 구분", values.stream),
        Fact("희망 세부사업", values.wishes),
    ]
    return facts + ([Fact("대리인", values.proxy, wide=True)] if values.proxy else [])


def _papers(paper: Paper, values: Receipt) -> None:
    columns: tuple[tuple[float, Align], ...] = ((12, "center"), (98, "left"), (25, "center"), (45, "center"))
    head = (head_row("연번", "서류", "구분", "제출"),)
    rows: list[Row] = [
        (str(number), one.label, "필수" if one.required else "해당자", _handed_in(one))
        for number, one in enumerate(values.papers, 1)
    ]
    draw_table(paper, Grid.of(paper.width, columns, size=9.5, least=7 * MM, head=head), rows)
    paper.down(2 * MM)
    if not values.ended:
        paper.paragraph(due_sentence(values.papers, values.due_on), size=10, bold=True)
    paper.down(4 * MM)


def _handed_in(one: PaperLine) -> str:
    if one.received_on:
        return f"제출({korean_date(one.received_on)})"
    return "미제출" if one.required else "-"


def due_sentence(papers: tuple[PaperLine, ...], due_on: date | None) -> str:
    """What is missing and until when, or that nothing is."""
    missing = [one.label for one in papers if one.missing]
    if not missing:
        return "필요한 서류를 모두 냈습니다."
    until = f"{korean_date(due_on, weekday=True)}까지 내 주세요" if due_on else "빨리 내 주세요"
    return f"내지 않은 서류: {', '.join(missing)} ({until})"


def _guidance(values: Receipt) -> list[str]:
    if values.ended:
        return [f"문의: {values.contact or '접수한 동 주민센터'}", NOT_A_SELECTION]
    when = korean_date(values.results_on, weekday=True) if values.results_on else "날짜가 정해지면 알려 드립니다"
    return [
        f"결과 발표 예정일: {when}",
        f"결과 알리는 방법: {values.results_how}",
        f"문의: {values.contact or '접수한 동 주민센터'}",
        NOT_A_SELECTION,
        "신청한 내용이 사실과 다르면 심사에서 빠지거나 선발이 취소될 수 있습니다.",
        "주소나 전화번호가 바뀌면 접수한 동에 알려 주세요.",
    ]
