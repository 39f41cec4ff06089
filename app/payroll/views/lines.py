"""One person's month: how each won came about, and the 임금명세서."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import Response, current_app, render_template

from app.accounts.current import current_actor
from app.audit import services as audit
from app.cohorts.models import Participation
from app.database import writing
from app.extensions import db
from app.payroll.models import PayLine, PayRun
from app.payroll.services import papers
from app.payroll.services.explaining import (
    explain_deductions,
    explain_employer,
    explain_pay,
    uncertain_parameters,
    wage_how,
)
from app.payroll.services.payslips import participation_number
from app.payroll.views.blueprint import bp
from app.payroll.views.months import note_line_look
from app.recruitment.models import Person
from app.shared.errors import NotFound
from app.web.access import requires
from app.web.clock import now, today
from app.web.permissions import Permission


def line_or_404(line_id: int) -> tuple[PayLine, PayRun, Participation, Person]:
    line = db.session.get(PayLine, line_id)
    if line is None:
        raise NotFound
    participation = db.session.get_one(Participation, line.participation_id)
    person = db.session.get_one(Person, participation.person_id)
    return line, db.session.get_one(PayRun, line.pay_run_id), participation, person


@bp.get("/pay-lines/<id:line_id>")
@requires(Permission.PAYROLL_RUN_READ)
def show_line(line_id: int) -> str:
    line, run, participation, person = line_or_404(line_id)
    note_line_look(line.id, person.id)
    return render_template(
        "payroll/show_line.html",
        line=line,
        run=run,
        person=person,
        participation=participation,
        number=participation_number(run.cohort, participation),
        pay=explain_pay(line, run.used),
        deductions=explain_deductions(line, run.used),
        employer=explain_employer(line, run.used),
        wage_how=wage_how(line, run.used),
        starts_on=date.fromisoformat(line.used["from"]),
        ends_on=date.fromisoformat(line.used["contract_to"]),
        uncertain=uncertain_parameters(run.used),
    )


@bp.get("/pay-lines/<id:line_id>/payslip.pdf")
@requires(Permission.PAYROLL_PAPER_ISSUE)
def print_payslip(line_id: int) -> Response:
    """The slip as issued. The first print of a confirmed line issues it, in a short write of its own."""
    line, run, _participation, person = line_or_404(line_id)
    note_line_look(line.id, person.id)
    demo = current_app.config["DEMO"]
    if papers.find_issued("payslip", line.id) is None and run.approved_at is not None:
        issue(lambda: papers.issue_payslip(line, by=current_actor(), now=now(), today=today(), demo=demo))
    return pdf(papers.draw(papers.payslip(line, demo=demo)), f"payslip-{line.month:%Y-%m}-{line.participation_id}")


def issue(step: Callable[[], object]) -> None:
    """Keep a paper at its first print: a short write of its own after the request's read has ended."""
    db.session.rollback()
    with writing():
        step()
        audit.commit()


def pdf(content: bytes, name: str) -> Response:
    """A PDF to look at, with a file name without personal data."""
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
