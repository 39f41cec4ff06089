"""What one application may not say at once: the rules by cases, and the same sentences at the counter and in a file."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from app.extensions import db
from app.recruitment import contradictions, queries
from app.recruitment.contradictions import Offered
from app.recruitment.imports.planning import plan
from app.recruitment.models import Application, NoticeProject
from app.sheets.columns import cell_name
from tests.create import create_project
from tests.recruitment.create import TODAY, counter_data, create_notice
from tests.recruitment.sheets import places, row, sheet

SIZE = "가구원을 2명 적어 본인까지 3명입니다. 가구원 수나 가구원을 고쳐 주세요."
INCOME = (
    "가구원의 월소득을 더하면 1,500,000원으로 가구 월소득보다 300,000원 많습니다. "
    "가구 월소득이나 가구원의 월소득을 고쳐 주세요."
)
OTHER_STREAM = "「청년 또래 서포터즈」는 「65세 미만」을 모집하지 않습니다. 다른 세부사업을 골라 주세요."
ODD = "이름에 쓸 수 없는 글자가 있습니다: 😀."
OFFERED = {1: Offered("청년 또래 서포터즈", frozenset({"youth"})), 2: Offered("공원 돌보미", frozenset({"under65"}))}


@pytest.mark.parametrize(
    ("size", "incomes", "income", "found"),
    [
        (3, [0, 1_200_000], 1_200_000, {}),
        (2, [None, None], 0, {"household_size": SIZE}),
        (3, [None, 1_500_000], 1_200_000, {"income_won": INCOME}),
        (2, [700_000, 800_000], 1_200_000, {"household_size": SIZE, "income_won": INCOME}),
        (1, [], 0, {}),
        (None, [0, 0], 0, {}),
        (3, [1, 1], None, {}),
    ],
    ids=["as many and as much", "one too many", "too much", "both", "alone", "size not read", "income not read"],
)
def test_household(size, incomes, income, found):
    assert contradictions.of_household(size, incomes, income) == found


@pytest.mark.parametrize(
    ("address", "dong", "asked"),
    [
        ("관악로 145", None, True),
        ("서울특별시 신림로 12", None, True),
        ("서울특별시 동작구 사당로 12", None, False),
        ("세종특별자치시 한누리대로 12", None, False),
        ("관악로 145", "1162069500", False),
        ("", None, False),
    ],
)
def test_who_lives_outside_says_where(address, dong, asked):
    assert bool(contradictions.of_address(address, dong)) is asked


@pytest.mark.parametrize(
    ("first", "second", "stream", "found"),
    [
        (1, 2, "under65", {"first_project": OTHER_STREAM}),
        (2, 1, "under65", {"second_project": OTHER_STREAM}),
        (1, 2, "", {}),
        (2, None, "under65", {}),
        (2, 2, "under65", {"second_project": contradictions.SAME_TWICE}),
        (2, 2, "", {"second_project": contradictions.SAME_TWICE}),
        (None, None, "under65", {}),
        (9, None, "under65", {}),
    ],
)
def test_wishes(first, second, stream, found):
    assert contradictions.of_wishes(first, second, stream=stream, label="65세 미만", offered=OFFERED) == found


@pytest.fixture
def notice(database):
    """With a second 세부사업 that has seats for 65세 이상 only."""
    made = create_notice()
    senior = next(one for one in made.streams if one.code == "senior")
    only = create_project(programme_code=made.cohort.programme_code, name="청년 또래 서포터즈")
    db.session.add(NoticeProject(notice_id=made.id, project=only, stream_id=senior.id, seats=3))
    db.session.commit()
    return made


def projects(notice):
    """(the one for everybody, the one for 65세 이상)."""
    ids = db.session.scalars(sa.select(NoticeProject.project_id).where(NoticeProject.notice_id == notice.id))
    return tuple(str(one) for one in sorted(set(ids)))


MEMBERS = {
    "members-0-relation": "배우자",
    "members-0-name": "이한결",
    "members-0-born_year": "1964",
    "members-0-income_won": "700,000",
    "members-1-relation": "자녀",
    "members-1-name": "이새봄",
    "members-1-born_year": "1999",
    "members-1-income_won": "800,000",
}
COUNTER = [
    ({**MEMBERS, "household_size": "2", "income_won": "2,000,000"}, "household_size", SIZE),
    ({**MEMBERS, "household_size": "3"}, "income_won", INCOME),
    ({"dong": "", "road_address": "사당로 12"}, "road_address", contradictions.OUTSIDE),
    ({"name": "김가온😀"}, "name", ODD),
    ({"by_proxy": "y", "proxy_name": "이 한결 2"}, "proxy_name", "이름에 쓸 수 없는 글자가 있습니다: 2."),
    ({**MEMBERS, "household_size": "3", "members-1-name": "이★봄"}, "members-1-name", "쓸 수 없는 글자가 있습니다: ★."),
]


def refused(page, field):
    """The sentence at the field."""
    found = re.search(rf'id="{field}-error">([^<]+)<', page)
    return found[1] if found else ""


@pytest.mark.parametrize(("typed", "field", "sentence"), COUNTER, ids=[field for _, field, _ in COUNTER])
def test_the_counter_refuses_it_at_the_field(client_of, notice, typed, field, sentence):
    client = client_of("clerk")
    answer = client.post(f"/notices/{notice.code}/applications/new", data=counter_data(**typed))
    assert answer.status_code == 422
    assert sentence in refused(answer.text, field)
    assert db.session.scalar(sa.select(sa.func.count(Application.id))) == 0


@pytest.mark.parametrize("name", ["Nguyễn Thị-Lan", "O'Brien J. (김가온)", "남궁·가온", "김\u00a0가온", "மாலா"])
def test_names_of_every_script_are_taken(client_of, notice, name):
    answer = client_of("clerk").post(f"/notices/{notice.code}/applications/new", data=counter_data(name=name))
    assert answer.status_code == 302


def test_the_counter_refuses_a_wish_without_seats_and_one_named_twice(client_of, notice):
    client, (both, senior_only) = client_of("clerk"), projects(notice)
    path = f"/notices/{notice.code}/applications/new"

    def post(**typed):
        return client.post(path, data=counter_data(**typed))

    sentence = OTHER_STREAM
    assert refused(post(first_project=senior_only).text, "first_project") == sentence
    assert refused(post(stream="under65", second_project=senior_only).text, "second_project") == sentence
    twice = post(first_project=both, second_project=both)
    assert refused(twice.text, "second_project") == contradictions.SAME_TWICE
    saved = post(rrn="500412-2000011", first_project=senior_only, second_project=both)
    assert saved.status_code == 302
    row_id = int(saved.location.split("/")[2])
    version = db.session.get(Application, row_id).version
    data = counter_data(rrn=None, version=version, first_project=both, second_project=both)
    again = client.post(f"/applications/{row_id}/edit", data=data)
    assert (again.status_code, refused(again.text, "second_project")) == (422, contradictions.SAME_TWICE)


def test_a_refused_change_names_it_too(client_of, notice):
    client = client_of("clerk")
    saved = client.post(f"/notices/{notice.code}/applications/new", data=counter_data())
    row_id = int(saved.location.split("/")[2])
    version = db.session.get(Application, row_id).version
    data = counter_data(rrn=None, version=version, first_project=projects(notice)[1])
    answer = client.post(f"/applications/{row_id}/edit", data=data)
    assert (answer.status_code, refused(answer.text, "first_project")) == (422, OTHER_STREAM)


PEOPLE = "배우자/이한결/1964/700000; 자녀/이새봄/1999/800000"
FILE = [
    ({"members": PEOPLE, "income_won": 2_000_000}, "household_size", SIZE),
    ({"members": PEOPLE, "household_size": 3}, "income_won", INCOME),
    ({"dong": "", "road_address": "사당로 12"}, "road_address", contradictions.OUTSIDE),
    ({"name": "김가온😀"}, "name", ODD),
    ({"members": "배우자/이★결/1964/0"}, "members", "가구원 1 이름에 쓸 수 없는 글자가 있습니다: ★."),
    ({"first_project": "청년 또래 서포터즈"}, "first_project", OTHER_STREAM),
]


@pytest.mark.parametrize(("cells", "key", "sentence"), FILE, ids=[key for _, key, _ in FILE])
def test_a_file_is_refused_at_the_cell(notice, cells, key, sentence):
    made = plan(notice, sheet(notice, [row(0), row(1, **cells)]), TODAY)
    assert [fault.cell for fault in made.checked.faults] == [cell_name(3, places(notice)[key])]
    assert sentence in made.checked.faults[0].sentence("신청")


def test_a_file_that_names_a_wish_twice_is_refused(notice):
    name = next(one.name for one in queries.offered(notice).values() if one.streams == {"under65", "senior"})
    made = plan(notice, sheet(notice, [row(0, first_project=name, second_project=name)]), TODAY)
    assert [fault.said for fault in made.checked.faults] == [contradictions.SAME_TWICE]
