"""찾기: people within one's scope, notices, an application by its number, screens. Only a POST carries what is typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from app.accounts.current import current_actor
from app.accounts.site import site
from app.audit import services as audit
from app.audit.looks import note_look
from app.recruitment import found, queries
from app.recruitment.forms.small import NameForm
from app.recruitment.models import Person
from app.recruitment.queries import search
from app.recruitment.queries.application_filter import Filter
from app.recruitment.queries.people import PeopleFilter, newest_of, people_page
from app.recruitment.services import people
from app.recruitment.views import list_filters
from app.recruitment.views.blueprint import bp
from app.recruitment.views.people import NUMBER_SHAPE
from app.shared.errors import RuleBroken
from app.web.access import signed_in
from app.web.clock import now, today
from app.web.permissions import Permission

MOST = 10


@bp.route("/search", methods=["GET", "POST"])
@signed_in
def find_anything() -> Any:
    """A POST leads to a short-lived key; a resident number to the person's key, and the look is logged."""
    form = NameForm()
    if form.validate_on_submit():
        text = form.q.data or ""
        if NUMBER_SHAPE.fullmatch(text) and current_user.can(Permission.RECRUIT_PERSON_FIND):
            return _by_number(form, text)
        return redirect(url_for(".find_anything", s=list_filters.search_key(form)))
    text = "" if request.method == "POST" else list_filters.typed_text()
    form.q.data = text
    person = _found_person() if request.method == "GET" else None
    return _page(form, text, person), (422 if form.errors else 200)


def _by_number(form: NameForm, text: str) -> Any:
    """Identity only, wherever the person lives: what else there is stays behind the scope of its own page."""
    try:
        person = people.find_by_number(text, by=current_actor(), now=now(), today=today())
    except RuleBroken as error:
        form.q.data = ""
        form.refuse(error)
        return _page(form, "", None), 422
    audit.commit()
    if person is None:
        flash("이 주민등록번호로 등록한 사람이 없습니다.", "information")
        return redirect(url_for(".find_anything"))
    return redirect(url_for(".find_anything", p=found.person_key(current_user.id, person.id)))


def _found_person() -> Person | None:
    """The person behind the key that a search by number led to."""
    key = request.args.get("p", "")
    person_id = found.person_of(key, current_user.id) if key else None
    if person_id is None or not current_user.can(Permission.RECRUIT_PERSON_FIND):
        return None
    person = search.anybody(person_id)
    if person is not None:
        note_look("recruit:person:find", person, by=current_actor(), at=now(), people=[person.id])
    return person


def _page(form: NameForm, text: str, person: Person | None) -> str:
    reads = current_user.can(Permission.RECRUIT_APPLICATION_READ)
    people_found = _people(text) if text and reads else []
    return render_template(
        "recruitment/find_anything.html",
        form=form,
        text=text,
        person=person,
        own=search.is_visible(person, current_actor()) if person else False,
        people=people_found[:MOST],
        dongs={row.code: row.name for row in queries.dongs()} if people_found else {},
        newest=newest_of([row.id for row in people_found[:MOST]], current_actor()),
        more_people=url_for(".list_people", s=request.args.get("s")) if len(people_found) > MOST else "",
        applications=_applications(text) if text and reads else [],
        notices=search.notices(text, current_actor())
        if text and current_user.can(Permission.RECRUIT_NOTICE_READ)
        else [],
        screens=_screens(text),
        may_people=reads,
    )


def _people(text: str) -> Sequence[Any]:
    page = people_page(PeopleFilter(text=text), current_actor())
    seen = [row.id for row in page.rows[:MOST]]
    note_look("recruit:person:find", None, by=current_actor(), at=now(), people=seen, subject="person")
    return page.rows


def _applications(text: str) -> Sequence[Any]:
    """Only a number finds applications here; names lead to the people above."""
    chosen = Filter(text=text)
    if chosen.term is None or chosen.term.kind != "number":
        return []
    rows = queries.application_page(None, chosen, current_actor()).rows[:MOST]
    seen = [row.person_id for row in rows]
    note_look("recruit:application:list", None, by=current_actor(), at=now(), people=seen, subject="application")
    return rows


def _screens(text: str) -> list[tuple[str, str]]:
    """Pages of the menu whose name holds the text; all of them while nothing is asked."""
    wanted = text.replace(" ", "")
    return [(label, url) for label, url, _ in site().menu if wanted in label]
