"""2024 H2: 서울동행일자리 open with 1,003 applications written in bulk, 지역공동체 open and empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa

from app.audit import services as audit
from app.demo.applicants import LOOKED_UP_ON, Applicant
from app.demo.notice_forms import open_notice
from app.demo.office import Staff
from app.demo.story_time import at
from app.extensions import db, seal
from app.recruitment.models import (
    Application,
    ApplicationEvent,
    ApplicationState,
    Consent,
    HouseholdMember,
    Notice,
    NoticeProject,
    Paper,
    Proxy,
)
from app.recruitment.services import checklist
from app.recruitment.services.people import NUMBER_COLUMN
from app.recruitment.words import CONSENTS
from app.reference.models import Cohort
from app.shared.actor import Actor

OPENS, CLOSES = date(2024, 5, 7), date(2024, 7, 12)
COMPANION_SEATS, COMMUNITY_SEATS = (55, 222, 138), (0, 13, 16)
COMPANION_WON, COMMUNITY_WON = (0, 2_050_000_000, 915_000_000), (60_000_000, 18_000_000, 42_000_000)
"""국·시·구 of the 확정내시, 예시."""
EXTENDED = "(시연용 연장)"
SEED = 1003
Ids = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Summer:
    """The notice with its applications: row id and who it is, by number; ``ids`` of people by resident number."""

    notice: Notice
    numbered: Sequence[tuple[int, Applicant]]
    ids: Ids

    def of_part(self, part: str) -> list[tuple[int, Applicant]]:
        return [pair for pair in self.numbered if pair[1].part == part]

    def application(self, part: str) -> Application:
        """The first application with that part."""
        return db.session.get_one(Application, self.of_part(part)[0][0])


def open_companion(cohort: Cohort, staff: Staff) -> Notice:
    """The notice of the demo; its window is longer than it was, so that one can still apply on the business date."""
    title = f"{cohort.title} {EXTENDED}"
    return open_notice(cohort, COMPANION_SEATS, OPENS, CLOSES, staff, title=title, won=COMPANION_WON)


def open_community(cohort: Cohort, staff: Staff) -> Notice:
    """A small notice without applications, for a person who tries the line by hand."""
    title = f"{cohort.title} {EXTENDED}"
    return open_notice(cohort, COMMUNITY_SEATS, OPENS, CLOSES, staff, title=title, won=COMMUNITY_WON)


def receive_summer(notice: Notice, applicants: Sequence[Applicant], ids: Ids, staff: Staff) -> Summer:
    """Write the applications as the counter leaves them: household, papers, consents, agents, every step."""
    numbered = _write_applications(notice, applicants, ids, staff)
    _write_rows(HouseholdMember, numbered, _members)
    _write_rows(Paper, numbered, _papers)
    _write_rows(Consent, numbered, _consents)
    _write_rows(Proxy, numbered, _agents)
    _write_rows(ApplicationEvent, numbered, lambda row_id, one: _events(row_id, one, staff))
    audit.record(
        "recruit:application:receive",
        notice,
        by=staff["jobs01"],
        at=at(applicants[-1].received_on, 18),
        changes={"notice": notice.code, "rows": len(numbered)},
        people=[ids[one.person.resident_number] for _, one in numbered],
    )
    return Summer(notice, numbered, ids)


def _write_applications(
    notice: Notice, applicants: Sequence[Applicant], ids: Ids, staff: Staff
) -> list[tuple[int, Applicant]]:
    random = Random(SEED)  # noqa: S311  a demo must come out the same, nothing here is a secret
    streams = {one.code: one.id for one in notice.streams}
    projects = _projects(notice)
    rows = []
    for number, one in enumerate(applicants, 1):
        clerk, now = _clerk(one, staff), at(one.received_on, 9 + number % 8, number % 60)
        rows.append(
            {
                "notice_id": notice.id,
                "number": number,
                "person_id": ids[one.person.resident_number],
                "dong_code": one.person.dong_code,
                "stream_id": streams[one.stream],
                "state": ApplicationState.PAPERS_DUE if one.papers_missing else ApplicationState.RECEIVED,
                "received_on": one.received_on,
                "declared": one.declared.to_json() | {"member_income_won": [None] * len(one.members)},
                "household_size": one.household_size,
                "householder_key": seal.find_by(one.householder_number, NUMBER_COLUMN),
                "preferences": _wishes(projects[one.stream], random),
                "channel": "counter",
                "due_on": one.due_on,
                "created_at": now,
                "created_by_id": clerk.user_id,
                "version": 1,
            }
        )
    db.session.execute(sa.insert(Application), rows)
    query = sa.select(Application.id).where(Application.notice_id == notice.id).order_by(Application.number)
    return list(zip(db.session.scalars(query), applicants, strict=True))


def _clerk(one: Applicant, staff: Staff) -> Actor:
    return staff.clerk_of(one.person.dong_code, staff["jobs01"])


def _projects(notice: Notice) -> dict[str, list[tuple[int, int]]]:
    """Project id and seats, by stream."""
    found: dict[str, list[tuple[int, int]]] = {one.code: [] for one in notice.streams}
    codes = {one.id: one.code for one in notice.streams}
    query = sa.select(NoticeProject.stream_id, NoticeProject.project_id, NoticeProject.seats)
    query = query.where(NoticeProject.notice_id == notice.id).order_by(NoticeProject.id)
    for stream_id, project_id, seats in db.session.execute(query):
        found[codes[stream_id]].append((project_id, seats))
    return found


def _wishes(projects: list[tuple[int, int]], random: Random) -> list[int]:
    """One in twenty would work anywhere; the others name one or two, the larger 세부사업 more often."""
    if random.random() < 0.05:
        return []
    chosen = random.choices([one for one, _ in projects], [seats for _, seats in projects], k=2)
    return list(dict.fromkeys(chosen))


def _write_rows(
    model: Any, numbered: Sequence[tuple[int, Applicant]], make: Callable[[int, Applicant], list[dict[str, Any]]]
) -> None:
    db.session.execute(sa.insert(model), [row for row_id, one in numbered for row in make(row_id, one)])


def _members(row_id: int, one: Applicant) -> list[dict[str, Any]]:
    return [
        {"application_id": row_id, "relation": who.relation, "name": who.name, "born_year": who.born_year}
        for who in one.members
    ]


def _papers(row_id: int, one: Applicant) -> list[dict[str, Any]]:
    return [
        {
            "application_id": row_id,
            "kind": kind,
            "required": True,
            "received_on": None if kind in one.papers_missing else one.received_on,
        }
        for kind in checklist.asked_of(checklist.SHIPPED, one.declared, one.declared.by_proxy)
    ]


def _consents(row_id: int, one: Applicant) -> list[dict[str, Any]]:
    now = at(one.received_on)
    return [{"application_id": row_id, "purpose": purpose, "given": True, "at": now} for purpose in CONSENTS]


def _events(row_id: int, one: Applicant, staff: Staff) -> list[dict[str, Any]]:
    steps: list[tuple[str | None, str]] = [(None, ApplicationState.RECEIVED)]
    if one.papers_missing:
        steps.append((ApplicationState.RECEIVED, ApplicationState.PAPERS_DUE))
    by_id, now = _clerk(one, staff).user_id, at(one.received_on)
    return [
        {"application_id": row_id, "from_state": was, "to_state": to, "at": now, "by_id": by_id, "reason": None}
        for was, to in steps
    ]


def _agents(row_id: int, one: Applicant) -> list[dict[str, Any]]:
    return [{"application_id": row_id, **asdict(one.agent)}] if one.agent else []


def open_days(days_off: frozenset[date]) -> list[date]:
    """The days on which the counters of the 동 took applications before the business date."""
    day, found = OPENS, []
    while day <= LOOKED_UP_ON:
        if day.weekday() < 5 and day not in days_off:
            found.append(day)
        day += timedelta(days=1)
    return found
