"""Accounts, roles, 동, departments, sign-ins, one-time keys."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.roles import Role, may
from app.database import BigId, Edited, UtcDateTime, fk, one_of
from app.extensions import Model


class Dong(Model):
    """One of the 21 행정동."""

    __tablename__ = "dong"

    code: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class Department(Model):
    __tablename__ = "department"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class User(Edited, Model):
    """An account of one person. A clerk, and only a clerk, belongs to a 동."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]
    role: Mapped[str]
    dong_code: Mapped[str | None] = fk("dong.code", nullable=True)
    department_id: Mapped[int | None] = fk("department.id", nullable=True)
    must_change: Mapped[bool] = mapped_column(default=False)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    dong: Mapped[Dong | None] = relationship(lazy="joined")
    department: Mapped[Department | None] = relationship(lazy="joined")
    sites: Mapped[list[UserWorksite]] = relationship(lazy="select")

    __table_args__ = (
        one_of("role", Role),
        sa.CheckConstraint("(role = 'clerk') = (dong_code is not null)", name="clerk_has_dong"),
    )

    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None

    def get_id(self) -> str:
        return str(self.id)

    def can(self, permission: str) -> bool:
        """Does the role hold this permission? Rows are limited elsewhere, in the query."""
        return may(Role(self.role), permission)

    @property
    def place(self) -> str:
        """동 or department, as the header shows it."""
        if self.dong:
            return self.dong.name
        return self.department.name if self.department else ""


class UserWorksite(Model):
    """The worksites whose attendance a supervisor keeps."""

    __tablename__ = "user_worksite"

    user_id: Mapped[int] = fk("user.id", primary_key=True)
    worksite_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)


class RoleChange(Model):
    """Rights given, changed, taken (안전성 확보조치 기준 §5: kept three years)."""

    __tablename__ = "role_change"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = fk("user.id", index=True)
    role: Mapped[str | None]
    dong_code: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = fk("user.id", nullable=True)
    reason: Mapped[str]


class SignIn(Model):
    """A session. The cookie holds a random token, this row its hash."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = fk("user.id", index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end_reason: Mapped[str | None]
    address: Mapped[str | None]

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class SignInAttempt(Model):
    """A try to sign in, by the hash of what was typed as login: unknown names leave the same trace."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    login_hash: Mapped[str]
    address: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    ok: Mapped[bool]

    __table_args__ = (
        sa.Index("ix_sign_in_attempt_login_hash_at", "login_hash", "at"),
        sa.Index("ix_sign_in_attempt_address_at", "address", "at"),
    )


class OnceKey(Model):
    """The one-time key of a create form, kept with the place that the first POST led to."""

    __tablename__ = "once_key"

    key: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = fk("user.id")
    location: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Draft(Model):
    """What somebody was typing, sealed; one for each account and form, gone once it is saved."""

    __tablename__ = "draft"

    user_id: Mapped[int] = fk("user.id", primary_key=True)
    form: Mapped[str] = mapped_column(primary_key=True)
    label: Mapped[str]
    body_cipher: Mapped[bytes] = mapped_column(sa.LargeBinary)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
