"""사업 회차: the list, one cohort, its participants, one participation."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from app.accounts.current import current_actor
from app.audit import looks
from app.audit import services as audit
from app.cohorts.forms import CancelForm, EndForm, PlaceForm
from app.cohorts.models import Participation, ParticipationState
from app.cohorts.queries import listing
from app.cohorts.services import books, placements, quits, scope
from app.cohorts.views.blueprint import bp, cohort_menu
from app.cohorts.words import END_REASONS, MONTH_STATES, PARTICIPATION_STATES, STREAMS
from app.recruitment.links import link
from app.shared.digits import plain_number
from app.shared.errors import RuleBroken
from app.shared.periods import months_touched
from app.web.access import requires
from app.web.clock import now, today
from app.web.forms import ActionForm
from app.web.permissions import Permission


@bp.get("/cohorts")
@requires(Permission.COHORT_PLACEMENT_READ)
def list_cohorts() -> str:
    rows = listing.cohorts(current_actor())
    return render_template("cohorts/list_cohorts.html", rows=rows, today=today())


@bp.get("/cohorts/<code>")
@requires(Permission.COHORT_PLACEMENT_READ)
def show_cohort(code: str) -> str:
    actor = current_actor()
    cohort = scope.cohort(code, actor)
    months = months_touched(cohort.starts_on, cohort.ends_on)
    return render_template(
        "cohorts/show_cohort.html",
        menu=cohort_menu(code, "overview"),
        cohort=cohort,
        people=listing.people_by_stream(cohort, actor),
        months=books.months_by_state(cohort, months, actor),
        states=MONTH_STATES,
        streams=STREAMS,
        today=today(),
        action=ActionForm(),
        link=link,
    )


@bp.post("/cohorts/<code>/start")
@requires(Permission.COHORT_PLACEMENT_WRITE)
def start_work(code: str) -> Any:
    cohort = scope.cohort(code, current_actor())
    if ActionForm().validate_on_submit():
        people = placements.start_work(cohort, by=current_actor(), now=now(), today=today())
        audit.commit()
        text = f"{people}명의 근무를 시작했습니다." if people else "계약이 시작되고 근무지가 정해진 사람이 없습니다."
        flash(text, "success" if people else "information")
    return redirect(url_for(".show_cohort", code=code))


@bp.post("/cohorts/<code>/finish")
@requires(Permission.COHORT_PLACEMENT_WRITE)
def finish_term(code: str) -> Any:
    cohort = scope.cohort(code, current_actor())
    if ActionForm().validate_on_submit():
        people = placements.finish_term(cohort, by=current_actor(), now=now(), today=today())
        audit.commit()
        flash(f"{people}명의 참여를 기간 만료로 마쳤습니다.", "success")
    return redirect(url_for(".show_cohort", code=code))


def _filter() -> listing.Filter:
    """Read from the query string; junk falls back to no filter."""
    asked = request.args
    # A number, never a name: the filter stands in the address.
    number = asked.get("q", "").strip()
    return listing.Filter(
        text=number if plain_number(number, 6) is not None else "",
        stream=asked["stream"] if asked.get("stream") in STREAMS else "",
        state=asked["state"] if asked.get("state") in PARTICIPATION_STATES else "",
        worksite_id=plain_number(asked.get("worksite", "")),
        after=plain_number(asked.get("after", "")) or 0,
    )


@bp.get("/cohorts/<code>/participants")
@requires(Permission.COHORT_PLACEMENT_READ)
def list_participants(code: str) -> str:
    actor = current_actor()
    cohort = scope.cohort(code, actor)
    by = _filter()
    rows, more = listing.participants(cohort, actor, by)
    kept: dict[str, Any] = {
        name: value for name, value in request.args.items() if name in ("q", "stream", "state", "worksite")
    }
    return render_template(
        "cohorts/list_participants.html",
        menu=cohort_menu(code, "participants"),
        cohort=cohort,
        rows=rows,
        by=by,
        total=listing.count_participants(cohort, actor, by),
        next_url=url_for(".list_participants", code=code, after=rows[-1].id, **kept) if more else "",
        worksites=listing.worksites_used(cohort, actor),
        states=PARTICIPATION_STATES,
        streams=STREAMS,
        link=link,
    )


def _page(
    participation: Participation, *, placing: PlaceForm | None = None, cancelling: CancelForm | None = None
) -> Any:
    wrong = next((one for one in (placing, cancelling) if one is not None and one.errors), None)
    page = render_template(
        "cohorts/show_participation.html",
        menu=cohort_menu(participation.cohort.code, "participants"),
        one=participation,
        cohort=participation.cohort,
        totals=listing.attendance_totals(participation),
        moves=listing.moves(participation),
        placing=placing or _place_form(participation),
        cancelling=cancelling or CancelForm(version=participation.version),
        form=wrong,
        living=participation.state in placements.LIVING,
        planned=participation.state == ParticipationState.PLANNED,
        state=PARTICIPATION_STATES[ParticipationState(participation.state)],
        streams=STREAMS,
        reasons=END_REASONS,
        link=link,
    )
    return page, (422 if wrong else 200)


def _place_form(participation: Participation, **values: Any) -> PlaceForm:
    form = PlaceForm(
        worksite=participation.worksite_id,
        from_on=max(participation.starts_on, min(today(), participation.ends_on)),
        version=participation.version,
        **values,
    )
    form.worksite.choices = placements.choices(participation.cohort)
    return form


@bp.get("/participations/<id:participation_id>")
@requires(Permission.COHORT_PLACEMENT_READ)
def show_participation(participation_id: int) -> Any:
    one = scope.participation(participation_id, current_actor())
    looks.note_look("cohort:participation:look", one, by=current_actor(), at=now(), people=[one.person_id])
    return _page(one)


@bp.post("/participations/<id:participation_id>/place")
@requires(Permission.COHORT_PLACEMENT_WRITE)
def place_participation(participation_id: int) -> Any:
    actor = current_actor()
    one = scope.participation(participation_id, actor, lock=True)
    form = _place_form(one)
    if form.validate_on_submit() and form.from_on.data:
        try:
            placements.place(
                one,
                scope.worksite(form.worksite.data, actor),
                from_on=form.from_on.data,
                reason=form.reason.data or "",
                version=form.seen_version,
                by=actor,
                now=now(),
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
            flash("근무지를 저장했습니다.", "success")
            return redirect(url_for(".show_participation", participation_id=participation_id))
    return _page(scope.participation(participation_id, actor), placing=form)


@bp.route("/participations/<id:participation_id>/end", methods=["GET", "POST"])
@requires(Permission.COHORT_PLACEMENT_WRITE)
def end_participation(participation_id: int) -> Any:
    actor = current_actor()
    one = scope.participation(participation_id, actor, lock=request.method == "POST")
    form = EndForm(version=one.version, last_on=min(today(), one.ends_on))
    form.reason.choices = list(quits.REASONS.items())
    if form.validate_on_submit() and form.last_on.data:
        try:
            quits.end_early(
                one,
                form.last_on.data,
                form.reason.data,
                note=form.note.data or "",
                version=form.seen_version,
                by=actor,
                now=now(),
            )
        except RuleBroken as error:
            form.refuse(error)
            one = scope.participation(participation_id, actor)
        else:
            audit.commit()
            flash("중도 포기로 처리했습니다. 비는 자리는 예비자로 채울 수 있습니다.", "success")
            return redirect(url_for(".show_participation", participation_id=participation_id))
    page = render_template("cohorts/end_participation.html", one=one, cohort=one.cohort, form=form)
    return page, (422 if form.errors else 200)


@bp.post("/participations/<id:participation_id>/cancel")
@requires(Permission.COHORT_PLACEMENT_WRITE)
def cancel_participation(participation_id: int) -> Any:
    actor = current_actor()
    one = scope.participation(participation_id, actor, lock=True)
    form = CancelForm()
    if form.validate_on_submit():
        try:
            quits.cancel(one, form.note.data, version=form.seen_version, by=actor, now=now())
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
            flash("참여를 취소했습니다.", "success")
            return redirect(url_for(".show_participation", participation_id=participation_id))
    return _page(scope.participation(participation_id, actor), cancelling=form)
