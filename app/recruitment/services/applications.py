"""신청: received at the counter within the notice's window, once a person, numbered without gaps; edited by version."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from app.accounts.models import Dong
from app.accounts.roles import Role
from app.audit import services as audit
from app.audit.models import AuditEntry
from app.extensions import db
from app.recruitment.models import (
    Application,
    ApplicationEvent,
    ApplicationState,
    Notice,
    NoticeProject,
    NoticeState,
    Person,
)
from app.recruitment.services import checklist, consents, intake_closings, notices, people
from app.recruitment.services.application_rows import (
    add_consents,
    bring_rows,
    changed_fields,
    consents_of,
    members_of,
    papers_of,
    proxy_of,
    snapshot,
)
from app.recruitment.services.intake import Intake, householder_key, stream_of
from app.recruitment.services.screenings import screen_one
from app.recruitment.words import CONSENTS, applied_already
from app.rules.resident_number import ResidentNumber
from app.shared.actor import Actor
from app.shared.errors import Conflict, RuleBroken
from app.shared.periods import SEOUL, korean_date

__all__ = [
    "AlreadyApplied",
    "check_window",
    "consents_of",
    "members_of",
    "papers_of",
    "proxy_of",
    "receive",
    "revise",
    "saved_first",
    "why_shut",
]
UNTICKED = "신청 고치기에서 동의 표시를 지움"
EDITABLE = (ApplicationState.RECEIVED, ApplicationState.PAPERS_DUE, ApplicationState.SCREENED)


class AlreadyApplied(RuleBroken):
    """W18. ``application_id`` only where the actor may see that application."""

    def __init__(self, message: str, application_id: int | None) -> None:
        super().__init__(message)
        self.application_id = application_id


def check_window(notice: Notice, today: date) -> None:
    """Raises RuleBroken outside the notice's window."""
    if notice.state != NoticeState.OPEN:
        raise RuleBroken("접수 중인 공고가 아닙니다. 공고의 상태를 확인해 주세요.")
    if today < notice.opens_on:
        raise RuleBroken(f"접수는 {korean_date(notice.opens_on)}부터입니다.")
    if today > notice.closes_on:
        raise RuleBroken(f"접수 기간이 {korean_date(notice.closes_on)}에 끝났습니다.")


def why_shut(notice: Notice, today: date, sent_at: datetime | None) -> str:
    """Why nobody is received for the notice now, as the refusal says it; empty while somebody may be.

    ``sent_at``: when the 동 of who asks has sent (intake_closings.sent_at).
    """
    try:
        check_window(notice, today)
    except RuleBroken as why:
        return str(why)
    return intake_closings.sent_sentence(sent_at) if sent_at else ""


def receive(
    notice: Notice,
    number: ResidentNumber,
    intake: Intake,
    *,
    by: Actor,
    now: datetime,
    today: date,
    channel: str = "counter",
    dong_code: str | None = None,
    screen: bool = True,
) -> Application:
    """Register one application and screen it. The notice's row is locked first, so that numbers are never doubled.

    A clerk receives for their own 동. Raises RuleBroken (window, consents, stream), AlreadyApplied (W18).
    """
    notices.lock(notice)
    check_window(notice, today)
    _check_consents(intake)
    if channel == "counter":
        _check_agent(intake)
    at_dong = _receiving_dong(intake, by, dong_code)
    intake_closings.check_open(notice, at_dong, by)
    refuse_twice(notice, number, by)
    stream = stream_of(notice, intake, number.born_on)
    person = people.register(number, intake.identity, by=by, now=now)
    row = Application(
        notice=notice,
        number=1 + (db.session.scalar(_last_number(notice)) or 0),
        person=person,
        dong_code=at_dong,
        stream=stream,
        state=ApplicationState.RECEIVED,
        received_on=today,
        declared=_declared(intake),
        household_size=intake.household_size,
        householder_key=householder_key(intake, person.rrn_key),
        preferences=_preferences(notice, intake),
        channel=channel,
        created_at=now,
        created_by_id=by.user_id,
    )
    db.session.add(row)
    db.session.flush()
    bring_rows(row, intake, today=today)
    add_consents(row, intake, now=now)
    _event(row, None, ApplicationState.RECEIVED, by, now)
    _settle_papers(row, by=by, now=now, today=today)
    audit.record("recruit:application:receive", row, by=by, at=now, changes={"number": row.number}, people=[person.id])
    if screen:
        screen_one(row, by=by, now=now, today=today)
    return row


def revise(application: Application, intake: Intake, *, version: int, by: Actor, now: datetime, today: date) -> None:
    """Change what was declared and screen again; once the 동 has sent its register, only the jobs team does.

    Raises Conflict (W28) when somebody saved first, RuleBroken.
    """
    if by.role == Role.CLERK:
        notices.lock(application.notice)  # nobody sends the 동's register meanwhile
    db.session.refresh(application, with_for_update={"of": Application})
    intake_closings.check_open_for_changes(application, by)
    if application.version != version:
        raise Conflict(saved_first(application, by))
    if application.state not in EDITABLE:
        raise RuleBroken("선발 결과가 정해진 신청은 고칠 수 없습니다.")
    _check_consents(intake)
    _check_agent(intake)
    before = snapshot(application)
    person = application.person
    people.update(person, intake.identity, by=by, now=now)
    application.stream = stream_of(application.notice, intake, person.born_on)
    application.declared = _declared(intake)
    application.household_size = intake.household_size
    application.householder_key = _revised_household(application, intake)
    application.preferences = _preferences(application.notice, intake)
    bring_rows(application, intake, today=today)
    _bring_consents(application, intake, by=by, now=now)
    # Always a new version, even when only a row beside it changed: the later of two savers must notice.
    flag_modified(application, "declared")
    db.session.flush()
    _settle_papers(application, by=by, now=now, today=today)
    changes = {"fields": changed_fields(before, snapshot(application))}
    audit.record("recruit:application:revise", application, by=by, at=now, changes=changes, people=[person.id])
    screen_one(application, by=by, now=now, today=today)


def saved_first(application: Application, by: Actor) -> str:
    """W28: who saved before, and when; whoever did so in another window of their own is not named to themselves."""
    last = db.session.execute(
        sa.select(AuditEntry.actor_label, AuditEntry.at, AuditEntry.actor_id)
        .where(AuditEntry.subject == "application", AuditEntry.subject_id == application.id)
        .order_by(AuditEntry.id.desc())
        .limit(1)
    ).first()
    if last is None:
        first = "다른 사람이 조금 전에"
    else:
        label, at, actor_id = last
        first = f"{'다른 창에서' if actor_id == by.user_id else f'{label}님이'} {at.astimezone(SEOUL):%H:%M}에"
    return f"{first} 먼저 저장했습니다. 입력한 내용은 남아 있습니다. 달라진 항목을 확인하고 다시 저장해 주세요."


def _last_number(notice: Notice) -> sa.Select[int]:
    return sa.select(sa.func.max(Application.number)).where(Application.notice_id == notice.id)


def _receiving_dong(intake: Intake, by: Actor, dong_code: str | None) -> str:
    """The clerk's 동, else the applicant's; a resident of elsewhere needs the 동 that received them."""
    if by.role == Role.CLERK and by.dong_code:
        return by.dong_code
    code = dong_code or intake.identity.dong_code
    if code is None or db.session.get(Dong, code) is None:
        raise RuleBroken("접수한 동을 골라 주세요.")
    return code


def refuse_twice(notice: Notice, number: ResidentNumber, by: Actor) -> None:
    """Raises AlreadyApplied when somebody of that number has an application of the notice, given up or not."""
    row = db.session.execute(
        sa.select(Application.id, Application.state, Application.dong_code, Dong.name, Application.received_on)
        .join(Person, Person.id == Application.person_id)
        .join(Dong, Dong.code == Application.dong_code)
        .where(Application.notice_id == notice.id, Person.rrn_key == people.key_of(number))
    ).first()
    if row is None:
        return
    seen = by.role != Role.CLERK or row.dong_code == by.dong_code
    said = applied_already(row.name, row.received_on, row.state if seen else "")
    raise AlreadyApplied(said, row.id if seen else None)


def _check_consents(intake: Intake) -> None:
    for purpose in checklist.required_consents(intake.preferences):
        if purpose not in intake.consents:
            raise RuleBroken(f"「{CONSENTS[purpose]}」에 동의해야 접수할 수 있습니다.")


def _bring_consents(application: Application, intake: Intake, *, by: Actor, now: datetime) -> None:
    """A tick set or taken away is a consent given or withdrawn, with who and when (개인정보 보호법 §37)."""
    held = {one.purpose for one in consents_of(application) if one.given}
    for purpose in CONSENTS:
        if purpose in intake.consents and purpose not in held:
            consents.give(application, purpose, by=by, now=now)
        elif purpose in held and purpose not in intake.consents:
            consents.withdraw(application, purpose, UNTICKED, by=by, now=now)


def _check_agent(intake: Intake) -> None:
    agent = intake.agent
    if intake.declared.by_proxy and not (agent and agent.name.strip() and agent.relation.strip() and agent.phone):
        raise RuleBroken("대리신청은 대리인의 성명, 신청인과의 관계, 전화를 모두 적어야 접수할 수 있습니다.")


def _declared(intake: Intake) -> dict[str, object]:
    incomes = tuple(member.income_won for member in intake.members)
    return replace(intake.declared, member_income_won=incomes).to_json()


def _preferences(notice: Notice, intake: Intake) -> list[int]:
    """희망 세부사업 in order, once each, of this notice only."""
    offered = set(db.session.scalars(sa.select(NoticeProject.project_id).where(NoticeProject.notice_id == notice.id)))
    chosen = list(dict.fromkeys(intake.preferences))
    if not set(chosen) <= offered:
        raise RuleBroken("희망 세부사업은 이 공고의 목록에서 골라 주세요.")
    return chosen


def _revised_household(application: Application, intake: Intake) -> str | None:
    """A householder's number given earlier stays until another is given or the applicant is the 세대주."""
    key = householder_key(intake, application.person.rrn_key)
    if key is None and application.householder_key != application.person.rrn_key:
        return application.householder_key
    return key


def _settle_papers(application: Application, *, by: Actor, now: datetime, today: date) -> None:
    """보완 필요 while a required paper is missing, with the day it is due; 접수 again once all are there."""
    missing = any(paper.required and paper.received_on is None for paper in papers_of(application))
    if missing and application.state == ApplicationState.RECEIVED:
        application.due_on = application.due_on or checklist.due_on(application.notice, today)
        _event(application, application.state, ApplicationState.PAPERS_DUE, by, now)
    elif not missing and application.state == ApplicationState.PAPERS_DUE:
        _event(application, application.state, ApplicationState.RECEIVED, by, now)
    db.session.flush()


def _event(application: Application, was: str | None, to_state: str, by: Actor, now: datetime) -> None:
    db.session.add(
        ApplicationEvent(application_id=application.id, from_state=was, to_state=to_state, at=now, by_id=by.user_id)
    )
    application.state = to_state
