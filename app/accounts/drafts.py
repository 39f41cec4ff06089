"""Unsaved work: what somebody was typing, sealed, one for each account and form; gone once it is saved.

Only the account itself ever reads it back. A draft older than a week goes when the account keeps the next one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

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
    kept = {"label": label, "body_cipher": seal.close(body, _column(form)), "at": now}
    insert: Any = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    # Two windows keep the same form at the same moment: the later one counts.
    db.session.execute(
        insert(Draft)
        .values(user_id=user_id, form=form, **kept)
        .on_conflict_do_update(index_elements=["user_id", "form"], set_=kept)
    )


def values_of(user_id: int, form: str, *, now: datetime) -> dict[str, str] | None:
    """What was kept; None where there is none, it is too old or it no longer opens."""
    query = sa.select(Draft.body_cipher, Draft.at).where(Draft.user_id == user_id, Draft.form == form)
    row = db.session.execute(query).one_or_none()
    if row is None or row.at < now - KEPT:
        return None
    try:
        found: dict[str, str] = json.loads(seal.open(row.body_cipher, _column(form)))
    except SealBroken:
        return None
    return found


STOPPED = (
    sa.select(Draft.at)
    .where(
        Draft.user_id == sa.bindparam("draft_user"),
        Draft.form == sa.bindparam("draft_form"),
        Draft.at >= sa.bindparam("draft_since"),
    )
    .scalar_subquery()
)
"""When the draft of a form was last kept, as part of a page's own statement; its parameters come from ``asked``."""


def asked(user_id: int, form: str, *, now: datetime) -> dict[str, Any]:
    """Parameters of ``STOPPED``."""
    return {"draft_user": user_id, "draft_form": form, "draft_since": now - KEPT}


def list_of(user_id: int, *, now: datetime) -> Sequence[Stopped]:
    """All drafts of an account, newest first."""
    rows = db.session.execute(
        sa.select(Draft.form, Draft.label, Draft.at)
        .where(Draft.user_id == user_id, Draft.at >= now - KEPT)
        .order_by(Draft.at.desc(), Draft.form)
    )
    return [Stopped(*row) for row in rows]


def drop_old(*, now: datetime) -> None:
    """Whatever anybody left for more than a week: it may hold a whole resident number."""
    db.session.execute(sa.delete(Draft).where(Draft.at < now - KEPT))


def drop(user_id: int, form: str) -> None:
    """Saved, or thrown away: nothing of it stays."""
    db.session.execute(sa.delete(Draft).where(Draft.user_id == user_id, Draft.form == form))


def _column(form: str) -> str:
    """The form's name is bound in: a body copied to another form's row does not open."""
    return f"{_COLUMN} {form}"
