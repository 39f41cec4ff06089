"""What every page's frame shows: menu by permission, who is signed in, the business date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Flask, current_app, g, request, url_for
from flask_login import current_user

from app.accounts.roles import LABELS, Role
from app.web.clock import today
from app.web.permissions import Permission as P

VERSION = "0.1"

# Label, first page by endpoint, permission, path prefixes of the area. An endpoint may stand in a later package.
MENU: tuple[tuple[str, str, P | None, tuple[str, ...]], ...] = (
    ("홈", "accounts.home", None, ()),
    ("모집", "recruitment.list_notices", P.RECRUIT_NOTICE_READ, ("/notices", "/applications", "/selections")),
    ("근무", "cohorts.list_cohorts", P.COHORT_PLACEMENT_READ, ("/cohorts", "/participations")),
    ("급여·분담", "payroll.list_months", P.PAYROLL_STATEMENT_READ, ("/pay", "/grants", "/programmes")),
    ("공약", "pledge.list_pledges", P.PLEDGE_SHEET_READ, ("/pledges",)),
    ("사람", "recruitment.list_people", P.RECRUIT_APPLICATION_READ, ("/people",)),
    ("관리", "accounts.list_users", P.ADMIN_USER_READ, ("/admin",)),
    ("기록", "audit.list_entries", P.AUDIT_ENTRY_READ, ("/audit",)),
    ("기준값", "reference.list_parameters", P.ADMIN_PARAMETER_READ, ("/admin/parameters",)),
)


@dataclass(frozen=True)
class SiteUser:
    name: str
    place: str
    role_label: str


@dataclass(frozen=True)
class Site:
    demo: bool
    business_date: date
    menu: list[tuple[str, str, bool]]
    user: SiteUser | None
    version: str = VERSION


def _menu() -> list[tuple[str, str, bool]]:
    seen = [
        (label, endpoint, paths) for label, endpoint, right, paths in MENU if right is None or current_user.can(right)
    ]
    # A page of payroll stands under a cohort's address, but belongs to the payroll menu.
    where = "/pay" if request.blueprint == "payroll" else request.path
    here = max((path for _, _, paths in seen for path in paths if _under(where, path)), key=len, default="")
    return [
        (label, url_for(endpoint), here in paths if here else endpoint == "accounts.home" == request.endpoint)
        for label, endpoint, paths in seen
    ]


def _under(where: str, path: str) -> bool:
    return where == path or where.startswith(path + "/")


def site() -> Site:
    """The frame of this request's page. The 500 and 503 pages ask with nobody signed in, so they query nothing."""
    demo = current_app.config["DEMO"]
    if getattr(g, "sign_in", None) is None:
        return Site(demo, today(), [], None)
    user = SiteUser(current_user.name, current_user.place, LABELS[Role(current_user.role)])
    return Site(demo, today(), _menu(), user)


def can(permission: str) -> bool:
    return bool(getattr(g, "sign_in", None) and current_user.can(permission))


def init_app(app: Flask) -> None:
    app.context_processor(lambda: {"site": site(), "can": can, "form": None})
