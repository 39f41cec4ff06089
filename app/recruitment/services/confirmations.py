"""내시: the head-count and money given to a cohort before its notice. Rows are only added; the last 확정내시 counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.extensions import db
from app.recruitment.models import Confirmation, Notice, NoticeState, NoticeStream
from app.reference.models import Cohort
from app.shared.actor import Actor
from app.shared.errors import RuleBroken
from app.shared.periods import korean_date

KINDS = {"provisional": "가내시", "final": "확정내시"}


@dataclass(frozen=True, slots=True)
class Given:
    """One 내시: people, won by funder, and the letter that says so. ``kind`` is provisional or final."""

    kind: str
    people: int
    national_won: int
    city_won: int
    district_won: int
    document_number: str
    decided_on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class SeatCheck:
    """Seats of all notices of a cohort (cancelled ones not) beside the confirmed people; ``row`` None: no 확정 yet."""

    row: Confirmation | None
    seats: int

    @property
    def over(self) -> int:
        return 0 if self.row is None else max(0, self.seats - self.row.people)


def add(cohort: Cohort, given: Given, *, by: Actor, now: datetime, today: date) -> Confirmation:
    """Register a 내시 of the cohort. Raises RuleBroken (kind, people, money, document, a day to come)."""
    if given.kind not in KINDS:
        raise RuleBroken("가내시와 확정내시 가운데 골라 주세요.")
    if given.people < 1 or min(given.national_won, given.city_won, given.district_won) < 0:
        raise RuleBroken("인원은 1명 이상, 금액은 0원 이상으로 적어 주세요.")
    if not given.document_number.strip():
        raise RuleBroken("내시 공문의 문서번호를 적어 주세요.")
    if given.decided_on > today:
        raise RuleBroken(f"통보일은 오늘({korean_date(today)})보다 늦을 수 없습니다.")
    hold(cohort)
    row = Confirmation(cohort_id=cohort.id, created_at=now, created_by_id=by.user_id, **asdict(given))
    db.session.add(row)
    db.session.flush()
    changes = {"cohort": cohort.code, "kind": given.kind, "people": given.people, "document": given.document_number}
    audit.record("recruit:plan:confirmation", row, by=by, at=now, changes=changes)
    return row


def hold(cohort: Cohort) -> None:
    """Until the transaction ends nobody else adds a 내시 of the cohort or opens a notice of it."""
    db.session.execute(sa.select(Cohort.id).where(Cohort.id == cohort.id).with_for_update(of=Cohort))


def check(cohort_id: int) -> SeatCheck:
    """The last 확정내시 and the seats that notices already offer, in two statements."""
    last = sa.select(Confirmation).where(Confirmation.cohort_id == cohort_id, Confirmation.kind == "final")
    seats = (
        sa.select(sa.func.coalesce(sa.func.sum(NoticeStream.seats), 0))
        .join(Notice, Notice.id == NoticeStream.notice_id)
        .where(Notice.cohort_id == cohort_id, Notice.state != NoticeState.CANCELLED)
    )
    row = db.session.scalar(last.order_by(Confirmation.id.desc()).limit(1))
    return SeatCheck(row, int(db.session.scalar(seats) or 0))


def rows(cohort_id: int) -> Sequence[Any]:
    """Every 내시 of the cohort with who registered it, newest first."""
    return db.session.execute(
        sa.select(Confirmation, User.name.label("by"))
        .outerjoin(User, User.id == Confirmation.created_by_id)
        .where(Confirmation.cohort_id == cohort_id)
        .order_by(Confirmation.id.desc())
    ).all()
