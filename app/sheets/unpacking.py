"""Members of an untrusted archive, unpacked against a cap: what the directory claims about sizes counts for nothing."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from app.sheets import refusals
from app.sheets.refusals import SheetRefused

_STEP = 1 << 20
_BOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_NEEDED = re.compile(r"xl/(sharedStrings|styles)\.xml", re.IGNORECASE)
_TRUE = ("1", "true")


class Archive:
    """Every member is read once and to its end, each against its own sum, all together against ``most`` bytes."""

    def __init__(self, archive: zipfile.ZipFile, most: int) -> None:
        self._archive, self._most, self._total = archive, most, 0

    def chunks(self, name: str) -> Iterator[bytes]:
        """One member in chunks. Raises SheetRefused past the cap."""
        with self._archive.open(name) as stream:
            while chunk := stream.read(_STEP):
                self._total += len(chunk)
                if self._total > self._most:
                    raise SheetRefused(refusals.TOO_HEAVY)
                yield chunk

    def text(self, name: str) -> bytes:
        """A whole XML member. Raises SheetRefused where it declares entities."""
        found = b"".join(self.chunks(name))
        refuse_entities(found)
        return found

    def drain(self, names: set[str]) -> None:
        """Members that nobody needs are unpacked too: a bomb among them is a bomb."""
        for member in self._archive.infolist():
            if member.filename in names:
                for _ in self.chunks(member.filename):
                    pass

    def names(self) -> set[str]:
        return set(self._archive.namelist())


def refuse_entities(text: bytes) -> None:
    """No office program writes a document type, nor anything but UTF-8. Raises SheetRefused."""
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"\0" in text[:100]:
        raise SheetRefused(refusals.BROKEN)


@dataclass(slots=True)
class Book:
    """What the workbook says of itself: sheet → member, those in sight and those hidden, and the parts beside."""

    members: dict[str, str]
    visible: list[str]
    hidden: list[str]
    from_1904: bool
    parts: dict[str, bytes]


def open_book(archive: Archive) -> Book:
    """Sheets in their order by the workbook's own links; strings and styles."""
    book = ElementTree.fromstring(archive.text(_BOOK))  # noqa: S314  no DOCTYPE gets here
    links = ElementTree.fromstring(archive.text(_LINKS))  # noqa: S314
    targets = {one.get("Id"): posixpath.normpath(posixpath.join("/xl", one.get("Target") or ""))[1:] for one in links}
    members: dict[str, str] = {}
    visible: list[str] = []
    hidden: list[str] = []
    for one in book.iterfind(".//{*}sheet"):
        name = one.get("name") or ""
        link = next(value for key, value in one.items() if key.endswith("}id"))
        members[name] = targets[link]
        (visible if one.get("state") in (None, "visible") else hidden).append(name)
    from_1904 = any(one.get("date1904") in _TRUE for one in book.iterfind(".//{*}workbookPr"))
    parts = {name: archive.text(name) for name in archive.names() if _NEEDED.fullmatch(name)}
    return Book(members, visible, hidden, from_1904, parts)
