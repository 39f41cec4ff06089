"""Phone numbers, read from any usual spelling. Pure."""

from __future__ import annotations

import re
import unicodedata

from app.shared.errors import RuleBroken


def clean_phone(text: str) -> str:
    """``010-0000-4821`` from any usual spelling. Raises RuleBroken."""
    digits = re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", text))
    if not 9 <= len(digits) <= 11 or not digits.startswith("0"):
        raise RuleBroken("전화번호는 010-0000-0000처럼 적어 주세요.")
    head = 2 if digits.startswith("02") else 3
    return f"{digits[:head]}-{digits[head:-4]}-{digits[-4:]}"
