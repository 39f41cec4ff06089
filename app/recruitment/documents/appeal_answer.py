"""이의신청 회신: what was asked, what was decided and why, and what else one may do. Values in, PDF bytes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.printing.approval import draw_marks
from app.printing.forms import MAYOR, Fact, draw_facts, draw_items, draw_part, draw_signatures, draw_title, foot
from app.printing.frame import MM, Paper
from app.recruitment.documents.grounds import Ground, draw_grounds
from app.shared.periods import korean_date

OUTCOMES = {"upheld": "인용", "partly": "일부 인용", "rejected": "기각"}
_MEANING = {
    "upheld": "신청하신 내용을 받아들입니다.",
    "partly": "신청하신 내용 가운데 일부를 받아들입니다.",
    "rejected": "신청하신 내용을 받아들이지 않습니다.",
}
REMEDIES = (
    "이의신청은 행정심판과 다른 절차이며, 이 회신은 행정심판의 재결이 아닙니다.",
    "이 결정이 행정처분에 해당하면 이의신청을 했는지와 관계없이 「행정심판법」에 따른 행정심판을 청구하거나"
    " 「행정소송법」에 따른 행정소송을 제기할 수 있습니다(「민원 처리에 관한 법률」 제35조).",
)


@dataclass(frozen=True)
class AppealAnswer:
    """The whole letter. ``outcome`` is upheld, partly or rejected; ``draft`` while it is not approved yet."""

    number: str
    application_number: str
    notice: str
    name: str
    address: str
    received_on: date
    ground: str
    outcome: str
    reasons: str
    rules: tuple[Ground, ...]
    decided_on: date | None
    contact: str
    draft: bool = False
    demo: bool = False


def appeal_answer(values: AppealAnswer) -> bytes:
    """KeyError on an outcome that is none of the three."""
    decision = OUTCOMES[values.outcome]
    paper = Paper(f"이의신청 회신 {values.number}", side=18 * MM, foot=foot(f"이의신청 {values.number}"))
    draw_marks(paper, draft=values.draft, demo=values.demo)
    draw_title(paper, "이의신청 회신", values.notice)
    draw_facts(paper, _facts(values))
    draw_part(paper, "1. 이의신청 내용")
    paper.paragraph(values.ground, size=10)
    paper.down(5 * MM)
    draw_part(paper, f"2. 결정: {decision}")
    paper.paragraph(_MEANING[values.outcome], size=10.5, bold=True)
    paper.down(5 * MM)
    draw_part(paper, "3. 이유")
    paper.paragraph(values.reasons, size=10)
    paper.down(4 * MM)
    if values.rules:
        draw_part(paper, "4. 관련 조건과 근거", keep=24 * MM)
        draw_grounds(paper, values.rules)
    draw_part(paper, f"{5 if values.rules else 4}. 안내")
    draw_items(paper, (*REMEDIES, f"문의: {values.contact}"))
    day = korean_date(values.decided_on) if values.decided_on else "20    .      .      ."
    draw_signatures(paper, day, issuer=MAYOR)
    return paper.finish()


def _facts(values: AppealAnswer) -> list[Fact]:
    return [
        Fact("회신 번호", values.number),
        Fact("신청일", korean_date(values.received_on)),
        Fact("신청인", values.name),
        Fact("접수번호", values.application_number),
        Fact("주소", values.address or "-", wide=True),
    ]
