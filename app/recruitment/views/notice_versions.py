"""Versions of a notice: side by side, back to an earlier one, and the approval of a change after opening."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

from flask import flash, redirect, render_template, url_for

from app.accounts.current import current_actor
from app.accounts.home import WorkItem, work_items
from app.accounts.roles import Role
from app.recruitment import queries, version_words
from app.recruitment.forms.notice import DecideForm, ReasonForm, StepForm
from app.recruitment.models import Notice
from app.recruitment.services import notice_changes, notice_seen, notice_versions, notices, version_changes
from app.recruitment.services.scope import notice as visible_notice
from app.recruitment.views.blueprint import bp
from app.recruitment.views.frame import frame
from app.recruitment.views.notice_changes import STATES as AMENDMENT_STATES
from app.recruitment.views.notice_said import saying
from app.recruitment.views.saving import answer, saved
from app.shared.actor import Actor
from app.web.access import requires
from app.web.clock import now, today
from app.web.permissions import Permission


@bp.get("/notices/<code>/versions")
@requires(Permission.RECRUIT_NOTICE_READ)
def list_versions(code: str) -> str:
    notice = visible_notice(code, current_actor())
    return render_template(
        "recruitment/list_versions.html",
        **frame(notice, "versions"),
        entries=_entries(notice),
        current=notices.current_version(notice),
        waiting=version_changes.pending(notice),
        deciding=version_words.deciding_documents(notices.document_of(notices.current_version(notice))),
        amendments=notice_changes.rows(notice),
        amendment_words=notice_changes.words,
        amendment_states=AMENDMENT_STATES,
        step_form=StepForm(),
    )


def _entries(notice: Notice) -> list[tuple[Any, list[version_words.Difference]]]:
    """Every version, newest first, with what it changed in the one before."""
    rows = list(queries.version_rows(notice))
    documents = [notices.document_of(row.NoticeVersion) for row in rows]
    changes = [version_words.differences(old, new) for new, old in pairwise(documents)]
    return list(zip(rows, [*changes, []], strict=True))


@bp.post("/notices/<code>/versions/<id:number>/restore")
@requires(Permission.RECRUIT_NOTICE_WRITE)
def restore_version(code: str, number: int) -> Any:
    """The document of that version again: at once in a draft, as a proposed change once the notice is open."""
    notice, here = visible_notice(code, current_actor()), url_for(".list_versions", code=code)
    form, say = StepForm(), saying(notice)
    document = notices.document_of(notice_versions.by_number(notice, number))

    def restore() -> None:
        reason = f"{number}판으로 되돌림"
        version_changes.save(notice, lambda _: document, reason=reason, by=current_actor(), now=now())

    if saved(form, here, restore):
        say(f"{number}판의 내용으로 되돌렸습니다.")
    for sentence in form.form_errors:
        flash(sentence, "danger")
    return redirect(here)


@bp.route("/notices/<code>/versions/<id:number>/approve", methods=["GET", "POST"])
@requires(Permission.RECRUIT_NOTICE_APPROVE)
def approve_version(code: str, number: int) -> Any:
    notice, here = visible_notice(code, current_actor()), url_for(".show_notice", code=code)
    form = DecideForm()

    def approve() -> None:
        seen = form.seen.data or ""
        version_changes.approve_change(notice, number, by=current_actor(), now=now(), seen=seen)

    if saved(form, here, approve):
        flash("변경을 결재했습니다. 바뀐 공고문을 다시 게시하고 모든 신청을 다시 심사하세요.", "success")
        return redirect(here)
    return answer(_decision_page(code, number, form, ReasonForm()), form)


@bp.post("/notices/<code>/versions/<id:number>/send-back")
@requires(Permission.RECRUIT_NOTICE_APPROVE)
def send_back_version(code: str, number: int) -> Any:
    notice, here = visible_notice(code, current_actor()), url_for(".list_versions", code=code)
    form = ReasonForm()

    def send_back() -> None:
        version_changes.send_back(notice, number, reason=form.reason.data or "", by=current_actor(), now=now())

    if saved(form, here, send_back):
        flash("변경안을 돌려보냈습니다.", "success")
        return redirect(here)
    return answer(_decision_page(code, number, DecideForm(formdata=None), form), form)


def _decision_page(code: str, number: int, form: DecideForm, reason: ReasonForm) -> str:
    notice = visible_notice(code, current_actor())
    version = notice_versions.by_number(notice, number)
    before, after = (notices.document_of(one) for one in (notices.current_version(notice), version))
    effect = version_changes.effect(notice, version, today())
    return render_template(
        "recruitment/approve_version.html",
        **frame(notice, "versions"),
        form=form.showing(notice_seen.version_stamp(notice, version)),
        reason=reason,
        version=version,
        row=next(row for row in queries.version_rows(notice) if row.NoticeVersion.id == version.id),
        differences=version_words.differences(before, after),
        effect=effect,
        ended=version_words.ended_changes(effect.approved, effect.waiting),
        own=version.proposed_by_id == current_actor().user_id,
    )


@work_items
def change_lines(actor: Actor, _today: date) -> list[WorkItem]:
    """Changes of criteria that the approver decides."""
    if actor.role != Role.JOBS_LEAD:
        return []
    return [
        WorkItem(
            f"공고 변경 결재 · {title}",
            "1건",
            url_for("recruitment.approve_version", code=code, number=number),
            "변경 결재",
        )
        for code, title, number in version_changes.all_waiting()
    ]
