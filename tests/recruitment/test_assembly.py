"""``Facts`` of an applicant: every field from where it belongs, and the newest of each kind of look-up."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest
import sqlalchemy as sa

from app.recruitment.models import Verification
from app.recruitment.services import answers, look_ups
from app.recruitment.services.assembly import Answer, Applicant, Home, InFront, Surroundings, assemble, in_front
from app.recruitment.services.ledger import Ledger, Term
from app.recruitment.words import LookUp
from app.rules.eligibility import (
    EarlyQuit,
    Facts,
    ForeignStatus,
    Known,
    OtherJob,
    PastRound,
    Restriction,
    SameHousehold,
)
from app.shared.errors import RuleBroken
from tests.create import NOW, actor
from tests.recruitment.create import create_application, create_notice

pytestmark = pytest.mark.usefixtures("database")

TERM = Term("companion", date(2024, 7, 1), date(2024, 11, 30))
PAST = PastRound("companion", "2023년 상반기", date(2023, 2, 1), date(2023, 6, 30), 5)
RUNNING = OtherJob("2024년 상반기", date(2024, 2, 1), date(2024, 7, 31))
ELSEWHERE = OtherJob("노인일자리", date(2024, 3, 1), date(2024, 12, 31))
QUIT = EarlyQuit("2022년 하반기", date(2022, 9, 1), None)
DAYS = {kind: date(2024, 6, place) for place, kind in enumerate(LookUp, start=1)}

APPLICANT = Applicant(
    person_id=7,
    number=9,
    born_on=date(1960, 1, 2),
    foreign_status="F-5",
    stream="senior",
    dong="신림동",
    household_size=4,
    householder_key="key",
    address_key="home",
    declared={
        "income_won": 1,
        "property_won": 2,
        "householder": False,
        "vulnerable_types": ["disabled"],
        "living_benefit": True,
        "unemployment_benefit": False,
        "student": True,
        "hard_to_work": True,
        "work_ban": False,
        "other_jobs": True,
        "business": True,
        "employed": False,
        "public_pension": True,
        "official_family": False,
        "district": "관악구",
        "residence_expires_on": "2026-01-01",
    },
    papers_required=4,
    papers_missing=("구직등록확인증",),
    papers_due_on=date(2024, 6, 20),
)
ANSWERS = {
    LookUp.INCOME: 11,
    LookUp.PROPERTY: 12,
    LookUp.LIVING_BENEFIT: False,
    LookUp.UNEMPLOYMENT_BENEFIT: {"receives": True, "until": "2024-08-31"},
    LookUp.PAST: True,
    LookUp.OVERLAP: [{"label": "노인일자리", "starts_on": "2024-03-01", "ends_on": "2024-12-31"}],
    LookUp.HOUSEHOLD: True,
    LookUp.BUSINESS: {"registered": False, "exception": "closed"},
    LookUp.EMPLOYED: True,
    LookUp.PUBLIC_PENSION: False,
    LookUp.OFFICIAL_FAMILY: True,
    LookUp.RESTRICTION: {"label": "부정수급", "until": "2025-01-31"},
}


def around() -> Surroundings:
    return Surroundings(
        TERM,
        answers={7: {kind.value: Answer(value, f"{kind}에서", DAYS[kind]) for kind, value in ANSWERS.items()}},
        ledger={7: Ledger((PAST,), (RUNNING,), (QUIT,))},
        households={"key": [Home(3, "은천동", date(2024, 6, 3))]},
        unclear={"home": [2]},
    )


def looked_up(declared, kind, value):
    return Known(declared, value, f"{kind}에서", DAYS[kind])


WHOLE = Facts(
    born_on=date(1960, 1, 2),
    stream="senior",
    district="관악구",
    dong="신림동",
    household_size=4,
    income_won=looked_up(1, LookUp.INCOME, 11),
    property_won=looked_up(2, LookUp.PROPERTY, 12),
    past=(PAST,),
    past_looked_up_on=DAYS[LookUp.PAST],
    same_household=SameHousehold("은천동", date(2024, 6, 3)),
    household_checked=True,
    other_jobs=(RUNNING, ELSEWHERE),
    other_jobs_declared=True,
    other_jobs_looked_up_on=DAYS[LookUp.OVERLAP],
    living_benefit=looked_up(True, LookUp.LIVING_BENEFIT, False),
    unemployment_benefit=looked_up(False, LookUp.UNEMPLOYMENT_BENEFIT, True),
    unemployment_until=date(2024, 8, 31),
    student=True,
    able_to_work=False,
    papers_required=4,
    papers_missing=("구직등록확인증",),
    papers_due_on=date(2024, 6, 20),
    early_quits=(QUIT,),
    foreign=ForeignStatus("F-5", date(2026, 1, 1)),
    work_ban=False,
    dependants=Known(3),
    vulnerable_types=Known(("disabled",)),
    householder=Known(False),
    restriction=Restriction("부정수급", date(2025, 1, 31)),
    business=looked_up(True, LookUp.BUSINESS, False),
    business_exception="closed",
    official_family=looked_up(False, LookUp.OFFICIAL_FAMILY, True),
    public_pension=looked_up(True, LookUp.PUBLIC_PENSION, False),
    employed=looked_up(False, LookUp.EMPLOYED, True),
)
"""Every field that an application can fill has a value of its own: two that changed places would show."""


def test_every_field_comes_from_where_it_belongs():
    assert set(ANSWERS) == set(LookUp)
    found = assemble(APPLICANT, around())
    differ = [one.name for one in fields(Facts) if getattr(found, one.name) != getattr(WHOLE, one.name)]
    assert differ == []


def test_without_any_look_up_the_declaration_stands_alone():
    found = assemble(APPLICANT, Surroundings(TERM))
    assert found == replace(
        WHOLE,
        income_won=Known(1),
        property_won=Known(2),
        past=(),
        past_looked_up_on=None,
        same_household=None,
        other_jobs=(),
        other_jobs_looked_up_on=None,
        living_benefit=Known(True),
        unemployment_benefit=Known(False),
        unemployment_until=None,
        early_quits=(),
        restriction=None,
        business=Known(True),
        business_exception="",
        official_family=Known(False),
        public_pension=Known(True),
        employed=Known(False),
    )


def test_nothing_declared_is_nothing_known():
    bare = APPLICANT._replace(declared={}, householder_key=None, foreign_status=None, papers_missing=())
    found = assemble(bare, Surroundings(TERM))
    assert found == Facts(
        born_on=bare.born_on,
        stream="senior",
        household_size=4,
        papers_required=4,
        papers_due_on=bare.papers_due_on,
        dependants=Known(3),
        vulnerable_types=Known(()),
    )


@pytest.mark.parametrize(
    ("number", "home", "near"),
    [(0, 3, 2), (4, 3, 2), (3, None, 2), (2, None, 0), (1, None, 0)],
)
def test_only_earlier_applications_stand_in_front_and_all_do_before_a_form_is_saved(number, home, near):
    found = in_front(APPLICANT._replace(number=number), around())
    assert (found.home.number if found.home else None, found.near) == (home, near)


def test_what_stands_in_front_may_be_given():
    given = InFront(Home(1, "삼성동", date(2024, 6, 1)), 0)
    assert assemble(APPLICANT, around(), given).same_household == SameHousehold("삼성동", date(2024, 6, 1))


def told(notice, row):
    """The answers about one person, asked for alone and among all."""
    alone, together = Surroundings(TERM), Surroundings(TERM)
    answers.add_answers_of(alone, notice, row.person_id)
    answers.add_answers(together, notice, sa.select(Verification.person_id))
    assert alone.answers[row.person_id] == together.answers[row.person_id]
    assert alone.newest[row.person_id] == together.newest[row.person_id]
    return alone.answers[row.person_id]


def record(row, kind, value, on, source="행복e음"):
    look_ups.record(row, kind, value, looked_up_on=on, source=source, by=actor(), now=NOW)


@pytest.mark.parametrize("kind", [LookUp.INCOME, LookUp.PROPERTY])
def test_of_sums_the_newest_day_counts_and_of_one_day_the_last_that_came(kind):
    notice = create_notice()
    row = create_application(notice)
    for value, on in (
        (500, date(2024, 6, 3)),
        (100, date(2024, 6, 1)),
        (300, date(2024, 6, 3)),
        (200, date(2024, 6, 2)),
    ):
        record(row, kind, value, on)
    assert told(notice, row)[kind] == Answer(300, "행복e음", date(2024, 6, 3))


def test_of_words_too():
    notice = create_notice()
    row = create_application(notice)
    for value, on in ((True, date(2024, 6, 3)), (False, date(2024, 6, 3)), (True, date(2024, 6, 1))):
        record(row, LookUp.LIVING_BENEFIT, value, on)
    record(row, LookUp.OVERLAP, [], date(2024, 6, 2), "일모아")
    record(row, LookUp.INCOME, 7, date(2024, 6, 2))
    found = told(notice, row)
    assert found["living_benefit"] == Answer(False, "행복e음", date(2024, 6, 3))
    assert found["overlap"] == Answer([], "일모아", date(2024, 6, 2))
    assert found["income"] == Answer(7, "행복e음", date(2024, 6, 2))
    assert set(found) == {"living_benefit", "overlap", "income"}


@pytest.mark.parametrize("source", ["행복e음\x1e일모아", "행복\n이음"])
def test_a_source_that_is_no_line_of_text_is_refused(source):
    row = create_application(create_notice())
    with pytest.raises(RuleBroken, match="조회한 곳"):
        record(row, LookUp.INCOME, 1, date(2024, 6, 2), source)
    answer = {"person_id": row.person_id, "kind": "income", "value": 1, "looked_up_on": date(2024, 6, 2)}
    with pytest.raises(RuleBroken, match="조회한 곳"):
        look_ups.record_many([{**answer, "source": source}], by=actor(), now=NOW)


def test_two_people_with_the_same_answers_but_their_sums_keep_their_own():
    notice = create_notice()
    rows = [create_application(notice) for _ in range(2)]
    for place, row in enumerate(rows):
        record(row, LookUp.INCOME, 1000 + place, date(2024, 6, 2))
        record(row, LookUp.LIVING_BENEFIT, False, date(2024, 6, 2))
    assert [told(notice, row)["income"].value for row in rows] == [1000, 1001]
    assert [told(notice, row)["living_benefit"].value for row in rows] == [False, False]
