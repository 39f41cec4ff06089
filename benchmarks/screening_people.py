"""A notice with as many applications as wanted, by bulk rows: people, papers, look-ups, the ledger, households."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app import bulk
from app.accounts.models import Dong
from app.audit import services as audit
from app.database import writing
from app.extensions import db
from app.recruitment.address import address_key
from app.recruitment.declared import Declared
from app.recruitment.models import Application, Notice, Paper, PastParticipation, Person, Verification
from tests.create import NOW, create_cohort
from tests.recruitment.create import create_notice

LOOKED = date(2024, 6, 10)
PAPERS = ("application_form", "info_consent", "sex_crime_consent", "child_abuse_consent")


def build(count: int) -> str:
    """The notice's code. Equal at every run: the chances are seeded."""
    with writing():
        cohort = create_cohort("companion", starts_on=date(2024, 7, 1), ends_on=date(2024, 11, 30))
        notice = create_notice(cohort=cohort)
        audit.commit()
        add(notice, range(1, count + 1))
        db.session.commit()
        return notice.code


def add(notice: Notice, numbers: range) -> None:
    """Applications with these numbers, which are their ids and their people's, too."""
    chance = random.Random(160_104)
    dongs = db.session.scalars(sa.select(Dong.code).order_by(Dong.code)).all()
    streams = {one.code: one.id for one in notice.streams}
    made = {"at": bulk.bound(Person.__table__.c.created_at, NOW), "notice": notice.id}
    for start in range(0, len(numbers), 20_000):
        _part(numbers[start : start + 20_000], chance, dongs, streams, made)
    if db.session.connection().dialect.name == "postgresql":
        for table in ("person", "application"):
            last = f"select setval(pg_get_serial_sequence('{table}', 'id'), max(id)) from {table}"
            db.session.execute(sa.text(last))


def _part(numbers: range, chance: random.Random, dongs: Any, streams: dict[str, int], made: dict[str, Any]) -> None:
    people: list[Any] = []
    applications: list[Any] = []
    papers: list[Any] = []
    answers: list[Any] = []
    past: list[Any] = []
    for number in numbers:
        people.append(_person(number, chance, dongs, made))
        applications.append(_application(number, people[-1], chance, streams, made))
        for kind in PAPERS:
            there = kind != PAPERS[-1] or chance.random() > 0.05
            papers.append((number, kind, True, "2024-06-01" if there else None, False))
        answers += _answers(number, chance)
        past += _past(number, chance)
    for model, columns, values in (
        (Person, _PERSON, people),
        (Application, _APPLICATION, applications),
        (Paper, ("application_id", "kind", "required", "received_on", "asked"), papers),
        (Verification, ("person_id", "application_id", "kind", "value", "looked_up_on", "source"), answers),
        (
            PastParticipation,
            ("person_id", "programme", "started_on", "ended_on", "months", "end_reason", "source"),
            past,
        ),
    ):
        table: Any = model.__table__
        bulk.insert(table, columns, values)


_PERSON = [
    "id",
    "rrn_cipher",
    "rrn_key",
    "rrn_masked",
    "key_version",
    "name",
    "name_key",
    "born_on",
    "sex",
    "residence_status",
    "phone",
    "phone_tail",
    "postcode",
    "road_address",
    "address_detail",
    "address_key",
    "dong_code",
    "version",
    "created_at",
]
_APPLICATION = [
    "id",
    "notice_id",
    "number",
    "person_id",
    "dong_code",
    "stream_id",
    "state",
    "received_on",
    "declared",
    "household_size",
    "householder_key",
    "preferences",
    "channel",
    "due_on",
    "version",
    "created_at",
]


def _person(number: int, chance: random.Random, dongs: Any, made: dict[str, Any]) -> tuple[Any, ...]:
    born = date(1950, 1, 1) + timedelta(days=chance.randrange(20_600))
    foreign = chance.random() < 0.02
    century = (7 if foreign else 3) if born.year >= 2000 else (5 if foreign else 1)
    status = chance.choice(["F-2", "F-5", "F-6", "E-9"]) if foreign else None
    near = number // 4 if chance.random() < 0.3 else number
    road, detail = f"관악구 신림로{near}길 {near % 90 + 1}", f"{near % 20}호"
    return (
        number, b"x", f"key{number}", f"{born:%y%m%d}-{century}******", 1, f"가{number}", f"가{number}", born.isoformat(),
        "male", status, "", "", "", road, detail,
        address_key(road, detail), chance.choice(dongs), 1, made["at"],
    )  # fmt: skip


def _application(
    number: int, person: tuple[Any, ...], chance: random.Random, streams: dict[str, int], made: dict[str, Any]
) -> tuple[Any, ...]:
    odds = chance.random()
    key = None if odds < 0.05 else (f"key{number - chance.randrange(1, 50)}" if odds < 0.12 else f"key{number}")
    said = Declared(
        income_won=chance.randrange(4_000_000),
        property_won=chance.randrange(520) * 1_000_000,
        householder=key == f"key{number}",
        living_benefit=False,
        unemployment_benefit=False,
        student=chance.random() < 0.02,
        hard_to_work=None if chance.random() < 0.02 else False,
        work_ban=chance.random() < 0.01,
        other_jobs=False,
        district="관악구" if chance.random() < 0.97 else chance.choice(["동작구", None]),
        residence_expires_on=chance.choice(["2024-10-01", "2026-01-01"]) if person[9] else None,
    )
    stream = streams["senior" if person[7] <= "1959-07-01" else "under65"]
    return (
        number, made["notice"], number, number, person[16], stream, "received", "2024-06-01", json.dumps(said.to_json()),
        chance.randrange(1, 6), key, "[]", "counter", "2024-06-20", 1, made["at"],
    )  # fmt: skip


def _answers(number: int, chance: random.Random) -> list[tuple[Any, ...]]:
    found: dict[str, Any] = {
        "income": chance.randrange(4_000_000),
        "property": chance.randrange(520) * 1_000_000,
        "living_benefit": chance.random() < 0.03,
        "unemployment_benefit": {"receives": chance.random() < 0.03, "until": None},
        "past": True,
        "overlap": [],
    }
    if chance.random() < 0.02:
        found["overlap"] = [{"label": "노인일자리", "starts_on": "2024-03-01", "ends_on": "2024-12-31"}]
    if chance.random() < 0.03:
        del found["income"]
    if chance.random() < 0.05:
        found["household"] = True
    rows = [
        (number, number, kind, json.dumps(value), LOOKED.isoformat(), "행복e음" if kind != "past" else "일모아")
        for kind, value in found.items()
    ]
    if chance.random() < 0.1:  # an older answer that a newer one overrides, and one from before the notice
        rows.append((number, number, "income", "9000000", "2024-05-20", "행복e음"))
        rows.append((number, number, "property", "1", "2023-05-20", "행복e음"))
    return rows


def _past(number: int, chance: random.Random) -> list[tuple[Any, ...]]:
    rounds = [("2024-02-01", "2024-06-30"), ("2023-07-01", "2023-11-30"), ("2022-02-01", "2022-06-30")]
    rows = []
    for starts_on, ends_on in rounds:
        if chance.random() < 0.2:
            reason = chance.choice([None] * 8 + ["personal", "misconduct"])
            rows.append((number, "companion", starts_on, ends_on, 5, reason, "system"))
    return rows
