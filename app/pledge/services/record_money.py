"""투자계획 and 집행액 of the record, from 백만 원 into won."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from app.extensions import db
from app.pledge.models import FUNDERS, Budget, Execution, PlanVersion, Pledge
from app.pledge.services.source import MILLION
from app.shared.actor import Actor

EXECUTED = "2024년 1분기 관리카드 예산 집행액"


def add_budget(plan: PlanVersion, record: dict[str, Any]) -> None:
    """The whole plan by year × funder, the header's total (year 0), and what each programme is to cost."""
    cells = [("total", year, funder, won) for year, funder, won in _table(record, "plan")]
    cells += [("total", 0, funder, won) for funder, won in _funding(record["pledge"]["budget"])]
    for group, programme in record["programmes"].items():
        cells += [(group, 0, funder, won) for funder, won in _funding(programme.get("funding") or programme["total"])]
        for item in programme.get("items", []):
            cells += [(item["code"], 0, funder, won) for funder, won in _funding(item["funding"])]
    db.session.add_all(
        Budget(plan_version_id=plan.id, group=group, year=year, funder=funder, won=won)
        for group, year, funder, won in cells
    )


def add_executions(pledge: Pledge, record: dict[str, Any], by: Actor, now: datetime) -> None:
    """Opening entries that cover to the record's day: pay confirmed later counts on top, and nothing twice."""
    db.session.add_all(
        Execution(
            pledge_id=pledge.id,
            group="total",
            year=year,
            funder=funder,
            won=won,
            on_date=record["as_of"],
            kind="opening",
            covers_to=record["as_of"],
            source_note=EXECUTED,
            created_at=now,
            created_by_id=by.user_id or None,
        )
        for year, funder, won in _table(record, "executed")
        if funder != "total"
    )


def _table(record: dict[str, Any], name: str) -> Iterator[tuple[int, str, int]]:
    for funder, row in record["investment"][name].items():
        for year, value in zip(record["investment"]["years"], row["by_year"], strict=True):
            if value is not None:
                yield year, funder, value * MILLION


def _funding(values: dict[str, Any]) -> Iterator[tuple[str, int]]:
    for funder in ("total", *FUNDERS):
        if values.get(funder) is not None:
            yield funder, values[funder] * MILLION
