"""재원별 분담: months add up, the ceiling bites once, two people, in order."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError

from app.audit import services as audit
from app.extensions import db
from app.payroll.models import CostShare, Statement
from app.payroll.services import grants, runs, shapes, statements, stating
from app.payroll.services.stated import Stated
from app.reference.models import Cohort
from app.rules.cost_share import Shares, ratio_text
from app.shared.actor import Actor
from app.shared.errors import Conflict, RuleBroken
from app.shared.periods import months_touched
from tests.at_once import at_once
from tests.create import NOW, actor
from tests.payroll.create import confirmed, working_cohort

pytestmark = pytest.mark.usefixtures("database")
FEBRUARY, MARCH, APRIL, JUNE = (date(2024, month, 1) for month in (2, 3, 4, 6))


@pytest.fixture
def maker(database: None) -> Actor:
    return actor("finance", name="김담당")


@pytest.fixture
def checker(database: None) -> Actor:
    return actor("finance_lead", name="박과장")


def grant(won: int, by: Actor, **overrides: Any) -> None:
    values: dict[str, Any] = {"decided_won": won, "decided_on": date(2024, 1, 15), "number": "예시-1", **overrides}
    grants.add_grant("companion", 2024, "city", by=by, now=NOW, **values)


def paid_cohort(maker: Actor, checker: Actor, until: int = 6, **overrides: Any) -> Cohort:
    """A cohort whose pay is confirmed up to that month."""
    cohort = working_cohort(3, 2, **overrides)
    for month in months_touched(cohort.starts_on, date(cohort.year, until, 1)):
        confirmed(cohort, month, maker, checker)
    return cohort


def state_all(cohort: Cohort, maker: Actor, checker: Actor, until: int = 6) -> list[Stated]:
    """Every month drafted and confirmed in order, as kept."""
    kept = []
    for month in months_touched(cohort.starts_on, date(cohort.year, until, 1)):
        row = statements.draft_statement(cohort, month, by=maker, now=NOW)
        kept.append(stating.stored(statements.confirm_statement(row, by=checker, now=NOW)))
    return kept


def test_march_of_five_people_to_the_won(maker: Actor, checker: Actor) -> None:
    cohort = paid_cohort(maker, checker, 3)
    row = statements.draft_statement(cohort, MARCH, by=maker, now=NOW)
    stated = stating.stored(row)

    assert [(line.item, line.shares.total) for line in stated.lines] == [
        ("wage", 3 * 1_300_000 + 2 * 780_000),
        ("insurance", 3 * 145_770 + 2 * 45_340),
        ("allowance", 5 * 100_000),
    ]
    assert stated.lines[0].shares == Shares(0, 3_822_000, 1_638_000)
    assert (row.number, row.headcount, row.pay_on) == ("분담-2024-동행-상-03", 5, date(2024, 4, 5))
    assert (stated.overflow, stated.ceiling) == (0, None)


def test_five_months_make_the_term_and_funders_make_every_line(maker: Actor, checker: Actor) -> None:
    cohort = paid_cohort(maker, checker)
    months = state_all(cohort, maker, checker)
    for at, item in enumerate(("wage", "insurance", "allowance")):
        whole = sum(month.lines[at].shares.total for month in months)
        city = sum(month.lines[at].shares.city for month in months)
        assert months[0].lines[at].item == item
        assert city == whole * 7 // 10
    for month in months:
        assert all(line.shares.national == 0 for line in month.lines)
    year, rows = statements.state_year("companion", 2024)
    assert year.total == sum((month.total for month in months), Shares())
    assert (len(rows), year.headcount, year.state) == (5, 5, "confirmed")


def test_the_ceiling_bites_in_june_and_never_twice(maker: Actor, checker: Actor) -> None:
    cohort = paid_cohort(maker, checker)
    free = sum((stated.total for stated in stating.state_up_to(cohort, JUNE).values()), Shares())
    grant(free.city - 1_000_001, maker)
    months = state_all(cohort, maker, checker)

    assert [month.overflow for month in months] == [0, 0, 0, 0, 1_000_001]
    june = months[-1]
    assert june.overflow_row == Shares(0, -1_000_001, 1_000_001)
    assert june.nominal.total == june.total.total
    assert june.ceiling is not None
    assert june.ceiling.left == june.total.city
    total = sum((month.total for month in months), Shares())
    assert total.city == free.city - 1_000_001
    assert total.total == free.total
    found = grants.ledger("companion", 2024, "city")
    assert (found.executed, found.decided_left) == (free.city - 1_000_001, 0)


def test_the_second_half_finds_the_grant_used_up(maker: Actor, checker: Actor) -> None:
    first = paid_cohort(maker, checker, 3)
    grant(9_000_000, maker)
    state_all(first, maker, checker, 3)
    second = working_cohort(2, 0, half=2, starts_on=date(2024, 7, 1), ends_on=date(2024, 11, 29))
    confirmed(second, date(2024, 7, 1), maker, checker)
    july = stating.stored(statements.draft_statement(second, date(2024, 7, 1), by=maker, now=NOW))
    used = sum(stating.stored(row).total.city for row in statements.state_year("companion", 2024)[1][:2])

    assert july.ceiling is not None
    assert (july.ceiling.decided, july.ceiling.used_before) == (9_000_000, used)
    assert july.total.city == max(0, min(july.nominal.city, 9_000_000 - used))
    assert july.overflow == july.nominal.city - july.total.city > 0


def test_two_cohorts_confirmed_at_once_never_pass_the_grant(app: Flask, maker: Actor, checker: Actor) -> None:
    grant(1_500_000, maker)
    rows = []
    for half in (1, 2):  # paid on the same day, so that neither has to wait for the other
        cohort = working_cohort(1, 0, half=half)
        confirmed(cohort, FEBRUARY, maker, checker)
        rows.append(statements.draft_statement(cohort, FEBRUARY, by=maker, now=NOW).id)
    audit.commit()

    def press(row_id: int) -> str:
        try:
            statements.confirm_statement(db.session.get_one(Statement, row_id), by=checker, now=NOW)
        except RuleBroken as error:
            return str(error)
        audit.commit()
        return "confirmed"

    said = sorted(at_once(app, [partial(press, row_id) for row_id in rows]))
    db.session.rollback()
    db.session.expire_all()

    assert said[0] == "confirmed"
    assert "교부결정이나 분담 비율이 바뀌었습니다" in said[1]
    late = next(row for row_id in rows if (row := db.session.get_one(Statement, row_id)).state == "draft")
    again = statements.draft_statement(late.cohort, FEBRUARY, by=maker, now=NOW)
    statements.confirm_statement(again, by=checker, now=NOW)
    assert grants.ledger("companion", 2024, "city").executed == 1_500_000


def test_a_community_cohort_is_75_to_25_and_gangamchan_all_of_the_district(maker: Actor, checker: Actor) -> None:
    for programme, ratio in (("community", "75.00 : 25.00"), ("gangamchan", "0.00 : 100.00")):
        cohort = working_cohort(1, 0, programme=programme, ends_on=date(2024, 5, 31))
        confirmed(cohort, FEBRUARY, maker, checker)
        stated = stating.stored(statements.draft_statement(cohort, FEBRUARY, by=maker, now=NOW))
        assert ratio_text(stated.total) == ratio


def test_pay_that_is_not_confirmed_has_no_statement(maker: Actor, checker: Actor) -> None:
    cohort = working_cohort(1, 0)
    with pytest.raises(RuleBroken, match="2024-02 급여가 확정되지 않았습니다"):
        statements.draft_statement(cohort, FEBRUARY, by=maker, now=NOW)
    runs.draft_run(cohort, FEBRUARY, by=maker, now=NOW)
    confirmed(cohort, MARCH, maker, checker)
    with pytest.raises(RuleBroken, match="2024-02 급여가 확정되지 않아 2024-03 내역서를 작성할 수 없습니다"):
        statements.draft_statement(cohort, MARCH, by=maker, now=NOW)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Statement)) == 0


def test_months_are_confirmed_in_order(maker: Actor, checker: Actor) -> None:
    cohort = paid_cohort(maker, checker, 3)
    march = statements.draft_statement(cohort, MARCH, by=maker, now=NOW)
    february = stating.statement_of(cohort, FEBRUARY)
    with pytest.raises(RuleBroken, match="2024H1-companion 2024-02 내역서가 확정되지 않았습니다"):
        statements.confirm_statement(march, by=checker, now=NOW)
    statements.confirm_statement(february, by=checker, now=NOW)
    statements.confirm_statement(march, by=checker, now=NOW)
    assert (february.state, march.state) == ("confirmed", "confirmed")


def test_nobody_confirms_the_own_statement_and_nobody_twice(maker: Actor, checker: Actor) -> None:
    cohort = paid_cohort(maker, checker, 2)
    row = statements.draft_statement(cohort, FEBRUARY, by=checker, now=NOW)
    with pytest.raises(RuleBroken, match="본인이 작성한 안은"):
        statements.confirm_statement(row, by=checker, now=NOW)
    statements.confirm_statement(row, by=actor("finance_lead", name="이과장"), now=NOW)
    with pytest.raises(Conflict, match="이과장님이"):
        statements.confirm_statement(row, by=actor("finance_lead"), now=NOW)


def test_a_draft_follows_the_grant_and_a_confirmed_one_does_not(maker: Actor, checker: Actor) -> None:
    cohort = paid_cohort(maker, checker, 3)
    february = statements.draft_statement(cohort, FEBRUARY, by=maker, now=NOW)
    statements.confirm_statement(february, by=checker, now=NOW)
    before = shapes.statement_json(cohort, FEBRUARY, stating.stored(february))
    march = statements.draft_statement(cohort, MARCH, by=maker, now=NOW)
    grant(1_000_000, maker)
    with pytest.raises(RuleBroken, match="다시 작성한 뒤 확정해 주세요"):
        statements.confirm_statement(march, by=checker, now=NOW)
    again = statements.draft_statement(cohort, MARCH, by=maker, now=NOW)

    assert again.id == march.id
    assert again.overflow_won > 0
    assert shapes.statement_json(cohort, FEBRUARY, stating.stored(february)) == before


def test_the_document_of_a_statement_has_the_agreed_shape(maker: Actor, checker: Actor) -> None:
    cohort = paid_cohort(maker, checker, 2)
    grant(1_000_000, maker)
    row = statements.draft_statement(cohort, FEBRUARY, by=maker, now=NOW)
    document = shapes.statement_json(cohort, FEBRUARY, stating.stored(row))

    assert list(document) == [
        "cohort", "programme", "month", "status", "lines", "total", "nominal", "ceiling", "headcount"
    ]  # fmt: skip
    assert [line["item"] for line in document["lines"]] == ["wage", "insurance", "allowance", "overflow"]
    assert [document[key] for key in ("cohort", "programme", "month", "status", "headcount")] == [
        "2024H1-companion", "companion", "2024-02", "draft", 5
    ]  # fmt: skip
    for funder in ("total", "national", "city", "district"):
        assert sum(line[funder] for line in document["lines"]) == document["total"][funder]
    assert document["ceiling"] == {"decided": 1_000_000, "used_before": 0, "left": 1_000_000}
    assert document["total"]["city"] == 1_000_000
    overflow = document["lines"][-1]
    assert (overflow["total"], overflow["city"] + overflow["district"]) == (0, 0)
    assert document["nominal"]["city"] == 1_000_000 - overflow["city"]


def test_without_a_grant_there_is_no_ceiling_and_no_overflow_line(maker: Actor, checker: Actor) -> None:
    cohort = paid_cohort(maker, checker, 2)
    row = statements.draft_statement(cohort, FEBRUARY, by=maker, now=NOW)
    document = shapes.statement_json(cohort, FEBRUARY, stating.stored(row))
    assert document["ceiling"] is None
    assert [line["item"] for line in document["lines"]] == ["wage", "insurance", "allowance"]


def test_the_database_holds_what_adds_up(maker: Actor, checker: Actor) -> None:
    row = statements.draft_statement(paid_cohort(maker, checker, 2), FEBRUARY, by=maker, now=NOW)
    change = sa.update(CostShare).where(CostShare.statement_id == row.id).values(city_won=CostShare.city_won + 1)
    with pytest.raises(IntegrityError, match="funders_are_the_total"):
        db.session.execute(change)


def test_the_year_without_statements_says_so(maker: Actor) -> None:
    with pytest.raises(RuleBroken, match="2024년 companion 내역서가 아직 없습니다"):
        statements.state_year("companion", 2024)


def test_several_decisions_add_up_and_the_ledger_refuses_too_much(maker: Actor) -> None:
    grant(100, maker)
    with pytest.raises(RuleBroken, match="이미 등록했습니다"):
        grant(100, maker)
    grant(50, maker, number="예시-2")
    assert stating.decided("companion", 2024) == 150
    found = grants.ledger("companion", 2024, "city")
    assert (found.decided, found.received, found.executed) == (150, 0, 0)


@pytest.mark.parametrize(
    ("kind", "amount", "refused"),
    [
        ("received", 60, None),
        ("received", 61, "교부결정액 100원보다 1원"),
        ("returned", 42, None),
        ("returned", 43, "합계 42원보다"),
    ],
    ids=["all of it", "a won more", "all that came", "a won more back"],
)
def test_entries_stay_within_the_decision(maker: Actor, kind: str, amount: int, refused: str | None) -> None:
    grant(100, maker)
    row = grants.grant_of(1)
    grants.add_entry(row, "received", 40, date(2024, 1, 25), by=maker, now=NOW)
    grants.add_entry(row, "interest", 2, date(2024, 3, 25), by=maker, now=NOW)
    if refused:
        with pytest.raises(RuleBroken, match=refused):
            grants.add_entry(row, kind, amount, date(2024, 4, 1), by=maker, now=NOW)
        return
    grants.add_entry(row, kind, amount, date(2024, 4, 1), by=maker, now=NOW)
    found = grants.ledger("companion", 2024, "city")
    assert (found.received, found.interest) == (100 if kind == "received" else 40, 2)
    assert found.to_return == (102 if kind == "received" else 0)
