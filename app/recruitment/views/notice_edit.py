"""공고 고치기: its facts, its 모집 구분, its 세부사업; the page also shows criteria, scores and papers."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user

from app.accounts import once
from app.accounts.current import current_actor
from app.audit import services as audit
from app.extensions import db
from app.recruitment import criteria_words, queries
from app.recruitment.forms.notice import NoticeEditForm, ProjectSeatsForm, StepForm, StreamsForm
from app.recruitment.models import STREAM_LABELS, NoticeProject, Stream
from app.recruitment.services import (
    checklist,
    confirmations,
    notice_copy,
    notice_facts,
    notice_seats,
    notices,
    version_changes,
)
from app.recruitment.services.scope import notice as visible_notice
from app.recruitment.views.blocker_links import blocker_links
from app.recruitment.views.blueprint import bp
from app.recruitment.views.frame import frame
from app.recruitment.views.notice_said import saying
from app.recruitment.views.saving import saved
from app.reference.models import Project
from app.shared.errors import RuleBroken
from app.web.access import requires
from app.web.clock import now
from app.web.permissions import Permission

_DAYS_HINTS = (
    "확인 필요: 거부처분으로 보는 경우 60일(민원처리법 §35)",
    "확인 필요: 거부처분으로 보는 경우 10일 이내(민원처리법 §35)",
)


@bp.route("/notices/<code>/edit", methods=["GET", "POST"])
@requires(Permission.RECRUIT_NOTICE_WRITE)
def edit_notice(code: str) -> Any:
    notice = visible_notice(code, current_actor())
    form, say = NoticeEditForm(obj=notice), saying(notice)
    if form.validate_on_submit():
        try:
            notices.change(notice, version=form.seen_version, by=current_actor(), now=now(), **form.values)
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
            say("공고를 저장했습니다.")
            return redirect(url_for(".edit_notice", code=code))
    return edit_page(notice, form), (422 if form.errors else 200)


def edit_page(notice: Any, form: Any, seats: ProjectSeatsForm | None = None, streams: Any = None) -> str:
    document = notices.document_of(version_changes.base_of(notice))
    shipped = notice_copy.shipped_for(notice)
    return render_template(
        "recruitment/edit_notice.html",
        **frame(notice, "edit"),
        form=form,
        seats=seats or _seats_form(notice, bound=False),
        streams=streams or _streams_form(notice, bound=False),
        projects=queries.project_rows(notice),
        criteria=criteria_words.lines(document, shipped.note if shipped else "", notice.income_year),
        shipped=shipped,
        document=document,
        papers=checklist.checklist_of(notice),
        standing=confirmations.check(notice.cohort_id),
        last=notice_copy.last_round(notice) if notice.state == "draft" else None,
        blockers=blocker_links(notice) if notice.state == "draft" else [],
        proposed=notices.waits_for_approval(notice),
        effect_note=notice_facts.effect_note(notice),
        start_note=notice_facts.start_note(notice),
        gaps=notice_seats.gaps(notice) if notice.state == "draft" else [],
        words_of_days=_DAYS_HINTS,
        step_form=StepForm(),
    )


@bp.post("/notices/<code>/streams")
@requires(Permission.RECRUIT_NOTICE_WRITE)
def edit_streams(code: str) -> Any:
    notice, here = visible_notice(code, current_actor()), url_for(".edit_notice", code=code)
    form, say = _streams_form(notice), saying(notice)

    def change() -> None:
        notice_seats.set_streams(notice, form.plans(), by=current_actor(), now=now())

    if saved(form, here, change):
        say("모집 구분을 저장했습니다.")
        return redirect(here)
    notice = visible_notice(code, current_actor())
    return edit_page(notice, NoticeEditForm(formdata=None, obj=notice), streams=form), 422


def _streams_form(notice: Any, *, bound: bool = True) -> StreamsForm:
    return StreamsForm.of({plan.code: plan for plan in notice_seats.plans_of(notice)}, bound=bound)


def _seats_form(notice: Any, *, bound: bool = True) -> ProjectSeatsForm:
    form = ProjectSeatsForm() if bound else ProjectSeatsForm(formdata=None)
    offered = sa.select(Project.id, Project.name).where(Project.programme_code == notice.cohort.programme_code)
    rows = db.session.execute(offered.order_by(Project.name))
    form.project.choices = {str(row_id): name for row_id, name in rows}
    form.stream.choices = {one.code: STREAM_LABELS[Stream(one.code)] for one in notice.streams}
    return form


@bp.post("/notices/<code>/projects")
@requires(Permission.RECRUIT_NOTICE_WRITE)
def add_project(code: str) -> Any:
    notice = visible_notice(code, current_actor())
    seats, say = _seats_form(notice), saying(notice)
    if seats.validate_on_submit():
        try:
            once.claim(seats.once.data, user_id=current_user.id, location=url_for(".edit_notice", code=code), now=now())
            project = db.get_or_404(Project, int(seats.project.data))
            notices.add_project(notice, project, seats.stream.data, seats.seats.data, by=current_actor(), now=now())
        except RuleBroken as error:
            seats.refuse(error)
        else:
            audit.commit()
            say("세부사업을 넣었습니다.")
            return redirect(url_for(".edit_notice", code=code))
    notice = visible_notice(code, current_actor())
    flash(next(iter(seats.form_errors or [one[0] for one in seats.errors.values()])), "danger")
    return edit_page(notice, NoticeEditForm(formdata=None, obj=notice), seats), 422


@bp.post("/notices/<code>/projects/<id:row_id>/drop")
@requires(Permission.RECRUIT_NOTICE_WRITE)
def drop_project(code: str, row_id: int) -> Any:
    notice = visible_notice(code, current_actor())
    row = db.session.scalar(
        sa.select(NoticeProject).where(NoticeProject.id == row_id, NoticeProject.notice_id == notice.id)
    )
    if row is None or not StepForm().validate_on_submit():
        abort(404)
    say = saying(notice)
    notices.drop_project(row, notice, by=current_actor(), now=now())
    audit.commit()
    say("세부사업을 뺐습니다.")
    return redirect(url_for(".edit_notice", code=code))
