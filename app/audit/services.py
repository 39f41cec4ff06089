"""Recording and committing. ``record`` collects; ``commit`` writes the chain last, then commits: the one commit."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from app import bulk
from app.audit.models import AuditEntry, AuditHead, AuditSubject
from app.extensions import db
from app.shared.actor import Actor
from app.shared.canonical import canonical_json

FIRST_HASH = "0" * 64
_PENDING = "audit_pending"


@dataclass(frozen=True)
class Pending:
    values: dict[str, Any]
    people: tuple[int, ...]
    row: Any


def record(
    action: str,
    row: Any,
    *,
    by: Actor,
    at: datetime,
    subject: str | None = None,
    reason: str | None = None,
    changes: dict[str, Any] | None = None,
    people: Iterable[int] = (),
) -> None:
    """Note what was done to ``row`` (an entity, or an id together with ``subject``), by whom, when, and whose data.

    Bulk work is one entry: its changes hold counts and digests, never copies of personal data.
    """
    entity = subject is None
    values = {
        "at": at,
        "actor_id": by.user_id,
        "actor_label": by.label,
        "sign_in_id": by.sign_in_id,
        "address": by.address,
        "action": action,
        "subject": row.__tablename__ if entity else subject,
        "reason": reason,
        "changes": canonical_json(changes or {}),
        "request_id": by.request_id,
    }
    db.session.info.setdefault(_PENDING, []).append(Pending(values, tuple(dict.fromkeys(people)), row))


def commit() -> None:
    """Write the collected entries behind the head of the chain, then commit everything together."""
    session = db.session()
    session.flush()
    pending: list[Pending] = session.info.pop(_PENDING, [])
    if pending:
        _append(session, pending)
    session.commit()


_ENTRY: Any = AuditEntry.__table__
_HEAD: Any = AuditHead.__table__
_SUBJECT: Any = AuditSubject.__table__
_TAKE_HEAD = sa.select(_HEAD.c.hash).with_for_update()
_ADD_ENTRY = sa.insert(_ENTRY)
_MOVE_HEAD = sa.update(_HEAD).values(entry_id=sa.bindparam("last_id"), hash=sa.bindparam("last_hash"))
"""Built once, past the unit of work: every page that shows a person writes an entry before it is drawn."""


def _append(session: Session, pending: list[Pending]) -> None:
    # The head is locked last, so that writers hold it only for the few rows below.
    connection = session.connection()
    last_hash = connection.execute(_TAKE_HEAD).scalar_one()
    subjects: list[tuple[int, int]] = []
    for one in pending:
        subject_id = one.row if isinstance(one.row, int) or one.row is None else sa.inspect(one.row).identity[0]
        subject_id = subject_id if isinstance(subject_id, int) else None
        values = {**one.values, "subject_id": subject_id, "prev_hash": last_hash}
        people = sorted(one.people)
        last_hash = _hash(values, people)
        added: Any = connection.execute(_ADD_ENTRY, {**values, "hash": last_hash}).inserted_primary_key
        last_id = added[0]
        subjects += [(last_id, person) for person in people]
    bulk.insert(_SUBJECT, ("entry_id", "person_id"), subjects)
    connection.execute(_MOVE_HEAD, {"last_id": last_id, "last_hash": last_hash})


def _hash(values: dict[str, Any], people: list[int]) -> str:
    text = canonical_json({**values, "at": values["at"].timestamp().hex(), "people": people})
    return hashlib.sha256(text.encode()).hexdigest()


_FIELDS = (
    "at",
    "actor_id",
    "actor_label",
    "sign_in_id",
    "address",
    "action",
    "subject",
    "subject_id",
    "reason",
    "changes",
    "request_id",
    "prev_hash",
)


@dataclass(frozen=True)
class Walk:
    """Result of walking the chain: how many entries held, and the first that did not (None when all hold)."""

    entries: int
    broken_id: int | None


def _entries(session: Session) -> Generator[tuple[AuditEntry, list[int]], None, None]:
    people: dict[int, list[int]] = {}
    for entry_id, person_id in session.execute(sa.select(AuditSubject.entry_id, AuditSubject.person_id)):
        people.setdefault(entry_id, []).append(person_id)
    query = sa.select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=1000)
    with session.scalars(query) as rows:
        for entry in rows:
            yield entry, sorted(people.get(entry.id, ()))


def verify() -> Walk:
    """Walk the whole chain; names the first broken entry. A chain cut off at its end shows against the head."""
    session, prev, count, last = db.session(), FIRST_HASH, 0, 0
    with closing(_entries(session)) as entries:
        for entry, people in entries:
            values = {name: getattr(entry, name) for name in _FIELDS}
            if entry.prev_hash != prev or entry.hash != _hash(values, people):
                return Walk(count, entry.id)
            prev, count, last = entry.hash, count + 1, entry.id
    head = session.execute(sa.select(AuditHead.entry_id, AuditHead.hash)).one()
    return Walk(count, None if (head.entry_id, head.hash) == (last, prev) else last + 1)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_PENDING, None)
