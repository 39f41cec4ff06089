"""동의 after the counter: withdrawn and given again, each on its own (개인정보 보호법 §37).

A required consent that is withdrawn ends an application that nobody has selected yet; after the selection it is kept
on record, and the jobs team settles it by hand.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from app.audit import services as audit
from app.extensions import db
from app.recruitment.models import Application, ApplicationState, Consent
from app.recruitment.services import checklist, transitions
from app.recruitment.words import CONSENTS
from app.rules.application_states import NOT_YET_SELECTED
from app.shared.actor import Actor
from app.shared.errors import Conflict, NotFound, RuleBroken


def required_of(application: Application) -> tuple[str, ...]:
    """Purposes without which the application cannot stand."""
    return checklist.required_consents(tuple(application.preferences))


def is_required(application: Application, purpose: str) -> bool:
    return purpose in required_of(application)


def ends_application(application: Application, purpose: str) -> bool:
    """Would withdrawing it cancel the application?"""
    return is_required(application, purpose) and application.state in NOT_YET_SELECTED


def withdraw(
    application: Application, purpose: str, note: str, *, confirmed: bool = False, by: Actor, now: datetime
) -> bool:
    """Note who withdrew what, when and how it came in (nobody owes a reason, 개인정보 보호법 §37).

    Returns whether the application was cancelled by it.

    Raises RuleBroken when that would happen and was not confirmed, Conflict when it is withdrawn already.
    """
    row = _held(application, purpose)
    if not row.given:
        raise Conflict("이미 동의하지 않은 항목입니다. 화면을 다시 열어 확인해 주세요.")
    if not note.strip():
        raise RuleBroken("철회를 받은 방법과 날을 적어 주세요.")
    ends = ends_application(application, purpose)
    if ends and not confirmed:
        raise RuleBroken("필수 동의를 철회하면 이 신청은 취소됩니다. 확인란에 표시한 뒤 다시 눌러 주세요.")
    row.given, row.withdrawn_at, row.withdrawn_by_id, row.withdrawn_note = False, now, by.user_id, note.strip()
    db.session.flush()
    _record("withdraw", row, application, by=by, now=now, reason=note.strip())
    if ends:
        why = f"필수 동의 철회({CONSENTS[purpose]})"
        transitions.move(application, ApplicationState.CANCELLED, by=by, now=now, reason=why)
    return ends


def give(application: Application, purpose: str, *, by: Actor, now: datetime) -> None:
    """Consent given, or given again. A cancelled application stays so until it is sent back. Raises Conflict."""
    row = _held(application, purpose)
    if row.given:
        raise Conflict("이미 동의한 항목입니다. 화면을 다시 열어 확인해 주세요.")
    row.given, row.at = True, now
    row.withdrawn_at = row.withdrawn_by_id = row.withdrawn_note = None
    db.session.flush()
    _record("give", row, application, by=by, now=now)


def _held(application: Application, purpose: str) -> Consent:
    transitions.hold(application.notice_id, application.id)
    db.session.refresh(application)
    if purpose not in CONSENTS:
        raise NotFound
    query = sa.select(Consent).where(Consent.application_id == application.id, Consent.purpose == purpose)
    row = db.session.scalar(query.execution_options(populate_existing=True))
    if row is None:  # a purpose that was not asked for yet when this one applied
        row = Consent(application_id=application.id, purpose=purpose, given=False, at=application.created_at)
        db.session.add(row)
        db.session.flush()
    return row


def missing(application: Application) -> list[str]:
    """Required purposes that are not consented to now."""
    given = set(
        db.session.scalars(
            sa.select(Consent.purpose).where(Consent.application_id == application.id, Consent.given.is_(True))
        )
    )
    return [one for one in required_of(application) if one not in given]


def _record(
    step: str, row: Consent, application: Application, *, by: Actor, now: datetime, reason: str | None = None
) -> None:
    audit.record(
        f"recruit:consent:{step}",
        row,
        by=by,
        at=now,
        reason=reason,
        changes={"purpose": row.purpose, "application": application.code},
        people=[application.person_id],
    )
