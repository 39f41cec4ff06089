"""임시저장 of the counter form: kept every few seconds, offered again after a break, thrown away on request.

A form that is saved too late, when its session has ended by itself, is kept the same way (``app/accounts/late.py``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import redirect, request, url_for
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from app.accounts import drafts
from app.accounts.current import current_actor
from app.accounts.home import WorkItem, work_items
from app.audit import services as audit
from app.extensions import db
from app.recruitment import found
from app.recruitment.forms.application import ReceiveForm, ReviseForm, field_names, form_for
from app.recruitment.models import Application, Notice, Person
from app.recruitment.services import people, scope
from app.recruitment.services.checklist import checklist_of
from app.recruitment.views.blueprint import bp
from app.rules.resident_number import parse
from app.shared.actor import Actor
from app.shared.errors import RuleBroken
from app.shared.periods import SEOUL
from app.web.access import requires
from app.web.clock import now, today
from app.web.permissions import Permission

KEY, REVISION = "counter:", "revise:"
_MEMBER = re.compile(r"members-(?:[0-9]|1[01])-(?:relation|name|born_year|income_won)")
_SEEN_ANEW = ("paper_", "consent_")
"""What is ticked because it lies on the desk or was agreed to just now: never from a draft."""
_NEVER = {"rrn", "householder_rrn", "found", "kept", "once", "csrf_token", "members"}
LONGEST = 200


def key_of(code: str, application: Application | None = None) -> str:
    """One draft for the next person of a notice, and one for each application that is being changed."""
    return f"{REVISION}{application.id}" if application else f"{KEY}{code}"


def clock_of(at: Any) -> str:
    """``10:42``; empty when nothing is kept."""
    return f"{at.astimezone(SEOUL):%H:%M}" if at else ""


@bp.post("/notices/<code>/applications/draft")
@requires(Permission.RECRUIT_APPLICATION_WRITE)
def keep_draft(code: str) -> Any:
    actor = current_actor()
    return _said(scope.notice(code, actor), None, actor)


@bp.post("/applications/<id:application_id>/draft")
@requires(Permission.RECRUIT_APPLICATION_WRITE)
def keep_revision_draft(application_id: int) -> Any:
    actor = current_actor()
    row = scope.application(application_id, actor)
    return _said(row.notice, row, actor)


def _said(notice: Notice, application: Application | None, by: Actor) -> Any:
    """Answers with the sentence for the bar; what cannot be kept says why, and stays in the browser."""
    try:
        _keep(notice, application, by)
    except RuleBroken as error:
        db.session.rollback()
        return str(error), 422
    return f"{clock_of(now())} 임시저장됨"


def keep_late(code: str, *, by: Actor) -> str:
    """신청 접수 that was saved too late. Raises RuleBroken."""
    _keep(scope.notice(code, by), None, by)
    return url_for(".add_application", code=code, draft=1)


def keep_late_revision(application_id: int, *, by: Actor) -> str:
    """신청 고치기 that was saved too late. Raises RuleBroken."""
    row = scope.application(application_id, by)
    _keep(row.notice, row, by)
    return url_for(".edit_application", application_id=application_id, draft=1)


def _keep(notice: Notice, application: Application | None, by: Actor) -> None:
    label = application.code if application else notice.title
    values = _typed(notice, ReviseForm if application else ReceiveForm, by)
    drafts.keep(by.user_id, key_of(notice.code, application), label, values, now=now())
    audit.commit()


@bp.post("/notices/<code>/applications/draft/drop")
@requires(Permission.RECRUIT_APPLICATION_WRITE)
def drop_draft(code: str) -> Any:
    notice = scope.notice(code, current_actor())
    drafts.drop(current_user.id, key_of(notice.code))
    audit.commit()
    return redirect(url_for(".add_application", code=code))


@bp.post("/applications/<id:application_id>/draft/drop")
@requires(Permission.RECRUIT_APPLICATION_WRITE)
def drop_revision_draft(application_id: int) -> Any:
    row = scope.application(application_id, current_actor())
    drafts.drop(current_user.id, key_of(row.notice.code, row))
    audit.commit()
    return redirect(url_for(".edit_application", application_id=application_id))


def _typed(notice: Notice, form: Any, by: Actor) -> dict[str, str]:
    """The form's own fields as typed. A resident number goes in whole and sealed, or not at all."""
    own = field_names(form_for(form, checklist_of(notice))) - _NEVER
    values = {
        name: text[:LONGEST]
        for name, text in request.form.items()
        if text and not name.startswith(_SEEN_ANEW) and (name in own or _MEMBER.fullmatch(name))
    }
    digits = _number(by)
    return {**values, "kept": digits} if digits else values


def _number(by: Actor) -> str:
    """The applicant's digits: typed, of the person found, or kept by an earlier answer. They are sealed with the rest."""
    typed = request.form.get("rrn", "").strip()
    if typed:
        try:
            return parse(typed, today()).digits
        except RuleBroken:
            return ""
    person_id = found.person_of(request.form.get("found", ""), by.user_id)
    person = db.session.get(Person, person_id) if person_id else None
    if person is not None and person.rrn_cipher is not None:
        return people.number_of(person).digits
    kept = found.kept_number(request.form.get("kept"))
    return kept.digits if kept else ""


def restored(
    notice: Notice, application: Application | None = None, saved: Mapping[str, Any] | None = None
) -> MultiDict[str, str] | None:
    """The draft as the form would post it; its number comes back sealed for the page. None where there is no draft.

    Papers and consents are those of ``saved``, the row as it is now: what came in meanwhile is not taken back.
    """
    values = drafts.values_of(current_user.id, key_of(notice.code, application), now=now())
    if values is None:
        return None
    values = {name: text for name, text in values.items() if not name.startswith(_SEEN_ANEW)}
    values |= {name: "y" for name, ticked in (saved or {}).items() if name.startswith(_SEEN_ANEW) and ticked}
    digits = values.pop("kept", "")
    if digits:
        values["kept"] = found.keep_number(parse(digits))
    return MultiDict(values)


@work_items
def draft_lines(actor: Actor, _today: date) -> list[WorkItem]:
    """이어 쓰기 for what was left unfinished."""
    lines = []
    for one in drafts.list_of(actor.user_id, now=now()):
        kind, _, rest = one.form.partition(":")
        if f"{kind}:" == KEY:
            name, url = "신청 접수", url_for("recruitment.add_application", code=rest, draft=1)
        elif f"{kind}:" == REVISION:
            name, url = "신청 고치기", url_for("recruitment.edit_application", application_id=int(rest), draft=1)
        else:
            continue
        lines.append(WorkItem(f"{clock_of(one.at)}에 멈춘 {name} · {one.label}", "1건", url, "이어 쓰기"))
    return lines
