"""Dated lines of the record: milestones, outreach, awards, plans and the yearly table of 현황."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from app.extensions import db
from app.pledge.models import Pledge, PledgeEvent
from app.pledge.services.source import first_day, known_to, plain
from app.shared.actor import Actor

HISTORY = (
    ("public_jobs_selected", "공공일자리 선발", "public_jobs"),
    ("placements", "취업연계", "placement_service"),
    ("trained", "직업교육훈련", "training_academy"),
)
_OWN = ("seq", "date", "programme", "title")


def add_events(pledge: Pledge, record: dict[str, Any], by: Actor, now: datetime) -> None:
    """Every dated line; what has no figures of its own keeps an empty set, never zeros."""
    lines = [("milestone", one) for one in record["milestones"]]
    lines += [("outreach", one) for one in record["outreach"]]
    lines += [("award", {"seq": at, **one}) for at, one in enumerate(record["awards"], 1)]
    lines += [("plan", {"seq": at, **one}) for at, one in enumerate(_plans(record), 1)]
    lines += [("history", {"seq": at, **one}) for at, one in enumerate(_history(record), 1)]
    for kind, values in lines:
        row = PledgeEvent(
            pledge_id=pledge.id,
            kind=kind,
            seq=values["seq"],
            date=first_day(values["date"]),
            date_known=known_to(values["date"]),
            programme=values.get("programme"),
            title=values["title"],
            figures=plain({key: value for key, value in values.items() if key not in _OWN}),
            created_at=now,
            created_by_id=by.user_id or None,
        )
        db.session.add(row)


def _plans(record: dict[str, Any]) -> list[dict[str, Any]]:
    names = {one["code"]: one["name"] for one in record["programmes"]["public_jobs"]["items"]}
    cohorts = [
        {**one, "date": one["recruit"], "cohort": one["id"], "title": names[one["programme"]]}
        for one in record["planned_cohorts"]
    ]
    return cohorts + [{"date": _first_month(text), "title": text} for text in record["other_plans"]]


def _first_month(text: str) -> str:
    found = re.search(r"[0-9]{4}-[0-9]{2}", text)
    if found is None:
        raise ValueError(f"no month in a plan: {text}")
    return found[0]


def _history(record: dict[str, Any]) -> list[dict[str, Any]]:
    table = record["history"]
    years, end = table["years"], date(table["years"][-1], 12, 31)
    rows = [
        {"date": end, "title": title, "programme": group, "years": years, "people": table[name]}
        for name, title, group in HISTORY
    ]
    return rows + [
        {**one, "date": end, "title": one["name"], "programme": "contest_jobs", "years": years}
        for one in table["contest"]
    ]
