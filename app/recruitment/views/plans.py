"""내시 of a cohort, reached from its notices."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from app.accounts.current import current_actor
from app.recruitment.forms.plan import ConfirmationForm
from app.recruitment.services import confirmations
from app.recruitment.services.scope import notice as visible_notice
from app.recruitment.views.blueprint import bp
from app.recruitment.views.frame import frame
from app.recruitment.views.saving import answer, saved
from app.web.access import requires
from app.web.clock import now, today
from app.web.permissions import Permission


@bp.route("/notices/<code>/plan", methods=["GET", "POST"])
@requires(Permission.RECRUIT_PLAN_WRITE)
def edit_plan(code: str) -> Any:
    """The 내시 of the notice's cohort, newest first, and the form of the next."""
    notice = visible_notice(code, current_actor())
    form, here = ConfirmationForm(), url_for(".edit_plan", code=code)

    def add() -> None:
        confirmations.add(notice.cohort, form.given, by=current_actor(), now=now(), today=today())

    if saved(form, here, add):
        flash("내시를 등록했습니다.", "success")
        return redirect(here)
    notice = visible_notice(code, current_actor())
    page = render_template(
        "recruitment/edit_plan.html",
        **frame(notice, "edit"),
        form=form,
        rows=confirmations.rows(notice.cohort_id),
        standing=confirmations.check(notice.cohort_id),
        kinds=confirmations.KINDS,
    )
    return answer(page, form)
