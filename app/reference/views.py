"""기준값, 달력, 근무지: thin pages to look at. Entering next year's values is a later step."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Blueprint, render_template, request

from app.extensions import db
from app.reference.models import CalendarDay, Parameter, Programme, Project, Worksite
from app.reference.words import shown_unit, shown_value
from app.rules.calendar import KOREAN_KINDS
from app.shared.digits import plain_number
from app.web.access import requires
from app.web.clock import today
from app.web.permissions import Permission

bp = Blueprint("reference", __name__, template_folder="templates")


@bp.get("/admin/parameters")
@requires(Permission.ADMIN_PARAMETER_READ)
def list_parameters() -> str:
    """All dated values, newest first within a key; ``?unsure=1`` only those to be checked."""
    unsure = request.args.get("unsure") == "1"
    query = sa.select(Parameter).order_by(Parameter.label, Parameter.scope, Parameter.valid_from.desc())
    if unsure:
        query = query.where(Parameter.confidence != "H")
    rows = db.session.scalars(query).all()
    programmes = {one.code: one.name for one in db.session.scalars(sa.select(Programme))}
    return render_template(
        "reference/list_parameters.html",
        rows=rows,
        unsure=unsure,
        programmes=programmes,
        shown_value=shown_value,
        shown_unit=shown_unit,
    )


@bp.get("/admin/calendar")
@requires(Permission.ADMIN_CALENDAR_READ)
def show_calendar() -> str:
    asked = plain_number(request.args.get("year", ""), 4) or 0
    year = asked if 2018 <= asked <= 2050 else today().year
    days = db.session.scalars(
        sa.select(CalendarDay).where(sa.extract("year", CalendarDay.day) == year).order_by(CalendarDay.day)
    ).all()
    return render_template("reference/show_calendar.html", days=days, year=year, kinds=KOREAN_KINDS)


@bp.get("/admin/worksites")
@requires(Permission.ADMIN_WORKSITE_READ)
def list_worksites() -> str:
    rows = db.session.scalars(
        sa.select(Worksite).join(Project).order_by(Project.programme_code, Project.id, Worksite.id)
    ).all()
    return render_template("reference/list_worksites.html", rows=rows)
