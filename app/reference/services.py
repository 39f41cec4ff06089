"""Loading and keeping reference data: cohorts, the frozen set of parameters, the work calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import sqlalchemy as sa

from app.audit import services as audit
from app.extensions import db
from app.reference.calendar_library import library_days
from app.reference.models import CalendarDay, Cohort, Parameter, Programme
from app.rules.calendar import CalendarDay as RuleDay
from app.rules.calendar import WorkCalendar
from app.rules.parameters import DatedValue, Parameters, load_shipped
from app.shared.actor import Actor
from app.shared.errors import NotFound, RuleBroken
from app.shared.periods import month_text, months_touched
from app.shared.sentences import josa


def cohort(code: str) -> Cohort:
    """Raises NotFound with a sentence that names the code."""
    found = db.session.scalar(sa.select(Cohort).where(Cohort.code == code))
    if found is None:
        raise NotFound(f"사업 회차를 찾을 수 없습니다: {code[:40]} (예: 2024H1-companion)")
    return found


def programme(code: str) -> Programme:
    """Raises NotFound."""
    found = db.session.get(Programme, code)
    if found is None:
        raise NotFound(f"사업을 찾을 수 없습니다: {code[:40]} (companion, gangamchan, community)")
    return found


def check_month(of: Cohort, month: date) -> None:
    """Raises RuleBroken when the month is none of the cohort's."""
    term = months_touched(of.starts_on, of.ends_on)
    if month not in term:
        raise RuleBroken(
            f"{josa(month_text(month), '은/는')} {of.code}의 기간({month_text(term[0])}~{month_text(term[-1])})이 아닙니다."
        )


def cohort_code(programme_code: str, year: int, half: int) -> str:
    return f"{year}H{half}-{programme_code}"


def add_cohort(
    programme_code: str,
    year: int,
    half: int,
    starts_on: date,
    ends_on: date,
    *,
    by: Actor,
    now: datetime,
    months_reason: str | None = None,
    months: int | None = None,
    source: str = "live",
    dates_known: str = "day",
    recorded_people: int | None = None,
) -> Cohort:
    """Open a cohort. Its stated months must agree with the programme and the dates, or carry a written reason.

    Raises RuleBroken.
    """
    of = programme(programme_code)
    touched = len(months_touched(starts_on, ends_on))
    stated = months or touched
    if (stated != of.term_months or stated != touched) and not months_reason:
        raise RuleBroken(
            f"{of.name}은(는) {of.term_months}개월 사업입니다. 기간이 {touched}개월에 걸치므로 사유를 적어 주세요."
        )
    row = Cohort(
        code=cohort_code(programme_code, year, half),
        programme=of,
        year=year,
        half=half,
        starts_on=starts_on,
        ends_on=ends_on,
        months=stated,
        months_reason=months_reason,
        source=source,
        dates_known=dates_known,
        recorded_people=recorded_people,
        created_at=now,
        created_by_id=by.user_id or None,
    )
    db.session.add(row)
    db.session.flush()
    audit.record("reference:cohort:add", row, by=by, at=now, changes={"code": row.code})
    return row


def parameters() -> Parameters:
    """The frozen set of one run: shipped values, and approved office values in their place."""
    rows = db.session.scalars(
        sa.select(Parameter)
        .where(sa.or_(Parameter.origin == "shipped", Parameter.approved_by_id.is_not(None)))
        .order_by(Parameter.origin.desc())
    )
    chosen: dict[tuple[str, str, date], DatedValue] = {}
    for row in rows:  # shipped first, office last: the later wins
        chosen[row.key, row.scope, row.valid_from] = _dated(row)
    return Parameters(chosen.values())


def _dated(row: Parameter) -> DatedValue:
    return DatedValue(
        key=row.key,
        scope=row.scope,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        value=row.value,
        unit=row.unit,
        label=row.label,
        basis=row.basis,
        confidence=row.confidence,
        note=row.note,
    )


def sync_parameters(*, by: Actor, now: datetime) -> int:
    """Bring the table's shipped rows in line with the shipped files. Idempotent; returns how many rows changed."""
    stored = {
        (row.key, row.scope, row.valid_from): row
        for row in db.session.scalars(sa.select(Parameter).where(Parameter.origin == "shipped"))
    }
    changed = 0
    for value in load_shipped():
        row = stored.pop((value.key, value.scope, value.valid_from), None)
        if row is not None and _dated(row) == value:
            continue
        changed += 1
        if row is None:
            row = Parameter(key=value.key, scope=value.scope, valid_from=value.valid_from, origin="shipped")
            db.session.add(row)
        row.valid_to, row.value, row.unit, row.label = value.valid_to, value.value, value.unit, value.label
        row.basis, row.confidence, row.note = value.basis, value.confidence, value.note
    for row in stored.values():
        changed += 1
        db.session.delete(row)
    if changed:
        audit.record("reference:parameter:sync", None, subject="parameter", by=by, at=now, changes={"rows": changed})
    return changed


def sync_calendar(years: Iterable[int], *, by: Actor, now: datetime) -> int:
    """Fill the calendar from the library; the office's own rows stay. Returns how many days were added."""
    known = set(db.session.scalars(sa.select(CalendarDay.day)))
    fresh = [
        {"day": row.day, "kind": row.kind, "name": row.name, "source": "library", "basis": ""}
        for year in years
        for row in library_days(year)
        if row.day not in known
    ]
    if fresh:
        db.session.execute(sa.insert(CalendarDay), fresh)
        audit.record(
            "reference:calendar:sync", None, subject="calendar_day", by=by, at=now, changes={"days": len(fresh)}
        )
    return len(fresh)


def work_calendar(starts_on: date, ends_on: date) -> WorkCalendar:
    """The days off between two days. Raises RuleBroken for a year that the calendar does not hold."""
    missing = set(range(starts_on.year, ends_on.year + 1)) - set(
        db.session.scalars(sa.select(sa.extract("year", CalendarDay.day)).distinct())
    )
    if missing:
        raise RuleBroken(f"{min(missing)}년 달력이 없습니다. 달력 화면에서 등록해 주세요.")
    rows = db.session.execute(
        sa.select(CalendarDay.day, CalendarDay.kind, CalendarDay.name).where(
            CalendarDay.day.between(starts_on, ends_on)
        )
    )
    return WorkCalendar.of(RuleDay(*row) for row in rows)
