"""What the page of one application shows beside the row itself: its steps, the look-ups, the earlier screenings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.extensions import db
from app.recruitment.models import Application, ApplicationEvent, NoticeVersion, Screening, ScreeningBasis, Verification


def events(application: Application) -> Sequence[Any]:
    return db.session.execute(
        sa.select(ApplicationEvent, User.name)
        .join(User, User.id == ApplicationEvent.by_id)
        .where(ApplicationEvent.application_id == application.id)
        .order_by(ApplicationEvent.id)
    ).all()


def look_ups(application: Application) -> Sequence[Verification]:
    """All answers about the person, newest first."""
    query = sa.select(Verification).where(Verification.person_id == application.person_id)
    return db.session.scalars(query.order_by(Verification.looked_up_on.desc(), Verification.id.desc())).all()


def superseded(application: Application) -> Sequence[Screening]:
    query = sa.select(Screening).where(Screening.application_id == application.id, Screening.superseded_at.is_not(None))
    return db.session.scalars(query.order_by(Screening.id.desc()).limit(10)).all()


def bases_of(found: Sequence[Screening]) -> Sequence[Any]:
    """What these screenings were judged by, in one statement. Held while they are explained, each is at hand."""
    ids = {one.basis_id for one in found if one.basis_id is not None}
    query = sa.select(ScreeningBasis, NoticeVersion).join(
        NoticeVersion, NoticeVersion.id == ScreeningBasis.notice_version_id
    )
    return db.session.execute(query.where(ScreeningBasis.id.in_(ids))).all()


def screening_of(application: Application, screening_id: int) -> Screening | None:
    """One screening of this application, current or not."""
    query = sa.select(Screening).where(Screening.id == screening_id, Screening.application_id == application.id)
    return db.session.scalar(query)
