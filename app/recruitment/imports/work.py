"""Putting a large file in as long work: the same commit, in the worker's transaction, with its progress."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from app.recruitment.imports import batches
from app.recruitment.models import ImportBatch, Notice
from app.recruitment.services import notices
from app.shared.actor import Actor
from app.tasks import services as tasks
from app.tasks.models import Job
from app.web.permissions import Permission

KIND = "recruit:import"
AT_ONCE = 300
"""Up to this many rows go in while the browser waits."""


@tasks.sweep
def drop_undecided(by: Actor, now: datetime) -> None:
    """Files left undecided for a week, although nobody put up another."""
    batches.drop_undecided(by=by, now=now)


@tasks.work(KIND, permission=Permission.RECRUIT_IMPORT_RUN)
def put_in(
    job_args: dict[str, Any], progress: Callable[[int, int], None], by: Actor, now: datetime, today: date
) -> dict[str, Any]:
    """The work of one job: ``job_args`` names the notice and the batch."""
    notice = notices.by_code(job_args["notice"])
    done = batches.commit(notice, job_args["batch"], by=by, now=now, today=today, progress=progress)
    return {"message": done.message, "new": done.new, "updated": done.updated, "unchanged": done.unchanged}


def start(notice: Notice, batch: ImportBatch, location: str, *, by: Actor, now: datetime) -> Job:
    """The job of this preview; asked twice, the first one. A new preview is a new job."""
    once_key = f"import-{batch.id}-{batch.counts['digest'][:16]}"
    title = f"신청 불러오기 · {notice.title} · {batch.rows:,}건"
    args = {"notice": notice.code, "batch": batch.id}
    return tasks.start(KIND, title, args, once_key=once_key, location=location, by=by, now=now)
