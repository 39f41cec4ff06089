"""참여자격 심사 of a notice: how many fail which rule, and the run over all."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_login import current_user
from markupsafe import Markup

from app.accounts import once
from app.accounts.current import current_actor
from app.audit import services as audit
from app.recruitment import queries
from app.recruitment.forms.notice import StepForm
from app.recruitment.models import STREAM_LABELS, Notice, NoticeState
from app.recruitment.services import scope, screening_work, screenings
from app.recruitment.services.screening_run import Run
from app.recruitment.views.blueprint import bp
from app.recruitment.views.frame import frame
from app.shared.actor import Actor
from app.shared.errors import RuleBroken
from app.web.access import requires
from app.web.clock import now, today
from app.web.permissions import Permission


@bp.get("/notices/<code>/screening")
@requires(Permission.RECRUIT_SCREENING_READ)
def show_screening(code: str) -> str:
    actor = current_actor()
    notice = scope.notice(code, actor)
    found = queries.overview(notice, actor)
    return render_template(
        "recruitment/show_screening.html",
        **frame(notice, "screening"),
        overview=found,
        verdicts=found.verdicts,
        by_stream=found.by_stream(STREAM_LABELS),
        unscreened=queries.unscreened(notice, actor),
        stale=_stale(notice, actor),
        last_run=queries.last_run(notice),
        moved=queries.moved_count(notice, actor),
        most_counted=queries.MOST_COUNTED,
        step_form=StepForm(),
    )


def _stale(notice: Notice, actor: Actor) -> int:
    return (
        screenings.stale_count(notice, actor, today()) if notice.state in (NoticeState.OPEN, NoticeState.CLOSED) else 0
    )


def _said(run: Run, link: dict[str, str] | None) -> str:
    """What came of the run, and the way to those whose verdict it moved."""
    text = screening_work.said(run)
    return Markup('{} <a href="{url}">{label}</a>').format(text, **link) if link else text


@bp.post("/notices/<code>/screen")
@requires(Permission.RECRUIT_SCREENING_RUN)
def screen_notice(code: str) -> Any:
    """At once, or for a large notice in the queue: the result is the same."""
    actor = current_actor()
    notice = scope.notice(code, actor, lock=True)
    form, at = StepForm(), now()
    here, listed = url_for(".show_screening", code=code), url_for(".list_applications", code=code)
    if form.validate_on_submit():
        try:
            key = once.claim(form.once.data, user_id=current_user.id, location=here, now=at)
            if screening_work.is_long(notice):
                job = screening_work.start(
                    notice, f"screening:{key.key}", location=here, list_url=listed, by=actor, now=at
                )
                key.location = url_for("tasks.show_task", task_id=job.id) if job.by_id == actor.user_id else here
                audit.commit()
                return redirect(key.location)
            run = screenings.screen_all(notice, by=actor, now=at, today=today())
        except RuleBroken as error:
            form.refuse(error)
            flash(str(error), "danger")
        else:
            audit.commit()
            flash(_said(run, screening_work.moved_link(run, at, listed)), "success")
    return redirect(here)
