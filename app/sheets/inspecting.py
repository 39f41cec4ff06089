"""A file looked at from outside, before anything is unpacked: its first bytes and its zip directory."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from app.sheets import refusals
from app.sheets.refusals import SheetRefused

_UTF16_NAMES = {
    "EncryptedPackage": refusals.LOCKED,
    "HwpSummaryInformation": refusals.HWP,
    "Workbook": refusals.OLD_EXCEL,
    "Book": refusals.OLD_EXCEL,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost. Sizes in bytes, time in seconds of the processor."""

    file_bytes: int = 10_000_000
    unpacked_bytes: int = 50_000_000
    members: int = 200
    ratio: int = 100
    rows: int = 20_000
    columns: int = 100
    seconds: int = 20
    memory_bytes: int = 1_500_000_000


def inspect(content: bytes, limits: Limits) -> None:
    """Refuse by the first bytes and the zip directory, before anything is unpacked. Raises SheetRefused."""
    if not content.strip(b"\0 \r\n\t"):
        raise SheetRefused(refusals.EMPTY)
    if len(content) > limits.file_bytes:
        raise SheetRefused(f"파일이 {limits.file_bytes // 1_000_000}MB보다 큽니다. 나누어 올려 주세요.")
    if not content.startswith(b"PK\x03\x04"):
        raise SheetRefused(_not_a_zip(content))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            media = _media_type(archive, members)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, RuntimeError):
        raise SheetRefused(refusals.BROKEN) from None
    _weigh(members, limits, len(content))
    _refuse_other_office({member.filename for member in members}, media)


def _weigh(members: list[zipfile.ZipInfo], limits: Limits, packed: int) -> None:
    unpacked = sum(member.file_size for member in members)
    if len(members) > limits.members or unpacked > limits.unpacked_bytes or unpacked > packed * limits.ratio:
        raise SheetRefused(refusals.TOO_HEAVY)
    if any(member.flag_bits & 1 for member in members):
        raise SheetRefused(refusals.LOCKED)


def _media_type(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> str:
    """The ``mimetype`` member that ODS and HWPX begin with; at most 100 bytes of it."""
    if members and members[0].filename == "mimetype" and members[0].file_size <= 100:
        try:
            return archive.read(members[0]).decode("ascii", "replace")
        except Exception:
            return ""
    return ""


def _refuse_other_office(names: set[str], media: str) -> None:
    if "hwp" in media:
        raise SheetRefused(refusals.HWP)
    if "opendocument" in media:
        raise SheetRefused(refusals.ODS)
    if any(name.endswith("vbaProject.bin") for name in names):
        raise SheetRefused(refusals.MACRO)
    if "xl/workbook.bin" in names:
        raise SheetRefused(refusals.BINARY_EXCEL)
    if "xl/workbook.xml" not in names:
        raise SheetRefused(refusals.WORD if "[Content_Types].xml" in names else refusals.ZIP)


def _not_a_zip(content: bytes) -> str:
    """Which other kind of file this is, by what it begins with."""
    head = content[:8]
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        named = (said for name, said in _UTF16_NAMES.items() if name.encode("utf-16-le") in content)
        return next(named, refusals.UNKNOWN)
    if content.lstrip()[:5] == b"%PDF-":
        return refusals.PDF
    if head[:4] in (b"PK\x05\x06", b"PK\x07\x08"):
        return refusals.BROKEN
    if head.startswith(b"HWP Document") or content[:12] == b"HWP Document":
        return refusals.HWP
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or _is_text(content[:4096]):
        return refusals.CSV if any(mark in content[:4096] for mark in (b",", b"\t", b";")) else refusals.TEXT
    return refusals.UNKNOWN


def _is_text(start: bytes) -> bool:
    """Readable as UTF-8 or CP949, without NUL: the two that Korean offices save."""
    if b"\0" in start:
        return False
    for encoding in ("utf-8", "cp949"):
        for cut in range(4):  # the sample may end in the middle of a character
            try:
                start[: len(start) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return True
    return False
