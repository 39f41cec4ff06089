"""Where the 415 of 2024 H1 서울동행일자리 work: contract numbers and worksites, those of the story in the parks."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import Dong
from app.audit import services as audit
from app.cohorts.models import Participation
from app.cohorts.services.spreading import Site, spread
from app.demo.office import SUPERVISED
from app.demo.projects import PLACES, Place
from app.demo.rosters import STREAMS
from app.extensions import db
from app.recruitment.models import Person
from app.reference.models import Cohort, Project, Worksite
from app.shared.actor import Actor

Row = tuple[int, str, str]
"""Participation id, stream, name of the 동."""


def place_everybody(cohort: Cohort, *, by: Actor, now: datetime) -> None:
    """Give every participation of the cohort a worksite by the seats of its 세부사업, and a contract number."""
    people = _people(cohort)
    sites = _sites(cohort.programme_code)
    placed: dict[int, int] = {}
    for project, members in _by_project(people).items():
        placed |= spread(((row_id, dong) for row_id, _, dong in members), sites[project])
    db.session.connection().execute(
        sa.update(Participation)
        .where(Participation.id == sa.bindparam("one"))
        .values(worksite_id=sa.bindparam("site"), contract_no=sa.bindparam("contract")),
        [
            {"one": row_id, "site": placed[row_id], "contract": f"{cohort.paper_code}-{number:04d}"}
            for number, (row_id, _, _) in enumerate(people, 1)
        ],
    )
    db.session.expire_all()
    changes = {"cohort": cohort.code, "people": len(people)}
    audit.record("cohort:placement:record", cohort, by=by, at=now, changes=changes)


def _people(cohort: Cohort) -> list[Row]:
    rows = db.session.execute(
        sa.select(Participation.id, Participation.stream_code, Dong.name)
        .join(Person, Person.id == Participation.person_id)
        .join(Dong, Dong.code == Person.dong_code)
        .where(Participation.cohort_id == cohort.id)
        .order_by(Participation.id)
    )
    return list(rows)


def _sites(programme: str) -> dict[str, list[Site]]:
    found: dict[str, list[Site]] = {}
    rows = db.session.execute(
        sa.select(Project.name, Worksite.id, Worksite.name)
        .join(Worksite, Worksite.project_id == Project.id)
        .where(Project.programme_code == programme)
        .order_by(Worksite.id)
    )
    for project, site_id, name in rows:
        found.setdefault(project, []).append(Site(site_id, name))
    return found


def _by_project(people: list[Row]) -> dict[str, list[Row]]:
    """The seats of demo.md 7.1, stream by stream; the parks come first, and with them the people of the story."""
    found: dict[str, list[Row]] = {}
    for column, stream in enumerate(STREAMS):
        waiting = [row for row in people if row[1] == stream]
        for place in sorted(PLACES, key=_parks_first):
            if place.programme != "companion" or not place.seats[column]:
                continue
            found.setdefault(place.name, []).extend(waiting[: place.seats[column]])
            waiting = waiting[place.seats[column] :]
    return found


def _parks_first(place: Place) -> bool:
    return place.name != SUPERVISED
