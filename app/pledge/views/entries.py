"""실적 입력: the list and the form."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from flask import flash, redirect, request, url_for
from flask_login import current_user

from app.accounts import once
from app.accounts.current import current_actor
from app.audit import services as audit
from app.pledge import queries
from app.pledge.forms import EntryForm
from app.pledge.models import Pledge
from app.pledge.services import entries
from app.pledge.views.blueprint import bp, find, page, wanted_day
from app.shared.errors import RuleBroken
from app.shared.periods import korean_date
from app.web.access import requires
from app.web.clock import now, today
from app.web.permissions import Permission


@bp.get("/pledges/<code>/entries")
@requires(Permission.PLEDGE_SHEET_READ)
def list_entries(code: str) -> Any:
    pledge = find(code)
    as_of = wanted_day(pledge)
    by_id = {row.id: row for row in queries.indicators(pledge.id)}
    rows = queries.actuals(list(by_id))
    people = queries.entered_by(rows)
    return page("list_entries", pledge, "list_entries", as_of, rows=rows, by_id=by_id, people=people)


def _form(pledge: Pledge) -> EntryForm:
    form = EntryForm()
    rows = queries.indicators(pledge.id)
    by_id = {row.id: row for row in rows}
    form.seq.choices = [(row.seq, f"{row.seq} {row.name}") for row in rows]
    if not form.is_submitted():
        form.seq.data = request.args.get("seq", type=int) or next(
            (row.seq for row in rows if row.source == "entries"), None
        )
    form.corrects.choices = [(0, "없음(새 실적)")] + [
        (one.id, f"{by_id[one.indicator_id].name} {korean_date(one.on_date)} {one.value:,}")
        for one in queries.actuals(list(by_id))
    ]
    return form


@bp.route("/pledges/<code>/entries/new", methods=["GET", "POST"])
@requires(Permission.PLEDGE_ENTRY_WRITE)
def add_entry(code: str) -> Any:
    pledge = find(code)
    form = _form(pledge)
    if form.validate_on_submit():
        try:
            place = url_for(".show_indicator", code=code, seq=form.seq.data, as_of=today().isoformat())
            once.claim(form.once.data, user_id=current_user.id, location=place, now=now())
            _save(pledge, form)
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
            flash("실적을 저장했습니다. 지표에 반영되었습니다.", "success")
            return redirect(place)
    return page("add_entry", pledge, "list_entries", wanted_day(pledge), 422 if form.errors else 200, form=form)


def _save(pledge: Pledge, form: EntryForm) -> None:
    entries.add_entry(
        pledge,
        form.seq.data,
        cast("date", form.on_date.data),
        form.value.data,
        form.source_note.data,
        evidence=form.evidence.data or "",
        corrects_id=form.corrects.data or None,
        by=current_actor(),
        now=now(),
        today=today(),
    )
