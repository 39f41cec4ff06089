"""Headings, bullets and boxes that every section of the 관리카드 uses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.printing.frame import MM, Paper
from app.printing.table import Cell, head_row

SIZE = 8.5


def section(paper: Paper, number: int, title: str, *, keep: float = 26 * MM) -> None:
    """A section's heading; it moves to the next page with the first ``keep`` points of what follows."""
    paper.down(4 * MM)
    paper.need(8 * MM + keep)
    paper.box(paper.left, paper.y - 6 * MM, 7 * MM, 6 * MM, thick=0, shade=0.2)
    paper.text(paper.left + 3.5 * MM, paper.y - 4.3 * MM, str(number), size=11, bold=True, align="center", grey=1)
    paper.text(paper.left + 9 * MM, paper.y - 4.4 * MM, title, size=12, bold=True)
    paper.rule(paper.left, paper.y - 6 * MM, paper.right, paper.y - 6 * MM, 0.9)
    paper.down(8 * MM)


def subheading(paper: Paper, text: str, *, right: str = "", keep: float = 18 * MM) -> None:
    """``□ …`` above a table, with the unit at the right."""
    paper.down(1.5 * MM)
    paper.need(6 * MM + keep)
    paper.text(paper.left, paper.y - 3.6 * MM, text, size=9.5, bold=True, room=paper.width * 0.8)
    if right:
        paper.text(paper.right, paper.y - 3.6 * MM, right, size=8, align="right")
    paper.down(5.4 * MM)


def bullets(paper: Paper, texts: Iterable[str], *, mark: str = "○", indent: float = 6) -> None:
    for text in texts:
        paper.paragraph(f"{mark} {text}", size=9, indent=indent, hang=12)


def choices(options: Sequence[str], chosen: str | Sequence[str]) -> str:
    """``□신규 ■계속``: all that the form offers, the chosen ones filled."""
    picked = {chosen} if isinstance(chosen, str) else set(chosen)
    return " ".join(f"{'■' if option in picked else '□'}{option}" for option in options)


def year_heads(*before: str, years: Sequence[int], after: Sequence[str] = ()) -> list[Cell]:
    return head_row(*before, *(str(year) for year in years), *after)
