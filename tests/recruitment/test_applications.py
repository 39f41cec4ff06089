"""Receiving and changing applications."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.audit import services as audit
from app.extensions import db
from app.recruitment import queries
from app.recruitment.models import ApplicationEvent, Paper, Screening
from app.recruitment.services import applications, people, scope
from app.recruitment.services.intake import Member
from app.shared.errors import Conflict, NotFound, RuleBroken
from tests.create import DAEHAK, NOW, SINRIM, actor
from tests.recruitment.create import TODAY, create_application, create_intake, create_notice, number

pytestmark = pytest.mark.usefixtures("database")


def receive(notice, *, today=TODAY, by=None, rrn=None, **overrides):
    return applications.receive(
        notice, rrn or number(), create_intake(**overrides), by=by or actor("clerk"), now=NOW, today=today
    )


def test_numbers_run_without_gaps():
    notice = create_notice()
    assert [receive(notice).number for _ in range(3)] == [1, 2, 3]
    assert receive(notice).code == "2024H2-community-1-00004"


@pytest.mark.parametrize(
    ("day", "sentence"),
    [(date(2024, 5, 6), "부터입니다"), (date(2024, 7, 13), "끝났습니다")],
    ids=["day before it opens", "day after it closes"],
)
def test_outside_the_window_nothing_is_received(day, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        receive(create_notice(), today=day)


@pytest.mark.parametrize("day", [date(2024, 5, 7), date(2024, 7, 12)], ids=["first day", "last day"])
def test_the_window_counts_both_ends(day):
    assert receive(create_notice(), today=day).received_on == day


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_a_notice_that_is_not_open_receives_nobody(state):
    with pytest.raises(RuleBroken, match="접수 중인 공고가 아닙니다"):
        receive(create_notice(state))


def test_the_same_person_twice_is_refused_with_a_link_only_where_it_may_be_seen():
    notice, rrn = create_notice(), number("660412", 2, 61)
    first = receive(notice, rrn=rrn)
    with pytest.raises(applications.AlreadyApplied, match=r"이미 접수한 분입니다\(신림동, 접수일 2024") as here:
        receive(notice, rrn=rrn)
    with pytest.raises(applications.AlreadyApplied) as elsewhere:
        receive(notice, rrn=rrn, by=actor("clerk", dong_code=DAEHAK))
    assert (here.value.application_id, elsewhere.value.application_id) == (first.id, None)


def test_a_clerk_receives_for_the_own_dong_wherever_the_applicant_lives():
    row = receive(create_notice(), by=actor("clerk", dong_code=DAEHAK), who={"dong_code": SINRIM})
    assert row.dong_code == DAEHAK


@pytest.mark.parametrize("purpose", ["personal", "unique_id", "health", "third_party"])
def test_every_required_consent_is_needed(purpose):
    given = tuple(one for one in ("personal", "unique_id", "health", "third_party") if one != purpose)
    with pytest.raises(RuleBroken, match="동의해야"):
        receive(create_notice(), consents=given)


def test_a_missing_paper_is_due_in_a_week():
    row = receive(create_notice(), papers=("application_form",))
    assert (row.state, row.due_on) == ("papers_due", date(2024, 7, 15))
    steps = db.session.execute(
        sa.select(ApplicationEvent.from_state, ApplicationEvent.to_state).order_by(ApplicationEvent.id)
    ).all()
    assert [tuple(step) for step in steps] == [(None, "received"), ("received", "papers_due")]


def test_proof_is_asked_only_of_those_who_claim_something():
    plain = receive(create_notice())
    assert plain.state == "received"
    claimed = receive(plain.notice, said={"vulnerable_types": ("disabled",)})
    assert claimed.state == "papers_due"


@pytest.mark.parametrize(
    ("born", "sex", "chosen", "stream"),
    [
        ("590507", 2, "", "senior"),
        ("590508", 2, "", "under65"),
        ("060507", 4, "", "under65"),
        ("590507", 2, "under65", "under65"),
    ],
    ids=["65 on the day", "65 the day after", "18 on the day", "chosen against the age: screening says so"],
)
def test_the_stream_follows_the_age_on_the_reference_date(born, sex, chosen, stream):
    assert receive(create_notice(), rrn=number(born, sex), stream=chosen).stream.code == stream


def test_declared_facts_are_read_strictly():
    notice = create_notice()
    with pytest.raises(RuleBroken, match="목록에서"):
        receive(notice, said={"vulnerable_types": ("rich",)})
    with pytest.raises(RuleBroken, match="0원부터"):
        receive(notice, said={"income_won": -1})


def test_foreign_dong_and_unknown_are_the_same_not_found():
    row, clerk = create_application(create_notice()), actor("clerk", dong_code=DAEHAK)
    for wanted in (row.id, 987654):
        with pytest.raises(NotFound) as error:
            scope.application(wanted, clerk)
        assert str(error.value) == str(NotFound())


def test_revising_keeps_the_day_of_a_paper_and_brings_the_rest_in_line():
    row = create_application(create_notice(), papers=("application_form",))
    clerk, later = actor("clerk"), date(2024, 7, 10)
    intake = create_intake(members=(Member("배우자", "이한결", 1964, 3_120_000),), said={"income_won": 3_120_000})
    applications.revise(row, intake, version=row.version, by=clerk, now=NOW, today=later)
    days = dict(db.session.execute(sa.select(Paper.kind, Paper.received_on).where(Paper.required)).all())
    assert (days["application_form"], days["info_consent"]) == (TODAY, later)
    assert row.state == "received"
    assert [one.name for one in applications.members_of(row)] == ["이한결"]
    assert row.declared["member_income_won"] == [3_120_000]
    assert db.session.scalar(sa.select(sa.func.count(Screening.id))) == 2


def test_the_later_of_two_savers_is_told_who_was_first():
    row = create_application(create_notice())
    seen = row.version
    applications.revise(row, create_intake(), version=seen, by=actor("clerk", name="박서연"), now=NOW, today=TODAY)
    with pytest.raises(Conflict, match="먼저 저장했습니다"):
        applications.revise(row, create_intake(), version=seen, by=actor("clerk"), now=NOW, today=TODAY)


@pytest.mark.parametrize(
    ("own", "sentence"),
    [(True, r"^다른 창에서 \d\d:\d\d에 먼저 저장했습니다"), (False, r"^박서연님이 \d\d:\d\d에 먼저 저장했습니다")],
    ids=["in another window", "by somebody else"],
)
def test_nobody_is_named_to_themselves_as_having_saved_first(own, sentence):
    row, first = create_application(create_notice()), actor("clerk", name="박서연")
    seen = row.version
    applications.revise(row, create_intake(), version=seen, by=first, now=NOW, today=TODAY)
    audit.commit()
    with pytest.raises(Conflict, match=sentence):
        applications.revise(
            row, create_intake(), version=seen, by=first if own else actor("clerk"), now=NOW, today=TODAY
        )


def test_an_older_application_helps_to_fill_in_the_next_one_only_in_its_own_dong():
    notice = create_notice()
    row = create_application(notice)
    assert queries.before(row.person, notice, actor("clerk")).last is row
    assert queries.before(row.person, notice, actor("clerk", dong_code=DAEHAK)).last is None
    assert people.by_number(people.number_of(row.person)) is row.person
