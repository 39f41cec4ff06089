"""Selections, participations in numbered seats, attendance and its monthly close."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import BigId, Edited, Proposed, UtcDateTime, fk, one_of, two_people
from app.extensions import Model
from app.recruitment.models import Notice, Person, Stream
from app.reference.models import Cohort, Worksite


class SelectionState(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"


class Outcome(StrEnum):
    SELECTED = "selected"
    RESERVE = "reserve"
    NOT_SELECTED = "not_selected"


class ParticipationState(StrEnum):
    PLANNED = "planned"
    WORKING = "working"
    ENDED = "ended"
    CANCELLED = "cancelled"


class DayState(StrEnum):
    PRESENT = "present"
    ABSENT = "absent"
    ANNUAL_LEAVE = "annual_leave"
    OFFICIAL_LEAVE = "official_leave"
    SICK_PAID = "sick_paid"
    SICK_UNPAID = "sick_unpaid"
    HOLIDAY = "holiday"


class MonthState(StrEnum):
    OPEN = "open"
    CONFIRMED = "confirmed"
    CLOSED = "closed"


def _only_where(name: str, *columns: str, where: str) -> sa.Index:
    """A unique index over the rows that ``where`` names, on both engines."""
    return sa.Index(name, *columns, unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


class Selection(Proposed, Model):
    """One run: digest of its inputs, the order, the result. At most one proposed and one approved a notice."""

    __tablename__ = "selection"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    notice_id: Mapped[int] = fk("notice.id")
    notice_version_id: Mapped[int] = fk("notice_version.id")
    state: Mapped[str]
    inputs_digest: Mapped[str]
    result_digest: Mapped[str]
    reason: Mapped[str | None]

    notice: Mapped[Notice] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (
        one_of("state", SelectionState),
        two_people(),
        _only_where("uq_selection_approved", "notice_id", where="state = 'approved'"),
        _only_where("uq_selection_proposed", "notice_id", where="state = 'proposed'"),
    )


class SelectionEntry(Model):
    """One applicant in the run: points with the bands that gave them, rank, outcome, and the reason as data.

    The seat may be one of another stream (backfill), so it carries its own stream.
    """

    __tablename__ = "selection_entry"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    selection_id: Mapped[int] = fk("selection.id")
    application_id: Mapped[int] = fk("application.id", index=True)
    stream_id: Mapped[int] = fk("notice_stream.id")
    points: Mapped[int]
    score: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    rank: Mapped[int]
    outcome: Mapped[str]
    reserve_no: Mapped[int | None]
    seat_stream_id: Mapped[int | None] = fk("notice_stream.id", nullable=True)
    seat_no: Mapped[int | None]
    project_id: Mapped[int | None] = fk("project.id", nullable=True)
    reason: Mapped[dict[str, Any]] = mapped_column(sa.JSON)

    __table_args__ = (
        sa.UniqueConstraint("selection_id", "application_id"),
        sa.UniqueConstraint("selection_id", "stream_id", "rank"),
        one_of("outcome", Outcome),
        _only_where(
            "uq_selection_entry_seat", "selection_id", "seat_stream_id", "seat_no", where="seat_no is not null"
        ),
        sa.CheckConstraint("(seat_no is null) = (seat_stream_id is null)", name="seat_whole"),
    )


class Participation(Edited, Model):
    """참여: a person in a cohort's numbered seat, from contract start to contract end.

    ``origin``: first selection or from the reserve. ``source`` record: from the district's record, without application.
    ``weekdays``: bit 0 Monday … bit 6 Sunday.
    """

    __tablename__ = "participation"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    cohort_id: Mapped[int] = fk("cohort.id")
    person_id: Mapped[int] = fk("person.id", index=True)
    application_id: Mapped[int | None] = fk("application.id", nullable=True, unique=True)
    origin: Mapped[str] = mapped_column(default="selection")
    stream_code: Mapped[str]
    seat_no: Mapped[int]
    worksite_id: Mapped[int | None] = fk("worksite.id", nullable=True, index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    minutes_a_day: Mapped[int]
    weekdays: Mapped[int] = mapped_column(default=0b0011111)
    state: Mapped[str] = mapped_column(default=ParticipationState.PLANNED)
    ended_on: Mapped[date | None]
    end_reason: Mapped[str | None]
    contract_no: Mapped[str | None] = mapped_column(unique=True)
    handed_over_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(default="live")

    cohort: Mapped[Cohort] = relationship()
    person: Mapped[Person] = relationship()
    worksite: Mapped[Worksite | None] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("cohort_id", "person_id"),
        _only_where(
            "uq_participation_seat",
            "cohort_id",
            "stream_code",
            "seat_no",
            where="ended_on is null and state <> 'cancelled'",
        ),
        sa.Index("ix_participation_starts_on_cohort_id", "starts_on", "cohort_id"),
        one_of("origin", ("selection", "reserve")),
        one_of("stream_code", Stream),
        one_of("state", ParticipationState),
        one_of("end_reason", ("term", "job", "illness", "misconduct", "personal", "other")),
        one_of("source", ("live", "record")),
        sa.CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
        sa.CheckConstraint("ended_on is null or ended_on between starts_on and ends_on", name="ended_in_term"),
        sa.CheckConstraint("application_id is not null or source = 'record'", name="live_has_application"),
        sa.CheckConstraint("weekdays between 1 and 127", name="weekdays_possible"),
        sa.CheckConstraint("minutes_a_day between 1 and 480", name="minutes_a_day_possible"),
        sa.CheckConstraint("seat_no > 0", name="seat_no_positive"),
    )


class PlacementMove(Model):
    """A change of worksite during the term. Months that ended before ``from_on`` stay in the earlier worksite's book."""

    __tablename__ = "placement_move"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    participation_id: Mapped[int] = fk("participation.id")
    from_worksite_id: Mapped[int] = fk("worksite.id")
    worksite_id: Mapped[int] = fk("worksite.id")
    from_on: Mapped[date]
    reason: Mapped[str]

    __table_args__ = (sa.UniqueConstraint("participation_id", "from_on"),)


class Attendance(Model):
    """출근부: contracted days only, holidays included. Clustered by participation and day."""

    __tablename__ = "attendance"

    participation_id: Mapped[int] = fk("participation.id", primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    person_id: Mapped[int] = fk("person.id")
    state: Mapped[str]
    worked_minutes: Mapped[int]
    late_minutes: Mapped[int] = mapped_column(default=0)
    leave_minutes: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        sa.UniqueConstraint("person_id", "day"),
        one_of("state", DayState),
        sa.CheckConstraint("late_minutes >= 0", name="late_minutes_not_negative"),
        sa.CheckConstraint("leave_minutes >= 0", name="leave_minutes_not_negative"),
        sa.CheckConstraint("worked_minutes >= 0", name="worked_minutes_not_negative"),
        {"sqlite_with_rowid": False},
    )


class AttendanceMonth(Proposed, Edited, Model):
    """The close of one month at one worksite: open → confirmed (근무 담당) → closed (일자리사업팀)."""

    __tablename__ = "attendance_month"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    cohort_id: Mapped[int] = fk("cohort.id")
    worksite_id: Mapped[int] = fk("worksite.id")
    month: Mapped[date]
    state: Mapped[str] = mapped_column(default=MonthState.OPEN)
    confirmed_by_id: Mapped[int | None] = fk("user.id", nullable=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        sa.UniqueConstraint("cohort_id", "worksite_id", "month"),
        one_of("state", MonthState),
        two_people(),
    )
