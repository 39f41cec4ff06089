"""People, how their names are searched, and the one ledger of what they took part in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.database import BigId, Edited, UtcDateTime, fk, one_of
from app.extensions import Model
from app.recruitment.address import address_key


def _own_key(context: Any) -> str:
    """A row written past the services gets its key all the same."""
    values = context.get_current_parameters()
    return address_key(values.get("road_address") or "", values.get("address_detail") or "")


class Person(Edited, Model):
    """One row a person, found by the keyed hash of the resident number. Sealed columns load only when asked for."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    rrn_cipher: Mapped[bytes | None] = mapped_column(sa.LargeBinary, deferred=True)
    rrn_key: Mapped[str | None] = mapped_column(unique=True)
    rrn_masked: Mapped[str]
    key_version: Mapped[int]
    name: Mapped[str]
    name_key: Mapped[str]
    born_on: Mapped[date]
    sex: Mapped[str]
    residence_status: Mapped[str | None]
    phone: Mapped[str] = mapped_column(default="")
    phone_tail: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    road_address: Mapped[str] = mapped_column(default="")
    address_detail: Mapped[str] = mapped_column(default="")
    address_key: Mapped[str] = mapped_column(default=_own_key)
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
        sa.Index("ix_person_phone_tail_name_key_id", "phone_tail", "name_key", "id"),
        sa.Index("ix_person_name_key_id", "name_key", "id"),
        sa.Index("ix_person_address_key", "address_key"),
    )


class PersonGram(Model):
    """Every one and two syllables of a name, in the order of the name: what a search for part of a name reads."""

    __tablename__ = "person_gram"

    gram: Mapped[str] = mapped_column(sa.String(2), primary_key=True)
    name_key: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = fk("person.id", primary_key=True, index=True)

    __table_args__ = ({"sqlite_with_rowid": False},)


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
    batch_id: Mapped[int | None] = fk("import_batch.id", nullable=True)

    __table_args__ = (
        sa.UniqueConstraint("person_id", "programme", "started_on", "source"),
        one_of("source", ("system", "ilmoa", "declared")),
        sa.CheckConstraint("ended_on >= started_on", name="dates_in_order"),
    )
