"""An import killed at any moment: all of its rows are there or none, and it can be done again (attacks.md R01).

``ILTEO_KILLS`` says how many times (10 unless told; ``make torture``: 200); ``ILTEO_SEED`` repeats a run.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
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
ROWS = 120
ROOT = Path(__file__).resolve().parents[2]
TABLES = (Person, PersonGram, Application, ApplicationEvent, Consent, Paper, Screening)


def counts() -> dict[str, int]:
    return {one.__tablename__: db.session.scalar(sa.select(sa.func.count()).select_from(one)) for one in TABLES}


class Child:
    """One committing process, held at the door until told to go."""

    def __init__(self, url: str, folder: Path, code: str, batch_id: int) -> None:
        command = [sys.executable, "-m", "tests.recruitment.import_child", url, str(folder), code, str(batch_id)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        first = self.process.stdout.readline()  # type: ignore[union-attr]
        assert first == "go\n", self.process.communicate()[1]

    def go(self) -> None:
        self.process.stdin.write("\n")  # type: ignore[union-attr]
        self.process.stdin.flush()  # type: ignore[union-attr]

    def end(self) -> str:
        """Kill what still runs; what it had said after the start."""
        self.process.kill()
        return self.process.communicate()[0]


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
        for _ in range(200):
            db.session.rollback()
            if db.session.execute(others).scalar() == 0:
                break
            time.sleep(0.05)
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


def measured(store: Store, prepared: Any) -> float:
    """Seconds that one undisturbed commit takes in the child."""
    code, batch_id, _, folder = prepared
    child = Child(store.url, folder, code, batch_id)
    began = time.monotonic()
    child.go()
    assert child.process.stdout.readline() == "done\n", child.process.communicate()[1]  # type: ignore[union-attr]
    took = time.monotonic() - began
    child.end()
    return took


def test_killed_at_any_moment_all_rows_are_in_or_none(
    app: Flask, store: Store, engine_kind: str, prepared: Any, capsys: Any
) -> None:
    code, batch_id, content, folder = prepared
    chance, landed = random.Random(SEED), {"before": 0, "after": 0}
    took = measured(store, prepared)
    for turn in range(KILLS):
        with app.app_context():
            db.engine.dispose()
        store.reset("kills")
        # Each in its own slice of the commit, and a little past its end, so that the points really spread.
        pause = took * 1.3 * (turn % 20 + chance.random()) / min(KILLS, 20)
        child = Child(store.url, folder, code, batch_id)
        child.go()
        time.sleep(pause)
        acknowledged = "done" in child.end()
        with app.app_context(), writing():
            before = {**dict.fromkeys((one.__tablename__ for one in TABLES), 0)}
            is_in = settled(before, store)
            landed["after" if is_in else "before"] += 1
            assert is_in or not acknowledged, "an acknowledged import is lost"
            check_all_or_none(is_in, batch_id)
            whole(engine_kind)
            put_in_again(code, content, batch_id)
            db.session.rollback()
            db.session.remove()
            db.engine.dispose()
    with capsys.disabled():
        print(f"\n[{engine_kind}] {KILLS} kills over {took:.2f} s, seed {SEED}: {landed}")  # noqa: T201
    assert landed["before"] > 0


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
