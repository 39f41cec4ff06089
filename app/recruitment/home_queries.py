"""Counts for the home page: what waits for papers, for screening, for a look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.extensions import db
from app.recruitment.models import Application, ApplicationState, Notice, Screening, Verdict
from app.recruitment.services.scope import visible
from app.recruitment.verdicts import effective_verdict, with_override
from app.shared.actor import Actor

_CURRENT = sa.and_(Screening.application_id == Application.id, Screening.superseded_at.is_(None))


class Due(NamedTuple):
    """So many applications of a notice wait for papers. ``when``: overdue, today or later; from the first to the last day."""

    code: str
    title: str
    when: str
    due_on: date | None
    last_on: date | None
    people: int


def missing_papers(actor: Actor, today: date) -> list[Due]:
    """By notice and by how the deadline stands, each the very rows of the list of missing papers."""
    query = visible(sa.select(Notice.code, Notice.title, Application.due_on, sa.func.count().label("n")), actor)
    rows = db.session.execute(
        query.join(Notice, Notice.id == Application.notice_id)
        .where(Application.state == ApplicationState.PAPERS_DUE)
        .group_by(Notice.code, Notice.title, Application.due_on)
        .order_by(Application.due_on.nulls_last())
    )
    found: dict[tuple[str, str], Due] = {}
    for code, title, due_on, count in rows:
        when = "later" if due_on is None or due_on > today else "today" if due_on == today else "overdue"
        known = found.get((code, when)) or Due(code, title, when, due_on, due_on, 0)
        found[code, when] = known._replace(last_on=due_on or known.last_on, people=known.people + count)
    return list(found.values())


def needing_review(actor: Actor) -> Sequence[Any]:
    """By notice: how many verdicts that count are 확인 필요, and how many applications are not screened for good."""
    query = visible(
        sa.select(
            Notice.code,
            Notice.title,
            sa.func.count(sa.case((effective_verdict() == Verdict.NEEDS_REVIEW, 1))).label("review"),
            sa.func.count(sa.case((Application.state == ApplicationState.RECEIVED, 1))).label("waiting"),
        ),
        actor,
    )
    before_selection = (ApplicationState.RECEIVED, ApplicationState.PAPERS_DUE, ApplicationState.SCREENED)
    return db.session.execute(
        with_override(query.join(Notice, Notice.id == Application.notice_id).outerjoin(Screening, _CURRENT))
        .where(Application.state.in_(before_selection), Notice.state.in_(("open", "closed")))
        .group_by(Notice.code, Notice.title)
        .order_by(Notice.code)
    ).all()
