"""출근부 is kept: days filled from the calendar, entered one by one, confirmed, closed by two people. Set-based."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from app.audit import services as audit
from app.cohorts.models import Attendance, AttendanceMonth, DayState, MonthState
from app.cohorts.services import books
from app.cohorts.services.books import Book, Line
from app.cohorts.services.day_codes import LABELS, Mark
from app.cohorts.services.scope import worksite as visible_worksite
from app.extensions import db
from app.reference import services as reference
from app.reference.models import Cohort, Worksite
from app.shared.actor import Actor
from app.shared.canonical import digest
from app.shared.errors import Conflict, NotFound, RuleBroken
from app.shared.periods import korean_date

Changes = Mapping[tuple[int, date], Mark | None]
STALE = "다른 사람이 먼저 저장했습니다. 입력한 내용은 남아 있습니다. 달라진 칸을 확인하고 다시 저장해 주세요."


def open_book(cohort: Cohort, worksite_id: int, month: date, actor: Actor) -> Book:
    """Read one book. Raises NotFound (foreign and unknown alike), RuleBroken for a month outside the term."""
    reference.check_month(cohort, month)
    worksite = visible_worksite(worksite_id, actor)
    book = books.load(cohort, worksite, month, books.find_row(cohort, worksite, month))
    if not book.lines and book.row is None:
        raise NotFound
    return book


def begin(cohort: Cohort, worksite_id: int, month: date, *, by: Actor, now: datetime) -> Book:
    """Start the month's book and write its days off as 공휴일. Again is no harm: it only adds what is missing."""
    book = _begun(_lock(cohort, worksite_id, month, by), by, now)
    _refuse_settled(book)
    found = [(line, day) for line in book.lines for day in line.blanks() if book.day_off(day)]
    return _fill(book, found, DayState.HOLIDAY, by=by, now=now)


def all_present(cohort: Cohort, worksite_id: int, month: date, *, by: Actor, now: datetime) -> Book:
    """모두 출근: every empty contracted day becomes 출근 (days off 공휴일)."""
    book = begin(cohort, worksite_id, month, by=by, now=now)
    found = [(line, day) for line in book.lines for day in line.blanks() if not book.day_off(day)]
    return _fill(book, found, DayState.PRESENT, by=by, now=now)


def _fill(book: Book, found: list[tuple[Line, date]], state: str, *, by: Actor, now: datetime) -> Book:
    if found:
        mark = Mark(state)
        _write([(line, day, mark) for line, day in found])
        values = {"state": state, "days": len(found)}
        _record(book, "cohort:attendance:fill", values, [line for line, _ in found], by=by, now=now)
    return books.load(book.cohort, book.worksite, book.month, book.row)


def enter(
    cohort: Cohort, worksite_id: int, month: date, changes: Changes, *, version: int, by: Actor, now: datetime
) -> int:
    """Set or empty single days; equal ones are passed over. Returns how many changed.

    Raises Conflict when the book changed since ``version``; RuleBroken for a confirmed or closed month, a day that is
    not contracted, a day off, or impossible minutes; NotFound for a person who is not in the book.
    """
    book = _lock(cohort, worksite_id, month, by)
    if book.row is None:
        raise RuleBroken("아직 시작하지 않은 출근부입니다. 먼저 시작해 주세요.")
    _refuse_settled(book)
    lines = {line.participation_id: line for line in book.lines}
    wanted = []
    for (participation_id, day), mark in sorted(changes.items(), key=lambda one: one[0]):
        line = lines.get(participation_id)
        if line is None:
            raise NotFound
        if mark != _mark_of(line, day):
            _refuse_day(book, line, day, mark)
            wanted.append((line, day, mark))
    if not wanted:
        return 0
    if book.row.version != version:
        raise Conflict(STALE)
    _clear([(line, day) for line, day, _ in wanted if day in line.rows])
    _write([(line, day, mark) for line, day, mark in wanted if mark is not None])
    what = [[line.participation_id, day, mark and mark.state] for line, day, mark in wanted]
    values = {"days": len(wanted), "digest": digest(what)}
    _record(book, "cohort:attendance:enter", values, [line for line, _, _ in wanted], by=by, now=now)
    return len(wanted)


def _mark_of(line: Line, day: date) -> Mark | None:
    row = line.rows.get(day)
    return None if row is None else Mark(row[1], row[2], row[3])


def _refuse_day(book: Book, line: Line, day: date, mark: Mark | None) -> None:
    where = f"{line.name} 님 {korean_date(day)}:"
    if day not in line.expected:
        raise RuleBroken(f"{where} 계약한 근로일이 아닙니다.")
    if mark is not None and mark.state not in LABELS:
        raise RuleBroken(f"{where} 출근부에 없는 상태입니다.")
    if book.day_off(day) is not (mark is not None and mark.state == DayState.HOLIDAY):
        raise RuleBroken(f"{where} 쉬는 날은 달력이 정합니다. 고칠 수 없습니다.")
    late, leave = (mark.late_minutes, mark.leave_minutes) if mark else (0, 0)
    if late < 0 or leave < 0 or late + leave > line.minutes_a_day:
        raise RuleBroken(f"{where} 지각과 연차는 0분부터 {line.minutes_a_day}분까지 적어 주세요.")
    if (late or leave) and (mark is None or mark.state != DayState.PRESENT):
        raise RuleBroken(f"{where} 지각과 시간 연차는 출근한 날에만 적어 주세요.")


def _write(days: Iterable[tuple[Line, date, Mark]]) -> None:
    rows = [_values(line, day, mark) for line, day, mark in days]
    if rows:
        db.session.execute(sa.insert(Attendance), rows)


def _values(line: Line, day: date, mark: Mark) -> dict[str, Any]:
    worked = line.minutes_a_day - mark.late_minutes - mark.leave_minutes if mark.state == DayState.PRESENT else 0
    return {
        "participation_id": line.participation_id,
        "day": day,
        "person_id": line.person_id,
        "state": mark.state,
        "worked_minutes": worked,
        "late_minutes": mark.late_minutes,
        "leave_minutes": mark.leave_minutes,
    }


def _clear(days: list[tuple[Line, date]]) -> None:
    if days:
        db.session.flush()
        db.session.connection().execute(
            sa.delete(Attendance).where(
                Attendance.participation_id == sa.bindparam("one"), Attendance.day == sa.bindparam("on")
            ),
            [{"one": line.participation_id, "on": day} for line, day in days],
        )


def _lock(cohort: Cohort, worksite_id: int, month: date, actor: Actor) -> Book:
    """The book for writing: the worksite's row is locked, so that nobody begins the same month beside us."""
    reference.check_month(cohort, month)
    worksite = visible_worksite(worksite_id, actor)
    db.session.scalar(sa.select(Worksite.id).where(Worksite.id == worksite.id).with_for_update(of=Worksite))
    row = books.find_row(cohort, worksite, month)
    if row is not None:
        db.session.refresh(row)
    book = books.load(cohort, worksite, month, row)
    if row is None and not book.lines:
        raise NotFound
    return book


def _begun(book: Book, by: Actor, now: datetime) -> Book:
    """The same book with its row."""
    if book.row is not None:
        return book
    row = AttendanceMonth(
        cohort_id=book.cohort.id,
        worksite_id=book.worksite.id,
        month=book.month,
        state=MonthState.OPEN,
        created_at=now,
        created_by_id=by.user_id,
    )
    db.session.add(row)
    db.session.flush()
    return replace(book, row=row)


def _refuse_settled(book: Book) -> None:
    if book.state == MonthState.CLOSED:
        raise RuleBroken("마감한 출근부입니다. 마감한 뒤에는 정정으로만 고칩니다.")
    if book.state == MonthState.CONFIRMED:
        raise RuleBroken("확인한 출근부입니다. 고치려면 먼저 되돌리기를 눌러 주세요.")


def _record(
    book: Book, action: str, changes: dict[str, Any], lines: Iterable[Line], *, by: Actor, now: datetime
) -> None:
    """The month's version rises with every change of its days, so that two savers notice each other."""
    assert book.row is not None  # noqa: S101  writing books have their row
    flag_modified(book.row, "state")
    db.session.flush()
    values = {"cohort": book.cohort.code, "month": book.month, "worksite": book.worksite.id, **changes}
    people = sorted({line.person_id for line in lines})
    audit.record(action, book.row, by=by, at=now, changes=values, people=people)
