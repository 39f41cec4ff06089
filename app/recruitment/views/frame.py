"""What every page about one notice shows: its steps, its menu, its words."""

from __future__ import annotations

from typing import Any

from app.recruitment import words
from app.recruitment.links import notice_menu
from app.recruitment.models import STREAM_LABELS, Notice, NoticeState
from app.recruitment.views.blueprint import bp
from app.web.clock import today


def frame(notice: Notice, here: str) -> dict[str, Any]:
    """``here`` is a name of the notice's row of links, or edit."""
    return {
        "notice": notice,
        "menu": notice_menu(notice, here),
        "steps": steps(notice),
        "words": words,
        "stream_labels": STREAM_LABELS,
        "days_left": words.days_left(notice, today()),
    }


@bp.app_template_filter("notice_badge")
def notice_badge(notice: Notice) -> tuple[str, str]:
    """Class and word of its state today, for every page that shows one."""
    return words.notice_badge(notice, today())


def steps(notice: Notice) -> list[tuple[str, str, str]]:
    """공고, 접수, 심사, 순위·선발, 결재, 결과 발표, 배치·근무, with where the notice stands."""
    names = ("공고", "접수", "심사", "순위·선발", "결재", "결과 발표", "배치·근무")
    at = {NoticeState.DRAFT: 0, NoticeState.OPEN: 1, NoticeState.CLOSED: 2, NoticeState.CANCELLED: -1}
    active = at[NoticeState(notice.state)]
    return [
        (name, "active" if index == active else ("done" if index < active else ""), "")
        for index, name in enumerate(names)
    ]
