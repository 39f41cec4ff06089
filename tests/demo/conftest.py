"""The demo built once and read by many tests, and its commands' JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from tests import engines


@pytest.fixture(scope="module")
def filled(app: Flask, store: engines.Store, demo_kept: str) -> Iterator[Flask]:
    """One copy of the demo for the whole file: nothing here changes it."""
    store.reset(demo_kept)
    with app.app_context():
        yield app
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def ask(filled: Flask) -> Callable[..., Any]:
    """Runs a command and reads its JSON."""

    def run(*args: str) -> Any:
        db.session.rollback()  # what the test itself was reading: a command begins its own
        result = filled.test_cli_runner().invoke(args=[*args, "--format", "json"])
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    return run
