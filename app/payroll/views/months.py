"""급여: the list of months, one month with its checks and people, drafting, confirming, marking paid."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from app.accounts import once
from app.accounts.current import current_actor
from app.accounts.deciding import OWN_PROPOSAL
from app.audit import services as audit
from app.audit.looks import note_look
from app.payroll import queries
from app.payroll.forms import DraftForm, PaidForm
from app.payroll.models import PayRun, RunState
from app.payroll.services import checks, runs
from app.payroll.services.approving import name_of
from app.payroll.services.explaining import uncertain_parameters
from app.payroll.views.blueprint import bp, hours
from app.reference import services as reference
from app.reference.models import Cohort
from app.shared.digits import plain_number
from app.shared.errors import NotFound, RuleBroken
from app.web.access import requires
from app.web.clock import now, today
from app.web.forms import ActionForm
from app.web.permissions import Permission


@bp.get("/pay")
@requires(Permission.PAYROLL_STATEMENT_READ)
def list_months() -> str:
    """Months with attendance or pay, by year, the newest first."""
    years = queries.years()
    asked = request.args.get("year", "")
    year = next((one for one in years if str(one) == asked), years[0] if years else today().year)
    rows = queries.month_rows(year)
    cohorts = {(row.cohort.programme_code, row.cohort.year): row.cohort for row in rows}
    return render_template(
        "payroll/list_months.html",
        rows=rows,
        years=years,
        year=year,
        choices=[(one, f"{one}년") for one in years],
        cohorts=list(cohorts.values()),
    )


def month_or_404(code: str, month: date) -> Cohort:
    """The cohort, if the month is one of its term; otherwise the same 404 as for an unknown cohort."""
    cohort = reference.cohort(code)
    try:
        reference.check_month(cohort, month)
    except RuleBroken:
        raise NotFound from None
    return cohort


@bp.get("/cohorts/<code>/pay/<month:month>")
@requires(Permission.PAYROLL_RUN_READ)
def show_month(code: str, month: date) -> str:
    cohort = month_or_404(code, month)
    run = runs.find_run(cohort, month)
    return _month_page(cohort, month, run, DraftForm(pay_on=run.pay_on if run else runs.default_pay_on(month)))


def _month_page(cohort: Cohort, month: date, run: PayRun | None, form: DraftForm) -> str:
    found = checks.before_draft(cohort, month) if run is None or run.state == RunState.DRAFT else []
    barred = any(check.kind == "danger" and check.code != "terms" for check in found)
    page: dict[str, Any] = {"groups": [], "rows": [], "next_after": None, "minutes": None, "check": ""}
    if run is not None:
        found += checks.of_run(run)
        page |= _people(run)
    return render_template(
        "payroll/show_month.html",
        cohort=cohort,
        month=month,
        run=run,
        form=form,
        checks=found,
        barred=barred,
        blocked=sum(check.kind == "danger" for check in found),
        uncertain=uncertain_parameters(run.used) if run else [],
        maker=name_of(run.proposed_by_id) if run else "",
        checker=name_of(run.approved_by_id) if run else "",
        link_of=lambda check: _check_link(cohort, month, check),
        hour_choices=_hour_choices,
        **page,
    )


def _check_link(cohort: Cohort, month: date, check: str) -> str:
    """Where a line of the check list leads: to the terms, or to the people behind it."""
    if check == "terms":
        return url_for(".edit_cohort_terms", code=cohort.code) if current_user.can(Permission.PAYROLL_RUN_DRAFT) else ""
    return url_for(".show_month", code=cohort.code, month=month, check=check) if check else ""


def _hour_choices(groups: list[queries.Group]) -> list[tuple[str, str]]:
    return [("", "근로시간 모두"), *((str(one.minutes), hours(one.minutes)) for one in groups if one.minutes)]


def _number(name: str) -> int | None:
    return plain_number(request.args.get(name, ""))


def _people(run: PayRun) -> dict[str, Any]:
    minutes, check = _number("hours"), request.args.get("check", "")
    rows = queries.lines_page(run, after=_number("after") or 0, minutes=minutes, check=check)
    more = len(rows) > queries.PAGE
    rows = rows[: queries.PAGE]
    return {
        "groups": queries.groups(run),
        "rows": rows,
        "next_after": rows[-1].participation_id if more else None,
        "minutes": minutes,
        "check": check,
    }


@bp.post("/cohorts/<code>/pay/<month:month>/draft")
@requires(Permission.PAYROLL_RUN_DRAFT)
def draft_month(code: str, month: date) -> Any:
    cohort, form = month_or_404(code, month), DraftForm()
    place = url_for(".show_month", code=code, month=month)
    if form.validate_on_submit():
        try:
            once.claim(form.once.data, user_id=current_user.id, location=place, now=now())
            run = runs.draft_run(cohort, month, by=current_actor(), now=now(), pay_on=form.pay_on.data)
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
            if run.state == RunState.DRAFT:
                flash(f"{month.month}월 급여를 작성했습니다. 점검한 뒤 결재자에게 확정을 요청해 주세요.", "success")
            else:
                flash("확정한 급여는 바뀌지 않습니다.", "information")
            return redirect(place)
    cohort = month_or_404(code, month)
    return _month_page(cohort, month, runs.find_run(cohort, month), form), 422


@bp.route("/cohorts/<code>/pay/<month:month>/confirm", methods=["GET", "POST"])
@requires(Permission.PAYROLL_RUN_CONFIRM)
def confirm_month(code: str, month: date) -> Any:
    cohort, form = month_or_404(code, month), ActionForm()
    run = runs.run_of(cohort, month)
    if form.validate_on_submit():
        try:
            runs.confirm_run(run, by=current_actor(), now=now())
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
            flash(f"{month.month}월 급여를 확정했습니다. 이어서 재원별 분담 내역서를 작성할 수 있습니다.", "success")
            return redirect(url_for(".show_month", code=code, month=month))
    own = OWN_PROPOSAL if run.proposed_by_id == current_user.id else ""
    page = render_template(
        "payroll/confirm_month.html",
        cohort=cohort,
        run=run,
        form=form,
        own=own,
        sums=queries.groups(run)[-1],
        checks=checks.of_run(run),
        maker=name_of(run.proposed_by_id),
    )
    return page, (422 if form.errors else 200)


@bp.route("/cohorts/<code>/pay/<month:month>/paid", methods=["GET", "POST"])
@requires(Permission.PAYROLL_RUN_CONFIRM)
def mark_paid(code: str, month: date) -> Any:
    cohort = month_or_404(code, month)
    run = runs.run_of(cohort, month)
    form = PaidForm(paid_on=min(run.pay_on, today()))
    if form.validate_on_submit() and form.paid_on.data:
        try:
            runs.mark_paid(run, form.paid_on.data, by=current_actor(), now=now(), today=today())
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
            flash(f"{month.month}월 급여를 지급 완료로 표시했습니다.", "success")
            return redirect(url_for(".show_month", code=code, month=month))
    page = render_template("payroll/mark_paid.html", cohort=cohort, run=run, form=form, sums=queries.groups(run)[-1])
    return page, (422 if form.errors else 200)


def note_line_look(line_id: int, person_id: int) -> None:
    """Who looked at whose pay (안전성 확보조치 기준 §8)."""
    note_look("payroll:line:look", line_id, subject="pay_line", by=current_actor(), at=now(), people=[person_id])
