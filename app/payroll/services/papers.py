"""Issuing papers: the first print of something confirmed keeps number and values, every later one says the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar

import sqlalchemy as sa

from app.audit import services as audit
from app.cohorts.models import Participation
from app.extensions import db
from app.payroll.documents.payslip import PayslipPaper, draw_payslips
from app.payroll.documents.statement import StatementPaper, draw_statement
from app.payroll.models import IssuedPaper, PayLine, PayRun, RunState, Statement
from app.payroll.services import runs, statement_papers, stating
from app.payroll.services.approving import lock
from app.payroll.services.frozen import freeze, thaw
from app.payroll.services.payslips import payslip_number, payslip_paper
from app.printing.check_code import check_code
from app.reference.models import Cohort
from app.shared.actor import Actor
from app.shared.canonical import digest

Paper = TypeVar("Paper", StatementPaper, PayslipPaper)


def with_check_code(paper: Paper) -> Paper:
    """The paper with its 확인번호, which comes from all its other values."""
    return replace(paper, check_code=check_code(digest(freeze(paper))))


def find_issued(kind: str, subject_id: int) -> IssuedPaper | None:
    return db.session.scalar(
        sa.select(IssuedPaper).where(IssuedPaper.kind == kind, IssuedPaper.subject_id == subject_id)
    )


def statement_paper(cohort: Cohort, month: date, *, demo: bool) -> StatementPaper:
    """The month's paper: as issued, else as it stands now (a draft says so). Raises RuleBroken, NotFound."""
    row = stating.find_statement(cohort, month)
    issued = find_issued("statement", row.id) if row else None
    if issued:
        return thaw(StatementPaper, issued.values)
    months = stating.state_up_to(cohort, month)
    paper = statement_papers.month_paper(cohort, runs.run_of(cohort, month), months, row, demo=demo)
    return with_check_code(paper)


def issue_statement(statement: Statement, *, by: Actor, now: datetime, demo: bool) -> IssuedPaper | None:
    """Keep the paper of a confirmed statement, once. A draft is not issued: None."""
    statement = lock(Statement, statement.id)
    found = find_issued("statement", statement.id)
    if found or statement.state != "confirmed":
        return found
    paper = statement_paper(statement.cohort, statement.month, demo=demo)
    return _keep("statement", statement, paper, number=statement.number, by=by, now=now)


def payslip(line: PayLine, *, demo: bool) -> PayslipPaper:
    """The slip as issued, else as it stands now (a draft says so)."""
    issued = find_issued("payslip", line.id)
    if issued:
        return thaw(PayslipPaper, issued.values)
    return _slip(line, None, demo)


def issue_payslip(line: PayLine, *, by: Actor, now: datetime, today: date, demo: bool) -> IssuedPaper | None:
    """Keep the slip of a confirmed line, once. A draft is not issued: None."""
    run = lock(PayRun, line.pay_run_id)
    found = find_issued("payslip", line.id)
    if found or run.state == RunState.DRAFT:
        return found
    participation = db.session.get_one(Participation, line.participation_id)
    number = payslip_number(line, run.cohort, participation)
    return _keep("payslip", line, _slip(line, today, demo), number=number, by=by, now=now)


def _slip(line: PayLine, issued_on: date | None, demo: bool) -> PayslipPaper:
    paper = payslip_paper(line, db.session.get_one(PayRun, line.pay_run_id), issued_on=issued_on, demo=demo)
    return with_check_code(paper)


def _keep(kind: str, row: Any, paper: Any, *, number: str, by: Actor, now: datetime) -> IssuedPaper:
    values = freeze(paper)
    issued = IssuedPaper(
        number=number,
        kind=kind,
        subject=row.__tablename__,
        subject_id=row.id,
        values=values,
        digest=digest(values),
        at=now,
        by_id=by.user_id,
    )
    db.session.add(issued)
    db.session.flush()
    audit.record("payroll:paper:issue", issued, by=by, at=now, changes={"number": number, "digest": issued.digest})
    return issued


def draw(paper: StatementPaper | PayslipPaper) -> bytes:
    """PDF bytes: the same values give the same bytes."""
    return draw_statement(paper) if isinstance(paper, StatementPaper) else draw_payslips([paper])
