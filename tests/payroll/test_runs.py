"""Pay runs: to the won, in order, by two people, once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from datetime import date
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError

from app.audit import services as audit
from app.cohorts.models import Attendance, AttendanceMonth
from app.cohorts.services import books
from app.database import writing
from app.extensions import db
from app.payroll.models import PayLine, PayRun, PayTerms
from app.payroll.queries import groups
from app.payroll.services import checks, runs, shapes, terms
from app.shared.actor import Actor
from app.shared.errors import Conflict, RuleBroken
from tests.create import NOW, actor, create_worksite
from tests.payroll.create import (
    SHORT,
    attend,
    close_months,
    confirmed,
    create_participation,
    create_person,
    people_of,
    working_cohort,
)

pytestmark = pytest.mark.usefixtures("database")
FEBRUARY, MARCH, APRIL, JUNE = (date(2024, month, 1) for month in (2, 3, 4, 6))


def lines_of(run: PayRun) -> list[PayLine]:
    return list(db.session.scalars(sa.select(PayLine).where(PayLine.pay_run_id == run.id).order_by(PayLine.id)))


def test_march_2024_of_five_people_to_the_won() -> None:
    run = runs.draft_run(working_cohort(3, 2), MARCH, by=actor("finance"), now=NOW)
    five, three, everybody = groups(run)

    assert (five.minutes, five.people, five.wage, five.allowance) == (300, 3, 3 * 1_300_000, 3 * 100_000)
    assert (five.gross, five.deducted, five.net) == (3 * 1_400_000, 3 * 127_450, 3 * 1_272_550)
    assert (three.minutes, three.people, three.wage, three.allowance) == (180, 2, 2 * 780_000, 2 * 100_000)
    assert three.deducted == 2 * (4_309_740 // 138)
    assert everybody.employer == 3 * (40_378_290 // 277) + 2 * (6_256_920 // 138)
    assert (run.state, run.pay_on, run.insurance_month) == ("draft", date(2024, 4, 5), MARCH)


C8 = [(2, 1196000, 13970, 32400, 1284030), (3, 1404000, 143900, 161820, 1386100), (4, 1352000, 137700, 155820, 1346300),
      (5, 1352000, 137700, 155820, 1322300), (6, 1560000, 162750, 179810, 1523250)]  # fmt: skip


def test_the_whole_contract_of_2026_comes_out_as_worked_by_hand() -> None:
    cohort = working_cohort(1, 0, year=2026, starts_on=date(2026, 2, 2), ends_on=date(2026, 6, 30))
    for month, wage, deducted, employer, net in C8:
        run = runs.draft_run(cohort, date(2026, month, 1), by=actor("finance"), now=NOW)
        one = groups(run)[-1]
        assert (one.wage, one.deducted, one.employer, one.net) == (wage, deducted, employer, net)


def test_an_absence_takes_the_day_its_week_and_in_june_the_leave_of_its_month() -> None:
    cohort = working_cohort(0, 0)
    worksite = create_worksite()
    close_months(cohort, worksite)
    one = create_participation(cohort, worksite)
    attend([one], d20240306="absent")
    terms.set_cohort_terms(cohort, base_mode="month_wage", by=actor("finance"), now=NOW)
    maker = actor("finance")
    march = lines_of(runs.draft_run(cohort, MARCH, by=maker, now=NOW))[0]
    june = lines_of(runs.draft_run(cohort, JUNE, by=maker, now=NOW))[0]

    assert (march.days_worked, march.weekly_rests) == (19, 4)
    assert june.leave_minutes == 3 * 300
    assert june.leave_won == 3 * 50_000


def test_who_quits_is_paid_to_the_last_day() -> None:
    cohort = working_cohort(0, 0)
    worksite = create_worksite()
    close_months(cohort, worksite)
    one = create_participation(cohort, worksite, state="ended", ended_on=date(2024, 3, 8), end_reason="job")
    attend([one])
    terms.set_cohort_terms(cohort, base_mode="month_wage", by=actor("finance"), now=NOW)
    line = lines_of(runs.draft_run(cohort, MARCH, by=actor("finance"), now=NOW))[0]

    assert (line.days_worked, line.paid_holidays, line.used["to"]) == (5, 1, "2024-03-08")
    with pytest.raises(RuleBroken, match="받을 사람이 없습니다"):
        runs.draft_run(cohort, APRIL, by=actor("finance"), now=NOW)


def test_pay_waits_for_attendance_that_is_not_closed() -> None:
    cohort = working_cohort(1, 0, closed=False)
    name = books.unclosed(cohort, MARCH)[0]
    with pytest.raises(RuleBroken, match=f"{name}의 3월 출근부가 마감되지 않았습니다"):
        runs.draft_run(cohort, MARCH, by=actor("finance"), now=NOW)
    other = create_worksite()
    attend([create_participation(cohort, other)])
    close_months(cohort, other, "confirmed")
    with pytest.raises(RuleBroken, match="등 2곳의 3월 출근부가 마감되지 않았습니다"):
        runs.draft_run(cohort, MARCH, by=actor("finance"), now=NOW)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(PayRun)) == 0


def test_a_missing_declared_base_names_how_many_and_the_way_out() -> None:
    cohort = working_cohort(3, 2, mode=None)
    with pytest.raises(RuleBroken, match=r"신고 소득월액이 없는 사람이 5명 있습니다\. 임금 조건에서"):
        runs.draft_run(cohort, MARCH, by=actor("finance"), now=NOW)
    assert checks.without_base(cohort, MARCH) == 5

    bases = {300: terms.Bases(1_250_000, 1_250_000), 180: terms.Bases(None, 745_000)}
    terms.set_cohort_terms(cohort, base_mode="declared", bases=bases, by=actor("finance"), now=NOW)
    lines = lines_of(runs.draft_run(cohort, MARCH, by=actor("finance"), now=NOW))
    assert [(line.used["pension_base"], line.used["health_base"]) for line in lines] == [
        *[(1_250_000, 1_250_000)] * 3,
        *[(0, 745_000)] * 2,
    ]


def test_an_empty_day_is_named_with_the_person() -> None:
    cohort = working_cohort(1, 0)
    one = people_of(cohort)[0]
    db.session.execute(sa.delete(Attendance).where(Attendance.day == date(2024, 3, 6)))
    with pytest.raises(RuleBroken, match=rf"임찬솔\d+\(참여 {one.id}\): 2024.\s3.\s6. 출근부가 비어 있습니다"):
        runs.draft_run(cohort, MARCH, by=actor("finance"), now=NOW)


def test_a_month_outside_the_term_is_refused() -> None:
    with pytest.raises(RuleBroken, match="2024-07은 2024H1-companion의 기간"):
        runs.draft_run(working_cohort(1, 0), date(2024, 7, 1), by=actor("finance"), now=NOW)


def test_2027_has_no_rates_and_no_pay() -> None:
    cohort = working_cohort(1, 0, year=2027, starts_on=date(2027, 2, 1), ends_on=date(2027, 6, 30))
    with pytest.raises(RuleBroken, match="값이 없습니다"):
        runs.draft_run(cohort, date(2027, 3, 1), by=actor("finance"), now=NOW)


def test_redrafting_takes_the_new_terms_and_keeps_one_run() -> None:
    cohort = working_cohort(1, 0)
    maker = actor("finance")
    first = runs.draft_run(cohort, MARCH, by=maker, now=NOW)
    digest = first.inputs_digest
    terms.set_terms(people_of(cohort)[0], terms.TermValues(family=4, base_mode="month_wage"), by=maker, now=NOW)
    again = runs.draft_run(cohort, MARCH, by=maker, now=NOW)

    assert again.id == first.id
    assert again.inputs_digest != digest
    assert [line.income_tax_won for line in lines_of(again)] == [0]
    assert runs.draft_run(cohort, MARCH, by=maker, now=NOW).inputs_digest == again.inputs_digest


def test_a_confirmed_run_never_changes() -> None:
    cohort = working_cohort(2, 1)
    run = confirmed(cohort, MARCH, actor("finance"), actor("finance_lead"))
    before = shapes.run_json(run)
    db.session.execute(sa.delete(Attendance).where(Attendance.day == date(2024, 3, 6)))
    terms.set_cohort_terms(cohort, base_mode="declared", by=actor("finance"), now=NOW)
    again = runs.draft_run(cohort, MARCH, by=actor("finance"), now=NOW)

    assert again.state == "confirmed"
    assert shapes.run_json(again) == before


def test_nobody_confirms_the_own_draft() -> None:
    maker = actor("finance_lead")
    run = runs.draft_run(working_cohort(1, 0), MARCH, by=maker, now=NOW)
    with pytest.raises(RuleBroken, match="본인이 작성한 안은 본인이 결재할 수 없습니다"):
        runs.confirm_run(run, by=maker, now=NOW)
    run.approved_by_id, run.approved_at, run.state = maker.user_id, NOW, "confirmed"
    with pytest.raises(IntegrityError, match="two_people"):
        db.session.flush()


def test_a_second_confirmation_says_who_was_first() -> None:
    checker = actor("finance_lead", name="박과장")
    run = confirmed(working_cohort(1, 0), MARCH, actor("finance"), checker)
    with pytest.raises(Conflict, match=r"박과장님이 2024\.\s7\.\s8\. 10:00에 이미 결재했습니다"):
        runs.confirm_run(run, by=actor("finance_lead"), now=NOW)


@pytest.mark.parametrize("what", ["attendance", "terms"])
def test_what_changed_since_the_draft_must_be_drafted_again(what: str) -> None:
    cohort = working_cohort(1, 0)
    run = runs.draft_run(cohort, MARCH, by=actor("finance"), now=NOW)
    if what == "attendance":
        db.session.execute(sa.update(Attendance).where(Attendance.day == date(2024, 3, 6)).values(late_minutes=10))
    else:
        terms.set_terms(
            people_of(cohort)[0], terms.TermValues(base_mode="month_wage", family=2), by=actor("finance"), now=NOW
        )
    with pytest.raises(RuleBroken, match="다시 작성한 뒤 확정해 주세요"):
        runs.confirm_run(run, by=actor("finance_lead"), now=NOW)


def test_two_who_confirm_at_once_make_one_confirmation(app: Flask) -> None:
    run = runs.draft_run(working_cohort(1, 0), MARCH, by=actor("finance"), now=NOW)
    first, second = actor("finance_lead"), actor("finance_lead")
    run_id = run.id
    audit.commit()
    start = Barrier(2)

    def press(by: Actor) -> str:
        with app.app_context(), writing():
            start.wait()
            try:
                runs.confirm_run(db.session.get_one(PayRun, run_id), by=by, now=NOW)
                audit.commit()
            except RuleBroken as error:
                return str(error)
            finally:
                db.session.remove()
        return "confirmed"

    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(Context().run, press, by) for by in (first, second)]
        said = sorted(job.result() for job in jobs)
    db.session.expire_all()

    assert said[0] == "confirmed"
    assert "이미 결재했습니다" in said[1]
    assert db.session.get_one(PayRun, run_id).approved_by_id in (first.user_id, second.user_id)


def test_the_database_refuses_the_same_month_twice() -> None:
    run = runs.draft_run(working_cohort(1, 0), MARCH, by=actor("finance"), now=NOW)
    line = lines_of(run)[0]
    copied = {column.key: getattr(line, column.key) for column in sa.inspect(PayLine).columns if column.key != "id"}
    with pytest.raises(IntegrityError):
        db.session.execute(sa.insert(PayLine), [copied])


def test_the_database_holds_the_sums() -> None:
    run = runs.draft_run(working_cohort(1, 0), MARCH, by=actor("finance"), now=NOW)
    with pytest.raises(IntegrityError, match="net_is_the_rest"):
        db.session.execute(sa.update(PayLine).where(PayLine.pay_run_id == run.id).values(net_won=PayLine.net_won + 1))


def test_a_person_paid_in_another_cohort_for_the_same_time_is_refused() -> None:
    person = create_person(name="조새봄")
    maker, checker = actor("finance"), actor("finance_lead")
    for programme, ends_on, refused in (
        ("companion", date(2024, 3, 20), False),
        ("community", date(2024, 6, 30), True),
    ):
        cohort = working_cohort(0, 0, programme=programme, months_reason="시험")
        worksite = create_worksite()
        close_months(cohort, worksite)
        starts_on = cohort.starts_on if programme == "companion" else date(2024, 3, 18)
        one = create_participation(cohort, worksite, person=person, starts_on=starts_on, ends_on=ends_on)
        if refused:
            db.session.execute(sa.delete(Attendance))
        attend([one])
        terms.set_cohort_terms(cohort, base_mode="month_wage", by=maker, now=NOW)
        run = runs.draft_run(cohort, MARCH, by=maker, now=NOW)
        if not refused:
            runs.confirm_run(run, by=checker, now=NOW)
            continue
        with pytest.raises(
            RuleBroken, match=r"조새봄님 2024\.\s3\.\s18\. 근무는 2024H1-companion 2024-03 급여에서 이미"
        ):
            runs.confirm_run(run, by=checker, now=NOW)


@pytest.mark.parametrize(
    ("paid_on", "refused"),
    [(date(2024, 4, 5), False), (date(2024, 7, 9), True), (date(2024, 2, 29), True)],
    ids=["on the day", "tomorrow", "before the month"],
)
def test_pay_is_marked_paid_for_a_day_that_was(paid_on: date, refused: bool) -> None:
    checker, today = actor("finance_lead"), date(2024, 7, 8)
    run = confirmed(working_cohort(1, 0), MARCH, actor("finance"), checker)
    if refused:
        with pytest.raises(RuleBroken, match="지급한 날"):
            runs.mark_paid(run, paid_on, by=checker, now=NOW, today=today)
        return
    runs.mark_paid(run, paid_on, by=checker, now=NOW, today=today)
    assert (run.state, run.paid_on) == ("paid", paid_on)
    with pytest.raises(RuleBroken, match="이미 지급 완료"):
        runs.mark_paid(run, paid_on, by=checker, now=NOW, today=today)


def test_a_draft_cannot_be_marked_paid() -> None:
    run = runs.draft_run(working_cohort(1, 0), MARCH, by=actor("finance"), now=NOW)
    with pytest.raises(RuleBroken, match="확정한 급여만"):
        runs.mark_paid(run, date(2024, 4, 5), by=actor("finance_lead"), now=NOW, today=date(2024, 7, 8))


@pytest.mark.parametrize(
    ("month", "pay_on"),
    [(date(2024, 3, 1), date(2024, 4, 5)), (date(2026, 3, 1), date(2026, 4, 3)), (date(2024, 4, 1), date(2024, 5, 3))],
    ids=["a working day", "a Sunday", "children's day on a Sunday"],
)
def test_pay_day_is_the_fifth_or_the_working_day_before(month: date, pay_on: date) -> None:
    assert runs.default_pay_on(month) == pay_on


def test_the_document_of_a_run_has_the_agreed_shape() -> None:
    run = runs.draft_run(working_cohort(1, 1), MARCH, by=actor("finance"), now=NOW)
    document = shapes.run_json(run)
    young, old = document["lines"]

    assert list(document) == ["cohort", "month", "status", "lines"]
    assert (document["cohort"], document["month"], document["status"]) == ("2024H1-companion", "2024-03", "draft")
    assert list(young) == [
        "participation", "born", "from", "to", "hours_a_day", "daily_wage", "days_worked", "paid_holidays",
        "weekly_rests", "leave_days", "family", "pension_base", "health_base", "items", "deductions", "employer",
        "reasons", "gross", "net",
    ]  # fmt: skip
    assert (young["born"], young["from"], young["to"]) == ("1971-05-05", "2024-02-01", "2024-06-30")
    assert (young["hours_a_day"], young["daily_wage"], young["leave_days"], young["family"]) == (5, 50_000, 0, 1)
    assert young["items"] == {
        "base": 1_000_000, "holiday": 50_000, "weekly_rest": 250_000, "leave": 0, "lateness": 0, "allowance": 100_000
    }  # fmt: skip
    assert young["deductions"] == {
        "pension": 58_500, "health": 46_080, "care": 5_960, "employment": 11_700, "income_tax": 4_740, "local_tax": 470
    }  # fmt: skip
    assert list(young["employer"]) == ["pension", "health", "care", "employment", "stability", "accident"]
    assert (young["gross"], young["net"], young["reasons"]) == (1_400_000, 1_272_550, {})
    for line in (young, old):
        assert sum(line["items"].values()) == line["gross"]
        assert line["gross"] - sum(line["deductions"].values()) == line["net"]
    assert old["reasons"]["pension"] == "국민연금 0원: 만 60세 이상입니다."
    assert old["reasons"]["employment"] == "고용보험 실업급여 0원: 만 65세 이후에 고용되었습니다."


def test_drafting_asks_the_same_number_of_questions_for_few_and_for_many() -> None:
    counted: list[int] = []
    for five, half in ((1, 1), (30, 2)):
        cohort = working_cohort(five, 0, half=half)
        seen: list[str] = []
        listen: Callable[..., Any] = lambda *args, seen=seen: seen.append(args[2])  # noqa: E731
        sa.event.listen(db.engine, "before_cursor_execute", listen)
        runs.draft_run(cohort, MARCH, by=actor("finance"), now=NOW)
        sa.event.remove(db.engine, "before_cursor_execute", listen)
        counted.append(len(seen))

    assert counted[0] == counted[1] <= 40


def test_closing_belongs_to_the_worksites_with_people() -> None:
    cohort = working_cohort(1, 0)
    empty = create_worksite()
    db.session.add(
        AttendanceMonth(cohort_id=cohort.id, worksite_id=empty.id, month=MARCH, state="open", created_at=NOW)
    )
    db.session.flush()
    assert books.unclosed(cohort, MARCH) == []


def test_someone_without_a_worksite_blocks_the_month() -> None:
    cohort = working_cohort(1, 0)
    create_participation(cohort, create_worksite(), worksite_id=None, **SHORT)
    with pytest.raises(RuleBroken, match="근무지가 정해지지 않은 사람이 1명"):
        runs.draft_run(cohort, MARCH, by=actor("finance"), now=NOW)


def test_default_terms_are_made_once() -> None:
    cohort = working_cohort(2, 1, mode=None)
    assert terms.ensure_terms(cohort, by=actor("finance"), now=NOW) == 3
    assert terms.ensure_terms(cohort, by=actor("finance"), now=NOW) == 0
    row = db.session.scalars(sa.select(PayTerms)).first()
    assert row is not None
    assert (row.family, row.base_mode, row.tax_percent, row.version) == (1, "declared", 100, 1)
