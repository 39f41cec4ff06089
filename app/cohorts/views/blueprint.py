"""The blueprint, and how its pages link to pages that may stand in another package."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, url_for
from flask_login import current_user

bp = Blueprint("cohorts", "app.cohorts", template_folder="templates")


def link(endpoint: str, **values: Any) -> str:
    """The address, or ``""`` where there is no such page or the account may not open it."""
    view = current_app.view_functions.get(endpoint)
    access = getattr(view, "access", None)
    if view is None or access is None or not current_user.can(access):
        return ""
    return url_for(endpoint, **values)


def notice_menu(code: str) -> list[tuple[str, str, bool]]:
    """The notice's own row of links, with 순위·선발 as the current one."""
    items = [
        ("개요", link("recruitment.show_notice", code=code), False),
        ("신청", link("recruitment.list_applications", code=code), False),
        ("참여자격 심사", link("recruitment.show_screening", code=code), False),
        ("순위·선발", link("cohorts.show_ranking", code=code), True),
    ]
    return [item for item in items if item[1]]


def cohort_menu(code: str, here: str) -> list[tuple[str, str, bool]]:
    """The cohort's own row of links; ``here`` is overview, participants or attendance."""
    items = [
        ("개요", link("cohorts.show_cohort", code=code), here == "overview"),
        ("참여자", link("cohorts.list_participants", code=code), here == "participants"),
        ("출근부", link("cohorts.list_attendance", code=code), here == "attendance"),
    ]
    return [item for item in items if item[1]]
