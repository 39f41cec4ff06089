"""The blueprint, and what all pledge pages share: the pledge, the day, the local menu."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from app.pledge import queries
from app.pledge.dashboard import opening_text, sources_text
from app.pledge.models import Pledge
from app.pledge.services import quarters, reconcile
from app.pledge.services.report import find, term_of
from app.rules.indicators import percent
from app.shared.periods import quarter_end
from app.web.clock import today

bp = Blueprint("pledge", __name__, template_folder="../templates")

_QUARTER = re.compile(r"(20[0-9]{2})Q([1-4])")


def wanted_day(pledge: Pledge) -> date:
    """``?as_of=``, else the last closed quarter's end, else the end of the last quarter that has passed. Junk is 400."""
    given = request.args.get("as_of", "")
    if not given:
        return default_day(pledge)
    try:
        day = date.fromisoformat(given)
    except ValueError:
        abort(400)
    if not 2000 <= day.year <= 2100:
        abort(400)
    return day


def default_day(pledge: Pledge) -> date:
    closed = quarters.latest_closed(pledge)
    return closed.as_of if closed else quarter_end(*quarters.quarter_to_submit(pledge, today()))


def wanted_quarter(text: str) -> tuple[int, int]:
    """``2024Q1`` of an address; anything else is no page."""
    match = _QUARTER.fullmatch(text)
    if match is None:
        abort(404)
    return int(match[1]), int(match[2])


def quarter_text(year: int, quarter: int) -> str:
    return f"{year}Q{quarter}"


def page(template: str, pledge: Pledge, here: str, as_of: date, status: int = 200, **values: Any) -> Any:
    """Render a page of one pledge, with what its frame needs."""
    frame = {
        "pledge": pledge,
        "as_of": as_of,
        "percent": percent,
        "sources_text": sources_text,
        "opening_text": opening_text,
        "term": term_of(pledge),
        "local": _local(pledge, here, as_of),
        "closed": _closed_on(pledge, as_of),
        "quarter_text": quarter_text,
    }
    return render_template(f"pledge/{template}.html", **{**frame, **values}), status


def _closed_on(pledge: Pledge, as_of: date) -> dict[str, Any] | None:
    one = quarters.closed_on(pledge, as_of)
    return {"snapshot": one, "version": quarters.version_text(pledge, one)} if one else None


def _local(pledge: Pledge, here: str, as_of: date) -> list[tuple[str, str, bool, int | None]]:
    """한눈에 · 지표 · 투자 · 추진실적 · 일정 · 불일치 · 분기 확정본."""
    closed = sum(1 for one in quarters.snapshots(pledge) if one.state == "closed")
    counts = {
        "list_indicators": len(queries.indicators(pledge.id)),
        "list_milestones": len(queries.events(pledge.id, "milestone", as_of)),
        "list_findings": len(reconcile.findings(pledge, as_of)),
        "list_quarters": closed,
    }
    items = (
        ("한눈에", "show_pledge"),
        ("지표", "list_indicators"),
        ("입력", "list_entries"),
        ("투자", "show_investment"),
        ("추진실적", "list_milestones"),
        ("일정", "show_schedule"),
        ("불일치", "list_findings"),
        ("분기 확정본", "list_quarters"),
    )
    given = as_of.isoformat() if "as_of" in request.args else None
    return [
        (label, url_for(f"pledge.{name}", code=pledge.code, as_of=given), name == here, counts.get(name))
        for label, name in items
    ]


__all__ = ["bp", "default_day", "find", "page", "quarter_text", "wanted_day", "wanted_quarter"]
