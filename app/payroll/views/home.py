"""What waits on 홈: months to draft for 급여 담당, drafts to sign for the 결재자."""

from __future__ import annotations

from datetime import date

from flask import url_for

from app.accounts.home import WorkItem, work_items
from app.accounts.roles import Role
from app.payroll import queries
from app.payroll.models import RunState
from app.payroll.services.runs import PAY_DAY
from app.shared.actor import Actor
from app.shared.periods import add_months


def _due(month: date) -> date:
    return add_months(month, 1).replace(day=PAY_DAY)


@work_items
def pay_waiting(actor: Actor, today: date) -> list[WorkItem]:
    if actor.role == Role.FINANCE:
        return [*_to_draft(today), *_to_state()]
    return [*_to_confirm(), *_to_pay(), *_to_sign()] if actor.role == Role.FINANCE_LEAD else []


def _to_draft(today: date) -> list[WorkItem]:
    return [
        WorkItem(
            f"급여 작성: {title} {month.month}월",
            "",
            url_for("payroll.show_month", code=code, month=month),
            "급여 작성",
            _due(month),
        )
        for code, title, month in queries.months_to_draft(today)
    ]


def _to_state() -> list[WorkItem]:
    return [
        WorkItem(
            f"재원별 분담 내역서 작성: {run.cohort.title} {run.month.month}월",
            "",
            url_for("payroll.show_statement", code=run.cohort.code, month=run.month),
            "내역서 작성",
        )
        for run in queries.runs_without_statement()
    ]


def _to_confirm() -> list[WorkItem]:
    return [
        WorkItem(
            f"급여 결재 대기: {run.cohort.title} {run.month.month}월",
            "",
            url_for("payroll.show_month", code=run.cohort.code, month=run.month),
            "급여 보기",
            run.pay_on,
        )
        for run in queries.runs_in(RunState.DRAFT)
    ]


def _to_pay() -> list[WorkItem]:
    return [
        WorkItem(
            f"지급 완료 표시: {run.cohort.title} {run.month.month}월",
            "",
            url_for("payroll.mark_paid", code=run.cohort.code, month=run.month),
            "지급 완료",
            run.pay_on,
        )
        for run in queries.runs_in(RunState.CONFIRMED)
    ]


def _to_sign() -> list[WorkItem]:
    return [
        WorkItem(
            f"내역서 결재 대기: {row.number}",
            "",
            url_for("payroll.show_statement", code=row.cohort.code, month=row.month),
            "내역서 보기",
            row.pay_on,
        )
        for row in queries.statements_waiting()
    ]
