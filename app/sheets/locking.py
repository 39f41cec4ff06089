"""A workbook behind a password (agile encryption, AES-256): what leaves the office with personal data in it."""

from __future__ import annotations

import io

from msoffcrypto.format.ooxml import OOXMLFile  # type: ignore[import-untyped]

from app.shared.errors import RuleBroken

SHORTEST_PASSWORD = 8


def encrypt(xlsx_bytes: bytes, password: str) -> bytes:
    """The same workbook, to be opened with ``password`` only. Raises RuleBroken for a short one."""
    if len(password) < SHORTEST_PASSWORD:
        raise RuleBroken(f"파일 비밀번호는 {SHORTEST_PASSWORD}자 이상으로 적어 주세요.")
    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(xlsx_bytes)).encrypt(password, locked)
    return locked.getvalue()
