"""The effective verdict, in one place: a screening as judged, and an approved 판정 변경 over it.

A screening is never changed. Whoever filters, counts or decides by verdict joins with ``with_override`` and reads
``effective_verdict()``; a new screening is another row, so the change over the old one falls away by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.extensions import db
from app.recruitment.models import Application, Screening, ScreeningOverride
from app.rules.application_states import GIVEN_UP

_APPROVED = sa.and_(ScreeningOverride.screening_id == Screening.id, ScreeningOverride.state == "approved")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a badge says: the verdict that counts, and the one that was judged where it was changed."""

    verdict: str
    judged: str
    override_id: int | None = None

    @property
    def changed(self) -> bool:
        return self.override_id is not None


def with_override(select: Any) -> Any:
    """The select, which already joins ``Screening``, with an approved change of that screening (at most one row)."""
    return select.outerjoin(ScreeningOverride, _APPROVED)


def effective_verdict() -> sa.ColumnElement[str]:
    """The verdict that counts; null where there is no screening. Needs ``with_override``."""
    return sa.func.coalesce(ScreeningOverride.verdict, Screening.verdict)


def is_changed() -> sa.ColumnElement[bool]:
    """Is the verdict a changed one? Needs ``with_override``."""
    return ScreeningOverride.id.is_not(None)


def shown(screening: Screening | None) -> Shown | None:
    """The verdict of one screening as pages show it; None without a screening."""
    return of_screenings([screening.id]).get(screening.id) if screening else None


def shown_at(screening: Screening, at: datetime) -> Shown:
    """The same as it stood at an instant: a change approved later or taken away before is left out."""
    row = ScreeningOverride
    in_force = sa.or_(
        row.state == "approved",
        sa.and_(row.state == "withdrawn", row.revoked_at > at),  # still in force then, taken away since
    )
    query = sa.select(row).where(row.screening_id == screening.id, row.approved_at <= at, in_force)
    change = db.session.scalar(query.order_by(row.id.desc()).limit(1))
    if change is None:
        return Shown(screening.verdict, screening.verdict)
    return Shown(change.verdict, screening.verdict, change.id)


def of_screenings(ids: Sequence[int]) -> dict[int, Shown]:
    """The same for several screenings, current or not, in one statement."""
    query = with_override(sa.select(Screening.id, Screening.verdict, effective_verdict(), ScreeningOverride.id))
    rows = db.session.execute(query.where(Screening.id.in_(ids)))
    return {row_id: Shown(counts, judged, override_id) for row_id, judged, counts, override_id in rows}


def changed_count(notice_id: int) -> int:
    """판정 변경 in force in a notice: approved, over a screening that is current."""
    query = (
        sa.select(sa.func.count())
        .select_from(ScreeningOverride)
        .join(Screening, _APPROVED)
        .join(Application, Application.id == Screening.application_id)
        .where(Application.notice_id == notice_id, Screening.superseded_at.is_(None))
    )
    return db.session.scalar(query) or 0


def over_current(notice_id: int) -> tuple[dict[int, str], int]:
    """판정 변경 that a new screening of the notice would end: approved ones by application, and how many wait."""
    query = (
        sa.select(ScreeningOverride.application_id, ScreeningOverride.verdict, ScreeningOverride.state)
        .join(Screening, Screening.id == ScreeningOverride.screening_id)
        .join(Application, Application.id == ScreeningOverride.application_id)
        .where(
            Application.notice_id == notice_id,
            Application.state.not_in(GIVEN_UP),
            Screening.superseded_at.is_(None),
            ScreeningOverride.state.in_(("approved", "proposed")),
        )
    )
    rows = db.session.execute(query).all()
    approved = {row.application_id: row.verdict for row in rows if row.state == "approved"}
    return approved, len(rows) - len(approved)
