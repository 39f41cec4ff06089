"""Rows with defaults for everything, made through the services where one exists. Call inside the ``database`` fixture."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from typing import Any

from app.accounts import services as accounts
from app.accounts.current import actor_of
from app.accounts.models import Department, User
from app.extensions import db
from app.reference import services as reference
from app.reference.models import Cohort, Project, Worksite
from app.shared.actor import Actor

NOW = datetime(2024, 7, 8, 1, 0, tzinfo=UTC)
SINRIM = "1162069500"
DAEHAK = "1162073500"
_serial = itertools.count(1)


def system() -> Actor:
    """An actor that is the account ``cli``."""
    return actor_of(accounts.cli_account(NOW))


def create_user(role: str = "jobs", **overrides: Any) -> User:
    """An account; a clerk belongs to 신림동 unless told."""
    number = next(_serial)
    values: dict[str, Any] = {"login": f"{role}{number:03d}", "name": f"담당{number}", "password": "correct-horse-7"}
    values |= overrides
    dong = values.pop("dong_code", SINRIM if role == "clerk" else None)
    user, _secret = accounts.add(
        values.pop("login"), values.pop("name"), role, dong=dong, by=system(), now=NOW, **values
    )
    return user


def actor(role: str = "jobs", **overrides: Any) -> Actor:
    """A new account of that role, as services want it."""
    return actor_of(create_user(role, **overrides))


def create_department(**overrides: Any) -> Department:
    number = next(_serial)
    row = Department(**{"code": f"dep{number}", "name": f"부서{number}", **overrides})
    db.session.add(row)
    db.session.flush()
    return row


def create_project(**overrides: Any) -> Project:
    number = next(_serial)
    values: dict[str, Any] = {
        "code": f"project{number}",
        "programme_code": "community",
        "name": f"공원 돌보미 {number}",
        "task": "공원 환경 정비",
        "created_at": NOW,
        **overrides,
    }
    if "department" not in values:
        values["department"] = create_department()
    row = Project(**values)
    db.session.add(row)
    db.session.flush()
    return row


def create_worksite(**overrides: Any) -> Worksite:
    number = next(_serial)
    values: dict[str, Any] = {"code": f"site{number}", "name": f"근무지 {number}", "created_at": NOW, **overrides}
    if "project" not in values:
        values["project"] = create_project()
    row = Worksite(**values)
    db.session.add(row)
    db.session.flush()
    return row


def create_cohort(programme: str = "community", year: int = 2024, half: int = 2, **overrides: Any) -> Cohort:
    """2024 H2 community by default: 2024-07-01 to 2024-10-31."""
    values: dict[str, Any] = {"starts_on": date(2024, 7, 1), "ends_on": date(2024, 10, 31), **overrides}
    return reference.add_cohort(
        programme, year, half, values.pop("starts_on"), values.pop("ends_on"), by=system(), now=NOW, **values
    )
