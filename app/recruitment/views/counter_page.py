"""The page of the counter form: what stands around the fields, whether new, prefilled, refused or reopened."""

from __future__ import annotations

from typing import Any

from flask import current_app, render_template
from flask_login import current_user
from markupsafe import Markup

from app.accounts.current import current_actor
from app.extensions import db
from app.recruitment import counter, findings, found, queries, words
from app.recruitment.asked import EVERY_QUESTION, asked_by
from app.recruitment.forms.application import RELATIONS, ReceiveForm, ReviseForm, form_for
from app.recruitment.models import STREAM_LABELS, Application, Notice, Person, Stream
from app.recruitment.queries import NOTHING_BEFORE
from app.recruitment.services import applications, checklist, intake, people, preview
from app.recruitment.services.assembly import is_foreign
from app.recruitment.views import drafts
from app.recruitment.views.frame import frame
from app.rules.eligibility import Screening as Outcome
from app.rules.resident_number import ResidentNumber
from app.shared.errors import RuleBroken
from app.shared.money import won
from app.shared.periods import age_on, korean_date
from app.web.clock import now, today


def receive_form(notice: Notice, *args: Any, **kwargs: Any) -> ReceiveForm:
    return _with_choices(form_for(ReceiveForm, checklist.checklist_of(notice))(*args, **kwargs), notice)


def revise_form(notice: Notice, *args: Any, **kwargs: Any) -> ReviseForm:
    return _with_choices(form_for(ReviseForm, checklist.checklist_of(notice))(*args, **kwargs), notice)


def _with_choices(form: Any, notice: Notice) -> Any:
    """동, streams and 세부사업 of this notice; a clerk's own 동 comes first."""
    names = queries.dongs()
    own = [one for one in names if one[0] == current_user.dong_code]
    form.dong.choices = dict([*own, *names, ("", "관악구 밖")])
    streams = [
        (one.code, f"{STREAM_LABELS[Stream(one.code)]} · 하루 {one.minutes_a_day // 60}시간") for one in notice.streams
    ]
    form.stream.choices = {"": "나이로 정함"} | dict(streams)
    form.offered = queries.offered(notice)
    projects = {str(project_id): one.name for project_id, one in form.offered.items()}
    form.first_project.choices = {"": "고르지 않음"} | projects
    form.second_project.choices = {"": "없음"} | projects
    return form


def start_form(notice: Notice, person: Person | None) -> ReceiveForm:
    """An empty form, or one that starts from what is known of the person that was found."""
    values: dict[str, Any] = {"dong": current_user.dong_code or ""}
    if person is not None:
        values |= known_of(person, queries.before(person, notice, current_actor()).last)
        values["found"] = found.person_key(current_user.id, person.id)
    return receive_form(notice, formdata=None, data=values)


def known_of(person: Person, last: Application | None) -> dict[str, Any]:
    """Identity and contact as they stand, and what was declared last time.

    How things are today is asked anew: an answer of last time that comes ticked would be nobody's declaration.
    """
    values = counter.person_values(person)
    if last is None:
        return values
    said = counter.declared_values(last, applications.members_of(last))
    return values | {name: value for name, value in said.items() if name not in EVERY_QUESTION}


def was_yes(last: Application | None) -> dict[str, Markup]:
    """Beside each question that was answered 예 last time."""
    said = last.declared if last else {}
    return {name: Markup(" <small>지난번 예</small>") for name in EVERY_QUESTION if said.get(name) is True}


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


def hints_of(ground: preview.Ground, size: int, last: Application | None) -> dict[str, list[str]]:
    """Under income and property: the limit, and what was declared last time."""
    said = last.declared if last else {}
    limits = {"income_won": ground.income_limit(size), "property_won": ground.property_limit()}
    note = {"income_won": f" ({size}인 가구)", "property_won": ""}
    lines = {}
    for name, limit in limits.items():
        before = said.get(name)
        told = [
            f"기준 {won(limit)}원{note[name]}" if limit is not None else "",
            f"지난번 {won(before)}원" if before is not None else "",
        ]
        lines[name] = [line for line in told if line]
    return lines


def moment_of(code: str, application: Application | None = None) -> queries.Moment:
    """The notice, an unfinished form, today's counts, and whether the criteria changed: one statement."""
    form = drafts.key_of(code, application)
    return queries.moment(code, form, current_actor(), now=now(), today=today())


def draft_outcome(
    notice: Notice, form: Any, ground: preview.Ground, number: ResidentNumber | None, application: Any = None
) -> Outcome | None:
    """Findings of what is typed so far; None while nothing can be said."""
    if number is None and application is None:
        return None
    due_on = application.due_on if application else None
    try:
        due_on = due_on or checklist.due_on(notice, today())
        facts = intake.draft_facts(
            notice, counter.intake_of(form), number=number, application=application, due_on=due_on
        )
        return ground.judge.screen(facts)
    except RuleBroken:
        return None


def only_stream(notice: Notice, known: Any) -> str:
    """The one 모집 구분 that the age allows; empty while it must be chosen or the age is not known."""
    possible = intake.streams_for(notice, known.born_on) if known else []
    return possible[0].code if len(possible) == 1 else ""


def counter_page(
    notice: Notice, form: Any, *, application: Application | None = None, restored: bool = False, **more: Any
) -> str:
    """The form with the panel beside it. ``restored``: it shows the draft."""
    moment = moment_of(notice.code, application)
    ground, stopped_at = preview.ground_of(notice, today(), moment.stamp), drafts.clock_of(moment.stopped_at)
    form.asked = asked_by(ground.document)
    number, person = (None, application.person) if application else number_of(form)
    if number is not None and not application:
        form.kept.data = found.keep_number(number)
    if not application:
        form.rrn.flags.required = number is None
    outcome = draft_outcome(notice, form, ground, number, application)
    known = person or number
    last, already = NOTHING_BEFORE if application or not person else queries.before(person, notice, current_actor())
    panel = findings.panel_of(outcome, already_line(already))
    around = {name: more.pop(name) for name in ("hits", "find_message") if name in more}
    values: dict[str, Any] = {
        "application": application,
        "known": bool(person),
        "masked": masked_of(known),
        "number_hint": number_hint(notice, person, number),
        "foreign": is_foreign(masked_of(known)),
        "warning": number.warning if number else None,
        "notes": notes_of(outcome, known, form.residence_status.data),
        "only_stream": only_stream(notice, known),
        "last_day": korean_date(last.received_on) if last else "",
        "changed": counter.changes(known_of(person, last), form) if person and not application else {},
        "hints": hints_of(ground, form.household_size.data or 1, last),
        "was": was_yes(last),
        "today_count": (moment.received_today, moment.papers_due),
        "stopped_at": "" if form.is_submitted() else stopped_at,
        "restored": stopped_at if restored else "",
        "finder_result": ""
        if application
        else finder_result(notice, person=person, last=last, already=already, **around),
        "panel_html": panel_of(panel),
        "verdict_html": verdict_of(panel),
    }
    return draw(notice, form, **{**values, **more})


def draw(notice: Notice, form: Any, **values: Any) -> str:
    """The page field by field, with nothing special unless it is said."""
    usual: dict[str, Any] = {
        "application": None,
        "foreign": False,
        "warning": None,
        "changed": {},
        "was": {},
        "stopped_at": "",
        "restored": "",
        "differences": [],
        "duplicate_id": None,
        "checked_projects": checklist.checked_projects(notice),
        "relations": RELATIONS,
    }
    page = {**frame(notice, "applications"), **usual, **values}
    return render_template("recruitment/counter.html", form=form, **page)


def applied_page(notice: Notice, person: Person, already: queries.Already) -> str:
    """In place of the form, for a person who has an application of this notice: the way to it, and the next person."""
    return render_template(
        "recruitment/applied_already.html",
        **frame(notice, "applications"),
        already=already,
        finder_result=finder_result(notice, person=person, last=None, already=already),
        panel_html=panel_of(findings.panel_of(None, already_line(already))),
    )


def masked_of(known: Person | ResidentNumber | None) -> str:
    return known.rrn_masked if isinstance(known, Person) else (known.masked if known else "")


def notes_of(outcome: Outcome | None, known: Person | ResidentNumber | None, status: str | None) -> dict[str, str]:
    return findings.notes_of(outcome, foreign=is_foreign(masked_of(known)), status=status or "")


def number_hint(
    notice: Notice, person: Person | None, number: ResidentNumber | None, *, typed: bool = False
) -> list[str]:
    """Under the resident number: the age that it says, and which number is kept where it need not be typed again."""
    known = person or number
    if known is None:
        return ["하이픈은 있어도 없어도 됩니다"]
    kept = (
        [f"{number.masked}: 입력되어 있습니다. 고칠 때만 다시 적어 주세요."] if number and not (person or typed) else []
    )
    return [*kept, age_line(notice, age_on(known.born_on, notice.age_on))]


def age_line(notice: Notice, age: Any) -> str:
    return f"만 {age}세 ({korean_date(notice.age_on)} 기준)"


def already_line(already: queries.Already | None) -> Markup:
    """W18, with the way to that application where the actor may see it; empty for who has not applied yet."""
    return drawn("recruitment/_already.html", already=already, words=words) if already else Markup("")


def finder_result(
    notice: Notice,
    *,
    person: Person | None,
    last: Application | None,
    already: queries.Already | None,
    **found_here: Any,
) -> Markup:
    """The line under 사람 찾기; empty as long as nobody was looked for."""
    if person is None and not found_here:
        return Markup("")
    values = {"hits": None, "find_message": "", "already": already_line(already), **found_here}
    return drawn("recruitment/_finder_result.html", notice=notice, person=person, last=last, **values)


def drawn(template: str, **values: Any) -> Markup:
    """A piece of a page that goes into another one as it is."""
    return Markup(render_template(template, **values).strip())  # noqa: S704  drawn and escaped by our own template


def panel_of(panel: findings.Panel | None) -> Markup:
    return Markup(_macros().findings_panel(panel))  # noqa: S704  the same


def verdict_of(panel: findings.Panel | None) -> Markup:
    return Markup(_macros().save_verdict(panel))  # noqa: S704  the same


def _macros() -> Any:
    return current_app.jinja_env.get_template("recruitment/_findings.html").module
