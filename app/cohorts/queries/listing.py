"""Lists of cohorts, participants and waiting decisions: one statement each, limited to the actor's rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.cohorts.models import (
    Attendance,
    AttendanceMonth,
    DayState,
    Participation,
    ParticipationState,
    PlacementMove,
    Selection,
    SelectionState,
)
from app.cohorts.services.scope import Query, visible
from app.extensions import db
from app.recruitment.models import Notice, NoticeStream, Person
from app.reference.models import Cohort, Programme, Project, Worksite
from app.shared.actor import Actor

PAGE = 50
LIVING = (ParticipationState.PLANNED, ParticipationState.WORKING)


def cohorts(actor: Actor) -> Sequence[Any]:
    """(cohort, people, living) newest first; a supervisor's cohorts are those with people of theirs."""
    living = sa.func.count(sa.case((Participation.state.in_(LIVING), Participation.id)))
    people = sa.select(
        Participation.cohort_id,
        sa.func.count(sa.case((Participation.state != ParticipationState.CANCELLED, Participation.id))).label("people"),
        living.label("living"),
    ).group_by(Participation.cohort_id)
    counted = visible(people, actor).subquery()
    query = (
        sa.select(Cohort, sa.func.coalesce(counted.c.people, 0), sa.func.coalesce(counted.c.living, 0))
        .join(Programme, Programme.code == Cohort.programme_code)
        .outerjoin(counted, counted.c.cohort_id == Cohort.id)
        .order_by(Cohort.year.desc(), Cohort.half.desc(), Programme.sort)
    )
    if actor.worksite_ids is not None:
        query = query.where(counted.c.people > 0)
    return db.session.execute(query).all()


@dataclass(frozen=True, slots=True)
class StreamPeople:
    """People of one 모집 구분 in a cohort, by state; ``reserve`` of them came from the reserve list."""

    stream: str
    planned: int
    working: int
    ended: int
    cancelled: int
    reserve: int

    @property
    def people(self) -> int:
        return self.planned + self.working + self.ended


def people_by_stream(cohort: Cohort, actor: Actor) -> list[StreamPeople]:
    def having(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.count(sa.case((condition, Participation.id)))

    states = [having(Participation.state == state) for state in ParticipationState]
    query = sa.select(Participation.stream_code, *states, having(Participation.origin == "reserve"))
    query = query.where(Participation.cohort_id == cohort.id).group_by(Participation.stream_code)
    rows = {row[0]: StreamPeople(*tuple(row)) for row in db.session.execute(visible(query, actor))}
    return [rows[code] for code in ("youth", "under65", "senior") if code in rows]


@dataclass(frozen=True, slots=True)
class Filter:
    """What the participants' list is narrowed to. ``after`` is the last id of the page before."""

    text: str = ""
    stream: str = ""
    state: str = ""
    worksite_id: int | None = None
    after: int = 0


def participants(cohort: Cohort, actor: Actor, by: Filter) -> tuple[Sequence[Any], bool]:
    """One page (participation, person, worksite and project name) in the order of seats, and whether more follow."""
    query = (
        sa.select(
            Participation.id,
            Participation.stream_code,
            Participation.seat_no,
            Participation.state,
            Participation.origin,
            Participation.starts_on,
            sa.func.coalesce(Participation.ended_on, Participation.ends_on).label("until"),
            Participation.minutes_a_day,
            Person.name,
            Person.born_on,
            Worksite.name.label("worksite"),
            Project.name.label("project"),
        )
        .join(Person, Person.id == Participation.person_id)
        .outerjoin(Worksite, Worksite.id == Participation.worksite_id)
        .outerjoin(Project, Project.id == Worksite.project_id)
        .where(Participation.cohort_id == cohort.id, Participation.id > by.after)
        .order_by(Participation.id)
        .limit(PAGE + 1)
    )
    rows = db.session.execute(visible(_narrowed(query, by), actor)).all()
    return rows[:PAGE], len(rows) > PAGE


def count_participants(cohort: Cohort, actor: Actor, by: Filter) -> int:
    query = sa.select(sa.func.count()).select_from(Participation).join(Person, Person.id == Participation.person_id)
    query = _narrowed(query.where(Participation.cohort_id == cohort.id), by)
    return db.session.scalar(visible(query, actor)) or 0


def _narrowed(query: Query, by: Filter) -> Query:
    if by.text:
        query = query.where(Participation.contract_no.endswith(f"-{int(by.text):04d}"))
    if by.stream:
        query = query.where(Participation.stream_code == by.stream)
    if by.state:
        query = query.where(Participation.state == by.state)
    if by.worksite_id is not None:
        query = query.where(Participation.worksite_id == by.worksite_id)
    return query


def worksites_used(cohort: Cohort, actor: Actor) -> list[tuple[int, str]]:
    query = (
        sa.select(Worksite.id, Project.name, Worksite.name)
        .join(Project, Project.id == Worksite.project_id)
        .where(Worksite.id.in_(visible(sa.select(Participation.worksite_id), actor).where(_in(cohort))))
        .order_by(Project.name, Worksite.name)
    )
    return [(row_id, f"{project} · {name}") for row_id, project, name in db.session.execute(query)]


def _in(cohort: Cohort) -> sa.ColumnElement[bool]:
    return sa.and_(Participation.cohort_id == cohort.id, Participation.worksite_id.is_not(None))


def moves(participation: Participation) -> Sequence[Any]:
    earlier, later = sa.orm.aliased(Worksite), sa.orm.aliased(Worksite)
    query = (
        sa.select(PlacementMove.from_on, earlier.name, later.name, PlacementMove.reason)
        .join(earlier, earlier.id == PlacementMove.from_worksite_id)
        .join(later, later.id == PlacementMove.worksite_id)
        .where(PlacementMove.participation_id == participation.id)
        .order_by(PlacementMove.from_on)
    )
    return db.session.execute(query).all()


def attendance_totals(participation: Participation) -> dict[str, int]:
    """Days by state over the whole term, and minutes late."""
    query = sa.select(Attendance.state, sa.func.count(), sa.func.sum(sa.cast(Attendance.late_minutes, sa.BigInteger)))
    query = query.where(Attendance.participation_id == participation.id).group_by(Attendance.state)
    rows = db.session.execute(query).all()
    totals = {str(state): 0 for state in DayState} | {state: count for state, count, _ in rows}
    return totals | {"late": sum(int(late or 0) for _, _, late in rows)}


def notices_to_select(today: date) -> Sequence[Any]:
    """(notice, seats) whose intake is over, whose work is not, and that have neither a proposal nor a decision."""
    standing = sa.exists().where(
        Selection.notice_id == Notice.id, Selection.state.in_((SelectionState.PROPOSED, SelectionState.APPROVED))
    )
    seats = sa.select(sa.func.sum(NoticeStream.seats)).where(NoticeStream.notice_id == Notice.id).scalar_subquery()
    query = (
        sa.select(Notice, seats)
        .join(Cohort, Cohort.id == Notice.cohort_id)
        .where(
            Cohort.ends_on >= today,
            sa.or_(Notice.state == "closed", sa.and_(Notice.state == "open", Notice.closes_on < today)),
            ~standing,
        )
    )
    return db.session.execute(query.order_by(Notice.closes_on)).all()


def proposed_selections() -> Sequence[Selection]:
    return db.session.scalars(
        sa.select(Selection).where(Selection.state == SelectionState.PROPOSED).order_by(Selection.proposed_at)
    ).all()


def months_waiting(state: str, *, proposed: bool, actor: Actor) -> Sequence[Any]:
    """(cohort, month, worksites) with books in that state, earliest month first."""
    asked = AttendanceMonth.proposed_by_id
    books = sa.select(AttendanceMonth.cohort_id, AttendanceMonth.month, sa.func.count().label("books"))
    books = books.where(AttendanceMonth.state == state, asked.is_not(None) if proposed else asked.is_(None))
    if actor.worksite_ids is not None:
        books = books.where(AttendanceMonth.worksite_id.in_(actor.worksite_ids))
    counted = books.group_by(AttendanceMonth.cohort_id, AttendanceMonth.month).subquery()
    query = sa.select(Cohort, counted.c.month, counted.c.books).join(counted, counted.c.cohort_id == Cohort.id)
    return db.session.execute(query.order_by(counted.c.month, Cohort.id)).all()
