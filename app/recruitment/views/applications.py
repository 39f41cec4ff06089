"""신청: the list of a notice, one application, its look-ups, giving up."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import flash as say_after
from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.accounts import once
from app.accounts.current import current_actor
from app.audit import services as audit
from app.audit.looks import note_look
from app.recruitment import detail_words, findings, found, queries
from app.recruitment.forms.look_ups import LookUpForm
from app.recruitment.forms.small import GiveUpForm, NameForm, UnmaskForm
from app.recruitment.models import STREAM_LABELS, Notice
from app.recruitment.services import applications, look_ups, scope, screenings, transitions
from app.recruitment.views.blueprint import bp
from app.recruitment.views.frame import frame
from app.rules.criteria import RULE_CODES, RULE_LABELS
from app.shared.errors import RuleBroken
from app.web.access import requires
from app.web.clock import now, today
from app.web.permissions import Permission

PLAIN = ("dong", "state", "stream", "verdict", "failed", "review")


def chosen_filter() -> queries.Filter:
    """The filter in the address; a name stands there sealed."""
    values = {name: request.args.get(name, "")[:40] for name in PLAIN}
    hidden = request.args.get("s", "")
    return queries.Filter(**values, name=found.reveal(hidden, "search.name") if hidden else "")


def filter_args(chosen: queries.Filter) -> dict[str, str]:
    """The filter as address parts."""
    plain = {name: value for name, value in asdict(chosen).items() if value and name != "name"}
    return plain | ({"s": request.args["s"]} if chosen.name and request.args.get("s") else {})


def _number(name: str) -> int | None:
    value = request.args.get(name, type=int)
    return value if value is not None and 0 < value < 2**31 else None


@bp.route("/notices/<code>/applications", methods=["GET", "POST"])
@requires(Permission.RECRUIT_APPLICATION_READ)
def list_applications(code: str) -> Any:
    actor = current_actor()
    notice = scope.notice(code, actor)
    form = NameForm()
    if form.validate_on_submit():
        key = found.hide(form.q.data, "search.name") if form.q.data else None
        return redirect(url_for(".list_applications", code=code, s=key))
    chosen = chosen_filter()
    page = queries.application_page(notice, chosen, actor, after=_number("after"), before=_number("before"))
    note_look("recruit:application:list", notice, by=actor, at=now(), people=[row.person_id for row in page.rows])
    return _list_page(notice, form, chosen, page)


def _list_page(notice: Notice, form: NameForm, chosen: queries.Filter, page: queries.Page) -> str:
    args = filter_args(chosen)
    here: dict[str, Any] = {"code": notice.code, **args}
    return render_template(
        "recruitment/list_applications.html",
        **frame(notice, "applications"),
        form=form,
        chosen=chosen,
        page=page,
        args=args,
        dongs=[] if current_user.dong_code else queries.dongs(),
        prev_url=url_for(".list_applications", **here, before=page.prev) if page.prev else "",
        next_url=url_for(".list_applications", **here, after=page.next) if page.next else "",
        rule_labels=RULE_LABELS,
        reason_of=reason_of,
    )


def reason_of(row: Any) -> str:
    """The rules behind the verdict, in a few words: 소득, 서류."""
    mask = row.failed_mask or row.review_mask or 0
    labels = [RULE_LABELS[code] for index, code in enumerate(RULE_CODES) if mask >> index & 1]
    return ", ".join(labels[:3]) + (f" 외 {len(labels) - 3}" if len(labels) > 3 else "")


@bp.get("/applications/<id:application_id>")
@requires(Permission.RECRUIT_APPLICATION_READ)
def show_application(application_id: int) -> str:
    actor = current_actor()
    row = scope.application(application_id, actor)
    note_look("recruit:application:read", row, by=actor, at=now(), people=[row.person_id])
    screening = screenings.current(row.id)
    papers, wishes = applications.papers_of(row), detail_words.wishes(row, queries.project_rows(row.notice))
    return render_template(
        "recruitment/show_application.html",
        **frame(row.notice, "applications"),
        application=row,
        screening=screening,
        panel=findings.saved_panel(screenings.outcome_of(screening)) if screening else None,
        declared=detail_words.declared_rows(row, queries.look_ups(row), wishes),
        members=applications.members_of(row),
        papers=papers,
        consents=applications.consents_of(row),
        events=queries.events(row),
        unmask=UnmaskForm(),
        give_up=GiveUpForm(),
        may_give_up=transitions.may(row, "declined"),
    )


@bp.post("/applications/<id:application_id>/give-up")
@requires(Permission.RECRUIT_APPLICATION_WRITE)
def give_up(application_id: int) -> Any:
    """포기 or 취소, with its reason."""
    actor = current_actor()
    row = scope.application(application_id, actor, lock=True)
    form, here = GiveUpForm(), url_for(".show_application", application_id=application_id)
    if form.validate_on_submit():
        try:
            once.claim(form.once.data, user_id=current_user.id, location=here, now=now())
            transitions.move(row, form.to.data, by=actor, now=now(), reason=form.reason.data)
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
            say_after("신청을 처리했습니다.", "success")
            return redirect(here)
    say_after((form.form_errors or ["처리하지 않았습니다. 사유를 적어 주세요."])[0], "danger")
    return redirect(here)


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
        application=row,
        known=detail_words.look_up_rows(queries.look_ups(row)),
        stream_label=STREAM_LABELS,
    )
    return page, (422 if form.errors else 200)
