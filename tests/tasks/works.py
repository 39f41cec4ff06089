"""Kinds of work for the tests of the queue: their effect is a 부서 of that code, so that "once" can be counted."""

from __future__ import annotations

import os
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any

from app.accounts.models import Department
from app.extensions import db
from app.shared.actor import Actor
from app.shared.errors import RuleBroken
from app.tasks.services import Progress, work
from app.web.permissions import Permission


@work("test:department", permission=Permission.RECRUIT_SCREENING_RUN)
def add_department(
    job_args: dict[str, Any], progress: Progress, by: Actor, now: datetime, today: date
) -> dict[str, Any]:
    db.session.add(Department(code=job_args["code"], name=today.isoformat()))
    db.session.flush()
    progress(1, 1)
    return {"message": "부서 1곳을 더했습니다."}


@work("test:refused", permission=Permission.RECRUIT_SCREENING_RUN)
def refuse(job_args: dict[str, Any], progress: Progress, by: Actor, now: datetime, today: date) -> dict[str, Any]:
    add_department(job_args, progress, by, now, today)
    raise RuleBroken("접수 기간이 아닙니다.")


@work("test:broken", permission=Permission.RECRUIT_SCREENING_RUN)
def fall(job_args: dict[str, Any], progress: Progress, by: Actor, now: datetime, today: date) -> dict[str, Any]:
    add_department(job_args, progress, by, now, today)
    raise ZeroDivisionError("secret detail")


@work("test:slow", permission=Permission.RECRUIT_SCREENING_RUN)
def slow(job_args: dict[str, Any], progress: Progress, by: Actor, now: datetime, today: date) -> dict[str, Any]:
    """Adds its row, then waits until the file ``go`` is there: a moment to be killed or stopped in."""
    result = add_department(job_args, progress, by, now, today)
    Path(job_args["begun"]).write_text(str(os.getpid()))
    for step in range(1000):
        if Path(job_args["go"]).exists():
            return result
        progress(step, 1000)
        time.sleep(0.05)
    raise RuleBroken("오지 않았습니다.")
