"""What a worker does with one job: claim, work, and commit the effects together with 마침.

Killed at any moment, a job is either done or waits again: its effects are in the same transaction as its state.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app

from app.accounts.current import actor_of
from app.accounts.models import User
from app.audit import services as audit
from app.database import writing
from app.extensions import db
from app.shared.actor import Actor
from app.shared.errors import RuleBroken
from app.tasks import services
from app.tasks.board import Board, Progress, board
from app.tasks.models import Job, JobState
from app.web.clock import now, today

log = logging.getLogger(__name__)
STEP_SECONDS = 1.0
W50 = (
    "처리하지 못했습니다. 저장된 자료는 그대로입니다. 잠시 뒤 다시 시도하고, 계속되면 오류번호 {number}를 알려 주세요."
)


class Stopped(Exception):
    """Somebody pressed 멈춤: the work leaves nothing behind."""


@dataclass
class Reporter:
    """``progress(done, total)`` of a running job: to the board at most once a second, whatever the pace."""

    board: Board
    job_id: int
    began: float = field(default_factory=time.time)
    shown: float = 0.0
    last: tuple[int, int] = (0, 0)

    def __call__(self, done: int, total: int) -> None:
        self.last = (done, total)
        at = time.time()
        if at - self.shown < STEP_SECONDS:
            return
        self.shown = at
        if self.board.stop_asked(self.job_id):
            raise Stopped
        self.board.show(self.job_id, Progress(done, total, self.began, at))


def run(job_id: int) -> None:
    """Run one job, unless somebody else runs or ran it. Never raises for what the work came to."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    with board().hold(job_id) as free:
        if not free:
            return
        # A context of its own: neither the session nor the transaction of whoever asked.
        with app.app_context(), writing():
            try:
                _run(job_id)
            finally:
                db.session.rollback()
                db.session.remove()


def _run(job_id: int) -> None:
    claimed = _claim(job_id)
    if claimed is None:
        return
    job, by = claimed
    try:
        _work(job, by)
    except Stopped:
        _end(job.id, JobState.CANCELLED, "멈추었습니다. 한 건도 저장하지 않았습니다.", "task:cancel", by)
    except RuleBroken as error:
        _end(job.id, JobState.FAILED, str(error), "task:fail", by)
    except Exception:
        number = uuid.uuid4().hex[:12]
        log.exception("incident %s in job %s", number, job.id)
        _end(job.id, JobState.FAILED, W50.format(number=number), "task:fail", by)
    board().forget(job.id)


def _claim(job_id: int) -> tuple[Job, Actor] | None:
    """Waiting → running, in a short transaction; None when it does not wait any more."""
    at = now()
    taken = db.session.execute(
        sa.update(Job)
        .where(Job.id == job_id, Job.state == JobState.WAITING)
        .values(state=JobState.RUNNING, started_at=at, seen_at=at)
    )
    if not taken.rowcount:  # type: ignore[attr-defined]
        db.session.rollback()
        return None
    job = db.session.get_one(Job, job_id)
    user = db.session.get_one(User, job.by_id)
    by = actor_of(user, request_id=f"job-{job_id}")
    audit.commit()
    if user.disabled_at is not None:
        _end(job_id, JobState.FAILED, "시작한 사람의 계정이 중지되어 하지 않았습니다.", "task:fail", by)
        return None
    return job, by


def _work(job: Job, by: Actor) -> None:
    reporter, at = Reporter(board(), job.id), now()
    if board().stop_asked(job.id):
        raise Stopped
    reporter(0, 0)
    _allow_long(db.session.get_bind().dialect.name)
    function = services.work_of(job.kind)
    result = function(job.args, reporter, by, at, today())
    done, total = reporter.last
    values = {"progress": done, "total": total, "result": result, "message": result.get("message", "")}
    _close(job.id, JobState.DONE, now(), **values)
    audit.record("task:finish", job.id, subject="job", by=by, at=now())
    audit.commit()


def _allow_long(dialect: str) -> None:
    """A job may think for longer than a page: this transaction alone is freed from the limits of a connection."""
    if dialect == "postgresql":
        db.session.execute(sa.text("set local idle_in_transaction_session_timeout = 0"))
        db.session.execute(sa.text("set local statement_timeout = '10min'"))


def _close(job_id: int, state: JobState, at: datetime, **values: Any) -> None:
    """Running → over. Raises when the job is no longer ours, so that nothing of the work is committed."""
    changed = db.session.execute(
        sa.update(Job)
        .where(Job.id == job_id, Job.state == JobState.RUNNING)
        .values(state=state, seen_at=at, ended_at=at, **values)
    )
    if not changed.rowcount:  # type: ignore[attr-defined]
        raise RuntimeError(f"job {job_id} is not running")


def _end(job_id: int, state: JobState, message: str, action: str, by: Actor) -> None:
    """Over without effects: whatever the work wrote is rolled back first."""
    db.session.rollback()
    at = now()
    _close(job_id, state, at, message=message)
    audit.record(action, job_id, subject="job", by=by, at=at)
    audit.commit()


def sweep() -> int:
    """Put what is waiting but not queued back in the queue, and what a dead worker left running back to waiting.

    Returns how many were left by a dead worker. Runs at the start of a worker and every minute.
    """
    with writing(False):
        rows = db.session.execute(sa.select(Job.id, Job.state).where(Job.state.in_(services.ALIVE)).order_by(Job.id))
        alive = [(row.id, row.state) for row in rows]
        db.session.rollback()
    left = [job_id for job_id, state in alive if state == JobState.RUNNING and _put_back(job_id)]
    queued = board().queued()
    for job_id, state in alive:
        if job_id in left or (state == JobState.WAITING and job_id not in queued):
            board().put(job_id)
    return len(left)


def _put_back(job_id: int) -> bool:
    """Running → waiting when nobody holds the job's lock. Its effects are not in: they come with 마침 only."""
    with board().hold(job_id) as free:
        if not free:
            return False
        with writing():
            values: dict[str, Any] = {"state": JobState.WAITING, "started_at": None}
            back = db.session.execute(
                sa.update(Job).where(Job.id == job_id, Job.state == JobState.RUNNING).values(**values)
            )
            audit.commit()
    if back.rowcount:  # type: ignore[attr-defined]
        log.warning("job %s was left by a worker that ended; it waits again", job_id)
    return bool(back.rowcount)  # type: ignore[attr-defined]


def work_until(stopped: Callable[[], bool], *, pause: float = 0.3, sweep_every: float = 60.0) -> None:
    """The loop of a worker: one job after the other, a sweep at the start and every minute. A running job is finished."""
    swept = 0.0
    while not stopped():
        if time.monotonic() - swept >= sweep_every or not swept:
            sweep()
            db.session.remove()
            swept = time.monotonic()
        job_id = board().take()
        if job_id is None:
            time.sleep(pause)
        else:
            run(job_id)
