"""Rows in and out by the hundred thousand, past the ORM: plain tuples through the session's own connection.

Dates and JSON are read as text (``as_text``), so that both engines hand out the very same values.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine.interfaces import DBAPICursor

from app.database import refuse_in_read
from app.extensions import db

Piece = TypeVar("Piece")
Done = TypeVar("Done")
_FEW = 500
"""Up to here a plain insert: what a COPY saves is less than anybody notices, and logs and counters see the statement."""


def as_text(column: Any) -> sa.Cast[str]:
    """A date, or JSON as it was stored, as text."""
    return sa.cast(column, sa.Text)


def rows(query: Any, values: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """Every row as the driver gives it, without the result objects that cost more than the rows themselves."""
    session = db.session()
    if session.autoflush:
        session.flush()
    result = session.connection().execute(query, values)
    cursor: DBAPICursor = result.cursor  # a select always has one
    found = list(cursor.fetchall())
    result.close()
    return found


def bound(column: sa.Column[Any], value: Any) -> Any:
    """The value as the driver wants it for that column, for statements that no type of ours looks at."""
    dialect = db.session.connection().dialect
    process = column.type.dialect_impl(dialect).bind_processor(dialect)
    return process(value) if process else value


def among(column: Any, ids: Sequence[int]) -> sa.ColumnElement[bool]:
    """``column in ids`` as one value, however many they are; past the limits that a list of parameters has."""
    if db.session.connection().dialect.name == "postgresql":
        return column == sa.any_(sa.literal(list(ids), ARRAY(sa.BigInteger)))  # type: ignore[no-any-return]
    listed = sa.func.json_each(json.dumps(list(ids))).table_valued("value")
    return column.in_(sa.select(listed.c.value))  # type: ignore[no-any-return]


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector of cycles: it would walk a batch's rows again and again, and there are no cycles in them."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def one_behind(pieces: Iterable[Piece], work: Callable[[Piece], Done], write: Callable[[Done], None]) -> Iterator[None]:
    """``write(work(piece))`` of every piece in turn. Yields behind each write; what any of them raises ends it all.

    On PostgreSQL each but the last is written in another thread while the next is worked on: the server's time is not
    ours. The connection is one: taking a piece may read from the database, ``work`` must not. No write is under way when
    this yields or ends. SQLite writes in this very process, and would only take turns with the work.
    """
    if db.session.get_bind().dialect.name == "sqlite":
        for piece in pieces:
            write(work(piece))
            yield
        return
    with ThreadPoolExecutor(1) as other:
        ready: list[Done] = []
        for piece in pieces:
            writes = [other.submit(copy_context().run, write, one) for one in ready]
            try:
                ready = [work(piece)]
            finally:
                under_way = [one.result() for one in writes]  # what it raises comes first: it was there before
            for _ in under_way:
                yield
        for last in ready:
            write(last)
            yield


def insert(table: sa.Table, columns: Sequence[str], values: Sequence[tuple[Any, ...]]) -> None:
    """One COPY on PostgreSQL, one executemany on SQLite or for a few. Values as the driver wants them (``bound``)."""
    if not values:
        return
    connection = db.session.connection()
    refuse_in_read(connection, f"copy {table.name}")
    names = ", ".join(columns)
    postgres = connection.dialect.name == "postgresql"
    if postgres and len(values) > _FEW:
        with (
            connection.connection.cursor() as cursor,  # type: ignore[attr-defined]
            cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy,
        ):
            for one in values:
                copy.write_row(one)
        return
    places = ", ".join(["%s" if postgres else "?"] * len(columns))
    connection.exec_driver_sql(f"insert into {table.name} ({names}) values ({places})", list(values))  # noqa: S608  our own names


def update_all(table: sa.Table, values: dict[str, Any], ids: Sequence[int]) -> None:
    """The same values into many rows, in one statement."""
    if ids:
        db.session.connection().execute(sa.update(table).where(among(table.c.id, ids)).values(values))


def update_each(table: sa.Table, column: str, values: Iterable[tuple[Any, int]]) -> None:
    """One column of many rows: (value, id) each, in one prepared statement."""
    given = list(values)
    if not given:
        return
    connection = db.session.connection()
    place = "?" if connection.dialect.name == "sqlite" else "%s"
    connection.exec_driver_sql(f"update {table.name} set {column} = {place} where id = {place}", given)  # noqa: S608  our own names
