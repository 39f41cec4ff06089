"""Look-ups and what follows from them: screenings, changes of a verdict, appeals."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.database import BigId, Edited, Proposed, UtcDateTime, fk, one_of, two_people
from app.extensions import Model
from app.recruitment.models.states import Verdict


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
    batch_id: Mapped[int | None] = fk("import_batch.id", nullable=True)
    request_id: Mapped[int | None] = fk("look_up_request.id", nullable=True)

    __table_args__ = (sa.Index("ix_verification_person_id_kind_looked_up_on", "person_id", "kind", "looked_up_on"),)


class ScreeningBasis(Model):
    """What a run judged by besides the facts: the notice's version, the figures of that day, the day."""

    __tablename__ = "screening_basis"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    notice_version_id: Mapped[int] = fk("notice_version.id")
    terms: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    judged_on: Mapped[date]
    digest: Mapped[str] = mapped_column(unique=True)


class Screening(Model):
    """참여자격 심사: rows are added, never changed; the one not superseded is current.

    ``facts`` is the canonical text of what was judged, ``seen`` marks the newest evidence that was looked at.
    """

    __tablename__ = "screening"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = fk("application.id")
    notice_version_id: Mapped[int] = fk("notice_version.id")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = fk("user.id")
    verdict: Mapped[str]
    failed_mask: Mapped[int] = mapped_column(sa.BigInteger)
    review_mask: Mapped[int] = mapped_column(sa.BigInteger)
    findings: Mapped[list[dict[str, Any]] | None] = mapped_column(sa.JSON(none_as_null=True))
    basis_id: Mapped[int | None] = fk("screening_basis.id", nullable=True)
    facts: Mapped[str | None]
    facts_digest: Mapped[str]
    seen: Mapped[str | None]
    superseded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        one_of("verdict", Verdict),
        sa.CheckConstraint("findings is not null or (basis_id is not null and facts is not null)", name="explained"),
        sa.Index(
            "uq_screening_current",
            "application_id",
            unique=True,
            sqlite_where=sa.text("superseded_at is null"),
            postgresql_where=sa.text("superseded_at is null"),
        ),
        sa.Index(
            "ix_screening_superseded",
            "application_id",
            "superseded_at",
            sqlite_where=sa.text("superseded_at is not null"),
            postgresql_where=sa.text("superseded_at is not null"),
        ),
    )


class ScreeningOverride(Proposed, Model):
    """판정 변경 of one screening: reason and evidence by one person, decided by another. A new screening ends it.

    An approved one that was taken away again is 'withdrawn' with its approval kept and ``revoked_at`` set.
    """

    __tablename__ = "screening_override"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    screening_id: Mapped[int] = fk("screening.id")
    application_id: Mapped[int] = fk("application.id", index=True)
    verdict: Mapped[str]
    reason: Mapped[str]
    evidence: Mapped[str]
    file_id: Mapped[int | None] = fk("stored_file.id", nullable=True)
    state: Mapped[str] = mapped_column(default="proposed")
    decision_note: Mapped[str | None]
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_by_id: Mapped[int | None] = fk("user.id", nullable=True)

    __table_args__ = (
        one_of("verdict", ("eligible", "ineligible")),
        one_of("state", ("proposed", "approved", "rejected", "withdrawn")),
        sa.CheckConstraint("reason <> '' and evidence <> ''", name="reasoned"),
        sa.CheckConstraint("state not in ('approved', 'rejected') or approved_by_id is not null", name="decided"),
        sa.CheckConstraint(
            "revoked_at is null or (state = 'withdrawn' and approved_by_id is not null and revoked_by_id is not null)",
            name="revoked",
        ),
        two_people(),
        sa.Index(
            "uq_screening_override_current",
            "screening_id",
            unique=True,
            sqlite_where=sa.text("state in ('proposed', 'approved')"),
            postgresql_where=sa.text("state in ('proposed', 'approved')"),
        ),
    )


class Appeal(Edited, Proposed, Model):
    """이의신청: ground and due date, the screening it is about, the answer once decided by two people."""

    __tablename__ = "appeal"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = fk("application.id", index=True)
    screening_id: Mapped[int | None] = fk("screening.id", nullable=True)
    number: Mapped[str] = mapped_column(unique=True)
    ground: Mapped[str]
    evidence: Mapped[str] = mapped_column(default="")
    file_id: Mapped[int | None] = fk("stored_file.id", nullable=True)
    received_on: Mapped[date]
    due_on: Mapped[date]
    extended_reason: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="received")
    outcome: Mapped[str | None]
    answer: Mapped[str | None]
    decision_note: Mapped[str | None]
    decided_on: Mapped[date | None]

    __table_args__ = (
        one_of("state", ("received", "proposed", "decided", "withdrawn")),
        sa.CheckConstraint("outcome is null or outcome in ('upheld', 'partly', 'rejected')", name="outcome_known"),
        sa.CheckConstraint("state <> 'decided' or (outcome is not null and answer <> '')", name="answered"),
        sa.CheckConstraint("due_on >= received_on", name="due_after_received"),
        two_people(),
        sa.Index(
            "uq_appeal_running",
            "application_id",
            unique=True,
            sqlite_where=sa.text("state in ('received', 'proposed')"),
            postgresql_where=sa.text("state in ('received', 'proposed')"),
        ),
    )
