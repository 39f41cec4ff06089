"""Whole numbers as a browser sends them: a row, a page, a year. Pure."""

from __future__ import annotations

MOST = 18
"""Digits: whatever they say fits the 64 bits that both databases give a row."""


def plain_number(text: str, most: int = MOST) -> int | None:
    """The number that plain digits say; None for anything else (² is a digit to Python), and for too many of them."""
    return int(text) if len(text) <= most and text.isascii() and text.isdecimal() else None
