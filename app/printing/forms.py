"""What the office's forms are built of: a title, boxes of named values, numbered parts, ticks, places to sign."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.printing import fonts
from app.printing.frame import LEADING, MM, Align, Paper
from app.printing.table import Cell, Grid, Row, draw_table, key
from app.shared.district import DISTRICT, MAYOR

__all__ = [
    "DISTRICT",
    "MADE_BY",
    "MAYOR",
    "Fact",
    "Signer",
    "draw_facts",
    "draw_items",
    "draw_part",
    "draw_signatures",
    "draw_title",
    "foot",
    "spaced",
    "tick",
]

MADE_BY = "관악구 일자리사업 업무시스템 「일터」에서 작성"
_KEY_SHARE = 25


@dataclass(frozen=True)
class Fact:
    """A named value of a form. ``wide`` gives it the whole row."""

    label: str
    text: str
    wide: bool = False


@dataclass(frozen=True)
class Signer:
    """Who signs: ``신청인 김가온 (서명 또는 인)``. An empty name leaves room for ink."""

    role: str
    name: str = ""
    mark: str = "(서명 또는 인)"


def foot(*parts: str) -> str:
    """The running foot: numbers of the paper, then what made it."""
    return "    ".join((*(part for part in parts if part), MADE_BY))


def spaced(title: str) -> str:
    """A short title as forms set it: 접수증 → 접 수 증."""
    return " ".join(title) if len(title) <= 4 else title


def draw_title(paper: Paper, title: str, sub: str = "") -> None:
    """The title in the middle, wrapped when it is long; ``sub`` stands in brackets' size below."""
    paper.down(3 * MM)
    size = 20.0 if len(title) <= 16 else 16.0
    middle = paper.left + paper.width / 2
    for line in fonts.wrap(spaced(title), fonts.BOLD, size, paper.width):
        paper.lines_of_text(middle, paper.y, (line,), font=fonts.BOLD, size=size, align="center")
        paper.down(size * LEADING)
    if sub:
        for line in fonts.wrap(sub, fonts.REGULAR, 10.5, paper.width):
            paper.lines_of_text(middle, paper.y, (line,), font=fonts.REGULAR, size=10.5, align="center")
            paper.down(10.5 * LEADING)
    paper.down(4 * MM)


def _fact_rows(facts: Sequence[Fact]) -> list[Row]:
    rows: list[Row] = []
    waiting: Fact | None = None
    for fact in facts:
        if fact.wide:
            if waiting:
                rows.append((key(waiting.label), Cell(waiting.text, across=3)))
                waiting = None
            rows.append((key(fact.label), Cell(fact.text, across=3)))
        elif waiting:
            rows.append((key(waiting.label), Cell(waiting.text), key(fact.label), Cell(fact.text)))
            waiting = None
        else:
            waiting = fact
    if waiting:
        rows.append((key(waiting.label), Cell(waiting.text, across=3)))
    return rows


def draw_facts(paper: Paper, facts: Sequence[Fact], *, size: float = 10, least: float = 8 * MM) -> None:
    """Two named values a row, or one where it is wide; long values wrap within their cell."""
    columns: tuple[tuple[float, Align], ...] = (
        (_KEY_SHARE, "center"),
        (65, "left"),
        (_KEY_SHARE, "center"),
        (65, "left"),
    )
    draw_table(paper, Grid.of(paper.width, columns, size=size, least=least), _fact_rows(facts))
    paper.down(4 * MM)


def draw_part(paper: Paper, heading: str, *, keep: float = 14 * MM) -> None:
    """The heading of a part, never alone at the end of a page (``keep`` points of it must follow)."""
    lines = fonts.wrap(heading, fonts.BOLD, 11, paper.width)
    paper.need(len(lines) * 11 * LEADING + keep)
    paper.paragraph(heading, size=11, bold=True, hang=12)
    paper.down(1.2 * MM)


def draw_items(paper: Paper, items: Iterable[str], *, size: float = 10, sign: str = "○ ") -> None:
    """Sentences below each other, each behind its sign."""
    hang = fonts.width(sign, fonts.REGULAR, size)
    for item in items:
        paper.paragraph(f"{sign}{item}", size=size, hang=hang)
        paper.down(0.6 * MM)
    paper.down(2.5 * MM)


def tick(on: bool, label: str) -> str:
    """``■ 예`` or ``□ 예``; the box and its label stay on one line."""
    return f"{'■' if on else '□'}\u00a0{label}"


def draw_signatures(
    paper: Paper, day: str, signers: Sequence[Signer] = (), *, said: str = "", issuer: str = ""
) -> None:
    """What is confirmed, the day, the lines to sign, and who issues the paper: all on one page, never torn apart."""
    lines = fonts.wrap(said, fonts.REGULAR, 10.5, paper.width) if said else ()
    seal = 14 * MM if issuer else 0
    paper.need(len(lines) * 10.5 * LEADING + 19 * MM + len(signers) * 9 * MM + seal)
    paper.down(3 * MM)
    middle = paper.left + paper.width / 2
    for line in lines:
        paper.lines_of_text(middle, paper.y, (line,), font=fonts.REGULAR, size=10.5, align="center")
        paper.down(10.5 * LEADING)
    paper.down(5 * MM)
    paper.text(middle, paper.y - 10, day, size=11, align="center")
    paper.down(11 * MM)
    for signer in signers:
        _sign_line(paper, signer)
        paper.down(9 * MM)
    if issuer:
        paper.text(middle, paper.y - 24, issuer, size=16, bold=True, align="center", room=paper.width)
        paper.down(14 * MM)


def _sign_line(paper: Paper, signer: Signer) -> None:
    y = paper.y - 10
    paper.text(paper.right, y, signer.mark, size=9.5, align="right", grey=0.25)
    at = paper.right - fonts.width(signer.mark, fonts.REGULAR, 9.5) - 3 * MM
    left = paper.left + paper.width * 0.55
    paper.text((left + at) / 2, y, signer.name, size=11, align="center", room=at - left - 2)
    paper.text(left - 3 * MM, y, signer.role, size=10.5, align="right", room=paper.width * 0.5)
    paper.rule(left, y - 3.5, at, y - 3.5, thick=0.3)
