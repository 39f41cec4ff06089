"""출근부 as it stands: one worksite's people and days of one month, read in a few statements."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

import sqlalchemy as sa

from app.cohorts.models import Attendance, AttendanceMonth, MonthState, Participation
from app.cohorts.services.scope import employed_in, visible_sites, worksite_in
from app.extensions import db
from app.recruitment.models import Person
from app.reference import services as reference
from app.reference.models import Cohort, Project, Worksite
from app.rules.calendar import WorkCalendar, is_contract_weekday
from app.rules.month_attendance import AttendanceDay
from app.shared.actor import Actor
from app.shared.periods import days, last_day


@dataclass(slots=True)
class Line:
    """One person's month: the days that need a record, and the records (of the week before, too, for 주휴)."""

    participation_id: int
    person_id: int
    name: str
    born_on: date
    starts_on: date
    ends_on: date
    minutes_a_day: int
    weekdays: int
    expected: frozenset[date] = frozenset()
    rows: dict[date, AttendanceDay] = field(default_factory=dict)

    def blanks(self) -> list[date]:
        return sorted(self.expected - self.rows.keys())


@dataclass(frozen=True, slots=True)
class Book:
    """``row`` is None until somebody begins the month."""

    cohort: Cohort
    worksite: Worksite
    month: date
    row: AttendanceMonth | None
    calendar: WorkCalendar
    lines: tuple[Line, ...]

    @property
    def state(self) -> str:
        """``none`` before it is begun, else the row's: open, confirmed, closed."""
        return self.row.state if self.row else "none"

    @property
    def blanks(self) -> int:
        return sum(len(line.blanks()) for line in self.lines)

    def day_off(self, day: date) -> bool:
        return self.calendar.day_off(day) is not None


def load(cohort: Cohort, worksite: Worksite, month: date, row: AttendanceMonth | None) -> Book:
    """The book with everybody who stands at the worksite in that month. Raises RuleBroken without a calendar."""
    calendar = reference.work_calendar(month - timedelta(days=6), last_day(month))
    found = db.session.execute(
        sa.select(
            Participation.id,
            Participation.person_id,
            Person.name,
            Person.born_on,
            Participation.starts_on,
            sa.func.coalesce(Participation.ended_on, Participation.ends_on),
            Participation.minutes_a_day,
            Participation.weekdays,
        )
        .join(Person, Person.id == Participation.person_id)
        .where(Participation.cohort_id == cohort.id, employed_in(month), worksite_in(month) == worksite.id)
        .order_by(Person.name, Participation.id)
    )
    lines = tuple(Line(*values) for values in found)
    for line in lines:
        first, last = max(line.starts_on, month), min(line.ends_on, last_day(month))
        line.expected = frozenset(day for day in days(first, last) if is_contract_weekday(day, line.weekdays))
    _read_rows(lines, month)
    return Book(cohort, worksite, month, row, calendar, lines)


def _read_rows(lines: tuple[Line, ...], month: date) -> None:
    by_id = {line.participation_id: line for line in lines}
    if not by_id:
        return
    rows = db.session.execute(
        sa.select(
            Attendance.participation_id,
            Attendance.day,
            Attendance.state,
            Attendance.late_minutes,
            Attendance.leave_minutes,
        ).where(
            Attendance.participation_id.in_(list(by_id)),
            Attendance.day.between(month - timedelta(days=6), last_day(month)),
        )
    )
    for participation_id, day, state, late, leave in rows:
        by_id[participation_id].rows[day] = (day, state, late, leave)


def find_row(cohort: Cohort, worksite: Worksite, month: date) -> AttendanceMonth | None:
    return db.session.scalar(
        sa.select(AttendanceMonth).where(
            AttendanceMonth.cohort_id == cohort.id,
            AttendanceMonth.worksite_id == worksite.id,
            AttendanceMonth.month == month,
        )
    )


@dataclass(frozen=True, slots=True)
class SiteMonth:
    """A worksite's month in the overview. ``state``: none, open, confirmed, proposed (마감 결재 대기), closed."""

    worksite_id: int
    worksite: str
    project: str
    people: int
    state: str


def sites_of(cohort: Cohort, month: date, actor: Actor | None = None) -> list[SiteMonth]:
    """Every worksite with people in that month (of the actor's, if one is given), and how far its book is."""
    standing = (
        sa.select(worksite_in(month).label("site"))
        .where(Participation.cohort_id == cohort.id, employed_in(month))
        .subquery()
    )
    people = sa.select(standing.c.site, sa.func.count().label("people")).group_by(standing.c.site).subquery()
    query = (
        sa.select(
            Worksite.id,
            Worksite.name,
            Project.name,
            people.c.people,
            AttendanceMonth.state,
            AttendanceMonth.proposed_by_id,
        )
        .join(people, people.c.site == Worksite.id)
        .join(Project, Project.id == Worksite.project_id)
        .outerjoin(
            AttendanceMonth,
            sa.and_(
                AttendanceMonth.worksite_id == Worksite.id,
                AttendanceMonth.cohort_id == cohort.id,
                AttendanceMonth.month == month,
            ),
        )
        .order_by(Project.name, Worksite.name, Worksite.id)
    )
    return [
        SiteMonth(site_id, name, project, count, _state(state, proposed_by_id))
        for site_id, name, project, count, state, proposed_by_id in db.session.execute(
            visible_sites(query, actor) if actor else query
        )
    ]


def _state(state: str | None, proposed_by_id: int | None) -> str:
    if state == MonthState.CONFIRMED and proposed_by_id is not None:
        return "proposed"
    return state or "none"


def unplaced(cohort: Cohort, month: date) -> int:
    """People employed in that month who stand in no worksite's book."""
    query = sa.select(sa.func.count()).where(
        Participation.cohort_id == cohort.id, employed_in(month), Participation.worksite_id.is_(None)
    )
    return db.session.scalar(query) or 0


def unclosed(cohort: Cohort, month: date) -> list[str]:
    """Worksites whose books keep the month from being paid (W37), by name; whoever asks, all of the cohort's."""
    return [one.worksite for one in sites_of(cohort, month) if one.state != MonthState.CLOSED]


def months_by_state(cohort: Cohort, months: list[date], actor: Actor) -> dict[date, dict[str, int]]:
    """How many worksites stand in which state, by month."""
    found: dict[date, dict[str, int]] = {}
    for month in months:
        counts: dict[str, int] = defaultdict(int)
        for site in sites_of(cohort, month, actor):
            counts[site.state] += 1
        found[month] = dict(counts)
    return found
