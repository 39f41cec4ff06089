"""The counter form as it opens: empty, or prefilled for a person who was found. Drawn once a minute, filled in each time.

Whatever is out of the ordinary (a refusal, a draft taken up again, a message) is drawn field by field by counter_page.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from flask import g, session
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from app.accounts.current import current_actor
from app.extensions import db
from app.recruitment import counter, findings, found, queries
from app.recruitment.asked import EVERY_QUESTION, MORE_QUESTIONS, asked_by
from app.recruitment.forms.application import MEMBER_ROWS, ReceiveForm, field_names, form_for
from app.recruitment.models import Notice, Person
from app.recruitment.queries import NOTHING_BEFORE, Before, Moment
from app.recruitment.services import checklist, intake, people, preview
from app.recruitment.services.assembly import is_foreign
from app.recruitment.views import drafts
from app.recruitment.views.counter_page import (
    age_line,
    applied_page,
    counter_page,
    draw,
    finder_result,
    hints_of,
    known_of,
    notes_of,
    number_hint,
    only_stream,
    panel_of,
    receive_form,
    start_form,
    verdict_of,
    was_yes,
)
from app.rules.eligibility import Screening as Outcome
from app.shared.errors import RuleBroken
from app.shared.kept import Kept
from app.shared.periods import age_on, korean_date
from app.web.clock import now, today
from app.web.picture import Picture, blank

_SECONDS = 60
_MONEY = ("income_won", "property_won")
_NOTED = (*_MONEY, "residence_status")
_MEMBER = ("relation", "name", "born_year", "income_won")


class Start(NamedTuple):
    """What decides how a page is drawn: two applicants with the same start have the same picture.

    ``hints``: whether there is one under income and under property. ``member_rows``: rows of the household.
    ``asked``: the further questions of the notice. ``stopped``: an unfinished form is offered.
    """

    known: bool
    returning: bool
    foreign: bool
    stream: str
    hints: tuple[bool, ...]
    member_rows: int
    asked: tuple[str, ...]
    stopped: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture, and the day on which papers missing now are due."""

    picture: Picture
    due_on: date


_frames: Kept[Frame] = Kept(128)


def fresh_page(moment: Moment, person: Person | None) -> str:
    """The form for a new applicant, or for a person who was found. Their look is logged by the caller."""
    notice = moment.notice
    before = queries.before(person, notice, current_actor()) if person else NOTHING_BEFORE
    if person is not None and before.already is not None:
        return applied_page(notice, person, before.already)
    if "_flashes" in session:
        return counter_page(notice, start_form(notice, person))
    last = before.last
    known: dict[str, Any] = known_of(person, last) if person else {"dong": current_user.dong_code or ""}
    ground = preview.ground_of(notice, today(), moment.stamp)
    hints = hints_of(ground, known.get("household_size") or 1, last)
    start = Start(
        person is not None,
        last is not None,
        person is not None and (bool(person.residence_status) or is_foreign(person.rrn_masked)),
        only_stream(notice, person),
        tuple(bool(hints[name]) for name in _MONEY),
        max(len(known.get("members", ())), MEMBER_ROWS),
        asked_by(ground.document),
        moment.stopped_at is not None,
    )
    frame = _frame(notice, start)
    texts: dict[str, str] = {
        "csrf": generate_csrf(),
        "request": g.request_id,
        "received_today": f"{moment.received_today}",
        "papers_due": f"{moment.papers_due}",
        "stopped_at": drafts.clock_of(moment.stopped_at),
        **{f"was_{name}": "" for name in EVERY_QUESTION},
        **{f"was_{name}": said for name, said in was_yes(last).items()},
        **{f"hint_{name}": Markup("</p><p>").join(hints[name]) for name in _MONEY},
    }
    if person is not None:
        outcome = _outcome(notice, person, known, ground=ground, stream=start.stream, due_on=frame.due_on)
        texts |= _told(notice, person, before, outcome)
    return frame.picture.fill(texts, _values(known, person))


def _told(notice: Notice, person: Person, before: Before, outcome: Outcome | None) -> dict[str, str]:
    """What the page says of the person around the form's own values."""
    last = before.last
    panel = findings.panel_of(outcome)
    notes = notes_of(outcome, person, person.residence_status)
    return {
        "masked": person.rrn_masked,
        "age": f"{age_on(person.born_on, notice.age_on)}",
        "last_day": korean_date(last.received_on) if last else "",
        "finder": finder_result(notice, person=person, last=last, already=None),
        "panel": panel_of(panel),
        "verdict": verdict_of(panel),
        **{f"note_{name}": notes.get(name, "") for name in _NOTED},
    }


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


def _frame(notice: Notice, start: Start) -> Frame:
    """The picture of this account and this minute: what stands around the values is never older than that."""
    who = (current_user.id, current_user.name, current_user.place, current_user.role)
    minute = int(now().timestamp() // _SECONDS)
    key = (str(db.engine.url), minute, today(), who, notice.id, notice.version, start)
    return _frames.get(key, lambda: _draw(notice, start))


def _draw(notice: Notice, start: Start) -> Frame:
    """The page with blanks for everything that belongs to the applicant or to the moment."""
    form = receive_form(notice, formdata=None, data={"once": "", "members": [{}] * start.member_rows})
    form.rrn.flags.required, form.asked = not start.known, start.asked
    page = draw(
        notice,
        form,
        known=start.known,
        last_day=blank("last_day") if start.returning else "",
        only_stream=start.stream,
        masked=blank("masked") if start.known else "",
        number_hint=[age_line(notice, blank("age"))] if start.known else number_hint(notice, None, None),
        foreign=start.foreign,
        notes={name: blank(f"note_{name}") for name in _NOTED} if start.known else {},
        hints={name: [blank(f"hint_{name}")] if told else [] for name, told in zip(_MONEY, start.hints, strict=True)},
        was={name: blank(f"was_{name}") for name in EVERY_QUESTION} if start.returning else {},
        stopped_at=blank("stopped_at") if start.stopped else "",
        today_count=(blank("received_today"), blank("papers_due")),
        finder_result=blank("finder") if start.known else "",
        panel_html=blank("panel") if start.known else panel_of(None),
        verdict_html=blank("verdict") if start.known else verdict_of(None),
    )
    page = page.replace(str(escape(generate_csrf())), blank("csrf")).replace(g.request_id, blank("request"))
    names = field_names(form_for(ReceiveForm, checklist.checklist_of(notice))) | {
        f"members-{place}-{part}" for place in range(start.member_rows) for part in _MEMBER
    }
    unasked = set(MORE_QUESTIONS) - set(start.asked)
    return Frame(Picture(page, frozenset(names) - {"rrn", "stream"} - unasked), checklist.due_on(notice, today()))
