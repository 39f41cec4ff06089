"""신청 접수 and 신청 고치기: the counter form, its live findings, and what comes after saving."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.accounts import once
from app.accounts.current import current_actor
from app.accounts.roles import Role
from app.audit import services as audit
from app.audit.looks import note_look
from app.extensions import db
from app.recruitment import counter, findings, found, queries
from app.recruitment.forms.application import ReceiveForm, ReviseForm
from app.recruitment.models import STREAM_LABELS, Application, Notice, Person, Stream
from app.recruitment.services import applications, intake, notices, people, scope, screenings
from app.recruitment.views.blueprint import bp
from app.recruitment.views.frame import frame
from app.reference import services as reference
from app.rules.criteria import IncomeLimit, PropertyLimit
from app.rules.eligibility import MedianIncome
from app.rules.eligibility import Screening as Outcome
from app.rules.resident_number import ResidentNumber
from app.shared.errors import Conflict, RuleBroken
from app.shared.money import won
from app.shared.periods import age_on
from app.web.access import requires
from app.web.clock import now, today
from app.web.permissions import Permission


def with_choices(form: Any, notice: Notice) -> Any:
    """동, streams and 세부사업 of this notice; a clerk's own 동 comes first."""
    names = queries.dongs()
    own = [one for one in names if one[0] == current_user.dong_code]
    form.dong.choices = dict([*own, *names, ("", "관악구 밖")])
    streams = [
        (one.code, f"{STREAM_LABELS[Stream(one.code)]} · 하루 {one.minutes_a_day // 60}시간") for one in notice.streams
    ]
    form.stream.choices = {"": "나이로 정함"} | dict(streams)
    projects = {str(row.project_id): row.name for row in queries.project_rows(notice)}
    form.first_project.choices = {"": "고르지 않음"} | projects
    form.second_project.choices = {"": "없음"} | projects
    return form


def limits_of(notice: Notice, size: int) -> dict[str, str]:
    """The limits as the hints under income and property show them."""
    document, hints = notices.document_of(notices.current_version(notice)), {}
    rule = document.rule("income")
    if rule.on and isinstance(rule.limits, IncomeLimit):
        year = reference.parameters().find("median_income", notice.cohort.starts_on.replace(year=notice.income_year))
        median = MedianIncome.from_value(year.value, notice.income_year, year.basis)
        percent = dict(rule.limits.by_size).get(size, rule.limits.percent)
        hints["income_won"] = f"기준 {won(median.share(size, percent))}원 ({size}인 가구)"
    rule = document.rule("property")
    if rule.on and isinstance(rule.limits, PropertyLimit):
        hints["property_won"] = f"기준 {won(rule.limits.won)}원"
    return hints


def hints_of(limits: dict[str, str], last: Application | None) -> dict[str, list[str]]:
    """Under income and property: the limit, and what was declared last time."""
    said = last.declared if last else {}
    found_lines = {}
    for name in ("income_won", "property_won"):
        before = said.get(name)
        lines = [limits.get(name, ""), f"지난번 {won(before)}원" if before is not None else ""]
        found_lines[name] = [line for line in lines if line]
    return found_lines


def _only_stream(notice: Notice, known: Any) -> str:
    """The one 모집 구분 that the age allows; empty while it must be chosen or the age is not known."""
    possible = intake.streams_for(notice, known.born_on) if known else []
    return possible[0].code if len(possible) == 1 else ""


def number_of(form: ReceiveForm) -> tuple[ResidentNumber | None, Person | None]:
    """The number typed, kept from before, or sealed with the person that was found."""
    if form.rrn.number is not None:
        return form.rrn.number, people.by_number(form.rrn.number)
    person_id = found.person_of(form.found.data, current_user.id) if form.found.data else None
    if person_id is not None:
        person = db.session.get(Person, person_id)
        return (people.number_of(person), person) if person else (None, None)
    kept = found.kept_number(form.kept.data)
    return kept, people.by_number(kept) if kept else None


def draft_outcome(notice: Notice, form: Any, number: ResidentNumber | None, application: Any = None) -> Outcome | None:
    """Findings of what is typed so far; None while nothing can be said."""
    if number is None and application is None:
        return None
    try:
        facts = intake.draft_facts(
            notice, counter.intake_of(form), number=number, application=application, due_on=_due(application)
        )
        return screenings.preview(notice, facts, today())
    except RuleBroken:
        return None


def _due(application: Application | None) -> Any:
    return application.due_on if application and application.due_on else intake.papers_due_on(today())


def counter_page(notice: Notice, form: Any, *, application: Application | None = None, **more: Any) -> str:
    """The form with the panel beside it, whether new, refused or reopened."""
    number, person = (None, application.person) if application else number_of(form)
    if number is not None and not application:
        form.kept.data = found.keep_number(number)
    if not application:
        form.rrn.flags.required = number is None
    outcome = draft_outcome(notice, form, number, application)
    known = person or number
    last = applications.latest_of(person, current_actor()) if person and not application else None
    values: dict[str, Any] = {
        "application": application,
        "person": person,
        "number": number,
        "masked": person.rrn_masked if person else (number.masked if number else ""),
        "age": age_on(known.born_on, notice.age_on) if known else None,
        "warning": number.warning if number else None,
        "panel": findings.panel_of(outcome) if outcome else None,
        "notes": findings.field_notes(outcome) if outcome else {},
        "only_stream": _only_stream(notice, known),
        "last": last,
        "hints": hints_of(limits_of(notice, form.household_size.data or 1), last),
        "today_count": queries.today_count(notice, current_actor(), today()),
        "query": "",
        "hits": None,
        "differences": [],
    }
    return render_template("recruitment/counter.html", **frame(notice, "applications"), form=form, **{**values, **more})


def start_form(notice: Notice, person: Person | None) -> ReceiveForm:
    """An empty form, or one that starts from what is known of the person that was found."""
    values: dict[str, Any] = {"dong": current_user.dong_code or ""}
    if person is not None:
        values |= counter.person_values(person)
        last = applications.latest_of(person, current_actor())
        if last is not None:
            values |= counter.declared_values(last, applications.members_of(last))
        values["found"] = found.person_key(current_user.id, person.id)
    return with_choices(ReceiveForm(formdata=None, data=values), notice)


@bp.route("/notices/<code>/applications/new", methods=["GET", "POST"])
@requires(Permission.RECRUIT_APPLICATION_WRITE)
def add_application(code: str) -> Any:
    notice = scope.notice(code, current_actor())
    if request.method == "GET":
        return _fresh_page(notice)
    form = with_choices(ReceiveForm(), notice)
    good = form.validate_on_submit()
    number, _ = number_of(form)
    if number is None and not form.rrn.errors:
        form.rrn.errors = ["주민등록번호 13자리를 적어 주세요."]
    if good and number is not None:
        try:
            key = once.claim(form.once.data, user_id=current_user.id, location=url_for(".list_notices"), now=now())
            row = applications.receive(
                notice, number, counter.intake_of(form), by=current_actor(), now=now(), today=today()
            )
            key.location = url_for(".received", application_id=row.id)
        except applications.AlreadyApplied as error:
            form.refuse(error)
            return counter_page(notice, form, duplicate_id=error.application_id), 422
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
            return redirect(key.location)
    return counter_page(notice, form), 422


def _fresh_page(notice: Notice) -> Any:
    try:
        applications.check_window(notice, today())
    except RuleBroken as error:
        return render_template("recruitment/intake_shut.html", **frame(notice, "applications"), reason=str(error))
    key = request.args.get("s", "")
    person_id = found.person_of(key, current_user.id) if key else None
    person = db.session.get(Person, person_id) if person_id else None
    form = start_form(notice, person)
    if person is not None:
        note_look("recruit:person:read", person.id, subject="person", by=current_actor(), at=now(), people=[person.id])
    return counter_page(notice, form)


@bp.route("/applications/<id:application_id>/edit", methods=["GET", "POST"])
@requires(Permission.RECRUIT_APPLICATION_WRITE)
def edit_application(application_id: int) -> Any:
    actor = current_actor()
    row = scope.application(application_id, actor)
    saved = saved_values(row)
    form = with_choices(ReviseForm(data=saved), row.notice)
    if request.method == "GET":
        note_look("recruit:application:read", row, by=actor, at=now(), people=[row.person_id])
        return counter_page(row.notice, form, application=row)
    if form.validate_on_submit():
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
            audit.commit()
            return redirect(url_for(".show_application", application_id=row.id))
    return counter_page(row.notice, form, application=row), 422


def saved_values(row: Application) -> dict[str, Any]:
    """The row as the form would show it."""
    values = counter.person_values(row.person)
    values |= counter.declared_values(row, applications.members_of(row))
    return values | counter.own_values(row, applications.papers_of(row), applications.consents_of(row))


def _conflict_page(application_id: int, form: Any) -> str:
    """Both values side by side; the next saving is over the version that is shown now."""
    row = scope.application(application_id, current_actor())
    differences = counter.differences(saved_values(row), form)
    form.version.data = str(row.version)
    return counter_page(row.notice, form, application=row, differences=differences)


@bp.post("/notices/<code>/findings")
@requires(Permission.RECRUIT_APPLICATION_WRITE)
def live_findings(code: str) -> str:
    """The panel for what is typed so far. Nothing is saved and nothing typed comes back."""
    actor = current_actor()
    notice = scope.notice(code, actor)
    application_id = request.args.get("application", type=int)
    application = scope.application(application_id, actor) if application_id else None
    form = with_choices(ReviseForm() if application else ReceiveForm(), notice)
    form.validate()
    number, person = (None, None) if application else number_of(form)
    outcome = draft_outcome(notice, form, number, application)
    last = applications.latest_of(person, actor) if person else None
    return render_template(
        "recruitment/_live.html",
        panel=findings.panel_of(outcome) if outcome else None,
        notes=findings.field_notes(outcome) if outcome else {},
        hints=hints_of(limits_of(notice, form.household_size.data or 1), last),
        warning=number.warning if number else None,
    )


@bp.get("/applications/<id:application_id>/received")
@requires(Permission.RECRUIT_APPLICATION_WRITE)
def received(application_id: int) -> str:
    """W19 with the number, and the way to the next person."""
    actor = current_actor()
    row = scope.application(application_id, actor)
    note_look("recruit:application:read", row, by=actor, at=now(), people=[row.person_id])
    screening = screenings.current(row.id)
    return render_template(
        "recruitment/received.html",
        **frame(row.notice, "applications"),
        application=row,
        panel=findings.saved_panel(screenings.outcome_of(screening)) if screening else None,
        is_clerk=current_user.role == Role.CLERK,
    )
