"""신청 불러오기: the template, a file to a preview, the preview to all of its rows or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_login import current_user

from app.accounts import once
from app.accounts.current import current_actor
from app.audit import services as audit
from app.audit.looks import note_look
from app.database import writing
from app.extensions import db
from app.recruitment import import_words
from app.recruitment.forms.imports import DecideForm, UploadForm
from app.recruitment.imports import batches, planning, report, work
from app.recruitment.imports.columns import GUIDANCE, SHEET_NAME, columns_of
from app.recruitment.models import ImportBatch, Notice
from app.recruitment.services.scope import notice as visible_notice
from app.recruitment.views.blueprint import bp
from app.recruitment.views.downloads import XLSX, attachment
from app.recruitment.views.frame import frame
from app.shared.errors import RuleBroken
from app.sheets.checking import nothing_saved
from app.sheets.template import write_template
from app.tasks import services as tasks
from app.web.access import requires
from app.web.clock import now, today
from app.web.permissions import Permission
from app.web.requests import reads_first


@bp.get("/notices/<code>/import/template.xlsx")
@requires(Permission.RECRUIT_IMPORT_RUN)
def import_template(code: str) -> Response:
    """The empty workbook of this notice: its choices, its papers."""
    notice = visible_notice(code, current_actor())
    content = write_template(f"신청 양식 · {notice.title}", SHEET_NAME, columns_of(notice), guidance=GUIDANCE)
    return attachment(content, f"신청양식_{notice.code}.xlsx", XLSX)


@bp.route("/notices/<code>/import", methods=["GET", "POST"])
@requires(Permission.RECRUIT_IMPORT_RUN)
@reads_first
def import_applications(code: str) -> Any:
    """Choose a file; what it would do is shown before anything is saved."""
    notice, form = visible_notice(code, current_actor()), UploadForm()
    if form.validate_on_submit():
        try:
            return redirect(_put_up(notice, form))
        except RuleBroken as error:
            db.session.rollback()
            form.refuse(error)
            notice = visible_notice(code, current_actor())
    page = render_template(
        "recruitment/import_applications.html",
        **frame(notice, "import"),
        form=form,
        import_words=import_words,
        batches=batches.recent(notice),
        columns=columns_of(notice),
    )
    return page, (422 if form.errors else 200)


def _put_up(notice: Notice, form: UploadForm) -> str:
    """The file is read before anything is held or written, so that nobody waits for it. Where its preview is."""
    planning.check_state(notice, today())
    code, columns, name, content = notice.code, columns_of(notice), form.file.data.filename, form.file.data.read()
    db.session.rollback()
    checked = planning.read(content, columns, today())
    with writing():
        here = url_for(".import_applications", code=code)
        key = once.claim(form.once.data, user_id=current_user.id, location=here, now=now())
        by, found = current_actor(), visible_notice(code, current_actor())
        batch = batches.upload(found, name, content, checked=checked, by=by, now=now(), today=today())
        key.location = location = url_for(".show_import", code=code, batch_id=batch.id)
        audit.commit()
    return location


@bp.get("/notices/<code>/import/<id:batch_id>")
@requires(Permission.RECRUIT_IMPORT_RUN)
def show_import(code: str, batch_id: int) -> str:
    """The preview of one file: every row, what happens to it, fifty at a time."""
    actor = current_actor()
    notice = visible_notice(code, actor)
    batch = batches.batch_of(notice, batch_id)
    found = report.open_of(batch)
    asked = request.args.get("outcome")
    outcome = "error" if asked is None and batch.counts["errors"] else (asked or "")
    outcome = outcome if outcome in import_words.OUTCOMES else ""
    after = request.args.get("after", 0, type=int) or 0
    job = tasks.underway(work.KIND, url_for(".show_import", code=code, batch_id=batch.id))
    if batch.state == "checked":
        note_look("recruit:import:read", batch, by=actor, at=now(), people=[])
    return render_template(
        "recruitment/show_import.html",
        **frame(notice, "import"),
        batch=batch,
        counts=_counts(found, batch),
        page=report.page_of(found, outcome, after),
        outcome=outcome,
        notes=found["notes"],
        nothing_saved=nothing_saved(batch.rows, batch.counts["errors"]),
        same_file=batches.same_file(batch) if batch.state == "committed" else "",
        import_words=import_words,
        form=DecideForm(),
        job=job,
    )


def _counts(found: dict[str, Any], batch: ImportBatch) -> dict[str, int]:
    """Rows by outcome; a committed batch has its counts only."""
    if found["rows"]:
        return {name: sum(row["outcome"] == name for row in found["rows"]) for name in import_words.OUTCOMES}
    return {name: batch.counts.get(name, 0) for name in import_words.OUTCOMES}


def _decide(code: str, batch_id: int, do: Callable[[Notice, str], str]) -> Any:
    """One button of the preview: do it or say why not; ``do`` gives the address to go to."""
    notice, form = visible_notice(code, current_actor()), DecideForm()
    batches.batch_of(notice, batch_id)
    here = url_for(".show_import", code=code, batch_id=batch_id)
    if not form.validate_on_submit():
        return redirect(here)
    try:
        key = once.claim(form.once.data, user_id=current_user.id, location=here, now=now())
        key.location = do(notice, here)
    except RuleBroken as error:
        form.refuse(error)
        flash(str(error), "danger")
        return redirect(here)
    audit.commit()
    return redirect(key.location)


@bp.post("/notices/<code>/import/<id:batch_id>/commit")
@requires(Permission.RECRUIT_IMPORT_RUN)
def commit_import(code: str, batch_id: int) -> Any:
    """All rows or none. A large file goes in as long work."""

    def put_in(notice: Notice, here: str) -> str:
        batch = batches.batch_of(notice, batch_id)
        if batch.rows > work.AT_ONCE and batch.state == "checked":
            job = work.start(notice, batch, here, by=current_actor(), now=now())
            return url_for("tasks.show_task", task_id=job.id)
        done = batches.commit(notice, batch_id, by=current_actor(), now=now(), today=today())
        flash(done.message, "warning" if done.again else "success")
        return here

    return _decide(code, batch_id, put_in)


@bp.post("/notices/<code>/import/<id:batch_id>/drop")
@requires(Permission.RECRUIT_IMPORT_RUN)
def drop_import(code: str, batch_id: int) -> Any:
    """The file and its preview are thrown away; nothing was saved."""

    def throw_away(notice: Notice, _here: str) -> str:
        batches.drop(notice, batch_id, by=current_actor(), now=now())
        flash("파일을 버렸습니다. 저장한 내용은 없습니다.", "success")
        return url_for(".import_applications", code=code)

    return _decide(code, batch_id, throw_away)
