"""공고 취소, with a reason, by the approver."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from app.audit import services as audit
from app.audit.models import AuditEntry
from app.extensions import db
from app.recruitment.models import Notice, NoticeState
from app.recruitment.services.notices import lock, withdraw_proposal
from app.recruitment.services.selection_standing import refuse_after_selection
from app.shared.actor import Actor
from app.shared.errors import RuleBroken

_ACTION = "recruit:notice:cancel"


def cancel(notice: Notice, *, reason: str, by: Actor, now: datetime) -> None:
    """End the notice for good; its applications stay as they are. Raises RuleBroken where a selection stands."""
    lock(notice)
    if notice.state == NoticeState.CANCELLED:
        raise RuleBroken("이미 취소한 공고입니다.")
    if not reason.strip():
        raise RuleBroken("취소하는 사유를 적어 주세요.")
    refuse_after_selection(notice, "취소할")
    was = notice.state
    withdraw_proposal(notice)
    notice.state = NoticeState.CANCELLED
    notice.cancel_reason, notice.cancelled_at = reason.strip(), now
    db.session.flush()
    audit.record(_ACTION, notice, by=by, at=now, reason=notice.cancel_reason, changes={"from": was})


def cancelled_by(notice: Notice) -> str:
    """Who cancelled it, from the trail; when and why stand on the notice."""
    query = sa.select(AuditEntry.actor_label).where(
        AuditEntry.action == _ACTION, AuditEntry.subject == "notice", AuditEntry.subject_id == notice.id
    )
    return db.session.scalar(query.order_by(AuditEntry.id.desc()).limit(1)) or ""
