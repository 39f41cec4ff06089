"""변경공고: facts of an opened notice that change with a reason, put up by one person and approved by another.

Criteria and score table change as versions (version_changes); this is for the days, the 문의처 and nothing that judges.
The intake is only ever made longer: who relied on the announced day loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import sqlalchemy as sa

from app.accounts.deciding import already_decided, refuse_other, refuse_own
from app.accounts.models import User
from app.audit import services as audit
from app.extensions import db
from app.recruitment import version_words
from app.recruitment.models import Notice, NoticeChange, NoticeState, NoticeVersion
from app.recruitment.notice_words import ChangeValues
from app.recruitment.services import notice_seen
from app.recruitment.services.notice_facts import check_dates, checked_answer_days, checked_number
from app.recruitment.services.notices import document_of, lock
from app.shared.actor import Actor
from app.shared.errors import Conflict, NotFound, RuleBroken
from app.shared.periods import SEOUL, korean_date

FIELDS = {
    "closes_on": "접수 마감일",
    "results_on": "결과 발표일",
    "papers_days": "서류 보완 기한",
    "answer_days": "이의신청 답변 기한",
    "contact": "문의처",
}
_DAYS = ("closes_on", "results_on")
MOVED = "그사이 공고가 바뀌어 결재할 수 없습니다. 돌려보낸 뒤 새 안으로 다시 올려 주세요."


def said(name: str, value: Any) -> str:
    """A value as people read it; ``value`` as stored (ISO text for a day)."""
    if value in (None, ""):
        return "없음"
    if name in _DAYS:
        return korean_date(date.fromisoformat(value), weekday=True)
    return f"{value}일" if name in ("papers_days", "answer_days") else str(value)


def words(row: NoticeChange) -> tuple[tuple[str, str, str], ...]:
    """(what, before, after) of every fact that the change touches."""
    return tuple(
        (label, said(name, row.before[name]), said(name, row.after[name]))
        for name, label in FIELDS.items()
        if name in row.after
    )


def propose(
    notice: Notice,
    wanted: Mapping[str, Any],
    *,
    reason: str,
    number: str = "",
    by: Actor,
    now: datetime,
    today: date,
) -> NoticeChange:
    """Put up the facts of ``wanted`` that differ; an earlier proposal gives way. Raises RuleBroken."""
    lock(notice)
    changed = {name: wanted[name] for name in FIELDS if name in wanted and wanted[name] != getattr(notice, name)}
    if not changed:
        raise RuleBroken("바뀐 내용이 없습니다.")
    if not reason.strip():
        raise RuleBroken("바꾸는 사유를 적어 주세요.")
    _refuse_unfit(notice, changed, today)
    earlier = waiting(notice)
    if earlier is not None:
        earlier.state = "replaced"
        db.session.flush()
    row = NoticeChange(
        notice_id=notice.id,
        before={name: _plain(getattr(notice, name)) for name in changed},
        after={name: _plain(value) for name, value in changed.items()},
        reason=reason.strip(),
        document_number=checked_number(number, notice.id) if number.strip() else None,
        state="proposed",
        proposed_by_id=by.user_id,
        proposed_at=now,
    )
    db.session.add(row)
    db.session.flush()
    _record("amend", row, notice, by=by, now=now, reason=row.reason)
    return row


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _refuse_unfit(notice: Notice, changed: Mapping[str, Any], today: date) -> None:
    if notice.state not in (NoticeState.OPEN, NoticeState.CLOSED):
        raise RuleBroken("공고한 뒤에만 변경공고를 냅니다. 공고하기 전에는 바로 고칠 수 있습니다.")
    closes_on = changed.get("closes_on", notice.closes_on)
    if "closes_on" in changed:
        _refuse_window(notice, closes_on, today)
    if "results_on" in changed and (changed["results_on"] is None or changed["results_on"] < today):
        raise RuleBroken(f"결과 발표일은 오늘({korean_date(today)})부터 적을 수 있습니다.")
    if "contact" in changed and not str(changed["contact"]).strip():
        raise RuleBroken("문의처를 적어 주세요.")
    if not 1 <= changed.get("papers_days", notice.papers_days) <= 90:
        raise RuleBroken("서류 보완 기한은 1일부터 90일까지로 적어 주세요.")
    if "answer_days" in changed:
        checked_answer_days(changed["answer_days"])
    check_dates(
        opens_on=notice.opens_on,
        closes_on=closes_on,
        announced_on=notice.announced_on,
        results_on=changed.get("results_on", notice.results_on),
    )


def _refuse_window(notice: Notice, closes_on: date | None, today: date) -> None:
    if notice.state != NoticeState.OPEN:
        raise RuleBroken("접수를 마감한 공고입니다. 접수 기간을 늘리려면 추가 모집을 공고해 주세요.")
    if closes_on is None or closes_on < notice.closes_on:
        raise RuleBroken(
            f"접수 기간은 줄일 수 없습니다. 마감일을 {korean_date(notice.closes_on)}보다 뒤로 적어 주세요."
        )
    if closes_on < today:
        raise RuleBroken(f"접수 마감일은 오늘({korean_date(today)})보다 빠를 수 없습니다.")


def approve(
    notice: Notice, change_id: int, *, by: Actor, now: datetime, today: date, seen: str | None = None
) -> NoticeChange:
    """Put the change in force. ``seen`` is the stamp of the page that was looked at.

    Raises Conflict (W26; it is not what was seen), RuleBroken (W25; the notice changed or a day passed meanwhile).
    """
    row = _held(notice, change_id)
    refuse_own(row, by)
    refuse_other(seen, notice_seen.change_stamp(row))
    if any(_plain(getattr(notice, name)) != value for name, value in row.before.items()):
        raise RuleBroken(MOVED)
    changed = {name: date.fromisoformat(value) if name in _DAYS else value for name, value in row.after.items()}
    _refuse_unfit(notice, changed, today)
    for name, value in changed.items():
        setattr(notice, name, value)
    row.state, row.announced_on = "approved", today
    row.approved_by_id, row.approved_at = by.user_id, now
    db.session.flush()
    _record("approve-amend", row, notice, by=by, now=now, reason=row.reason)
    return row


def send_back(notice: Notice, change_id: int, note: str, *, by: Actor, now: datetime) -> None:
    """돌려보내기. Raises Conflict (W26), RuleBroken (W25, no reason)."""
    row = _held(notice, change_id)
    refuse_own(row, by)
    if not note.strip():
        raise RuleBroken("돌려보내는 사유를 적어 주세요.")
    row.state, row.decision_note = "rejected", note.strip()
    db.session.flush()
    _record("return-amend", row, notice, by=by, now=now, reason=row.decision_note)


def by_id(notice: Notice, change_id: int) -> NoticeChange:
    """Raises NotFound."""
    row = db.session.get(NoticeChange, change_id)
    if row is None or row.notice_id != notice.id:
        raise NotFound
    return row


def _held(notice: Notice, change_id: int) -> NoticeChange:
    lock(notice)
    row = by_id(notice, change_id)
    db.session.refresh(row)
    if row.state == "replaced":
        raise Conflict("새 변경안이 올라와 이 안의 효력이 끝났습니다. 새 변경안을 확인해 주세요.")
    if row.state != "proposed":
        raise already_decided(row)
    return row


def waiting(notice: Notice) -> NoticeChange | None:
    """The one that waits for its approval."""
    query = sa.select(NoticeChange).where(NoticeChange.notice_id == notice.id, NoticeChange.state == "proposed")
    return db.session.scalar(query)


def all_waiting() -> Sequence[Any]:
    """Every change that waits: its id, the notice's code and title."""
    return db.session.execute(
        sa.select(NoticeChange.id, Notice.code, Notice.title)
        .join(Notice, Notice.id == NoticeChange.notice_id)
        .where(NoticeChange.state == "proposed")
        .order_by(NoticeChange.id)
    ).all()


def rows(notice: Notice) -> Sequence[Any]:
    """Every change with who proposed and who approved, newest first, in one statement."""
    proposer, approver = sa.orm.aliased(User), sa.orm.aliased(User)
    return db.session.execute(
        sa.select(NoticeChange, proposer.name.label("proposed_by"), approver.name.label("approved_by"))
        .outerjoin(proposer, proposer.id == NoticeChange.proposed_by_id)
        .outerjoin(approver, approver.id == NoticeChange.approved_by_id)
        .where(NoticeChange.notice_id == notice.id)
        .order_by(NoticeChange.id.desc())
    ).all()


def printed(notice: Notice, version: NoticeVersion) -> tuple[ChangeValues, ...]:
    """Every change since the opening as the notice under ``version`` prints it, the oldest first: facts and criteria.

    Facts count once they are approved; a version that still waits for its approval is the last, without a day.
    """
    query = sa.select(NoticeChange).where(NoticeChange.notice_id == notice.id, NoticeChange.state == "approved")
    found = [
        (row.approved_at, ChangeValues(row.announced_on, row.document_number or "", row.reason, words(row)))
        for row in db.session.scalars(query.order_by(NoticeChange.id))
    ]
    found += _of_criteria(notice, version)
    found.sort(key=lambda one: (one[0] is None, one[0]))
    return tuple(change for _, change in found)


def _of_criteria(notice: Notice, version: NoticeVersion) -> Iterator[tuple[datetime | None, ChangeValues]]:
    """Each version after the one that was opened, beside the version in force before it, as far as a reader sees it."""
    query = sa.select(NoticeVersion).where(
        NoticeVersion.notice_id == notice.id,
        NoticeVersion.number <= version.number,
        sa.or_(NoticeVersion.approved_by_id.is_not(None), NoticeVersion.id == version.id),
    )
    rows = db.session.scalars(query.order_by(NoticeVersion.number)).all()
    for old, new in pairwise(rows):
        changed = version_words.public_differences(document_of(old), document_of(new))
        if changed:
            on = new.approved_at.astimezone(SEOUL).date() if new.approved_at else None
            which = f"{old.number}판에서 {new.number}판으로"
            yield new.approved_at, ChangeValues(on, which, new.reason or "", changed)


def _record(step: str, row: NoticeChange, notice: Notice, *, by: Actor, now: datetime, reason: str) -> None:
    changes = {"notice": notice.code, "before": row.before, "after": row.after}
    audit.record(f"recruit:notice:{step}", row, by=by, at=now, reason=reason, changes=changes)
