"""Versions of a notice's document, and the two steps that put the first in force: proposed by one, opened by another."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.accounts.deciding import already_decided, refuse_other, refuse_own
from app.audit import services as audit
from app.extensions import db
from app.recruitment.models import Notice, NoticeState, NoticeVersion
from app.recruitment.notice_words import notice_text
from app.recruitment.services import confirmations
from app.recruitment.services.blockers import EXAMPLE_TABLE, Blocker, blockers, to_do
from app.recruitment.services.notice_values import notice_values
from app.recruitment.services.notices import (
    current_version,
    document_of,
    lock,
    newest_version,
    withdraw_proposal,
)
from app.rules.criteria import NoticeDocument
from app.shared.actor import Actor
from app.shared.canonical import digest
from app.shared.errors import NotFound, RuleBroken

__all__ = ["EXAMPLE_TABLE", "Blocker", "blockers", "current_version", "document_of"]


def new_version(notice: Notice, document: NoticeDocument, *, reason: str, by: Actor, now: datetime) -> NoticeVersion:
    """Put another document in the draft's place; the earlier one stays. Raises RuleBroken once the notice is open."""
    lock(notice)
    if notice.state != NoticeState.DRAFT:
        raise RuleBroken("공고한 뒤에는 조건을 고칠 수 없습니다. 변경안을 만들어 결재를 받아 주세요.")
    return write_version(notice, document, reason=reason, by=by, now=now)


def write_version(notice: Notice, document: NoticeDocument, *, reason: str, by: Actor, now: datetime) -> NoticeVersion:
    """The next version of a notice whose row is held; an equal document gives no new one. Raises RuleBroken."""
    if not reason.strip():
        raise RuleBroken("바꾸는 사유를 적어 주세요.")
    last = newest_version(notice)
    if document.digest == last.digest:
        return last
    if notice.state == NoticeState.DRAFT:
        withdraw_proposal(notice)
    row = NoticeVersion(
        notice_id=notice.id,
        number=last.number + 1,
        document=document.to_json(),
        digest=document.digest,
        reason=reason.strip(),
    )
    db.session.add(row)
    db.session.flush()
    changes = {"number": row.number, "digest": row.digest}
    audit.record("recruit:notice:version", row, by=by, at=now, reason=reason, changes=changes)
    return row


def by_number(notice: Notice, number: int) -> NoticeVersion:
    """Raises NotFound."""
    query = sa.select(NoticeVersion).where(NoticeVersion.notice_id == notice.id, NoticeVersion.number == number)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def restore(notice: Notice, number: int, *, by: Actor, now: datetime) -> NoticeVersion:
    """되돌리기: an earlier version's document as the newest of the draft. Raises RuleBroken, NotFound."""
    document = document_of(by_number(notice, number))
    return new_version(notice, document, reason=f"{number}판으로 되돌림", by=by, now=now)


def settle_rule(
    notice: Notice, rule: str, document_number: str, *, by: Actor, now: datetime, **changes: Any
) -> NoticeVersion:
    """Enter the office's own value of a rule (``on``, ``limits``, ``declared_is_enough``) with its document."""
    document = document_of(newest_version(notice)).settled(rule, document_number, **changes)
    label = document.rule(rule).label
    return new_version(notice, document, reason=f"「{label}」 기준 확정({document_number})", by=by, now=now)


def confirm_criteria(notice: Notice, document_number: str, *, by: Actor, now: datetime) -> NoticeVersion:
    """The written 확인 of every value that is likely but not certain (M, L)."""
    document = document_of(newest_version(notice)).confirmed(document_number)
    return new_version(notice, document, reason=f"기준 확인({document_number})", by=by, now=now)


def adopt_score_table(notice: Notice, document_number: str, *, by: Actor, now: datetime) -> NoticeVersion:
    """Adopt the 예시 table by the office's own decision; without it nobody can be ranked."""
    document = document_of(newest_version(notice))
    document = document.with_score_table(document.score_table.adopted(document_number))
    return new_version(notice, document, reason=f"배점표 채택({document_number})", by=by, now=now)


def obstacles(notice: Notice, today: date) -> list[str]:
    """Everything that keeps the draft from opening, one sentence each."""
    return [one.message for one in blockers(notice, today)]


def propose(notice: Notice, *, by: Actor, now: datetime, today: date, policy_number: str | None = None) -> None:
    """Hand the draft to the approver. ``policy_number`` is kept as the office's document. Raises RuleBroken."""
    lock(notice)
    if notice.state != NoticeState.DRAFT:
        raise RuleBroken("이미 공고했습니다.")
    confirmations.hold(notice.cohort)
    notice.policy_number = policy_number or notice.policy_number
    _refuse_blocked(notice, today)
    version = current_version(notice)
    version.proposed_by_id, version.proposed_at = by.user_id, now
    db.session.flush()
    audit.record("recruit:notice:propose", notice, by=by, at=now, changes={"version": version.number})


def _refuse_blocked(notice: Notice, today: date) -> None:
    blocking = to_do(notice, today)
    if blocking:
        more = f" 공고 전에 할 일이 {len(blocking) - 1}가지 더 있습니다." if len(blocking) > 1 else ""
        raise RuleBroken(blocking[0].message + more)


def draft_stamp(notice: Notice) -> str:
    """What the opening page shows: the public text, the whole document, the 방침, the 확정내시 and seats beyond it."""
    values = notice_values(notice)
    standing = confirmations.check(notice.cohort_id)
    return digest(
        [
            asdict(notice_text(values)),
            values.document.to_json(),
            [asdict(one) for one in values.streams],
            [asdict(one) for one in values.projects],
            [notice.policy_number, notice.seats_reason, notice.age_on, notice.residence_on, notice.income_year],
            standing.row.id if standing.row else None,
        ]
    )


def open_notice(notice: Notice, *, by: Actor, now: datetime, today: date, seen: str | None = None) -> None:
    """Open the notice: from now on its criteria are frozen. ``seen`` is the stamp of the page that was looked at.

    Raises RuleBroken (W25), Conflict (W26; the draft is not what was seen).
    """
    lock(notice)
    version = current_version(notice)
    if notice.state != NoticeState.DRAFT:
        raise already_decided(version)
    if version.proposed_by_id is None:
        raise RuleBroken("결재에 올리지 않은 공고입니다. 담당자가 결재를 올린 뒤 공고해 주세요.")
    refuse_own(version, by)
    confirmations.hold(notice.cohort)
    refuse_other(seen, draft_stamp(notice))
    _refuse_blocked(notice, today)
    version.approved_by_id, version.approved_at = by.user_id, now
    notice.state = NoticeState.OPEN
    db.session.flush()
    changes = {"version": version.number, "digest": version.digest, "number": notice.number}
    audit.record("recruit:notice:open", notice, by=by, at=now, changes=changes)


def close(notice: Notice, *, by: Actor, now: datetime) -> None:
    """End the intake. Raises RuleBroken when the notice is not open."""
    lock(notice)
    if notice.state != NoticeState.OPEN:
        raise RuleBroken("접수 중인 공고만 마감할 수 있습니다.")
    notice.state = NoticeState.CLOSED
    db.session.flush()
    audit.record("recruit:notice:close", notice, by=by, at=now)
