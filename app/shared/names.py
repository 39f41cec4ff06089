"""Names of people: which characters one may have. Pure."""

from __future__ import annotations

import unicodedata

_BESIDE = frozenset("-‐'’·・‧.()（）")
"""Hyphen, apostrophe, middle dot, full stop and parentheses, as Korean and foreign names are written."""
_OF_NAMES = "LMZ"
"""Letters of any script, their marks, and blanks."""


def check_name(text: str) -> str:
    """What is wrong with a name as a sentence; empty where nothing is: letters of any script and what stands beside them.

    A picture or a sign prints as □ on every paper; digits belong to a number, never to a name.
    """
    odd = [char for char in text if char not in _BESIDE and unicodedata.category(char)[0] not in _OF_NAMES]
    if odd:
        return f"이름에 쓸 수 없는 글자가 있습니다: {odd[0]}. 글자와 빈칸, 붙임표, 가운뎃점, 마침표, 괄호만 쓸 수 있습니다."
    if text.strip() and not any(unicodedata.category(char)[0] == "L" for char in text):
        return "이름을 글자로 적어 주세요."
    return ""
