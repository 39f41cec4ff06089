"""A crowd in a few statements: people with names, phones and 동, their applications and screenings, and missing papers."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.extensions import Model, db
from app.recruitment.models import Application, Notice, Paper, Person, PersonGram, Screening
from app.recruitment.services import name_grams
from app.recruitment.services.notices import current_version
from app.recruitment.services.people import name_key
from app.rules.criteria import RULE_CODES
from tests.create import DAEHAK, NOW, SINRIM, system

FAMILIES = "김이박최정강조윤장임한오서신권황안송류홍"
GIVEN = "가나다라민수지현우영온한결슬솔빛찬하윤서준"
LATIN = ("Nguyen Thi Lan", "Kim Jane", "LI WEI")
STATES = ("received", "papers_due", "screened", "screened", "screened", "declined")
VERDICTS = ("eligible", "ineligible", "needs_review", None)


def _add(model: type[Model], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that hold the same columns; on PostgreSQL by COPY, as a hundred thousand are wanted soon."""
    if not rows or db.engine.dialect.name != "postgresql":
        if rows:
            db.session.execute(sa.insert(model), rows)
        return
    table = model.__table__
    defaults = {one.name: one.default.arg for one in table.columns if one.default is not None and one.default.is_scalar}
    names = sorted(defaults | rows[0])
    cursor = db.session.connection().connection.cursor()
    with cursor.copy(f"copy {table.name} ({', '.join(names)}) from stdin") as copy:
        for row in rows:
            copy.write_row([_plain((defaults | row)[name]) for name in names])


def _plain(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, (dict, list)) else value


def _numbered_on(model: type[Model]) -> None:
    """Ids that the database gives come behind the ones given here."""
    if db.engine.dialect.name == "postgresql":
        name = model.__table__.name
        db.session.execute(
            sa.text(f"select setval(pg_get_serial_sequence('{name}', 'id'), (select max(id) from {name}))")
        )


def name_of(chance: random.Random) -> str:
    if chance.random() < 0.02:
        return chance.choice(LATIN)
    given = "".join(chance.choice(GIVEN) for _ in range(chance.choice((1, 2, 2, 2, 3))))
    return chance.choice(FAMILIES) + given


def add_people(count: int, *, seed: int = 1, dongs: tuple[str | None, ...] = (SINRIM, DAEHAK, None)) -> list[int]:
    """Ids of new people; the same names at every run of a seed."""
    chance, first = random.Random(seed), (db.session.scalar(sa.select(sa.func.max(Person.id))) or 0) + 1
    by, rows = system().user_id, []
    for row_id in range(first, first + count):
        name, tail = name_of(chance), f"{chance.randrange(10_000):04d}"
        rows.append(
            {
                "id": row_id,
                "rrn_cipher": b"-",
                "rrn_key": f"crowd{row_id}",
                "rrn_masked": "660412-2******",
                "key_version": 1,
                "name": name,
                "name_key": name_key(name),
                "born_on": date(1950, 1, 1) + timedelta(days=chance.randrange(15_000)),
                "sex": chance.choice(("female", "male")),
                "phone": f"010-0000-{tail}",
                "phone_tail": tail,
                "road_address": "관악구 신림로 12",
                "address_key": "",
                "dong_code": chance.choice(dongs),
                "created_at": NOW,
                "created_by_id": by,
                "version": 1,
            }
        )
    _add(Person, rows)
    _add(
        PersonGram,
        [
            {"gram": gram, "name_key": row["name_key"], "person_id": row["id"]}
            for row in rows
            for gram in sorted(name_grams.grams_of(row["name_key"]))
        ],
    )
    _numbered_on(Person)
    return [row["id"] for row in rows]


def add_applications(
    notice: Notice, people: list[int], *, seed: int = 2, dongs: tuple[str, ...] = (SINRIM, DAEHAK)
) -> list[int]:
    """One application each, with any state and any result."""
    chance = random.Random(seed)
    number = (
        db.session.scalar(sa.select(sa.func.max(Application.number)).where(Application.notice_id == notice.id)) or 0
    )
    first = (db.session.scalar(sa.select(sa.func.max(Application.id))) or 0) + 1
    by, streams = system().user_id, [stream.id for stream in notice.streams]
    rows = []
    for place, person_id in enumerate(people):
        state = chance.choice(STATES)
        rows.append(
            {
                "id": first + place,
                "notice_id": notice.id,
                "number": number + 1 + place,
                "person_id": person_id,
                "dong_code": chance.choice(dongs),
                "stream_id": chance.choice(streams),
                "state": state,
                "received_on": date(2024, 7, 1),
                "declared": {},
                "household_size": 1,
                "preferences": [],
                "channel": chance.choice(("counter", "import")),
                "due_on": date(2024, 7, 1) + timedelta(days=chance.randrange(15)) if state == "papers_due" else None,
                "created_at": NOW,
                "created_by_id": by,
                "version": 1,
            }
        )
    _add(Application, rows)
    waiting = [row["id"] for row in rows if row["state"] == "papers_due"]
    kinds = ("application_form", "info_consent")
    papers = [
        {"application_id": one, "kind": kind, "required": True, "received_on": None}
        for one in waiting
        for kind in kinds
    ]
    _add(Paper, papers)
    add_screenings(notice, [row["id"] for row in rows], chance)
    _numbered_on(Application)
    return [row["id"] for row in rows]


def add_screenings(notice: Notice, application_ids: list[int], chance: random.Random) -> None:
    version, by, rows = current_version(notice).id, system().user_id, []
    for one in application_ids:
        verdict = chance.choice(VERDICTS)
        if verdict is None:
            continue
        bits = 1 << chance.randrange(len(RULE_CODES)) | 1 << chance.randrange(len(RULE_CODES))
        rows.append(
            {
                "application_id": one,
                "notice_version_id": version,
                "at": NOW,
                "by_id": by,
                "verdict": verdict,
                "failed_mask": bits if verdict == "ineligible" else 0,
                "review_mask": bits if verdict == "needs_review" else 0,
                "findings": [],
                "facts_digest": "-",
            }
        )
    _add(Screening, rows)
