"""The screens that people see first, on the demo: no axe violation, no console complaint, no sideways scroll."""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import Context
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.browser.conftest import Live
from tests.browser.look import WIDTHS, fit, violations
from tests.browser.office import Desk

NOTICE = "2024H2-companion-1"
SCREENS = [
    ("sinrim01", "/"),
    ("sinrim01", f"/notices/{NOTICE}/applications/new"),
    ("sinrim01", f"/notices/{NOTICE}/applications"),
    ("jobs01", f"/notices/{NOTICE}"),
    ("jobs01", f"/notices/{NOTICE}/screening"),
    ("jobs01", f"/notices/{NOTICE}/ranking"),
    ("jobs01", "/cohorts/2024H1-companion"),
    ("finance01", "/cohorts/2024H1-companion/pay/2024-03"),
    ("finance01", "/cohorts/2024H1-companion/statements/2024-06"),
    ("pledge01", "/pledges/1-4?as_of=2024-03-31"),
    ("pledge01", "/pledges/1-4/indicators/1"),
    ("pledge01", "/pledges/1-4/reconcile"),
    ("admin01", "/admin/users"),
    ("auditor01", "/admin/parameters"),
]


@pytest.fixture(scope="module")
def demo_live(live_app: Flask) -> Iterator[Live]:
    result = Context().run(live_app.test_cli_runner().invoke, args=["demo"])
    assert result.exit_code == 0, result.output
    made = Live(live_app)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def passwords(demo_live: Live) -> dict[str, str]:
    """Login → password, as ``make run`` shows them."""
    lines = (Path(demo_live.app.instance_path) / "demo-accounts.txt").read_text(encoding="utf-8").splitlines()
    return {line.split()[0]: line.split()[1] for line in lines[1:]}


@pytest.fixture(scope="module")
def desk_of(browser: Browser, demo_live: Live, passwords: dict[str, str]) -> Iterator[Any]:
    desks: dict[str, Desk] = {}

    def desk(login: str) -> Desk:
        if login not in desks:
            desks[login] = Desk(browser, demo_live.url, login, password=passwords[login])
        return desks[login]

    yield desk
    for one in desks.values():
        one.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_sign_in_looks_right(browser: Browser, demo_live: Live, width: int) -> None:
    page = browser.new_page()
    page.goto(f"{demo_live.url}/sign-in")

    assert fit(page, width) <= 0
    assert violations(page) == []
    page.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("login", "path"), SCREENS, ids=[path for _, path in SCREENS])
def test_screens_look_right(desk_of: Any, login: str, path: str, width: int) -> None:
    desk = desk_of(login)
    answer = desk.page.goto(path)
    sideways = fit(desk.page, width)
    complaints = list(desk.complaints)

    assert answer.status == 200
    assert sideways <= 0
    assert complaints == []
    assert violations(desk.page) == []
    desk.complaints.clear()  # axe's own style element trips the content security policy
