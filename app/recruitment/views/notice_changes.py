"""변경공고: put up on a page of its own, approved or sent back by another person."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from app.accounts.current import current_actor
from app.accounts.deciding import OWN_PROPOSAL
from app.recruitment.forms.notice import ChangeForm, DecideForm, ReasonForm
from app.recruitment.models import Notice
from app.recruitment.services import intake_closings, notice_changes, notice_seen
from app.recruitment.services.scope import notice as visible_notice
from app.recruitment.views.blueprint import bp
from app.recruitment.views.frame import frame
from app.recruitment.views.saving import answer, saved
from app.shared.errors import NotFound
from app.web.access import requires
from app.web.clock import now, today
from app.web.permissions import Permission

STATES = {
    "proposed": ("bg-light-warning", "결재 대기"),
    "approved": ("bg-light-success", "결재함"),
    "rejected": ("bg-light-danger", "돌려보냄"),
    "replaced": ("bg-light-gray", "새 안으로 바뀜"),
}


@bp.route("/notices/<code>/amend", methods=["GET", "POST"])
@requires(Permission.RECRUIT_NOTICE_WRITE)
def amend_notice(code: str) -> Any:
    notice, here = visible_notice(code, current_actor()), url_for(".list_versions", code=code)
    if notice.state not in ("open", "closed"):
        raise NotFound
    form = ChangeForm(**{name: getattr(notice, name) for name in notice_changes.FIELDS})

    def propose() -> None:
        notice_changes.propose(
            notice,
            form.wanted,
            reason=form.reason.data or "",
            number=form.number.data or "",
            by=current_actor(),
            now=now(),
            today=today(),
        )

    if saved(form, here, propose):
        flash("변경공고를 결재에 올렸습니다. 다른 사람이 결재합니다.", "success")
        return redirect(here)
    notice = visible_notice(code, current_actor())
    page = render_template(
        "recruitment/amend_notice.html",
        **frame(notice, "versions"),
        form=form,
        waiting=notice_changes.waiting(notice),
    )
    return answer(page, form)


@bp.route("/notices/<code>/amend/<id:change_id>", methods=["GET", "POST"])
@requires(Permission.RECRUIT_NOTICE_APPROVE)
def approve_amendment(code: str, change_id: int) -> Any:
    notice, here = visible_notice(code, current_actor()), url_for(".show_notice", code=code)
    form = DecideForm()

    def approve() -> None:
        seen = form.seen.data or ""
        notice_changes.approve(notice, change_id, by=current_actor(), now=now(), today=today(), seen=seen)

    if saved(form, here, approve):
        flash("변경공고를 결재했습니다. 바뀐 공고문을 다시 게시하세요.", "success")
        return redirect(here)
    return answer(_page(code, change_id, form, ReasonForm()), form)


@bp.post("/notices/<code>/amend/<id:change_id>/send-back")
@requires(Permission.RECRUIT_NOTICE_APPROVE)
def send_back_amendment(code: str, change_id: int) -> Any:
    notice, here = visible_notice(code, current_actor()), url_for(".list_versions", code=code)
    form = ReasonForm()

    def send_back() -> None:
        notice_changes.send_back(notice, change_id, form.reason.data or "", by=current_actor(), now=now())

    if saved(form, here, send_back):
        flash("변경공고를 돌려보냈습니다.", "success")
        return redirect(here)
    return answer(_page(code, change_id, DecideForm(formdata=None), form), form)


def _page(code: str, change_id: int, form: DecideForm, reason: ReasonForm) -> str:
    notice: Notice = visible_notice(code, current_actor())
    change = notice_changes.by_id(notice, change_id)
    return render_template(
        "recruitment/approve_amendment.html",
        **frame(notice, "versions"),
        form=form.showing(notice_seen.change_stamp(change)),
        reason=reason,
        change=change,
        row=next(row for row in notice_changes.rows(notice) if row.NoticeChange.id == change.id),
        changed=notice_changes.words(change),
        sent=intake_closings.progress(notice)[0],
        own=change.proposed_by_id == current_actor().user_id,
        own_sentence=OWN_PROPOSAL,
    )
