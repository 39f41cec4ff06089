"""The score table and the papers of a notice, and the whole of it as the public notice would say it."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for
from flask_login import current_user

from app.accounts.current import current_actor
from app.recruitment import score_words
from app.recruitment.forms.notice_papers import WHEN, PapersForm
from app.recruitment.forms.score_table import ScoreForm
from app.recruitment.models import Notice
from app.recruitment.notice_words import notice_text, wage_lines
from app.recruitment.services import checklist, notice_papers, notices, version_changes
from app.recruitment.services.notice_values import notice_values
from app.recruitment.services.scope import notice as visible_notice
from app.recruitment.views.blueprint import bp
from app.recruitment.views.frame import frame
from app.recruitment.views.notice_said import saying
from app.recruitment.views.saving import answer, saved
from app.rules.criteria import NoticeDocument, ScoreItem, shipped_sets
from app.shared.digits import plain_number
from app.web.access import requires
from app.web.clock import now
from app.web.permissions import Permission


@bp.route("/notices/<code>/score-table", methods=["GET", "POST"])
@requires(Permission.RECRUIT_NOTICE_WRITE)
def edit_scores(code: str) -> Any:
    notice = visible_notice(code, current_actor())
    here = url_for(".edit_notice" if notice.state == "draft" else ".list_versions", code=code)
    base = version_changes.base_of(notice)
    document = notices.document_of(base)
    form = ScoreForm.of(document, _offered(document), base.number).asking(notice.state != "draft")
    say = saying(notice)
    if saved(form, here, lambda: _save_scores(notice, form)):
        say("배점을 저장했습니다." if notice.state == "draft" else "변경안을 결재에 올렸습니다.")
        return redirect(here)
    notice = visible_notice(code, current_actor())
    page = render_template(
        "recruitment/edit_scores.html", **frame(notice, "edit"), form=form, table=document.score_table, said=score_words
    )
    return answer(page, form)


def _offered(document: NoticeDocument) -> tuple[ScoreItem, ...]:
    """The items of the table, and those of the shipped table that it does not use."""
    used = document.score_table.items
    shipped = next(iter(shipped_sets().values())).document.score_table.items
    return (*used, *(item for item in shipped if item.code not in {one.code for one in used}))


def _save_scores(notice: Notice, form: ScoreForm) -> None:
    draft = notice.state == "draft"
    version_changes.save(
        notice,
        form.applied_to if draft else form.kept_for,
        reason="배점 고침" if draft else form.reason.data or "",
        by=current_actor(),
        now=now(),
        base=plain_number(form.base.data or "", 9) or 0,
    )


@bp.route("/notices/<code>/papers", methods=["GET", "POST"])
@requires(Permission.RECRUIT_NOTICE_WRITE)
def edit_papers(code: str) -> Any:
    notice, here = visible_notice(code, current_actor()), url_for(".edit_notice", code=code)
    form, say = PapersForm.of(checklist.checklist_of(notice), notice.papers_days), saying(notice)

    def save() -> None:
        notice_papers.set_papers(notice, form.items(), form.papers_days.data, by=current_actor(), now=now())

    if saved(form, here, save):
        say("제출 서류를 저장했습니다.")
        return redirect(here)
    notice = visible_notice(code, current_actor())
    page = render_template("recruitment/edit_papers.html", **frame(notice, "edit"), form=form, when=WHEN)
    return answer(page, form)


@bp.get("/notices/<code>/preview")
@requires(Permission.RECRUIT_NOTICE_READ)
def preview_notice(code: str) -> str:
    """What is in force; who writes or approves changes sees one that waits, marked as not approved."""
    notice = visible_notice(code, current_actor())
    decides = current_user.can(Permission.RECRUIT_NOTICE_WRITE) or current_user.can(Permission.RECRUIT_NOTICE_APPROVE)
    values = notice_values(notice, version_changes.base_of(notice) if decides else None)
    return render_template(
        "recruitment/preview_notice.html",
        **frame(notice, "overview"),
        text=notice_text(values),
        unsure=values.wage.unsure if values.wage else (),
        wages=wage_lines(values),
    )
