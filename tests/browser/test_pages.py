"""Every page of recruitment and of long work, in its states, at both widths: axe, sideways scroll, console, headings."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.browser import rounds
from tests.browser.conftest import Live
from tests.browser.look import WIDTHS, fit, violations
from tests.browser.office import ROLES, Desk
from tests.browser.pages import LOOKS, PAPERS, Look

PICTURES = os.environ.get("ILTEO_PICTURES", "")
TITLE = re.compile(r"(오류 [0-9]+곳: )?[^|]*[가-힣][^|]* \| 일터")
CODES = re.compile(r"[0-9]{4}H[12]-[a-z]+-[0-9]|제[0-9-]+호")
LATIN = re.compile(r"[A-Za-z]{3,}")
FOREIGN = {"XLSX", "xlsx", "PDF", "HWPX", "JPG", "PNG", "Ctrl", "Alt", "Enter", "Shift", "HYPERLINK", "lead", *ROLES}


@pytest.fixture(scope="module")
def at(live_app: Flask) -> SimpleNamespace:
    return rounds.build(live_app)


@pytest.fixture(scope="module")
def desk_of(browser: Browser, at: SimpleNamespace, live: Live) -> Iterator[Any]:
    desks: dict[str, Desk] = {}

    def desk(login: str) -> Desk:
        if login not in desks:
            desks[login] = Desk(browser, live.url, login)
        return desks[login]

    yield desk
    for one in desks.values():
        one.close()


def test_every_page_is_in_the_table(live_app: Flask) -> None:
    pages = {
        rule.endpoint
        for rule in live_app.url_map.iter_rules()
        if rule.endpoint.partition(".")[0] in ("recruitment", "tasks") and "GET" in (rule.methods or ())
    }
    assert pages - PAPERS == {one.endpoint for one in LOOKS}
    assert pages >= PAPERS


def path_of(app: Flask, look: Look, at: SimpleNamespace) -> str:
    values = {
        name: getattr(at, value[1:]) if isinstance(value, str) and value.startswith("@") else value
        for name, value in look.address.items()
    }
    with app.test_request_context():
        return app.url_for(look.endpoint, **values)


def foreign_words(page: Page) -> set[str]:
    return set(LATIN.findall(CODES.sub("", page.locator("main").inner_text()))) - FOREIGN


def shape_of(page: Page) -> dict[str, Any]:
    """What every page has one of."""
    return {
        "title": bool(TITLE.fullmatch(page.title())),
        "h1": page.locator("h1").count(),
        "breadcrumb": page.locator(".krds-breadcrumb-wrap").count(),
        "primary": min(page.locator("main .krds-btn.primary:visible").count(), 2) < 2,
        "foreign": foreign_words(page),
    }


SHAPE = {"title": True, "h1": 1, "breadcrumb": 1, "primary": True, "foreign": set()}


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.name}-{look.login}")
def test_pages_look_right(desk_of: Any, at: SimpleNamespace, live: Live, look: Look) -> None:
    desk = desk_of(look.login)
    page = desk.page
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    answer = page.goto(path_of(live.app, look, at))
    status = look.do(page) if look.do else answer.status
    problems: list[Any] = [] if status == look.status else [f"status {status}"]
    if status == 422:
        problems += [] if page.title().startswith("오류 ") else ["no error in the title"]
        problems += [] if page.locator("#error-summary").is_visible() else ["no error summary"]
    problems += [(name, found) for name, found in shape_of(page).items() if found != SHAPE[name]]
    for width in WIDTHS:
        sideways = fit(page, width)
        said = [one for one in desk.complaints if not (status == 422 and "422" in one)]
        problems += [(width, "sideways", sideways)] if sideways > 0 else []
        problems += [(width, one) for one in said]
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES, f"{LOOKS.index(look):03d}-{look.name}-{look.login}-{width}.png")))
        problems += [(width, one) for one in violations(page)]
        desk.complaints.clear()  # axe's own style element trips the content security policy
    assert problems == []
