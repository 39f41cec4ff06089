"""재원별 분담 내역서 of a month and of a year: the paper's own values on the page, as PDF, drafting and confirming."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, current_app, flash, redirect, render_template, url_for
from flask_login import current_user

from app.accounts import once
from app.accounts.current import current_actor
from app.accounts.deciding import OWN_PROPOSAL
from app.audit import services as audit
from app.payroll.models import Statement
from app.payroll.services import papers, runs, statement_papers, statements, stating
from app.payroll.services.statement_checks import ceiling_sentence, of_statement
from app.payroll.views.blueprint import bp
from app.payroll.views.lines import issue, pdf
from app.payroll.views.months import month_or_404
from app.reference import services as reference
from app.reference.models import Cohort
from app.shared.errors import RuleBroken
from app.web.access import requires
from app.web.clock import now
from app.web.forms import ActionForm
from app.web.permissions import Permission


@bp.get("/cohorts/<code>/statements/<month:month>")
@requires(Permission.PAYROLL_STATEMENT_READ)
def show_statement(code: str, month: date) -> Any:
    return _statement_page(month_or_404(code, month), month, ActionForm())


def _statement_page(cohort: Cohort, month: date, form: ActionForm) -> str:
    row = stating.find_statement(cohort, month)
    values: dict[str, Any] = {"cohort": cohort, "month": month, "form": form, "row": row, "run": None}
    try:
        paper = papers.statement_paper(cohort, month, demo=current_app.config["DEMO"])
        months = stating.state_up_to(cohort, month)
    except RuleBroken as error:
        return render_template("payroll/no_statement.html", reason=str(error), **values)
    stated = months[month]
    return render_template(
        "payroll/show_statement.html",
        **values | {"run": runs.find_run(cohort, month)},
        paper=paper,
        stated=stated,
        stale=row is not None and row.state == "draft" and not stating.stored(row).same_money(stated),
        checks=of_statement(cohort, month, months),
        over=ceiling_sentence(stated),
    )


@bp.get("/cohorts/<code>/statements/<month:month>.pdf")
@requires(Permission.PAYROLL_STATEMENT_READ)
def print_statement(code: str, month: date) -> Response:
    """The paper as issued. The first print of a confirmed statement issues it, in a short write of its own."""
    cohort, demo = month_or_404(code, month), current_app.config["DEMO"]
    row = stating.find_statement(cohort, month)
    if row is not None and row.state == "confirmed" and papers.find_issued("statement", row.id) is None:
        issue(lambda: papers.issue_statement(row, by=current_actor(), now=now(), demo=demo))
    return pdf(papers.draw(papers.statement_paper(cohort, month, demo=demo)), f"statement-{code}-{month:%Y-%m}")


@bp.post("/cohorts/<code>/statements/<month:month>/draft")
@requires(Permission.PAYROLL_STATEMENT_WRITE)
def draft_statement(code: str, month: date) -> Any:
    cohort, form = month_or_404(code, month), ActionForm()
    place = url_for(".show_statement", code=code, month=month)
    if form.validate_on_submit():
        try:
            once.claim(form.once.data, user_id=current_user.id, location=place, now=now())
            statements.draft_statement(cohort, month, by=current_actor(), now=now())
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
            flash("내역서를 작성했습니다. 결재자에게 확정을 요청해 주세요.", "success")
            return redirect(place)
    return _statement_page(month_or_404(code, month), month, form), 422


@bp.route("/cohorts/<code>/statements/<month:month>/confirm", methods=["GET", "POST"])
@requires(Permission.PAYROLL_STATEMENT_CONFIRM)
def confirm_statement(code: str, month: date) -> Any:
    cohort, form = month_or_404(code, month), ActionForm()
    row = stating.statement_of(cohort, month)
    if form.validate_on_submit():
        try:
            statements.confirm_statement(row, by=current_actor(), now=now())
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
            flash(f"{row.number} 내역서를 확정했습니다. 확정한 내역서는 바뀌지 않습니다.", "success")
            return redirect(url_for(".show_statement", code=code, month=month))
    return _confirm_page(row, form), (422 if form.errors else 200)


def _confirm_page(row: Statement, form: ActionForm) -> str:
    stated = stating.stored(row)
    own = OWN_PROPOSAL if row.proposed_by_id == current_user.id else ""
    return render_template(
        "payroll/confirm_statement.html", row=row, stated=stated, form=form, own=own, over=ceiling_sentence(stated)
    )


@bp.get("/programmes/<code>/statements/<int:year>")
@requires(Permission.PAYROLL_STATEMENT_READ)
def show_year(code: str, year: int) -> str:
    programme = reference.programme(code)
    try:
        stated, rows = statements.state_year(code, year)
    except RuleBroken as error:
        return render_template("payroll/no_year.html", programme=programme, year=year, reason=str(error))
    paper = statement_papers.year_paper(programme, year, stated, rows, demo=current_app.config["DEMO"])
    months = [(row, stating.stored(row)) for row in rows]
    return render_template(
        "payroll/show_year.html", programme=programme, year=year, stated=stated, months=months, paper=paper
    )


@bp.get("/programmes/<code>/statements/<int:year>.pdf")
@requires(Permission.PAYROLL_STATEMENT_READ)
def print_year(code: str, year: int) -> Response:
    programme = reference.programme(code)
    stated, rows = statements.state_year(code, year)
    paper = statement_papers.year_paper(programme, year, stated, rows, demo=current_app.config["DEMO"])
    return pdf(papers.draw(papers.with_check_code(paper)), f"statement-{code}-{year}")
