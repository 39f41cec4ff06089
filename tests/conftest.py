"""Fixtures: one real database a test, made from a template that the real migrations built. SQLite or PostgreSQL.

``ILTEO_TEST_ENGINE`` chooses (sqlite by default); ``TEST_DATABASE_URL`` names a PostgreSQL server to use instead of
the one that the tests start for themselves.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextvars import Context
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.database import writing
from app.extensions import db
from config import Settings
from tests import engines
from tests.create import create_user

TODAY = date(2024, 7, 8)
PASSWORD = "correct-horse-7"


class PageClient(FlaskClient):
    """Ends the test's own transaction before each request, and lets it see afterwards what the request did.

    The request runs in an empty context, as on a server: it shares neither ``g`` nor the session with the test.
    """

    def open(self, *args: Any, **kwargs: Any) -> Any:
        db.session.commit()
        answer = Context().run(super().open, *args, **kwargs)
        db.session.rollback()
        db.session.expire_all()
        return answer


def make_settings(folder: Path, url: str) -> Settings:
    return Settings(
        env="test",
        secret_key="t" * 40,
        database_url=url,
        personal_keys={1: b"1" * 32},
        search_key=b"2" * 32,
        today=TODAY,
        demo=False,
        instance=folder,
        argon2_cheap=True,
    )


@pytest.fixture(scope="session")
def engine_kind() -> str:
    return os.environ.get("ILTEO_TEST_ENGINE", "sqlite")


@pytest.fixture(scope="session")
def store(engine_kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[engines.Store]:
    """Where databases of this engine are made and thrown away."""
    with engines.open_store(engine_kind, tmp_path_factory.mktemp("store")) as made:
        yield made


@pytest.fixture(scope="session")
def app(store: engines.Store, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application over this worker's database; the template has all migrations and the shipped parameters."""
    settings = make_settings(tmp_path_factory.mktemp("instance"), store.url)
    made = create_app(settings)
    made.test_client_class = PageClient
    made.config["WTF_CSRF_ENABLED"] = False
    engines.build_template(made, store)
    return made


@pytest.fixture
def database(app: Flask, store: engines.Store) -> Iterator[None]:
    """A clean database, an application context, and transactions that may write."""
    store.reset()
    with app.app_context(), writing():
        yield
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def demo_kept(app: Flask, store: engines.Store) -> str:
    """The demo, built once a worker and kept as a template; the name to reset to."""
    store.reset()
    result = Context().run(app.test_cli_runner().invoke, args=["demo"])
    assert result.exit_code == 0, result.output
    with app.app_context():
        store.keep("demo")
    return "demo"


@pytest.fixture
def demo(app: Flask, store: engines.Store, demo_kept: str) -> Iterator[None]:
    """A fresh copy of the demo, an application context, and transactions that may write."""
    store.reset(demo_kept)
    with app.app_context(), writing():
        yield
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask, database: None) -> FlaskClient:
    """Nobody signed in."""
    return app.test_client()


@pytest.fixture
def client_of(app: Flask, database: None) -> Any:
    """``client_of("clerk", dong_code=…)``: a client signed in as a new account of that role; ``.user`` is the account."""

    def make(role: str = "jobs", **overrides: Any) -> FlaskClient:
        user = create_user(role=role, password=PASSWORD, **overrides)
        db.session.commit()
        made = app.test_client()
        answer = made.post("/sign-in", data={"login": user.login, "password": PASSWORD})
        assert answer.status_code == 302, answer.text
        made.user = db.session.merge(user)
        return made

    return make


@pytest.fixture
def runner(app: Flask, database: None) -> Any:
    """Runs ``flask …`` commands against the same database, outside the test's own transaction."""

    def run(*args: str) -> Any:
        db.session.commit()
        result = Context().run(app.test_cli_runner().invoke, args=args)
        db.session.rollback()
        db.session.expire_all()
        return result

    return run
