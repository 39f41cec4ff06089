"""보완할 서류: who owes which paper till when, and the notices to print, one page a person."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, render_template, request, url_for
from flask_login import current_user

from app.accounts.current import current_actor
from app.audit import services as audit
from app.audit.looks import note_look
from app.recruitment import queries
from app.recruitment.documents.missing_papers import missing_papers_notice
from app.recruitment.forms.small import NoticeLettersForm
from app.recruitment.models import Notice
from app.recruitment.queries import due_papers
from app.recruitment.queries.due_papers import DUE, DueFilter
from app.recruitment.services import paper_values, scope
from app.recruitment.services.checklist import paper_labels
from app.recruitment.views import list_filters
from app.recruitment.views.blueprint import bp
from app.recruitment.views.downloads import inline
from app.recruitment.views.frame import frame
from app.recruitment.views.list_filters import row_asked
from app.web.access import requires
from app.web.clock import now, today
from app.web.permissions import Permission

ENDPOINT = "recruitment.list_missing_papers"
_NOBODY = "인쇄할 보완 안내가 없습니다. 빠진 서류가 있는 신청을 골라 주세요."


@bp.get("/notices/<code>/missing-papers")
@requires(Permission.RECRUIT_APPLICATION_READ)
def list_missing_papers(code: str) -> Any:
    actor = current_actor()
    notice, chosen = scope.notice(code, actor), list_filters.due_filter()
    page = due_papers.due_page(notice, chosen, actor, today(), after=row_asked("after"), before=row_asked("before"))
    people = [row.person_id for row in page.rows]
    note_look("recruit:papers:list", notice, by=actor, at=now(), people=people)
    return _page(notice, chosen, page)


def _page(notice: Notice, chosen: DueFilter, page: queries.Page, message: str = "") -> str:
    args, dongs = list_filters.due_args(chosen), queries.dongs()
    export = url_for(".export_missing_papers", code=notice.code, **args)
    return render_template(
        "recruitment/list_missing_papers.html",
        **frame(notice, "applications"),
        chosen=chosen,
        page=page,
        owed=due_papers.owed(notice, [row.id for row in page.rows]),
        labels=paper_labels(notice),
        today=today(),
        message=message,
        count_text=list_filters.count_text(page.total),
        tags=list_filters.due_tags(chosen, notice.code, {row.code: row.name for row in dongs}),
        clear_url=url_for(ENDPOINT, code=notice.code) if chosen.any else "",
        xlsx_url=export if current_user.can(Permission.RECRUIT_LIST_EXPORT) else "",
        print_url=url_for(".print_missing_papers", code=notice.code, **args),
        due_choices=[("", "기한 모두"), *DUE.items()],
        dong_choices=[] if current_user.dong_code else [("", "동 모두"), *((row.code, row.name) for row in dongs)],
        **list_filters.pager_urls(ENDPOINT, page, {"code": notice.code, **args}),
    )


@bp.post("/notices/<code>/missing-papers/notice.pdf")
@requires(Permission.RECRUIT_APPLICATION_WRITE)
def print_missing_papers(code: str) -> Any:
    """보완 안내 of the rows ticked, or of the whole list where none is; whose papers were printed is kept."""
    actor, day = current_actor(), today()
    notice, chosen = scope.notice(code, actor), list_filters.due_filter()
    if not NoticeLettersForm().validate_on_submit():
        abort(400)
    ticked = request.form.getlist("application", type=int)
    only = None if "all" in request.form or not ticked else [one for one in ticked if 0 < one < 2**62]
    rows = due_papers.all_due(notice, chosen, actor, day, only=only)
    letters = paper_values.missing_papers_of(
        [row.id for row in rows], actor, printed_on=day, demo=current_app.config["DEMO"]
    )
    if not letters:
        page = due_papers.due_page(notice, chosen, actor, day)
        return _page(notice, chosen, page, _NOBODY), 422
    people = [row.person_id for row in rows]
    audit.record("recruit:papers:print", notice, by=actor, at=now(), changes={"letters": len(letters)}, people=people)
    audit.commit()
    return inline(missing_papers_notice(letters), f"보완 안내 {notice.code}.pdf")
