"""A workbook behind a password, opened: only the agile encryption that Excel writes, with a bounded cost of guessing."""

from __future__ import annotations

import io
import re

from msoffcrypto import OfficeFile  # type: ignore[import-untyped]
from msoffcrypto.exceptions import FileFormatError, InvalidKeyError  # type: ignore[import-untyped]
from olefile import OleFileIO  # type: ignore[import-untyped]

from app.sheets.refusals import BROKEN, SheetRefused

LARGEST = 10_000_000
MOST_SPINS = 200_000
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
    _refuse_dear(content)
    opened = io.BytesIO()
    try:
        file = OfficeFile(io.BytesIO(content))
        file.load_key(password=password, verify_password=True)
        file.decrypt(opened)
    except InvalidKeyError:
        raise SheetRefused(WRONG) from None
    except (FileFormatError, ValueError, KeyError, IndexError, OSError, AttributeError, TypeError):
        raise SheetRefused(BROKEN) from None
    return opened.getvalue()


def _refuse_dear(content: bytes) -> None:
    """The file itself says how often its password is hashed; Excel says 100,000. More is an attack on our processor."""
    try:
        with OleFileIO(io.BytesIO(content)) as ole:
            described = ole.openstream("EncryptionInfo").read(100_000)
    except (OSError, ValueError, IndexError, TypeError):
        raise SheetRefused(BROKEN) from None
    spins = [int(one[:12]) for one in re.findall(rb'spinCount="([0-9]+)"', described)]
    if any(one > MOST_SPINS for one in spins):
        raise SheetRefused(BROKEN)
