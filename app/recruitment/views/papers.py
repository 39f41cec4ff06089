"""Printed papers of recruitment: made from what is stored each time, and every person printed is kept in the trail."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, abort, current_app, request

from app.accounts.current import current_actor
from app.audit.looks import note_look
from app.printing.written import Written
from app.recruitment.documents.application_form import application_form as draw_application_form
from app.recruitment.documents.intake_register import intake_register
from app.recruitment.documents.missing_papers import missing_papers_notice
from app.recruitment.documents.notice import notice_hwpx, notice_pdf, written_notice
from app.recruitment.documents.proxy_letter import proxy_letter as draw_proxy_letter
from app.recruitment.documents.screening_sheet import screening_sheet as draw_screening_sheet
from app.recruitment.documents.verdict_letter import verdict_letter as draw_verdict_letter
from app.recruitment.documents.withdrawal import withdrawal_slip as draw_withdrawal_slip
from app.recruitment.models import Application, Notice, NoticeState
from app.recruitment.notice_words import notice_text
from app.recruitment.services import (
    form_values,
    intake_closings,
    paper_values,
    register_values,
    scope,
    sheet_values,
    verdict_values,
)
from app.recruitment.services.notice_values import notice_values
from app.recruitment.views.blueprint import bp
from app.recruitment.views.downloads import HWPX, attachment, inline
from app.web.access import requires
from app.web.clock import now, today
from app.web.permissions import Permission

BLANK: dict[str, tuple[str, Callable[[Notice, bool], bytes]]] = {
    "application": (
        "참여신청서 서식",
        lambda notice, demo: draw_application_form(form_values.blank_form(notice, demo=demo)),
    ),
    "proxy-letter": (
        "위임장 서식",
        lambda notice, demo: draw_proxy_letter(form_values.blank_proxy_letter(notice, demo=demo)),
    ),
    "withdrawal": (
        "신청 취소서 서식",
        lambda notice, demo: draw_withdrawal_slip(form_values.blank_withdrawal(notice, demo=demo)),
    ),
}


def _demo() -> bool:
    return bool(current_app.config["DEMO"])


def _noted(row: Application, paper: str) -> None:
    """Whose paper is printed, by whom, which one; nothing is drawn when this cannot be written."""
    note_look("recruit:paper:print", row, by=current_actor(), at=now(), people=[row.person_id], reason=paper)


def _written(code: str) -> Written:
    notice = scope.notice(code, current_actor())
    values = notice_values(notice)
    return written_notice(notice_text(values), values, draft=notice.state == NoticeState.DRAFT, demo=_demo())


@bp.get("/notices/<code>/notice.pdf")
@requires(Permission.RECRUIT_NOTICE_READ)
def print_notice(code: str) -> Response:
    """공고문; a draft says so."""
    return inline(notice_pdf(_written(code)), f"모집 공고 {code}.pdf")


@bp.get("/notices/<code>/notice.hwpx")
@requires(Permission.RECRUIT_NOTICE_READ)
def save_notice(code: str) -> Response:
    """공고문 for 한글: the same words."""
    return attachment(notice_hwpx(_written(code)), f"모집 공고 {code}.hwpx", HWPX)


@bp.get("/notices/<code>/forms/<kind>.pdf")
@requires(Permission.RECRUIT_NOTICE_READ)
def print_blank_form(code: str, kind: str) -> Response:
    """참여신청서(application), 위임장(proxy-letter), 신청 취소서(withdrawal), to fill in by hand."""
    notice = scope.notice(code, current_actor())
    if kind not in BLANK:
        abort(404)
    name, draw = BLANK[kind]
    return inline(draw(notice, _demo()), f"{name} {code}.pdf")


@bp.get("/notices/<code>/intake/register.pdf")
@requires(Permission.RECRUIT_APPLICATION_READ)
def print_intake_register(code: str) -> Response:
    """동별 접수대장 of ``dong``; a clerk's is their own, whether named or not."""
    actor = current_actor()
    notice = scope.notice(code, actor)
    dong = intake_closings.of_dong(request.args.get("dong") or actor.dong_code or "", actor)
    register, people = register_values.intake_register_of(notice, dong, actor, printed_on=today(), demo=_demo())
    note_look("recruit:paper:print", notice, by=actor, at=now(), people=people, reason=f"접수대장 {dong.name}")
    return inline(intake_register(register), f"접수대장 {code} {dong.name}.pdf")


@bp.get("/applications/<id:application_id>/missing-papers.pdf")
@requires(Permission.RECRUIT_APPLICATION_WRITE)
def missing_papers_letter(application_id: int) -> Response:
    """보완 안내 of this one person; of many at once: views/missing_papers.py."""
    actor = current_actor()
    row = scope.application(application_id, actor)
    values = paper_values.missing_papers_letter(row, actor, printed_on=today(), demo=_demo())
    _noted(row, "보완 안내")
    return inline(missing_papers_notice([values]), f"보완 안내 {row.code}.pdf")


@bp.get("/applications/<id:application_id>/screening-sheet.pdf")
@requires(Permission.RECRUIT_SCREENING_READ)
def screening_sheet(application_id: int) -> Response:
    row = scope.application(application_id, current_actor())
    values = sheet_values.screening_sheet_of(row, printed_on=today(), demo=_demo())
    _noted(row, "심사표")
    return inline(draw_screening_sheet(values), f"심사표 {row.code}.pdf")


@bp.get("/applications/<id:application_id>/verdict-letter.pdf")
@requires(Permission.RECRUIT_SCREENING_READ)
def verdict_letter(application_id: int) -> Response:
    """부적격 사유 통보서; before the screening and for any other verdict a page says why not."""
    row = scope.application(application_id, current_actor())
    values = verdict_values.verdict_letter_of(row, issued_on=today(), demo=_demo())
    _noted(row, "부적격 사유 통보서")
    return inline(draw_verdict_letter(values), f"부적격 사유 통보서 {row.code}.pdf")


@bp.get("/applications/<id:application_id>/application-form.pdf")
@requires(Permission.RECRUIT_APPLICATION_WRITE)
def application_form(application_id: int) -> Response:
    row = scope.application(application_id, current_actor())
    values = form_values.form_of(row, demo=_demo())
    _noted(row, "참여신청서")
    return inline(draw_application_form(values), f"참여신청서 {row.code}.pdf")


@bp.get("/applications/<id:application_id>/withdrawal-slip.pdf")
@requires(Permission.RECRUIT_APPLICATION_WRITE)
def withdrawal_slip(application_id: int) -> Response:
    row = scope.application(application_id, current_actor())
    values = form_values.withdrawal_of(row, demo=_demo())
    _noted(row, "신청 취소서")
    return inline(draw_withdrawal_slip(values), f"신청 취소서 {row.code}.pdf")


@bp.get("/applications/<id:application_id>/proxy-letter.pdf")
@requires(Permission.RECRUIT_APPLICATION_WRITE)
def proxy_letter(application_id: int) -> Response:
    row = scope.application(application_id, current_actor())
    values = form_values.proxy_letter_of(row, demo=_demo())
    _noted(row, "위임장")
    return inline(draw_proxy_letter(values), f"위임장 {row.code}.pdf")
