"""진행 중인 일 in a browser, with a worker in a process of its own: how far it is, then the result, without a reload."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from app.audit import services as audit
from app.extensions import db
from app.tasks import services
from app.tasks.board import board
from app.tasks.models import Job, JobState
from tests.browser.conftest import Live
from tests.browser.office import Desk, add_accounts, inside
from tests.browser.rounds import who
from tests.create import NOW
from tests.tasks import works  # noqa: F401
from tests.tasks.test_worker import CHILD, wait_for


@pytest.fixture(scope="module")
def office(live_app: Flask, live: Live) -> Iterator[Live]:
    """Jobs wait for a worker, as in production."""
    with inside(live_app):
        add_accounts()
        audit.commit()
        board().immediate = False
    yield live
    with live_app.app_context():
        board().immediate = True


@pytest.fixture
def worker(live_app: Flask) -> Iterator[Any]:
    started: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        url = live_app.config["SQLALCHEMY_DATABASE_URI"]
        command = [sys.executable, "-c", CHILD, live_app.instance_path, str(url)]
        started.append(subprocess.Popen(command, cwd=Path(__file__).parents[2], stdout=subprocess.DEVNULL))

    yield start
    for one in started:
        one.kill()
        one.wait()


def begin(app: Flask, folder: Path) -> int:
    args = {"code": folder.name[-20:], "begun": str(folder / "begun"), "go": str(folder / "go")}
    with inside(app):
        by = who("jobs01")
        job = services.start("test:slow", "긴 심사", args, once_key=folder.name, location="/notices", by=by, now=NOW)
        audit.commit()
        return job.id


def state_of(app: Flask, job_id: int) -> str:
    with app.app_context():
        return str(db.session.get_one(Job, job_id).state)


def test_the_page_follows_the_worker_to_the_result(browser: Browser, office: Live, worker: Any, tmp_path: Path) -> None:
    desk = Desk(browser, office.url, "jobs01")
    page = desk.page
    job_id = begin(office.app, tmp_path)
    page.goto(f"/tasks/{job_id}")
    expect(page.locator("#task-state")).to_contain_text("기다림")
    worker()
    wait_for((tmp_path / "begun").exists)
    expect(page.locator("#task-state")).to_contain_text("1,000명 가운데")
    (tmp_path / "go").touch()
    expect(page.get_by_role("status")).to_contain_text("부서 1곳을 더했습니다.")
    page.get_by_role("link", name="결과 열기").click()
    page.wait_for_url(f"{office.url}/notices")
    assert desk.complaints == []
    desk.close()


def test_without_scripts_a_link_asks_again(browser: Browser, office: Live, worker: Any, tmp_path: Path) -> None:
    desk = Desk(browser, office.url, "jobs01", java_script_enabled=False)
    page = desk.page
    job_id = begin(office.app, tmp_path)
    page.goto(f"/tasks/{job_id}")
    worker()
    wait_for((tmp_path / "begun").exists)
    page.get_by_role("link", name="새로 고침").click()
    expect(page.locator("#task-state")).to_contain_text("하는 중")
    (tmp_path / "go").touch()
    wait_for(lambda: state_of(office.app, job_id) == JobState.DONE)
    page.get_by_role("link", name="새로 고침").click()
    expect(page.get_by_role("link", name="결과 열기")).to_be_visible()
    desk.close()
