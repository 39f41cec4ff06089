"""Notices: the list with how many applied, 모집 구분 with their figures, 세부사업, versions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Dong, User
from app.accounts.roles import Role
from app.extensions import db
from app.recruitment.models import (
    Application,
    IntakeClosing,
    Notice,
    NoticeProject,
    NoticeState,
    NoticeStream,
    NoticeVersion,
    Screening,
    Verdict,
)
from app.recruitment.services.scope import visible
from app.recruitment.verdicts import effective_verdict, with_override
from app.reference.models import Cohort, Project
from app.rules.application_states import GIVEN_UP
from app.shared.actor import Actor


def notice_rows(actor: Actor) -> Sequence[Any]:
    """Notices, newest first, with how many applied and how many gave up since (a clerk: at their own 동).

    ``sent``: this clerk's 동 has closed its intake; never so for others.
    """
    given_up = sa.func.count(sa.case((Application.state.in_(GIVEN_UP), 1)))
    columns = (Application.notice_id, (sa.func.count() - given_up).label("n"), given_up.label("given_up"))
    counts = visible(sa.select(*columns), actor).group_by(Application.notice_id).subquery()
    seats = (
        sa.select(NoticeStream.notice_id, sa.cast(sa.func.sum(NoticeStream.seats), sa.BigInteger).label("n"))
        .group_by(NoticeStream.notice_id)
        .subquery()
    )
    query = (
        sa.select(
            Notice,
            sa.func.coalesce(seats.c.n, 0).label("seats"),
            sa.func.coalesce(counts.c.n, 0).label("count"),
            sa.func.coalesce(counts.c.given_up, 0).label("given_up"),
            _sent_by(actor).label("sent"),
        )
        .join(Cohort, Cohort.id == Notice.cohort_id)
        .outerjoin(seats, seats.c.notice_id == Notice.id)
        .outerjoin(counts, counts.c.notice_id == Notice.id)
        .order_by(Notice.opens_on.desc(), Notice.code)
    )
    if actor.role == Role.CLERK:
        query = query.where(Notice.state != NoticeState.DRAFT)
    return db.session.execute(query).all()


def _sent_by(actor: Actor) -> sa.ColumnElement[bool]:
    if actor.role != Role.CLERK:
        return sa.false()
    mine = (IntakeClosing.notice_id == Notice.id, IntakeClosing.dong_code == actor.dong_code)
    return sa.exists().where(*mine, IntakeClosing.reopened_at.is_(None)).correlate(Notice)


def stream_rows(notice: Notice, actor: Actor) -> Sequence[Any]:
    """Seats, applications and verdicts of each 모집 구분."""

    def count_of(verdict: Verdict) -> Any:
        return sa.func.count(sa.case((effective_verdict() == verdict, 1)))

    joined = visible(sa.select(Application.id, Application.stream_id), actor)
    mine = joined.where(Application.notice_id == notice.id, Application.state.not_in(GIVEN_UP)).subquery()
    query = (
        sa.select(
            NoticeStream.code,
            NoticeStream.seats,
            NoticeStream.min_age,
            NoticeStream.max_age,
            NoticeStream.minutes_a_day,
            sa.func.count(mine.c.id).label("applied"),
            count_of(Verdict.ELIGIBLE).label("eligible"),
            count_of(Verdict.INELIGIBLE).label("ineligible"),
            count_of(Verdict.NEEDS_REVIEW).label("needs_review"),
        )
        .outerjoin(mine, mine.c.stream_id == NoticeStream.id)
        .outerjoin(Screening, sa.and_(Screening.application_id == mine.c.id, Screening.superseded_at.is_(None)))
        .where(NoticeStream.notice_id == notice.id)
        .group_by(NoticeStream.id)
        .order_by(NoticeStream.id)
    )
    return db.session.execute(with_override(query)).all()


def project_rows(notice: Notice) -> Sequence[Any]:
    """세부사업 of the notice with their seats in each stream."""
    return db.session.execute(
        sa.select(
            NoticeProject.id, Project.id.label("project_id"), Project.name, NoticeStream.code, NoticeProject.seats
        )
        .join(Project, Project.id == NoticeProject.project_id)
        .join(NoticeStream, NoticeStream.id == NoticeProject.stream_id)
        .where(NoticeProject.notice_id == notice.id)
        .order_by(Project.name, NoticeStream.id)
    ).all()


def version_rows(notice: Notice) -> Sequence[Any]:
    """Versions with who proposed and who approved, newest first."""
    proposer, approver = sa.orm.aliased(User), sa.orm.aliased(User)
    return db.session.execute(
        sa.select(NoticeVersion, proposer.name.label("proposed_by"), approver.name.label("approved_by"))
        .outerjoin(proposer, proposer.id == NoticeVersion.proposed_by_id)
        .outerjoin(approver, approver.id == NoticeVersion.approved_by_id)
        .where(NoticeVersion.notice_id == notice.id)
        .order_by(NoticeVersion.number.desc())
    ).all()


def dongs() -> Sequence[Any]:
    """(code, name) of every 동, by name."""
    return db.session.execute(sa.select(Dong.code, Dong.name).order_by(Dong.name)).all()
