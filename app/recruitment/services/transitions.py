"""The states of an application: one table says which step may follow which, and every step leaves an event."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from app.audit import services as audit
from app.extensions import db
from app.recruitment.models import Application, ApplicationEvent
from app.recruitment.models import ApplicationState as S
from app.recruitment.words import STATE_LABELS
from app.shared.actor import Actor
from app.shared.errors import RuleBroken

_GIVEN_UP = {S.DECLINED, S.CANCELLED}
NEXT: dict[str, frozenset[S]] = {
    S.RECEIVED: frozenset({S.PAPERS_DUE, S.SCREENED, *_GIVEN_UP}),
    S.PAPERS_DUE: frozenset({S.RECEIVED, S.SCREENED, *_GIVEN_UP}),
    S.SCREENED: frozenset({S.PAPERS_DUE, S.SELECTED, S.RESERVE, S.NOT_SELECTED, *_GIVEN_UP}),
    S.RESERVE: frozenset({S.SELECTED, S.NOT_SELECTED, *_GIVEN_UP}),
    S.SELECTED: frozenset(_GIVEN_UP),
    S.NOT_SELECTED: frozenset(),
    S.DECLINED: frozenset(),
    S.CANCELLED: frozenset(),
}


def may(application: Application, to_state: str) -> bool:
    return to_state in NEXT[application.state]


def _step(application: Application, to_state: str, reason: str | None, by: Actor, now: datetime) -> None:
    if to_state not in NEXT[application.state]:
        was, wanted = STATE_LABELS[S(application.state)], STATE_LABELS[S(to_state)]
        raise RuleBroken(f"{application.number:05d}번 신청은 「{was}」 상태여서 「{wanted}」 처리할 수 없습니다.")
    db.session.add(
        ApplicationEvent(
            application_id=application.id,
            from_state=application.state,
            to_state=to_state,
            at=now,
            by_id=by.user_id,
            reason=reason,
        )
    )
    application.state = to_state


def move(application: Application, to_state: str, *, by: Actor, now: datetime, reason: str | None = None) -> None:
    """One step of one application. Raises RuleBroken when the table does not allow it."""
    was = application.state
    _step(application, to_state, reason, by, now)
    db.session.flush()
    audit.record(
        "recruit:application:move",
        application,
        by=by,
        at=now,
        reason=reason,
        changes={"from": was, "to": to_state},
        people=[application.person_id],
    )


def hold(notice_id: int, *only: int) -> None:
    """Hold the notice's applications (or ``only`` these) until the transaction ends, by id, so that nobody waits twice.

    What is judged or decided is then what is saved: an edit at the counter comes wholly before or wholly after.
    """
    query = sa.select(Application.id).where(Application.notice_id == notice_id).order_by(Application.id)
    if only:
        query = query.where(Application.id.in_(only))
    db.session.execute(query.with_for_update(of=Application)).all()


def mark_screened(notice_id: int, application_ids: list[int], *, by: Actor, now: datetime) -> None:
    """received or papers_due → screened in three statements, for a batch of any size."""
    may = (S.RECEIVED, S.PAPERS_DUE)
    rows = db.session.execute(
        sa.select(Application.id, Application.state)
        .where(Application.notice_id == notice_id, Application.state.in_(may))
        .order_by(Application.id)
    )
    wanted = set(application_ids)
    events = [
        {
            "application_id": row_id,
            "from_state": state,
            "to_state": S.SCREENED,
            "at": now,
            "by_id": by.user_id,
            "reason": None,
        }
        for row_id, state in rows
        if row_id in wanted
    ]
    if not events:
        return
    db.session.execute(sa.insert(ApplicationEvent), events)
    db.session.connection().execute(
        sa.update(Application)
        .where(Application.id == sa.bindparam("one"))
        .values(state=S.SCREENED, version=Application.version + 1),
        [{"one": event["application_id"]} for event in events],
    )
