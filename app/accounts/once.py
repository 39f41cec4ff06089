"""One-time keys: a double click, a retry or a second tab makes one row and leads to it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts.models import OnceKey
from app.extensions import db
from app.shared.errors import RuleBroken


class AlreadyDone(Exception):
    """That form was sent before; ``location`` is where the first sending led."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


def claim(key: str | None, *, user_id: int, location: str, now: datetime) -> OnceKey:
    """Take the key inside the current transaction; set ``location`` on the result once it is known.

    Raises AlreadyDone when another POST took it, RuleBroken when the form brought none.
    """
    if not key or len(key) > 64:
        raise RuleBroken("화면을 다시 열고 저장해 주세요.")
    row = OnceKey(key=key, user_id=user_id, location=location, created_at=now)
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        first = db.session.scalar(sa.select(OnceKey).where(OnceKey.key == key, OnceKey.user_id == user_id))
        raise AlreadyDone(first.location if first else "/") from None
    return row
