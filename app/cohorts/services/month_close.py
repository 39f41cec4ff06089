"""The way of a month's book: confirmed by 근무 담당, put up for closing by 일자리사업팀, closed by another person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

import sqlalchemy as sa

from app.accounts.deciding import already_decided, refuse_own
from app.audit import services as audit
from app.cohorts.models import AttendanceMonth, MonthState
from app.cohorts.services import books
from app.cohorts.services.books import Book
from app.cohorts.services.scope import worksite as visible_worksite
from app.extensions import db
from app.reference import services as reference
from app.reference.models import Cohort
from app.shared.actor import Actor
from app.shared.errors import Conflict, NotFound, RuleBroken


def confirm(cohort: Cohort, worksite_id: int, month: date, *, by: Actor, now: datetime) -> None:
    """확인: the days are complete and right. Raises RuleBroken with the number of empty cells."""
    book = _locked(cohort, worksite_id, month, by)
    row = _row(book)
    if row.state != MonthState.OPEN:
        raise Conflict("이미 확인한 출근부입니다.")
    if book.blanks:
        raise RuleBroken(f"빈 칸이 {book.blanks}개 있습니다. 모두 채운 뒤 확인해 주세요.")
    row.state, row.confirmed_by_id, row.confirmed_at = MonthState.CONFIRMED, by.user_id, now
    _record("confirm", book, by, now)


def propose_close(cohort: Cohort, worksite_id: int, month: date, *, by: Actor, now: datetime) -> None:
    """마감 올리기. Raises RuleBroken before it is confirmed."""
    book = _locked(cohort, worksite_id, month, by)
    row = _row(book)
    if row.state == MonthState.OPEN:
        raise RuleBroken("근무 담당이 아직 확인하지 않았습니다. 확인한 뒤 마감을 올려 주세요.")
    if row.state == MonthState.CLOSED:
        raise already_decided(row)
    if row.proposed_by_id is not None:
        raise Conflict("이미 마감을 올린 출근부입니다.")
    row.proposed_by_id, row.proposed_at = by.user_id, now
    _record("propose", book, by, now)


def approve_close(cohort: Cohort, worksite_id: int, month: date, *, by: Actor, now: datetime) -> None:
    """마감 승인, by another person. From now on the month changes by corrections only. Raises W25, W26, RuleBroken."""
    book = _locked(cohort, worksite_id, month, by)
    row = _row(book)
    if row.state == MonthState.CLOSED:
        raise already_decided(row)
    if row.proposed_by_id is None:
        raise RuleBroken("마감을 올리지 않은 출근부입니다. 담당자가 올린 뒤 승인해 주세요.")
    refuse_own(row, by)
    row.state, row.approved_by_id, row.approved_at = MonthState.CLOSED, by.user_id, now
    _record("close", book, by, now)


def reopen(cohort: Cohort, worksite_id: int, month: date, reason: str, *, by: Actor, now: datetime) -> None:
    """되돌리기 before the close: back to 입력 중, whoever confirmed or proposed it. Raises RuleBroken, W26."""
    book = _locked(cohort, worksite_id, month, by)
    row = _row(book)
    if row.state == MonthState.CLOSED:
        raise already_decided(row)
    if row.state == MonthState.OPEN:
        raise RuleBroken("입력 중인 출근부입니다.")
    if not reason.strip():
        raise RuleBroken("되돌리는 사유를 적어 주세요.")
    row.state = MonthState.OPEN
    row.confirmed_by_id = row.confirmed_at = row.proposed_by_id = row.proposed_at = None
    _record("reopen", book, by, now, reason.strip())


def propose_all(cohort: Cohort, month: date, *, by: Actor, now: datetime) -> int:
    """마감 올리기 for every confirmed worksite of the month. Returns how many."""
    return _each(cohort, month, "confirmed", propose_close, by=by, now=now)


def approve_all(cohort: Cohort, month: date, *, by: Actor, now: datetime) -> int:
    """마감 승인 for every worksite put up for closing (W25 for one's own). Returns how many."""
    return _each(cohort, month, "proposed", approve_close, by=by, now=now)


class _Step(Protocol):
    def __call__(self, cohort: Cohort, worksite_id: int, month: date, *, by: Actor, now: datetime) -> None: ...


def _each(cohort: Cohort, month: date, state: str, step: _Step, *, by: Actor, now: datetime) -> int:
    reference.check_month(cohort, month)
    sites = [one.worksite_id for one in books.sites_of(cohort, month, by) if one.state == state]
    if not sites:
        raise RuleBroken("올릴 출근부가 없습니다." if state == "confirmed" else "승인할 출근부가 없습니다.")
    for worksite_id in sites:
        step(cohort, worksite_id, month, by=by, now=now)
    return len(sites)


def _locked(cohort: Cohort, worksite_id: int, month: date, actor: Actor) -> Book:
    reference.check_month(cohort, month)
    worksite = visible_worksite(worksite_id, actor)
    query = sa.select(AttendanceMonth).where(
        AttendanceMonth.cohort_id == cohort.id,
        AttendanceMonth.worksite_id == worksite.id,
        AttendanceMonth.month == month,
    )
    row = db.session.scalar(query.with_for_update(of=AttendanceMonth).execution_options(populate_existing=True))
    return books.load(cohort, worksite, month, row)


def _row(book: Book) -> AttendanceMonth:
    if book.row is None:
        if not book.lines:
            raise NotFound
        raise RuleBroken("아직 시작하지 않은 출근부입니다. 출근을 입력한 뒤 확인해 주세요.")
    return book.row


def _record(step: str, book: Book, by: Actor, now: datetime, reason: str | None = None) -> None:
    db.session.flush()
    changes = {"cohort": book.cohort.code, "month": book.month, "worksite": book.worksite.id}
    people = [line.person_id for line in book.lines]
    audit.record(f"cohort:attendance:{step}", book.row, by=by, at=now, reason=reason, changes=changes, people=people)
