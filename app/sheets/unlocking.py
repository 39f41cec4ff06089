"""A workbook behind a password, opened: only the agile encryption that Excel writes, with a bounded cost of guessing."""

from __future__ import annotations

import io
from xml.parsers import expat

from msoffcrypto import OfficeFile  # type: ignore[import-untyped]
from msoffcrypto.exceptions import InvalidKeyError  # type: ignore[import-untyped]
from olefile import OleFileIO  # type: ignore[import-untyped]

from app.sheets.refusals import BROKEN, SheetRefused

LARGEST = 10_000_000
MOST_SPINS = 200_000
MOST_DESCRIBED = 3_500
"""Bytes of the description of the lock; Excel's own takes about 1,300."""
_AGILE = b"\x04\x00\x04\x00"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ASK = "비밀번호로 잠긴 파일입니다. 파일 비밀번호를 적고 다시 올려 주세요."
WRONG = "파일 비밀번호가 맞지 않습니다. 받은 비밀번호를 확인하고 다시 올려 주세요."


def is_locked(content: bytes) -> bool:
    return content[:8] == _OLE and "EncryptedPackage".encode("utf-16-le") in content


def unlock(content: bytes, password: str) -> bytes:
    """The workbook inside; a plain one is given back as it is. Raises SheetRefused: no or wrong password, too dear."""
    if not is_locked(content) or len(content) > LARGEST:
        return content
    if not password:
        raise SheetRefused(ASK)
    try:
        spins = _spins(content)
        if not 0 <= spins <= MOST_SPINS:
            raise SheetRefused(BROKEN)
        opened = io.BytesIO()
        file = OfficeFile(io.BytesIO(content))
        file.load_key(password=password, verify_password=True)
        file.decrypt(opened)
    except SheetRefused:
        raise
    except InvalidKeyError:
        raise SheetRefused(WRONG) from None
    except Exception:  # whatever bytes of others make three libraries raise: it is no file that can be opened
        raise SheetRefused(BROKEN) from None
    return opened.getvalue()


def _spins(content: bytes) -> int:
    """How often the password is hashed, as the file itself says. Excel says 100,000; more attacks our processor.

    Read with the parser that the opening library reads with, so that both see one number however it is spelled: in any
    encoding, between any quotes. Raises ValueError and what the parsers raise unless there is exactly one number.
    """
    with OleFileIO(io.BytesIO(content)) as ole:
        described = ole.openstream("EncryptionInfo").read(MOST_DESCRIBED + 1)
    if len(described) > MOST_DESCRIBED or described[:4] != _AGILE:
        raise ValueError("not the description that Excel writes")
    found: list[str] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda _name, given: found.extend(
        value for name, value in given.items() if name.rpartition(":")[2] == "spinCount"
    )
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.Parse(described[8:], True)
    (said,) = found
    if len(said) > len(str(MOST_SPINS)) or not (said.isascii() and said.isdecimal()):
        raise ValueError("not a number of that size")
    return int(said)


def _refuse_doctype(*_said: object) -> None:
    raise ValueError("a document type could bring numbers from elsewhere")
