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

from app.accounts import services as accounts
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
MOST_ATTEMPTS = 3
HOUR = 3600.0
GIVEN_UP = (
    "작업 처리 프로그램이 세 번 중단되어 더 시도하지 않았습니다. 저장된 자료는 그대로입니다. 전산 담당에게 알려 주세요."
)
NO_RIGHT = "시작한 사람에게 이 일을 할 권한이 없어져 하지 않았습니다."
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
        _end(job_id, JobState.CANCELLED, "멈추었습니다. 한 건도 저장하지 않았습니다.", "task:cancel", by)
    except RuleBroken as error:
        _end(job_id, JobState.FAILED, str(error), "task:fail", by)
    except Exception:
        number = uuid.uuid4().hex[:12]
        log.exception("incident %s in job %s", number, job_id)
        _end(job_id, JobState.FAILED, W50.format(number=number), "task:fail", by)
    board().forget(job_id)


def _claim(job_id: int) -> tuple[Job, Actor] | None:
    """Waiting → running, in a short transaction; None when it does not wait any more."""
    at = now()
    taken = db.session.execute(
        sa.update(Job)
        .where(Job.id == job_id, Job.state == JobState.WAITING)
        .values(state=JobState.RUNNING, started_at=at, seen_at=at, attempts=Job.attempts + 1)
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
    permission = services.permission_of(job.kind)
    if permission is not None and not user.can(permission):
        _end(job_id, JobState.FAILED, NO_RIGHT, "task:fail", by)
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
    left = {job_id: _put_back(job_id) for job_id, state in alive if state == JobState.RUNNING}
    queued = board().queued()
    for job_id, state in alive:
        if left.get(job_id) == JobState.WAITING or (state == JobState.WAITING and job_id not in queued):
            board().put(job_id)
    return sum(state is not None for state in left.values())


def _put_back(job_id: int) -> JobState | None:
    """Running → waiting when nobody holds the job's lock, or → failed when it ended its worker three times.

    Its effects are not in: they come with 마침 only. None: somebody runs it, or it is over.
    """
    with board().hold(job_id) as free:
        if not free:
            return None
        with writing():
            try:
                return _left(job_id)
            finally:
                db.session.rollback()


def _left(job_id: int) -> JobState | None:
    """What becomes of a job whose worker ended in the middle."""
    job = db.session.scalar(sa.select(Job).where(Job.id == job_id).with_for_update())
    if job is None or job.state != JobState.RUNNING:
        return None
    log.warning("job %s was left by a worker that ended, at attempt %s", job_id, job.attempts)
    if job.attempts < MOST_ATTEMPTS:
        db.session.execute(sa.update(Job).where(Job.id == job_id).values(state=JobState.WAITING, started_at=None))
        audit.commit()
        return JobState.WAITING
    by = actor_of(db.session.get_one(User, job.by_id), request_id=f"job-{job_id}")
    _end(job_id, JobState.FAILED, GIVEN_UP, "task:fail", by)
    board().forget(job_id)
    return JobState.FAILED


def clean() -> None:
    """What is cleared away every hour, each in a transaction of its own: one that falls over keeps no other from it."""
    for function in services.sweeps:
        with writing():
            try:
                at = now()
                function(actor_of(accounts.cli_account(at)), at)
                audit.commit()
            except Exception:
                log.exception("sweep %s", getattr(function, "__name__", function))
            finally:
                db.session.rollback()


def work_until(stopped: Callable[[], bool], *, pause: float = 0.3, sweep_every: float = 60.0) -> None:
    """The loop of a worker: one job after the other, a sweep at the start and every minute. A running job is finished.

    What holds resident numbers and was left lying is cleared away at the start and every hour; not in the demo, whose
    people are invented and whose week was over long ago by the true clock.
    """
    swept = cleaned = 0.0
    while not stopped():
        if time.monotonic() - swept >= sweep_every or not swept:
            sweep()
            db.session.remove()
            swept = time.monotonic()
        if not current_app.config["DEMO"] and (time.monotonic() - cleaned >= HOUR or not cleaned):
            clean()
            db.session.remove()
            cleaned = time.monotonic()
        job_id = board().take()
        if job_id is None:
            time.sleep(pause)
        else:
            run(job_id)
