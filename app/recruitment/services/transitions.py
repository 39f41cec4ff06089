"""The states of an application: every step is checked against the one table (rules/application_states.py) and logged.

Nothing else sets ``application.state`` but the receiving of an application and the outcomes of a selection; a file
(imports/writing.py) goes through the steps of many at once here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app import bulk
from app.audit import services as audit
from app.extensions import db
from app.recruitment.models import Appeal, Application, ApplicationEvent
from app.recruitment.models import ApplicationState as S
from app.recruitment.words import STATE_LABELS
from app.rules.application_states import (
    BEFORE_SELECTION,
    GIVEN_UP,
    START,
    Refusal,
    refusal,
    step_between,
    steps_for,
)
from app.shared.actor import Actor
from app.shared.errors import Conflict, RuleBroken

HOLDS_A_SEAT = "선발된 분의 포기·취소는 참여자 화면에서 처리합니다. 자리도 함께 비웁니다."
NOT_UPHELD = "미선발한 뒤 인용하거나 일부 인용한 이의신청이 있는 신청만 「심사함」으로 되돌립니다."
MOVED = "그사이 상태가 바뀐 신청이 있어 한 건도 저장하지 않았습니다. 다시 해 주세요."
INTAKE_OVER = "동에서 신청을 받는 동안에만 할 수 있습니다. 구청 담당에게 요청해 주세요."
DECIDED = "선발 결과가 정해진 뒤의 포기·취소는 되돌릴 수 없습니다. 예비 승계로 처리해 주세요."


def may(application: Application, to_state: str, by: Actor | None = None) -> bool:
    """Is there such a step from here, for this role where ``by`` is given?"""
    step = step_between(application.state, to_state)
    return step is not None and (by is None or by.role in step.roles)


def open_to(application: Application, by: Actor) -> frozenset[str]:
    """The states that the actor may bring the application to."""
    return frozenset(step.to_state for step in steps_for(application.state, by.role))


def check(
    from_state: str,
    to_state: str,
    by: Actor,
    reason: str | None,
    *,
    number: int | None = None,
    at_intake: bool = False,
) -> None:
    """Raises RuleBroken when the table has no such step, not for this role or not now, or the reason is missing."""
    why = refusal(from_state, to_state, by.role, reason, at_intake=at_intake)
    if why is None:
        return
    wanted = STATE_LABELS[S(to_state)]
    if why == Refusal.NO_REASON:
        raise RuleBroken(f"「{wanted}」 처리하는 사유를 적어 주세요.")
    if why == Refusal.NOT_YOURS:
        raise RuleBroken(f"이 계정의 역할로는 「{wanted}」 처리할 수 없습니다.")
    if why == Refusal.INTAKE_OVER:
        raise RuleBroken(INTAKE_OVER)
    was = STATE_LABELS[S(from_state)] if from_state else "접수 전"
    which = "" if number is None else f"{number:05d}번 신청은 "
    raise RuleBroken(f"{which}「{was}」 상태여서 「{wanted}」 처리할 수 없습니다.")


def move(
    application: Application,
    to_state: str,
    *,
    by: Actor,
    now: datetime,
    reason: str | None = None,
    at_intake: bool = False,
) -> None:
    """One step of one application with its event. Raises RuleBroken when the table or its past does not allow it."""
    was, reason = application.state, (reason or "").strip() or None
    check(was, to_state, by, reason, number=application.number, at_intake=at_intake)
    _check_past(application)
    db.session.add(
        ApplicationEvent(
            application_id=application.id, from_state=was, to_state=to_state, at=now, by_id=by.user_id, reason=reason
        )
    )
    application.state = to_state
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


def _check_past(application: Application) -> None:
    """What the table cannot know: how the application came into the state that it would leave."""
    if application.state in GIVEN_UP and given_up_after_selection(application):
        raise RuleBroken(DECIDED)
    if application.state == S.NOT_SELECTED and upheld_appeal(application) is None:
        raise RuleBroken(NOT_UPHELD)


def give_up(application: Application, to_state: str, reason: str, *, by: Actor, now: datetime) -> None:
    """포기 or 취소 at the counter. Who is selected holds a seat, and gives it up as a participant. Raises RuleBroken."""
    if to_state not in GIVEN_UP:
        raise RuleBroken("포기와 취소 가운데 하나를 골라 주세요.")
    if application.state == S.SELECTED:
        raise RuleBroken(HOLDS_A_SEAT)
    move(application, to_state, by=by, now=now, reason=reason)


def upheld_appeal(application: Application) -> Appeal | None:
    """The appeal that was upheld, wholly or partly, since the application came into its present state."""
    since = sa.select(sa.func.max(ApplicationEvent.at)).where(
        ApplicationEvent.application_id == application.id, ApplicationEvent.to_state == application.state
    )
    query = sa.select(Appeal).where(
        Appeal.application_id == application.id,
        Appeal.state == "decided",
        Appeal.outcome.in_(("upheld", "partly")),
        Appeal.approved_at >= since.scalar_subquery(),
    )
    return db.session.scalar(query.order_by(Appeal.id.desc()).limit(1))


def given_up_after_selection(application: Application) -> bool:
    """Given up before the selection comes back; given up after it, a seat or a place in the reserve has moved on."""
    last = db.session.scalar(
        sa.select(ApplicationEvent.from_state)
        .where(ApplicationEvent.application_id == application.id)
        .order_by(ApplicationEvent.id.desc())
        .limit(1)
    )
    return last is not None and last not in BEFORE_SELECTION


def hold(notice_id: int, *only: int) -> None:
    """Hold the notice's applications (or ``only`` these) until the transaction ends, by id, so that nobody waits twice.

    What is judged or decided is then what is saved: an edit at the counter comes wholly before or wholly after.
    """
    query = sa.select(Application.id).where(Application.notice_id == notice_id).order_by(Application.id)
    if only:
        query = query.where(Application.id.in_(only))
    held = query.with_for_update(of=Application).subquery()
    db.session.scalar(sa.select(sa.func.count()).select_from(held))  # the ids stay in the database


def mark_screened(ready: Sequence[tuple[int, str]], *, by: Actor, now: datetime) -> None:
    """received or papers_due → screened for these held applications (id, state)."""
    step_many(ready, S.SCREENED, by=by, now=now)


def mark_received(ids: Sequence[int], *, by: Actor, now: datetime) -> None:
    """The first step of applications just written as received: its event. Raises RuleBroken for another role."""
    if ids:
        check(START, S.RECEIVED, by, None)
        _log([(row_id, None) for row_id in ids], S.RECEIVED, by=by, now=now)


def step_many(held: Sequence[tuple[int, str]], to_state: S, *, by: Actor, now: datetime, **values: Any) -> None:
    """One step of held applications (id, state) before the selection: two statements, whatever the size.

    ``values`` go into the same rows. Raises RuleBroken when the table does not allow it, Conflict when one has moved on.
    """
    if not held:
        return
    before = {state for _, state in held}
    for was in before:
        check(was, to_state, by, None)
    if not before <= set(BEFORE_SELECTION):
        raise LookupError("only applications before the selection move in numbers")
    _log(held, to_state, by=by, now=now)
    table: Any = Application.__table__
    where = (bulk.among(table.c.id, [row_id for row_id, _ in held]), table.c.state.in_(before))
    given = {"state": to_state, "version": table.c.version + 1, **values}
    done = db.session.connection().execute(sa.update(table).where(*where).values(given))
    if done.rowcount != len(held):
        raise Conflict(MOVED)


def _log(rows: Sequence[tuple[int, str | None]], to_state: S, *, by: Actor, now: datetime) -> None:
    db.session.flush()
    event: Any = ApplicationEvent.__table__
    given = (to_state.value, bulk.bound(event.c.at, now), by.user_id)
    columns = ("application_id", "from_state", "to_state", "at", "by_id")
    bulk.insert(event, columns, [(row_id, was, *given) for row_id, was in rows])
