"""Reference tables: programmes, cohorts, 세부사업 and worksites, the work calendar, dated parameters."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Department
from app.database import BigId, Edited, Proposed, fk, one_of, two_people
from app.extensions import Model


class Programme(Model):
    """사업. A fourth programme is a row, not code."""

    __tablename__ = "programme"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    short_name: Mapped[str]
    former_names: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    term_months: Mapped[int]
    sort: Mapped[int]

    __table_args__ = (sa.CheckConstraint("term_months > 0", name="term_months_positive"),)


class Cohort(Edited, Model):
    """사업 회차: programme × year × half, with real dates. ``recorded_people`` is the record's head-count, if any."""

    __tablename__ = "cohort"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    programme_code: Mapped[str] = fk("programme.code")
    year: Mapped[int]
    half: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    dates_known: Mapped[str] = mapped_column(default="day")
    months: Mapped[int]
    months_reason: Mapped[str | None]
    source: Mapped[str] = mapped_column(default="live")
    recorded_people: Mapped[int | None]

    programme: Mapped[Programme] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (
        sa.UniqueConstraint("programme_code", "year", "half"),
        sa.CheckConstraint("half in (1, 2)", name="half_known"),
        sa.CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
        sa.CheckConstraint("months > 0", name="months_positive"),
        one_of("dates_known", ("day", "month")),
        one_of("source", ("live", "record")),
    )

    @property
    def label(self) -> str:
        """``2024년 상반기``."""
        return f"{self.year}년 {'상' if self.half == 1 else '하'}반기"

    @property
    def paper_code(self) -> str:
        """``2024-동행-상``: what numbers of papers begin with."""
        return f"{self.year}-{self.programme.short_name}-{'상' if self.half == 1 else '하'}"

    @property
    def title(self) -> str:
        return f"{self.label} {self.programme.name}"


class Project(Edited, Model):
    """세부사업: what one applies for. ``checks`` names look-ups needed before placement; ``field_work`` is 현업."""

    __tablename__ = "project"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    programme_code: Mapped[str] = fk("programme.code")
    department_id: Mapped[int] = fk("department.id")
    name: Mapped[str]
    task: Mapped[str]
    qualification: Mapped[str] = mapped_column(default="")
    checks: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    field_work: Mapped[bool] = mapped_column(default=False)

    department: Mapped[Department] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (sa.UniqueConstraint("programme_code", "name"),)


class Worksite(Edited, Model):
    """근무지: where one works. A project over 21 동 has 21 of them."""

    __tablename__ = "worksite"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    project_id: Mapped[int] = fk("project.id", index=True)
    name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    closed_on: Mapped[date | None]

    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (sa.UniqueConstraint("project_id", "name"),)


class DayKind(StrEnum):
    HOLIDAY = "holiday"
    SUBSTITUTE = "substitute"
    TEMPORARY = "temporary"
    ELECTION = "election"
    LABOUR = "labour"
    WORKDAY = "workday"


class CalendarDay(Model):
    """A day that is not like its weekday. The office's own rows win over the library's."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]
    source: Mapped[str]
    basis: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = fk("user.id", nullable=True)

    __table_args__ = (one_of("kind", DayKind), one_of("source", ("library", "office")))


class Parameter(Proposed, Model):
    """A dated value of a rate or limit, with its legal basis. An approved office value wins over a shipped one."""

    __tablename__ = "parameter"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str]
    scope: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    value: Mapped[Any] = mapped_column(sa.JSON)
    unit: Mapped[str]
    label: Mapped[str]
    basis: Mapped[str]
    confidence: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    origin: Mapped[str]

    __table_args__ = (
        sa.UniqueConstraint("key", "scope", "valid_from", "origin"),
        sa.CheckConstraint("valid_to is null or valid_to >= valid_from", name="dates_in_order"),
        one_of("confidence", ("H", "M", "L", "?")),
        one_of("origin", ("shipped", "office")),
        two_people(),
    )
