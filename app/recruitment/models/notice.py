"""The plan, the notice with its frozen versions, and what each 동 has sent."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import BigId, Edited, Proposed, UtcDateTime, fk, one_of, two_people
from app.extensions import Model
from app.recruitment.models.states import NoticeState, Stream
from app.reference.models import Cohort, Project


class Confirmation(Edited, Model):
    """내시: the head-count and money given to a cohort before its notice. Rows are added; the last 확정내시 counts."""

    __tablename__ = "confirmation"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    cohort_id: Mapped[int] = fk("cohort.id", index=True)
    kind: Mapped[str]
    people: Mapped[int]
    national_won: Mapped[int] = mapped_column(sa.BigInteger)
    city_won: Mapped[int] = mapped_column(sa.BigInteger)
    district_won: Mapped[int] = mapped_column(sa.BigInteger)
    document_number: Mapped[str]
    decided_on: Mapped[date]
    note: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        one_of("kind", ("provisional", "final")),
        sa.CheckConstraint("people > 0", name="people_positive"),
        sa.CheckConstraint("national_won >= 0 and city_won >= 0 and district_won >= 0", name="won_not_negative"),
        sa.CheckConstraint("document_number <> ''", name="document_named"),
    )


class Notice(Edited, Model):
    """모집 공고. Reference dates are its own; criteria stand in its versions and freeze when it opens."""

    __tablename__ = "notice"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    cohort_id: Mapped[int] = fk("cohort.id")
    serial: Mapped[int]
    title: Mapped[str]
    state: Mapped[str] = mapped_column(default=NoticeState.DRAFT)
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    age_on: Mapped[date]
    residence_on: Mapped[date]
    income_year: Mapped[int]
    number: Mapped[str | None]
    policy_number: Mapped[str | None]
    announced_on: Mapped[date | None]
    seats_reason: Mapped[str | None]
    results_on: Mapped[date | None]
    contact: Mapped[str] = mapped_column(default="", server_default="")
    papers: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list, server_default="[]")
    papers_days: Mapped[int] = mapped_column(default=7, server_default="7")
    appeal_days: Mapped[int] = mapped_column(default=7, server_default="7")
    answer_days: Mapped[int] = mapped_column(default=10, server_default="10")
    cancel_reason: Mapped[str | None]
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    cohort: Mapped[Cohort] = relationship(lazy="joined", innerjoin=True)
    streams: Mapped[list[NoticeStream]] = relationship(order_by="NoticeStream.id", back_populates="notice")
    versions: Mapped[list[NoticeVersion]] = relationship(order_by="NoticeVersion.number", back_populates="notice")

    __table_args__ = (
        sa.UniqueConstraint("cohort_id", "serial"),
        one_of("state", NoticeState),
        sa.CheckConstraint("closes_on >= opens_on", name="window_in_order"),
        sa.CheckConstraint("papers_days between 1 and 90 and appeal_days between 1 and 90", name="days_possible"),
        sa.CheckConstraint("answer_days between 1 and 90", name="answer_days_possible"),
        sa.CheckConstraint("cancelled_at is null or cancel_reason <> ''", name="cancelled_with_reason"),
    )


class NoticeVersion(Proposed, Model):
    """Criteria, score table, tie-break, backfill, reserve as one validated JSON document (rules/criteria.py)."""

    __tablename__ = "notice_version"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    notice_id: Mapped[int] = fk("notice.id")
    number: Mapped[int]
    document: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    digest: Mapped[str]
    reason: Mapped[str | None]

    notice: Mapped[Notice] = relationship(back_populates="versions")

    __table_args__ = (sa.UniqueConstraint("notice_id", "number"), two_people())


class NoticeChange(Proposed, Model):
    """변경공고: facts of an opened notice that change with a reason, proposed by one and approved by another.

    ``before`` and ``after`` hold the changed facts by name (days as ISO text); ``document_number`` is the 공고번호 of
    the 변경공고 where it has one of its own, ``announced_on`` the day on which it was approved.
    """

    __tablename__ = "notice_change"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    notice_id: Mapped[int] = fk("notice.id", index=True)
    before: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    after: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    reason: Mapped[str]
    document_number: Mapped[str | None]
    announced_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(default="proposed")
    decision_note: Mapped[str | None]

    __table_args__ = (
        one_of("state", ("proposed", "approved", "rejected", "replaced")),
        sa.CheckConstraint("reason <> ''", name="reasoned"),
        sa.CheckConstraint(
            "state <> 'approved' or (approved_by_id is not null and announced_on is not null)", name="decided"
        ),
        two_people(),
        sa.Index(
            "uq_notice_change_waiting",
            "notice_id",
            unique=True,
            sqlite_where=sa.text("state = 'proposed'"),
            postgresql_where=sa.text("state = 'proposed'"),
        ),
    )


class NoticeStream(Model):
    """모집 구분: seats, age band on the notice's day, hours."""

    __tablename__ = "notice_stream"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    notice_id: Mapped[int] = fk("notice.id")
    code: Mapped[str]
    seats: Mapped[int]
    min_age: Mapped[int]
    max_age: Mapped[int | None]
    minutes_a_day: Mapped[int]
    days_a_week: Mapped[int] = mapped_column(default=5)

    notice: Mapped[Notice] = relationship(back_populates="streams")

    __table_args__ = (
        sa.UniqueConstraint("notice_id", "code"),
        one_of("code", Stream),
        sa.CheckConstraint("seats >= 0", name="seats_not_negative"),
        sa.CheckConstraint("minutes_a_day between 1 and 480", name="minutes_a_day_possible"),
        sa.CheckConstraint("days_a_week between 1 and 7", name="days_a_week_possible"),
    )


class NoticeProject(Model):
    """Seats of one 세부사업 in one stream of the notice."""

    __tablename__ = "notice_project"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    notice_id: Mapped[int] = fk("notice.id")
    project_id: Mapped[int] = fk("project.id")
    stream_id: Mapped[int] = fk("notice_stream.id")
    seats: Mapped[int]
    needs: Mapped[list[str]] = mapped_column(sa.JSON, default=list)

    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (
        sa.UniqueConstraint("notice_id", "project_id", "stream_id"),
        sa.CheckConstraint("seats >= 0", name="seats_not_negative"),
    )


class IntakeClosing(Model):
    """동 접수 마감·송부: the 동 closes and sends, the district office accepts. Taking it back has a reason."""

    __tablename__ = "intake_closing"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    notice_id: Mapped[int] = fk("notice.id")
    dong_code: Mapped[str] = fk("dong.code")
    applications: Mapped[int]
    digest: Mapped[str]
    closed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int] = fk("user.id")
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_by_id: Mapped[int | None] = fk("user.id", nullable=True)
    reopened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reopened_by_id: Mapped[int | None] = fk("user.id", nullable=True)
    reopen_reason: Mapped[str | None]
    early_reason: Mapped[str | None]

    __table_args__ = (
        sa.CheckConstraint("applications >= 0", name="applications_not_negative"),
        sa.CheckConstraint("reopened_at is null or reopen_reason <> ''", name="reopened_with_reason"),
        sa.Index(
            "uq_intake_closing_current",
            "notice_id",
            "dong_code",
            unique=True,
            sqlite_where=sa.text("reopened_at is null"),
            postgresql_where=sa.text("reopened_at is null"),
        ),
    )
