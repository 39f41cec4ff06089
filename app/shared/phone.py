"""Phone numbers, read from any usual spelling. Pure."""

from __future__ import annotations

import re
import unicodedata

from app.shared.errors import RuleBroken

_WHOLE = re.compile(r"0[0-9]{8,10}")
_BETWEEN = re.compile(r"[-–.()\s]")


def whole_phone(text: str) -> str | None:
    """``010-0000-4821`` where the text is a whole phone number and nothing else; None for anything else."""
    digits = _BETWEEN.sub("", unicodedata.normalize("NFKC", text))
    return clean_phone(digits) if _WHOLE.fullmatch(digits) else None


def clean_phone(text: str) -> str:
    """``010-0000-4821`` from any usual spelling. Raises RuleBroken."""
    digits = re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", text))
    if not 9 <= len(digits) <= 11 or not digits.startswith("0"):
        raise RuleBroken("전화번호는 010-0000-0000처럼 적어 주세요.")
    head = 2 if digits.startswith("02") else 3
    return f"{digits[:head]}-{digits[head:-4]}-{digits[-4:]}"
