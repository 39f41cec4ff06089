"""An office to walk through: one account of each role, a small community round, the pledge's record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser, Page

from app.accounts.models import User, UserWorksite
from app.audit import services as audit
from app.database import writing
from app.extensions import db
from app.pledge.services.record import load_record
from tests import create

PASSWORD = "correct-horse-7"
ROLES = (
    "clerk",
    "jobs",
    "jobs_lead",
    "supervisor",
    "finance",
    "finance_lead",
    "pledge",
    "pledge_lead",
    "admin",
    "auditor",
)
COHORT = "2024H2-community"
NOTICE = f"{COHORT}-1"


@contextmanager
def inside(app: Flask) -> Iterator[None]:
    """The application's own session, allowed to write."""
    with app.app_context(), writing():
        yield


def add_accounts() -> None:
    """One account of each role, named after it (``jobslead01``); a second clerk, of 대학동."""
    for role in ROLES:
        create.create_user(role, login=f"{role.replace('_', '')}01", name=f"{role} 담당", password=PASSWORD)
    create.create_user("clerk", login="clerk02", name="대학동 담당", password=PASSWORD, dong_code=create.DAEHAK)


def found(app: Flask) -> None:
    """Accounts named after their role, the round of 2024 H2 with one 세부사업 on one worksite, the pledge 1-4."""
    with inside(app):
        add_accounts()
        create.create_cohort()
        project = create.create_project(name="공원 환경 및 시설물 가꾸기", field_work=True)
        site = create.create_worksite(project=project, name="낙성대공원")
        supervisor = db.session.scalar(sa.select(User).where(User.login == "supervisor01"))
        db.session.add(UserWorksite(user_id=supervisor.id, worksite_id=site.id))
        load_record(by=create.system(), now=create.NOW)
        audit.commit()


class Desk:
    """One person at a browser of their own, signed in."""

    def __init__(self, browser: Browser, url: str, login: str, *, password: str = PASSWORD, **context: Any) -> None:
        self.url = url
        self.context = browser.new_context(base_url=url, locale="ko-KR", **context)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.complaints: list[str] = []
        self.page.on(
            "console", lambda message: self.complaints.append(message.text) if message.type == "error" else None
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto("/sign-in")
        self.page.get_by_label("아이디").fill(login)
        self.page.locator("#password").fill(password)
        self.page.get_by_role("button", name="로그인").click()
        self.page.wait_for_url(f"{url}/")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def status_of(self, path: str) -> int:
        return self.context.request.get(path, max_redirects=0).status

    def close(self) -> None:
        self.context.close()


def on_day(app: Flask, day: date) -> None:
    """The business date from here on."""
    app.config["TODAY"] = day
