"""The trail: every change and every look at a person, chained by hash so that a missing or altered entry shows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.database import BigId, UtcDateTime, fk
from app.extensions import Model


class AuditEntry(Model):
    """One thing done. ``hash`` covers all the fields and ``prev_hash``. Triggers refuse UPDATE and DELETE."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    actor_label: Mapped[str]
    sign_in_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    address: Mapped[str | None]
    action: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str]
    subject_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    reason: Mapped[str | None]
    changes: Mapped[str] = mapped_column(sa.Text)
    request_id: Mapped[str | None]
    prev_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)

    __table_args__ = (sa.Index("ix_audit_entry_subject_subject_id", "subject", "subject_id"),)


class AuditSubject(Model):
    """Whose data the entry touched (안전성 확보조치 기준 §8: 처리한 정보주체)."""

    __tablename__ = "audit_subject"

    entry_id: Mapped[int] = fk("audit_entry.id", primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, index=True)


class AuditHead(Model):
    """The last entry of the chain. One row, locked last by whoever writes."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(sa.BigInteger)
    hash: Mapped[str]

    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)


Changes = dict[str, Any]
