"""The whole demo, in order and in one transaction: nothing is committed here."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date

import sqlalchemy as sa

from app.accounts.models import Dong
from app.demo import (
    asking,
    attendance,
    counter_day,
    files,
    history,
    last_winter,
    long_work,
    next_round,
    office,
    pay,
    quarter,
    sending,
    this_summer,
    verdicts,
    worksites,
)
from app.demo.applicants import LOOKED_UP_ON
from app.demo.office import Account, Staff
from app.demo.population import Population, make_population
from app.demo.rosters import Round
from app.demo.story_time import TODAY, at
from app.demo.this_summer import Summer
from app.extensions import db
from app.pledge.services import record
from app.recruitment.models import LookUpRequest, Person
from app.reference import services as reference
from app.reference.models import Cohort
from app.rules.eligibility import MedianIncome
from app.shared.actor import Actor
from app.shared.errors import RuleBroken

CALENDAR_YEARS = range(2018, 2029)
WORKED, SUMMER, COMMUNITY = "2024H1-companion", "2024H2-companion", "2024H2-community"
LAST_DISTRICT, NEXT_DISTRICT = "2023H2-gangamchan", "2024H2-gangamchan"
NOW = at(date(2023, 1, 2), 9)
"""The office begins here: accounts, places and the record are there before anything of the story happens."""
Say = Callable[[str], None]


def refuse_people() -> None:
    """Raises RuleBroken when there is anybody in the database: the demo never mixes with real people."""
    if db.session.scalar(sa.select(Person.id).limit(1)) is not None:
        raise RuleBroken("이미 사람 자료가 있습니다. 시연 자료는 사람이 없는 데이터베이스에만 넣을 수 있습니다.")


def build(by: Actor, say: Say) -> list[Account]:
    """Fill the database; returns the accounts. ``by`` is the account of the command line. Raises RuleBroken."""
    refuse_people()
    step = _steps(say)
    staff = _open_office(by)
    step("기준값·달력, 세부사업 20개와 근무지, 계정")
    pledge = record.load_record(by, NOW)
    cohorts = {cohort.code: cohort for cohort in record.load_cohorts(by, NOW)}
    everybody = populate(list(cohorts.values()))
    step("공약 1-4 기록과 회차")
    ids = _write_history(cohorts, everybody, by)
    step(f"사람 {len(ids):,}명, 기록된 참여 {sum(map(len, everybody.history.places.values())):,}건")
    _work_half_a_year(cohorts[WORKED], everybody, staff)
    step("2024년 상반기 서울동행일자리 출근부와 급여, 재원별 분담 내역서 다섯 달")
    this_summer.open_community(cohorts[COMMUNITY], staff)
    next_round.close_last_round(cohorts[LAST_DISTRICT], staff)
    next_round.draft_next_round(cohorts[NEXT_DISTRICT], staff)
    step("공고 다섯과 동 송부")
    summer = this_summer.receive_summer(
        this_summer.open_companion(cohorts[SUMMER], staff), everybody.applicants, ids, staff
    )
    requests = _judge_all(summer, staff)
    step(f"2024년 하반기 신청 {len(everybody.applicants):,}건, 조회, 심사")
    _live_the_day(summer, requests, everybody, staff)
    step("업무 기준일의 판정 변경, 회신, 불러오기, 창구")
    quarter.close_first_quarter(pledge, staff)
    return staff.accounts


def _open_office(by: Actor) -> Staff:
    reference.sync_parameters(by=by, now=NOW)
    reference.sync_calendar(CALENDAR_YEARS, by=by, now=NOW)
    departments = office.add_departments(by, NOW)
    office.add_projects(departments, by, NOW)
    return office.add_staff(departments, by, NOW)


def _write_history(cohorts: dict[str, Cohort], everybody: Population, by: Actor) -> dict[str, int]:
    """People and their recorded participations; returns ids by resident number."""
    cohorts[WORKED].dates_known = "day"  # the one that is worked day by day (domain.md A5: 2.–6.)
    ids = history.add_people(list(everybody.people.values()), by, NOW)
    recorded = [cohort for cohort in cohorts.values() if cohort.source == "record"]
    history.add_participations(recorded, everybody.history.places, ids, today=TODAY, by=by, now=NOW)
    return ids


def _work_half_a_year(cohort: Cohort, everybody: Population, staff: Staff) -> None:
    worksites.place_everybody(cohort, by=staff["jobs01"], now=at(date(2024, 1, 29)))
    last_winter.receive_last_winter(cohort, everybody.named, staff)
    attendance.fill_books(cohort, staff)
    pay.pay_out(cohort, staff)


def _judge_all(summer: Summer, staff: Staff) -> dict[str, LookUpRequest]:
    """Two appeals of June, then 7. 5.: lists, their answers, histories from 일모아, the screening of all."""
    verdicts.appeal_in_june(summer, staff)
    verdicts.appeal_in_july(summer, staff)
    requests = asking.ask(summer, staff["jobs01"])
    asking.answer_in_bulk(summer, requests, staff["jobs01"])
    files.bring_histories(summer, staff["jobs01"])
    long_work.screen_in_queue(summer.notice, staff)
    files.put_in_corrections(summer, staff["jobs01"])
    sending.send_some(summer.notice, staff, on=LOOKED_UP_ON, accepted_on=TODAY)
    return requests


def _live_the_day(summer: Summer, requests: dict[str, LookUpRequest], everybody: Population, staff: Staff) -> None:
    """The business date, in the order of its hours."""
    jobs = staff["jobs01"]
    verdicts.change_verdicts(summer, staff)
    asking.answer_late_income(summer, requests["welfare"], jobs)
    verdicts.end_by_screening(summer, staff)
    counter_day.ask_again(summer, staff)
    files.leave_faulty_file(summer, everybody.strangers, jobs)
    asking.answer_business(summer, requests["business"], jobs)
    counter_day.stand_at_counter(summer, everybody.named["김가온"], staff)


def populate(cohorts: Sequence[Cohort]) -> Population:
    """Draw everybody against the cohorts on record, the calendar and the median income of 2024."""
    recorded = [cohort for cohort in cohorts if cohort.source == "record"]
    summer = next(cohort for cohort in cohorts if cohort.code == SUMMER)
    rounds = [Round(one.code, one.programme_code, one.starts_on, one.recorded_people or 0) for one in recorded]
    dong_codes = tuple(db.session.scalars(sa.select(Dong.code).order_by(Dong.code)))
    days_off = frozenset(reference.work_calendar(this_summer.OPENS, this_summer.CLOSES).days_off)
    value = reference.parameters().find("median_income", date(summer.year, 1, 1))
    median = MedianIncome.from_value(value.value, summer.year, value.basis)
    return make_population(rounds, dong_codes, summer.starts_on, this_summer.open_days(days_off), median=median)


def _steps(say: Say) -> Say:
    """Says each step with the seconds it took."""
    last = [time.monotonic()]

    def step(text: str) -> None:
        before, last[0] = last[0], time.monotonic()
        say(f"  {text} ({last[0] - before:.1f}초)")

    return step
