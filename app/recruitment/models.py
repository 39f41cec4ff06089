"""Notices, people, applications, look-ups, screenings and the ledger of past participation."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Dong
from app.database import BigId, Edited, Proposed, UtcDateTime, fk, one_of, two_people
from app.extensions import Model
from app.reference.models import Cohort, Project


class NoticeState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Stream(StrEnum):
    YOUTH = "youth"
    UNDER65 = "under65"
    SENIOR = "senior"


STREAM_LABELS = {Stream.YOUTH: "청년", Stream.UNDER65: "65세 미만", Stream.SENIOR: "65세 이상"}


class ApplicationState(StrEnum):
    RECEIVED = "received"
    PAPERS_DUE = "papers_due"
    SCREENED = "screened"
    SELECTED = "selected"
    RESERVE = "reserve"
    NOT_SELECTED = "not_selected"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class Verdict(StrEnum):
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    NEEDS_REVIEW = "needs_review"


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

    cohort: Mapped[Cohort] = relationship(lazy="joined", innerjoin=True)
    streams: Mapped[list[NoticeStream]] = relationship(order_by="NoticeStream.id", back_populates="notice")
    versions: Mapped[list[NoticeVersion]] = relationship(order_by="NoticeVersion.number", back_populates="notice")

    __table_args__ = (
        sa.UniqueConstraint("cohort_id", "serial"),
        one_of("state", NoticeState),
        sa.CheckConstraint("closes_on >= opens_on", name="window_in_order"),
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


class Person(Edited, Model):
    """One row a person, found by the keyed hash of the resident number. Sealed columns load only when asked for."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    rrn_cipher: Mapped[bytes | None] = mapped_column(sa.LargeBinary, deferred=True)
    rrn_key: Mapped[str | None] = mapped_column(unique=True)
    rrn_masked: Mapped[str]
    key_version: Mapped[int]
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(index=True)
    born_on: Mapped[date]
    sex: Mapped[str]
    residence_status: Mapped[str | None]
    phone: Mapped[str] = mapped_column(default="")
    phone_tail: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    road_address: Mapped[str] = mapped_column(default="")
    address_detail: Mapped[str] = mapped_column(default="")
    dong_code: Mapped[str | None] = fk("dong.code", nullable=True)
    bank: Mapped[str | None]
    account_cipher: Mapped[bytes | None] = mapped_column(sa.LargeBinary, deferred=True)
    account_tail: Mapped[str | None]
    account_holder: Mapped[str | None]
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        one_of("sex", ("female", "male")),
        sa.CheckConstraint("erased_at is not null or rrn_cipher is not null", name="sealed_until_erased"),
        sa.Index("ix_person_dong_code_phone_tail", "dong_code", "phone_tail"),
        sa.Index("ix_person_dong_code_name_key_born_on", "dong_code", "name_key", "born_on"),
    )


class Application(Edited, Model):
    """신청: person × notice, once. ``declared`` holds the facts as declared then (schema: recruitment/declared.py)."""

    __tablename__ = "application"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    notice_id: Mapped[int] = fk("notice.id")
    number: Mapped[int]
    person_id: Mapped[int] = fk("person.id", index=True)
    dong_code: Mapped[str] = fk("dong.code")
    stream_id: Mapped[int] = fk("notice_stream.id")
    state: Mapped[str] = mapped_column(default=ApplicationState.RECEIVED)
    received_on: Mapped[date]
    declared: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    household_size: Mapped[int]
    householder_key: Mapped[str | None] = mapped_column(index=True)
    preferences: Mapped[list[int]] = mapped_column(sa.JSON, default=list)
    channel: Mapped[str] = mapped_column(default="counter")
    due_on: Mapped[date | None]

    notice: Mapped[Notice] = relationship()
    person: Mapped[Person] = relationship()
    stream: Mapped[NoticeStream] = relationship()
    dong: Mapped[Dong] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("notice_id", "person_id"),
        sa.UniqueConstraint("notice_id", "number"),
        sa.Index("ix_application_notice_id_dong_code_state_id", "notice_id", "dong_code", "state", "id"),
        one_of("state", ApplicationState),
        one_of("channel", ("counter", "import")),
        sa.CheckConstraint("household_size >= 1", name="household_not_empty"),
    )

    @property
    def code(self) -> str:
        """The number as printed: ``2024H2-companion-1-00042``."""
        return f"{self.notice.code}-{self.number:05d}"


class HouseholdMember(Model):
    __tablename__ = "household_member"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = fk("application.id", index=True)
    relation: Mapped[str]
    name: Mapped[str]
    born_year: Mapped[int]
    member_key: Mapped[str | None]


class Consent(Model):
    """One consent for one purpose, ticked on its own (개인정보 보호법 §15, §22–24)."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = fk("application.id")
    purpose: Mapped[str]
    given: Mapped[bool]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (sa.UniqueConstraint("application_id", "purpose"),)


class Paper(Model):
    """A paper of the notice's checklist: required or not, received when."""

    __tablename__ = "paper"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = fk("application.id")
    kind: Mapped[str]
    required: Mapped[bool]
    received_on: Mapped[date | None]

    __table_args__ = (sa.UniqueConstraint("application_id", "kind"),)


class ApplicationEvent(Model):
    """Every step of an application. A state never goes back silently."""

    __tablename__ = "application_event"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = fk("application.id", index=True)
    from_state: Mapped[str | None]
    to_state: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = fk("user.id")
    reason: Mapped[str | None]


class Verification(Model):
    """조회 결과: looked up elsewhere; overrides the declaration, which is kept."""

    __tablename__ = "verification"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = fk("person.id")
    application_id: Mapped[int | None] = fk("application.id", nullable=True, index=True)
    kind: Mapped[str]
    value: Mapped[Any] = mapped_column(sa.JSON)
    looked_up_on: Mapped[date]
    source: Mapped[str]

    __table_args__ = (sa.Index("ix_verification_person_id_kind_looked_up_on", "person_id", "kind", "looked_up_on"),)


class PastParticipation(Model):
    """One ledger that the repeat, overlap and early-quit rules read: system, 일모아, declared."""

    __tablename__ = "past_participation"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = fk("person.id")
    programme: Mapped[str]
    started_on: Mapped[date]
    ended_on: Mapped[date]
    months: Mapped[int | None]
    end_reason: Mapped[str | None]
    source: Mapped[str]
    participation_id: Mapped[int | None] = mapped_column(sa.BigInteger, unique=True)

    __table_args__ = (
        sa.UniqueConstraint("person_id", "programme", "started_on", "source"),
        one_of("source", ("system", "ilmoa", "declared")),
        sa.CheckConstraint("ended_on >= started_on", name="dates_in_order"),
    )


class Screening(Model):
    """참여자격 심사: rows are added, never changed; the one not superseded is current."""

    __tablename__ = "screening"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = fk("application.id")
    notice_version_id: Mapped[int] = fk("notice_version.id")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = fk("user.id")
    verdict: Mapped[str]
    failed_mask: Mapped[int] = mapped_column(sa.BigInteger)
    review_mask: Mapped[int] = mapped_column(sa.BigInteger)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    facts_digest: Mapped[str]
    superseded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        one_of("verdict", Verdict),
        sa.Index(
            "uq_screening_current",
            "application_id",
            unique=True,
            sqlite_where=sa.text("superseded_at is null"),
            postgresql_where=sa.text("superseded_at is null"),
        ),
    )
