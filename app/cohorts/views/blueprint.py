"""The blueprint, and the cohort's own row of links."""

from __future__ import annotations

from flask import Blueprint

from app.recruitment.links import link

bp = Blueprint("cohorts", "app.cohorts", template_folder="templates")


def cohort_menu(code: str, here: str) -> list[tuple[str, str, bool]]:
    """The cohort's own row of links; ``here`` is overview, participants or attendance."""
    items = [
        ("개요", link("cohorts.show_cohort", code=code), here == "overview"),
        ("참여자", link("cohorts.list_participants", code=code), here == "participants"),
        ("출근부", link("cohorts.list_attendance", code=code), here == "attendance"),
    ]
    return [item for item in items if item[1]]
