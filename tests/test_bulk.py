"""Work and writing side by side: in order, one connection, and nothing under way when something fails."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from app import bulk
from app.database import writing
from app.extensions import db


class Broken(Exception):
    pass


def test_each_is_written_while_the_next_is_worked_on_and_all_in_order() -> None:
    told: list[str] = []
    under_way = threading.Event()

    def work(piece: int) -> int:
        if piece > 1:  # the one before is being written by now, and is not done before this one is worked on
            assert under_way.wait(10)
        told.append(f"work {piece}")
        return piece

    def write(piece: int) -> None:
        under_way.set()
        while piece < 3 and f"work {piece + 1}" not in told:
            threading.Event().wait(0.001)
        told.append(f"write {piece}")

    seen = [len(told) for _ in bulk.one_behind([1, 2, 3], work, write)]

    assert told == ["work 1", "work 2", "write 1", "work 3", "write 2", "write 3"]
    assert seen == [3, 5, 6]


def test_nothing_is_taken_while_something_is_written() -> None:
    writes: list[int] = []

    def pieces() -> Iterator[int]:
        for piece in range(4):
            assert len(writes) == max(0, piece - 1)
            yield piece

    assert sum(1 for _ in bulk.one_behind(pieces(), lambda piece: piece, writes.append)) == 4
    assert list(bulk.one_behind([], str, writes.append)) == []


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


def test_the_other_thread_writes_in_the_same_transaction(database: None) -> None:
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
