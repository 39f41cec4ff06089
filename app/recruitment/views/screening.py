"""참여자격 심사: how many fail which rule, the run over all, and the findings of one."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from app.accounts import once
from app.accounts.current import current_actor
from app.audit import services as audit
from app.audit.looks import note_look
from app.recruitment import findings, queries
from app.recruitment.forms.notice import StepForm
from app.recruitment.services import scope, screenings
from app.recruitment.views.applications import chosen_filter, filter_args
from app.recruitment.views.blueprint import bp
from app.recruitment.views.frame import frame
from app.rules.eligibility_sentences import say
from app.shared.errors import RuleBroken
from app.web.access import requires
from app.web.clock import now, today
from app.web.permissions import Permission


@bp.get("/notices/<code>/screening")
@requires(Permission.RECRUIT_SCREENING_READ)
def show_screening(code: str) -> str:
    actor = current_actor()
    notice = scope.notice(code, actor)
    streams = queries.stream_rows(notice, actor)
    counts = {
        name: sum(getattr(row, name) for row in streams)
        for name in ("applied", "eligible", "ineligible", "needs_review")
    }
    return render_template(
        "recruitment/show_screening.html",
        **frame(notice, "screening"),
        rules=queries.failing(notice, actor),
        streams=streams,
        counts=counts,
        unscreened=queries.unscreened(notice, actor),
        last_run=queries.last_run(notice),
        step_form=StepForm(),
    )


@bp.post("/notices/<code>/screen")
@requires(Permission.RECRUIT_SCREENING_RUN)
def screen_notice(code: str) -> Any:
    notice = scope.notice(code, current_actor(), lock=True)
    form, here = StepForm(), url_for(".show_screening", code=code)
    if form.validate_on_submit():
        try:
            once.claim(form.once.data, user_id=current_user.id, location=here, now=now())
            run = screenings.screen_all(notice, by=current_actor(), now=now(), today=today())
        except RuleBroken as error:
            form.refuse(error)
            flash(str(error), "danger")
        else:
            audit.commit()
            text = f"{run.screened:,}명을 심사했습니다. 결과가 새로 정해진 사람은 {run.changed:,}명입니다."
            flash(text, "success")
    return redirect(here)


@bp.get("/applications/<id:application_id>/screening")
@requires(Permission.RECRUIT_SCREENING_READ)
def show_application_screening(application_id: int) -> str:
    actor = current_actor()
    row = scope.application(application_id, actor)
    note_look("recruit:application:read", row, by=actor, at=now(), people=[row.person_id])
    chosen = chosen_filter()
    before, behind = queries.neighbours(row, chosen, actor)
    screening = screenings.current(row.id)
    outcome = screenings.outcome_of(screening) if screening else None
    earlier = [(one.at, one.verdict, say(screenings.outcome_of(one).sentence)) for one in queries.superseded(row)]
    return render_template(
        "recruitment/show_application_screening.html",
        **frame(row.notice, "screening"),
        application=row,
        screening=screening,
        lines=findings.worst_first(outcome) if outcome else [],
        verdict=say(outcome.sentence) if outcome else "",
        earlier=earlier,
        before=before,
        behind=behind,
        args=filter_args(chosen),
    )
