"""진행 중인 일: the list, one piece of work and how far it is, 멈춤."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user

from app.accounts.current import current_actor
from app.accounts.home import WorkItem, work_items
from app.audit import services as audit
from app.database import writing
from app.extensions import db
from app.shared.actor import Actor
from app.tasks import services, words
from app.tasks.board import board
from app.tasks.models import Job, JobState
from app.web.access import signed_in
from app.web.clock import now
from app.web.forms import ActionForm
from app.web.permissions import Permission
from app.web.requests import light

bp = Blueprint("tasks", __name__, template_folder="templates")


@bp.get("/tasks")
@signed_in
def list_tasks() -> str:
    """One's own; 관리 and 감사 see the titles of all."""
    actor = current_actor()
    before = request.args.get("before", type=int)
    rows, following = services.jobs(actor, before=before if before and 0 < before < 2**63 else None)
    return render_template(
        "tasks/list_tasks.html", rows=rows, states=words.STATES, next_before=following, own=actor.user_id
    )


def _state(job: Job, actor: Actor) -> dict[str, Any]:
    running = job.state == JobState.RUNNING
    progress = board().progress(job.id) if running else None
    text = job.message
    if running:
        text = words.pace(progress)
    elif job.state == JobState.WAITING:
        text = words.waiting(job, services.ahead(job), now())
    return {
        "job": job,
        "states": words.STATES,
        "progress": progress,
        "text": text,
        "alive": job.state in services.ALIVE,
        "stopping": job.state in services.ALIVE and board().stop_asked(job.id),
        "own": job.by_id == actor.user_id,
        "more": _more(job),
        "stop_form": ActionForm(),
    }


def _more(job: Job) -> dict[str, str] | None:
    """Where the result leads on to, if whoever looks may go there. An old result may name a right that is no more."""
    link: dict[str, str] | None = (job.result or {}).get("link")
    if not link or link["permission"] not in {one.value for one in Permission}:
        return None
    return link if current_user.can(Permission(link["permission"])) else None


@bp.get("/tasks/<id:task_id>")
@signed_in
def show_task(task_id: int) -> str:
    actor = current_actor()
    return render_template("tasks/show_task.html", **_state(services.job(task_id, actor), actor))


@bp.get("/tasks/<id:task_id>/state")
@signed_in
@light
def show_state(task_id: int) -> str:
    """The part that the page asks for every two seconds; it does not keep the session alive."""
    actor = current_actor()
    return render_template("tasks/_state.html", **_state(services.job(task_id, actor), actor))


@bp.post("/tasks/<id:task_id>/stop")
@signed_in
@light
def stop_task(task_id: int) -> Any:
    """멈춤: at once while it waits, at its next step while it runs. Never waits for the writer that it wants to stop."""
    actor = current_actor()
    job = services.job(task_id, actor)
    here = redirect(url_for(".show_task", task_id=task_id))
    if not ActionForm().validate_on_submit() or job.by_id != actor.user_id or job.state not in services.ALIVE:
        flash("멈추지 않았습니다. 이미 끝난 일이거나 다른 사람이 시작한 일입니다.", "danger")
        return here
    board().ask_stop(job.id)
    if job.state == JobState.WAITING and not services.ahead(job):
        db.session.rollback()
        with writing():
            services.cancel_waiting(task_id, by=actor, now=now())
            audit.commit()
    return here


@work_items
def long_work(actor: Actor, today: date) -> list[WorkItem]:  # noqa: ARG001  the signature of a source
    """What runs, and what ended since half a day and has a result to open."""
    items = []
    for job in services.recent(actor, now()):
        url = url_for("tasks.show_task", task_id=job.id)
        items.append(WorkItem(job.title, words.STATES[JobState(job.state)][1], url, "보기"))
    return items
