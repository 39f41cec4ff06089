"""공약 목록 and 공약 한눈에."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, current_app, render_template

from app.pledge import dashboard, queries
from app.pledge.documents.sheet import draw_sheet
from app.pledge.models import Pledge
from app.pledge.services import quarters, reconcile
from app.pledge.services.figures import Report
from app.pledge.services.frozen import as_frozen
from app.pledge.services.report import report, term_of
from app.pledge.services.sheet import sheet_of
from app.pledge.views.blueprint import bp, default_day, find, page, wanted_day
from app.rules.indicators import percent
from app.shared.periods import SEOUL, quarter_end
from app.web.access import requires
from app.web.clock import today
from app.web.permissions import Permission

RECENT = 6


@bp.get("/pledges")
@requires(Permission.PLEDGE_SHEET_READ)
def list_pledges() -> str:
    rows = [(one, report(one, default_day(one))) for one in queries.pledges()]
    return render_template("pledge/list_pledges.html", rows=rows, percent=percent)


@bp.get("/pledges/<code>")
@requires(Permission.PLEDGE_SHEET_READ)
def show_pledge(code: str) -> Any:
    pledge = find(code)
    as_of = wanted_day(pledge)
    frozen = quarters.closed_on(pledge, as_of)
    found = report(pledge, as_of) if frozen is None else as_frozen(report(pledge, as_of), frozen.values)
    findings = reconcile.findings(pledge, as_of)
    return page(
        "show_pledge",
        pledge,
        "show_pledge",
        as_of,
        report=found,
        findings=findings,
        unexplained=[one for one in findings if one.state == "open"],
        sentence=reconcile.sentence,
        funders=dashboard.funder_rows(found.money),
        share=_share(pledge, as_of),
        recent=sorted(found.milestones, key=lambda one: (one.on, one.seq), reverse=True)[:RECENT],
        **_counted(found),
        **_since_closed(pledge),
        **_coming(pledge),
    )


def _share(pledge: Pledge, as_of: date) -> dashboard.TermShare:
    term = term_of(pledge)
    return dashboard.term_share(term.starts_on, term.ends_on, as_of)


def _counted(found: Report) -> dict[str, Any]:
    """The indicator that the system counts, and its columns."""
    counted = next((line for line in found.indicators if line.source == "participations"), None)
    if counted is None:
        return {"counted": None}
    columns = dashboard.year_columns(counted, found.as_of)
    opening = dashboard.unknown_year(counted)
    return {"counted": counted, "opening": opening, "columns": columns, "top": dashboard.chart_top(columns)}


def _since_closed(pledge: Pledge) -> dict[str, Any]:
    """What differs now from the last closed quarter."""
    latest = quarters.latest_closed(pledge)
    if latest is None or latest.approved_at is None:
        return {"latest": None}
    closed_day = latest.approved_at.astimezone(SEOUL)
    return {"latest": latest, "closed_day": closed_day, "changes": quarters.changes_since(pledge, latest)}


def _coming(pledge: Pledge) -> dict[str, Any]:
    """The next quarter to submit: its day, its deadline, what it still needs."""
    year, quarter = quarters.quarter_to_submit(pledge, today())
    end = quarter_end(year, quarter)
    rows = queries.indicators(pledge.id)
    seqs = {row.id: row.seq for row in rows}
    unexplained = [one for one in reconcile.findings(pledge, end) if one.state == "open"]
    checks = dashboard.checklist(report(pledge, end), queries.actuals(list(seqs), end), seqs, len(unexplained))
    return {
        "next_year": year,
        "next_quarter": quarter,
        "due": quarters.due_on(year, quarter),
        "ended": end < today(),
        "checks": checks,
        "submitted": quarters.snapshot_of(pledge, year, quarter),
    }


@bp.get("/pledges/<code>/sheet.pdf")
@requires(Permission.PLEDGE_SHEET_READ)
def sheet_pdf(code: str) -> Response:
    pledge = find(code)
    as_of = wanted_day(pledge)
    sheet = sheet_of(
        pledge,
        report(pledge, as_of),
        reconcile.findings(pledge, as_of),
        closed_by=quarters.closed_by(pledge, as_of),
        demo=current_app.config["DEMO"],
    )
    name = f"pledge-{pledge.code}-{as_of.isoformat()}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(draw_sheet(sheet), mimetype="application/pdf", headers=headers)
