"""임금 조건: what pay needs to know of one participation, one by one or a whole cohort by its hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

import sqlalchemy as sa

from app.audit import services as audit
from app.cohorts.models import Participation
from app.extensions import db
from app.payroll.models import PayTerms
from app.reference import services as reference
from app.reference.models import Cohort
from app.rules.insurance import EMPLOYMENT_TERMS, HEALTH_TERMS, PENSION_TERMS
from app.rules.tax import TaxTerms
from app.rules.wage import WageRates, refuse_under_minimum
from app.shared.actor import Actor
from app.shared.errors import Conflict, NotFound, RuleBroken
from app.shared.periods import months_touched


@dataclass(frozen=True, slots=True)
class TermValues:
    """The terms of one person. Insurances: ``insured`` or the reason why not; a daily wage of None follows the rates."""

    family: int = 1
    children: int = 0
    tax_mode: str = "table"
    tax_percent: int = 100
    tax_reason: str | None = None
    base_mode: str = "declared"
    pension: str = "insured"
    health: str = "insured"
    employment: str = "insured"
    pension_base_won: int | None = None
    health_base_won: int | None = None
    daily_wage_won: int | None = None


@dataclass(frozen=True, slots=True)
class Bases:
    """Declared 소득월액 of an hours band, won a month."""

    pension_won: int | None = None
    health_won: int | None = None


def of_participation(participation_id: int) -> Participation:
    """Raises NotFound."""
    found = db.session.get(Participation, participation_id)
    if found is None:
        raise NotFound
    return found


def set_terms(
    participation: Participation, values: TermValues, *, by: Actor, now: datetime, version: int | None = None
) -> PayTerms:
    """Keep the terms of one person. ``version`` is the one the form was opened with.

    Raises RuleBroken for a daily wage under the minimum wage (W38) or impossible tax terms, Conflict for a lost race.
    """
    _check(participation, values)
    query = sa.select(PayTerms).where(PayTerms.participation_id == participation.id)
    row = db.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if version is not None and version != (row.version if row else 0):
        raise Conflict("다른 사람이 먼저 저장했습니다. 입력한 내용을 확인하고 다시 저장해 주세요.")
    if row is None:
        row = PayTerms(participation_id=participation.id, created_at=now, created_by_id=by.user_id)
        db.session.add(row)
    for name, value in asdict(values).items():
        setattr(row, name, value)
    db.session.flush()
    # The figures stand in the row; the trail keeps which person and that pension, tax or wage terms were touched.
    audit.record("payroll:terms:set", row, by=by, at=now, people=[participation.person_id])
    return row


def _check(participation: Participation, values: TermValues) -> None:
    TaxTerms(values.family, values.children, values.tax_percent, values.tax_mode, values.tax_reason or "")
    for value, known in (
        (values.pension, PENSION_TERMS),
        (values.health, HEALTH_TERMS),
        (values.employment, EMPLOYMENT_TERMS),
    ):
        if value not in known:
            raise RuleBroken(f"보험 가입 구분을 확인해 주세요: {value[:20]}")
    if values.daily_wage_won is None:
        return
    rates, cohort = reference.parameters(), db.session.get_one(Cohort, participation.cohort_id)
    years: dict[int, date] = {}
    for month in months_touched(participation.starts_on, participation.ends_on):
        years.setdefault(month.year, month)
    for month in years.values():
        at = WageRates.on(rates, month, cohort.programme_code)
        refuse_under_minimum(values.daily_wage_won, participation.minutes_a_day, at)


def ensure_terms(cohort: Cohort, *, by: Actor, now: datetime) -> int:
    """Give default terms to every participation of the cohort that has none. Returns how many were added."""
    missing = (
        sa.select(
            Participation.id,
            sa.literal(1).label("family"),
            sa.literal(0).label("children"),
            sa.literal("table").label("tax_mode"),
            sa.literal(100).label("tax_percent"),
            sa.literal("declared").label("base_mode"),
            sa.literal("insured").label("pension"),
            sa.literal("insured").label("health"),
            sa.literal("insured").label("employment"),
            sa.literal(1).label("version"),
            sa.literal(now, type_=PayTerms.__table__.c.created_at.type).label("created_at"),
            sa.literal(by.user_id).label("created_by_id"),
        )
        .outerjoin(PayTerms, PayTerms.participation_id == Participation.id)
        .where(Participation.cohort_id == cohort.id, PayTerms.participation_id.is_(None))
    )
    names = ["participation_id", *missing.selected_columns.keys()[1:]]
    count = db.session.scalar(sa.select(sa.func.count()).select_from(missing.subquery())) or 0
    if count:
        db.session.execute(sa.insert(PayTerms).from_select(names, missing))
    return count


def set_cohort_terms(
    cohort: Cohort, *, base_mode: str, bases: Mapping[int, Bases] | None = None, by: Actor, now: datetime
) -> int:
    """Set the premium base of everybody in the cohort: its mode, and declared figures by minutes a day.

    Other terms stay. A band without a figure keeps what its people have. Returns how many people were set.
    """
    if base_mode not in ("declared", "month_wage"):
        raise RuleBroken("보험료 기준은 신고 소득월액이나 그 달 임금 가운데 하나여야 합니다.")
    ensure_terms(cohort, by=by, now=now)
    members = sa.select(Participation.id).where(Participation.cohort_id == cohort.id)
    changed = _update(members, {"base_mode": base_mode})
    for minutes, band in (bases or {}).items():
        figures = {"pension_base_won": band.pension_won, "health_base_won": band.health_won}
        given = {name: won for name, won in figures.items() if won is not None}
        if given:
            _update(members.where(Participation.minutes_a_day == minutes), given)
    db.session.expire_all()
    changes = {"base_mode": base_mode, "people": changed, "bands": sorted(bases or ())}
    audit.record("payroll:terms:cohort", cohort, by=by, at=now, changes=changes)
    return changed


def _update(members: sa.Select[int], values: Mapping[str, str | int]) -> int:
    statement = (
        sa.update(PayTerms)
        .where(PayTerms.participation_id.in_(members))
        .values(version=PayTerms.version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    return int(db.session.execute(statement).rowcount)  # type: ignore[attr-defined]
