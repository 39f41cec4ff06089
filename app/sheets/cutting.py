"""A sheet's XML cut between rows, so that one piece is read while the next is unpacked; each piece a small workbook."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator

from python_calamine import CalamineSheet, CalamineWorkbook

from app.sheets.unpacking import Book, refuse_entities

PIECE_BYTES = 3_000_000
SHARED_ONCE = 300_000
"""Where the shared strings are larger than this, they are read once for all pieces together, not once for each."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_DATA, _END, _ROW = b"<sheetData>", b"</sheetData></worksheet>", b'<row r="'
_NUMBER = re.compile(rb'<row [^<>]*?\br="([0-9]{1,9})"')


def cut(chunks: Iterable[bytes], least_rows: int, piece_bytes: int = PIECE_BYTES) -> Iterator[bytes]:
    """The XML as one or more whole worksheets, each with the lines above the rows; the first has ``least_rows``.

    Cut only where a row says its own number. Text can hold no "<", so ``<row r="`` is a row, unless there are comments
    or the like: from the first one on nothing is cut.
    """
    head, rest, odd = b"", b"", False
    for chunk in chunks:
        rest += chunk
        if not head:
            head, found, rows = rest.partition(_DATA)
            if not found:
                head = b""
                continue
            head, rest = head + found, rows
            refuse_entities(head)
        if odd or len(rest) < piece_bytes:
            continue
        odd, at = _odd(rest), rest.rfind(_ROW, 1)
        if not odd and at > 0 and (not least_rows or rest.count(_ROW) > least_rows):
            yield head + rest[:at] + _END
            rest, least_rows = rest[at:], 0
    if not head:
        refuse_entities(rest)
    yield head + rest


def _odd(xml: bytes) -> bool:
    """Comments, CDATA or instructions. The lone marks are looked for first: that is ten times quicker, and rarely so."""
    return (b"!" in xml and b"<!" in xml) or (b"?" in xml and b"<?" in xml)


def last_row(xml: bytes) -> int:
    """The number that the last row gives itself; 0 where it gives none."""
    at = xml.rfind(b"<row ")
    found = _NUMBER.match(xml, at) if at >= 0 else None
    return int(found[1]) if found else 0


def opened(book: Book, pieces: Iterable[bytes]) -> Iterator[tuple[bytes, CalamineSheet]]:
    """Each piece with its cells as calamine reads them."""
    shared = sum(len(part) for name, part in book.parts.items() if name.lower().endswith("strings.xml"))
    groups = [list(pieces)] if shared > SHARED_ONCE else ([piece] for piece in pieces)
    for group in groups:
        with CalamineWorkbook.from_filelike(io.BytesIO(_workbook(book, group))) as small:
            for at, piece in enumerate(group):
                yield piece, small.get_sheet_by_index(at)


def _workbook(book: Book, pieces: list[bytes]) -> bytes:
    """An archive of what was unpacked and counted, not packed again: calamine never sees the file itself."""
    names = [f"worksheets/{at}.xml" for at in range(1, len(pieces) + 1)]
    sheets = "".join(f'<sheet name="{at}" sheetId="{at}" r:id="r{at}"/>' for at in range(1, len(pieces) + 1))
    workbook = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr date1904="{int(book.from_1904)}"/>'
        f"<sheets>{sheets}</sheets></workbook>"
    )
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("_rels/.rels", _links("officeDocument", ["xl/workbook.xml"]))
        archive.writestr("xl/workbook.xml", workbook)
        archive.writestr("xl/_rels/workbook.xml.rels", _links("worksheet", names))
        for name, part in book.parts.items():
            archive.writestr(name, part)
        for name, piece in zip(names, pieces, strict=True):
            archive.writestr(f"xl/{name}", piece)
    return kept.getvalue()


def _links(kind: str, targets: list[str]) -> str:
    links = (
        f'<Relationship Id="r{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for at, target in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{"".join(links)}</Relationships>'
