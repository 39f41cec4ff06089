"""The states of an application: every step is checked against the one table (rules/application_states.py) and logged.

Nothing else sets ``application.state`` but the receiving of an application and the outcomes of a selection.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.audit import services as audit
from app.extensions import db
from app.recruitment.models import Application, ApplicationEvent
from app.recruitment.models import ApplicationState as S
from app.recruitment.words import STATE_LABELS
from app.rules.application_states import BEFORE_SELECTION, GIVEN_UP, Refusal, refusal, step_between, steps_for
from app.shared.actor import Actor
from app.shared.errors import RuleBroken

HOLDS_A_SEAT = "선발된 분의 포기·취소는 참여자 화면에서 처리합니다. 자리도 함께 비웁니다."
DECIDED = "선발 결과가 정해진 뒤의 포기·취소는 되돌릴 수 없습니다. 예비 승계로 처리해 주세요."


def may(application: Application, to_state: str, by: Actor | None = None) -> bool:
    """Is there such a step from here, for this role where ``by`` is given?"""
    step = step_between(application.state, to_state)
    return step is not None and (by is None or by.role in step.roles)


def open_to(application: Application, by: Actor) -> frozenset[str]:
    """The states that the actor may bring the application to."""
    return frozenset(step.to_state for step in steps_for(application.state, by.role))


def check(from_state: str, to_state: str, by: Actor, reason: str | None, *, number: int | None = None) -> None:
    """Raises RuleBroken when the table has no such step, not for this role, or the reason is missing."""
    why = refusal(from_state, to_state, by.role, reason)
    if why is None:
        return
    wanted = STATE_LABELS[S(to_state)]
    if why == Refusal.NO_REASON:
        raise RuleBroken(f"「{wanted}」 처리하는 사유를 적어 주세요.")
    if why == Refusal.NOT_YOURS:
        raise RuleBroken(f"이 계정의 역할로는 「{wanted}」 처리할 수 없습니다.")
    was = STATE_LABELS[S(from_state)] if from_state else "접수 전"
    which = "" if number is None else f"{number:05d}번 신청은 "
    raise RuleBroken(f"{which}「{was}」 상태여서 「{wanted}」 처리할 수 없습니다.")


def step(application: Application, to_state: str, *, by: Actor, now: datetime, reason: str | None = None) -> str:
    """One step with its event and nothing else; ``move`` adds the audit entry. Returns the state before."""
    was = application.state
    check(was, to_state, by, reason, number=application.number)
    if was in GIVEN_UP:
        _refuse_restoring(application)
    db.session.add(
        ApplicationEvent(
            application_id=application.id, from_state=was, to_state=to_state, at=now, by_id=by.user_id, reason=reason
        )
    )
    application.state = to_state
    return was


def move(application: Application, to_state: str, *, by: Actor, now: datetime, reason: str | None = None) -> None:
    """One step of one application. Raises RuleBroken when the table does not allow it."""
    reason = (reason or "").strip() or None
    was = step(application, to_state, by=by, now=now, reason=reason)
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


def give_up(application: Application, to_state: str, reason: str, *, by: Actor, now: datetime) -> None:
    """포기 or 취소 at the counter. Who is selected holds a seat, and gives it up as a participant. Raises RuleBroken."""
    if to_state not in GIVEN_UP:
        raise RuleBroken("포기와 취소 가운데 하나를 골라 주세요.")
    if application.state == S.SELECTED:
        raise RuleBroken(HOLDS_A_SEAT)
    move(application, to_state, by=by, now=now, reason=reason)


def _refuse_restoring(application: Application) -> None:
    """Given up before the selection comes back; given up after it, a seat or a place in the reserve has moved on."""
    last = db.session.scalar(
        sa.select(ApplicationEvent.from_state)
        .where(ApplicationEvent.application_id == application.id)
        .order_by(ApplicationEvent.id.desc())
        .limit(1)
    )
    if last is not None and last not in BEFORE_SELECTION:
        raise RuleBroken(DECIDED)


def hold(notice_id: int, *only: int) -> None:
    """Hold the notice's applications (or ``only`` these) until the transaction ends, by id, so that nobody waits twice.

    What is judged or decided is then what is saved: an edit at the counter comes wholly before or wholly after.
    """
    query = sa.select(Application.id).where(Application.notice_id == notice_id).order_by(Application.id)
    if only:
        query = query.where(Application.id.in_(only))
    held = query.with_for_update(of=Application).subquery()
    db.session.scalar(sa.select(sa.func.count()).select_from(held))  # the ids stay in the database


def mark_screened(notice_id: int, judged: sa.Select[Any], *, by: Actor, now: datetime) -> None:
    """received or papers_due → screened for the application ids of ``judged``: two statements, whatever the size."""
    db.session.flush()
    connection = db.session.connection()
    ready = (
        Application.notice_id == notice_id,
        Application.state.in_((S.RECEIVED, S.PAPERS_DUE)),
        Application.id.in_(judged),
    )
    if not connection.scalar(sa.select(sa.exists().where(*ready))):
        return
    check(S.RECEIVED, S.SCREENED, by, None)
    table: Any = ApplicationEvent.__table__
    event = table.c
    given = {event.to_state: S.SCREENED, event.at: now, event.by_id: by.user_id}
    values = [sa.literal(value, column.type) for column, value in given.items()]
    steps = sa.select(Application.id, Application.state, *values).where(*ready).order_by(Application.id)
    columns = [event.application_id, event.from_state, *given]
    connection.execute(sa.insert(ApplicationEvent).from_select(columns, steps))
    connection.execute(sa.update(Application).where(*ready).values(state=S.SCREENED, version=Application.version + 1))
