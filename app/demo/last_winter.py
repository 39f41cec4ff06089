"""A few applications of the winter before, so that people come back with what they declared then (demo.md 7.4).

The round is on record but its applications are not: only those of the story are there, made by the services. One of
them worked until a job was found, and another was called from the reserve.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.cohorts.models import Participation, ParticipationState
from app.demo import sending
from app.demo.notice_forms import open_notice
from app.demo.office import Staff
from app.demo.people import Synthetic
from app.demo.story_time import at
from app.extensions import db
from app.recruitment.declared import Declared
from app.recruitment.look_up_sheets import KINDS
from app.recruitment.models import Application, ApplicationState, Notice, Person
from app.recruitment.services import applications, look_ups, notice_versions, outcomes, past, transitions
from app.recruitment.services.intake import Intake, Member
from app.recruitment.services.people import Identity, by_number
from app.recruitment.services.screenings import screen_all
from app.recruitment.words import CONSENTS, PAPERS, LookUp
from app.reference.models import Cohort
from app.rules.resident_number import parse

OPENS, CLOSES = date(2023, 12, 18), date(2024, 1, 12)
SCREENED, DECIDED = date(2024, 1, 19), date(2024, 1, 24)
QUIT_ON, FILLED_FROM = date(2024, 3, 15), date(2024, 3, 18)
SEATS = (55, 222, 138)
WON = (0, 1_980_000_000, 880_000_000)
"""국·시·구 of the 확정내시, 예시."""
TITLE = "2024년 상반기 서울동행일자리(신청 일부만 옮김)"


@dataclass(frozen=True, slots=True)
class Told:
    """What one of the story declared that winter, and how it ended."""

    name: str
    size: int
    income_won: int
    property_won: int
    outcome: ApplicationState
    types: tuple[str, ...] = ()


APPLIED = (
    Told("윤아름", 3, 1_850_000, 64_000_000, ApplicationState.SELECTED, ("long_unemployed",)),
    Told("백우람", 1, 620_000, 31_000_000, ApplicationState.SELECTED, ("near_poor",)),
    Told("고그루", 2, 1_940_000, 88_000_000, ApplicationState.RESERVE),
    Told("한누리", 2, 2_300_000, 145_000_000, ApplicationState.NOT_SELECTED),
    Told("서단비", 1, 480_000, 22_000_000, ApplicationState.NOT_SELECTED, ("near_poor",)),
    Told("황나리", 3, 2_650_000, 110_000_000, ApplicationState.NOT_SELECTED),
    Told("김가온", 2, 2_480_000, 182_000_000, ApplicationState.NOT_SELECTED),
)


def receive_last_winter(cohort: Cohort, named: Mapping[str, Synthetic], staff: Staff) -> None:
    """The notice with its few applications, screened and decided; the drop-out and the one from the reserve."""
    notice = open_notice(cohort, SEATS, OPENS, CLOSES, staff, title=TITLE, won=WON)
    found = {told.name: _receive(notice, told, named[told.name], staff) for told in APPLIED}
    _look_up(found, staff)
    screen_all(notice, by=staff["jobs01"], now=at(SCREENED, 14), today=SCREENED)
    sending.send_all(notice, staff, on=CLOSES)
    notice_versions.close(notice, by=staff["jobs01"], now=at(CLOSES, 18))
    decided = {found[told.name].id: str(told.outcome) for told in APPLIED}
    outcomes.record_outcomes(decided, by=staff["jobs_lead01"], now=at(DECIDED), reason="2024년 상반기 선발(기록)")
    db.session.expire_all()
    for name in ("윤아름", "백우람"):
        _participation(cohort, found[name]).application_id = found[name].id
    db.session.flush()
    _quit(_participation(cohort, found["백우람"]), staff)
    _fill_in(cohort, found["고그루"], _participation(cohort, found["백우람"]), staff)


def _receive(notice: Notice, told: Told, person: Synthetic, staff: Staff) -> Application:
    number = parse(person.resident_number)
    known = by_number(number)
    assert known is not None  # noqa: S101  everybody of the story has been written
    intake = Intake(
        identity=Identity(
            name=known.name,
            phone=known.phone,
            road_address=known.road_address,
            address_detail=known.address_detail,
            dong_code=known.dong_code,
            postcode=known.postcode,
        ),
        declared=_declared(told),
        household_size=told.size,
        stream="senior" if told.name == "서단비" else "under65",
        members=tuple(
            Member("배우자" if at_ == 0 else "자녀", "예시", 1970 + 25 * at_) for at_ in range(told.size - 1)
        ),
        papers=tuple(PAPERS),
        consents=tuple(CONSENTS),
    )
    clerk = staff.clerk_of(person.dong_code, staff["jobs01"])
    return applications.receive(notice, number, intake, by=clerk, now=at(CLOSES, 10), today=CLOSES)


def _declared(told: Told) -> Declared:
    return Declared(
        income_won=told.income_won,
        property_won=told.property_won,
        householder=True,
        vulnerable_types=told.types,
        living_benefit=False,
        unemployment_benefit=False,
        student=False,
        hard_to_work=False,
        work_ban=False,
        other_jobs=False,
        district="관악구",
    )


def _look_up(found: Mapping[str, Application], staff: Staff) -> None:
    """Answers for those who took part; of the others nothing was carried over but what they declared."""
    told = {one.name: one for one in APPLIED if one.outcome != ApplicationState.NOT_SELECTED}
    rows = []
    for name, one in told.items():
        application = found[name]
        answers = {
            LookUp.INCOME: one.income_won,
            LookUp.PROPERTY: one.property_won,
            LookUp.LIVING_BENEFIT: False,
            LookUp.UNEMPLOYMENT_BENEFIT: {"receives": False, "until": None},
            LookUp.PAST: True,
            LookUp.OVERLAP: [],
            LookUp.HOUSEHOLD: True,
        }
        rows += [
            {
                "person_id": application.person_id,
                "application_id": application.id,
                "kind": kind,
                "value": value,
                "looked_up_on": date(2024, 1, 17),
                "source": source_of(kind),
            }
            for kind, value in answers.items()
        ]
    look_ups.record_many(rows, by=staff["jobs01"], now=at(date(2024, 1, 17)))


def source_of(kind: LookUp) -> str:
    """Where the office looks up a fact of this kind."""
    return KINDS[asked_as(kind)]


def asked_as(kind: LookUp) -> str:
    """The request list on which a fact of this kind is asked for."""
    if kind in (LookUp.PAST, LookUp.OVERLAP):
        return "ilmoa"
    return "employment" if kind == LookUp.UNEMPLOYMENT_BENEFIT else "welfare"


def _participation(cohort: Cohort, application: Application) -> Participation:
    return db.session.scalars(
        sa.select(Participation).where(
            Participation.cohort_id == cohort.id, Participation.person_id == application.person_id
        )
    ).one()


def _quit(participation: Participation, staff: Staff) -> None:
    """A job was found: the last day, and the ledger with it (정당한 사유, so nothing bars a later round)."""
    participation.state, participation.ended_on, participation.end_reason = ParticipationState.ENDED, QUIT_ON, "job"
    db.session.flush()
    outcomes.end_past(participation.id, QUIT_ON, "job", by=staff["jobs01"], now=at(QUIT_ON, 17))


def _fill_in(cohort: Cohort, application: Application, vacated: Participation, staff: Staff) -> None:
    """The first of the reserve takes the free seat for the remaining days; no first selection, so never counted as one."""
    by, now = staff["jobs01"], at(FILLED_FROM, 9)
    transitions.move(application, ApplicationState.SELECTED, by=by, now=now, reason="예비 1번 충원")
    row = Participation(
        cohort_id=cohort.id,
        person_id=application.person_id,
        application_id=application.id,
        origin="reserve",
        stream_code=vacated.stream_code,
        seat_no=vacated.seat_no,
        worksite_id=vacated.worksite_id,
        starts_on=FILLED_FROM,
        ends_on=cohort.ends_on,
        minutes_a_day=vacated.minutes_a_day,
        weekdays=vacated.weekdays,
        state=ParticipationState.ENDED,
        ended_on=cohort.ends_on,
        end_reason="term",
        contract_no=f"{cohort.paper_code}-{sum(SEATS) + 1:04d}",
        source="live",
        created_at=now,
        created_by_id=by.user_id,
    )
    db.session.add(row)
    db.session.flush()
    past.record_past(
        db.session.get_one(Person, application.person_id),
        cohort.programme_code,
        row.starts_on,
        row.ends_on,
        source="system",
        by=by,
        now=now,
        end_reason="term",
        participation_id=row.id,
    )
