"""신청: the look-ups of one application. Its page: views/states.py."""

from __future__ import annotations

from typing import Any

from flask import flash as say_after
from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.accounts import once
from app.accounts.current import current_actor
from app.audit import services as audit
from app.audit.looks import note_look
from app.recruitment import detail_words, queries
from app.recruitment.forms.look_ups import LookUpForm
from app.recruitment.models import STREAM_LABELS
from app.recruitment.services import look_ups, preview, scope, screenings
from app.recruitment.views.blueprint import bp
from app.recruitment.views.frame import frame
from app.shared.errors import RuleBroken
from app.web.access import requires
from app.web.clock import now, today
from app.web.permissions import Permission


@bp.route("/applications/<id:application_id>/look-ups", methods=["GET", "POST"])
@requires(Permission.RECRUIT_SCREENING_RUN)
def add_look_ups(application_id: int) -> Any:
    """조회 결과: kept beside the declaration, then this one is screened again."""
    actor = current_actor()
    row = scope.application(application_id, actor)
    form = LookUpForm(looked_up_on=today(), source="행복e음·일모아")
    here = url_for(".show_application_screening", application_id=application_id)
    if form.validate_on_submit():
        try:
            once.claim(form.once.data, user_id=current_user.id, location=here, now=now())
            look_ups.hold_open(row, form.looked_up_on.data, today())
            for kind, value in form.answers().items():
                look_ups.record(
                    row,
                    kind,
                    value,
                    looked_up_on=form.looked_up_on.data,
                    source=form.source.data,
                    by=actor,
                    now=now(),
                )
            screenings.screen_one(row, by=actor, now=now(), today=today(), settle=True)
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
            say_after("조회 결과를 저장하고 다시 심사했습니다.", "success")
            return redirect(here)
    if request.method == "GET":
        note_look("recruit:application:read", row, by=actor, at=now(), people=[row.person_id])
    page = render_template(
        "recruitment/add_look_ups.html",
        **frame(row.notice, "applications"),
        form=form,
        asked=preview.asked(row.notice),
        application=row,
        known=detail_words.look_up_rows(queries.look_ups(row), row),
        stream_label=STREAM_LABELS,
    )
    return page, (422 if form.errors else 200)
