"""사람 찾기 by POST, and the one place where a resident number is shown in full."""

from __future__ import annotations

import re
from typing import Any

from flask import redirect, render_template, url_for
from flask_login import current_user

from app.accounts.current import current_actor
from app.audit import services as audit
from app.recruitment import found
from app.recruitment.forms.small import FindForm, UnmaskForm
from app.recruitment.models import Notice, Person
from app.recruitment.services import people, scope
from app.recruitment.views.blueprint import bp
from app.recruitment.views.counter_page import counter_page, start_form
from app.rules.resident_number import parse
from app.shared.errors import RuleBroken
from app.web.access import requires
from app.web.clock import now, today
from app.web.permissions import Permission

NUMBER_SHAPE = re.compile(r"[0-9０-９]{6}\s*[-－]?\s*[0-9０-９]{7}")
NOBODY = "찾는 분이 없습니다. 아래에 새로 적어 주세요."


@bp.post("/people/find")
@requires(Permission.RECRUIT_PERSON_FIND)
def find_person() -> Any:
    """An exact resident number finds anybody, identity and contact only; the rest stays within one's own 동."""
    actor = current_actor()
    form = FindForm()
    notice = scope.notice(form.notice.data or "", actor)
    if not form.validate_on_submit():
        return _page(notice, None, message=next(iter(form.errors.values()))[0]), 422
    try:
        hits = _search(form.q.data)
    except RuleBroken as error:
        return _page(notice, None, message=str(error)), 422
    audit.commit()
    if len(hits) == 1:
        key = found.person_key(current_user.id, hits[0].id)
        return redirect(url_for(".add_application", code=notice.code, s=key))
    return _page(notice, hits, typed=form.q.data)


def _search(text: str) -> list[Person]:
    if NUMBER_SHAPE.fullmatch(text.strip()):
        hit = people.find_by_number(text, by=current_actor(), now=now(), today=today())
        return [hit] if hit else []
    return people.find_nearby(text, by=current_actor(), now=now())


def _page(notice: Notice, hits: list[Person] | None, *, typed: str = "", message: str = "") -> str:
    """The counter form again, with what was found; a new person's number is carried on, sealed."""
    form = start_form(notice, None)
    if typed and NUMBER_SHAPE.fullmatch(typed.strip()):
        form.kept.data = found.keep_number(parse(typed, today()))
    links = [(one, found.person_key(current_user.id, one.id)) for one in hits or ()]
    text = message or (NOBODY if hits == [] else "")
    return counter_page(notice, form, hits=links, find_message=text)


@bp.post("/people/<id:person_id>/resident-number")
@requires(Permission.RECRUIT_PERSON_UNMASK)
def unmask_number(person_id: int) -> Any:
    """Shown once, on this answer, with the reason kept."""
    person = people.visible_person(person_id, current_actor())
    form, number = UnmaskForm(), None
    if form.validate_on_submit():
        try:
            number = people.unmask(person, form.reason.data, by=current_actor(), now=now())
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
    page = render_template("recruitment/resident_number.html", person=person, form=form, number=number)
    return page, (422 if number is None else 200)
