"""신청 in lists: of one notice, and across all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.accounts.current import current_actor
from app.audit.looks import note_look
from app.recruitment import queries, run_keys, words
from app.recruitment.forms.small import NameForm
from app.recruitment.list_sheets import moved_words, reason_of
from app.recruitment.models import STREAM_LABELS, Notice
from app.recruitment.queries.moves import ANY
from app.recruitment.services import intake_closings, scope
from app.recruitment.views import list_filters
from app.recruitment.views.blueprint import bp
from app.recruitment.views.frame import frame
from app.recruitment.views.list_filters import chosen_filter, filter_args, row_asked
from app.rules.criteria import RULE_LABELS
from app.web.access import requires
from app.web.clock import now
from app.web.permissions import Permission


@dataclass(frozen=True)
class _List:
    """Which of the two lists: of a notice, or of all."""

    notice: Notice | None

    @property
    def endpoint(self) -> str:
        return "recruitment.list_applications" if self.notice else "recruitment.list_all_applications"

    @property
    def here(self) -> dict[str, Any]:
        return {"code": self.notice.code} if self.notice else {}

    @property
    def frame(self) -> dict[str, Any]:
        if self.notice:
            sent = intake_closings.sent_at(self.notice, current_actor())
            return {**frame(self.notice, "applications"), "sent": sent}
        return {"words": words, "stream_labels": STREAM_LABELS, "notice": None}

    def sheet_url(self, args: dict[str, Any]) -> str:
        endpoint = ".export_applications" if self.notice else ".export_all_applications"
        return url_for(endpoint, **self.here, **args) if current_user.can(Permission.RECRUIT_LIST_EXPORT) else ""


@bp.route("/notices/<code>/applications", methods=["GET", "POST"])
@requires(Permission.RECRUIT_APPLICATION_READ)
def list_applications(code: str) -> Any:
    """A POST carries what is searched for, so that no name stands in an address; it leads to the list."""
    return _answer(_List(scope.notice(code, current_actor())))


@bp.route("/applications", methods=["GET", "POST"])
@requires(Permission.RECRUIT_APPLICATION_READ)
def list_all_applications() -> Any:
    return _answer(_List(None))


def _answer(at: _List) -> Any:
    form = NameForm()
    if form.validate_on_submit():
        plain: dict[str, Any] = list_filters.plain_values(request.form)
        return redirect(url_for(at.endpoint, **at.here, **plain, s=list_filters.search_key(form)))
    if request.method == "POST":
        return _page(at, form, queries.Filter(), queries.Page((), 0, None, None)), 422
    chosen, actor = chosen_filter(across=at.notice is None), current_actor()
    page = queries.application_page(at.notice, chosen, actor, after=row_asked("after"), before=row_asked("before"))
    people = [row.person_id for row in page.rows]
    subject = None if at.notice else "application"
    note_look("recruit:application:list", at.notice, by=actor, at=now(), people=people, subject=subject)
    form.q.data = chosen.text
    return _page(at, form, chosen, page)


def _page(at: _List, form: NameForm, chosen: queries.Filter, page: queries.Page) -> str:
    args, dongs = filter_args(chosen), queries.dongs()
    return render_template(
        "recruitment/list_applications.html" if at.notice else "recruitment/list_all_applications.html",
        **at.frame,
        form=form,
        chosen=chosen,
        page=page,
        args=args,
        clear_url=url_for(at.endpoint, **at.here) if chosen.any else "",
        search_url=url_for(at.endpoint, **at.here),
        sort_urls=_sort_urls(at.endpoint, at.here, args),
        xlsx_url=at.sheet_url(args),
        count_text=list_filters.count_text(page.total),
        tags=list_filters.tags(chosen, at.endpoint, at.here, {row.code: row.name for row in dongs}),
        options=filter_options(dongs, at.notice),
        checks=_checks(at, chosen),
        all_moved_url=url_for(at.endpoint, **at.here, **{**args, "moved": ANY}),
        run_at=run_keys.instant_of(chosen.moved),
        **list_filters.pager_urls(at.endpoint, page, {**at.here, **args}),
        reason_of=partial(reason_of, most=3),
        moved_words=moved_words,
        run_url=lambda run: url_for(at.endpoint, **at.here, **{**args, "moved": run_keys.key_of(run)}),
    )


def _sort_urls(endpoint: str, here: dict[str, Any], args: dict[str, Any]) -> dict[str, str]:
    rest = {name: value for name, value in args.items() if name != "sort"}
    return {"number": url_for(endpoint, **here, **rest), "name": url_for(endpoint, **here, **rest, sort="name")}


def _checks(at: _List, chosen: queries.Filter) -> list[tuple[str, str, str, bool]]:
    """(name, label, value, ticked). Ticked as it came, a run stays the run when another condition is added."""
    if at.notice is None:
        return []
    return [("moved", list_filters.MOVED, chosen.moved or ANY, bool(chosen.moved))]


def filter_options(dongs: Sequence[Any], notice: Notice | None) -> list[tuple[str, str, list[tuple[Any, str]]]]:
    """(name, label, choices) of the selects; a clerk's lists are of one 동, so there is nothing to choose."""
    found: list[tuple[str, str, list[tuple[Any, str]]]] = [
        ("state", "상태", list(list_filters.STATES.items())),
        ("stream", "구분", list(STREAM_LABELS.items())),
        ("verdict", "판정", list(list_filters.VERDICTS.items())),
        ("failed", "미충족 조건", list(RULE_LABELS.items())),
        ("channel", "접수 방법", list(queries.CHANNELS.items())),
    ]
    if not current_user.dong_code:
        found.insert(0, ("dong", "동", [(row.code, row.name) for row in dongs]))
    if notice is None:
        notices = [(row.Notice.code, row.Notice.title) for row in queries.notice_rows(current_actor())]
        found.insert(0, ("notice", "공고", notices))
    return [(name, label, [("", f"{label} 모두"), *choices]) for name, label, choices in found]
