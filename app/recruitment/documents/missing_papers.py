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
from app.printing.table import Grid, Row, draw_table, head_row
from app.shared.periods import korean_date


@dataclass(frozen=True)
class MissingPapers:
    """One person's notice. ``papers`` are the labels of what is missing; ``printed_on`` is the day of the notice."""

    number: str
    notice: str
    name: str
    address: str
    dong: str
    received_on: date
    papers: tuple[str, ...]
    due_on: date | None
    contact: str
    printed_on: date
    demo: bool = False

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and self.due_on < self.printed_on


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
    missing = f"{korean_date(values.received_on)}에 접수한 신청에서 아래 서류가 빠져 있습니다."
    paper.paragraph(f"{missing} {asked}", size=10.5)
    paper.down(4 * MM)
    draw_part(paper, "1. 보완할 서류")
    columns: tuple[tuple[float, Align], ...] = ((14, "center"), (166, "left"))
    rows: list[Row] = [(str(number), label) for number, label in enumerate(values.papers, 1)]
    grid = Grid.of(paper.width, columns, size=10, least=8 * MM, head=(head_row("연번", "서류"),))
    draw_table(paper, grid, rows)
    paper.down(5 * MM)
    draw_part(paper, "2. 내는 방법")
    draw_items(paper, _guidance(values))
    draw_signatures(paper, korean_date(values.printed_on), issuer=MAYOR)


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
        "이미 낸 서류가 있으면 접수한 동에 알려 주세요.",
        f"문의: {values.contact or '접수한 동 주민센터'}",
    ]


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
