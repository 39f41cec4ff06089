"""판정 변경: proposed on an application, decided on a page of its own, listed for a notice."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.accounts.current import current_actor
from app.accounts.deciding import OWN_PROPOSAL
from app.audit.looks import note_look
from app.recruitment import findings, override_words, verdicts
from app.recruitment.forms.override import ApproveOverrideForm, OverrideForm, SendBackForm
from app.recruitment.models import Application, ScreeningOverride
from app.recruitment.queries import overrides as rows
from app.recruitment.services import overrides, scope, screenings, stored_files
from app.recruitment.views.acting import act
from app.recruitment.views.blueprint import bp
from app.recruitment.views.downloads import attachment
from app.recruitment.views.frame import frame
from app.web.access import requires
from app.web.clock import now
from app.web.forms import ActionForm
from app.web.permissions import Permission


@bp.route("/applications/<id:application_id>/override", methods=["GET", "POST"])
@requires(Permission.RECRUIT_OVERRIDE_PROPOSE)
def propose_override(application_id: int) -> Any:
    actor = current_actor()
    row = scope.application(application_id, actor)
    form = OverrideForm()
    here = url_for(".show_application", application_id=application_id)

    def step() -> str:
        made = overrides.propose(
            row,
            form.verdict.data,
            form.reason.data or "",
            form.evidence.data or "",
            file=form.file.upload,
            by=actor,
            now=now(),
        )
        return url_for(".show_override", override_id=made.id)

    return act(form, here, step, "판정 변경을 결재에 올렸습니다.") or _propose_page(row, form)


def _propose_page(row: Application, form: OverrideForm) -> Any:
    screening = screenings.current(row.id)
    if request.method == "GET":
        note_look("recruit:application:read", row, by=current_actor(), at=now(), people=[row.person_id])
        _carry_on(form, row)
    page = render_template(
        "recruitment/propose_override.html",
        **frame(row.notice, "screening"),
        application=row,
        form=form,
        verdict=verdicts.shown(screening),
        panel=findings.saved_panel(screenings.outcome_of(screening)) if screening else None,
        problem=overrides.why_not(row, screening),
    )
    return page, (422 if form.errors else 200)


def _carry_on(form: OverrideForm, row: Application) -> None:
    """A change that a new screening ended may be put up again with its words."""
    last = next(iter(rows.of_application(row)), None)
    if last is not None and last.superseded_at is not None and last.ScreeningOverride.state == "approved":
        old = last.ScreeningOverride
        form.verdict.data, form.reason.data, form.evidence.data = old.verdict, old.reason, old.evidence


@bp.get("/overrides/<id:override_id>")
@requires(Permission.RECRUIT_SCREENING_READ)
def show_override(override_id: int) -> Any:
    actor = current_actor()
    row, application = overrides.by_id(override_id, actor)
    note_look("recruit:override:read", row, by=actor, at=now(), people=[application.person_id])
    return _page(row, application)


def _page(
    row: ScreeningOverride,
    application: Application,
    *,
    approving: ApproveOverrideForm | None = None,
    sending: SendBackForm | None = None,
    withdrawing: ActionForm | None = None,
) -> Any:
    wrong = next((form for form in (approving, sending, withdrawing) if form is not None and form.errors), None)
    seen = rows.one(row.id)
    page = render_template(
        "recruitment/show_override.html",
        **frame(application.notice, "screening"),
        application=application,
        override=row,
        seen=seen,
        state=override_words.state_of(
            row.state, ended=seen.superseded_at is not None, revoked=row.revoked_at is not None
        ),
        open=row.state == "proposed" and seen.superseded_at is None,
        own=row.proposed_by_id == current_user.id,
        own_sentence=OWN_PROPOSAL,
        approving=approving or ApproveOverrideForm(),
        sending=sending or SendBackForm(),
        withdrawing=withdrawing or ActionForm(),
        form=wrong,
    )
    return page, (422 if wrong else 200)


@bp.post("/overrides/<id:override_id>/approve")
@requires(Permission.RECRUIT_OVERRIDE_APPROVE)
def approve_override(override_id: int) -> Any:
    actor = current_actor()
    row, application = overrides.by_id(override_id, actor)
    form, here = ApproveOverrideForm(), url_for(".show_override", override_id=override_id)

    def step() -> None:
        overrides.approve(row, form.note.data or "", by=actor, now=now())

    return act(form, here, step, "결재했습니다. 판정을 바꾸었습니다.") or _page(row, application, approving=form)


@bp.post("/overrides/<id:override_id>/reject")
@requires(Permission.RECRUIT_OVERRIDE_APPROVE)
def reject_override(override_id: int) -> Any:
    actor = current_actor()
    row, application = overrides.by_id(override_id, actor)
    form, here = SendBackForm(), url_for(".show_override", override_id=override_id)

    def step() -> None:
        overrides.reject(row, form.note.data or "", by=actor, now=now())

    return act(form, here, step, "돌려보냈습니다.") or _page(row, application, sending=form)


@bp.post("/overrides/<id:override_id>/revoke")
@requires(Permission.RECRUIT_OVERRIDE_APPROVE)
def revoke_override(override_id: int) -> Any:
    """An approved change is taken away again."""
    actor = current_actor()
    row, application = overrides.by_id(override_id, actor)
    form, here = SendBackForm(), url_for(".show_override", override_id=override_id)

    def step() -> None:
        overrides.revoke(row, form.note.data or "", by=actor, now=now())

    return act(form, here, step, "심사한 판정으로 되돌렸습니다.") or _page(row, application, sending=form)


@bp.post("/overrides/<id:override_id>/withdraw")
@requires(Permission.RECRUIT_OVERRIDE_PROPOSE)
def withdraw_override(override_id: int) -> Any:
    actor = current_actor()
    row, application = overrides.by_id(override_id, actor)
    form, here = ActionForm(), url_for(".show_override", override_id=override_id)

    def step() -> None:
        overrides.withdraw(row, by=actor, now=now())

    return act(form, here, step, "판정 변경을 거두었습니다.") or _page(row, application, withdrawing=form)


@bp.get("/overrides/<id:override_id>/file")
@requires(Permission.RECRUIT_SCREENING_READ)
def download_override_file(override_id: int) -> Any:
    """The evidence, as an attachment only."""
    actor = current_actor()
    row, application = overrides.by_id(override_id, actor)
    kept, content = stored_files.read(row.file_id)
    name, media_type = kept.name, kept.media_type
    note_look("recruit:file:read", row, by=actor, at=now(), people=[application.person_id])
    return attachment(content, f"override-{override_id}-{name}", media_type)


@bp.get("/notices/<code>/overrides")
@requires(Permission.RECRUIT_SCREENING_READ)
def list_overrides(code: str) -> Any:
    actor = current_actor()
    notice = scope.notice(code, actor)
    found, following = rows.of_notice(notice, actor, _older_than())
    if not found and request.args.get("before"):
        return redirect(url_for(".list_overrides", code=code))
    note_look("recruit:override:list", notice, by=actor, at=now(), people=[one.person_id for one in found])
    return render_template(
        "recruitment/list_overrides.html",
        **frame(notice, "screening"),
        rows=found,
        in_force=verdicts.changed_count(notice.id),
        state_of=override_words.state_of,
        next_url=url_for(".list_overrides", code=code, before=following) if following else "",
    )


def _older_than() -> int | None:
    value = request.args.get("before", type=int)
    return value if value is not None and 0 < value < 2**62 else None
