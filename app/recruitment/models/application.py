"""신청 and what belongs to it: household, consents, papers, every step."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Dong
from app.database import BigId, Edited, UtcDateTime, fk, one_of
from app.extensions import Model
from app.recruitment.models.notice import Notice, NoticeStream
from app.recruitment.models.person import Person
from app.recruitment.models.states import ApplicationState


class Application(Edited, Model):
    """신청: person × notice, once. ``declared`` holds the facts as declared then (schema: recruitment/declared.py)."""

    __tablename__ = "application"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    notice_id: Mapped[int] = fk("notice.id")
    number: Mapped[int]
    person_id: Mapped[int] = fk("person.id")
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
    batch_id: Mapped[int | None] = fk("import_batch.id", nullable=True)

    notice: Mapped[Notice] = relationship()
    person: Mapped[Person] = relationship()
    stream: Mapped[NoticeStream] = relationship()
    dong: Mapped[Dong] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("person_id", "notice_id"),  # in this order it finds a person's applications too
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


class Proxy(Model):
    """대리신청: who brought the application, with the 위임장 (a paper of its own)."""

    __tablename__ = "application_proxy"

    application_id: Mapped[int] = fk("application.id", primary_key=True)
    name: Mapped[str]
    relation: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")

    __table_args__ = (sa.CheckConstraint("name <> '' and relation <> ''", name="named"),)


class HouseholdMember(Model):
    """Another member of the household, as the applicant named them."""

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
    withdrawn_by_id: Mapped[int | None] = fk("user.id", nullable=True)
    withdrawn_note: Mapped[str | None]

    __table_args__ = (sa.UniqueConstraint("application_id", "purpose"),)


class Paper(Model):
    """A paper of the notice's checklist: required or not, received when.

    ``asked``: the jobs team asked for it (보완 요구), so it stays required whatever is declared. ``asked_reason``: why,
    as the applicant reads it on the letter; what was asked for before letters carried it has none.
    """

    __tablename__ = "paper"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = fk("application.id")
    kind: Mapped[str]
    required: Mapped[bool]
    received_on: Mapped[date | None]
    asked: Mapped[bool] = mapped_column(default=False)
    asked_reason: Mapped[str | None]

    __table_args__ = (
        sa.UniqueConstraint("application_id", "kind"),
        sa.CheckConstraint("required or not asked", name="asked_is_required"),
        sa.CheckConstraint("asked_reason is null or (asked and asked_reason <> '')", name="reason_of_asked"),
    )


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
