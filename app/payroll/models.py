"""Pay terms, pay runs and lines, statements, grants, issued papers."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cohorts.models import Participation
from app.database import BigId, Edited, Proposed, UtcDateTime, fk, one_of, two_people
from app.extensions import Model
from app.reference.models import Cohort


class RunState(StrEnum):
    DRAFT = "draft"
    CONFIRMED = "confirmed"
    PAID = "paid"


class Item(StrEnum):
    """비목 of the cost share."""

    WAGE = "wage"
    INSURANCE = "insurance"
    ALLOWANCE = "allowance"
    MATERIAL = "material"
    OPERATION = "operation"


class Funder(StrEnum):
    NATIONAL = "national"
    CITY = "city"
    DISTRICT = "district"


class PayTerms(Edited, Model):
    """What pay needs to know of one participation. Insurances: ``insured`` or the reason why not."""

    __tablename__ = "pay_terms"

    participation_id: Mapped[int] = fk("participation.id", primary_key=True)
    family: Mapped[int] = mapped_column(default=1)
    children: Mapped[int] = mapped_column(default=0)
    tax_mode: Mapped[str] = mapped_column(default="table")
    tax_percent: Mapped[int] = mapped_column(default=100)
    tax_reason: Mapped[str | None]
    base_mode: Mapped[str] = mapped_column(default="declared")
    pension: Mapped[str] = mapped_column(default="insured")
    health: Mapped[str] = mapped_column(default="insured")
    employment: Mapped[str] = mapped_column(default="insured")
    pension_base_won: Mapped[int | None] = mapped_column(sa.BigInteger)
    health_base_won: Mapped[int | None] = mapped_column(sa.BigInteger)
    daily_wage_won: Mapped[int | None] = mapped_column(sa.BigInteger)

    __table_args__ = (
        sa.CheckConstraint("family >= 1", name="family_has_the_worker"),
        sa.CheckConstraint("children >= 0", name="children_not_negative"),
        sa.CheckConstraint("tax_percent in (80, 100, 120)", name="tax_percent_known"),
        sa.CheckConstraint("tax_mode <> 'none' or tax_reason is not null", name="no_tax_has_reason"),
        one_of("tax_mode", ("table", "none")),
        one_of("base_mode", ("declared", "month_wage")),
    )


class PayRun(Proposed, Edited, Model):
    """급여: one month of one cohort. 귀속월 ``month``, 지급일 ``pay_on``, 보험 고지월 ``insurance_month``.

    ``used`` keeps the parameters that everybody's lines were worked out with: key → value, label, basis, confidence.
    """

    __tablename__ = "pay_run"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    cohort_id: Mapped[int] = fk("cohort.id")
    month: Mapped[date]
    insurance_month: Mapped[date]
    state: Mapped[str] = mapped_column(default=RunState.DRAFT)
    inputs_digest: Mapped[str]
    used: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    pay_on: Mapped[date]
    paid_on: Mapped[date | None]

    cohort: Mapped[Cohort] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (
        sa.UniqueConstraint("cohort_id", "month"),
        one_of("state", RunState),
        sa.CheckConstraint("state = 'draft' or approved_by_id is not null", name="confirmed_by_somebody"),
        sa.CheckConstraint("state <> 'paid' or paid_on is not null", name="paid_has_day"),
        two_people(),
    )


_EARNINGS = ("base", "holiday", "weekly_rest", "leave", "lateness", "allowance", "other")
_DEDUCTIONS = ("pension", "health", "care", "employment", "income_tax", "local_tax")


class PayLine(Model):
    """One person-month, or a correction of one. Sums are held by the database too."""

    __tablename__ = "pay_line"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    pay_run_id: Mapped[int] = fk("pay_run.id")
    participation_id: Mapped[int] = fk("participation.id")
    month: Mapped[date]
    kind: Mapped[str] = mapped_column(default="regular")
    corrects_id: Mapped[int | None] = fk("pay_line.id", nullable=True)
    daily_wage_won: Mapped[int] = mapped_column(sa.BigInteger)
    days_worked: Mapped[int]
    paid_holidays: Mapped[int]
    weekly_rests: Mapped[int]
    leave_minutes: Mapped[int] = mapped_column(default=0)
    leave_days_paid: Mapped[int] = mapped_column(default=0)
    late_minutes: Mapped[int] = mapped_column(default=0)
    base_won: Mapped[int] = mapped_column(sa.BigInteger)
    holiday_won: Mapped[int] = mapped_column(sa.BigInteger)
    weekly_rest_won: Mapped[int] = mapped_column(sa.BigInteger)
    leave_won: Mapped[int] = mapped_column(sa.BigInteger)
    lateness_won: Mapped[int] = mapped_column(sa.BigInteger)
    allowance_won: Mapped[int] = mapped_column(sa.BigInteger)
    other_won: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    pension_won: Mapped[int] = mapped_column(sa.BigInteger)
    health_won: Mapped[int] = mapped_column(sa.BigInteger)
    care_won: Mapped[int] = mapped_column(sa.BigInteger)
    employment_won: Mapped[int] = mapped_column(sa.BigInteger)
    income_tax_won: Mapped[int] = mapped_column(sa.BigInteger)
    local_tax_won: Mapped[int] = mapped_column(sa.BigInteger)
    employer_pension_won: Mapped[int] = mapped_column(sa.BigInteger)
    employer_health_won: Mapped[int] = mapped_column(sa.BigInteger)
    employer_care_won: Mapped[int] = mapped_column(sa.BigInteger)
    employer_employment_won: Mapped[int] = mapped_column(sa.BigInteger)
    employer_stability_won: Mapped[int] = mapped_column(sa.BigInteger)
    employer_accident_won: Mapped[int] = mapped_column(sa.BigInteger)
    gross_won: Mapped[int] = mapped_column(sa.BigInteger)
    net_won: Mapped[int] = mapped_column(sa.BigInteger)
    used: Mapped[dict[str, Any]] = mapped_column(sa.JSON)

    run: Mapped[PayRun] = relationship()
    participation: Mapped[Participation] = relationship()

    __table_args__ = (
        one_of("kind", ("regular", "correction")),
        sa.CheckConstraint("(kind = 'regular') = (corrects_id is null)", name="correction_points_back"),
        sa.CheckConstraint(f"gross_won = {' + '.join(f'{name}_won' for name in _EARNINGS)}", name="gross_is_the_sum"),
        sa.CheckConstraint(
            f"net_won = gross_won - ({' + '.join(f'{name}_won' for name in _DEDUCTIONS)})", name="net_is_the_rest"
        ),
        sa.Index(
            "uq_pay_line_regular",
            "participation_id",
            "month",
            unique=True,
            sqlite_where=sa.text("kind = 'regular'"),
            postgresql_where=sa.text("kind = 'regular'"),
        ),
        sa.UniqueConstraint("pay_run_id", "participation_id", "kind", "corrects_id"),
    )


class Statement(Proposed, Edited, Model):
    """사업비 재원별 분담 내역서 of one month. Months are confirmed in order."""

    __tablename__ = "statement"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    cohort_id: Mapped[int] = fk("cohort.id")
    month: Mapped[date]
    number: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="draft")
    headcount: Mapped[int]
    pay_on: Mapped[date]
    ceiling_decided_won: Mapped[int | None] = mapped_column(sa.BigInteger)
    ceiling_used_before_won: Mapped[int | None] = mapped_column(sa.BigInteger)
    overflow_won: Mapped[int] = mapped_column(sa.BigInteger, default=0)

    cohort: Mapped[Cohort] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (
        sa.UniqueConstraint("cohort_id", "month"),
        one_of("state", ("draft", "confirmed")),
        sa.CheckConstraint("(ceiling_decided_won is null) = (ceiling_used_before_won is null)", name="ceiling_whole"),
        sa.CheckConstraint("state = 'draft' or approved_by_id is not null", name="confirmed_by_somebody"),
        two_people(),
    )


class CostShare(Model):
    """One 비목 of a statement, shared nominally; what passes the grant is the statement's overflow.

    The scheme (per 10,000, with its basis) is the dated parameter that was in force, kept with the result.
    """

    __tablename__ = "cost_share"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    statement_id: Mapped[int] = fk("statement.id")
    item: Mapped[str]
    scheme_national: Mapped[int]
    scheme_city: Mapped[int]
    scheme_district: Mapped[int]
    rounding_won: Mapped[int]
    scheme_basis: Mapped[str]
    total_won: Mapped[int] = mapped_column(sa.BigInteger)
    national_won: Mapped[int] = mapped_column(sa.BigInteger)
    city_won: Mapped[int] = mapped_column(sa.BigInteger)
    district_won: Mapped[int] = mapped_column(sa.BigInteger)

    __table_args__ = (
        sa.UniqueConstraint("statement_id", "item", "scheme_national", "scheme_city", "scheme_district"),
        one_of("item", Item),
        sa.CheckConstraint("scheme_national + scheme_city + scheme_district = 10000", name="scheme_is_the_whole"),
        sa.CheckConstraint("rounding_won > 0", name="rounding_positive"),
        sa.CheckConstraint("total_won = national_won + city_won + district_won", name="funders_are_the_total"),
    )


class Grant(Edited, Model):
    """교부결정: programme × year × funder; several decisions add up."""

    __tablename__ = "grant"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    programme_code: Mapped[str] = fk("programme.code")
    year: Mapped[int]
    funder: Mapped[str]
    decided_won: Mapped[int] = mapped_column(sa.BigInteger)
    decided_on: Mapped[date]
    number: Mapped[str]
    note: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        sa.UniqueConstraint("programme_code", "year", "funder", "number"),
        one_of("funder", Funder),
        sa.CheckConstraint("decided_won >= 0", name="decided_not_negative"),
    )


class GrantEntry(Model):
    """교부 장부: received, returned, interest."""

    __tablename__ = "grant_entry"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    grant_id: Mapped[int] = fk("grant.id", index=True)
    kind: Mapped[str]
    won: Mapped[int] = mapped_column(sa.BigInteger)
    on_date: Mapped[date]
    note: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        one_of("kind", ("received", "returned", "interest")),
        sa.CheckConstraint("won > 0", name="won_positive"),
    )


class IssuedPaper(Model):
    """A paper once issued keeps its number and values: a reprint says the same for ever."""

    __tablename__ = "issued_paper"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[int] = mapped_column(sa.BigInteger)
    values: Mapped[dict[str, Any]] = mapped_column("values", sa.JSON)
    digest: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = fk("user.id")

    __table_args__ = (sa.Index("ix_issued_paper_subject_subject_id", "subject", "subject_id"),)
