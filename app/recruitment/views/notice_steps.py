"""The steps of a notice: criteria confirmed, score table adopted, proposed, opened by another person, closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from app.accounts.current import current_actor
from app.recruitment import criteria_words, queries, score_words
from app.recruitment.forms.notice import ConfirmForm, DecideForm, ReasonForm, StepForm
from app.recruitment.models import Notice
from app.recruitment.services import (
    confirmations,
    intake_closings,
    notice_cancelling,
    notice_copy,
    notice_facts,
    notice_versions,
    notices,
)
from app.recruitment.services.scope import notice as visible_notice
from app.recruitment.views.blocker_links import blocker_links
from app.recruitment.views.blueprint import bp
from app.recruitment.views.frame import frame
from app.recruitment.views.notice_said import saying
from app.recruitment.views.saving import answer, saved
from app.web.access import requires
from app.web.clock import now, today
from app.web.permissions import Permission


def _step(code: str, do: Callable[[Notice], None], done: str) -> Any:
    """One button: do it, or say why not, and come back to the overview."""
    notice, here = visible_notice(code, current_actor()), url_for(".show_notice", code=code)
    form = StepForm()
    if saved(form, here, lambda: do(notice)):
        flash(done, "success")
    for sentence in form.form_errors:
        flash(sentence, "danger")
    return redirect(here)


def _document_step(
    code: str,
    title: str,
    text: str,
    *,
    do: Callable[[Notice, str], object],
    done: str,
    shown: Callable[[Notice], dict[str, Any]],
) -> Any:
    """A step that needs a document number: its own page, with all that the number stands for."""
    notice = visible_notice(code, current_actor())
    form, here, say = ConfirmForm(), url_for(".edit_notice", code=code), saying(notice)
    if saved(form, here, lambda: do(notice, form.document_number.data)):
        say(done)
        return redirect(here)
    notice = visible_notice(code, current_actor())
    page = render_template(
        "recruitment/confirm_document.html",
        **frame(notice, "edit"),
        form=form,
        step_title=title,
        step_text=text,
        **{"confirming": [], "scores": [], "table_title": "", "shipped_note": "", **shown(notice)},
    )
    return answer(page, form)


@bp.route("/notices/<code>/confirm-criteria", methods=["GET", "POST"])
@requires(Permission.RECRUIT_NOTICE_WRITE)
def confirm_criteria(code: str) -> Any:
    return _document_step(
        code,
        "기준 확인",
        "확인이 필요한 기준을 공고문·지침과 대조했음을 문서번호로 남깁니다. 미확정 기준은 하나씩 값을 정해야 합니다.",
        do=lambda notice, number: notice_versions.confirm_criteria(notice, number, by=current_actor(), now=now()),
        done="기준을 확인했습니다.",
        shown=_to_confirm,
    )


def _to_confirm(notice: Notice) -> dict[str, Any]:
    document, shipped = notices.document_of(notices.newest_version(notice)), notice_copy.shipped_for(notice)
    return {"confirming": criteria_words.to_confirm(document), "shipped_note": shipped.note if shipped else ""}


@bp.route("/notices/<code>/adopt-score-table", methods=["GET", "POST"])
@requires(Permission.RECRUIT_NOTICE_WRITE)
def adopt_score_table(code: str) -> Any:
    return _document_step(
        code,
        "배점표 채택",
        "예시 배점입니다. 실제 선발에는 쓸 수 없습니다. 방침으로 정한 배점을 채택해 주세요.",
        do=lambda notice, number: notice_versions.adopt_score_table(notice, number, by=current_actor(), now=now()),
        done="배점표를 채택했습니다.",
        shown=_to_adopt,
    )


def _to_adopt(notice: Notice) -> dict[str, Any]:
    """(item, its bands), then the order for equal scores and the rest of the selection."""
    document = notices.document_of(notices.newest_version(notice))
    items = [(score_words.item_title(item), score_words.band_lines(item)) for item in document.score_table.items]
    rest = [score_words.tie_break_line(document), *score_words.selection_lines(document)]
    return {"scores": [*items, ("동점자, 선발과 예비", rest)], "table_title": document.score_table.title}


@bp.post("/notices/<code>/propose")
@requires(Permission.RECRUIT_NOTICE_WRITE)
def propose_notice(code: str) -> Any:
    return _step(
        code,
        lambda notice: notice_versions.propose(notice, by=current_actor(), now=now(), today=today()),
        "결재를 올렸습니다. 다른 사람이 공고합니다.",
    )


@bp.route("/notices/<code>/close", methods=["GET", "POST"])
@requires(Permission.RECRUIT_NOTICE_WRITE)
def close_notice(code: str) -> Any:
    if request.method == "GET":
        notice = visible_notice(code, current_actor())
        received = sum(row.applied for row in queries.stream_rows(notice, current_actor()))
        return render_template(
            "recruitment/close_notice.html",
            **frame(notice, "overview"),
            form=StepForm(),
            received=received,
            not_sent=intake_closings.open_dongs(notice),
        )
    return _step(
        code,
        lambda notice: notice_versions.close(notice, by=current_actor(), now=now()),
        "접수를 마감했습니다. 전체 심사를 실행하세요.",
    )


@bp.route("/notices/<code>/open", methods=["GET", "POST"])
@requires(Permission.RECRUIT_NOTICE_APPROVE)
def open_notice(code: str) -> Any:
    notice, here = visible_notice(code, current_actor()), url_for(".show_notice", code=code)
    form = DecideForm()

    def put_up() -> None:
        seen = form.seen.data or ""
        notice_versions.open_notice(notice, by=current_actor(), now=now(), today=today(), seen=seen)

    if saved(form, here, put_up):
        flash("공고했습니다. 조건은 더 바뀌지 않습니다.", "success")
        return redirect(here)
    notice = visible_notice(code, current_actor())
    document = notices.document_of(notices.current_version(notice))
    page = render_template(
        "recruitment/open_notice.html",
        **frame(notice, "overview"),
        form=form.showing(notice_versions.draft_stamp(notice)),
        criteria=criteria_words.lines(document),
        document=document,
        score_rows=score_words.rows(document),
        streams=queries.stream_rows(notice, current_actor()),
        projects=queries.project_rows(notice),
        version=queries.version_rows(notice)[0],
        standing=confirmations.check(notice.cohort_id),
        effect_note=notice_facts.effect_note(notice),
        start_note=notice_facts.start_note(notice),
        blockers=blocker_links(notice) if notice.state == "draft" else [],
        own=notices.newest_version(notice).proposed_by_id == current_actor().user_id,
    )
    return answer(page, form)


@bp.route("/notices/<code>/cancel", methods=["GET", "POST"])
@requires(Permission.RECRUIT_NOTICE_APPROVE)
def cancel_notice(code: str) -> Any:
    notice, here = visible_notice(code, current_actor()), url_for(".show_notice", code=code)
    form = ReasonForm()

    def cancel() -> None:
        notice_cancelling.cancel(notice, reason=form.reason.data or "", by=current_actor(), now=now())

    if saved(form, here, cancel):
        flash("공고를 취소했습니다.", "success")
        return redirect(here)
    notice = visible_notice(code, current_actor())
    received = sum(row.applied for row in queries.stream_rows(notice, current_actor()))
    page = render_template("recruitment/cancel_notice.html", **frame(notice, "overview"), form=form, received=received)
    return answer(page, form)
