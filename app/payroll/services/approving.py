"""One at a time: what drafting and confirming of money hold, so that of two at once the second sees the first."""

from __future__ import annotations

from typing import TypeVar

import sqlalchemy as sa

from app.accounts.models import User
from app.extensions import db
from app.reference.models import Cohort

Row = TypeVar("Row")


def lock(kind: type[Row], row_id: int) -> Row:
    """The row as it is now, held until the transaction ends: of two at once the second sees what the first did."""
    query = sa.select(kind).where(sa.inspect(kind, raiseerr=True).primary_key[0] == row_id)
    return db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).one()


def lock_cohort(cohort_id: int) -> None:
    """One at a time drafts a cohort's pay: the row is held, nothing is loaded."""
    db.session.execute(sa.select(Cohort.id).where(Cohort.id == cohort_id).with_for_update())


def lock_year(cohort: Cohort) -> None:
    """One at a time states a programme's year: its cohorts use up one grant, in order, so all of them are held."""
    same = (Cohort.programme_code == cohort.programme_code, Cohort.year == cohort.year)
    db.session.execute(sa.select(Cohort.id).where(*same).order_by(Cohort.id).with_for_update())


def name_of(user_id: int | None) -> str:
    user = db.session.get(User, user_id) if user_id else None
    return user.name if user else ""
