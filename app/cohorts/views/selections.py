"""순위·선발 and its decision."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from app.accounts import once
from app.accounts.current import current_actor
from app.accounts.deciding import OWN_PROPOSAL
from app.audit import services as audit
from app.cohorts.forms import ApproveForm, ProposeForm, ReasonForm
from app.cohorts.models import Selection, SelectionState
from app.cohorts.queries import ranking as ranking_query
from app.cohorts.queries.decision import decision_of
from app.cohorts.services import selections
from app.cohorts.views.blueprint import bp
from app.cohorts.views.ranking_page import RankingPage
from app.cohorts.words import OUTCOMES, SELECTION_STATES
from app.recruitment.links import link, notice_menu
from app.recruitment.models import Notice, NoticeState
from app.recruitment.services import scope as recruitment_scope
from app.shared.errors import NotFound, RuleBroken
from app.web.access import requires
from app.web.clock import now
from app.web.permissions import Permission


def _notice(code: str) -> Notice:
    return recruitment_scope.notice(code, current_actor())


def _try_ranking(notice: Notice) -> tuple[ranking_query.Ranking | None, str]:
    """The ranking, or why there is none."""
    try:
        return ranking_query.ranking(notice), ""
    except NotFound:
        raise
    except RuleBroken as error:
        return None, str(error)


def _still_open(notice: Notice) -> str:
    """Why nothing can be proposed yet; empty once the notice is closed."""
    return selections.STILL_OPEN if notice.state == NoticeState.OPEN else ""


def _state(selection: Selection | None) -> tuple[str, str]:
    """Badge and word of where the selection stands."""
    return SELECTION_STATES[SelectionState(selection.state)] if selection else ("outline-gray", "선발안 작성 중")


@bp.get("/notices/<code>/ranking")
@requires(Permission.COHORT_SELECTION_READ)
def show_ranking(code: str) -> str:
    notice = _notice(code)
    seen, problem = _try_ranking(notice)
    page = RankingPage(seen, request.args) if seen else None
    return render_template(
        "cohorts/show_ranking.html",
        notice=notice,
        seen=seen,
        page=page,
        problem=problem,
        menu=notice_menu(notice, "ranking"),
        state=_state(seen.selection if seen else None),
        still_open=_still_open(notice),
        outcomes=OUTCOMES,
        link=link,
    )


@bp.route("/notices/<code>/select", methods=["GET", "POST"])
@requires(Permission.COHORT_SELECTION_PROPOSE)
def propose_selection(code: str) -> Any:
    notice = _notice(code)
    form = ProposeForm()
    if form.validate_on_submit():
        try:
            key = once.claim(form.once.data, user_id=current_user.id, location=request.path, now=now())
            row = selections.propose(notice, by=current_actor(), now=now())
            key.location = url_for(".show_selection", selection_id=row.id)
        except RuleBroken as error:
            form.refuse(error)
            notice = _notice(code)
        else:
            audit.commit()
            flash("선발안을 결재에 올렸습니다. 다른 결재자가 결재하면 확정됩니다.", "success")
            return redirect(key.location)
    seen, problem = _try_ranking(notice)
    page = render_template(
        "cohorts/propose_selection.html",
        notice=notice,
        seen=seen,
        problem=problem,
        still_open=_still_open(notice),
        form=form,
        menu=notice_menu(notice, "ranking"),
        link=link,
    )
    return page, (422 if form.errors else 200)


def _page(selection: Selection, *, approving: ApproveForm | None = None, sending: ReasonForm | None = None) -> Any:
    wrong = next((form for form in (approving, sending) if form is not None and form.errors), None)
    page = render_template(
        "cohorts/show_selection.html",
        selection=selection,
        notice=selection.notice,
        seen=ranking_query.of_selection(selection),
        decision=decision_of(selection),
        approving=approving or ApproveForm(starts_on=selection.notice.cohort.starts_on),
        sending=sending or ReasonForm(),
        form=wrong,
        own=selection.proposed_by_id == current_user.id,
        own_sentence=OWN_PROPOSAL,
        state=_state(selection),
        menu=notice_menu(selection.notice, "ranking"),
        link=link,
    )
    return page, (422 if wrong else 200)


@bp.get("/selections/<id:selection_id>")
@requires(Permission.COHORT_SELECTION_READ)
def show_selection(selection_id: int) -> Any:
    return _page(selections.by_id(selection_id))


@bp.post("/selections/<id:selection_id>/approve")
@requires(Permission.COHORT_SELECTION_APPROVE)
def approve_selection(selection_id: int) -> Any:
    selection = selections.by_id(selection_id)
    form = ApproveForm()
    here = url_for(".show_selection", selection_id=selection_id)
    if form.validate_on_submit():
        try:
            once.claim(form.once.data, user_id=current_user.id, location=here, now=now())
            people = selections.approve(selection, by=current_actor(), now=now(), starts_on=form.starts_on.data)
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
            flash(f"결재했습니다. {people}명을 선발하고 근무지와 계약 기간을 정했습니다.", "success")
            return redirect(here)
    return _page(selections.by_id(selection_id), approving=form)


@bp.post("/selections/<id:selection_id>/reject")
@requires(Permission.COHORT_SELECTION_APPROVE)
def reject_selection(selection_id: int) -> Any:
    return _send_back(selection_id, "돌려보냈습니다. 담당자가 새 안을 올릴 수 있습니다.")


@bp.post("/selections/<id:selection_id>/withdraw")
@requires(Permission.COHORT_SELECTION_PROPOSE)
def withdraw_selection(selection_id: int) -> Any:
    return _send_back(selection_id, "선발안을 거두었습니다. 고친 뒤 다시 올릴 수 있습니다.")


def _send_back(selection_id: int, done: str) -> Any:
    selection = selections.by_id(selection_id)
    form = ReasonForm()
    here = url_for(".show_selection", selection_id=selection_id)
    if form.validate_on_submit():
        try:
            once.claim(form.once.data, user_id=current_user.id, location=here, now=now())
            selections.reject(selection, form.reason.data, by=current_actor(), now=now())
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
            flash(done, "success")
            return redirect(here)
    return _page(selections.by_id(selection_id), sending=form)
