"""Pledges: plan versions, indicators and targets, actuals, budget and execution, events, snapshots."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.database import BigId, Edited, Proposed, UtcDateTime, fk, one_of, two_people
from app.extensions import Model

FUNDERS = ("national", "city", "district", "other")


class TermOfOffice(Model):
    """민선 n기."""

    __tablename__ = "term_of_office"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]

    __table_args__ = (sa.CheckConstraint("ends_on >= starts_on", name="dates_in_order"),)


class Pledge(Edited, Model):
    """공약. ``head`` holds what the sheet's head and texts say, as recorded (sections 1–3, 7–9)."""

    __tablename__ = "pledge"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    term_id: Mapped[int] = fk("term_of_office.id")
    title: Mapped[str]
    kind: Mapped[str]
    completion: Mapped[str]
    progress: Mapped[str]
    department: Mapped[str]
    head: Mapped[dict[str, Any]] = mapped_column(sa.JSON)


class PlanVersion(Proposed, Model):
    """A version of targets and budget; changes go by procedure (관악구 공약 관리 규칙 §7)."""

    __tablename__ = "plan_version"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    pledge_id: Mapped[int] = fk("pledge.id")
    number: Mapped[int]
    reason: Mapped[str]

    __table_args__ = (sa.UniqueConstraint("pledge_id", "number"), two_people())


class Indicator(Model):
    """공약달성 확인지표. ``source`` participations: computed; entries: registers and entries."""

    __tablename__ = "indicator"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    pledge_id: Mapped[int] = fk("pledge.id")
    seq: Mapped[int]
    label: Mapped[str]
    name: Mapped[str]
    unit: Mapped[str]
    measure: Mapped[str]
    source: Mapped[str]
    cap: Mapped[bool] = mapped_column(default=True)
    programme_group: Mapped[str]

    __table_args__ = (
        sa.UniqueConstraint("pledge_id", "seq"),
        one_of("measure", ("sum", "state", "average")),
        one_of("source", ("participations", "entries")),
    )


class Target(Model):
    """year 0 = whole term (with the weight), quarter 0 = whole year. Zeros, since a unique key does not hold on nulls."""

    __tablename__ = "target"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    plan_version_id: Mapped[int] = fk("plan_version.id")
    indicator_id: Mapped[int] = fk("indicator.id")
    weight: Mapped[int | None]
    year: Mapped[int] = mapped_column(default=0)
    quarter: Mapped[int] = mapped_column(default=0)
    value: Mapped[int]

    __table_args__ = (
        sa.UniqueConstraint("plan_version_id", "indicator_id", "year", "quarter"),
        sa.CheckConstraint("year > 0 or quarter = 0", name="quarter_has_year"),
        sa.CheckConstraint("quarter between 0 and 4", name="quarter_known"),
        sa.CheckConstraint("(weight is not null) = (year = 0)", name="weight_on_whole_term"),
    )


class Actual(Edited, Model):
    """실적: an opening entry (before the system, with the days it covers; both null = year unknown) or an entry."""

    __tablename__ = "actual"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    indicator_id: Mapped[int] = fk("indicator.id", index=True)
    kind: Mapped[str]
    on_date: Mapped[date]
    covers_from: Mapped[date | None]
    covers_to: Mapped[date | None]
    value: Mapped[int]
    source_note: Mapped[str]
    evidence: Mapped[str] = mapped_column(default="")
    corrects_id: Mapped[int | None] = fk("actual.id", nullable=True)

    __table_args__ = (
        one_of("kind", ("opening", "entered")),
        sa.CheckConstraint("length(source_note) > 0", name="source_named"),
        sa.CheckConstraint("covers_from is null or covers_to >= covers_from", name="covers_in_order"),
    )


class Budget(Model):
    """투자계획: group ``total`` or a programme group; year 0 = whole term; in won."""

    __tablename__ = "budget"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    plan_version_id: Mapped[int] = fk("plan_version.id")
    group: Mapped[str]
    year: Mapped[int]
    funder: Mapped[str]
    won: Mapped[int] = mapped_column(sa.BigInteger)

    __table_args__ = (
        sa.UniqueConstraint("plan_version_id", "group", "year", "funder"),
        one_of("funder", (*FUNDERS, "total")),
    )


class Execution(Edited, Model):
    """집행액 that the system did not pay itself: an opening entry with the day it covers to, or an entry. In won."""

    __tablename__ = "execution"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    pledge_id: Mapped[int] = fk("pledge.id", index=True)
    group: Mapped[str]
    year: Mapped[int]
    funder: Mapped[str]
    won: Mapped[int] = mapped_column(sa.BigInteger)
    on_date: Mapped[date]
    kind: Mapped[str]
    covers_to: Mapped[date | None]
    source_note: Mapped[str]

    __table_args__ = (
        one_of("kind", ("opening", "entered")),
        one_of("funder", FUNDERS),
        sa.CheckConstraint("kind <> 'opening' or covers_to is not null", name="opening_covers"),
    )


class PledgeEvent(Edited, Model):
    """Milestones, outreach, awards, plans and history rows of the sheet."""

    __tablename__ = "pledge_event"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    pledge_id: Mapped[int] = fk("pledge.id")
    kind: Mapped[str]
    seq: Mapped[int]
    date: Mapped[date]
    date_known: Mapped[str]
    programme: Mapped[str | None]
    title: Mapped[str]
    figures: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)

    __table_args__ = (
        sa.UniqueConstraint("pledge_id", "kind", "seq"),
        one_of("kind", ("milestone", "outreach", "award", "plan", "history")),
        one_of("date_known", ("day", "month")),
    )


class Snapshot(Proposed, Model):
    """분기 확정본: a quarter's values frozen with their digest."""

    __tablename__ = "snapshot"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    pledge_id: Mapped[int] = fk("pledge.id")
    year: Mapped[int]
    quarter: Mapped[int]
    as_of: Mapped[date]
    values: Mapped[dict[str, Any]] = mapped_column("values", sa.JSON)
    digest: Mapped[str]
    state: Mapped[str] = mapped_column(default="proposed")

    __table_args__ = (
        sa.UniqueConstraint("pledge_id", "year", "quarter"),
        sa.CheckConstraint("quarter between 1 and 4", name="quarter_known"),
        one_of("state", ("proposed", "closed")),
        two_people(),
    )


class ReconcileNote(Edited, Model):
    """설명: what the office says about one finding of the reconciliation. The finding itself is worked out anew each time."""

    __tablename__ = "reconcile_note"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    pledge_id: Mapped[int] = fk("pledge.id")
    key: Mapped[str]
    note: Mapped[str]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        sa.UniqueConstraint("pledge_id", "key"),
        sa.CheckConstraint("length(note) > 0", name="note_written"),
    )
