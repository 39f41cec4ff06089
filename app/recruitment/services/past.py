"""The ledger of past participation that the repeat, overlap and early-quit rules read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Told:
    """How many participations of a file were new, ended otherwise than known, or known as they are."""

    new: int
    changed: int
    same: int


def bring_up_to_date(rows: list[dict[str, Any]], batch_id: int, *, by: Actor, now: datetime) -> Told:
    """Participations of a file (columns of the ledger): new ones are added, known ones keep the end last told.

    The same person, programme, first day and source is the same participation: the last row of the file counts.
    """
    wanted = {(row["person_id"], row["programme"], row["started_on"], row["source"]): row for row in rows}
    people = sorted({row["person_id"] for row in rows})
    known: dict[tuple[Any, ...], PastParticipation] = {}
    for at in range(0, len(people), 500):
        query = sa.select(PastParticipation).where(PastParticipation.person_id.in_(people[at : at + 500]))
        known |= {(row.person_id, row.programme, row.started_on, row.source): row for row in db.session.scalars(query)}
    fresh = [{**row, "batch_id": batch_id} for key, row in wanted.items() if key not in known]
    changed = 0
    for key, row in wanted.items():
        old = known.get(key)
        if old is not None and (old.ended_on, old.end_reason) != (row["ended_on"], row["end_reason"]):
            old.ended_on, old.end_reason, old.months = row["ended_on"], row["end_reason"], row["months"]
            old.batch_id = batch_id
            changed += 1
    if changed:
        db.session.flush()
        changes = {"changed": changed, "batch": batch_id}
        audit.record(
            "recruit:past:record", None, subject="past_participation", by=by, at=now, changes=changes, people=people
        )
    record_many(fresh, by=by, now=now)
    return Told(len(fresh), changed, len(wanted) - len(fresh) - changed)
