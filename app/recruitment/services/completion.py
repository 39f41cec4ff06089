"""보완: papers that come later, and papers that the jobs team asks for again. Each ends with a new screening."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from app.accounts.roles import Role
from app.audit import services as audit
from app.extensions import db
from app.recruitment.models import Application, ApplicationState, Paper
from app.recruitment.services import applications, checklist, consents, intake_closings, transitions
from app.recruitment.services.notices import lock
from app.recruitment.services.screenings import screen_one
from app.recruitment.words import CONSENTS
from app.rules.application_states import BEFORE_SELECTION, GIVEN_UP
from app.shared.actor import Actor
from app.shared.errors import RuleBroken
from app.shared.periods import korean_date

TOO_LATE = "선발 결과가 정해진 신청은 서류를 더 받지 않습니다."


def papers_of(application: Application) -> list[Paper]:
    return list(db.session.scalars(sa.select(Paper).where(Paper.application_id == application.id).order_by(Paper.id)))


def receive_papers(
    application: Application, kinds: Collection[str], received_on: date, *, by: Actor, now: datetime, today: date
) -> bool:
    """Mark papers as received on a day. Returns whether nothing is missing any more: then 보완 필요 is over.

    The jobs team's marking screens for good, the counter's only judges anew. Raises RuleBroken.
    """
    _open(application)
    rows = {one.kind: one for one in papers_of(application) if one.received_on is None}
    if not kinds or not set(kinds) <= set(rows):
        raise RuleBroken("받은 서류를 골라 주세요.")
    if not application.received_on <= received_on <= today:
        raise RuleBroken(f"받은 날은 접수일({korean_date(application.received_on)})부터 오늘까지로 적어 주세요.")
    for kind in kinds:
        rows[kind].received_on, rows[kind].asked_reason = received_on, None  # the trail keeps what was met
    # A new version: a form that was opened before it must not untick what came meanwhile.
    flag_modified(application, "declared")
    db.session.flush()
    complete = not _lacks_papers(application)
    if complete and application.state == ApplicationState.PAPERS_DUE:
        transitions.move(application, ApplicationState.RECEIVED, by=by, now=now)
    changes = {"papers": sorted(kinds), "received_on": received_on}
    _record("recruit:paper:receive", application, changes, by=by, now=now)
    screen_one(application, by=by, now=now, today=today, settle=by.role == Role.JOBS)
    return complete


def ask_for_papers(
    application: Application,
    kinds: Collection[str],
    due_on: date,
    reason: str,
    *,
    by: Actor,
    now: datetime,
    today: date,
) -> date:
    """Send back for papers, with a reason and a new due day; one that is off moves on. Returns the due day.

    The reason stays with each of the papers: the applicant reads it on the 보완 안내.
    """
    _open(application)
    reason = reason.strip()
    labels = checklist.paper_labels(application.notice)
    if not kinds or not set(kinds) <= set(labels):
        raise RuleBroken("보완할 서류를 골라 주세요.")
    if due_on < today:
        raise RuleBroken("보완 기한은 오늘부터 적을 수 있습니다.")
    if not reason:
        raise RuleBroken("보완을 요구하는 사유를 적어 주세요.")
    rows = {one.kind: one for one in papers_of(application)}
    for kind in kinds:
        paper = rows.get(kind)
        if paper is None:
            paper = Paper(application_id=application.id, kind=kind)
            db.session.add(paper)
        paper.required, paper.asked, paper.asked_reason, paper.received_on = True, True, reason, None
    application.due_on = checklist.on_working_day(due_on)
    if application.state != ApplicationState.PAPERS_DUE:
        transitions.move(application, ApplicationState.PAPERS_DUE, by=by, now=now, reason=reason)
    db.session.flush()
    changes = {"papers": sorted(kinds), "due_on": application.due_on}
    _record("recruit:paper:ask", application, changes, by=by, now=now, reason=reason)
    screen_one(application, by=by, now=now, today=today)
    return application.due_on


def why_not_back(application: Application, *, by: Actor, today: date) -> str:
    """Why this account does not bring it back to 접수 now, for who may at all; empty when nothing stands against it."""
    given_up = application.state in GIVEN_UP
    if given_up and transitions.given_up_after_selection(application):
        return transitions.DECIDED
    if given_up and by.role == Role.CLERK:
        sent_at = intake_closings.sent_at(application.notice, by)
        shut = applications.why_shut(application.notice, today, sent_at)
        if shut:
            return f"{shut} 접수로 되돌리는 일도 구청 담당에게 요청해 주세요."
    without = consents.missing(application)
    if without:
        named = ", ".join(CONSENTS[one] for one in without)
        return f"필수 동의({named})가 없어 접수로 되돌릴 수 없습니다. 동의를 다시 받은 뒤 되돌려 주세요."
    return ""


def send_back(application: Application, reason: str, *, by: Actor, now: datetime, today: date) -> None:
    """Back to 접수: a screened one to be looked at again, or one given up that stands again. Judged anew.

    A clerk brings back what was given up, as long as the own 동 receives; where a paper is still missing it waits for
    that, as it would when received anew. Raises RuleBroken, also while a required consent is withdrawn: its data may not be used again
    (개인정보 보호법 §37).
    """
    if by.role == Role.CLERK:
        lock(application.notice)  # nobody sends the 동's register meanwhile
    _hold(application)
    was_given_up = application.state in GIVEN_UP
    why = why_not_back(application, by=by, today=today)
    if why:
        raise RuleBroken(why)
    transitions.move(application, ApplicationState.RECEIVED, by=by, now=now, reason=reason, at_intake=was_given_up)
    if by.role == Role.CLERK and _lacks_papers(application):
        application.due_on = application.due_on or checklist.due_on(application.notice, today)
        transitions.move(application, ApplicationState.PAPERS_DUE, by=by, now=now)
    screen_one(application, by=by, now=now, today=today)


def _lacks_papers(application: Application) -> bool:
    return any(one.required and one.received_on is None for one in papers_of(application))


def _hold(application: Application) -> None:
    transitions.hold(application.notice_id, application.id)
    db.session.refresh(application)


def _open(application: Application) -> None:
    _hold(application)
    if application.state not in BEFORE_SELECTION:
        raise RuleBroken(TOO_LATE)


def _record(
    action: str,
    application: Application,
    changes: dict[str, object],
    *,
    by: Actor,
    now: datetime,
    reason: str | None = None,
) -> None:
    people = [application.person_id]
    audit.record(action, application, by=by, at=now, reason=reason, changes=changes, people=people)
