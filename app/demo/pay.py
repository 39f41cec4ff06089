"""Five months of pay of 2024 H1 서울동행일자리: terms, grant, runs confirmed and paid, statements in order."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from app.cohorts.models import Participation
from app.demo.office import Staff
from app.demo.story_time import TODAY, at
from app.extensions import db
from app.payroll.services import grants, runs, statements, terms
from app.payroll.services.terms import TermValues
from app.recruitment.models import Person
from app.reference.models import Cohort
from app.shared.periods import months_touched

BASE_MODE = "month_wage"
"""Premiums on the month's wage, as in papers.md 6.1; the office's own default is the declared 소득월액."""
DECIDED_WON, FIRST_INSTALMENT_WON = 1_900_000_000, 1_000_000_000
TOLD = {
    "남소담": TermValues(base_mode=BASE_MODE, health="medical_aid", family=2),
    "조새봄": TermValues(base_mode=BASE_MODE, family=3, children=1),
    "손바람": TermValues(base_mode=BASE_MODE, family=2),
}


def pay_out(cohort: Cohort, staff: Staff) -> None:
    """Everything is drafted by one account and confirmed by another, month after month."""
    _decide_grant(cohort, staff)
    _set_terms(cohort, staff)
    for month in months_touched(cohort.starts_on, cohort.ends_on):
        _pay_month(cohort, month, staff)


def _decide_grant(cohort: Cohort, staff: Staff) -> None:
    """시비 교부결정 of 2024 (예시): with it June passes the ceiling."""
    by, decided_on, came_on = staff["finance01"], date(2024, 1, 15), date(2024, 1, 25)
    grant = grants.add_grant(
        cohort.programme_code,
        cohort.year,
        "city",
        decided_won=DECIDED_WON,
        decided_on=decided_on,
        number="예시-2024-01",
        by=by,
        now=at(decided_on),
        note="예시 금액",
    )
    grants.add_entry(grant, "received", FIRST_INSTALMENT_WON, came_on, by=by, now=at(came_on), note="1차(예시)")
    rest, rest_on = DECIDED_WON - FIRST_INSTALMENT_WON, date(2024, 4, 22)
    grants.add_entry(grant, "received", rest, rest_on, by=by, now=at(rest_on), note="2차(예시)")


def _set_terms(cohort: Cohort, staff: Staff) -> None:
    by, now = staff["finance01"], at(cohort.starts_on)
    terms.set_cohort_terms(cohort, base_mode=BASE_MODE, by=by, now=now)
    rows = db.session.execute(
        sa.select(Person.name, Participation)
        .join(Person, Person.id == Participation.person_id)
        .where(Participation.cohort_id == cohort.id, Person.name.in_(TOLD))
        .order_by(Participation.id)
    )
    for name, participation in rows.all():
        terms.set_terms(participation, TOLD[name], by=by, now=now)


def _pay_month(cohort: Cohort, month: date, staff: Staff) -> None:
    maker, checker = staff["finance01"], staff["finance_lead01"]
    pay_on = runs.default_pay_on(month)
    run = runs.draft_run(cohort, month, by=maker, now=at(pay_on, 9), pay_on=pay_on)
    runs.confirm_run(run, by=checker, now=at(pay_on, 10))
    runs.mark_paid(run, pay_on, by=checker, now=at(pay_on, 14), today=TODAY)
    statement = statements.draft_statement(cohort, month, by=maker, now=at(pay_on, 15))
    statements.confirm_statement(statement, by=checker, now=at(pay_on, 16))
