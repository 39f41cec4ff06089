"""이의신청: the list of a notice, registering one, and its page with every step up to the answer."""

from __future__ import annotations

from typing import Any

from flask import current_app, render_template, request, url_for

from app.accounts.current import current_actor
from app.audit.looks import note_look
from app.recruitment import appeal_words
from app.recruitment.documents.appeal_answer import appeal_answer
from app.recruitment.forms.appeal import AppealForm
from app.recruitment.models import Application
from app.recruitment.queries import appeals as rows
from app.recruitment.services import appeals, scope, screenings, stored_files
from app.recruitment.services.appeal_letter import letter_of
from app.recruitment.verdicts import shown
from app.recruitment.views.acting import act
from app.recruitment.views.blueprint import bp
from app.recruitment.views.downloads import attachment, inline
from app.recruitment.views.frame import frame
from app.web.access import requires
from app.web.clock import now, today
from app.web.permissions import Permission


@bp.get("/notices/<code>/appeals")
@requires(Permission.RECRUIT_APPEAL_READ)
def list_appeals(code: str) -> str:
    actor = current_actor()
    notice = scope.notice(code, actor)
    found, following = rows.of_notice(notice, actor, request.args.get("after", "")[:40])
    note_look("recruit:appeal:list", notice, by=actor, at=now(), people=[one.person_id for one in found])
    return render_template(
        "recruitment/list_appeals.html",
        **frame(notice, "appeals"),
        rows=found,
        today=today(),
        appeal_words=appeal_words,
        window=appeal_words.window_sentence(notice.appeal_days),
        answering_days=appeal_words.answer_sentence(notice.answer_days),
        next_url=url_for(".list_appeals", code=code, after=following) if following else "",
    )


@bp.route("/applications/<id:application_id>/appeals/new", methods=["GET", "POST"])
@requires(Permission.RECRUIT_APPEAL_WRITE)
def add_appeal(application_id: int) -> Any:
    actor = current_actor()
    row = scope.application(application_id, actor)
    form = AppealForm(received_on=today())
    here = url_for(".show_application", application_id=application_id)

    def step() -> str:
        made = appeals.register(
            row,
            form.ground.data or "",
            form.evidence.data or "",
            form.received_on.data,
            file=form.file.upload,
            by=actor,
            now=now(),
            today=today(),
        )
        return url_for(".show_appeal", appeal_id=made.id)

    return act(form, here, step, "이의신청을 등록했습니다.") or _add_page(row, form)


def _add_page(row: Application, form: AppealForm) -> Any:
    if request.method == "GET":
        note_look("recruit:application:read", row, by=current_actor(), at=now(), people=[row.person_id])
    page = render_template(
        "recruitment/add_appeal.html",
        **frame(row.notice, "appeals"),
        application=row,
        form=form,
        verdict=shown(screenings.current(row.id)),
        window=appeal_words.window_sentence(row.notice.appeal_days),
        answering_days=appeal_words.answer_sentence(row.notice.answer_days),
        due_on=appeals.due_on(row.notice, today()),
        window_ends=appeals.window_ends(row.notice),
        no_tribunal=appeal_words.NO_TRIBUNAL,
    )
    return page, (422 if form.errors else 200)


@bp.get("/appeals/<id:appeal_id>/file")
@requires(Permission.RECRUIT_APPEAL_READ)
def download_appeal_file(appeal_id: int) -> Any:
    """What was handed in, as an attachment only."""
    actor = current_actor()
    row, application = appeals.by_id(appeal_id, actor)
    kept, content = stored_files.read(row.file_id)
    name, media_type = kept.name, kept.media_type
    note_look("recruit:file:read", row, by=actor, at=now(), people=[application.person_id])
    return attachment(content, f"appeal-{appeal_id}-{name}", media_type)


@bp.get("/appeals/<id:appeal_id>/answer.pdf")
@requires(Permission.RECRUIT_APPEAL_READ)
def print_appeal_answer(appeal_id: int) -> Any:
    """답변서; a draft says so on every page until it is decided."""
    actor = current_actor()
    row, application = appeals.by_id(appeal_id, actor)
    letter = letter_of(row, application, demo=current_app.config["DEMO"])
    note_look("recruit:appeal:read", row, by=actor, at=now(), people=[application.person_id])
    return inline(appeal_answer(letter), f"이의신청 회신 {letter.number}.pdf")
