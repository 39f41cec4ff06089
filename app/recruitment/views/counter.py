"""신청 접수 and 신청 고치기: the counter form, its live findings, and what comes after saving."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.orm import undefer

from app.accounts import drafts, once
from app.accounts.current import current_actor
from app.accounts.late import keeps_late
from app.accounts.roles import Role
from app.audit import services as audit
from app.audit.looks import note_look
from app.extensions import db
from app.recruitment import counter, findings, found, queries
from app.recruitment.models import Application, Notice, Person
from app.recruitment.queries import Moment
from app.recruitment.services import applications, preview, scope, screenings
from app.recruitment.views import drafts as draft_views
from app.recruitment.views.blueprint import bp
from app.recruitment.views.counter_page import (
    already_line,
    counter_page,
    draft_outcome,
    hints_of,
    moment_of,
    notes_of,
    number_hint,
    number_of,
    only_stream,
    receive_form,
    revise_form,
)
from app.recruitment.views.frame import frame
from app.recruitment.views.fresh_page import fresh_page
from app.recruitment.views.list_filters import row_asked
from app.shared.errors import Conflict, RuleBroken
from app.web.access import requires
from app.web.clock import now, today
from app.web.permissions import Permission
from app.web.requests import reads_first


@bp.route("/notices/<code>/applications/new", methods=["GET", "POST"])
@requires(Permission.RECRUIT_APPLICATION_WRITE)
@keeps_late(draft_views.keep_late)
def add_application(code: str) -> Any:
    if request.method == "GET":
        return _fresh_page(moment_of(code))
    notice = scope.notice(code, current_actor())
    form = receive_form(notice)
    form.asked = preview.asked(notice)
    good = form.validate_on_submit()
    number, person = number_of(form)
    good = form.check_wishes(form.stream.data or only_stream(notice, person or number)) and good
    if number is None and not form.rrn.errors:
        form.rrn.errors = ["주민등록번호 13자리를 적어 주세요."]
    try:
        if good and number is not None:
            location = _received(notice, number, form)
            audit.commit()
            return redirect(location)
        if number is not None:  # who has applied is told that, not only what else the form lacks
            applications.refuse_twice(notice, number, current_actor())
    except applications.AlreadyApplied as error:
        form.refuse(error)
        return counter_page(notice, form, duplicate_id=error.application_id), 422
    except RuleBroken as error:
        form.refuse(error)
    return counter_page(notice, form), 422


def _received(notice: Notice, number: Any, form: Any) -> str:
    """Save, throw the draft away, and say where to go. F9 asks for the receipt along with it."""
    key = once.claim(form.once.data, user_id=current_user.id, location=url_for(".list_notices"), now=now())
    row = applications.receive(notice, number, counter.intake_of(form), by=current_actor(), now=now(), today=today())
    drafts.drop(current_user.id, draft_views.key_of(notice.code))
    with_receipt = 1 if request.form.get("then") == "receipt" else None
    key.location = url_for(".received", application_id=row.id, receipt=with_receipt)
    return key.location


def _fresh_page(moment: Moment) -> Any:
    notice = moment.notice
    shut = applications.why_shut(notice, today(), moment.sent_at)
    if shut:
        return render_template("recruitment/intake_shut.html", **frame(notice, "applications"), reason=shut)
    typed = draft_views.restored(notice) if request.args.get("draft") else None
    if typed is not None:
        form = receive_form(notice, formdata=typed)
        _looked(number_of(form)[1])
        return counter_page(notice, form, restored=True)
    person = _found_person()
    _looked(person)
    return fresh_page(moment, person)


def _found_person() -> Person | None:
    key = request.args.get("s", "")
    person_id = found.person_of(key, current_user.id) if key else None
    return db.session.get(Person, person_id, options=[undefer(Person.rrn_cipher)]) if person_id else None


def _looked(person: Person | None) -> None:
    if person is not None:
        note_look("recruit:person:read", person.id, subject="person", by=current_actor(), at=now(), people=[person.id])


@bp.route("/applications/<id:application_id>/edit", methods=["GET", "POST"])
@requires(Permission.RECRUIT_APPLICATION_WRITE)
@keeps_late(draft_views.keep_late_revision)
def edit_application(application_id: int) -> Any:
    actor = current_actor()
    row = scope.application(application_id, actor)
    if request.method == "GET":
        note_look("recruit:application:read", row, by=actor, at=now(), people=[row.person_id])
        saved = saved_values(row)
        typed = draft_views.restored(row.notice, row, saved) if request.args.get("draft") else None
        form = revise_form(row.notice, formdata=typed, data=saved)
        return counter_page(row.notice, form, application=row, restored=typed is not None)
    form = revise_form(row.notice, data=saved_values(row))
    form.asked = preview.asked(row.notice)
    good = form.validate_on_submit()
    if form.check_wishes(form.stream.data or only_stream(row.notice, row.person)) and good:
        try:
            version = form.seen_version
            applications.revise(row, counter.intake_of(form), version=version, by=actor, now=now(), today=today())
        except Conflict as error:
            form.refuse(error)
            return _conflict_page(application_id, form), 409
        except RuleBroken as error:
            form.refuse(error)
            row = scope.application(application_id, actor)
        else:
            drafts.drop(current_user.id, draft_views.key_of(row.notice.code, row))
            audit.commit()
            return redirect(url_for(".show_application", application_id=row.id))
    return counter_page(row.notice, form, application=row), 422


def saved_values(row: Application) -> dict[str, Any]:
    """The row as the form would show it."""
    values = counter.person_values(row.person)
    values |= counter.declared_values(row, applications.members_of(row))
    agent = applications.proxy_of(row)
    return values | counter.own_values(row, applications.papers_of(row), applications.consents_of(row), agent)


def _conflict_page(application_id: int, form: Any) -> str:
    """Both values side by side; the next saving is over the version that is shown now."""
    row = scope.application(application_id, current_actor())
    differences = counter.differences(saved_values(row), form)
    form.version.data = str(row.version)
    return counter_page(row.notice, form, application=row, differences=differences)


@bp.post("/notices/<code>/findings")
@requires(Permission.RECRUIT_APPLICATION_WRITE)
@reads_first
def live_findings(code: str) -> str:
    """The panel for what is typed so far. Nothing is saved and nothing typed comes back."""
    actor = current_actor()
    notice = scope.notice(code, actor)
    application_id = row_asked("application")
    application = scope.application(application_id, actor) if application_id else None
    form: Any = revise_form(notice) if application else receive_form(notice)
    form.validate()
    refusal = form.rrn.errors[0] if not application and form.rrn.whole and form.rrn.errors else ""
    number, person = (None, None) if application or refusal else number_of(form)
    ground = preview.ground_of(notice, today(), moment_of(code).stamp)
    outcome = draft_outcome(notice, form, ground, number, application)
    last, already = queries.before(person, notice, actor) if person else queries.NOTHING_BEFORE
    return render_template(
        "recruitment/_live.html",
        panel=findings.panel_of(outcome, already_line(already)),
        notes=notes_of(outcome, application.person if application else person or number, form.residence_status.data),
        hints=hints_of(ground, form.household_size.data or 1, last),
        warning=number.warning if number else None,
        refusal=refusal,
        number_hint=None if application else number_hint(notice, person, number, typed=form.rrn.number is not None),
    )


@bp.get("/applications/<id:application_id>/received")
@requires(Permission.RECRUIT_APPLICATION_WRITE)
def received(application_id: int) -> Any:
    """W19 with the number, and the way to the next person; after F9 the receipt comes along."""
    actor = current_actor()
    row = scope.application(application_id, actor)
    note_look("recruit:application:read", row, by=actor, at=now(), people=[row.person_id])
    screening = screenings.current(row.id)
    page = render_template(
        "recruitment/received.html",
        **frame(row.notice, "applications"),
        application=row,
        panel=findings.saved_panel(screenings.outcome_of(screening)) if screening else None,
        is_clerk=current_user.role == Role.CLERK,
    )
    if request.args.get("receipt"):
        return page, {"Refresh": f"0; url={url_for('.receipt', application_id=row.id, save=1)}"}
    return page
