"""XLSX of exactly what a list shows: a page that says how many people it holds and asks what for, then the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for

from app.accounts.current import current_actor
from app.audit import services as audit
from app.database import writing
from app.recruitment import list_sheets, queries
from app.recruitment.forms.small import ExportForm
from app.recruitment.models import Notice
from app.recruitment.queries import due_papers, people
from app.recruitment.services import list_exports, scope
from app.recruitment.services.checklist import paper_labels
from app.recruitment.services.list_exports import ListFile
from app.recruitment.views import list_filters
from app.recruitment.views.blueprint import bp
from app.recruitment.views.downloads import XLSX, attachment
from app.recruitment.views.list_filters import chosen_filter, filter_args
from app.shared.errors import RuleBroken
from app.web.access import requires
from app.web.clock import now, today
from app.web.permissions import Permission


@dataclass(frozen=True)
class _Order:
    """What is to be taken: the file, how many people, the list it comes from, what it was limited to."""

    file: Callable[[], ListFile]
    count: int
    back: str
    limits: dict[str, str]
    tags: list[str]
    notice: Notice | None = None
    subject: str = "application"


@bp.route("/notices/<code>/applications/export", methods=["GET", "POST"])
@requires(Permission.RECRUIT_LIST_EXPORT)
def export_applications(code: str) -> Any:
    return _answer(_applications(scope.notice(code, current_actor())))


@bp.route("/applications/export", methods=["GET", "POST"])
@requires(Permission.RECRUIT_LIST_EXPORT)
def export_all_applications() -> Any:
    return _answer(_applications(None))


@bp.route("/people/export", methods=["GET", "POST"])
@requires(Permission.RECRUIT_LIST_EXPORT)
def export_people() -> Any:
    chosen, actor = list_filters.people_filter(), current_actor()
    args = list_filters.people_args(chosen)
    tags = [label for label, _ in list_filters.people_tags(chosen, _dong_names())]

    def rows() -> Iterator[Any]:
        return ((row.id, list_sheets.person_cells(row)) for row in people.every_person(chosen, actor))

    return _answer(
        _Order(
            file=lambda: ListFile("사람", list_sheets.PERSON_COLUMNS, rows(), tags),
            count=people.people_count(chosen, actor),
            back=url_for(".list_people", **args),
            limits=_kept(args),
            tags=tags,
            subject="person",
        )
    )


@bp.route("/notices/<code>/missing-papers/export", methods=["GET", "POST"])
@requires(Permission.RECRUIT_LIST_EXPORT)
def export_missing_papers(code: str) -> Any:
    actor, day = current_actor(), today()
    notice, chosen = scope.notice(code, actor), list_filters.due_filter()
    args, labels = list_filters.due_args(chosen), paper_labels(notice)
    tags = [label for label, _ in list_filters.due_tags(chosen, code, _dong_names())]

    def rows() -> Iterator[Any]:
        owed = due_papers.owed(notice)
        for row in due_papers.all_due(notice, chosen, actor, day):
            yield row.person_id, list_sheets.due_cells(row, owed.get(row.id, ()), labels, day)

    return _answer(
        _Order(
            file=lambda: ListFile(f"보완할 서류 {notice.title}", list_sheets.DUE_COLUMNS, rows(), tags),
            count=due_papers.due_count(notice, chosen, actor, day),
            back=url_for(".list_missing_papers", code=code, **args),
            limits=_kept(args),
            tags=tags,
            notice=notice,
        )
    )


def _applications(notice: Notice | None) -> _Order:
    across, actor = notice is None, current_actor()
    chosen = chosen_filter(across)
    args, moved = filter_args(chosen), bool(chosen.moved)
    endpoint = "recruitment.list_all_applications" if across else "recruitment.list_applications"
    here: dict[str, Any] = {"code": notice.code} if notice else {}
    tags = [label for label, _ in list_filters.tags(chosen, endpoint, here, _dong_names())]
    title = f"신청 {notice.title}" if notice else "모든 신청"

    def rows() -> Iterator[Any]:
        found = queries.every_application(notice, chosen, actor)
        return ((row.person_id, list_sheets.application_cells(row, across, moved)) for row in found)

    return _Order(
        file=lambda: ListFile(title, list_sheets.application_columns(across, moved), rows(), tags),
        count=queries.application_count(notice, chosen, actor),
        back=url_for(endpoint, **here, **args),
        limits=_kept(args),
        tags=tags,
        notice=notice,
    )


def _dong_names() -> dict[str, str]:
    return {row.code: row.name for row in queries.dongs()}


def _kept(args: dict[str, Any]) -> dict[str, str]:
    """What the trail keeps of a filter: that something was searched for, never what."""
    return {("search" if name == "s" else name): ("yes" if name == "s" else value) for name, value in args.items()}


def _answer(order: _Order) -> Any:
    form = ExportForm()
    if form.validate_on_submit():
        try:
            return _file(order, form.purpose.data)
        except RuleBroken as error:
            form.refuse(error)
    page = render_template(
        "recruitment/export_list.html",
        form=form,
        count=order.count,
        back=order.back,
        tags=order.tags,
        notice=order.notice,
    )
    return page, (422 if form.errors else 200)


def _file(order: _Order, purpose: str) -> Any:
    actor, at, file = current_actor(), now(), None
    # A long file is read and made in a read transaction, so that nobody waits for the writer's lock meanwhile.
    audit.commit()
    with writing(False):
        file = order.file()
        taken = list_exports.make(file, purpose, by=actor, now=at)
        audit.commit()
    subject = None if order.notice else order.subject
    list_exports.record(taken, order.notice, subject, order.limits, purpose, by=actor, now=at)
    audit.commit()
    return attachment(taken.content, f"{file.title} {today().isoformat()}.xlsx", XLSX)
