"""부적격 사유 통보서: which condition was not met, by how much, under which rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.printing.approval import draw_marks
from app.printing.forms import MAYOR, Fact, draw_facts, draw_items, draw_part, draw_signatures, draw_title, foot
from app.printing.frame import MM, Paper
from app.recruitment.documents.grounds import Ground, draw_grounds
from app.shared.periods import korean_date


@dataclass(frozen=True)
class VerdictLetter:
    """The letter of one applicant who is 부적격. ``override_reason`` where an approved change of verdict decided it."""

    number: str
    notice: str
    cohort: str
    name: str
    address: str
    received_on: date
    screened_on: date
    grounds: tuple[Ground, ...]
    appeal_days: int
    answer_days: int
    contact: str
    issued_on: date
    override_reason: str = ""
    demo: bool = False


def verdict_letter(values: VerdictLetter) -> bytes:
    """One letter."""
    paper = Paper(f"부적격 사유 통보서 {values.number}", side=18 * MM, foot=foot(f"접수번호 {values.number}"))
    draw_marks(paper, draft=False, demo=values.demo)
    draw_title(paper, "부적격 사유 통보서", values.notice)
    draw_facts(paper, _facts(values))
    paper.paragraph("신청하신 사업의 참여자격을 심사한 결과를 아래와 같이 알려 드립니다.", size=10.5)
    paper.down(5 * MM)
    draw_part(paper, "1. 심사 결과: 부적격")
    count = len(values.grounds)
    said = f"아래 {count}개 조건을 충족하지 못했습니다." if count else "아래 사유로 부적격으로 판정했습니다."
    paper.paragraph(said, size=10.5)
    paper.down(4 * MM)
    draw_part(paper, "2. 부적격 사유", keep=24 * MM)
    if values.grounds:
        draw_grounds(paper, values.grounds)
    if values.override_reason:
        paper.paragraph(f"판정 변경 사유: {values.override_reason}", size=10)
        paper.down(4 * MM)
    draw_part(paper, "3. 이의신청")
    draw_items(paper, _guidance(values))
    draw_signatures(paper, korean_date(values.issued_on), issuer=MAYOR)
    return paper.finish()


def _facts(values: VerdictLetter) -> list[Fact]:
    return [
        Fact("접수번호", values.number),
        Fact("접수일", korean_date(values.received_on)),
        Fact("신청인", values.name),
        Fact("심사일", korean_date(values.screened_on)),
        Fact("사업 회차", values.cohort, wide=True),
        Fact("주소", values.address or "-", wide=True),
    ]


def _guidance(values: VerdictLetter) -> list[str]:
    return [
        f"결과를 안 날부터 {values.appeal_days}일 안에 신청한 곳에 이의신청을 할 수 있습니다.",
        f"이의신청을 받은 날부터 {values.answer_days}일 안에 답변합니다. 부득이하면 사유를 알리고 한 번 늘릴 수 있습니다.",
        "사실과 다른 점이 있으면 그것을 보여 주는 서류를 함께 내 주세요.",
        "이의신청은 행정심판과 다른 절차입니다.",
        f"문의: {values.contact}",
    ]
