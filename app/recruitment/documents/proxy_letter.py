"""위임장 of a 대리신청: who lets whom hand in the application. Values in, PDF bytes out."""

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
)
from app.printing.frame import MM, Paper
from app.recruitment.documents.application_form import BLANK_DAY
from app.shared.periods import korean_date


@dataclass(frozen=True)
class ProxyLetter:
    """All but the notice may be empty: that is the blank form."""

    notice: str
    number: str = ""
    name: str = ""
    born_on: date | None = None
    phone: str = ""
    address: str = ""
    proxy_name: str = ""
    relation: str = ""
    proxy_phone: str = ""
    demo: bool = False


def proxy_letter(values: ProxyLetter) -> bytes:
    """One page."""
    paper = Paper(f"위임장 {values.number}".strip(), side=20 * MM, foot=foot(values.number or values.notice))
    draw_marks(paper, draft=False, demo=values.demo)
    draw_title(paper, "위임장", values.notice)
    draw_part(paper, "1. 위임하는 사람(신청인)")
    draw_facts(paper, _giver(values))
    draw_part(paper, "2. 위임받는 사람(대리인)")
    draw_facts(paper, _taker(values))
    draw_part(paper, "3. 위임하는 일")
    draw_items(
        paper,
        (
            "위 모집 공고의 참여신청서와 제출 서류를 내는 일",
            "접수증과 서류 보완 안내를 받는 일",
        ),
    )
    said = "위와 같이 위임합니다."
    draw_signatures(
        paper, BLANK_DAY, [Signer("위임하는 사람", values.name), Signer("대리인", values.proxy_name)], said=said
    )
    paper.down(3 * MM)
    paper.text(paper.left, paper.y - 11, f"{DISTRICT}청장 앞", size=12, bold=True)
    paper.down(10 * MM)
    draw_items(paper, ("대리인은 본인의 신분증과 위임하는 사람의 신분증(사본)을 함께 보여 주세요.",), sign="※ ")
    return paper.finish()


def _giver(values: ProxyLetter) -> list[Fact]:
    return [
        Fact("성명", values.name),
        Fact("생년월일", korean_date(values.born_on) if values.born_on else ""),
        Fact("전화번호", values.phone),
        Fact("접수번호", values.number),
        Fact("주소", values.address, wide=True),
    ]


def _taker(values: ProxyLetter) -> list[Fact]:
    return [
        Fact("성명", values.proxy_name),
        Fact("신청인과의 관계", values.relation),
        Fact("생년월일", ""),
        Fact("전화번호", values.proxy_phone),
    ]
