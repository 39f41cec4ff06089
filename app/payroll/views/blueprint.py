"""The blueprint of payroll, and the filters of its pages."""

from __future__ import annotations

from flask import Blueprint

from app.shared.money import won_on_paper

bp = Blueprint("payroll", __name__, template_folder="../templates")


@bp.app_template_filter("hours")
def hours(minutes: int) -> str:
    """300 → ``5시간``."""
    return f"{minutes / 60:g}시간"


bp.add_app_template_filter(won_on_paper)
