"""모집 공고: list, overview, a new draft. Its parts are edited in notice_edit, its criteria in notice_criteria."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from app.accounts import once
from app.accounts.current import current_actor
from app.audit import services as audit
from app.extensions import db
from app.recruitment import criteria_words, queries
from app.recruitment.forms.notice import NoticeForm, StepForm
from app.recruitment.models import Notice, NoticeState, Stream
from app.recruitment.services import (
    confirmations,
    intake_closings,
    notice_cancelling,
    notice_changes,
    notices,
    screenings,
    version_changes,
)
from app.recruitment.services.scope import notice as visible_notice
from app.recruitment.views.blocker_links import blocker_links
from app.recruitment.views.blueprint import bp
from app.recruitment.views.frame import frame
from app.reference import services as reference
from app.reference.models import Cohort
from app.shared.errors import RuleBroken
from app.web.access import requires
from app.web.clock import now, today
from app.web.permissions import Permission


@bp.get("/notices")
@requires(Permission.RECRUIT_NOTICE_READ)
def list_notices() -> str:
    rows = queries.notice_rows(current_actor())
    return render_template(
        "recruitment/list_notices.html",
        rows=rows,
        next_steps={row.Notice.id: _next_step(row.Notice) for row in rows},
    )


def _next_step(notice: Notice) -> tuple[str, str] | None:
    """What this account may do next with the notice: the words and the address."""
    may, state = current_user.can, notice.state
    if state == NoticeState.DRAFT and may(Permission.RECRUIT_NOTICE_WRITE):
        return "고치기", url_for(".edit_notice", code=notice.code)
    if state == NoticeState.DRAFT and may(Permission.RECRUIT_NOTICE_APPROVE):
        return "공고 올리기", url_for(".open_notice", code=notice.code)
    if state == NoticeState.CLOSED and may(Permission.RECRUIT_SCREENING_READ):
        return "심사", url_for(".show_screening", code=notice.code)
    return None


@bp.get("/notices/<code>")
@requires(Permission.RECRUIT_NOTICE_READ)
def show_notice(code: str) -> str:
    actor = current_actor()
    notice = visible_notice(code, actor)
    document = notices.document_of(notices.current_version(notice))
    return render_template(
        "recruitment/show_notice.html",
        **frame(notice, "overview"),
        streams=queries.stream_rows(notice, actor),
        projects=queries.project_rows(notice),
        versions=queries.version_rows(notice),
        document=document,
        conditions=[line for line in criteria_words.lines(document) if line.rule.on],
        blockers=blocker_links(notice) if notice.state == "draft" else [],
        unscreened=queries.unscreened(notice, actor),
        stale=screenings.stale_count(notice, actor, today()) if notice.state in ("open", "closed") else 0,
        sending=intake_closings.progress(notice),
        sent=intake_closings.sent_at(notice, actor),
        standing=confirmations.check(notice.cohort_id),
        waiting=version_changes.pending(notice),
        cancelled_by=notice_cancelling.cancelled_by(notice) if notice.state == "cancelled" else "",
        amending=notice_changes.waiting(notice),
        step_form=StepForm(),
    )


@bp.route("/notices/new", methods=["GET", "POST"])
@requires(Permission.RECRUIT_NOTICE_WRITE)
def add_notice() -> Any:
    form = NoticeForm()
    cohorts = db.session.scalars(sa.select(Cohort).where(Cohort.source == "live").order_by(Cohort.starts_on.desc()))
    form.cohort.choices = {one.code: one.title for one in cohorts}
    if form.validate_on_submit():
        try:
            key = once.claim(form.once.data, user_id=current_user.id, location=url_for(".list_notices"), now=now())
            notice = notices.add(
                reference.cohort(form.cohort.data),
                opens_on=form.opens_on.data,
                closes_on=form.closes_on.data,
                streams=_plans(form),
                title=form.title.data,
                number=form.number.data or None,
                by=current_actor(),
                now=now(),
            )
            key.location = url_for(".edit_notice", code=notice.code)
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
            flash("공고를 만들었습니다. 세부사업과 조건을 확인하고 결재를 올리세요.", "success")
            return redirect(key.location)
    return render_template("recruitment/add_notice.html", form=form), (422 if form.errors else 200)


def _plans(form: NoticeForm) -> list[notices.StreamPlan]:
    codes = [code.value for code in Stream if form[f"{code}_seats"].data]
    return [notices.StreamPlan(code, form[f"{code}_seats"].data, form[f"{code}_hours"].data * 60) for code in codes]
