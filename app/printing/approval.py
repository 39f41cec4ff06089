"""What official papers share: the 결재 box, marks for drafts and demonstrations, amounts with their dash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.printing.frame import MM, Paper
from app.shared.money import won

TITLES = ("담당", "팀장", "과장")
BOX_HIGH = 25 * MM
_KEY_WIDE, _CELL_WIDE, _TITLE_HIGH = 7 * MM, 23 * MM, 6.5 * MM


@dataclass(frozen=True)
class Approval:
    """One place of the approval line: who signed and when, or neither while it is open."""

    title: str
    name: str = ""
    on: date | None = None


def box_width(approvals: Sequence[Approval]) -> float:
    return _KEY_WIDE + _CELL_WIDE * max(1, len(approvals))


def draw_approvals(paper: Paper, x: float, top: float, approvals: Sequence[Approval]) -> None:
    """The 결재 box with its upper left at (x, top); open places stay blank for ink."""
    paper.box(x, top - BOX_HIGH, box_width(approvals), BOX_HIGH, thick=0.9)
    middle = x + _KEY_WIDE / 2
    paper.text(middle, top - BOX_HIGH * 0.36, "결", size=9.5, bold=True, align="center")
    paper.text(middle, top - BOX_HIGH * 0.74, "재", size=9.5, bold=True, align="center")
    for number, approval in enumerate(approvals):
        left = x + _KEY_WIDE + number * _CELL_WIDE
        centre, room = left + _CELL_WIDE / 2, _CELL_WIDE - 4
        paper.rule(left, top, left, top - BOX_HIGH)
        paper.text(centre, top - _TITLE_HIGH + 5.5, approval.title, size=9, align="center", room=room)
        paper.text(centre, top - 14 * MM, approval.name, size=11, align="center", room=room)
        if approval.on:
            signed = f"{approval.on.year}. {approval.on.month}. {approval.on.day}."
            paper.text(centre, top - BOX_HIGH + 6, signed, size=8, align="center", room=room)
    paper.rule(x + _KEY_WIDE, top - _TITLE_HIGH, x + box_width(approvals), top - _TITLE_HIGH)


def draw_marks(paper: Paper, *, draft: bool, demo: bool) -> None:
    """Boxed words in the upper left corner, so that a draft is never taken for the paper."""
    marks = [text for shown, text in ((draft, "작성 중 — 결재 전"), (demo, "시연 자료(예시)")) if shown]
    x, y = paper.left, paper.high - 11 * MM
    for text in marks:
        wide = 8 + len(text) * 7.2
        paper.box(x, y - 3.5, wide, 14, thick=0.7)
        paper.text(x + wide / 2, y + 0.5, text, size=8, bold=True, align="center", room=wide - 6)
        x += wide + 4


def dashed(amount: int | None) -> str:
    """Won with commas; nothing and zero are a dash, as in the office's money columns."""
    return won(amount) if amount else "-"
