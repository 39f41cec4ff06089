"""The recorded figures of a pledge as the reconciling rules want them: from rows alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.extensions import db
from app.pledge import queries
from app.pledge.models import Budget, Pledge, PledgeEvent
from app.pledge.reconciling.facts import Announced, CohortFact, Facts, HeadCount, Ratio, RecordedActual
from app.pledge.services.figures import IndicatorLine, Report
from app.pledge.services.report import plan_in_force, report, term_of
from app.rules.indicators import percent

_ROUND = re.compile(r"(20[0-9]{2})년(?: (상|하)반기)?")
_MORE = re.compile(r"([0-9,]+)명 추가 모집")


def facts_of(pledge: Pledge, as_of: date) -> Facts:
    """Everything that the rules compare, as of a day."""
    current = report(pledge, as_of)
    money = _budget(pledge)
    milestones = queries.events(pledge.id, "milestone", as_of)
    first = next((line for line in current.indicators if line.source == "participations"), None)
    targets = first.behind.targets if first else ()
    plan, executed = current.money.plan["total"].by_year, current.money.executed["total"].by_year
    return Facts(
        as_of=as_of,
        header=money.get("total", {}),
        groups={group: money[group] for group in pledge.head["programmes"] if group in money},
        ratios=_ratios(pledge, money),
        history=_history(queries.events(pledge.id, "history")),
        selections=_selections(milestones),
        confirmed=_confirmed(milestones, _terms(pledge)),
        added=_added(queries.events(pledge.id, "outreach", as_of)),
        announced=tuple(Announced(**one) for one in pledge.head.get("announced", ())),
        cohorts=_cohorts(pledge, as_of),
        plan_by_year={year: won for year, won in plan.items() if won is not None},
        executed_by_year={year: won for year, won in executed.items() if won is not None},
        unknown_year=_unknown_year(first),
        targets={one.year: one.value for one in targets if one.year and not one.quarter and one.value is not None},
        quarter_targets={
            (one.year, one.quarter): one.value for one in targets if one.quarter and one.value is not None
        },
        recorded=_recorded(pledge, current, as_of),
    )


def _budget(pledge: Pledge) -> dict[str, dict[str, int]]:
    """Whole-term won by group and funder."""
    rows = db.session.scalars(
        sa.select(Budget).where(Budget.plan_version_id == plan_in_force(pledge).id, Budget.year == 0)
    )
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row.group, {})[row.funder] = row.won
    return found


def _items(pledge: Pledge) -> list[dict[str, Any]]:
    """The programmes that take people on, as the plan describes them."""
    items: list[dict[str, Any]] = pledge.head["programmes"].get("public_jobs", {}).get("items", [])
    return items


def _terms(pledge: Pledge) -> dict[str, int]:
    return {one["code"]: one["months_a_term"] for one in _items(pledge)}


def _ratios(pledge: Pledge, money: dict[str, dict[str, int]]) -> tuple[Ratio, ...]:
    return tuple(
        Ratio(one["code"], one["name"], one["ratio"]["city"], money[one["code"]]["total"], money[one["code"]]["city"])
        for one in _items(pledge)
        if "ratio" in one and {"total", "city"} <= money.get(one["code"], {}).keys()
    )


def _history(rows: Sequence[PledgeEvent]) -> dict[int, int]:
    for row in rows:
        if row.programme == "public_jobs":
            pairs = zip(row.figures["years"], row.figures["people"], strict=True)
            return {year: people for year, people in pairs if people is not None}
    return {}


def _round(title: str) -> tuple[int, int | None]:
    """(2023, 2) of "2023년 하반기 …", (2024, None) of "2024년 …", (0, None) where there is no year."""
    found = _ROUND.search(title)
    if found is None:
        return 0, None
    return int(found[1]), {"상": 1, "하": 2, None: None}[found[2]]


def _selections(rows: Sequence[PledgeEvent]) -> tuple[HeadCount, ...]:
    """Milestones that name the cohorts they selected for."""
    return tuple(
        HeadCount(*_round(row.title), row.figures["people"], row.programme or "", row.title)
        for row in rows
        if "cohorts" in row.figures and "people" in row.figures
    )


def _confirmed(rows: Sequence[PledgeEvent], programmes: dict[str, int]) -> tuple[HeadCount, ...]:
    """Milestones that say how many people were confirmed for one of our programmes."""
    return tuple(
        HeadCount(*_round(row.title), row.figures["people"], row.programme or "", row.title)
        for row in rows
        if row.programme in programmes and "people" in row.figures and ("확정" in row.title or "공모 선정" in row.title)
    )


def _added(rows: Sequence[PledgeEvent]) -> tuple[HeadCount, ...]:
    """Press lines such as "서울동행일자리 참여자 150명 추가 모집": of the half in which they appeared."""
    names = queries.programme_names()
    found = []
    for row in rows:
        match = _MORE.search(row.title)
        programme = next((code for code, name in names.items() if name in row.title), None)
        if match and programme:
            half = 1 if row.date.month <= 6 else 2
            found.append(HeadCount(row.date.year, half, int(match[1].replace(",", "")), programme, row.title))
    return tuple(found)


def _cohorts(pledge: Pledge, as_of: date) -> tuple[CohortFact, ...]:
    """Cohorts on record that have begun, and those of the plan."""
    terms = _terms(pledge)
    planned = {
        row.figures["cohort"]: row.figures["people"]
        for row in queries.events(pledge.id, "plan")
        if "cohort" in row.figures
    }
    counted: dict[str, int] = {}
    for group in queries.people_started(term_of(pledge).starts_on, as_of):
        counted[group.cohort] = counted.get(group.cohort, 0) + group.selected
    return tuple(
        CohortFact(
            one.code,
            one.programme_code,
            one.title,
            one.year,
            one.half,
            one.starts_on,
            one.ends_on,
            one.dates_known,
            one.months,
            terms.get(one.programme_code, one.programme.term_months),
            recorded=one.recorded_people,
            planned=planned.get(one.code),
            counted=counted.get(one.code, 0),
        )
        for one in queries.cohorts()
        if one.code in planned or (one.recorded_people is not None and one.starts_on <= as_of)
    )


def _unknown_year(line: IndicatorLine | None) -> int | None:
    if line is None:
        return None
    return sum(one.value for one in line.behind.openings if one.covers_to is None)


def _recorded(pledge: Pledge, current: Report, as_of: date) -> tuple[RecordedActual, ...]:
    """The sheet's own results, beside the same day's figures of today."""
    stated = pledge.head.get("recorded")
    if stated is None or date.fromisoformat(stated["as_of"]) > as_of:
        return ()
    then = report(pledge, date.fromisoformat(stated["as_of"])) if stated["as_of"] != as_of.isoformat() else current
    found = []
    for one in stated["indicators"]:
        line = then.indicator(one["seq"])
        if line is None:
            continue
        value, rate = line.progress.actual.value, percent(line.progress.rate)
        now = None if value is None else int(value)
        tenths = int(one["rate"].replace(".", ""))
        found.append(
            RecordedActual(
                one["seq"], line.name, line.unit, one["actual"], tenths, now, None if rate is None else int(rate * 10)
            )
        )
    return tuple(found)
