"""Starting long work and reading what became of it. The row ``job`` is the truth; what runs it: ``runner.py``.

``start`` writes the row in the caller's transaction and hands its id to the queue after the commit. Should the process
end between the two, or the queue's file be lost, the worker finds the waiting row all the same (``runner.sweep``).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.accounts import drafts
from app.accounts.models import User
from app.accounts.roles import Role
from app.audit import services as audit
from app.extensions import db
from app.shared.actor import Actor
from app.shared.errors import NotFound, RuleBroken
from app.tasks import queue
from app.tasks.models import Job, JobState
from app.web.permissions import Permission

ALIVE = (JobState.WAITING, JobState.RUNNING)
SEE_ALL = (Role.ADMIN, Role.AUDITOR)
PAGE = 50
RECENT = timedelta(hours=12)

Progress = Callable[[int, int], None]


class Work(Protocol):
    """The function of one kind: runs inside a writing transaction that the worker commits together with 마침.

    ``progress(done, total)`` shows how far it is and raises ``Stopped`` when somebody asked; nothing is kept then.
    The result is a JSON object; its ``message`` is the sentence shown when the work is done, its ``link``, if any, leads
    on from there (label, url), for who holds its ``permission``.
    """

    def __call__(
        self, job_args: dict[str, Any], progress: Progress, by: Actor, now: datetime, today: date
    ) -> dict[str, Any]: ...


class Sweep(Protocol):
    """What is cleared away without anybody asking: runs inside a writing transaction of its own, every hour."""

    def __call__(self, by: Actor, now: datetime) -> None: ...


Function = TypeVar("Function", bound=Work)
Sweeping = TypeVar("Sweeping", bound=Sweep)
_works: dict[str, tuple[Work, Permission]] = {}
sweeps: list[Sweep] = []


def work(kind: str, *, permission: Permission) -> Callable[[Function], Function]:
    """Decorator: this function does the jobs of that kind, for who holds the permission when the job begins."""

    def register(function: Function) -> Function:
        _works[kind] = function, permission
        return function

    return register


def sweep(function: Sweeping) -> Sweeping:
    """Decorator: the worker calls this function every hour."""
    sweeps.append(function)
    return function


@sweep
def drop_old_drafts(by: Actor, now: datetime) -> None:  # noqa: ARG001  the signature of a sweep
    """임시저장 of more than a week holds whole resident numbers; its account may never come back."""
    drafts.drop_old(now=now)


def work_of(kind: str) -> Work:
    """Raises RuleBroken for a kind that no module registered."""
    if kind not in _works:
        raise RuleBroken("이 일을 하는 프로그램이 없습니다. 전산 담당에게 알려 주세요.")
    return _works[kind][0]


def permission_of(kind: str) -> Permission | None:
    """What whoever starts a job of that kind must still hold when it begins; None for a kind that nobody does."""
    return _works[kind][1] if kind in _works else None


def start(
    kind: str, title: str, args: dict[str, Any], *, once_key: str, location: str, by: Actor, now: datetime
) -> Job:
    """A waiting job, or the first one of that ``once_key``. ``args`` and ``title`` hold ids and counts, no person's data.

    One that failed or was stopped left nothing behind: starting again is a new job, and the old one's key is set aside.
    ``location`` is where the result stands: 결과 열기 leads there. Raises RuleBroken for an unknown kind.
    """
    work_of(kind)
    values = {
        "kind": kind,
        "title": title,
        "once_key": once_key,
        "state": JobState.WAITING,
        "progress": 0,
        "total": 0,
        "args": args,
        "message": "",
        "attempts": 0,
        "location": location,
        "by_id": by.user_id,
        "created_at": now,
    }
    db.session.execute(
        sa.update(Job)
        .where(Job.once_key == once_key, Job.state.in_((JobState.FAILED, JobState.CANCELLED)))
        .values(once_key=Job.once_key + " #" + sa.cast(Job.id, sa.String))
    )
    insert: Any = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    made = db.session.execute(insert(Job).values(**values).on_conflict_do_nothing().returning(Job.id)).scalar()
    job = db.session.scalars(sa.select(Job).where(Job.once_key == once_key)).one()
    if made is not None:
        audit.record("task:start", job, by=by, at=now, changes={"kind": kind})
        queue.send_after_commit(db.session(), job.id)
    return job


def underway(kind: str, location: str) -> Job | None:
    """The job of this kind about the same thing that waits or runs, whoever started it."""
    query = sa.select(Job).where(Job.kind == kind, Job.location == location, Job.state.in_(ALIVE))
    return db.session.scalar(query.order_by(Job.id).limit(1))


def _mine(actor: Actor) -> Any:
    return sa.true() if actor.role in SEE_ALL else Job.by_id == actor.user_id


def job(job_id: int, actor: Actor) -> Job:
    """One's own job; 관리 and 감사 see all. Raises NotFound, the same for foreign and unknown."""
    found = db.session.scalar(sa.select(Job).where(Job.id == job_id, _mine(actor)))
    if found is None:
        raise NotFound
    return found


def jobs(actor: Actor, *, before: int | None = None) -> tuple[list[Any], int | None]:
    """Fifty jobs with who started them, newest first, and the key of the next page."""
    query = sa.select(Job, User.name.label("by")).join(User, User.id == Job.by_id).where(_mine(actor))
    if before is not None:
        query = query.where(Job.id < before)
    rows = list(db.session.execute(query.order_by(Job.id.desc()).limit(PAGE + 1)))
    return rows[:PAGE], (rows[PAGE - 1].Job.id if len(rows) > PAGE else None)


def recent(actor: Actor, now: datetime) -> list[Job]:
    """One's own work that is under way, or over within half a day: at most five, newest first."""
    fresh = sa.or_(Job.state.in_(ALIVE), Job.ended_at > now - RECENT)
    query = sa.select(Job).where(Job.by_id == actor.user_id, fresh, Job.state != JobState.CANCELLED)
    return list(db.session.scalars(query.order_by(Job.id.desc()).limit(5)))


def ahead(job: Job) -> int:
    """How many wait or run in front of it."""
    query = sa.select(sa.func.count()).select_from(Job).where(Job.state.in_(ALIVE), Job.id < job.id)
    return db.session.scalar(query) or 0


def cancel_waiting(job_id: int, *, by: Actor, now: datetime) -> bool:
    """Take back a job that nobody runs yet. False when a worker was faster."""
    changed = db.session.execute(
        sa.update(Job)
        .where(Job.id == job_id, Job.state == JobState.WAITING)
        .values(state=JobState.CANCELLED, ended_at=now, message="시작하기 전에 멈추었습니다.")
    )
    if not changed.rowcount:  # type: ignore[attr-defined]
        return False
    audit.record("task:cancel", job_id, subject="job", by=by, at=now)
    return True
