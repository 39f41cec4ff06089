"""Long work: our row is the truth, the queue carries only its id."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.database import BigId, UtcDateTime, fk, one_of
from app.extensions import Model


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Model):
    """One piece of long work. ``once_key`` makes starting twice give the first one. Holds no personal data.

    ``attempts`` counts how often a worker began it: who ends its worker each time is not begun for ever.
    """

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str]
    title: Mapped[str]
    once_key: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default=JobState.WAITING)
    progress: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    args: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    result: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    message: Mapped[str] = mapped_column(default="")
    location: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    by_id: Mapped[int] = fk("user.id", index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        one_of("state", JobState),
        sa.CheckConstraint("progress >= 0 and total >= 0", name="progress_not_negative"),
        sa.CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        sa.CheckConstraint(
            "(ended_at is not null) = (state in ('done', 'failed', 'cancelled'))", name="ended_when_over"
        ),
        sa.Index("ix_job_state_created_at", "state", "created_at"),
    )
