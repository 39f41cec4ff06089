"""Short-lived keys that stand in addresses instead of personal data: a person found, a name searched for."""

from __future__ import annotations

import base64
import binascii
import time

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from app.extensions import seal
from app.rules.resident_number import ResidentNumber, parse
from app.sealing import SealBroken
from app.shared.errors import RuleBroken

MINUTES = 30
SEARCH_HOURS = 8
_TERM = "search.term"


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="found-person")


def person_key(user_id: int, person_id: int) -> str:
    """Good for this account and half an hour."""
    return str(_signer().dumps([user_id, person_id]))


def person_of(key: str, user_id: int) -> int | None:
    """The person behind a key; None when it is not ours, not theirs or too old."""
    try:
        whose, person_id = _signer().loads(key, max_age=MINUTES * 60)
    except (BadData, ValueError, TypeError):
        return None
    return int(person_id) if whose == user_id else None


def hide(text: str, column: str) -> str:
    """Sealed, fit for an address or a hidden field."""
    return base64.urlsafe_b64encode(seal.close(text, column)).decode()


def reveal(hidden: str, column: str) -> str:
    """Empty when it does not open."""
    try:
        return seal.open(base64.urlsafe_b64decode(hidden.encode()), column)
    except (SealBroken, binascii.Error, ValueError):
        return ""


def term_key(user_id: int, text: str) -> str:
    """What was searched for, sealed: good for this account and one working day."""
    return hide(f"{user_id} {int(time.time())} {text}", _TERM)


def term_of(key: str, user_id: int) -> str | None:
    """What a key stands for; None when it is not ours, not theirs or too old."""
    whose, _, rest = reveal(key[:2000], _TERM).partition(" ")
    at, _, text = rest.partition(" ")
    if whose != str(user_id) or not at.isdigit() or time.time() - int(at) > SEARCH_HOURS * 3600:
        return None
    return text


def keep_number(number: ResidentNumber) -> str:
    return hide(number.digits, "form.rrn")


def kept_number(hidden: str | None) -> ResidentNumber | None:
    """The number that an earlier answer to this form kept, if it opens."""
    digits = reveal(hidden, "form.rrn") if hidden else ""
    try:
        return parse(digits) if digits else None
    except RuleBroken:
        return None
