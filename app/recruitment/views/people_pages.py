"""사람: the list within one's scope, and one person's whole line."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.accounts.current import current_actor
from app.audit.looks import note_look
from app.audit.words import ACTIONS
from app.recruitment import past_words, queries, words
from app.recruitment.forms.small import NameForm, UnmaskForm
from app.recruitment.models import Person
from app.recruitment.queries import people as people_queries
from app.recruitment.queries.people import PeopleFilter
from app.recruitment.services import people
from app.recruitment.views import list_filters
from app.recruitment.views.blueprint import bp
from app.recruitment.views.list_filters import row_asked
from app.recruitment.views.person_frame import person_frame
from app.shared.errors import NotFound
from app.web.access import requires
from app.web.clock import now
from app.web.permissions import Permission

ENDPOINT = "recruitment.list_people"


@bp.route("/people", methods=["GET", "POST"])
@requires(Permission.RECRUIT_APPLICATION_READ)
def list_people() -> Any:
    """A POST carries what is searched for, so that no name stands in an address; it leads to the list."""
    form = NameForm()
    if form.validate_on_submit():
        dong = list_filters.dong_asked(request.form) or None
        return redirect(url_for(".list_people", dong=dong, s=list_filters.search_key(form)))
    if request.method == "POST":
        return _page(form, PeopleFilter(), queries.Page((), 0, None, None)), 422
    chosen, actor = list_filters.people_filter(), current_actor()
    page = people_queries.people_page(chosen, actor, after=row_asked("after"), before=row_asked("before"))
    seen = [row.id for row in page.rows]
    note_look("recruit:person:list", None, by=actor, at=now(), people=seen, subject="person")
    form.q.data = chosen.text
    return _page(form, chosen, page)


def _page(form: NameForm, chosen: PeopleFilter, page: queries.Page) -> str:
    args, dongs = list_filters.people_args(chosen), {row.code: row.name for row in queries.dongs()}
    choices = [("dong", "동", [("", "동 모두"), *dongs.items()])]
    return render_template(
        "recruitment/list_people.html",
        form=form,
        chosen=chosen,
        page=page,
        newest=people_queries.newest_of([row.id for row in page.rows], current_actor()),
        args=args,
        words=words,
        options=[] if current_user.dong_code else choices,
        clear_url=url_for(ENDPOINT) if chosen.any else "",
        search_url=url_for(ENDPOINT),
        xlsx_url=url_for(".export_people", **args) if current_user.can(Permission.RECRUIT_LIST_EXPORT) else "",
        count_text=list_filters.count_text(page.total),
        dongs=dongs,
        tags=list_filters.people_tags(chosen, dongs),
        **list_filters.pager_urls(ENDPOINT, page, args),
    )


def _seen(person_id: int) -> Person:
    """The person, when the account may see them; the look is kept."""
    person = people.visible_person(person_id, current_actor())
    note_look("recruit:person:look", person, by=current_actor(), at=now(), people=[person.id])
    return person


@bp.get("/people/<id:person_id>")
@requires(Permission.RECRUIT_APPLICATION_READ)
def show_person(person_id: int) -> str:
    person = _seen(person_id)
    applications = people_queries.applications_of(person, current_actor())
    return render_template(
        "recruitment/show_person.html",
        **person_frame(person, "now"),
        dong=next((row.name for row in queries.dongs() if row.code == person.dong_code), ""),
        applications=applications,
        past=people_queries.past_of(person),
        unmask=UnmaskForm(),
    )


@bp.get("/people/<id:person_id>/applications")
@requires(Permission.RECRUIT_APPLICATION_READ)
def show_person_applications(person_id: int) -> str:
    person = _seen(person_id)
    rows = people_queries.applications_of(person, current_actor())
    return render_template(
        "recruitment/show_person_applications.html", **person_frame(person, "applications"), rows=rows
    )


@bp.get("/people/<id:person_id>/participations")
@requires(Permission.RECRUIT_APPLICATION_READ)
def show_person_participations(person_id: int) -> str:
    person = _seen(person_id)
    return render_template(
        "recruitment/show_person_participations.html",
        **person_frame(person, "participations"),
        rows=people_queries.past_of(person),
        programmes=people_queries.programme_names(),
        past_words=past_words,
    )


@bp.get("/people/<id:person_id>/access")
@requires(Permission.AUDIT_ENTRY_READ)
def show_person_access(person_id: int) -> str:
    """열람기록: who read or changed this person's data, when and why. The trail alone opens nobody: it names them."""
    if not current_user.can(Permission.RECRUIT_APPLICATION_READ):
        raise NotFound
    person = _seen(person_id)
    page = people_queries.looks_at(person, after=row_asked("after"), before=row_asked("before"))
    return render_template(
        "recruitment/show_person_access.html",
        **person_frame(person, "access"),
        page=page,
        actions=ACTIONS,
        **list_filters.pager_urls("recruitment.show_person_access", page, {"person_id": person.id}),
    )
