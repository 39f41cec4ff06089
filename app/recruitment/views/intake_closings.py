"""동 접수 마감·송부: the register of each 동, closed and sent by it, accepted by the district office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for

from app.accounts.current import current_actor
from app.recruitment.forms.notice import CloseIntakeForm, ReasonForm, StepForm
from app.recruitment.models import Notice
from app.recruitment.queries import intake
from app.recruitment.services import intake_closings
from app.recruitment.services.scope import notice as visible_notice
from app.recruitment.views.blueprint import bp
from app.recruitment.views.frame import frame
from app.recruitment.views.saving import answer, saved
from app.web.access import requires
from app.web.clock import now, today
from app.web.permissions import Permission


@bp.get("/notices/<code>/intake")
@requires(Permission.RECRUIT_APPLICATION_READ)
def show_intake(code: str) -> str:
    actor = current_actor()
    notice = visible_notice(code, actor)
    return render_template(
        "recruitment/show_intake.html",
        **frame(notice, "intake"),
        rows=intake.intake_rows(notice, actor),
        taken_back=intake.taken_back(notice, actor),
        own_id=actor.user_id,
        step_form=StepForm(),
    )


def _dong_step(code: str, dong: str, form: Any, *, template: str, do: Callable[[Notice], object], done: str) -> Any:
    """One step of one 동 on a page of its own."""
    actor = current_actor()
    notice, here = visible_notice(code, actor), url_for(".show_intake", code=code)
    place = intake_closings.of_dong(dong, actor)
    if saved(form, here, lambda: do(notice)):
        flash(done.format(place.name), "success")
        return redirect(here)
    notice = visible_notice(code, actor)
    row = next(one for one in intake.intake_rows(notice, actor) if one.code == dong)
    return answer(
        render_template(
            template, **frame(notice, "intake"), form=form, row=row, early=intake_closings.is_early(notice, today())
        ),
        form,
    )


@bp.route("/notices/<code>/intake/<dong>/close", methods=["GET", "POST"])
@requires(Permission.RECRUIT_INTAKE_CLOSE)
def close_intake(code: str, dong: str) -> Any:
    form = CloseIntakeForm()
    return _dong_step(
        code,
        dong,
        form,
        template="recruitment/close_intake.html",
        do=lambda notice: intake_closings.close_dong(
            notice,
            dong,
            by=current_actor(),
            now=now(),
            today=today(),
            reason=form.reason.data or "",
            none_confirmed=form.none_confirmed.data,
        ),
        done="{} 접수를 마감하고 송부했습니다.",
    )


@bp.post("/notices/<code>/intake/<dong>/accept")
@requires(Permission.RECRUIT_INTAKE_ACCEPT)
def accept_intake(code: str, dong: str) -> Any:
    notice, here = visible_notice(code, current_actor()), url_for(".show_intake", code=code)
    form = StepForm()
    if saved(form, here, lambda: intake_closings.accept(notice, dong, by=current_actor(), now=now())):
        flash("구청 접수를 확인했습니다.", "success")
    for sentence in form.form_errors:
        flash(sentence, "danger")
    return redirect(here)


@bp.route("/notices/<code>/intake/<dong>/reopen", methods=["GET", "POST"])
@requires(Permission.RECRUIT_INTAKE_ACCEPT)
def reopen_intake(code: str, dong: str) -> Any:
    form = ReasonForm()
    return _dong_step(
        code,
        dong,
        form,
        template="recruitment/reopen_intake.html",
        do=lambda notice: intake_closings.reopen(
            notice, dong, reason=form.reason.data or "", by=current_actor(), now=now()
        ),
        done="{} 송부를 되돌렸습니다. 다시 접수할 수 있습니다.",
    )
