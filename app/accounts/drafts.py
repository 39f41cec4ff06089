"""Unsaved work: what somebody was typing, sealed, one for each account and form; gone once it is saved.

Only the account itself ever reads it back. A draft older than a week goes when the account keeps the next one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.accounts.models import Draft
from app.extensions import db, seal
from app.sealing import SealBroken
from app.shared.errors import RuleBroken

KEPT = timedelta(days=7)
LARGEST = 16_000
"""Bytes of one draft: ten times a form filled to the brim."""
_COLUMN = "draft.body"


@dataclass(frozen=True, slots=True)
class Stopped:
    """A draft as lists show it, without opening it."""

    form: str
    label: str
    at: datetime


def keep(user_id: int, form: str, label: str, values: Mapping[str, str], *, now: datetime) -> None:
    """Keep these values in place of what was kept before; old drafts of the account go. Raises RuleBroken (too large)."""
    body = json.dumps(dict(values), ensure_ascii=False, separators=(",", ":"))
    if len(body.encode()) > LARGEST:
        raise RuleBroken("적은 내용이 너무 길어 임시저장하지 않았습니다.")
    db.session.execute(sa.delete(Draft).where(Draft.user_id == user_id, Draft.at < now - KEPT))
    db.session.merge(
        Draft(user_id=user_id, form=form, label=label, body_cipher=seal.close(body, _column(form)), at=now)
    )
    db.session.flush()


def values_of(user_id: int, form: str, *, now: datetime) -> dict[str, str] | None:
    """What was kept; None where there is none, it is too old or it no longer opens."""
    row = db.session.get(Draft, (user_id, form))
    if row is None or row.at < now - KEPT:
        return None
    try:
        found: dict[str, str] = json.loads(seal.open(row.body_cipher, _column(form)))
    except SealBroken:
        return None
    return found


def stopped(user_id: int, form: str, *, now: datetime) -> datetime | None:
    """When the draft of this form was last kept; None where there is none."""
    return db.session.scalar(
        sa.select(Draft.at).where(Draft.user_id == user_id, Draft.form == form, Draft.at >= now - KEPT)
    )


def list_of(user_id: int, *, now: datetime) -> Sequence[Stopped]:
    """All drafts of an account, newest first."""
    rows = db.session.execute(
        sa.select(Draft.form, Draft.label, Draft.at)
        .where(Draft.user_id == user_id, Draft.at >= now - KEPT)
        .order_by(Draft.at.desc(), Draft.form)
    )
    return [Stopped(*row) for row in rows]


def drop(user_id: int, form: str) -> None:
    """Saved, or thrown away: nothing of it stays."""
    db.session.execute(sa.delete(Draft).where(Draft.user_id == user_id, Draft.form == form))


def _column(form: str) -> str:
    """The form's name is bound in: a body copied to another form's row does not open."""
    return f"{_COLUMN} {form}"
