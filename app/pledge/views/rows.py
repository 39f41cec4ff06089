"""What stands behind the figures: indicators with their rows, money, milestones, plans."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import abort

from app.pledge import dashboard, queries
from app.pledge.models import Indicator
from app.pledge.services import entries
from app.pledge.services.money import covered_to
from app.pledge.services.report import report, term_of
from app.pledge.services.sheet import MONEY_LABELS, detail, million
from app.pledge.services.sheet_plan import future
from app.pledge.views.blueprint import bp, find, page, wanted_day
from app.web.access import requires
from app.web.permissions import Permission


@bp.get("/pledges/<code>/indicators")
@requires(Permission.PLEDGE_SHEET_READ)
def list_indicators(code: str) -> Any:
    pledge = find(code)
    as_of = wanted_day(pledge)
    return page("list_indicators", pledge, "list_indicators", as_of, report=report(pledge, as_of))


@bp.get("/pledges/<code>/indicators/<id:seq>")
@requires(Permission.PLEDGE_SHEET_READ)
def show_indicator(code: str, seq: int) -> Any:
    pledge = find(code)
    as_of = wanted_day(pledge)
    row = entries.indicator(pledge, seq)
    line = report(pledge, as_of).indicator(seq)
    if line is None:
        abort(404)
    actuals = queries.actuals([row.id], as_of)
    return page(
        "show_indicator",
        pledge,
        "list_indicators",
        as_of,
        line=line,
        actuals=actuals,
        people=queries.entered_by(actuals),
        quarter_years=sorted({one.year for one in line.behind.targets if one.quarter}),
        **_people_behind(row, term_of(pledge).starts_on, as_of),
    )


def _people_behind(row: Indicator, starts_from: date, as_of: date) -> dict[str, Any]:
    """Counts by cohort and by quarter × programme: no names, so every role that reads the sheet may see them."""
    if row.source != "participations":
        return {"groups": [], "matrix": {}, "programmes": {}, "titles": {}}
    groups = queries.people_started(starts_from, as_of)
    used = {one.programme for one in groups}
    matrix: dict[tuple[int, int], dict[str, int]] = {}
    for one in groups:
        cell = matrix.setdefault(one.quarter, {})
        cell[one.programme] = cell.get(one.programme, 0) + one.selected
    return {
        "groups": groups,
        "matrix": dict(sorted(matrix.items())),
        "programmes": {code: name for code, name in queries.programme_names().items() if code in used},
        "titles": {one.code: one.title for one in queries.cohorts()},
    }


@bp.get("/pledges/<code>/investment")
@requires(Permission.PLEDGE_SHEET_READ)
def show_investment(code: str) -> Any:
    pledge = find(code)
    as_of = wanted_day(pledge)
    rows = queries.executions(pledge.id)
    covered = covered_to(rows)
    return page(
        "show_investment",
        pledge,
        "show_investment",
        as_of,
        money=report(pledge, as_of).money,
        labels=MONEY_LABELS,
        funders=dashboard.FUNDER_NAMES,
        million=million,
        covered=covered,
        openings=rows,
        statements=queries.statements_paid(covered, as_of),
    )


@bp.get("/pledges/<code>/milestones")
@requires(Permission.PLEDGE_SHEET_READ)
def list_milestones(code: str) -> Any:
    pledge = find(code)
    as_of = wanted_day(pledge)
    return page(
        "list_milestones",
        pledge,
        "list_milestones",
        as_of,
        milestones=report(pledge, as_of).milestones,
        outreach=queries.events(pledge.id, "outreach", as_of),
        awards=queries.events(pledge.id, "award", as_of),
        history=queries.events(pledge.id, "history"),
        detail=detail,
    )


@bp.get("/pledges/<code>/schedule")
@requires(Permission.PLEDGE_SHEET_READ)
def show_schedule(code: str) -> Any:
    pledge = find(code)
    return page(
        "show_schedule",
        pledge,
        "show_schedule",
        wanted_day(pledge),
        plans=future(queries.events(pledge.id, "plan"), pledge.head),
        cohorts=queries.cohorts(),
        lines=pledge.head["schedule"]["lines"],
    )
