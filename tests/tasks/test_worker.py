"""A real worker in a process of its own: killed in the middle, ended politely, stopped by a person."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Department
from app.audit import services as audit
from app.extensions import db
from app.tasks import services
from app.tasks.models import Job
from tests.create import NOW, actor
from tests.tasks import works  # noqa: F401
from tests.tasks.test_runner import queued  # noqa: F401

CHILD = """
import sys
from pathlib import Path
from dataclasses import replace
from app import create_app
from tests.conftest import make_settings
from tests.tasks import works
app = create_app(replace(make_settings(Path(sys.argv[1]), sys.argv[2]), queue_immediate=False))
result = app.test_cli_runner().invoke(args=["worker"])
print(result.output, result.exception)
sys.exit(result.exit_code)
"""


def wait_for(what: Callable[[], bool]) -> None:
    until = time.monotonic() + 120
    while not what():
        assert time.monotonic() < until, "it did not happen within two minutes"
        time.sleep(0.05)


@pytest.fixture
def worker(app: Flask, store: Any, queued: Any) -> Iterator[Callable[[], subprocess.Popen[str]]]:  # noqa: F811
    """Starts workers over this test's database and queue; ends those that are left."""
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        command = [sys.executable, "-c", CHILD, app.instance_path, store.url]
        root = Path(__file__).parents[2]
        made = subprocess.Popen(command, cwd=root, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        started.append(made)
        return made

    yield start
    for one in started:
        one.kill()
        one.communicate()


def begin(folder: Path, kind: str = "test:slow") -> int:
    args = {"code": "d1", "begun": str(folder / "begun"), "go": str(folder / "go")}
    job = services.start(kind, "긴 일", args, once_key="k", location="/", by=actor(), now=NOW)
    audit.commit()
    return job.id


def job_of(job_id: int) -> Job:
    db.session.rollback()
    db.session.expire_all()
    found = db.session.get_one(Job, job_id)
    db.session.rollback()
    return found


def departments() -> int:
    found = db.session.scalar(sa.select(sa.func.count()).where(Department.code == "d1"))
    db.session.rollback()
    return found or 0


def test_a_killed_worker_leaves_its_job_to_the_next_and_it_is_done_once(worker: Any, tmp_path: Path) -> None:
    job_id = begin(tmp_path)
    first = worker()
    wait_for((tmp_path / "begun").exists)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert job_of(job_id).state == "running"
    assert departments() == 0

    (tmp_path / "go").touch()
    worker()
    wait_for(lambda: job_of(job_id).state == "done")

    assert departments() == 1


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_worker_told_to_end_finishes_its_job_first(worker: Any, tmp_path: Path, sign: signal.Signals) -> None:
    job_id = begin(tmp_path)
    child = worker()
    wait_for((tmp_path / "begun").exists)
    child.send_signal(sign)
    time.sleep(0.3)
    assert child.poll() is None
    (tmp_path / "go").touch()
    output, _ = child.communicate(timeout=120)

    assert (child.returncode, job_of(job_id).state, departments()) == (0, "done", 1)
    assert output.splitlines()[0] == "작업 처리 프로그램: 오래 걸리는 일을 차례로 합니다."


def test_a_running_job_is_stopped_while_it_holds_the_writers_lock(
    worker: Any,
    tmp_path: Path,
    queued: Any,  # noqa: F811
) -> None:
    job_id = begin(tmp_path)
    worker()
    wait_for((tmp_path / "begun").exists)
    wait_for(lambda: queued.progress(job_id) is not None)
    queued.ask_stop(job_id)
    wait_for(lambda: job_of(job_id).state == "cancelled")
    wait_for(lambda: not queued.stop_asked(job_id))  # else the next test's job of that number would find it

    assert departments() == 0
