"""보완 안내: what is missing, until when, and what follows; once that day has passed, what the office asks now.

One page a person; values in, PDF bytes out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.printing.approval import draw_marks
from app.printing.forms import MAYOR, Fact, draw_facts, draw_items, draw_part, draw_signatures, draw_title, foot
from app.printing.frame import MM, Align, Paper
from app.printing.table import Grid, draw_table, head_row
from app.shared.periods import korean_date


@dataclass(frozen=True)
class OwedPaper:
    """One paper that is missing, and why the office asks for it where it said so (보완 요구)."""

    label: str
    reason: str = ""


@dataclass(frozen=True)
class MissingPapers:
    """One person's notice. ``papers`` are what is missing; ``printed_on`` is the day of the notice."""

    number: str
    notice: str
    name: str
    address: str
    dong: str
    received_on: date
    papers: tuple[OwedPaper, ...]
    due_on: date | None
    contact: str
    printed_on: date
    demo: bool = False

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and self.due_on < self.printed_on

    @property
    def gives_reasons(self) -> bool:
        return any(one.reason for one in self.papers)


def missing_papers_notice(people: Sequence[MissingPapers]) -> bytes:
    """All notices in one file, each numbered from page 1. ValueError when there is none."""
    if not people:
        raise ValueError("nobody to notify")
    one = f" {people[0].number}" if len(people) == 1 else ""
    paper = Paper(f"서류 보완 안내{one}")
    for number, values in enumerate(people):
        if number:
            paper.new_document()
        paper.foot = foot(f"접수번호 {values.number}")
        _draw(paper, values)
    return paper.finish()


def _draw(paper: Paper, values: MissingPapers) -> None:
    draw_marks(paper, draft=False, demo=values.demo)
    draw_title(paper, "서류 보완 안내", values.notice)
    draw_facts(paper, _facts(values))
    asked = "보완 기한이 지났으니 바로 내 주세요." if values.is_late else "기한까지 내 주세요."
    missing = "아래 서류를 보완해야 합니다." if values.gives_reasons else "아래 서류가 빠져 있습니다."
    paper.paragraph(f"{korean_date(values.received_on)}에 접수한 신청에서 {missing} {asked}", size=10.5)
    paper.down(4 * MM)
    draw_part(paper, "1. 보완할 서류")
    _papers(paper, values)
    paper.down(5 * MM)
    draw_part(paper, "2. 내는 방법")
    draw_items(paper, _guidance(values))
    draw_signatures(paper, korean_date(values.printed_on), issuer=MAYOR)


def _papers(paper: Paper, values: MissingPapers) -> None:
    """The papers, and beside them why they are asked for where there is such a one."""
    columns: tuple[tuple[float, Align], ...] = ((14, "center"), (62, "left"), (104, "left"))
    heads = ["연번", "서류", "사유"]
    rows = [[str(number), one.label, one.reason or "-"] for number, one in enumerate(values.papers, 1)]
    if not values.gives_reasons:
        columns, heads, rows = ((14, "center"), (166, "left")), heads[:2], [row[:2] for row in rows]
    draw_table(paper, Grid.of(paper.width, columns, size=10, least=8 * MM, head=(head_row(*heads),)), rows)


def _facts(values: MissingPapers) -> list[Fact]:
    due = f"{korean_date(values.due_on, weekday=True)}까지" if values.due_on else "접수한 동에 문의"
    return [
        Fact("접수번호", values.number),
        Fact("접수한 동", values.dong),
        Fact("신청인", values.name),
        Fact("보완 기한", f"{due}(지남)" if values.is_late else due),
        Fact("주소", values.address or "-", wide=True),
    ]


def _guidance(values: MissingPapers) -> list[str]:
    return [
        f"내는 곳: {values.dong} 주민센터(근무시간)",
        *_deadline(values),
        _handed_in_before(values),
        f"문의: {values.contact or '접수한 동 주민센터'}",
    ]


def _handed_in_before(values: MissingPapers) -> str:
    if values.gives_reasons:
        return "사유가 적힌 서류는 이미 냈더라도 다시 내 주세요. 그 밖에 이미 낸 서류가 있으면 접수한 동에 알려 주세요."
    return "이미 낸 서류가 있으면 접수한 동에 알려 주세요."


def _deadline(values: MissingPapers) -> tuple[str, ...]:
    """Until when, and what follows; after that day what is still to be done."""
    due = f"{korean_date(values.due_on, weekday=True)}까지" if values.due_on else "되도록 빨리"
    if not values.is_late:
        return f"기한: {due}", "기한까지 내지 않으면 참여자격 심사에서 부적격으로 판정될 수 있습니다."
    return (
        f"보완 기한({due.removesuffix('까지')})이 지났습니다. 아직 내지 않은 서류를 바로 가져와 주세요.",
        "받지 못한 서류는 없는 것으로 보아 참여자격 심사에서 부적격으로 판정될 수 있습니다.",
        "바로 내기 어려운 사정이 있으면 아래 문의처에 먼저 알려 주세요.",
    )
