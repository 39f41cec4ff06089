"""Versions of a notice's document, and the two steps that put it in force: proposed by one, opened by another."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from app.accounts.deciding import already_decided, refuse_own
from app.audit import services as audit
from app.extensions import db
from app.recruitment.models import Notice, NoticeState, NoticeVersion
from app.recruitment.services.notices import current_version, document_of, lock
from app.rules.criteria import NoticeDocument
from app.shared.actor import Actor
from app.shared.errors import RuleBroken
from app.shared.periods import korean_date

EXAMPLE_TABLE = "예시 배점표로는 선발할 수 없습니다. 방침 문서번호를 적고 채택해 주세요."


def new_version(notice: Notice, document: NoticeDocument, *, reason: str, by: Actor, now: datetime) -> NoticeVersion:
    """Put another document in the draft's place; the earlier one stays. Raises RuleBroken once the notice is open."""
    lock(notice)
    if notice.state != NoticeState.DRAFT:
        raise RuleBroken("공고한 뒤에는 조건을 고칠 수 없습니다. 조건은 공고할 때 확정됩니다.")
    if not reason.strip():
        raise RuleBroken("바꾸는 사유를 적어 주세요.")
    last = current_version(notice)
    if document.digest == last.digest:
        return last
    row = NoticeVersion(
        notice_id=notice.id,
        number=last.number + 1,
        document=document.to_json(),
        digest=document.digest,
        reason=reason.strip(),
    )
    db.session.add(row)
    db.session.flush()
    audit.record(
        "recruit:notice:version",
        row,
        by=by,
        at=now,
        reason=reason,
        changes={"number": row.number, "digest": row.digest},
    )
    return row


def settle_rule(
    notice: Notice, rule: str, document_number: str, *, by: Actor, now: datetime, **changes: Any
) -> NoticeVersion:
    """Enter the office's own value of a rule (``on``, ``limits``, ``declared_is_enough``) with its document."""
    document = document_of(current_version(notice)).settled(rule, document_number, **changes)
    label = document.rule(rule).label
    return new_version(notice, document, reason=f"「{label}」 기준 확정({document_number})", by=by, now=now)


def confirm_criteria(notice: Notice, document_number: str, *, by: Actor, now: datetime) -> NoticeVersion:
    """The written 확인 of every value that is likely but not certain (M, L)."""
    document = document_of(current_version(notice)).confirmed(document_number)
    return new_version(notice, document, reason=f"기준 확인({document_number})", by=by, now=now)


def adopt_score_table(notice: Notice, document_number: str, *, by: Actor, now: datetime) -> NoticeVersion:
    """Adopt the 예시 table by the office's own decision; without it nobody can be ranked."""
    document = document_of(current_version(notice))
    document = document.with_score_table(document.score_table.adopted(document_number))
    return new_version(notice, document, reason=f"배점표 채택({document_number})", by=by, now=now)


def obstacles(notice: Notice, today: date) -> list[str]:
    """Everything that keeps the draft from opening, one sentence each."""
    document = document_of(current_version(notice))
    found = [one.message for one in document.obstacles()]
    if not document.score_table.usable:
        found.append(EXAMPLE_TABLE)
    if not sum(stream.seats for stream in notice.streams):
        found.append("모집 인원이 0명입니다. 모집 구분의 자리를 적어 주세요.")
    if notice.closes_on < today:
        found.append(f"접수 마감일({korean_date(notice.closes_on)})이 지났습니다. 접수 기간을 고쳐 주세요.")
    return found


def propose(notice: Notice, *, by: Actor, now: datetime, today: date, policy_number: str | None = None) -> None:
    """Hand the draft to the approver. ``policy_number`` is kept as the office's document. Raises RuleBroken."""
    lock(notice)
    if notice.state != NoticeState.DRAFT:
        raise RuleBroken("이미 공고했습니다.")
    blocking = obstacles(notice, today)
    if blocking:
        raise RuleBroken(blocking[0])
    version = current_version(notice)
    version.proposed_by_id, version.proposed_at = by.user_id, now
    notice.policy_number = policy_number or notice.policy_number
    db.session.flush()
    audit.record("recruit:notice:propose", notice, by=by, at=now, changes={"version": version.number})


def open_notice(notice: Notice, *, by: Actor, now: datetime, today: date) -> None:
    """Open the notice: from now on its criteria are frozen. Raises RuleBroken (W25), Conflict (W26)."""
    lock(notice)
    version = current_version(notice)
    if notice.state != NoticeState.DRAFT:
        raise already_decided(version)
    if version.proposed_by_id is None:
        raise RuleBroken("결재에 올리지 않은 공고입니다. 담당자가 결재를 올린 뒤 공고해 주세요.")
    refuse_own(version, by)
    blocking = obstacles(notice, today)
    if blocking:
        raise RuleBroken(blocking[0])
    version.approved_by_id, version.approved_at = by.user_id, now
    notice.state = NoticeState.OPEN
    db.session.flush()
    changes = {"version": version.number, "digest": version.digest}
    audit.record("recruit:notice:open", notice, by=by, at=now, changes=changes)


def close(notice: Notice, *, by: Actor, now: datetime) -> None:
    """End the intake. Raises RuleBroken when the notice is not open."""
    lock(notice)
    if notice.state != NoticeState.OPEN:
        raise RuleBroken("접수 중인 공고만 마감할 수 있습니다.")
    notice.state = NoticeState.CLOSED
    db.session.flush()
    audit.record("recruit:notice:close", notice, by=by, at=now)
