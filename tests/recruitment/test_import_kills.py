"""An import killed at any moment: all of its rows are there or none, and it can be done again (attacks.md R01).

``ILTEO_KILLS`` says how many times (10 unless told; ``make torture``: 200); ``ILTEO_SEED`` repeats a run. The points
are counted in statements, not in seconds, so that they spread over the whole commit however busy the machine is; a
little chance is added, so that they fall within statements too. A third falls on the transaction's own commit.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.audit import services as audit
from app.database import writing
from app.extensions import db
from app.recruitment.imports import batches
from app.recruitment.models import (
    Application,
    ApplicationEvent,
    Consent,
    ImportBatch,
    Notice,
    Paper,
    Person,
    PersonGram,
    Screening,
)
from tests.create import NOW, actor
from tests.engines import Store
from tests.recruitment.create import TODAY, create_notice
from tests.recruitment.sheets import row, sheet

KILLS = int(os.environ.get("ILTEO_KILLS", "10"))
SEED = int(os.environ.get("ILTEO_SEED", "20240708"))
ROWS = 60
ROOT = Path(__file__).resolve().parents[2]
TABLES = (Person, PersonGram, Application, ApplicationEvent, Consent, Paper, Screening)


def counts() -> dict[str, int]:
    return {one.__tablename__: db.session.scalar(sa.select(sa.func.count()).select_from(one)) for one in TABLES}


class Children:
    """Committing processes, one at a time, each held at the door until told to go."""

    def __init__(self, url: str, folder: Path, code: str, batch_id: int) -> None:
        command = [sys.executable, "-m", "tests.recruitment.import_child", url, str(folder), code, str(batch_id)]
        self.parent = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)

    def _say(self) -> None:
        os.write(self.parent.stdin.fileno(), b"\n")  # type: ignore[union-attr]

    def _hear(self) -> str:
        heard = os.read(self.parent.stdout.fileno(), 1).decode()  # type: ignore[union-attr]
        assert heard, "the parent of the children has ended"
        return heard

    def run(self, until: int, pause: float) -> str:
        """All that one child said, killed ``pause`` seconds after its mark number ``until``."""
        self._say()
        number = ""
        while (char := self._hear()) != "\n":
            number += char
        self._say()
        heard = ""
        while len(heard) < until and not heard.endswith("e"):
            heard += self._hear()
        time.sleep(pause)
        if not heard.endswith("e"):
            with suppress(ProcessLookupError):
                os.kill(int(number), signal.SIGKILL)
        while not heard.endswith("e"):
            heard += self._hear()
        return heard

    def close(self) -> None:
        self.parent.stdin.close()  # type: ignore[union-attr]
        self.parent.wait(10)
        self.parent.stdout.close()  # type: ignore[union-attr]


def whole(engine_kind: str) -> None:
    """The database itself is sound."""
    if engine_kind == "sqlite":
        assert db.session.execute(sa.text("pragma integrity_check")).scalar() == "ok"
        assert db.session.execute(sa.text("pragma foreign_key_check")).all() == []


def settled(before: dict[str, int], store: Store) -> bool:
    """Did the rows go in? On PostgreSQL the server may need a moment to notice that its client has died."""
    if store.url.startswith("postgresql"):
        others = sa.text(
            "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        )
        for _ in range(1000):
            db.session.rollback()
            if db.session.execute(others).scalar() == 0:
                break
            time.sleep(0.01)
    db.session.rollback()
    return counts() != before


@pytest.fixture
def prepared(app: Flask, store: Store, tmp_path_factory: Any) -> Any:
    """A database with one checked batch in it, kept to start every killing from."""
    store.reset()
    with app.app_context(), writing():
        notice = create_notice()
        content = sheet(notice, [row(at) for at in range(ROWS)])
        batch = batches.upload(notice, "명단.xlsx", content, by=actor("jobs"), now=NOW, today=TODAY)
        code, batch_id = notice.code, batch.id
        audit.commit()
        db.session.remove()
        store.keep("kills")
    return code, batch_id, content, tmp_path_factory.mktemp("child")


def points(marks: str, kills: int, chance: random.Random) -> list[int]:
    """After how many marks each child dies: two thirds evenly over all statements, a third at the commit itself."""
    commit = marks.index("c") + 1
    even = 2 * kills // 3
    spread = [int((turn + chance.random()) * commit / even) for turn in range(even)]
    return chance.sample(spread + [commit] * (kills - even), kills)


def test_killed_at_any_moment_all_rows_are_in_or_none(
    app: Flask, store: Store, engine_kind: str, prepared: Any, capsys: Any
) -> None:
    code, batch_id, content, folder = prepared
    chance, landed = random.Random(SEED), {"before": 0, "after": 0, "at": set[int]()}
    children = Children(store.url, folder, code, batch_id)
    marks = children.run(10**9, 0)
    assert marks.endswith("cde"), marks
    store.reset("kills")
    for point in points(marks, KILLS, chance):
        said = children.run(point, chance.random() * 0.01)
        with app.app_context(), writing():
            is_in = settled(dict.fromkeys((one.__tablename__ for one in TABLES), 0), store)
            landed["after" if is_in else "before"] += 1
            landed["at"].add(len(said) - 1)
            assert is_in or "d" not in said, "an acknowledged import is lost"
            check_all_or_none(is_in, batch_id)
            whole(engine_kind)
            put_in_again(code, content, batch_id)
            db.session.rollback()
            db.session.remove()
            db.engine.dispose()
        if is_in:  # otherwise the next child finds what the last one left behind
            store.reset("kills")
    children.close()
    with capsys.disabled():
        print(  # noqa: T201
            f"\n[{engine_kind}] {KILLS} kills over {len(marks) - 3} statements, seed {SEED}: "
            f"{landed['before']} before and {landed['after']} after the commit, at {len(landed['at'])} different points"
        )
    assert landed["before"] >= KILLS // 3
    assert len(landed["at"]) >= min(KILLS, len(marks)) // 3


def check_all_or_none(is_in: bool, batch_id: int) -> None:
    batch = db.session.get_one(ImportBatch, batch_id)
    found, walk = counts(), audit.verify()
    assert walk.broken_id is None
    assert batch.state == ("committed" if is_in else "checked")
    rows = ROWS if is_in else 0
    assert [found[name] for name in ("person", "application", "screening")] == [rows] * 3
    assert found["consent"] == 6 * rows
    assert (found["person_gram"] > 0) == is_in


def put_in_again(code: str, content: bytes, batch_id: int) -> None:
    """The same file once more: refused as done, or in now."""
    notice = db.session.scalars(sa.select(Notice).where(Notice.code == code)).one()
    by = actor("jobs")
    again = batches.upload(notice, "명단.xlsx", content, by=by, now=NOW, today=TODAY)
    if again.state == "checked":
        batches.commit(notice, again.id, by=by, now=NOW, today=TODAY)
    else:
        assert again.id == batch_id
    assert counts()["application"] == ROWS
