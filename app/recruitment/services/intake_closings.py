"""동 접수 마감·송부: a 동 closes its intake and sends it, the district office accepts. Taking it back has a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Dong
from app.accounts.roles import Role
from app.audit import services as audit
from app.extensions import db
from app.recruitment.models import Application, IntakeClosing, Notice, NoticeState
from app.recruitment.services.notices import lock
from app.rules.application_states import GIVEN_UP
from app.shared.actor import Actor
from app.shared.canonical import digest
from app.shared.errors import Conflict, NotFound, RuleBroken
from app.shared.periods import korean_date, korean_time

NONE_RECEIVED = "송부할 신청이 한 건도 없습니다. 빠진 신청이 없는지 확인했다고 표시한 뒤 송부해 주세요."
_OWN_SENDING = "본인이 송부한 접수는 본인이 확인할 수 없습니다. 다른 담당자에게 요청해 주세요."


def check_open(notice: Notice, dong_code: str, by: Actor) -> None:
    """Raises RuleBroken when the 동 has closed and sent its intake: from then on only the jobs team adds."""
    if by.role != Role.CLERK:
        return
    closing = current(notice, dong_code)
    if closing is not None:
        raise RuleBroken(sent_sentence(closing.closed_at))


def sent_sentence(closed_at: datetime) -> str:
    return (
        f"우리 동은 {korean_time(closed_at)}에 접수를 마감하고 송부했습니다. "
        "더 받을 신청은 구청 담당에게 문의해 주세요."
    )


def check_open_for_changes(application: Application, by: Actor) -> None:
    """Raises RuleBroken when a clerk's 동 has sent the register that this application stands on. Papers may still come."""
    closing = current(application.notice, application.dong_code) if by.role == Role.CLERK else None
    if closing is not None:
        raise RuleBroken(
            f"우리 동은 {korean_time(closing.closed_at)}에 접수를 마감하고 송부하여 신청을 고칠 수 없습니다. "
            "고칠 내용은 구청 담당에게 알려 주세요. 더 받은 서류는 「서류 받음」에 적습니다."
        )


def sent_at(notice: Notice, by: Actor) -> datetime | None:
    """When this clerk's 동 has sent; never so for others, who receive and change on."""
    closing = current(notice, by.dong_code or "") if by.role == Role.CLERK else None
    return closing.closed_at if closing else None


def current(notice: Notice, dong_code: str) -> IntakeClosing | None:
    """The closing that stands (not taken back), or None."""
    return db.session.scalar(
        sa.select(IntakeClosing).where(
            IntakeClosing.notice_id == notice.id,
            IntakeClosing.dong_code == dong_code,
            IntakeClosing.reopened_at.is_(None),
        )
    )


def of_dong(dong_code: str, by: Actor) -> Dong:
    """A 동 that the actor may close. Raises NotFound, the same for a foreign and an unknown one."""
    found = db.session.get(Dong, dong_code)
    if found is None or (by.role == Role.CLERK and by.dong_code != dong_code):
        raise NotFound
    return found


def _received(notice: Notice, dong_code: str) -> Sequence[Any]:
    """Number and state of all applications that the 동 received, given up ones too, in order."""
    mine = (Application.notice_id == notice.id, Application.dong_code == dong_code)
    query = sa.select(Application.number, Application.state).where(*mine)
    return db.session.execute(query.order_by(Application.number)).all()


def is_early(notice: Notice, today: date) -> bool:
    """Would a closing today end a 동's intake before the day that was announced?"""
    return notice.state == NoticeState.OPEN and today < notice.closes_on


def close_dong(
    notice: Notice,
    dong_code: str,
    *,
    by: Actor,
    now: datetime,
    today: date,
    reason: str = "",
    none_confirmed: bool = False,
) -> IntakeClosing:
    """Close and send: the count and the digest of the numbers are kept, given up ones too.

    Before the announced day only with a reason; a 동 where nobody stands only when somebody says that this is so.
    Raises RuleBroken, Conflict, NotFound.
    """
    lock(notice)  # nobody receives while it is counted
    dong = of_dong(dong_code, by)
    if notice.state not in (NoticeState.OPEN, NoticeState.CLOSED):
        raise RuleBroken("접수한 공고만 마감해 송부할 수 있습니다.")
    earlier = current(notice, dong_code)
    if earlier is not None:
        raise Conflict(f"{dong.name}은 {korean_time(earlier.closed_at)}에 이미 송부했습니다.")
    early = is_early(notice, today)
    if early and not reason.strip():
        raise RuleBroken(
            f"공고한 마감일({korean_date(notice.closes_on)})보다 먼저 마감합니다. 먼저 마감하는 사유를 적어 주세요."
        )
    rows = _received(notice, dong_code)
    if not none_confirmed and all(one.state in GIVEN_UP for one in rows):
        raise RuleBroken(NONE_RECEIVED)
    sent = [one.number for one in rows]
    row = IntakeClosing(
        notice_id=notice.id,
        dong_code=dong_code,
        applications=len(sent),
        digest=digest(sent),
        closed_at=now,
        closed_by_id=by.user_id,
        early_reason=reason.strip() if early else None,
    )
    db.session.add(row)
    db.session.flush()
    changes = {"notice": notice.code, "dong": dong_code, "applications": row.applications, "digest": row.digest}
    audit.record("recruit:intake:close", row, by=by, at=now, reason=row.early_reason, changes=changes)
    return row


def accept(notice: Notice, dong_code: str, *, by: Actor, now: datetime) -> IntakeClosing:
    """구청 접수 확인. Raises RuleBroken when nothing was sent, or by whoever sent it; Conflict when it was accepted."""
    lock(notice)
    row = _sent(notice, dong_code)
    if row.accepted_at is not None:
        raise Conflict(f"{korean_time(row.accepted_at)}에 이미 확인한 송부입니다.")
    if row.closed_by_id == by.user_id:
        raise RuleBroken(_OWN_SENDING)
    row.accepted_at, row.accepted_by_id = now, by.user_id
    db.session.flush()
    changes = {"notice": notice.code, "dong": dong_code, "applications": row.applications}
    audit.record("recruit:intake:accept", row, by=by, at=now, changes=changes)
    return row


def reopen(notice: Notice, dong_code: str, *, reason: str, by: Actor, now: datetime) -> None:
    """Take the closing back, so that the 동 can receive again; the row stays, with the reason. Raises RuleBroken."""
    lock(notice)
    row = _sent(notice, dong_code)
    if not reason.strip():
        raise RuleBroken("송부를 되돌리는 사유를 적어 주세요.")
    row.reopened_at, row.reopened_by_id, row.reopen_reason = now, by.user_id, reason.strip()
    db.session.flush()
    changes = {"notice": notice.code, "dong": dong_code, "applications": row.applications}
    audit.record("recruit:intake:reopen", row, by=by, at=now, reason=reason.strip(), changes=changes)


def _sent(notice: Notice, dong_code: str) -> IntakeClosing:
    row = current(notice, dong_code)
    if row is None:
        raise RuleBroken("아직 송부하지 않은 동입니다.")
    return row


def open_dongs(notice: Notice) -> Sequence[str]:
    """Names of the 동 that have not sent."""
    sent = sa.select(IntakeClosing.dong_code).where(
        IntakeClosing.notice_id == notice.id, IntakeClosing.reopened_at.is_(None)
    )
    return db.session.scalars(sa.select(Dong.name).where(Dong.code.not_in(sent)).order_by(Dong.code)).all()


def progress(notice: Notice) -> tuple[int, int, int]:
    """(동 that have sent, of them accepted, all 동): ``송부 19/21``, in one statement."""
    row = db.session.execute(
        sa.select(
            sa.func.count(IntakeClosing.id),
            sa.func.count(IntakeClosing.accepted_at),
            sa.func.count(Dong.code),
        )
        .select_from(Dong)
        .outerjoin(
            IntakeClosing,
            sa.and_(
                IntakeClosing.dong_code == Dong.code,
                IntakeClosing.notice_id == notice.id,
                IntakeClosing.reopened_at.is_(None),
            ),
        )
    ).one()
    return row[0], row[1], row[2]
