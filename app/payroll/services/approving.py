"""Two people, once: what every approval of money refuses before the database does (wording.md 25 and 26)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from app.accounts.models import User
from app.extensions import db
from app.reference.models import Cohort
from app.shared.actor import Actor
from app.shared.errors import Conflict, RuleBroken
from app.shared.periods import korean_date

SEOUL = ZoneInfo("Asia/Seoul")
Row = TypeVar("Row")
OWN_WORK = "본인이 작성한 안은 본인이 결재할 수 없습니다. 다른 결재자에게 요청해 주세요."


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


def refuse_own(row: Any, by: Actor) -> None:
    """Raises RuleBroken when the actor is the one who proposed the row."""
    if row.proposed_by_id == by.user_id:
        raise RuleBroken(OWN_WORK)


def refuse_second(row: Any) -> None:
    """Raises Conflict when somebody has approved the row already: names who and when."""
    if row.approved_by_id is None:
        return
    name = name_of(row.approved_by_id)
    raise Conflict(
        f"{name}님이 {at_text(row.approved_at)}에 이미 결재했습니다. 다시 결재하지 않았습니다. 결과를 확인해 주세요."
    )


def name_of(user_id: int | None) -> str:
    user = db.session.get(User, user_id) if user_id else None
    return user.name if user else ""


def at_text(at: datetime) -> str:
    """``2024. 7. 8. 10:00`` in Seoul."""
    local = at.astimezone(SEOUL)
    return f"{korean_date(local.date())} {local:%H:%M}"
