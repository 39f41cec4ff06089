"""급여: draft or redraft a month of a cohort, confirm it by another person, mark it paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts.deciding import already_decided, refuse_own
from app.audit import services as audit
from app.cohorts.models import Participation
from app.extensions import db
from app.payroll.models import PayLine, PayRun, RunState
from app.payroll.services import checks
from app.payroll.services.approving import lock, lock_cohort
from app.payroll.services.lines import line_row
from app.payroll.services.loading import Member, MonthInputs, load_month
from app.payroll.services.terms import ensure_terms
from app.recruitment.models import Person
from app.reference import services as reference
from app.reference.models import Cohort
from app.rules.calendar import MONDAY_TO_FRIDAY
from app.rules.pay import PayMonth, work_out_month
from app.shared.actor import Actor
from app.shared.errors import NotFound, RuleBroken
from app.shared.periods import add_months, korean_date, last_day, month_text

PAY_DAY = 5


def find_run(cohort: Cohort, month: date) -> PayRun | None:
    return db.session.scalar(sa.select(PayRun).where(PayRun.cohort_id == cohort.id, PayRun.month == month))


def run_of(cohort: Cohort, month: date) -> PayRun:
    """Raises NotFound where the month has no run yet."""
    found = find_run(cohort, month)
    if found is None:
        raise NotFound(f"{cohort.code} {month_text(month)} 급여가 아직 없습니다. 급여를 먼저 작성해 주세요.")
    return found


def default_pay_on(month: date) -> date:
    """지급일: the 5th of the next month, or the last working day before it."""
    due = add_months(month, 1).replace(day=PAY_DAY)
    calendar = reference.work_calendar(add_months(month, 1), last_day(add_months(month, 1)))
    while not calendar.is_contract_day(due, MONDAY_TO_FRIDAY) and due.day > 1:
        due -= timedelta(days=1)
    return due


def draft_run(cohort: Cohort, month: date, *, by: Actor, now: datetime, pay_on: date | None = None) -> PayRun:
    """Draft the month, or draft it again; a confirmed or paid run is returned unchanged.

    Raises RuleBroken: month outside the term, attendance not closed (W37), nobody employed, a person whose month
    cannot be worked out (says how many and the way out), double pay (W41).
    """
    reference.check_month(cohort, month)
    lock_cohort(cohort.id)  # of two who draft at once the second redrafts
    run = find_run(cohort, month)
    if run is not None and run.state != RunState.DRAFT:
        return run
    checks.refuse_open_attendance(cohort, month)
    if pay_on is not None and pay_on < month:
        raise RuleBroken(f"지급일({korean_date(pay_on)})이 귀속월보다 이릅니다. 날짜를 확인해 주세요.")
    ensure_terms(cohort, by=by, now=now)
    pay_on = pay_on or (run.pay_on if run else default_pay_on(month))
    inputs = load_month(cohort, month, pay_on)
    if not inputs.members:
        raise RuleBroken(f"{month_text(month)}에 급여를 받을 사람이 없습니다.")
    run = _keep_run(run or _new_run(cohort, month, by, now), pay_on, inputs, by=by, now=now)
    gross = _write_lines(run, inputs)
    changes = {"month": month_text(month), "people": len(inputs.members), "gross": gross, "digest": run.inputs_digest}
    people = [member.person_id for member in inputs.members]
    audit.record("payroll:run:draft", run, by=by, at=now, changes=changes, people=people)
    return run


def _new_run(cohort: Cohort, month: date, by: Actor, now: datetime) -> PayRun:
    return PayRun(
        cohort=cohort,
        month=month,
        insurance_month=month,
        state=RunState.DRAFT,
        created_at=now,
        created_by_id=by.user_id,
    )


def _keep_run(run: PayRun, pay_on: date, inputs: MonthInputs, *, by: Actor, now: datetime) -> PayRun:
    db.session.add(run)
    run.pay_on = pay_on
    run.inputs_digest, run.used = inputs.digest, inputs.used
    run.proposed_by_id, run.proposed_at = by.user_id, now
    db.session.flush()
    return run


def _write_lines(run: PayRun, inputs: MonthInputs) -> int:
    rows = _work_out(run.id, inputs)
    db.session.execute(sa.delete(PayLine).where(PayLine.pay_run_id == run.id))
    try:
        db.session.execute(sa.insert(PayLine.__table__), rows)  # type: ignore[arg-type]
    except IntegrityError as error:
        if "uq_pay_line_regular" in str(error.orig) or "participation_id, pay_line.month" in str(error.orig):
            raise RuleBroken(
                f"{month_text(run.month)} 급여를 이미 받은 사람이 있습니다. 같은 달을 두 번 지급할 수 없습니다."
            ) from None
        raise
    db.session.expire_all()
    return sum(int(row["gross_won"]) for row in rows)


def _work_out(run_id: int, inputs: MonthInputs) -> list[dict[str, Any]]:
    rows, refused, no_base = [], [], 0
    for member in inputs.members:
        try:
            rows.append(line_row(run_id, member, work_out_month(member.person, member.days, inputs.at)))
        except RuleBroken as error:
            if _lacks_base(member, inputs.at):
                no_base += 1
            else:
                refused.append((member, str(error)))
    if no_base:
        raise RuleBroken(
            f"보험료 신고 소득월액이 없는 사람이 {no_base}명 있습니다. "
            "임금 조건에서 근로시간별 신고액을 입력하거나 보험료 기준을 그 달 임금으로 바꾸어 주세요."
        )
    if refused:
        raise RuleBroken(_first_of(refused))
    return rows


def _lacks_base(member: Member, at: PayMonth) -> bool:
    """Would the month come out if only the declared base were there?"""
    person = member.person
    if person.base_mode != "declared" or None not in (person.pension_base_won, person.health_base_won):
        return False
    try:
        work_out_month(replace(person, base_mode="month_wage"), member.days, at)
    except RuleBroken:
        return False
    return True


def _first_of(refused: list[tuple[Member, str]]) -> str:
    member, sentence = refused[0]
    name = db.session.scalar(sa.select(Person.name).where(Person.id == member.person_id))
    others = f" 같은 문제로 계산하지 못한 사람이 모두 {len(refused)}명입니다." if len(refused) > 1 else ""
    return f"{name}(참여 {member.participation_id}): {sentence}{others}"


def confirm_run(run: PayRun, *, by: Actor, now: datetime) -> PayRun:
    """확정: by another person, once, and only what was drafted from today's attendance and terms.

    Raises RuleBroken: own draft (W25), already confirmed (W26), inputs changed since, a negative net, double pay (W41).
    """
    run = lock(PayRun, run.id)
    if run.approved_by_id is not None:
        raise already_decided(run)
    refuse_own(run, by)
    if load_month(run.cohort, run.month, run.pay_on).digest != run.inputs_digest:
        raise RuleBroken("작성한 뒤 출근부나 임금 조건, 기준값이 바뀌었습니다. 급여를 다시 작성한 뒤 확정해 주세요.")
    below = db.session.scalar(
        sa.select(sa.func.count()).select_from(PayLine).where(PayLine.pay_run_id == run.id, PayLine.net_won < 0)
    )
    if below:
        raise RuleBroken(
            f"공제액이 지급액보다 많은 사람이 {below}명 있습니다. 임금 조건을 확인하고 다시 작성해 주세요."
        )
    _refuse_double_pay(run)
    run.state, run.approved_by_id, run.approved_at = RunState.CONFIRMED, by.user_id, now
    db.session.flush()
    audit.record("payroll:run:confirm", run, by=by, at=now, changes={"digest": run.inputs_digest})
    return run


def _refuse_double_pay(run: PayRun) -> None:
    """W41: the same person, an overlapping time, in another cohort's confirmed run of the same month."""
    here, there = sa.orm.aliased(Participation), sa.orm.aliased(Participation)
    line, other = sa.orm.aliased(PayLine), sa.orm.aliased(PayLine)
    first = sa.case((here.starts_on > there.starts_on, here.starts_on), else_=there.starts_on)
    found = db.session.execute(
        sa.select(Person.name, sa.type_coerce(first, sa.Date), Cohort.code)
        .select_from(line)
        .join(here, here.id == line.participation_id)
        .join(there, sa.and_(there.person_id == here.person_id, there.id != here.id))
        .join(other, sa.and_(other.participation_id == there.id, other.month == line.month))
        .join(PayRun, sa.and_(PayRun.id == other.pay_run_id, PayRun.state != RunState.DRAFT))
        .join(Cohort, Cohort.id == PayRun.cohort_id)
        .join(Person, Person.id == here.person_id)
        .where(line.pay_run_id == run.id)
        .where(here.starts_on <= sa.func.coalesce(there.ended_on, there.ends_on))
        .where(there.starts_on <= sa.func.coalesce(here.ended_on, here.ends_on))
        .limit(1)
    ).first()
    if found:
        name, day, code = found
        day = max(day, run.month)
        raise RuleBroken(
            f"{name}님 {korean_date(day)} 근무는 {code} {month_text(run.month)} 급여에서 이미 지급했습니다. "
            "확정할 수 없습니다."
        )


def mark_paid(run: PayRun, paid_on: date, *, by: Actor, now: datetime, today: date) -> PayRun:
    """지급 완료: the money has left. Raises RuleBroken unless confirmed, or for a day to come."""
    run = lock(PayRun, run.id)
    if run.state == RunState.PAID and run.paid_on:
        raise RuleBroken(f"{korean_date(run.paid_on)}에 이미 지급 완료로 표시했습니다.")
    if run.state != RunState.CONFIRMED:
        raise RuleBroken("확정한 급여만 지급 완료로 표시할 수 있습니다.")
    if paid_on > today or paid_on < run.month:
        raise RuleBroken("지급한 날은 귀속월 이후부터 오늘까지의 날짜로 적어 주세요.")
    run.state, run.paid_on = RunState.PAID, paid_on
    db.session.flush()
    audit.record("payroll:run:pay", run, by=by, at=now, changes={"paid_on": paid_on.isoformat()})
    return run
