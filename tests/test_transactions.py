"""How transactions begin: reads and writes; what may not be mixed, and what stays planned."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
import sqlalchemy as sa

from app import bulk
from app.accounts.models import Department
from app.database import PREPARED, WriteInReadTransaction, WriterBusy, writing
from app.extensions import db

_NAME = sa.text("select name from dong where code = '1162069500'")
_RENAME = sa.text("update dong set name = '새이름동' where code = '1162069500'")
_PREPARED = sa.text("select count(*) from pg_prepared_statements where statement like 'SELECT dong.code%'")


@contextmanager
def _elsewhere() -> Iterator[sa.Connection]:
    """Another connection that writes and commits."""
    with writing(), db.engine.begin() as connection:
        yield connection


@pytest.fixture
def on_postgresql(engine_kind: str) -> None:
    if engine_kind != "postgresql":
        pytest.skip("SQLite knows no such thing")


@pytest.fixture
def reading(database: None) -> Iterator[None]:
    db.session.commit()
    with writing(False):
        yield
        db.session.rollback()


def test_a_read_refuses_to_write(reading: None) -> None:
    with pytest.raises(WriteInReadTransaction):
        db.session.execute(_RENAME)


def test_what_began_as_a_read_stays_one(reading: None) -> None:
    """Else nothing would hold the pieces of the write together."""
    db.session.execute(_NAME)
    with writing(), pytest.raises(WriteInReadTransaction):
        db.session.execute(_RENAME)


def test_the_next_transaction_writes(reading: None) -> None:
    before = db.session.scalar(_NAME)
    db.session.commit()
    with writing():
        db.session.execute(_RENAME)
        changed = db.session.scalar(_NAME)
        db.session.rollback()

    assert (changed, db.session.scalar(_NAME)) == ("새이름동", before)


def test_a_write_that_fails_leaves_nothing(reading: None) -> None:
    before = db.session.scalar(_NAME)
    db.session.commit()
    with writing():
        db.session.execute(_RENAME)
        with pytest.raises(sa.exc.IntegrityError):
            db.session.execute(sa.text("insert into dong (code) values ('1162069500')"))
        db.session.rollback()

    assert db.session.scalar(_NAME) == before


def test_a_read_is_of_one_moment(reading: None) -> None:
    before = db.session.scalar(_NAME)
    with _elsewhere() as other:
        other.execute(_RENAME)

    assert db.session.scalar(_NAME) == before
    db.session.rollback()
    assert db.session.scalar(_NAME) == "새이름동" != before


def test_where_nothing_may_be_written_any_more_a_write_is_refused_too(database: None) -> None:
    db.session.execute(_RENAME)
    with writing(False), pytest.raises(WriteInReadTransaction):
        db.session.execute(_RENAME)
    db.session.rollback()


@pytest.mark.parametrize("count", [1, 501])
def test_rows_in_bulk_are_refused_in_a_read(reading: None, count: int) -> None:
    """More than five hundred go by COPY on PostgreSQL, which no listener sees."""
    table: Any = Department.__table__
    with pytest.raises(WriteInReadTransaction):
        bulk.insert(table, ("code", "name"), [(f"d{one}", "부서") for one in range(count)])


@pytest.mark.parametrize("noticed", [True, False])
@pytest.mark.parametrize("writes", [True, False])
def test_after_a_lost_connection_the_next_transaction_works(
    reading: None, on_postgresql: None, noticed: bool, writes: bool
) -> None:
    with writing(writes):
        pid = db.session.scalar(sa.text("select pg_backend_pid()"))
        with _elsewhere() as other:
            other.execute(sa.text("select pg_terminate_backend(:pid)"), {"pid": pid})
        if noticed:
            with pytest.raises(sa.exc.OperationalError):
                db.session.execute(_NAME)
        with suppress(sa.exc.OperationalError):  # nothing else: pages and workers know this one
            db.session.rollback()
        db.session.rollback()
        assert db.session.scalar(_NAME)


def test_who_does_not_wait_is_told_that_another_writes(reading: None) -> None:
    with _elsewhere() as other:
        other.execute(_RENAME)
        with writing(wait=False):
            if db.engine.dialect.name == "sqlite":
                with pytest.raises(WriterBusy):
                    db.session.connection()
            else:
                db.session.connection()
            db.session.rollback()
    with writing(wait=False):
        db.session.execute(_RENAME)
        db.session.rollback()


def test_a_read_may_be_streamed(reading: None) -> None:
    rows = db.session.execute(sa.text("select code from dong").execution_options(yield_per=5))

    assert len(rows.all()) > 5


def test_the_database_refuses_a_write_that_hides_in_a_read(reading: None, on_postgresql: None) -> None:
    with pytest.raises(sa.exc.InternalError, match="read-only"):
        db.session.execute(sa.text("with hidden as (update dong set name = name returning 1) select * from hidden"))


def test_a_marked_statement_is_prepared_once_a_connection(reading: None, on_postgresql: None) -> None:
    def prepared(**options: Any) -> int:
        table = sa.table("dong", sa.column("code"))
        query = sa.select(table.c.code).where(table.c.code == sa.bindparam("code")).execution_options(**options)
        assert db.session.scalar(query, {"code": "1162069500"}) == "1162069500"
        return db.session.scalar(_PREPARED) or 0

    db.engine.dispose()
    assert [prepared() for _ in range(7)] == [0] * 7
    assert [prepared(**PREPARED) for _ in range(3)] == [1] * 3
    db.session.rollback()
    assert prepared() == 1
