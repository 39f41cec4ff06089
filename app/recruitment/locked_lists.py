"""The password of a locked list between the page that shows it and the button that fetches the file: sealed, short-lived."""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from app.recruitment import found

SECONDS = 600
_COLUMN = "look_up.password"


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="locked-list")


def key_of(request_id: int, user_id: int, password: str, purpose: str) -> str:
    """Good for this list, this account and ten minutes. What it holds is sealed."""
    return str(_signer().dumps([request_id, user_id, found.hide(password, _COLUMN), purpose]))


def opened(key: str, request_id: int, user_id: int) -> tuple[str, str] | None:
    """The password and the purpose; None for a key that is not ours, not theirs or too old."""
    try:
        whose_list, whose, hidden, purpose = _signer().loads(key, max_age=SECONDS)
    except (BadData, ValueError, TypeError):
        return None
    password = found.reveal(hidden, _COLUMN) if (whose_list, whose) == (request_id, user_id) else ""
    return (password, purpose) if password else None
