"""동별 접수: how many each 동 received, whether it has sent, and what was taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Dong, User
from app.accounts.roles import Role
from app.extensions import db
from app.recruitment.models import Application, ApplicationState, IntakeClosing, Notice
from app.rules.application_states import GIVEN_UP
from app.shared.actor import Actor


def intake_rows(notice: Notice, actor: Actor) -> Sequence[Any]:
    """Every 동 (a clerk: the own one) with its applications, given up ones, papers due and the closing that stands."""
    counts = (
        sa.select(
            Application.dong_code,
            sa.func.count().label("received"),
            sa.func.count(sa.case((Application.state.in_(GIVEN_UP), 1))).label("given_up"),
            sa.func.count(sa.case((Application.state == ApplicationState.PAPERS_DUE, 1))).label("papers_due"),
        )
        .where(Application.notice_id == notice.id)
        .group_by(Application.dong_code)
        .subquery()
    )
    closer, accepter = sa.orm.aliased(User), sa.orm.aliased(User)
    query = (
        sa.select(
            Dong.code,
            Dong.name,
            sa.func.coalesce(counts.c.received, 0).label("received"),
            sa.func.coalesce(counts.c.given_up, 0).label("given_up"),
            sa.func.coalesce(counts.c.papers_due, 0).label("papers_due"),
            IntakeClosing.applications.label("sent"),
            IntakeClosing.closed_at,
            IntakeClosing.closed_by_id,
            IntakeClosing.early_reason,
            closer.name.label("closed_by"),
            IntakeClosing.accepted_at,
            accepter.name.label("accepted_by"),
        )
        .outerjoin(counts, counts.c.dong_code == Dong.code)
        .outerjoin(
            IntakeClosing,
            sa.and_(
                IntakeClosing.dong_code == Dong.code,
                IntakeClosing.notice_id == notice.id,
                IntakeClosing.reopened_at.is_(None),
            ),
        )
        .outerjoin(closer, closer.id == IntakeClosing.closed_by_id)
        .outerjoin(accepter, accepter.id == IntakeClosing.accepted_by_id)
        .order_by(Dong.code)
    )
    if actor.role == Role.CLERK:
        query = query.where(Dong.code == actor.dong_code)
    return db.session.execute(query).all()


def taken_back(notice: Notice, actor: Actor) -> Sequence[Any]:
    """Closings that were taken back, with who and why, newest first."""
    by = sa.orm.aliased(User)
    query = (
        sa.select(Dong.name, IntakeClosing.closed_at, IntakeClosing.reopened_at, IntakeClosing.reopen_reason)
        .add_columns(by.name.label("reopened_by"))
        .join(Dong, Dong.code == IntakeClosing.dong_code)
        .join(by, by.id == IntakeClosing.reopened_by_id)
        .where(IntakeClosing.notice_id == notice.id, IntakeClosing.reopened_at.is_not(None))
        .order_by(IntakeClosing.reopened_at.desc())
    )
    if actor.role == Role.CLERK:
        query = query.where(IntakeClosing.dong_code == actor.dong_code)
    return db.session.execute(query).all()
