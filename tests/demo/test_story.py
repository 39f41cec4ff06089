"""What happens when the people of the story come to the counter on the business date (demo.md 7.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.demo.history import FIVE_HOURS, THREE_HOURS, minutes_a_day
from app.extensions import db, seal
from app.recruitment import queries
from app.recruitment.declared import Declared
from app.recruitment.models import Application, Person
from app.recruitment.services import applications, notices
from app.recruitment.services.intake import Intake
from app.recruitment.services.people import NUMBER_COLUMN, Identity
from app.recruitment.services.screenings import current, outcome_of
from app.recruitment.words import CONSENTS, PAPERS
from app.rules.resident_number import parse
from app.shared.actor import Actor
from app.shared.errors import RuleBroken
from tests.create import NOW

TODAY = date(2024, 7, 8)
GOOD = Declared(
    income_won=1_200_000,
    property_won=50_000_000,
    householder=True,
    living_benefit=False,
    unemployment_benefit=False,
    student=False,
    hard_to_work=False,
    work_ban=False,
    other_jobs=False,
    district="관악구",
)


def clerk(login: str = "sinrim01") -> Actor:
    user = db.session.scalars(sa.select(User).where(User.login == login)).one()
    return Actor(user.id, user.name, user.role, user.dong_code)


def person(name: str) -> Person:
    return db.session.scalars(sa.select(Person).where(Person.name == name)).one()


def come(name: str, declared: Declared = GOOD, household_size: int = 2) -> Application:
    who = person(name)
    intake = Intake(
        identity=Identity(who.name, who.phone, who.road_address, who.address_detail, who.dong_code, who.postcode),
        declared=declared,
        household_size=household_size,
        stream="senior" if who.born_on < date(1959, 7, 2) else "under65",
        papers=tuple(PAPERS),
        consents=tuple(CONSENTS),
    )
    number = parse(seal.open(who.rrn_cipher, NUMBER_COLUMN))
    notice = notices.by_code("2024H2-companion-1")
    return applications.receive(notice, number, intake, by=clerk(), now=NOW, today=TODAY)


def failed(application: Application) -> list[str]:
    row = current(application.id)
    assert row is not None
    return [found.rule for found in outcome_of(row).findings if found.met is False]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("윤아름", ["repeat"]), ("한누리", ["household"]), ("오마루", ["overlap"]), ("서단비", []), ("황나리", [])],
    ids=["third round in two years", "wife at 대학동", "still working", "nothing in the way, by proxy", "nothing"],
)
def test_what_bars_the_people_of_the_story(demo: None, name: str, expected: list[str]) -> None:
    assert failed(come(name)) == expected


def test_gaon_comes_back_and_earns_too_much_now(demo: None) -> None:
    before = queries.before(person("김가온"), notices.by_code("2024H2-companion-1"), clerk()).last
    assert before is not None
    said = Declared.from_json(before.declared)
    assert (before.received_on, said.income_won, said.property_won) == (date(2024, 1, 12), 2_480_000, 182_000_000)
    after = come("김가온", replace(said, income_won=3_120_000, member_income_won=()))
    assert failed(after) == ["income"]
    row = current(after.id)
    assert row is not None
    income = next(found for found in outcome_of(row).findings if found.rule == "income")
    assert (income.figure, income.limit) == (3_120_000, 2_946_087)


def test_the_small_notice_is_open_for_trying_by_hand(demo: None) -> None:
    notice = notices.by_code("2024H2-community-1")
    assert (notice.state, {one.code: one.seats for one in notice.streams}) == ("open", {"under65": 13, "senior": 16})
    assert (notice.cohort.starts_on, notice.cohort.ends_on) == (date(2024, 7, 1), date(2024, 10, 30))
    here = sa.select(sa.func.count()).select_from(Application).where(Application.notice_id == notice.id)
    assert db.session.scalar(here) == 0


def test_a_second_try_at_the_same_notice_is_refused(demo: None) -> None:
    come("황나리")
    with pytest.raises(RuleBroken, match="이미 접수한 분"):
        come("황나리")


@pytest.mark.parametrize(
    ("programme", "stream", "minutes"),
    [
        ("companion", "youth", FIVE_HOURS),
        ("companion", "senior", THREE_HOURS),
        ("community", "under65", FIVE_HOURS),
        ("gangamchan", "under65", THREE_HOURS),
    ],
)
def test_hours_a_day_follow_programme_and_stream(programme: str, stream: str, minutes: int) -> None:
    assert minutes_a_day(programme, stream) == minutes
