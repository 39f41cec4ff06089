"""The ledger of past participation that the repeat, overlap and early-quit rules read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.audit import services as audit
from app.extensions import db
from app.recruitment.models import PastParticipation, Person
from app.shared.actor import Actor
from app.shared.errors import RuleBroken
from app.shared.periods import months_touched


def record_past(
    person: Person,
    programme: str,
    started_on: date,
    ended_on: date,
    *,
    source: str,
    by: Actor,
    now: datetime,
    end_reason: str | None = None,
    participation_id: int | None = None,
) -> PastParticipation:
    """Keep one participation (``source``: system, ilmoa, declared); the same one again brings its end up to date."""
    if ended_on < started_on:
        raise RuleBroken("참여 종료일이 시작일보다 빠릅니다.")
    row = db.session.scalar(
        sa.select(PastParticipation).where(
            PastParticipation.person_id == person.id,
            PastParticipation.programme == programme,
            PastParticipation.started_on == started_on,
            PastParticipation.source == source,
        )
    )
    if row is None:
        row = PastParticipation(person_id=person.id, programme=programme, started_on=started_on, source=source)
        db.session.add(row)
    row.ended_on, row.end_reason = ended_on, end_reason
    row.months = len(months_touched(started_on, ended_on))
    row.participation_id = participation_id
    db.session.flush()
    audit.record("recruit:past:record", row, by=by, at=now, changes={"source": source}, people=[person.id])
    return row


def record_many(rows: Iterable[Mapping[str, Any]], *, by: Actor, now: datetime) -> int:
    """Many at once, as plain columns of ``past_participation``; one audit entry. Returns how many."""
    values = [{"end_reason": None, "participation_id": None, "months": None, **row} for row in rows]
    if values:
        db.session.execute(sa.insert(PastParticipation), values)
        people = [row["person_id"] for row in values]
        changes = {"rows": len(values)}
        audit.record(
            "recruit:past:record", None, subject="past_participation", by=by, at=now, changes=changes, people=people
        )
    return len(values)
