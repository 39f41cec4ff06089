"""What comes in and goes out as files: import batches, request lists for look-ups, kept evidence."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.database import BigId, Edited, UtcDateTime, fk, one_of
from app.extensions import Model

IMPORT_KINDS = ("applications", "welfare", "ilmoa", "employment", "business", "history")
LOOK_UP_KINDS = ("welfare", "ilmoa", "employment", "business")


class ImportBatch(Model):
    """One uploaded file: checked, then put in as a whole or dropped. The same file goes in once (scope: notice code).

    ``content`` and ``report`` are sealed and go when the batch is done; counts and digest stay.
    """

    __tablename__ = "import_batch"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str]
    scope: Mapped[str]
    file_name: Mapped[str]
    sha256: Mapped[str]
    state: Mapped[str] = mapped_column(default="checked")
    rows: Mapped[int]
    counts: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    content: Mapped[bytes | None] = mapped_column(sa.LargeBinary, deferred=True)
    report: Mapped[bytes | None] = mapped_column(sa.LargeBinary, deferred=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = fk("user.id")
    committed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    committed_by_id: Mapped[int | None] = fk("user.id", nullable=True)

    __table_args__ = (
        one_of("kind", IMPORT_KINDS),
        one_of("state", ("checked", "committed", "dropped")),
        sa.CheckConstraint("rows >= 0", name="rows_not_negative"),
        sa.CheckConstraint("(state = 'committed') = (committed_at is not null)", name="committed_when"),
        sa.Index(
            "uq_import_batch_committed",
            "kind",
            "scope",
            "sha256",
            unique=True,
            sqlite_where=sa.text("state = 'committed'"),
            postgresql_where=sa.text("state = 'committed'"),
        ),
    )


class LookUpRequest(Edited, Model):
    """조회 의뢰: a numbered list of people sent to 행복e음, 일모아, 고용보험 or for 사업자등록, as of a day."""

    __tablename__ = "look_up_request"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    notice_id: Mapped[int] = fk("notice.id", index=True)
    kind: Mapped[str]
    serial: Mapped[int]
    number: Mapped[str] = mapped_column(unique=True)
    reference_on: Mapped[date]
    requested_on: Mapped[date]
    people: Mapped[int]
    digest: Mapped[str]

    __table_args__ = (
        one_of("kind", LOOK_UP_KINDS),
        sa.UniqueConstraint("notice_id", "kind", "serial"),
        sa.CheckConstraint("people > 0", name="people_positive"),
    )


class LookUpEntry(Model):
    """One person of a request list, and when the answer came."""

    __tablename__ = "look_up_entry"

    request_id: Mapped[int] = fk("look_up_request.id", primary_key=True)
    application_id: Mapped[int] = fk("application.id", primary_key=True, index=True)
    position: Mapped[int]
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    batch_id: Mapped[int | None] = fk("import_batch.id", nullable=True)

    __table_args__ = (sa.UniqueConstraint("request_id", "position"),)


class StoredFile(Model):
    """Evidence kept with a decision, sealed."""

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    sha256: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = fk("user.id")

    __table_args__ = (sa.CheckConstraint("size > 0", name="not_empty"),)
