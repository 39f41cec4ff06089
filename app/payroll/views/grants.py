"""교부: decisions and their ledger."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from app.accounts import once
from app.accounts.current import current_actor
from app.audit import services as audit
from app.extensions import db
from app.payroll.forms import EntryForm, GrantForm
from app.payroll.models import Grant
from app.payroll.services import grants
from app.payroll.views.blueprint import bp
from app.reference.models import Programme
from app.shared.errors import RuleBroken
from app.web.access import requires
from app.web.clock import now, today
from app.web.permissions import Permission


def _programmes() -> dict[str, str]:
    rows = db.session.execute(sa.select(Programme.code, Programme.name).order_by(Programme.sort))
    return {code: name for code, name in rows}  # noqa: C416  a Row is no pair to the type checker


@bp.get("/grants")
@requires(Permission.PAYROLL_GRANT_READ)
def list_grants() -> str:
    decisions = db.session.scalars(
        sa.select(Grant).order_by(Grant.year.desc(), Grant.decided_on.desc(), Grant.id)
    ).all()
    return render_template(
        "payroll/list_grants.html",
        ledgers=grants.ledgers(),
        decisions=decisions,
        programmes=_programmes(),
        funders=grants.FUNDERS,
    )


@bp.route("/grants/new", methods=["GET", "POST"])
@requires(Permission.PAYROLL_GRANT_WRITE)
def add_grant() -> Any:
    form = GrantForm(year=today().year)
    values: Any = form.data
    form.programme.choices = _programmes()
    if form.validate_on_submit():
        try:
            key = once.claim(form.once.data, user_id=current_user.id, location=url_for(".list_grants"), now=now())
            row = grants.add_grant(
                form.programme.data,
                form.year.data,
                form.funder.data,
                decided_won=values["decided_won"],
                decided_on=values["decided_on"],
                number=form.number.data,
                note=form.note.data or "",
                by=current_actor(),
                now=now(),
            )
            key.location = url_for(".show_grant", grant_id=row.id)
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
            flash("교부결정을 등록했습니다. 같은 사업과 연도의 시비 결정액을 더해 한도로 씁니다.", "success")
            return redirect(key.location)
    return render_template("payroll/add_grant.html", form=form), (422 if form.errors else 200)


@bp.get("/grants/<id:grant_id>")
@requires(Permission.PAYROLL_GRANT_READ)
def show_grant(grant_id: int) -> str:
    return _grant_page(grants.grant_of(grant_id), EntryForm(on_date=today()))


def _grant_page(grant: Grant, form: EntryForm) -> str:
    return render_template(
        "payroll/show_grant.html",
        grant=grant,
        form=form,
        entries=grants.entries_of(grant),
        ledger=grants.ledger(grant.programme_code, grant.year, grant.funder),
        programmes=_programmes(),
        funders=grants.FUNDERS,
        kinds=grants.ENTRY_KINDS,
    )


@bp.post("/grants/<id:grant_id>/entries")
@requires(Permission.PAYROLL_GRANT_WRITE)
def add_entry(grant_id: int) -> Any:
    grant, form = grants.grant_of(grant_id), EntryForm()
    values: Any = form.data
    if form.validate_on_submit():
        try:
            place = url_for(".show_grant", grant_id=grant.id)
            once.claim(form.once.data, user_id=current_user.id, location=place, now=now())
            grants.add_entry(
                grant,
                values["kind"],
                values["won"],
                values["on_date"],
                note=form.note.data or "",
                by=current_actor(),
                now=now(),
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
            flash("교부 장부에 등록했습니다.", "success")
            return redirect(place)
    return _grant_page(grants.grant_of(grant_id), form), 422
