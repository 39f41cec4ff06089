"""출근부: the months of a cohort, the grid of one worksite, and its way to the close."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from app.accounts.current import current_actor
from app.accounts.deciding import OWN_PROPOSAL
from app.audit import services as audit
from app.cohorts.forms import BookForm, ReasonForm
from app.cohorts.queries import counts
from app.cohorts.services import attendance, books, month_close, scope
from app.cohorts.services.books import Book
from app.cohorts.views.blueprint import bp, cohort_menu
from app.cohorts.views.grid_page import GridPage, read_cells, typed_cells
from app.cohorts.words import MONTH_STATES
from app.recruitment.links import link
from app.reference.models import Cohort
from app.shared.digits import plain_number
from app.shared.errors import RuleBroken
from app.shared.periods import first_of, months_touched
from app.web.access import requires
from app.web.clock import now, today
from app.web.forms import ActionForm
from app.web.permissions import Permission

GRID = "/cohorts/<code>/attendance/<month:month>/<id:worksite_id>"


@bp.get("/cohorts/<code>/attendance")
@requires(Permission.COHORT_ATTENDANCE_READ)
def list_attendance(code: str) -> str:
    actor = current_actor()
    cohort = scope.cohort(code, actor)
    months = [
        (month, books.sites_of(cohort, month, actor)) for month in months_touched(cohort.starts_on, cohort.ends_on)
    ]
    return render_template(
        "cohorts/list_attendance.html",
        menu=cohort_menu(code, "attendance"),
        cohort=cohort,
        months=months,
        this_month=first_of(today()),
        states=MONTH_STATES,
        action=ActionForm(),
        link=link,
    )


def _close_all(code: str, month: date, step: Callable[..., int], done: str) -> Any:
    cohort = scope.cohort(code, current_actor())
    form = ActionForm()
    if form.validate_on_submit():
        try:
            count = step(cohort, month, by=current_actor(), now=now())
        except RuleBroken as error:
            form.refuse(error)
            flash(str(error), "danger")
        else:
            audit.commit()
            flash(f"{month.month}월 출근부 {count}곳{done}", "success")
    return redirect(url_for(".list_attendance", code=code))


@bp.post("/cohorts/<code>/attendance/<month:month>/close")
@requires(Permission.COHORT_ATTENDANCE_CLOSE)
def propose_month(code: str, month: date) -> Any:
    return _close_all(code, month, month_close.propose_all, "의 마감을 올렸습니다.")


@bp.post("/cohorts/<code>/attendance/<month:month>/approve")
@requires(Permission.COHORT_ATTENDANCE_APPROVE)
def approve_month(code: str, month: date) -> Any:
    return _close_all(code, month, month_close.approve_all, "을 마감했습니다.")


def _open(code: str, month: date, worksite_id: int) -> tuple[Cohort, Book]:
    """The book, or 404 for a foreign or unknown worksite, cohort or month alike."""
    try:
        cohort = scope.cohort(code, current_actor())
        return cohort, attendance.open_book(cohort, worksite_id, month, current_actor())
    except RuleBroken:
        abort(404)


def _show(book: Book, form: BookForm | None = None, sending: ReasonForm | None = None) -> Any:
    editable = book.state == "open" and current_user.can(Permission.COHORT_ATTENDANCE_WRITE)
    typed = typed_cells(request.form) if form is not None and form.errors else {}
    page = GridPage(
        book,
        counts.count(book),
        editable=editable,
        typed=typed,
        start=plain_number(request.args.get("start", ""), 5) or 0,
    )
    wrong = next((one for one in (form, sending) if one is not None and one.errors), None)
    row = book.row
    shown = render_template(
        "cohorts/show_book.html",
        menu=cohort_menu(book.cohort.code, "attendance"),
        book=book,
        page=page,
        grid=form or BookForm(version=row.version if row else 0),
        sending=sending or ReasonForm(),
        action=ActionForm(),
        form=wrong,
        state="proposed" if row and row.proposed_by_id and row.state == "confirmed" else book.state,
        states=MONTH_STATES,
        own=row is not None and row.proposed_by_id == current_user.id,
        own_sentence=OWN_PROPOSAL,
        unfinished=book.month <= today() <= page.days[-1],
        link=link,
    )
    return shown, (422 if wrong else 200)


@bp.get(GRID)
@requires(Permission.COHORT_ATTENDANCE_READ)
def show_book(code: str, month: date, worksite_id: int) -> Any:
    return _show(_open(code, month, worksite_id)[1])


@bp.post(GRID)
@requires(Permission.COHORT_ATTENDANCE_WRITE)
def save_book(code: str, month: date, worksite_id: int) -> Any:
    cohort, book = _open(code, month, worksite_id)
    form = BookForm()
    if form.validate_on_submit():
        try:
            changes = read_cells(book, typed_cells(request.form))
            version = form.seen_version
            done = attendance.enter(cohort, worksite_id, month, changes, version=version, by=current_actor(), now=now())
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
            flash(f"{done}칸을 저장했습니다." if done else "바뀐 칸이 없습니다.", "success" if done else "information")
            return redirect(request.full_path.rstrip("?"))
    return _show(_open(code, month, worksite_id)[1], form=form)


def _step(code: str, month: date, worksite_id: int, step: Callable[..., Any], done: str) -> Any:
    """One button of the grid."""
    cohort, _book = _open(code, month, worksite_id)
    form = BookForm()
    if form.validate_on_submit():
        try:
            step(cohort, worksite_id, month, by=current_actor(), now=now())
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
            flash(done, "success")
            return redirect(url_for(".show_book", code=code, month=month, worksite_id=worksite_id))
    return _show(_open(code, month, worksite_id)[1], form=form)


@bp.post(GRID + "/begin")
@requires(Permission.COHORT_ATTENDANCE_WRITE)
def begin_book(code: str, month: date, worksite_id: int) -> Any:
    return _step(code, month, worksite_id, attendance.begin, "출근부를 시작했습니다. 쉬는 날을 달력대로 채웠습니다.")


@bp.post(GRID + "/fill")
@requires(Permission.COHORT_ATTENDANCE_WRITE)
def fill_book(code: str, month: date, worksite_id: int) -> Any:
    return _step(code, month, worksite_id, attendance.all_present, "빈 칸을 모두 출근으로 채웠습니다.")


@bp.post(GRID + "/confirm")
@requires(Permission.COHORT_ATTENDANCE_WRITE)
def confirm_book(code: str, month: date, worksite_id: int) -> Any:
    return _step(
        code, month, worksite_id, month_close.confirm, "확인했습니다. 일자리사업팀이 마감하면 급여를 계산합니다."
    )


@bp.post(GRID + "/close")
@requires(Permission.COHORT_ATTENDANCE_CLOSE)
def propose_book(code: str, month: date, worksite_id: int) -> Any:
    return _step(
        code, month, worksite_id, month_close.propose_close, "마감을 올렸습니다. 다른 사람이 승인하면 마감됩니다."
    )


@bp.post(GRID + "/approve")
@requires(Permission.COHORT_ATTENDANCE_APPROVE)
def approve_book(code: str, month: date, worksite_id: int) -> Any:
    return _step(code, month, worksite_id, month_close.approve_close, "마감했습니다. 이제 정정으로만 고칩니다.")


def _reopen(code: str, month: date, worksite_id: int) -> Any:
    cohort, _book = _open(code, month, worksite_id)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            month_close.reopen(cohort, worksite_id, month, form.reason.data, by=current_actor(), now=now())
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
            flash("입력 중으로 되돌렸습니다.", "success")
            return redirect(url_for(".show_book", code=code, month=month, worksite_id=worksite_id))
    return _show(_open(code, month, worksite_id)[1], sending=form)


@bp.post(GRID + "/reopen")
@requires(Permission.COHORT_ATTENDANCE_WRITE)
def reopen_book(code: str, month: date, worksite_id: int) -> Any:
    return _reopen(code, month, worksite_id)


@bp.post(GRID + "/return")
@requires(Permission.COHORT_ATTENDANCE_APPROVE)
def return_book(code: str, month: date, worksite_id: int) -> Any:
    return _reopen(code, month, worksite_id)
