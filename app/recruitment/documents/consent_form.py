"""개인정보 동의서: every purpose apart, each with its own tick. Part of the 신청서."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.printing.forms import draw_part, tick
from app.printing.frame import MM, Align, Paper
from app.printing.table import Cell, Grid, Row, draw_table, height_of, key
from app.recruitment.documents.consent_text import TEXTS


@dataclass(frozen=True)
class ConsentLine:
    """One purpose with its name and what was said: None is not asked yet, as on a blank form."""

    purpose: str
    label: str
    given: bool | None = None


def draw_consents(paper: Paper, consents: Sequence[ConsentLine], retention: str) -> None:
    """One box a purpose, never torn over two pages. KeyError on a purpose without its words."""
    for number, one in enumerate(consents, 1):
        grid, rows = _box(paper, one, retention)
        paper.need(height_of(grid, rows) + 12 * MM)
        text = TEXTS[one.purpose]
        draw_part(paper, f"{number}. {one.label} 동의({text.need}, {text.kind})")
        draw_table(paper, grid, rows)
        paper.down(4.5 * MM)


def _box(paper: Paper, one: ConsentLine, retention: str) -> tuple[Grid, list[Row]]:
    text = TEXTS[one.purpose]
    columns: tuple[tuple[float, Align], ...] = ((30, "center"), (150, "left"))
    rows: list[Row] = [
        (key("목적"), text.purpose),
        (key("항목"), text.items),
        *(((key("받는 곳"), text.receiver),) if text.receiver else ()),
        (key("보유·이용 기간"), retention),
        (key("거부할 권리"), text.refusal),
        (key("근거"), text.basis),
        (key("동의 여부"), Cell(_answer(one.given), bold=True)),
    ]
    return Grid.of(paper.width, columns, size=9.5, least=6.6 * MM), rows


def _answer(given: bool | None) -> str:
    return f"{tick(given is True, '동의함')}        {tick(given is False, '동의하지 않음')}"
