"""Loading what stands behind a pledge and letting the rules work it out. Figures are counted, never typed in here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db
from app.pledge import queries
from app.pledge.models import Actual, Indicator, PlanVersion, Pledge, Target, TermOfOffice
from app.pledge.services.figures import IndicatorLine, Milestone, People, Report
from app.pledge.services.money import money_of
from app.rules import indicators as rules
from app.shared.errors import NotFound

COUNT_FAILED = "참여 자료 집계에 실패했습니다. 0으로 표시하지 않습니다."


def find(code: str) -> Pledge:
    """Raises NotFound with a sentence that names the code."""
    found = db.session.scalar(sa.select(Pledge).where(Pledge.code == code))
    if found is None:
        raise NotFound(f"공약을 찾을 수 없습니다: {code[:20]} (예: 1-4)")
    return found


def term_of(pledge: Pledge) -> TermOfOffice:
    return db.session.get_one(TermOfOffice, pledge.term_id)


def plan_in_force(pledge: Pledge) -> PlanVersion:
    """The latest version that nobody still has to approve: the first, or one that was approved."""
    query = sa.select(PlanVersion).where(PlanVersion.pledge_id == pledge.id)
    settled = sa.or_(PlanVersion.number == 1, PlanVersion.approved_by_id.is_not(None))
    found = db.session.scalar(query.where(settled).order_by(PlanVersion.number.desc()).limit(1))
    if found is None:
        raise NotFound(f"공약 {pledge.code}의 실천계획이 없습니다.")
    return found


def report(pledge: Pledge, as_of: date) -> Report:
    """Indicators, money and milestones as of a day, by effective dates (contract start, entry date, pay day)."""
    plan = plan_in_force(pledge)
    lines = _lines(pledge, plan, as_of)
    return Report(
        code=pledge.code,
        title=pledge.title,
        as_of=as_of,
        indicators=lines,
        overall=rules.overall([(line.weight, line.progress.rate) for line in lines]),
        money=money_of(pledge, plan, as_of),
        milestones=tuple(
            Milestone(one.seq, one.date, one.date_known, one.programme, one.title, one.figures)
            for one in queries.events(pledge.id, "milestone", as_of)
        ),
    )


def _lines(pledge: Pledge, plan: PlanVersion, as_of: date) -> tuple[IndicatorLine, ...]:
    rows = queries.indicators(pledge.id)
    targets = db.session.scalars(sa.select(Target).where(Target.plan_version_id == plan.id)).all()
    entries = queries.actuals([row.id for row in rows])
    starts_from = term_of(pledge).starts_on
    return tuple(
        _line(
            row,
            [one for one in targets if one.indicator_id == row.id],
            [one for one in entries if one.indicator_id == row.id],
            starts_from,
            as_of,
        )
        for row in rows
    )


def _line(
    row: Indicator, targets: Sequence[Target], entries: Sequence[Actual], starts_from: date, as_of: date
) -> IndicatorLine:
    counted: tuple[rules.Counted, ...] | None = ()
    people = None
    if row.source == "participations":
        counted, people = _people(starts_from, as_of)
    behind = rules.Indicator(
        measure=rules.Measure(row.measure),
        weight=next((one.weight for one in targets if one.weight is not None), 0),
        targets=tuple(rules.Target(one.year, one.quarter, one.value) for one in targets),
        openings=tuple(
            rules.Opening(one.value, one.covers_from, one.covers_to) for one in entries if one.kind == "opening"
        ),
        entered=tuple(
            rules.Entered(one.on_date, one.value, corrects=one.corrects_id is not None)
            for one in entries
            if one.kind == "entered"
        ),
        counted=counted,
        cap=row.cap,
        error="" if counted is not None else COUNT_FAILED,
    )
    return IndicatorLine(
        row.seq, row.label, row.name, row.unit, row.source, behind, rules.progress(behind, as_of), people
    )


def _people(starts_from: date, as_of: date) -> tuple[tuple[rules.Counted, ...] | None, People | None]:
    """Counts by contract start, or None for both when counting fails: an error is no 0."""
    try:
        with db.session.begin_nested():
            rows = queries.people_started(starts_from, as_of)
            distinct = queries.distinct_people(starts_from, as_of)
    except SQLAlchemyError:
        return None, None
    counted = tuple(rules.Counted(one.on, one.selected) for one in rows)
    return counted, People(sum(one.filled for one in rows), distinct)
