"""From rows to ``Facts``: one statement for each kind of data, whether for one application or for all of a notice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Dong
from app.extensions import db
from app.recruitment.declared import Declared
from app.recruitment.models import (
    STREAM_LABELS,
    Application,
    ApplicationState,
    Notice,
    NoticeStream,
    Paper,
    PastParticipation,
    Person,
    Stream,
    Verification,
)
from app.recruitment.services.assembly import Answer, Applicant, Home, Surroundings, address_key, assemble, is_foreign
from app.recruitment.words import PAPERS
from app.reference import services as reference
from app.reference.models import Programme
from app.rules.eligibility import Facts, MedianIncome, ScreeningTerms, StreamAges

GONE = (ApplicationState.DECLINED, ApplicationState.CANCELLED)


def terms_of(notice: Notice) -> ScreeningTerms:
    """Reference dates, term, median income of the notice's year and age bands. Raises ParameterMissing."""
    found = reference.parameters().find("median_income", date(notice.income_year, 1, 1))
    streams = {
        one.code: StreamAges(STREAM_LABELS[Stream(one.code)], one.min_age, one.max_age) for one in notice.streams
    }
    cohort = notice.cohort
    return ScreeningTerms(
        age_on=notice.age_on,
        residence_on=notice.residence_on,
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
        median=MedianIncome.from_value(found.value, notice.income_year, found.basis),
        streams=streams,
    )


def load(notice: Notice, only: Iterable[int] | None = None) -> dict[int, Facts]:
    """Facts by application id: all living applications of the notice, or ``only`` these ids."""
    chosen = [Application.notice_id == notice.id, Application.state.not_in(GONE)]
    if only is not None:
        chosen.append(Application.id.in_(list(only)))
    scope = sa.select(Application.id, Application.person_id).where(*chosen).subquery()
    applicants = _applicants(scope)
    around = surroundings(notice, sa.select(scope.c.person_id))
    return {row_id: assemble(one, around, notice) for row_id, one in applicants.items()}


def _applicants(scope: sa.Subquery) -> dict[int, Applicant]:
    papers = _papers(scope)
    rows = db.session.execute(
        sa.select(
            Application.id,
            Application.person_id,
            Application.number,
            Application.declared,
            Application.household_size,
            Application.householder_key,
            Application.due_on,
            NoticeStream.code,
            Dong.name,
            Person.born_on,
            Person.rrn_masked,
            Person.residence_status,
            Person.road_address,
            Person.address_detail,
        )
        .join(scope, scope.c.id == Application.id)
        .join(Person, Person.id == Application.person_id)
        .join(NoticeStream, NoticeStream.id == Application.stream_id)
        .join(Dong, Dong.code == Application.dong_code)
        .order_by(Application.number)
    )
    return {row.id: _applicant(row, papers.get(row.id, (0, ()))) for row in rows}


def _applicant(row: Any, papers: tuple[int, tuple[str, ...]]) -> Applicant:
    return Applicant(
        person_id=row.person_id,
        number=row.number,
        born_on=row.born_on,
        foreign_status=(row.residence_status or "") if is_foreign(row.rrn_masked) else None,
        stream=row.code,
        dong=row.name,
        household_size=row.household_size,
        householder_key=row.householder_key,
        declared=Declared.from_json(row.declared),
        papers_required=papers[0],
        papers_missing=papers[1],
        papers_due_on=row.due_on,
        address=address_key(row.road_address, row.address_detail),
    )


def _papers(scope: sa.Subquery) -> dict[int, tuple[int, tuple[str, ...]]]:
    required: dict[int, int] = defaultdict(int)
    missing: dict[int, list[str]] = defaultdict(list)
    rows = db.session.execute(
        sa.select(Paper.application_id, Paper.kind, Paper.received_on)
        .join(scope, scope.c.id == Paper.application_id)
        .where(Paper.required)
        .order_by(Paper.id)
    )
    for application_id, kind, received_on in rows:
        required[application_id] += 1
        if received_on is None:
            missing[application_id].append(PAPERS[kind])
    return {key: (count, tuple(missing[key])) for key, count in required.items()}


def surroundings(notice: Notice, people: sa.Select[Any]) -> Surroundings:
    """What is known of these people (a select of person ids), and the homes of the notice.

    Only look-ups made since the notice opened count: last round's answer says nothing about this round's means.
    """
    around = Surroundings(dict(db.session.execute(sa.select(Programme.code, Programme.name)).all()))
    looked_up = db.session.execute(
        sa.select(
            Verification.person_id,
            Verification.kind,
            Verification.value,
            Verification.looked_up_on,
            Verification.source,
        )
        .where(Verification.person_id.in_(people), Verification.looked_up_on >= notice.opens_on)
        .order_by(Verification.looked_up_on, Verification.id)
    )
    for person_id, kind, value, on, source in looked_up:  # the newest comes last and stays
        around.answers.setdefault(person_id, {})[kind] = Answer(value, on, source)
    past = sa.select(PastParticipation).where(PastParticipation.person_id.in_(people))
    for row in db.session.scalars(past.order_by(PastParticipation.started_on, PastParticipation.id)):
        around.ledger.setdefault(row.person_id, []).append(row)
    for home in _homes(notice):
        if home.key:
            around.by_key.setdefault(home.key, []).append(home)
        if home.address:
            around.by_address.setdefault(home.address, []).append(home)
    return around


def _homes(notice: Notice) -> list[Home]:
    rows = db.session.execute(
        sa.select(
            Application.number,
            Application.householder_key,
            Person.road_address,
            Person.address_detail,
            Dong.name,
            Application.received_on,
        )
        .join(Person, Person.id == Application.person_id)
        .join(Dong, Dong.code == Application.dong_code)
        .where(Application.notice_id == notice.id, Application.state.not_in(GONE))
        .order_by(Application.number)
    )
    return [Home(number, key, address_key(road, detail), dong, on) for number, key, road, detail, dong, on in rows]
