"""Search by any part of a name is exactly what a scan over the names would find; grams follow the names."""

import random
import re
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.extensions import db
from app.recruitment import found
from app.recruitment.models import Person, PersonGram
from app.recruitment.queries import search_terms
from app.recruitment.queries.people import PeopleFilter, newest_of, people_page
from app.recruitment.services import name_grams, people
from tests.create import DAEHAK, NOW, actor
from tests.recruitment.create import create_application, create_notice, identity, number
from tests.recruitment.crowd import add_people

SEED = 20240708


def every_row(chosen, by):
    """All rows of a list, walked forward page by page."""
    rows, after = [], None
    while True:
        page = people_page(chosen, by, after=after)
        rows += page.rows
        if page.next is None:
            return rows
        after = page.next


def scanned(term):
    """What LIKE over all names finds, in the order of the list."""
    query = sa.select(Person.id).where(Person.name_key.contains(people.name_key(term), autoescape=True))
    return list(db.session.scalars(query.order_by(Person.name_key, Person.id)))


@pytest.fixture
def crowd(database):
    add_people(400, seed=SEED)
    return actor("jobs")


def test_any_part_of_a_name_finds_what_a_scan_finds(crowd):
    chance = random.Random(SEED)
    names = list(db.session.scalars(sa.select(Person.name_key)))
    terms = {"김", "수", "없는이름", "힣", "ng", "KIM J", "kimjane", "%", "_", "김%"}
    for _ in range(60):
        name = chance.choice(names)
        size = chance.choice((1, 2, 3, 4))
        at = chance.randrange(max(1, len(name) - size + 1))
        terms.add(name[at : at + size])
    for term in sorted(terms):
        assert [row.id for row in every_row(PeopleFilter(text=term), crowd)] == scanned(term), term
    assert scanned("없는이름") == []
    assert len(scanned("김")) > 10


def test_a_term_of_two_same_syllables_is_not_found_in_one(database):
    by = actor("jobs")
    for name in ("나나", "나", "가나다나"):
        people.register(number(), identity(name=name), by=by, now=NOW)
    assert [row.name for row in people_page(PeopleFilter(text="나나"), by).rows] == ["나나"]
    assert [row.name for row in people_page(PeopleFilter(text="나다나"), by).rows] == ["가나다나"]


@pytest.mark.parametrize("ending", ["21", "821", "4821", "00", "9"])
def test_the_end_of_a_phone_number_finds_everybody_who_has_it(crowd, ending):
    rows = every_row(PeopleFilter(text=ending), crowd)
    wanted = sa.select(Person.id).where(Person.phone_tail.like(f"%{ending}")).order_by(Person.name_key, Person.id)
    expected = list(db.session.scalars(wanted)) if len(ending) > 1 else []
    assert [row.id for row in rows] == expected


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("김가온", "name", "김가온"),
        (" 김 가온 ", "name", "김가온"),
        ("kim jane", "name", "KIMJANE"),
        ("21", "phone", "21"),
        ("4821", "phone", "4821"),
        ("00042", "number", "00042"),
        ("2024H2-companion-1-00042", "number", "00042"),
        ("010-0000-4821", "phone", "010-0000-4821"),
        ("01000004821", "phone", "010-0000-4821"),
        (" ０１０－００００－４８２１ ", "phone", "010-0000-4821"),
        ("010.0000.4821", "phone", "010-0000-4821"),
        ("02-123-4567", "phone", "02-123-4567"),
        ("010-0000-48211", "nothing", ""),
        ("110-0000-4821", "nothing", ""),
        ("9", "nothing", ""),
        ("김4", "nothing", ""),
        ("660412-2000012", "nothing", ""),
    ],
)
def test_what_was_typed_is_read_as_what_it_is(text, kind, said):
    term = search_terms.read(text)
    assert (term.kind, term.text) == (kind, said)
    assert search_terms.read("  ") is None


def grams_in_rows(person_id):
    query = sa.select(PersonGram.gram, PersonGram.name_key).where(PersonGram.person_id == person_id)
    return {(gram, key) for gram, key in db.session.execute(query)}


def test_grams_follow_the_name(database):
    by = actor("jobs")
    rrn = number()
    person = people.register(rrn, identity(name="김가온"), by=by, now=NOW)
    assert {gram for gram, _ in grams_in_rows(person.id)} == {"김", "가", "온", "김가", "가온"}
    people.register(rrn, identity(name="이 가온"), by=by, now=NOW)
    assert grams_in_rows(person.id) == {(gram, "이가온") for gram in ("이", "가", "온", "이가", "가온")}
    people.register(rrn, identity(name="이가온", phone="010-0000-1234"), by=by, now=NOW)
    assert len(grams_in_rows(person.id)) == 5
    person.erased_at = datetime(2024, 7, 9, tzinfo=UTC)
    name_grams.bring(person)
    assert grams_in_rows(person.id) == set()


def test_an_erased_person_is_not_found(database):
    by = actor("jobs")
    person = people.register(number(), identity(name="김가온"), by=by, now=NOW)
    assert len(people_page(PeopleFilter(text="가온"), by).rows) == 1
    person.erased_at = NOW
    db.session.flush()
    assert people_page(PeopleFilter(text="가온"), by).rows == []
    assert people_page(PeopleFilter(), by).rows == []


def test_a_clerk_finds_the_own_dong_and_who_applied_there(database):
    notice = create_notice()
    elsewhere = people.register(number(), identity(name="박먼데", dong_code=DAEHAK), by=actor("jobs"), now=NOW)
    applied = create_application(notice, who={"name": "박가까이", "dong_code": DAEHAK})
    own = people.register(number(), identity(name="박우리동"), by=actor("jobs"), now=NOW)
    near, far = actor("clerk"), actor("clerk", dong_code=DAEHAK)
    assert [row.id for row in people_page(PeopleFilter(text="박"), near).rows] == [applied.person_id, own.id]
    assert [row.id for row in people_page(PeopleFilter(text="박"), far).rows] == [applied.person_id, elsewhere.id]
    row = people_page(PeopleFilter(text="박가까이"), far).rows[0]
    newest = newest_of([row.id], far)
    assert newest == {}
    assert newest_of([applied.person_id], far) == {}
    assert newest_of([applied.person_id], near)[applied.person_id].application_id == applied.id


def test_the_key_of_a_search_is_of_one_account_and_one_day(client_of, monkeypatch):
    client, other = client_of("jobs"), client_of("jobs")
    answer = client.post("/people", data={"q": "김가온"})
    assert "김가온" not in answer.location
    assert "찾는 말 김가온" in client.get(answer.location).text
    assert "찾는 말 김가온" not in other.get(answer.location).text
    key = re.search(r"s=([^&]+)", answer.location)[1]
    at = found.time.time()
    monkeypatch.setattr(found.time, "time", lambda: at + 8 * 3600 + 5)
    late = client.get(f"/people?s={key}")
    assert "다시 적어 주세요" in late.text
    assert "찾는 말" not in late.text.replace("찾는 말은", "")


def test_find_page_leads_to_people_notices_numbers_and_screens(client_of):
    notice = create_notice()
    row = create_application(notice, who={"name": "김가온"}, rrn=number("660412", 2, 91))
    client = client_of("jobs")

    def ask(text):
        answer = client.post("/search", data={"q": text})
        assert answer.status_code == 302
        assert text not in answer.location
        return client.get(answer.location).text

    assert f"/people/{row.person_id}" in ask("가온")
    assert f"/people/{row.person_id}" in ask("821")
    assert f"/applications/{row.id}" in ask("00001")
    assert f"/notices/{notice.code}" in ask(notice.title[:6])
    assert 'href="/cohorts"' in ask("근무")
    assert "찾은 것이 없습니다" in ask("없는이름")
    assert client.get("/search?s=junk&p=junk").status_code == 200


def test_a_number_finds_anybody_by_identity_only_and_is_logged(client_of):
    notice = create_notice()
    row = create_application(notice, rrn=number("660412", 2, 92), who={"name": "김가온"})
    far = client_of("clerk", dong_code=DAEHAK)
    answer = far.post("/search", data={"q": "660412-2000092"})
    assert "2000092" not in answer.location
    page = far.get(answer.location).text
    assert ("김가온" in page, "660412-2******" in page, "4821" in page) == (True, True, False)
    assert f"/people/{row.person_id}" not in page
    finds = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "recruit:person:find")).all()
    assert {entry.actor_id for entry in finds} == {far.user.id}
    assert "김가온" not in far.get(far.post("/search", data={"q": "김가온"}).location).text.replace(
        "찾는 말 김가온", ""
    ).replace('value="김가온"', "")
    assert client_of("clerk").get(answer.location).text.count("660412-2******") == 0
    wrong = far.post("/search", data={"q": "660412-2000099"})
    assert "등록한 사람이 없습니다" in far.get(wrong.location).text


def test_roles_without_people_search_screens_only(client_of):
    create_application(create_notice(), who={"name": "급여온"})
    client = client_of("finance")
    page = client.get(client.post("/search", data={"q": "급여"}).location).text
    assert 'href="/pay"' in page
    assert "급여온" not in page
    refused = client.post("/search", data={"q": "660412-2000012"})
    assert "p=" not in refused.location


WHOLE = ["010-0000-4821", "01000004821", "０１０－００００－４８２１"]


@pytest.mark.parametrize("typed", WHOLE)
def test_a_whole_phone_number_finds_exactly_who_has_it(client_of, database, typed):
    """In the lists, in 찾기 and in 사람 찾기: not who shares its end, and nobody of another 동."""
    notice, client = create_notice(), client_of("clerk")
    row = create_application(notice, rrn=number("660412", 2, 11), who={"name": "김가온"})
    create_application(notice, rrn=number("700101", 2, 12), who={"name": "이한결", "phone": "010-1111-4821"})
    there = actor("clerk", dong_code=DAEHAK)
    create_application(notice, rrn=number("710101", 2, 13), who={"name": "박새봄", "dong_code": DAEHAK}, by=there)
    db.session.commit()
    for path in ("/search", "/people", "/applications", f"/notices/{notice.code}/applications"):
        answer = client.post(path, data={"q": typed})
        page = client.get(answer.location).text if answer.status_code == 302 else answer.text
        assert ("김가온" in page, "이한결" in page, "박새봄" in page) == (True, False, False), path
        assert typed not in (answer.location or "")
    found_there = client.post("/people/find", data={"q": typed, "notice": notice.code})
    assert found_there.status_code == 302
    assert found.person_of(found_there.location.split("s=")[1], client.user.id) == row.person_id
