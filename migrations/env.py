"""Runs migrations, each in one transaction on both engines.

SQLite is atomic only with all four: no driver transactions, BEGIN IMMEDIATE, transactional DDL, and foreign keys off
before BEGIN with a check before commit (with them on, altering a parent table may delete its children).
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import sqlalchemy as sa
from alembic import context
from flask import current_app

from app.database import Base, UtcDateTime, engine_options, writing

for feature in ("audit", "accounts", "tasks", "reference", "recruitment", "cohorts", "payroll", "pledge"):
    import_module(f"app.{feature}.models")

URL = current_app.config["SQLALCHEMY_DATABASE_URI"]
LOCK_ID = 160_104


def _render(kind: str, thing: Any, autogen: Any) -> Any:
    if kind == "type" and isinstance(thing, UtcDateTime):
        autogen.imports.add("from app.database import UtcDateTime")
        return "UtcDateTime()"
    return False


def _options() -> dict[str, Any]:
    return {
        "target_metadata": Base.metadata,
        "render_as_batch": True,
        "compare_type": True,
        "transaction_per_migration": True,
        "render_item": _render,
    }


def _sqlite(connection: sa.Connection) -> None:
    connection.exec_driver_sql("pragma foreign_keys=OFF")
    connection.exec_driver_sql("pragma busy_timeout=10000")
    sa.event.listen(connection, "begin", lambda one: one.exec_driver_sql("BEGIN IMMEDIATE"))
    sa.event.listen(connection, "commit", _check_foreign_keys)
    context.configure(connection=connection, transactional_ddl=True, **_options())


def _check_foreign_keys(connection: sa.Connection) -> None:
    broken = connection.exec_driver_sql("pragma foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"migration would leave {len(broken)} rows pointing nowhere: {broken[:3]}")


def _postgresql(connection: sa.Connection) -> None:
    # Two migrations at once: the second waits here, then finds nothing to do.
    connection.execute(sa.text("select pg_advisory_lock(:id)"), {"id": LOCK_ID})
    connection.commit()
    context.configure(connection=connection, **_options())


def run() -> None:
    options = engine_options(URL)
    options.pop("pool_pre_ping", None)
    engine = sa.create_engine(URL, poolclass=sa.pool.NullPool, **options)
    with engine.connect() as connection, writing():
        if connection.dialect.name == "sqlite":
            connection.connection.dbapi_connection.isolation_level = None
            _sqlite(connection)
        else:
            _postgresql(connection)
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
