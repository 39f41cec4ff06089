"""The cohorts behind the sheet: nine on record, three planned for 2024 H2."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.extensions import db
from app.pledge.services.source import final_day, first_day, known_to, read_record
from app.reference import services as reference
from app.reference.models import Cohort
from app.shared.actor import Actor

REASONS = {
    "2023H2-companion": "7월부터 12월까지 여섯 달에 걸치지만 관리카드에 5개월로 적혀 있음",
    "2023H2-community": "4개월 사업이지만 관리카드에 5개월로 적혀 있음",
    "2024H1-gangamchan": "3월부터 7월까지 다섯 달에 걸치지만 관리카드에 4개월로 적혀 있음",
    "2024H2-community": "10월 30일에 끝나는 것으로 적혀 있음(10월은 31일까지)",
}
"""The record's four cases (domain.md H3: 6, 7, 8, 9)."""


def load_cohorts(by: Actor, now: datetime, code: str = "1-4") -> list[Cohort]:
    """Add the cohorts that are not there yet, in the order of the record; returns all twelve.

    A planned cohort has no head-count on record and is live: the office runs it in the system.
    """
    record = read_record(code)
    known = {row.code: row for row in db.session.scalars(sa.select(Cohort))}
    rows = [(one, "record") for one in record["cohorts"]] + [(one, "live") for one in record["planned_cohorts"]]
    return [known.get(one["id"]) or _add(one, source, by, now) for one, source in rows]


def _add(values: dict[str, Any], source: str, by: Actor, now: datetime) -> Cohort:
    return reference.add_cohort(
        values["programme"],
        int(values["id"][:4]),
        int(values["id"][5]),
        first_day(values["from"]),
        final_day(values["to"]),
        by=by,
        now=now,
        months=values["months"],
        months_reason=REASONS.get(values["id"]),
        source=source,
        dates_known=known_to(values["from"]),
        recorded_people=values["people"] if source == "record" else None,
    )
