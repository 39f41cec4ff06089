"""Bringing the district's own record of a pledge into the tables: once, whole, and nothing twice."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.audit import services as audit
from app.extensions import db
from app.pledge.models import Actual, Indicator, PlanVersion, Pledge, Target, TermOfOffice
from app.pledge.services.record_cohorts import load_cohorts
from app.pledge.services.record_events import add_events
from app.pledge.services.record_money import add_budget, add_executions
from app.pledge.services.source import plain, read_announced, read_record
from app.shared.actor import Actor

__all__ = ["load_cohorts", "load_record"]

TERM = ("민선 8기", date(2022, 7, 1), date(2026, 6, 30))
UNKNOWN_YEAR = "2024년 1분기 관리카드 실적 4,278명에서 기록된 회차 2,748명을 뺀 나머지(연도 미상)"
CUMULATIVE = "2024년 1분기 관리카드 실적(임기 시작부터의 누계, 연도별 수치 없음)"
TEXTS = ("programmes", "schedule", "history", "cooperation", "effects", "other_plans")


def load_record(by: Actor, now: datetime, code: str = "1-4") -> Pledge:
    """Fill term, pledge, plan version 1, indicators, targets, actuals, budget, executions and events of the sheet.

    A pledge that is there already is returned as it is: the record is never loaded over what people entered since.
    Raises NotFound when the project has no record under that code.
    """
    found = db.session.scalar(sa.select(Pledge).where(Pledge.code == code))
    if found is not None:
        return found
    record = read_record(code)
    pledge = _add_pledge(record, by, now)
    plan = PlanVersion(pledge_id=pledge.id, number=1, reason="공약 실천계획(관리카드에 적힌 값)")
    db.session.add(plan)
    db.session.flush()
    _add_indicators(pledge, plan, record, by, now)
    add_budget(plan, record)
    add_executions(pledge, record, by, now)
    add_events(pledge, record, by, now)
    audit.record(
        "pledge:record:load", pledge, by=by, at=now, changes={"code": code, "as_of": record["as_of"].isoformat()}
    )
    return pledge


def _term() -> TermOfOffice:
    name, starts_on, ends_on = TERM
    found = db.session.scalar(sa.select(TermOfOffice).where(TermOfOffice.name == name))
    if found is None:
        found = TermOfOffice(name=name, starts_on=starts_on, ends_on=ends_on)
        db.session.add(found)
        db.session.flush()
    return found


def _add_pledge(record: dict[str, Any], by: Actor, now: datetime) -> Pledge:
    values = record["pledge"]
    head = {**values, **{name: record[name] for name in TEXTS}}
    head["footnote"] = record["investment"]["footnote"]
    head["announced"] = read_announced(values["code"])
    head["recorded"] = {
        "as_of": record["as_of"],
        "overall_rate": str(record["overall_rate"]),
        "indicators": [
            {name: one[name] for name in ("seq", "actual")} | {"rate": str(one["rate"])} for one in record["indicators"]
        ],
        "planned_total": record["planned_total"],
    }
    pledge = Pledge(
        code=values["code"],
        term_id=_term().id,
        title=values["title"],
        kind=values["kind"],
        completion=values["completion"],
        progress=values["progress"],
        department=values["department"],
        head=plain(head),
        created_at=now,
        created_by_id=by.user_id or None,
    )
    db.session.add(pledge)
    db.session.flush()
    return pledge


def _add_indicators(pledge: Pledge, plan: PlanVersion, record: dict[str, Any], by: Actor, now: datetime) -> None:
    explained = sum(one["people"] for one in record["cohorts"])
    for values in record["indicators"]:
        counted = values["programme"] == "public_jobs"
        indicator = Indicator(
            pledge_id=pledge.id,
            seq=values["seq"],
            label=values["label"],
            name=values["measure"],
            unit=values["unit"],
            measure=values.get("kind", "sum"),
            source="participations" if counted else "entries",
            programme_group=values["programme"],
        )
        db.session.add(indicator)
        db.session.flush()
        db.session.add_all(_targets(plan.id, indicator.id, values))
        for entry in _actuals(values, record["as_of"], explained if counted else None):
            db.session.add(Actual(indicator_id=indicator.id, created_at=now, created_by_id=by.user_id or None, **entry))


def _targets(plan_id: int, indicator_id: int, values: dict[str, Any]) -> list[Target]:
    """Whole term with the weight, the five years, the quarters of 2024; an empty cell is no row."""
    cells = [(0, 0, values["target"])]
    cells += [(2022 + at, 0, value) for at, value in enumerate(values["by_year"])]
    cells += [(2024, 1 + at, value) for at, value in enumerate(values["q2024"]) if value is not None]
    return [
        Target(
            plan_version_id=plan_id,
            indicator_id=indicator_id,
            weight=values["weight"] if year == 0 else None,
            year=year,
            quarter=quarter,
            value=value,
        )
        for year, quarter, value in cells
    ]


def _actuals(values: dict[str, Any], as_of: date, explained: int | None) -> list[dict[str, Any]]:
    """What the sheet says was reached, less what rows of the system show (``explained``; None: no such rows)."""
    if explained is not None:
        return [_opening(as_of, None, None, values["actual"] - explained, UNKNOWN_YEAR)]
    if values.get("kind") == "state":
        years = [TERM[1], *(date(year, 1, 1) for year in range(TERM[1].year + 1, as_of.year + 1))]
        return [
            {"kind": "entered", "on_date": day, "value": 1, "source_note": f"{day.year}년 운영(2024년 1분기 관리카드)"}
            for day in years
        ]
    return [_opening(as_of, TERM[1], as_of, values["actual"], CUMULATIVE)]


def _opening(on: date, covers_from: date | None, covers_to: date | None, value: int, note: str) -> dict[str, Any]:
    return {
        "kind": "opening",
        "on_date": on,
        "covers_from": covers_from,
        "covers_to": covers_to,
        "value": value,
        "source_note": note,
    }
