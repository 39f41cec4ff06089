"""전체 심사 as long work: the same run, at once for a small notice, in the queue for a large one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.extensions import db
from app.recruitment import run_keys
from app.recruitment.models import Application, Notice
from app.recruitment.services import notices, screenings
from app.recruitment.services.screening_run import Run
from app.rules.application_states import GIVEN_UP
from app.shared.actor import Actor
from app.shared.money import won
from app.tasks import services as tasks
from app.tasks.models import Job
from app.web.permissions import Permission

KIND = "recruit:screening"
AT_ONCE = 500


def said(run: Run) -> str:
    """How many verdicts there are now that nobody has seen."""
    first = f" 처음 심사한 사람은 {won(run.first)}명입니다." if run.first else ""
    return f"{won(run.screened)}명을 심사했습니다. 판정이 바뀐 사람은 {won(run.moved)}명입니다.{first}"


def is_long(notice: Notice) -> bool:
    """More living applications than a page should wait for."""
    query = sa.select(sa.func.count()).select_from(Application)
    found = db.session.scalar(query.where(Application.notice_id == notice.id, Application.state.not_in(GIVEN_UP)))
    return (found or 0) > AT_ONCE


def moved_link(run: Run, at: datetime, list_url: str) -> dict[str, str] | None:
    """The way to those whose verdict the run of that instant moved: the list of applications, limited to them."""
    if not run.moved:
        return None
    return {
        "label": f"판정이 바뀐 {won(run.moved)}명 보기",
        "url": f"{list_url}?moved={run_keys.key_of(at)}",
        "permission": Permission.RECRUIT_APPLICATION_READ,
    }


def start(notice: Notice, once_key: str, *, location: str, list_url: str, by: Actor, now: datetime) -> Job:
    """The run in the queue; the one under way when somebody started it already. The notice must be locked."""
    under_way = tasks.underway(KIND, location)
    if under_way is not None:
        return under_way
    title = f"{notice.title} 전체 심사"
    args = {"notice": notice.code, "list_url": list_url}
    return tasks.start(KIND, title, args, once_key=once_key, location=location, by=by, now=now)


@tasks.work(KIND, permission=Permission.RECRUIT_SCREENING_RUN)
def screen(job_args: dict[str, Any], progress: tasks.Progress, by: Actor, now: datetime, today: date) -> dict[str, Any]:
    """The very run of the page. 멈춤 between two chunks ends it with nothing kept."""
    notice = notices.by_code(job_args["notice"])
    run = screenings.screen_all(notice, by=by, now=now, today=today, progress=progress)
    counts = {"screened": run.screened, "changed": run.changed, "moved": run.moved, "first": run.first}
    # One that was under way while the program was renewed knows no list.
    link = moved_link(run, now, job_args["list_url"]) if "list_url" in job_args else None
    return {"message": said(run), **counts, "link": link}
