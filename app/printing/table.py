"""Tables on a paper: measured cells, thin lines, heads on every page, rows that split only when they must."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.printing import fonts
from app.printing.frame import LEADING, Align, Paper

HEAD_SHADE = 0.93
TOTAL_SHADE = 0.97
_AIR = 4.8
"""Points above and below the lines of a cell, together."""


@dataclass(frozen=True)
class Cell:
    """One cell. ``across`` counts columns, ``down`` rows (heads only); ``align`` None takes the column's."""

    text: str = ""
    across: int = 1
    down: int = 1
    align: Align | None = None
    bold: bool = False
    shade: float | None = None


Row = Sequence[Cell | str]


@dataclass(frozen=True)
class Grid:
    """Columns of a table: widths in points, how each is aligned, and the type."""

    widths: tuple[float, ...]
    aligns: tuple[Align, ...]
    size: float = 8.5
    pad: float = 4.0
    least: float = 0.0
    head: tuple[Row, ...] = field(default=())

    @classmethod
    def of(cls, wide: float, columns: Sequence[tuple[float, Align]], **more: Any) -> Grid:
        """Columns as (share, align); the shares are stretched to ``wide`` points."""
        whole = sum(share for share, _ in columns)
        widths = tuple(wide * share / whole for share, _ in columns)
        return cls(widths, tuple(align for _, align in columns), **more)


@dataclass(frozen=True)
class _Placed:
    row: int
    column: int
    cell: Cell
    lines: tuple[str, ...]


def bold_row(*texts: str, shade: float | None = TOTAL_SHADE) -> list[Cell]:
    """A total's row."""
    return [Cell(text, bold=True, shade=shade) for text in texts]


def head_row(*texts: str) -> list[Cell]:
    return [Cell(text, bold=True, align="center", shade=HEAD_SHADE) for text in texts]


def key(text: str, across: int = 1) -> Cell:
    """A shaded name of a field beside its value."""
    return Cell(text, across=across, bold=True, align="center", shade=HEAD_SHADE)


def _font(cell: Cell) -> str:
    return fonts.BOLD if cell.bold else fonts.REGULAR


def _place(grid: Grid, rows: Sequence[Row]) -> list[_Placed]:
    """Cells to their columns, as in HTML: a cell takes the first place that no cell above reaches into."""
    taken: set[tuple[int, int]] = set()
    placed = []
    for number, row in enumerate(rows):
        column = 0
        for item in row:
            cell = item if isinstance(item, Cell) else Cell(item)
            while (number, column) in taken:
                column += 1
            taken |= {(number + r, column + c) for r in range(cell.down) for c in range(cell.across)}
            room = sum(grid.widths[column : column + cell.across]) - 2 * grid.pad
            placed.append(_Placed(number, column, cell, fonts.wrap(cell.text, _font(cell), grid.size, room)))
            column += cell.across
    return placed


def _tall(grid: Grid, lines: int) -> float:
    return max(grid.least, lines * grid.size * LEADING + _AIR)


def _heights(grid: Grid, rows: int, placed: Iterable[_Placed]) -> list[float]:
    heights = [_tall(grid, 1)] * rows
    spans = []
    for one in placed:
        if one.cell.down == 1:
            heights[one.row] = max(heights[one.row], _tall(grid, len(one.lines)))
        else:
            spans.append(one)
    for one in spans:
        last = one.row + one.cell.down - 1
        lacking = _tall(grid, len(one.lines)) - sum(heights[one.row : last + 1])
        heights[last] += max(0.0, lacking)
    return heights


def _draw_cell(paper: Paper, grid: Grid, one: _Placed, *, x: float, top: float, wide: float, high: float) -> None:
    cell = one.cell
    paper.box(x, top - high, wide, high, shade=cell.shade)
    align = cell.align or grid.aligns[one.column]
    at = {"left": x + grid.pad, "right": x + wide - grid.pad, "center": x + wide / 2}[align]
    slack = (high - len(one.lines) * grid.size * LEADING) / 2
    paper.lines_of_text(at, top - slack, one.lines, font=_font(cell), size=grid.size, align=align)


def _draw_rows(paper: Paper, grid: Grid, x: float, placed: Sequence[_Placed], heights: Sequence[float]) -> None:
    for one in placed:
        left = x + sum(grid.widths[: one.column])
        wide = sum(grid.widths[one.column : one.column + one.cell.across])
        top = paper.y - sum(heights[: one.row])
        high = sum(heights[one.row : one.row + one.cell.down])
        _draw_cell(paper, grid, one, x=left, top=top, wide=wide, high=high)
    paper.down(sum(heights))


def _edge(paper: Paper, grid: Grid, x: float, top: float) -> None:
    paper.box(x, paper.y, sum(grid.widths), top - paper.y, thick=0.9)


def _pieces(grid: Grid, row: list[_Placed], room: float) -> list[list[_Placed]]:
    """A row; or, when it is taller than a whole page, parts of it with as many lines as a page holds."""
    most = max(1, int((room - _AIR) / (grid.size * LEADING)))
    longest = max(len(one.lines) for one in row)
    starts = range(0, longest, most)
    return [[_Placed(0, one.column, one.cell, one.lines[at : at + most]) for one in row] for at in starts]


def draw_table(paper: Paper, grid: Grid, rows: Iterable[Row], *, x: float | None = None) -> None:
    """The table at the cursor, ``x`` or the left margin; goes on over pages, each under the repeated head.

    Rows may hold fewer cells than there are columns where a cell goes ``across``; every column must be covered.
    """
    x = paper.left if x is None else x
    head = _place(grid, grid.head)
    head_heights = _heights(grid, len(grid.head), head)
    room = paper.top - paper.bottom - sum(head_heights)
    top: float | None = None
    for row in rows:
        for piece in _pieces(grid, _place(grid, [row]), room):
            heights = _heights(grid, 1, piece)
            if top is not None and paper.y - heights[0] < paper.bottom - 0.01:
                _edge(paper, grid, x, top)
                paper.new_page()
                top = None
            if top is None:
                paper.need(sum(head_heights) + heights[0])
                top = paper.y
                _draw_rows(paper, grid, x, head, head_heights)
            _draw_rows(paper, grid, x, piece, heights)
    if top is not None:
        _edge(paper, grid, x, top)


def height_of(grid: Grid, rows: Sequence[Row]) -> float:
    """Points that the table takes on one page, head and all."""
    head = sum(_heights(grid, len(grid.head), _place(grid, grid.head)))
    return head + sum(_heights(grid, 1, _place(grid, [row]))[0] for row in rows)
