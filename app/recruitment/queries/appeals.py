"""이의신청 as lists: of a notice, the late ones first; the steps of one; what is due on the home page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Dong, User
from app.audit.models import AuditEntry
from app.extensions import db
from app.recruitment.models import Appeal, Application, ApplicationEvent, ApplicationState, Notice, Person
from app.recruitment.services.appeals import RUNNING
from app.recruitment.services.scope import visible
from app.shared.actor import Actor

PAGE = 50


def of_notice(notice: Notice, actor: Actor, after: str = "") -> tuple[Sequence[Any], str]:
    """Fifty of a notice: the running ones by due day, then the finished; and the key of the next page.

    The key is ``1-2024-07-15-12``: finished or not, due day, id.
    """
    over = sa.case((Appeal.state.in_(RUNNING), 0), else_=1)
    query = (
        sa.select(
            Appeal,
            over.label("over"),
            Application.number.label("application_number"),
            Application.person_id,
            Person.name,
            Dong.name.label("dong"),
        )
        .join(Application, Application.id == Appeal.application_id)
        .join(Person, Person.id == Application.person_id)
        .join(Dong, Dong.code == Application.dong_code)
        .where(Application.notice_id == notice.id)
    )
    key = _key(after)
    if key is not None:
        query = query.where(sa.tuple_(over, Appeal.due_on, Appeal.id) > sa.tuple_(*(sa.literal(one) for one in key)))
    found = db.session.execute(visible(query, actor).order_by(over, Appeal.due_on, Appeal.id).limit(PAGE + 1)).all()
    if len(found) <= PAGE:
        return found, ""
    last = found[PAGE - 1]
    return found[:PAGE], f"{last.over}-{last.Appeal.due_on:%Y-%m-%d}-{last.Appeal.id}"


def _key(text: str) -> tuple[int, date, int] | None:
    over, _, rest = text.partition("-")
    day, _, row_id = rest.rpartition("-")
    try:
        return int(over[:1]), date.fromisoformat(day), int(row_id[:18])
    except ValueError:
        return None


def of_application(application: Application) -> Sequence[Appeal]:
    query = sa.select(Appeal).where(Appeal.application_id == application.id)
    return db.session.scalars(query.order_by(Appeal.id.desc())).all()


def people_of(row: Appeal) -> dict[int, str]:
    """Names of who took it in, who wrote the answer and who decided."""
    ids = [one for one in (row.created_by_id, row.proposed_by_id, row.approved_by_id) if one]
    return dict(db.session.execute(sa.select(User.id, User.name).where(User.id.in_(ids))).all())


def steps(row: Appeal) -> Sequence[Any]:
    """What was done with it, from the trail: action, who, when, why."""
    return db.session.execute(
        sa.select(AuditEntry.action, AuditEntry.actor_label, AuditEntry.at, AuditEntry.reason)
        .where(
            AuditEntry.subject == "appeal",
            AuditEntry.subject_id == row.id,
            AuditEntry.action.startswith("recruit:appeal:"),
            AuditEntry.action != "recruit:appeal:read",
        )
        .order_by(AuditEntry.id)
    ).all()


def to_bring_back() -> Sequence[Any]:
    """By notice: how many 미선발 an appeal was upheld for since, and who are not back in 심사함."""
    since = (
        sa.select(sa.func.max(ApplicationEvent.at))
        .where(
            ApplicationEvent.application_id == Application.id,
            ApplicationEvent.to_state == ApplicationState.NOT_SELECTED,
        )
        .correlate(Application)
        .scalar_subquery()
    )
    upheld = sa.exists().where(
        Appeal.application_id == Application.id,
        Appeal.state == "decided",
        Appeal.outcome.in_(("upheld", "partly")),
        Appeal.approved_at >= since,
    )
    return db.session.execute(
        sa.select(Notice.code, Notice.title, sa.func.count().label("n"))
        .select_from(Application)
        .join(Notice, Notice.id == Application.notice_id)
        .where(Application.state == ApplicationState.NOT_SELECTED, upheld)
        .group_by(Notice.code, Notice.title)
        .order_by(Notice.code)
    ).all()


def due(actor: Actor, states: Sequence[str]) -> Sequence[Any]:
    """By notice and due day: how many wait in one of the states."""
    query = visible(sa.select(Notice.code, Notice.title, Appeal.due_on, sa.func.count().label("n")), actor)
    return db.session.execute(
        query.select_from(Appeal)
        .join(Application, Application.id == Appeal.application_id)
        .join(Notice, Notice.id == Application.notice_id)
        .where(Appeal.state.in_(states))
        .group_by(Notice.code, Notice.title, Appeal.due_on)
        .order_by(Appeal.due_on)
    ).all()
