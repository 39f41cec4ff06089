"""A paper as running text: the one tree from which both the PDF and the HWPX are made, so that neither says more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.printing.frame import Align


@dataclass(frozen=True)
class Heading:
    """The heading of a part."""

    text: str


@dataclass(frozen=True)
class Line:
    """One sentence; ``level`` 2 stands further in."""

    text: str
    level: int = 1

    @property
    def sign(self) -> str:
        return "○" if self.level == 1 else "-"


@dataclass(frozen=True)
class WrittenTable:
    """A table of texts: ``columns`` as (heading, share of the width, alignment)."""

    columns: tuple[tuple[str, float, Align], ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Line | WrittenTable


@dataclass(frozen=True)
class Written:
    """The whole paper. ``marks`` say what it is not: a draft, a demonstration."""

    title: str
    number: str
    intro: str
    blocks: tuple[Block, ...]
    day: str
    issuer: str
    marks: tuple[str, ...] = ()

    def texts(self) -> Iterator[str]:
        """Every text in reading order, as both files hold it."""
        yield from self.marks
        yield self.number
        yield self.title
        yield self.intro
        for block in self.blocks:
            yield from _texts_of(block)
        yield self.day
        yield self.issuer


def _texts_of(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield block.text
    elif isinstance(block, Line):
        yield f"{block.sign} {block.text}"
    else:
        yield from (heading for heading, _, _ in block.columns)
        for row in block.rows:
            yield from row
