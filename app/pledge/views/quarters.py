"""분기 제출과 확정."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_login import current_user

from app.accounts import once
from app.accounts.current import current_actor
from app.accounts.models import User
from app.audit import services as audit
from app.extensions import db
from app.pledge import queries
from app.pledge.dashboard import checklist
from app.pledge.forms import CloseForm, QuarterForm
from app.pledge.models import Pledge, Snapshot
from app.pledge.services import quarters, reconcile
from app.pledge.services.report import report
from app.pledge.views.blueprint import bp, find, page, quarter_text, wanted_day, wanted_quarter
from app.shared.errors import NotFound, RuleBroken
from app.shared.periods import quarter_end
from app.web.access import requires
from app.web.clock import now, today
from app.web.forms import Form
from app.web.permissions import Permission


@bp.get("/pledges/<code>/quarters")
@requires(Permission.PLEDGE_SHEET_READ)
def list_quarters(code: str) -> Any:
    pledge = find(code)
    rows = [(one, quarters.version_text(pledge, one), _names(one)) for one in reversed(quarters.snapshots(pledge))]
    year, quarter = quarters.quarter_to_submit(pledge, today())
    return page(
        "list_quarters",
        pledge,
        "list_quarters",
        wanted_day(pledge),
        rows=rows,
        next_code=quarter_text(year, quarter),
        next_label=f"{quarter}분기",
    )


def _names(one: Snapshot) -> tuple[str, str]:
    """Who submitted and who closed."""
    found = [db.session.get(User, key) if key else None for key in (one.proposed_by_id, one.approved_by_id)]
    submitted, closed = [user.name if user else "" for user in found]
    return submitted, closed


def _quarter_page(pledge: Pledge, year: int, quarter: int, form: Form | None = None) -> Any:
    end = quarter_end(year, quarter)
    row = quarters.snapshot_of(pledge, year, quarter)
    rows = queries.indicators(pledge.id)
    seqs = {one.id: one.seq for one in rows}
    unexplained = sum(1 for one in reconcile.findings(pledge, end) if one.state == "open")
    found = report(pledge, end)
    return page(
        "show_quarter",
        pledge,
        "list_quarters",
        end,
        422 if form is not None and form.errors else 200,
        report=found,
        snapshot=row,
        names=_names(row) if row else ("", ""),
        version=quarters.version_text(pledge, row) if row else "",
        changes=quarters.changes_since(pledge, row) if row else [],
        checks=checklist(found, queries.actuals(list(seqs), end), seqs, unexplained),
        unexplained=unexplained,
        year=year,
        quarter=quarter,
        due=quarters.due_on(year, quarter),
        ended=end < today(),
        form=form,
        submit_form=QuarterForm(formdata=None),
        close_form=CloseForm(formdata=None, digest=row.digest if row else ""),
        own=row is not None and row.proposed_by_id == current_user.id,
    )


@bp.get("/pledges/<code>/quarters/<quarter>")
@requires(Permission.PLEDGE_SHEET_READ)
def show_quarter(code: str, quarter: str) -> Any:
    return _quarter_page(find(code), *wanted_quarter(quarter))


@bp.post("/pledges/<code>/quarters/<quarter>/propose")
@requires(Permission.PLEDGE_QUARTER_PROPOSE)
def propose_quarter(code: str, quarter: str) -> Any:
    pledge, (year, number), form = find(code), wanted_quarter(quarter), QuarterForm()
    if form.validate_on_submit():
        try:
            once.claim(form.once.data, user_id=current_user.id, location=request.path.rpartition("/")[0], now=now())
            quarters.propose(pledge, year, number, by=current_actor(), now=now(), today=today())
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
            flash(f"{year}년 {number}분기를 제출했습니다. 공약 총괄이 확인하고 확정합니다.", "success")
            return redirect(url_for(".show_quarter", code=code, quarter=quarter))
    return _quarter_page(pledge, year, number, form)


@bp.post("/pledges/<code>/quarters/<quarter>/close")
@requires(Permission.PLEDGE_QUARTER_CLOSE)
def close_quarter(code: str, quarter: str) -> Any:
    pledge, (year, number), form = find(code), wanted_quarter(quarter), CloseForm()
    if form.validate_on_submit():
        try:
            once.claim(form.once.data, user_id=current_user.id, location=request.path.rpartition("/")[0], now=now())
            row = quarters.close(pledge, year, number, form.digest.data, by=current_actor(), now=now())
        except NotFound:
            raise
        except RuleBroken as error:
            form.refuse(error)
        else:
            text = quarters.version_text(pledge, row)
            audit.commit()
            flash(f"{year}년 {number}분기를 확정했습니다. {text}입니다.", "success")
            return redirect(url_for(".show_quarter", code=code, quarter=quarter))
    return _quarter_page(pledge, year, number, form)
