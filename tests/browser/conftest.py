"""A real browser (Debian's chromium) against a real server with a database of its own."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextvars import Context
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from app import create_app
from tests import engines
from tests.conftest import make_settings

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.fspath).parents:
            item.add_marker(pytest.mark.browser)
            # A browser that leaves a page while a static file is on its way leaves the test server's file unclosed.
            item.add_marker(pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    if not Path(CHROMIUM).exists():
        if os.environ.get("ILTEO_REQUIRE_ALL"):
            pytest.fail("chromium이 없습니다. .ci/run이 설치합니다.")
        pytest.skip("chromium이 없습니다(apt-get install chromium)")
    flags = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": flags}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_context_args,
        "locale": "ko-KR",
        "timezone_id": "Asia/Seoul",
        "viewport": {"width": 1280, "height": 900},
    }


class Live:
    """A server thread over an application with its own database."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.server = make_server("127.0.0.1", 0, app, threaded=True)
        self.url = f"http://127.0.0.1:{self.server.port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def run(self, *args: str) -> Any:
        """A command in the same application."""
        return Context().run(self.app.test_cli_runner().invoke, args=args)

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join(10)


@pytest.fixture(scope="module")
def live_app(engine_kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with engines.open_store(engine_kind, tmp_path_factory.mktemp("live")) as store:
        made = create_app(make_settings(tmp_path_factory.mktemp("live-instance"), store.url))
        engines.build_template(made, store)
        yield made


@pytest.fixture(scope="module")
def live(live_app: Flask) -> Iterator[Live]:
    made = Live(live_app)
    yield made
    made.stop()
