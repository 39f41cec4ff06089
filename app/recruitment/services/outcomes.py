"""What a selection decided, written back to the applications: set-based, for a notice of any size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import sqlalchemy as sa

from app.audit import services as audit
from app.extensions import db
from app.recruitment.models import Application, ApplicationEvent, PastParticipation
from app.recruitment.models import ApplicationState as S
from app.recruitment.services.transitions import check
from app.shared.actor import Actor
from app.shared.errors import Conflict, NotFound, RuleBroken
from app.shared.periods import months_touched

OUTCOMES = (S.SELECTED, S.RESERVE, S.NOT_SELECTED)
_CHUNK = 500  # bound values in one statement


def record_outcomes(rows: Mapping[int, str], *, by: Actor, now: datetime, reason: str | None = None) -> None:
    """screened → selected, reserve or not_selected for every application id, with an event each.

    Raises Conflict when an application is no longer ``screened`` (then the caller saves nothing), RuleBroken for a role
    that does not decide selections.
    """
    if any(state not in OUTCOMES for state in rows.values()):
        raise RuleBroken("선발 결과는 선발, 예비, 미선발 가운데 하나여야 합니다.")
    for state in set(rows.values()):
        check(S.SCREENED, state, by, reason)
    for state in OUTCOMES:
        _move([one for one, to in rows.items() if to == state], state)
    if not rows:
        return
    events = [
        {
            "application_id": one,
            "from_state": S.SCREENED,
            "to_state": to,
            "at": now,
            "by_id": by.user_id,
            "reason": reason,
        }
        for one, to in sorted(rows.items())
    ]
    db.session.execute(sa.insert(ApplicationEvent), events)
    audit.record(
        "recruit:application:outcome",
        None,
        subject="application",
        by=by,
        at=now,
        reason=reason,
        changes=dict(Counter(str(state) for state in rows.values())),
        people=_people(list(rows)),
    )


def _move(ids: Sequence[int], to_state: str) -> None:
    """Set-based, and all or nothing: a row that somebody else moved in the meantime shows in the count."""
    for start in range(0, len(ids), _CHUNK):
        part = ids[start : start + _CHUNK]
        done = db.session.connection().execute(
            sa.update(Application)
            .where(Application.id.in_(part), Application.state == S.SCREENED)
            .values(state=to_state, version=Application.version + 1)
        )
        if done.rowcount != len(part):
            raise Conflict("그사이 상태가 바뀐 신청이 있습니다. 다시 계산해 새 안을 올려 주세요.")


def _people(ids: Sequence[int]) -> list[int]:
    found: list[int] = []
    for start in range(0, len(ids), _CHUNK):
        found += db.session.scalars(
            sa.select(Application.person_id).where(Application.id.in_(ids[start : start + _CHUNK]))
        )
    return found


def end_past(participation_id: int, ended_on: date, reason: str, *, by: Actor, now: datetime) -> None:
    """Bring the ledger's own row of a participation in line with its early end. Raises NotFound."""
    row = _past_of(participation_id)
    row.ended_on, row.end_reason = ended_on, reason
    row.months = len(months_touched(row.started_on, ended_on))
    db.session.flush()
    changes = {"ended_on": ended_on, "end_reason": reason}
    audit.record("recruit:past:end", row, by=by, at=now, changes=changes, people=[row.person_id])


def remove_past(participation_id: int, *, by: Actor, now: datetime) -> None:
    """Who never worked a day took part in nothing: the ledger's row goes, the trail keeps that it was there."""
    row = _past_of(participation_id)
    changes = {"started_on": row.started_on, "programme": row.programme}
    audit.record(
        "recruit:past:remove",
        row.id,
        subject="past_participation",
        by=by,
        at=now,
        changes=changes,
        people=[row.person_id],
    )
    db.session.delete(row)
    db.session.flush()


def _past_of(participation_id: int) -> PastParticipation:
    query = sa.select(PastParticipation).where(PastParticipation.participation_id == participation_id)
    row = db.session.scalar(query)
    if row is None:
        raise NotFound
    return row
