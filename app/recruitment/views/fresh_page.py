"""The counter form as it opens: empty, or prefilled for a person who was found. Drawn once a minute, filled in each time.

Whatever is out of the ordinary (a refusal, a draft, a message) is drawn field by field by counter_page.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

from flask import g, session
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from app.accounts.current import current_actor
from app.extensions import db
from app.recruitment import counter, findings, found, queries
from app.recruitment.forms.application import MEMBER_ROWS, ReceiveForm, field_names, form_for
from app.recruitment.models import Application, Notice, Person
from app.recruitment.services import applications, checklist, intake, people, preview
from app.recruitment.views import drafts
from app.recruitment.views.counter_page import (
    counter_page,
    draw,
    finder_result,
    hints_of,
    known_of,
    only_stream,
    panel_of,
    receive_form,
    start_form,
    verdict_of,
)
from app.rules.eligibility import Screening as Outcome
from app.shared.errors import RuleBroken
from app.shared.periods import age_on, korean_date
from app.web.clock import now, today
from app.web.picture import Picture, blank

_SECONDS = 60
_MOST = 128
_MONEY = ("income_won", "property_won")
_MEMBER = ("relation", "name", "born_year", "income_won")
_drawn: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture, and the day on which papers missing now are due."""

    picture: Picture
    due_on: date


def fresh_page(notice: Notice, person: Person | None) -> str:
    """The form for a new applicant, or for a person who was found. Their look is logged by the caller."""
    if "_flashes" in session or drafts.stopped_at(notice):
        return counter_page(notice, start_form(notice, person))
    last = applications.latest_of(person, current_actor()) if person else None
    known: dict[str, Any] = known_of(person, last) if person else {"dong": current_user.dong_code or ""}
    stream = only_stream(notice, person)
    ground = preview.ground_of(notice, today())
    hints = hints_of(ground, known.get("household_size") or 1, last)
    frame = _frame(notice, person, last, stream=stream, hints=hints, members=len(known.get("members", ())))
    outcome = _outcome(notice, person, known, ground=ground, stream=stream, due_on=frame.due_on) if person else None
    panel = findings.panel_of(outcome) if outcome else None
    notes = findings.field_notes(outcome) if outcome else {}
    count = queries.today_count(notice, current_actor(), today())
    texts = {
        "csrf": generate_csrf(),
        "request": g.request_id,
        "received_today": f"{count[0]}",
        "papers_due": f"{count[1]}",
        "masked": person.rrn_masked if person else "",
        "age": f"{age_on(person.born_on, notice.age_on)}" if person else "",
        "last_day": korean_date(last.received_on) if last else "",
        "finder": finder_result(notice, person=person, last=last),
        "panel": panel_of(panel),
        "verdict": verdict_of(panel),
        **{f"note_{name}": notes.get(name, "") for name in _MONEY},
        **{f"hint_{name}": Markup("</p><p>").join(hints[name]) for name in _MONEY},
    }
    return frame.picture.fill(texts, _values(known, person))


def _outcome(
    notice: Notice, person: Person, known: dict[str, Any], *, ground: preview.Ground, stream: str, due_on: date
) -> Outcome | None:
    try:
        typed = counter.intake_of_known(known, stream)
        return ground.judge.screen(intake.draft_facts(notice, typed, person=person, due_on=due_on))
    except RuleBroken:
        return None


def _values(known: dict[str, Any], person: Person | None) -> dict[str, str]:
    """Every control's value as the form itself would show it."""
    values = {name: _shown(name, value) for name, value in known.items() if name != "members"}
    for place, row in enumerate(known.get("members", ())):
        values |= {f"members-{place}-{part}": _shown(part, row[part]) for part in _MEMBER}
    values["once"] = secrets.token_urlsafe(16)
    if person is not None:
        values["found"] = found.person_key(current_user.id, person.id)
        values["kept"] = found.keep_number(people.number_of(person))
    return values


def _shown(name: str, value: Any) -> str:
    if value is None:
        return ""
    return f"{value:,}" if name in _MONEY else str(value)


def _frame(
    notice: Notice, person: Person | None, last: Any, *, stream: str, hints: dict[str, list[str]], members: int
) -> Frame:
    """Of this account and this minute: what stands around the values changes seldom, and never later than that."""
    foreign = bool(person and person.residence_status)
    told = tuple(bool(hints[name]) for name in _MONEY)
    minute = int(now().timestamp() // _SECONDS)
    who = (current_user.id, current_user.name, current_user.place, current_user.role)
    key = (
        *who,
        checklist.projects_of(notice),
        notice.code,
        notice.id,
        notice.version,
        today(),
        minute,
        stream,
        person is None,
        last is None,
        foreign,
    )
    whole = (str(db.engine.url), *key, told, max(members, MEMBER_ROWS))
    with _lock:
        frame = _drawn.get(whole)
    if frame is None:
        frame = _draw(notice, person, last, stream=stream, hints=hints, members=members)
        with _lock:
            _drawn[whole] = frame
            while len(_drawn) > _MOST:
                _drawn.popitem(last=False)
    return frame


def _draw(
    notice: Notice,
    person: Person | None,
    last: Application | None,
    *,
    stream: str,
    hints: dict[str, list[str]],
    members: int,
) -> Frame:
    """The page with blanks for everything that belongs to the applicant or to the moment."""
    form = receive_form(notice, formdata=None, data={"once": "", "members": [{}] * members})
    form.rrn.flags.required = person is None
    form.residence_status.data = "F" if person and person.residence_status else None
    page = draw(
        notice,
        form,
        known=person is not None,
        last_day=blank("last_day") if last else "",
        only_stream=stream,
        masked=blank("masked") if person else "",
        age=blank("age"),
        notes={name: blank(f"note_{name}") for name in _MONEY},
        hints={name: [blank(f"hint_{name}")] if hints[name] else [] for name in _MONEY},
        today_count=(blank("received_today"), blank("papers_due")),
        finder_result=blank("finder"),
        panel_html=blank("panel"),
        verdict_html=blank("verdict"),
    )
    page = page.replace(str(escape(generate_csrf())), blank("csrf")).replace(g.request_id, blank("request"))
    names = field_names(form_for(ReceiveForm, checklist.checklist_of(notice))) | {
        f"members-{place}-{part}" for place in range(max(members, MEMBER_ROWS)) for part in _MEMBER
    }
    return Frame(Picture(page, frozenset(names) - {"rrn", "stream"}), checklist.due_on(notice, today()))
