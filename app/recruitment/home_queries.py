"""Counts for the home page: what waits for papers, for screening, for a look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.extensions import db
from app.recruitment.models import Application, ApplicationState, Notice, Screening, Verdict
from app.recruitment.services.scope import visible
from app.shared.actor import Actor

_CURRENT = sa.and_(Screening.application_id == Application.id, Screening.superseded_at.is_(None))


def missing_papers(actor: Actor) -> Sequence[Any]:
    """By notice and due day: how many applications wait for papers."""
    query = visible(sa.select(Notice.code, Notice.title, Application.due_on, sa.func.count().label("n")), actor)
    return db.session.execute(
        query.join(Notice, Notice.id == Application.notice_id)
        .where(Application.state == ApplicationState.PAPERS_DUE)
        .group_by(Notice.code, Notice.title, Application.due_on)
        .order_by(Application.due_on)
    ).all()


def needing_review(actor: Actor) -> Sequence[Any]:
    """By notice: how many current verdicts are 확인 필요, and how many applications are not screened for good."""
    query = visible(
        sa.select(
            Notice.code,
            Notice.title,
            sa.func.count(sa.case((Screening.verdict == Verdict.NEEDS_REVIEW, 1))).label("review"),
            sa.func.count(sa.case((Application.state == ApplicationState.RECEIVED, 1))).label("waiting"),
        ),
        actor,
    )
    before_selection = (ApplicationState.RECEIVED, ApplicationState.PAPERS_DUE, ApplicationState.SCREENED)
    return db.session.execute(
        query.join(Notice, Notice.id == Application.notice_id)
        .outerjoin(Screening, _CURRENT)
        .where(Application.state.in_(before_selection), Notice.state.in_(("open", "closed")))
        .group_by(Notice.code, Notice.title)
        .order_by(Notice.code)
    ).all()
