"""Writing people, their recorded participations and the ledger of past participation, in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.audit import services as audit
from app.cohorts.models import Participation, ParticipationState
from app.demo.people import Synthetic
from app.demo.rosters import Place
from app.extensions import db, seal
from app.recruitment.models import Person
from app.recruitment.services import name_grams, past
from app.recruitment.services.people import ACCOUNT_COLUMN, NUMBER_COLUMN, name_key
from app.reference.models import Cohort
from app.rules.resident_number import parse
from app.shared.actor import Actor
from app.shared.periods import months_touched

FIVE_HOURS, THREE_HOURS = 300, 180


def minutes_a_day(programme: str, stream: str) -> int:
    """5 h for 청년 and 65세 미만, 3 h for 65세 이상; 강감찬 3 h (예시, 확인 필요)."""
    return THREE_HOURS if stream == "senior" or programme == "gangamchan" else FIVE_HOURS


def add_people(people: Iterable[Synthetic], by: Actor, now: datetime) -> dict[str, int]:
    """One row a person, sealed as the counter seals them. Returns ids by resident number."""
    rows = [_person(one, by, now) for one in people]
    db.session.execute(sa.insert(Person), rows)
    ids = dict(db.session.execute(sa.select(Person.rrn_key, Person.id)).all())
    name_grams.bring_many((ids[row["rrn_key"]], row["name_key"]) for row in rows)
    changes = {"rows": len(rows)}
    audit.record(
        "recruit:person:add", None, subject="person", by=by, at=now, changes=changes, people=sorted(ids.values())
    )
    return {one.resident_number: ids[seal.find_by(one.resident_number, NUMBER_COLUMN)] for one in people}


def _person(one: Synthetic, by: Actor, now: datetime) -> dict[str, Any]:
    number = parse(one.resident_number)
    account = one.account.replace("-", "")
    return {
        "rrn_cipher": seal.close(number.digits, NUMBER_COLUMN),
        "rrn_key": seal.find_by(number.digits, NUMBER_COLUMN),
        "rrn_masked": number.masked,
        "key_version": seal.version,
        "name": one.name,
        "name_key": name_key(one.name),
        "born_on": one.born_on,
        "sex": one.sex,
        "phone": one.phone,
        "phone_tail": one.phone_tail,
        "postcode": one.postcode,
        "road_address": one.road_address,
        "address_detail": one.address_detail,
        "dong_code": one.dong_code,
        "bank": one.bank,
        "account_cipher": seal.close(account, ACCOUNT_COLUMN),
        "account_tail": account[-4:],
        "account_holder": one.name,
        "created_at": now,
        "created_by_id": by.user_id,
        "version": 1,
    }


def add_participations(
    cohorts: Sequence[Cohort],
    places: Mapping[str, Sequence[Place]],
    ids: Mapping[str, int],
    *,
    today: date,
    by: Actor,
    now: datetime,
) -> None:
    """Seat everybody of the record (``source`` record) and write the ledger that the repeat rule reads."""
    rows = [
        _participation(cohort, place, ids[place.person.resident_number], today=today, by=by, now=now)
        for cohort in cohorts
        for place in places[cohort.code]
    ]
    db.session.execute(sa.insert(Participation), rows)
    audit.record(
        "cohort:record:load",
        None,
        subject="participation",
        by=by,
        at=now,
        changes={"rows": len(rows)},
        people=[row["person_id"] for row in rows],
    )
    add_past(cohorts, by, now)


def _participation(
    cohort: Cohort, place: Place, person_id: int, *, today: date, by: Actor, now: datetime
) -> dict[str, Any]:
    over = cohort.ends_on < today
    return {
        "cohort_id": cohort.id,
        "person_id": person_id,
        "origin": "selection",
        "stream_code": place.stream,
        "seat_no": place.seat_no,
        "starts_on": cohort.starts_on,
        "ends_on": cohort.ends_on,
        "minutes_a_day": minutes_a_day(cohort.programme_code, place.stream),
        "state": ParticipationState.ENDED if over else ParticipationState.WORKING,
        "ended_on": cohort.ends_on if over else None,
        "end_reason": "term" if over else None,
        "source": "record",
        "created_at": now,
        "created_by_id": by.user_id,
        "version": 1,
    }


def add_past(cohorts: Sequence[Cohort], by: Actor, now: datetime) -> None:
    """The ledger's row of every participation in these cohorts, as placing somebody writes it."""
    rows = db.session.execute(
        sa.select(
            Participation.id,
            Participation.person_id,
            Participation.starts_on,
            Participation.ends_on,
            Participation.end_reason,
            Cohort.programme_code,
        )
        .join(Cohort, Cohort.id == Participation.cohort_id)
        .where(Cohort.id.in_([cohort.id for cohort in cohorts]))
        .order_by(Participation.id)
    )
    past.record_many(
        [
            {
                "person_id": row.person_id,
                "programme": row.programme_code,
                "started_on": row.starts_on,
                "ended_on": row.ends_on,
                "months": len(months_touched(row.starts_on, row.ends_on)),
                "end_reason": row.end_reason,
                "source": "system",
                "participation_id": row.id,
            }
            for row in rows
        ],
        by=by,
        now=now,
    )
