"""출근부 of 2024 H1 서울동행일자리: five months day by day, mostly full, and their close. Written in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa

from app.audit import services as audit
from app.cohorts.models import Attendance, AttendanceMonth, DayState, MonthState, Participation
from app.demo.office import SUPERVISED, Staff
from app.demo.story_time import at
from app.extensions import db
from app.recruitment.models import Person
from app.reference import services as reference
from app.reference.models import Cohort, Project, Worksite
from app.rules.calendar import WorkCalendar, is_contract_weekday
from app.shared.periods import add_months, days, first_of, last_day, months_touched

SEED = 415
TOLD = {
    ("조새봄", date(2024, 3, 6)): (DayState.ABSENT, 0),
    ("조새봄", date(2024, 3, 13)): (DayState.ANNUAL_LEAVE, 0),
    ("윤아름", date(2024, 3, 7)): (DayState.PRESENT, 30),
}
"""(name, day): the days that the story tells (demo.md 7.4): a state and minutes late."""
UNEVENTFUL = frozenset({"임찬솔", "조새봄", "윤아름", "문여울", "손바람", "남소담", "백우람", "고그루"})
Day = tuple[str, int]


def fill_books(cohort: Cohort, staff: Staff) -> None:
    """Write every contracted day of everybody, then the months' books: confirmed, put up and closed."""
    calendar = reference.work_calendar(cohort.starts_on, cohort.ends_on)
    people = _people(cohort)
    rows = list(_rows(people, calendar))
    db.session.execute(sa.insert(Attendance), rows)
    changes = {"cohort": cohort.code, "days": len(rows)}
    now = at(cohort.ends_on, 18)
    audit.record("cohort:attendance:fill", cohort, by=staff["jobs01"], at=now, changes=changes)
    _close(cohort, people, staff)


def _people(cohort: Cohort) -> list[Any]:
    query = (
        sa.select(
            Participation.id,
            Participation.person_id,
            Participation.worksite_id,
            Participation.starts_on,
            sa.func.coalesce(Participation.ended_on, Participation.ends_on).label("last_on"),
            Participation.minutes_a_day,
            Participation.weekdays,
            Person.name,
            Project.name.label("project"),
        )
        .join(Person, Person.id == Participation.person_id)
        .join(Worksite, Worksite.id == Participation.worksite_id)
        .join(Project, Project.id == Worksite.project_id)
        .where(Participation.cohort_id == cohort.id)
        .order_by(Participation.id)
    )
    return list(db.session.execute(query))


def _rows(people: list[Any], calendar: WorkCalendar) -> Iterator[dict[str, Any]]:
    random = Random(SEED)  # noqa: S311  a demo must come out the same, nothing here is a secret
    for one in people:
        contracted = [day for day in days(one.starts_on, one.last_on) if is_contract_weekday(day, one.weekdays)]
        worked = [day for day in contracted if day not in calendar.days_off]
        special = _told(one.name) if one.name in UNEVENTFUL else _drawn(worked, one.starts_on, random)
        for day in contracted:
            usual = DayState.HOLIDAY if day in calendar.days_off else DayState.PRESENT
            state, late = special.get(day, (usual, 0))
            yield {
                "participation_id": one.id,
                "day": day,
                "person_id": one.person_id,
                "state": state,
                "worked_minutes": one.minutes_a_day - late if state == DayState.PRESENT else 0,
                "late_minutes": late,
                "leave_minutes": 0,
            }


def _told(name: str) -> dict[date, Day]:
    return {day: what for (who, day), what in TOLD.items() if who == name}


def _drawn(worked: list[date], starts_on: date, random: Random) -> dict[date, Day]:
    """One in thirty is absent for a day, one in twelve late once, one in six takes a day of leave once it is earned."""
    special: dict[date, Day] = {}
    if random.random() < 1 / 6:
        special[random.choice([day for day in worked if day > add_months(starts_on, 2)])] = (DayState.ANNUAL_LEAVE, 0)
    if random.random() < 1 / 12:
        special[random.choice(worked)] = (DayState.PRESENT, random.choice((10, 15, 20, 30, 40)))
    if random.random() < 1 / 30:
        special[random.choice(worked)] = (random.choice((DayState.ABSENT, DayState.SICK_UNPAID)), 0)
    return special


def _close(cohort: Cohort, people: list[Any], staff: Staff) -> None:
    rows = []
    for month in months_touched(cohort.starts_on, cohort.ends_on):
        begun, over = at(month, 9), last_day(month) + timedelta(days=1)
        sites = {one.worksite_id: one.project for one in people if first_of(one.starts_on) <= month <= one.last_on}
        for site, project in sorted(sites.items()):
            confirmer = staff["supervisor01" if project == SUPERVISED else "jobs01"]
            rows.append(
                {
                    "cohort_id": cohort.id,
                    "worksite_id": site,
                    "month": month,
                    "state": MonthState.CLOSED,
                    "confirmed_by_id": confirmer.user_id,
                    "confirmed_at": at(over, 9),
                    "proposed_by_id": staff["jobs01"].user_id,
                    "proposed_at": at(over, 10),
                    "approved_by_id": staff["jobs_lead01"].user_id,
                    "approved_at": at(over, 11),
                    "created_at": begun,
                    "created_by_id": confirmer.user_id,
                    "version": 1,
                }
            )
        changes = {"cohort": cohort.code, "month": month, "worksites": len(sites)}
        audit.record("cohort:attendance:close", cohort, by=staff["jobs_lead01"], at=at(over, 11), changes=changes)
    db.session.execute(sa.insert(AttendanceMonth), rows)
