"""조회 의뢰와 결과: the lists of a notice, one list and who is not answered, the locked file, the reply."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_login import current_user

from app.accounts import once
from app.accounts.current import current_actor
from app.audit import services as audit
from app.audit.looks import note_look
from app.database import writing
from app.extensions import db
from app.recruitment import locked_lists
from app.recruitment.forms.look_up_files import AgainForm, ReplyForm, RequestForm, TakeForm
from app.recruitment.look_up_sheets import KINDS, columns_of
from app.recruitment.models import LookUpRequest
from app.recruitment.services import look_up_replies, look_up_requests, scope, screenings, uploads
from app.recruitment.services.uploads import Uploaded
from app.recruitment.views.blueprint import bp
from app.recruitment.views.downloads import XLSX, attachment
from app.recruitment.views.frame import frame
from app.shared.errors import RuleBroken
from app.sheets.template import write_template
from app.web.access import requires
from app.web.clock import now, today
from app.web.permissions import Permission
from app.web.requests import reads_first

FIRST = "조회 의뢰"


def _password_page(row: LookUpRequest, code: str, purpose: str) -> Response:
    """The one answer that shows the password. It is nowhere else."""
    password = look_up_requests.new_password()
    form = TakeForm(formdata=None, key=locked_lists.key_of(row.id, current_user.id, password, purpose))
    notice = scope.notice(code, current_actor())
    page = render_template(
        "recruitment/look_up_password.html",
        **frame(notice, "look-ups"),
        row=row,
        gone=look_up_requests.gone_since(row),
        password=password,
        take_form=form,
        law=look_up_requests.LAW,
        minutes=locked_lists.SECONDS // 60,
    )
    return Response(page)


@bp.route("/notices/<code>/look-ups", methods=["GET", "POST"])
@requires(Permission.RECRUIT_LOOK_UP_REQUEST)
def list_look_ups(code: str) -> Any:
    actor = current_actor()
    notice = scope.notice(code, actor, lock=request.method == "POST")
    form = RequestForm(reference_on=notice.cohort.starts_on)
    if form.validate_on_submit():
        try:
            key = once.claim(form.once.data, user_id=current_user.id, location=request.path, now=now())
            made = look_up_requests.request(
                notice, form.kind.data, form.who.data, form.reference_on.data, by=actor, now=now(), today=today()
            )
            key.location = url_for(".show_look_up", request_id=made.id)
        except RuleBroken as error:
            form.refuse(error)
            notice = scope.notice(code, actor)
        else:
            audit.commit()
            return _password_page(made, code, FIRST)
    page = render_template(
        "recruitment/list_look_ups.html",
        **frame(notice, "look-ups"),
        form=form,
        rows=look_up_requests.rows_of(notice),
        left_out=look_up_requests.left_out_count(notice),
        kinds=KINDS,
        stale=screenings.stale_count(notice, actor, today()) if notice.state in ("open", "closed") else 0,
    )
    return page, (422 if form.errors else 200)


@bp.route("/look-ups/<id:request_id>", methods=["GET", "POST"])
@requires(Permission.RECRUIT_LOOK_UP_REQUEST)
@reads_first
def show_look_up(request_id: int) -> Any:
    """One list: how many are answered, who is not, and the place for the reply."""
    form = ReplyForm()
    row = look_up_requests.found(request_id)
    faults: list[str] = []
    if form.validate_on_submit():
        try:
            taken = _taken(row, form)
        except RuleBroken as error:
            form.refuse(error)
            faults = getattr(error, "sentences", [])
            row = look_up_requests.found(request_id)
        else:
            blank = f" 빈 줄 {taken.blank:,}개는 미회신으로 남습니다." if taken.blank else ""
            gone = f" 동의 철회·취소·포기 {taken.left_out:,}줄은 저장하지 않았습니다." if taken.left_out else ""
            flash(f"{taken.answered:,}명의 회신을 반영했습니다.{blank}{gone}", "success")
            return redirect(request.path)
    page = _request_page(row, form, faults)
    return page, (422 if form.errors else 200)


def uploaded(form: ReplyForm) -> Uploaded:
    return Uploaded(form.file.data.filename or "", form.file.data.read(), form.password.data or "")


def _taken(row: LookUpRequest, form: ReplyForm) -> look_up_replies.Taken:
    """The file is read before anything is locked or written, so that nobody waits for it; it is compared after."""
    request_id, columns, file = row.id, columns_of(row.kind), uploaded(form)
    db.session.rollback()
    checked = uploads.read(file, columns, today())
    with writing():
        once.claim(form.once.data, user_id=current_user.id, location=request.path, now=now())
        row = look_up_requests.found(request_id, lock=True)
        taken = look_up_replies.keep(row, file, checked, by=current_actor(), now=now(), today=today())
        audit.commit()
    return taken


def _request_page(row: LookUpRequest, form: ReplyForm, faults: list[str]) -> str:
    actor = current_actor()
    notice = look_up_requests.notice_of(row)
    after = request.args.get("after", default=0, type=int)
    waiting = look_up_requests.unanswered(row, after=after if 0 < after < 2**31 else 0)
    people = [one.person_id for one in waiting[:50]]
    note_look("recruit:look-up:read", row, by=actor, at=now(), people=people)
    return render_template(
        "recruitment/show_look_up.html",
        **frame(notice, "look-ups"),
        row=row,
        kinds=KINDS,
        counts=look_up_requests.counts_of(row),
        waiting=waiting[:50],
        next_after=waiting[49].position if len(waiting) > 50 else None,
        days=(today() - row.requested_on).days,
        stale=screenings.stale_count(notice, actor, today()),
        form=form,
        again=AgainForm(formdata=None),
        faults=faults,
    )


@bp.post("/look-ups/<id:request_id>/password")
@requires(Permission.RECRUIT_LOOK_UP_REQUEST)
def renew_password(request_id: int) -> Any:
    """The list once more, behind a new password, with the reason."""
    row = look_up_requests.found(request_id)
    form, here = AgainForm(), url_for(".show_look_up", request_id=request_id)
    if not form.validate_on_submit():
        flash("다시 받는 사유를 적어 주세요.", "danger")
        return redirect(here)
    once.claim(form.once.data, user_id=current_user.id, location=here, now=now())
    code = look_up_requests.notice_of(row).code
    audit.commit()
    return _password_page(row, code, form.reason.data)


@bp.post("/look-ups/<id:request_id>/file")
@requires(Permission.RECRUIT_LOOK_UP_REQUEST)
def take_look_up_file(request_id: int) -> Any:
    """The locked list itself; each time it goes out is kept with all its people."""
    row, form = look_up_requests.found(request_id), TakeForm()
    known = locked_lists.opened(form.key.data or "", row.id, current_user.id) if form.validate_on_submit() else None
    if known is None:
        flash("비밀번호를 보인 지 10분이 지났습니다. 사유를 적고 다시 받아 주세요.", "danger")
        return redirect(url_for(".show_look_up", request_id=request_id))
    try:
        content = look_up_requests.locked_file(row, known[0], known[1], by=current_actor(), now=now())
    except RuleBroken as error:
        db.session.rollback()
        flash(str(error), "danger")
        return redirect(url_for(".show_look_up", request_id=request_id))
    audit.commit()
    return attachment(content, f"{row.number}.xlsx", XLSX)


@bp.get("/look-ups/<id:request_id>/template.xlsx")
@requires(Permission.RECRUIT_LOOK_UP_REQUEST)
def look_up_template(request_id: int) -> Response:
    """The empty form of a reply, for those who cannot fill in the list itself. Nobody's data."""
    row = look_up_requests.found(request_id)
    guidance = [
        f"의뢰번호 {row.number}의 회신 양식입니다. 연번과 주민등록번호를 의뢰 명단과 같게 적어 주세요.",
        "한 줄이라도 오류가 있으면 한 건도 저장하지 않습니다. 빈 줄은 미회신으로 남습니다.",
    ]
    content = write_template(f"{KINDS[row.kind]} 회신", "회신", columns_of(row.kind), guidance=guidance)
    return attachment(content, f"회신양식_{KINDS[row.kind]}.xlsx", XLSX)
