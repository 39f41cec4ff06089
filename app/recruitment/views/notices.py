"""모집 공고: list, overview, draft and its parts."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user

from app.accounts import once
from app.accounts.current import current_actor
from app.audit import services as audit
from app.extensions import db
from app.recruitment import criteria_words, queries, words
from app.recruitment.forms.notice import NoticeEditForm, NoticeForm, ProjectSeatsForm, RuleForm, StepForm
from app.recruitment.models import STREAM_LABELS, NoticeProject, Stream
from app.recruitment.services import notice_versions, notices
from app.recruitment.services.scope import notice as visible_notice
from app.recruitment.views.blueprint import bp
from app.recruitment.views.frame import frame
from app.reference import services as reference
from app.reference.models import Cohort, Project
from app.rules.criteria import RULE_CODES
from app.shared.errors import RuleBroken
from app.web.access import requires
from app.web.clock import now, today
from app.web.permissions import Permission


@bp.get("/notices")
@requires(Permission.RECRUIT_NOTICE_READ)
def list_notices() -> str:
    rows = queries.notice_rows(current_actor())
    return render_template(
        "recruitment/list_notices.html", rows=rows, notice_labels=words.NOTICE_LABELS, notice_badges=words.NOTICE_BADGES
    )


@bp.get("/notices/<code>")
@requires(Permission.RECRUIT_NOTICE_READ)
def show_notice(code: str) -> str:
    actor = current_actor()
    notice = visible_notice(code, actor)
    document = notices.document_of(notices.current_version(notice))
    streams = queries.stream_rows(notice, actor)
    return render_template(
        "recruitment/show_notice.html",
        **frame(notice, "overview"),
        streams=streams,
        projects=queries.project_rows(notice),
        versions=queries.version_rows(notice),
        criteria=criteria_words.lines(document),
        document=document,
        obstacles=notice_versions.obstacles(notice, today()) if notice.state == "draft" else [],
        unscreened=queries.unscreened(notice, actor),
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


@bp.route("/notices/<code>/edit", methods=["GET", "POST"])
@requires(Permission.RECRUIT_NOTICE_WRITE)
def edit_notice(code: str) -> Any:
    notice = visible_notice(code, current_actor())
    form = NoticeEditForm(obj=notice)
    if form.validate_on_submit():
        names = ("title", "opens_on", "closes_on", "age_on", "residence_on", "income_year")
        values = {name: form[name].data for name in names} | {"number": form.number.data or None}
        try:
            version = form.seen_version
            notices.change(notice, version=version, by=current_actor(), now=now(), **values)
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
            flash("공고를 저장했습니다.", "success")
            return redirect(url_for(".edit_notice", code=code))
    return _edit_page(notice, form), (422 if form.errors else 200)


def _edit_page(notice: Any, form: Any, seats: ProjectSeatsForm | None = None) -> str:
    document = notices.document_of(notices.current_version(notice))
    return render_template(
        "recruitment/edit_notice.html",
        **frame(notice, "edit"),
        form=form,
        seats=seats or _seats_form(notice),
        projects=queries.project_rows(notice),
        criteria=criteria_words.lines(document),
        document=document,
        step_form=StepForm(),
    )


def _seats_form(notice: Any) -> ProjectSeatsForm:
    form = ProjectSeatsForm()
    offered = sa.select(Project.id, Project.name).where(Project.programme_code == notice.cohort.programme_code)
    rows = db.session.execute(offered.order_by(Project.name))
    form.project.choices = {str(row_id): name for row_id, name in rows}
    form.stream.choices = {one.code: STREAM_LABELS[Stream(one.code)] for one in notice.streams}
    return form


@bp.post("/notices/<code>/projects")
@requires(Permission.RECRUIT_NOTICE_WRITE)
def add_project(code: str) -> Any:
    notice = visible_notice(code, current_actor())
    seats = _seats_form(notice)
    if seats.validate_on_submit():
        try:
            once.claim(seats.once.data, user_id=current_user.id, location=url_for(".edit_notice", code=code), now=now())
            project = db.get_or_404(Project, int(seats.project.data))
            notices.add_project(notice, project, seats.stream.data, seats.seats.data, by=current_actor(), now=now())
        except RuleBroken as error:
            seats.refuse(error)
        else:
            audit.commit()
            flash("세부사업을 넣었습니다.", "success")
            return redirect(url_for(".edit_notice", code=code))
    notice = visible_notice(code, current_actor())
    flash(next(iter(seats.form_errors or [one[0] for one in seats.errors.values()])), "danger")
    return _edit_page(notice, NoticeEditForm(formdata=None, obj=notice), seats), 422


@bp.post("/notices/<code>/projects/<id:row_id>/drop")
@requires(Permission.RECRUIT_NOTICE_WRITE)
def drop_project(code: str, row_id: int) -> Any:
    notice = visible_notice(code, current_actor())
    row = db.session.scalar(
        sa.select(NoticeProject).where(NoticeProject.id == row_id, NoticeProject.notice_id == notice.id)
    )
    if row is None or not StepForm().validate_on_submit():
        abort(404)
    notices.drop_project(row, notice, by=current_actor(), now=now())
    audit.commit()
    flash("세부사업을 뺐습니다.", "success")
    return redirect(url_for(".edit_notice", code=code))


@bp.route("/notices/<code>/criteria/<rule>", methods=["GET", "POST"])
@requires(Permission.RECRUIT_NOTICE_WRITE)
def edit_rule(code: str, rule: str) -> Any:
    notice = visible_notice(code, current_actor())
    if rule not in RULE_CODES:
        abort(404)
    current = notices.document_of(notices.current_version(notice)).rule(rule)
    form = RuleForm(**criteria_words.form_values(current))
    if form.validate_on_submit():
        try:
            here = url_for(".edit_notice", code=code)
            once.claim(form.once.data, user_id=current_user.id, location=here, now=now())
            changes = criteria_words.changes(current, {name: field.data for name, field in form._fields.items()})
            notice_versions.settle_rule(
                notice, rule, form.document_number.data, by=current_actor(), now=now(), **changes
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
            flash(f"「{current.label}」 기준을 저장했습니다.", "success")
            return redirect(here)
    fields = [form[name] for name in criteria_words.FIELDS.get(rule, ())]
    page = render_template(
        "recruitment/edit_rule.html", **frame(notice, "edit"), form=form, rule=current, fields=fields
    )
    return page, (422 if form.errors else 200)
