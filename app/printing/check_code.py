"""확인번호: a short code on a paper by which the office finds the values it was made from."""

from __future__ import annotations

import hashlib

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without I and O, which are read as 1 and 0."""


def check_code(digest: str) -> str:
    """``ABCD-1234`` from a digest: always the same for the same digest, another for nearly every other (1 in 3.3e9)."""
    number = int(hashlib.sha256(digest.encode()).hexdigest(), 16)
    letters = ""
    for _ in range(4):
        number, at = divmod(number, len(_LETTERS))
        letters += _LETTERS[at]
    return f"{letters}-{number % 10_000:04d}"
