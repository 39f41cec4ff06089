"""Looks at personal data: who read whose data, when and why (안전성 확보조치 기준 §8). Written before the page is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from app.audit.services import commit, record
from app.database import is_writing, writing
from app.extensions import db
from app.shared.actor import Actor


def note_look(
    action: str,
    row: Any,
    *,
    by: Actor,
    at: datetime,
    people: Iterable[int],
    subject: str | None = None,
    reason: str | None = None,
) -> None:
    """Record a look. In a GET this is a short write of its own: if it fails, the page is not shown either.

    Objects loaded before stay usable. In a request that writes, the look is committed along with the rest.
    """
    if is_writing():
        record(action, row, by=by, at=at, subject=subject, reason=reason, people=people)
        return
    db.session.commit()
    with writing():
        record(action, row, by=by, at=at, subject=subject, reason=reason, people=people)
        commit()
