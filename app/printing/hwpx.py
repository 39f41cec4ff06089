"""HWPX (한글) files from a ``Written`` paper. The same paper gives the same bytes; no name of a person in the file.

Table cells are walked row by row: asking for a cell by its place walks the whole table each time.
"""

from __future__ import annotations

import re
import unicodedata
from io import BytesIO
from itertools import count
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from hwpx.document import HwpxDocument

from app.printing.fonts import LONGEST
from app.printing.written import Heading, Line, Written, WrittenTable

MEDIA_TYPE = "application/hwp+zip"
_MADE = "2024-01-01T00:00:00Z"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_MARGINS = {"left": 20, "right": 20, "top": 15, "bottom": 15, "header": 10, "footer": 10}
_TEXT_WIDE = round(170 / 25.4 * 7200)
"""The width between the margins, in the file's unit of 1/7200 inch."""
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


def hwpx(paper: Written) -> bytes:
    """The finished file."""
    document = HwpxDocument.new()
    document.page.setup(paper_size="A4", orientation="portrait", margins_mm=_MARGINS)
    document.page.set_page_number(prefix="- ", suffix=" -", align="CENTER")
    writer = _Writer(document)
    for mark in paper.marks:
        writer.paragraph(f"[{mark}]", size=10, bold=True)
    writer.paragraph(paper.number, size=11)
    writer.paragraph(paper.title, size=18, bold=True, alignment="CENTER", before=12, after=12)
    writer.paragraph(paper.intro, size=11, after=6)
    for block in paper.blocks:
        if isinstance(block, Heading):
            writer.heading(block.text)
        elif isinstance(block, Line):
            writer.line(block)
        else:
            writer.table(block)
    writer.paragraph(paper.day, size=12, alignment="CENTER", before=18, after=12)
    writer.paragraph(paper.issuer, size=18, bold=True, alignment="CENTER")
    document.parts.clear_document_metadata()
    document.parts.set_document_metadata(
        title=plain(paper.title), creator="일터", created_date=_MADE, modified_date=_MADE
    )
    return _settled(document.to_bytes())


def plain(text: str) -> str:
    """The text as XML can hold it: syllables composed, control characters out, a cap on the length."""
    text = unicodedata.normalize("NFC", text[:LONGEST])
    return "".join(" " if char in "\n\t\r" else char for char in text if _kept(char))


def _kept(char: str) -> bool:
    return char in "\n\t\r" or unicodedata.category(char) not in _HIDDEN


class _Writer:
    """Writes paragraphs behind each other; the first takes the empty one that every new document has."""

    def __init__(self, document: HwpxDocument) -> None:
        self.document: Any = document
        self._first = True

    def paragraph(
        self,
        text: str,
        *,
        size: float = 10.5,
        bold: bool = False,
        alignment: str = "LEFT",
        before: float = 0,
        after: float = 2,
        indent: float = 0,
    ) -> Any:
        style = self.document.styles.ensure_run(bold=bold, size=size)
        if self._first:
            paragraph = self.document.paragraphs[0]
            paragraph.add_run(plain(text), char_pr_id_ref=style)
            self._first = False
        else:
            paragraph = self.document.add_paragraph(plain(text), char_pr_id_ref=style, inherit_style=False)
        self.document.styles.apply_paragraph_format(
            paragraphs=[paragraph],
            alignment=alignment,
            line_spacing_percent=150,
            spacing_before_pt=before,
            spacing_after_pt=after,
            indent_left_mm=indent,
        )
        return paragraph

    def heading(self, text: str) -> None:
        """An outline heading, so that 한글 shows it in its outline."""
        style = self.document.styles.ensure_run(bold=True, size=12)
        paragraph = self.document.add_heading(plain(text), level=1, char_pr_id_ref=style)
        self.document.styles.apply_paragraph_format(
            paragraphs=[paragraph], spacing_before_pt=10, spacing_after_pt=3, keep_with_next=True
        )

    def line(self, line: Line) -> None:
        self.paragraph(f"{line.sign} {line.text}", indent=2 if line.level == 1 else 7)

    def table(self, table: WrittenTable) -> None:
        made = self.document.add_table(len(table.rows) + 1, len(table.columns), width=_TEXT_WIDE)
        whole = sum(share for _, share, _ in table.columns)
        made.set_column_widths([round(_TEXT_WIDE * share / whole) for _, share, _ in table.columns])
        texts = (tuple(heading for heading, _, _ in table.columns), *table.rows)
        head = self.document.styles.ensure_run(bold=True, size=10)
        body = self.document.styles.ensure_run(size=10)
        middle: list[Any] = []
        left: list[Any] = []
        for number, (row, values) in enumerate(zip(made.rows, texts, strict=True)):
            for (_, _, align), cell, text in zip(table.columns, row.cells, values, strict=True):
                cell.set_text(plain(text))
                paragraph = cell.paragraphs[0]
                for run in paragraph.runs:
                    run.char_pr_id_ref = body if number else head
                (left if number and align == "left" else middle).append(paragraph)
        for column in range(len(table.columns)):
            made.set_cell_shading(0, column, "#EDEDED")
        for alignment, paragraphs in (("CENTER", middle), ("LEFT", left)):
            if paragraphs:
                self.document.styles.apply_paragraph_format(paragraphs=paragraphs, alignment=alignment)


_PARAGRAPH_ID = re.compile(rb'(<hp:(?:p|tbl)\b[^>]*?\bid=")(\d+)(")')
_FOOTER_ID = re.compile(rb'<hp:footer id="(\d+)"')


def _settled(content: bytes) -> bytes:
    """The same package without what a clock or a chance put in: entry dates and the numbers of its elements."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(out, "w") as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename.startswith("Contents/section"):
                data = _numbered(data)
            info = ZipInfo(entry.filename, _FIRST_DAY)
            info.compress_type = ZIP_STORED if entry.filename == "mimetype" else ZIP_DEFLATED
            target.writestr(info, data)
    return out.getvalue()


def _numbered(section: bytes) -> bytes:
    """Paragraphs and tables numbered from 1; a footer keeps one number in both places that name it."""
    numbers = count(1)
    section = _PARAGRAPH_ID.sub(lambda found: found[1] + str(next(numbers)).encode() + found[3], section)
    for place, number in enumerate(dict.fromkeys(_FOOTER_ID.findall(section)), 900_001):
        section = section.replace(b'id="%s"' % number, b'id="%d"' % place)
        section = section.replace(b'idRef="%s"' % number, b'idRef="%d"' % place)
    return section
