"""How we speak to the database, on both engines: column types, constraints' names, transactions.

- A transaction is a *read* unless ``writing()`` is on, from its beginning to its end: a write inside a read raises. On
  SQLite a write begins with ``BEGIN IMMEDIATE`` behind a file lock (the database's own busy handler starves writers).
- On PostgreSQL a read is REPEATABLE READ, READ ONLY: it sees the database of one moment, as on SQLite.
- SQLite: WAL and ``synchronous=FULL`` where the library is past the WAL-reset bug (3.51.3), else rollback journal.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, declared_attr, mapped_column

WAL_IS_SAFE_FROM = (3, 51, 3)
_writing: ContextVar[bool] = ContextVar("writing", default=False)
_waits: ContextVar[bool] = ContextVar("waits", default=True)
PREPARED = {"prepared": True}
"""Execution options of a statement that is built once and asked again and again: prepared once for each PostgreSQL
connection, until a write is rolled back there. Not together with ``yield_per``."""


BigId = sa.BigInteger().with_variant(sa.Integer, "sqlite")


class WriteInReadTransaction(RuntimeError):
    """A statement that writes was sent outside ``writing()``: a fault of ours, never of the user."""


class WriterBusy(RuntimeError):
    """Somebody else is writing, and the transaction was not to wait for it."""


class Base(DeclarativeBase):
    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An instant. Only aware datetimes go in; UTC comes out, on SQLite too."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def fk(column: str, **options: Any) -> MappedColumn[Any]:
    """A foreign key column. Always RESTRICT: nothing disappears because something else did."""
    options.setdefault("nullable", False)
    return mapped_column(sa.ForeignKey(column, ondelete="RESTRICT"), **options)


def one_of(column: str, values: type[StrEnum] | tuple[str, ...]) -> sa.CheckConstraint:
    """CHECK that a text column holds one of the words."""
    words = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} in ({words})", name=f"{column}_known")


class Edited:
    """Rows that people edit: a version against lost updates, and who made them when."""

    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @declared_attr
    def created_by_id(cls) -> Mapped[int | None]:
        return fk("user.id", nullable=True)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]


class Proposed:
    """Maker and checker: who proposed, who approved. Add ``two_people()`` to the table's constraints."""

    proposed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @declared_attr
    def proposed_by_id(cls) -> Mapped[int | None]:
        return fk("user.id", nullable=True)

    @declared_attr
    def approved_by_id(cls) -> Mapped[int | None]:
        return fk("user.id", nullable=True)


def two_people() -> sa.CheckConstraint:
    """Nobody approves what they made themselves; an approval has its proposal."""
    return sa.CheckConstraint(
        "approved_by_id is null or (proposed_by_id is not null and approved_by_id <> proposed_by_id)", name="two_people"
    )


@contextmanager
def writing(allowed: bool = True, *, wait: bool = True) -> Iterator[None]:
    """Transactions begun inside may write. Unsafe requests, writing commands and workers are wrapped in it.

    ``writing(False)`` makes them reads again, whatever stands around. Without ``wait`` a transaction raises
    WriterBusy, instead of beginning, while somebody else holds SQLite's one writer.
    """
    token, how = _writing.set(allowed), _waits.set(wait)
    try:
        yield
    finally:
        _waits.reset(how)
        _writing.reset(token)


def is_writing() -> bool:
    return _writing.get()


def sqlite_module() -> Any:
    """pysqlite3 (SQLite 3.53) where there is a wheel, else the standard library's."""
    name = "pysqlite3.dbapi2" if find_spec("pysqlite3") else "sqlite3"
    return import_module(name)


_NEVER_BY_ITSELF = 2**31
"""Only ``PREPARED`` statements are: one plan for every value makes a search by part of a name 150 times slower."""


def engine_options(url: str) -> dict[str, Any]:
    """What ``create_engine`` needs for this address."""
    if url.startswith("sqlite"):
        return {"module": sqlite_module(), "connect_args": {"timeout": 10, "isolation_level": None}}
    limits = "-c statement_timeout=30000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000"
    return {
        "connect_args": {"options": limits, "connect_timeout": 5, "prepare_threshold": _NEVER_BY_ITSELF},
        "pool_pre_ping": True,
    }


def watch(engine: Engine) -> None:
    """Attach our transaction rules to an engine."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_settings)
        event.listen(engine, "begin", _sqlite_begin)
        event.listen(engine, "checkin", _release_writer)
    else:
        event.listen(engine, "begin", _postgresql_begin)
        event.listen(engine, "rollback", _postgresql_rollback)
        event.listen(engine, "do_execute", _execute_prepared)
    event.listen(engine, "begin", _note_kind)  # behind the others: they see how the connection was used before
    event.listen(engine, "before_cursor_execute", _refuse_write_in_read)


def _note_kind(connection: sa.Connection) -> None:
    connection.info["writes"] = _writing.get()


def _postgresql_begin(connection: sa.Connection) -> None:
    writes = _writing.get()
    if connection.info.get("writes") is not writes:
        raw: Any = connection.connection.dbapi_connection
        connection.dialect.set_isolation_level(raw, "READ COMMITTED" if writes else "REPEATABLE READ")
        connection.dialect.set_readonly(raw, not writes)  # type: ignore[attr-defined]


def _postgresql_rollback(connection: sa.Connection) -> None:
    """A read has nothing to take back, and at a ROLLBACK psycopg would forget all that is prepared: it ends by COMMIT."""
    if connection.invalidated or connection.info.get("writes") is not False:
        return
    raw: Any = connection.connection.dbapi_connection
    dialect: Any = connection.dialect
    if raw.info.transaction_status.name == "INTRANS":
        with suppress(dialect.loaded_dbapi.Error):  # the ROLLBACK to come says it properly
            raw.commit()


def _execute_prepared(cursor: Any, statement: str, values: Any, context: Any) -> bool | None:
    """In place of the driver's own execute, which prepares nothing (``_NEVER_BY_ITSELF``)."""
    if not context.execution_options.get("prepared"):
        return None
    cursor.execute(statement, values, prepare=True)
    return True


def _sqlite_settings(connection: Any, _record: Any) -> None:
    safe = tuple(int(part) for part in sqlite_module().sqlite_version.split(".")) >= WAL_IS_SAFE_FROM
    cursor = connection.cursor()
    for pragma in (
        f"journal_mode={'WAL' if safe else 'DELETE'}",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "secure_delete=ON",
        "mmap_size=0",
        "busy_timeout=10000",
    ):
        cursor.execute(f"pragma {pragma}")
    cursor.close()


def _sqlite_begin(connection: sa.Connection) -> None:
    if not _writing.get():
        connection.exec_driver_sql("BEGIN")
        return
    path = connection.engine.url.database
    # A connection that begins again before it goes back to the pool holds the lock already: a second would wait for it.
    if path and path != ":memory:" and "writer_lock" not in connection.info:
        lock = open(f"{path}.lock", "w")  # noqa: SIM115  closed by _release_writer
        try:
            fcntl.flock(lock, fcntl.LOCK_EX if _waits.get() else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.close()
            raise WriterBusy from error
        connection.info["writer_lock"] = lock
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _release_writer(_dbapi: Any, record: Any) -> None:
    lock = record.info.pop("writer_lock", None)
    if lock is not None:
        lock.close()


def refuse_in_read(connection: sa.Connection, what: str) -> None:
    """Raises WriteInReadTransaction unless the transaction was begun as one that writes, and still may."""
    if not is_writing() or not connection.info.get("writes"):
        raise WriteInReadTransaction(what)


_WRITES = ("insert", "update", "delete", "replace")


def _refuse_write_in_read(connection: sa.Connection, _cur: Any, statement: str, *_rest: Any) -> None:
    if statement.lstrip()[:7].lower().startswith(_WRITES):
        refuse_in_read(connection, statement[:80])
