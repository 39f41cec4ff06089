"""Password hashes (argon2id) and the rules for a new password (ASVS 6.2)."""

from __future__ import annotations

import unicodedata
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from app.shared.errors import RuleBroken

_strong = PasswordHasher()
_cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_use: dict[str, Any] = {"hasher": _strong, "dummy": ""}

TOO_COMMON = ("password", "12345678", "qwerty", "gwanak", "관악", "주민센터", "ilteo", "일터")
LONGEST = 200


def use_cheap(cheap: bool) -> None:
    """Tests hash thousands of times; only they may use the cheap setting."""
    _use["hasher"] = _cheap if cheap else _strong
    _use["dummy"] = _use["hasher"].hash("nobody's password")


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)


def hash_password(password: str) -> str:
    return str(_use["hasher"].hash(_normal(password)))


def matches(password: str, hashed: str | None) -> bool:
    """Hashes once even when there is no such account, so that both take the same time."""
    try:
        fits = _use["hasher"].verify(hashed or _use["dummy"], _normal(password))
    except (Argon2Error, InvalidHashError):
        return False
    return bool(fits) and hashed is not None


def check_new(password: str, login: str) -> None:
    """Raises RuleBroken: at least 10 characters, at most 200, not the login, not a word everybody tries."""
    lowered = _normal(password).lower()
    if not 10 <= len(lowered) <= LONGEST:
        raise RuleBroken("비밀번호는 10자 이상 200자 이하로 정해 주세요.")
    if login.lower() in lowered or any(lowered.startswith(word) for word in TOO_COMMON):
        raise RuleBroken("아이디나 쉽게 짐작할 수 있는 말이 들어 있습니다. 다른 비밀번호로 정해 주세요.")
