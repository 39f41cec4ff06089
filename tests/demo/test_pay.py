"""Five months of pay in the demo: runs, statements under the ceiling, and the people of the story on their lines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app.cohorts.models import Participation
from app.extensions import db
from app.payroll.models import PayLine, PayRun, Statement
from app.payroll.services.grants import ledger
from app.recruitment.models import Person
from app.reference.models import Cohort

WORKED = "2024H1-companion"
MONTHS = ("2024-02", "2024-03", "2024-04", "2024-05", "2024-06")


def worked(name: str) -> Participation:
    query = sa.select(Participation).join(Person, Person.id == Participation.person_id)
    query = query.join(Cohort, Cohort.id == Participation.cohort_id).where(Cohort.code == WORKED, Person.name == name)
    return db.session.scalars(query).one()


def lines_of(name: str) -> dict[str, PayLine]:
    rows = db.session.scalars(sa.select(PayLine).where(PayLine.participation_id == worked(name).id))
    return {f"{row.month:%Y-%m}": row for row in rows}


def test_five_months_are_confirmed_and_paid_by_two_people(filled: Flask) -> None:
    rows = db.session.scalars(sa.select(PayRun).order_by(PayRun.month)).all()
    assert [(f"{run.month:%Y-%m}", run.state) for run in rows] == [(month, "paid") for month in MONTHS]
    assert all(run.proposed_by_id != run.approved_by_id for run in rows)


def test_statements_add_up_and_june_passes_the_ceiling(filled: Flask, ask: Callable[..., Any]) -> None:
    months = [ask("payroll", "statement", "--cohort", WORKED, "--month", month) for month in MONTHS]
    assert [one["status"] for one in months] == ["confirmed"] * 5
    for one in months:
        for part in ("total", "national", "city", "district"):
            assert sum(line[part] for line in one["lines"]) == one["total"][part]
        assert one["total"]["city"] + one["total"]["district"] == one["total"]["total"]
    assert sum(one["total"]["city"] for one in months) == 1_900_000_000
    overflow = [[line for line in one["lines"] if line["item"] == "overflow"] for one in months]
    assert overflow[:4] == [[], [], [], []]
    assert overflow[4][0]["city"] == -overflow[4][0]["district"] < 0
    year = ask("payroll", "statement", "--year", "2024", "--programme", "companion")
    assert year["total"]["total"] == sum(one["total"]["total"] for one in months)


def test_the_grant_ledger_is_used_up(filled: Flask) -> None:
    city = ledger("companion", 2024, "city")
    assert (city.decided, city.received, city.executed) == (1_900_000_000, 1_900_000_000, 1_900_000_000)
    assert db.session.scalar(sa.select(sa.func.max(Statement.overflow_won))) > 0


def test_full_attendance_is_paid_as_the_paper_says(filled: Flask) -> None:
    march = lines_of("임찬솔")["2024-03"]
    assert (march.days_worked, march.paid_holidays, march.weekly_rests) == (20, 1, 5)
    assert (march.base_won, march.gross_won, march.net_won) == (1_000_000, 1_400_000, 1_272_550)
    june = lines_of("임찬솔")["2024-06"]
    assert june.leave_won == 4 * 50_000


def test_the_cast_of_pay_stands_as_told(filled: Flask) -> None:
    absent = lines_of("조새봄")["2024-03"]
    assert (absent.days_worked, absent.weekly_rests, absent.leave_minutes) == (18, 4, 300)
    assert lines_of("윤아름")["2024-03"].lateness_won == -5_000
    sixty = lines_of("손바람")
    assert sixty["2024-04"].pension_won > 0
    assert sixty["2024-05"].pension_won == 0
    assert all(row.employment_won > 0 for row in lines_of("문여울").values())
    assert all(row.health_won == row.care_won == 0 for row in lines_of("남소담").values())
    senior = sa.select(PayLine.id).join(Participation).where(Participation.stream_code == "senior")
    assert db.session.scalars(senior.where(sa.or_(PayLine.employment_won > 0, PayLine.pension_won > 0))).all() == []


def test_one_left_for_a_job_and_the_reserve_followed_in_the_same_seat(filled: Flask) -> None:
    gone, came = worked("백우람"), worked("고그루")
    assert (gone.ended_on, gone.end_reason) == (date(2024, 3, 15), "job")
    assert (came.origin, came.source, came.starts_on) == ("reserve", "live", date(2024, 3, 18))
    assert (came.stream_code, came.seat_no, came.worksite_id) == (gone.stream_code, gone.seat_no, gone.worksite_id)
    assert list(lines_of("백우람")) == ["2024-02", "2024-03"]
    assert list(lines_of("고그루")) == ["2024-03", "2024-04", "2024-05", "2024-06"]
