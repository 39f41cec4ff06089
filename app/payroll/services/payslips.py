"""임금명세서 of one pay line: the values for the paper, from the line as it was worked out."""

from __future__ import annotations

from datetime import date

from app.accounts.models import Department
from app.cohorts.models import Participation
from app.extensions import db
from app.payroll.documents.payslip import Fact, PayItem, PayslipPaper
from app.payroll.models import PayLine, PayRun, RunState
from app.payroll.services.explaining import (
    Explained,
    explain_deductions,
    explain_pay,
    hours_text,
    reasons_of,
)
from app.recruitment.models import Person
from app.reference.models import Cohort, Project, Worksite
from app.shared.money import won

OFFICE = "관악구 일자리벤처과 일자리사업팀"


def participation_number(cohort: Cohort, participation: Participation) -> str:
    """참여번호: the contract's number, else ``2026-동행-상-0001``."""
    return participation.contract_no or f"{cohort.paper_code}-{participation.id:04d}"


def payslip_number(line: PayLine, cohort: Cohort, participation: Participation) -> str:
    """Number of the issued paper: one for each pay line."""
    tail = "" if line.kind == "regular" else f"-정정{line.id}"
    return f"명세-{participation_number(cohort, participation)}-{line.month:%Y%m}{tail}"


def payslip_paper(line: PayLine, run: PayRun, *, issued_on: date | None, demo: bool) -> PayslipPaper:
    """Everything on the slip but its check code. The account is masked: the paper goes through many hands."""
    participation = db.session.get_one(Participation, line.participation_id)
    person = db.session.get_one(Person, participation.person_id)
    used, minutes = line.used, line.used["minutes_a_day"]
    starts_on, ends_on = date.fromisoformat(used["from"]), date.fromisoformat(used["contract_to"])
    weekly = hours_text(minutes * int(used["weekdays"]).bit_count())
    pay, taken = explain_pay(line, run.used), explain_deductions(line, run.used)
    slip_pay = [*pay[:4], Explained("overtime", "연장·휴일 가산", "0시간", 0), *pay[4:]]
    return PayslipPaper(
        month=line.month,
        pay_on=run.paid_on or run.pay_on,
        issued_on=issued_on,
        issued_how="서면",
        name=person.name,
        born_on=date.fromisoformat(used["born"]),
        participation=participation_number(run.cohort, participation),
        place=_place(participation),
        hired_on=starts_on,
        starts_on=starts_on,
        ends_on=ends_on,
        hours=f"1일 {hours_text(minutes)}·주 {weekly}",
        wage=f"일급 {won(line.daily_wage_won)}원(시간급 {won(line.daily_wage_won * 60 // minutes)}원)",
        worked=_worked(line),
        items=tuple(PayItem(row.label, row.amount, row.how) for row in slip_pay),
        gross=line.gross_won,
        deductions=(*(PayItem(row.label, row.amount, row.how) for row in taken), PayItem("정산·환급", -line.other_won)),
        deducted=line.gross_won - line.net_won,
        net=line.net_won,
        account=_account(person),
        bases=_bases(line),
        zero_reasons=" ".join(text for code, text in reasons_of(line).items() if code not in _NOT_ON_SLIP),
        office=f"{OFFICE} ☎ (예시)" if demo else OFFICE,
        check_code="",
        pay_mark="(예시)" if demo else "",
        draft=run.state == RunState.DRAFT,
        demo=demo,
    )


_NOT_ON_SLIP = ("stability", "accident")


def _worked(line: PayLine) -> tuple[Fact, ...]:
    minutes = line.used["minutes_a_day"]
    return (
        Fact("근로일수", f"{line.days_worked}일"),
        Fact("근로시간", hours_text(line.days_worked * minutes - line.late_minutes)),
        Fact("유급휴일", f"{line.paid_holidays}일"),
        Fact("주휴", f"{line.weekly_rests}일"),
        Fact("연차사용", hours_text(line.used["annual_leave_minutes"])),
        Fact("연장", "0시간"),
        Fact("야간", "0시간"),
        Fact("휴일", "0시간"),
        Fact("결근", f"{len(line.used['absences'])}일"),
        Fact("지각", f"{line.late_minutes}분"),
    )


def _place(participation: Participation) -> str:
    site = db.session.get(Worksite, participation.worksite_id) if participation.worksite_id else None
    if site is None:
        return "-"
    project = db.session.get_one(Project, site.project_id)
    return f"{db.session.get_one(Department, project.department_id).name} / {project.name}"


def _account(person: Person) -> str:
    if not person.account_tail:
        return "등록하지 않음"
    own = "본인 명의" if person.account_holder in (None, person.name) else "예금주 확인 필요"
    return f"{person.bank or ''} ***-**-{person.account_tail}({own})".strip()


def _bases(line: PayLine) -> str:
    source = "공단 신고액" if line.used["base_mode"] == "declared" else "그 달 임금"
    parts = (("국민연금 기준소득월액", line.used["pension_base"]), ("건강보험 보수월액", line.used["health_base"]))
    shown = [f"{label} {won(base)}원" for label, base in parts if base]
    return f"{', '.join(shown)}({source})" if shown else "-"
