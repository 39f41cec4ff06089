"""Conditions on a letter: which one, what was found, by which rule. Shared by the verdict letter and the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.printing.frame import MM, Align, Paper
from app.printing.table import Grid, Row, draw_table, head_row


@dataclass(frozen=True)
class Ground:
    """One condition in words: ``sentence`` carries figure, limit and difference; ``basis`` names the rule."""

    label: str
    sentence: str
    basis: str


def draw_grounds(paper: Paper, grounds: Sequence[Ground]) -> None:
    columns: tuple[tuple[float, Align], ...] = ((26, "center"), (94, "left"), (60, "left"))
    rows: list[Row] = [(one.label, one.sentence, one.basis or "-") for one in grounds]
    grid = Grid.of(paper.width, columns, size=9.5, least=8 * MM, head=(head_row("조건", "확인한 내용", "근거"),))
    draw_table(paper, grid, rows)
    paper.down(4 * MM)
