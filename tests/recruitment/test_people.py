"""Finding, registering and unmasking people."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.audit import services as audit
from app.audit.models import AuditEntry, AuditSubject
from app.extensions import db
from app.recruitment.models import Person
from app.recruitment.services import people
from app.rules.resident_number import BadResidentNumber
from app.shared.errors import NotFound, RuleBroken
from tests.create import DAEHAK, NOW, SINRIM, actor
from tests.recruitment.create import TODAY, identity, number

pytestmark = pytest.mark.usefixtures("database")


def create_person(rrn=None, **who):
    return people.register(rrn or number(), identity(**who), by=actor(), now=NOW)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "660412-200001",
        "660412-20000011",
        "661312-2000001",
        "660230-2000001",
        "6604122-000001",
        "２４０７０９-3000001",
    ],
    ids=["empty", "12 digits", "14 digits", "month 13", "30 February", "hyphen elsewhere", "born tomorrow"],
)
def test_broken_numbers_are_refused(typed):
    with pytest.raises(BadResidentNumber, match="13자리를 확인"):
        people.find_by_number(typed, by=actor("clerk"), now=NOW, today=TODAY)


def test_an_exact_number_finds_anybody_and_is_logged():
    person = create_person(number("660412", 2, 77), dong_code=DAEHAK)
    clerk = actor("clerk")
    assert people.find_by_number("660412-2000077", by=clerk, now=NOW, today=TODAY) is person
    audit.commit()
    entry = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.actor_id) == ("recruit:person:find", clerk.user_id)
    assert db.session.scalar(sa.select(AuditSubject.person_id).where(AuditSubject.entry_id == entry.id)) == person.id


@pytest.mark.parametrize(
    "typed", ["4821", "김가온 660412", "김 가온 19660412", "김가온 1966. 4. 12.", "김가온 1966-4-12"]
)
def test_within_the_own_dong_by_phone_or_name_and_birth(typed):
    mine = create_person(name="김가온")
    create_person(name="김가온", dong_code=DAEHAK)
    assert people.find_nearby(typed, by=actor("clerk"), now=NOW) == [mine]
    assert len(people.find_nearby(typed, by=actor("jobs"), now=NOW)) == 2


@pytest.mark.parametrize("typed", ["김가온", "48", "48210", "김가온 661399"])
def test_a_question_that_is_neither_is_refused(typed):
    with pytest.raises(RuleBroken):
        people.find_nearby(typed, by=actor("clerk"), now=NOW)


def test_the_same_number_is_the_same_person_brought_up_to_date():
    rrn = number("660412", 2, 78)
    first = create_person(rrn, phone="02-111-2222")
    again = create_person(rrn, phone="０１０ ３３３３ ４４４４", name="김가온")
    assert again is first
    assert (again.phone, again.phone_tail) == ("010-3333-4444", "4444")


def test_decomposed_hangul_is_the_same_name():
    person = create_person(name="김가온")
    assert people.name_key("김 가온") == person.name_key


def test_the_database_holds_no_number_in_the_clear():
    person = create_person(number("660412", 2, 79))
    people.set_account(person, "우리은행", "1002-123-456789", "김가온", by=actor(), now=NOW)
    row = db.session.execute(sa.text("select * from person")).mappings().one()
    text = " ".join(value.hex() + str(value) if isinstance(value, bytes) else str(value) for value in row.values())
    assert "6604122000079" not in text
    assert "2000079" not in text
    assert "1002123456789" not in text
    assert row["rrn_masked"] == "660412-2******"
    assert (person.born_on, person.sex) == (date(1966, 4, 12), "female")


def test_an_account_of_somebody_else_is_refused():
    with pytest.raises(RuleBroken, match="예금주가"):
        people.set_account(create_person(), "우리은행", "1002123456789", "이한결", by=actor(), now=NOW)


def test_unmasking_needs_a_reason_and_leaves_it_in_the_trail():
    person, clerk = create_person(number("660412", 2, 80)), actor("clerk")
    with pytest.raises(RuleBroken, match="사유"):
        people.unmask(person, " ", by=clerk, now=NOW)
    assert people.unmask(person, "4대보험 신고", by=clerk, now=NOW) == "660412-2000080"
    audit.commit()
    entry = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.reason) == ("recruit:person:unmask", "4대보험 신고")
    assert "2000080" not in entry.changes


def test_a_person_of_another_dong_is_not_found():
    person = create_person(dong_code=DAEHAK)
    with pytest.raises(NotFound):
        people.visible_person(person.id, actor("clerk", dong_code=SINRIM))
    assert people.visible_person(person.id, actor("clerk", dong_code=DAEHAK)) is person
    assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 1


@pytest.mark.parametrize("phone", ["", "12345", "110-1234-5678", "010-1234-56789"])
def test_bad_phones_are_refused(phone):
    with pytest.raises(RuleBroken, match="전화번호"):
        create_person(phone=phone)
