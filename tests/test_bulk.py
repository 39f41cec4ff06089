"""Work and writing side by side: in order, one connection, and nothing under way when something fails."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from app import bulk
from app.database import writing
from app.extensions import db

pytestmark = pytest.mark.usefixtures("database")


class Broken(Exception):
    pass


def test_on_postgresql_each_is_written_while_the_next_is_worked_on(engine_kind: str) -> None:
    aside = engine_kind == "postgresql"
    told: list[str] = []
    begun = threading.Event()

    def work(piece: int) -> int:
        if aside and piece > 1:  # the one before is being written by now, and waits for this one to be worked on
            assert begun.wait(10)
        told.append(f"work {piece}")
        return piece

    def write(piece: int) -> None:
        begun.set()
        while aside and piece < 3 and f"work {piece + 1}" not in told:
            threading.Event().wait(0.001)
        told.append(f"write {piece}")

    seen = [len(told) for _ in bulk.one_behind([1, 2, 3], work, write)]

    together = ["work 1", "work 2", "write 1", "work 3", "write 2", "write 3"]
    in_turn = ["work 1", "write 1", "work 2", "write 2", "work 3", "write 3"]
    assert (told, seen) == ((together, [3, 5, 6]) if aside else (in_turn, [2, 4, 6]))


def test_nothing_is_taken_while_something_is_written() -> None:
    under_way: list[int] = []

    def pieces() -> Iterator[int]:
        for piece in range(4):
            assert under_way == []
            yield piece

    def write(piece: int) -> None:
        under_way.append(piece)
        threading.Event().wait(0.01)
        under_way.remove(piece)

    assert sum(1 for _ in bulk.one_behind(pieces(), lambda piece: piece, write)) == 4
    assert list(bulk.one_behind([], str, write)) == []


@pytest.mark.parametrize("where", ["piece", "work", "write", "caller"])
def test_what_is_raised_comes_out_and_leaves_no_write_under_way(where: str) -> None:
    busy = threading.Lock()

    def fail(here: str, piece: int) -> None:
        if where == here and piece == 2:
            raise Broken

    def pieces() -> Iterator[int]:
        for piece in range(5):
            fail("piece", piece)
            yield piece

    def work(piece: int) -> int:
        fail("work", piece)
        return piece

    def write(piece: int) -> None:
        with busy:
            fail("write", piece)
            threading.Event().wait(0.02)

    with pytest.raises(Broken):  # noqa: PT012  the caller's own failure is one of the four
        for number, _ in enumerate(bulk.one_behind(pieces(), work, write)):
            fail("caller", number)
    assert not busy.locked()


def test_the_other_thread_writes_in_the_same_transaction() -> None:
    names = ["첫째동", "둘째동", "셋째동"]
    first = sa.text("select min(code) from dong")
    code, before = db.session.scalar(first), db.session.scalar(sa.text("select name from dong order by code"))

    def rename(name: str) -> None:
        db.session.execute(sa.text("update dong set name = :name where code = :code"), {"name": name, "code": code})

    with writing():
        found = [
            db.session.scalar(sa.text("select name from dong order by code"))
            for _ in bulk.one_behind(names, str, rename)
        ]
        db.session.rollback()

    assert found == names
    assert db.session.scalar(sa.text("select name from dong order by code")) == before
