"""What every page about one notice shows: its steps, its menu, its words."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_login import current_user

from app.recruitment import words
from app.recruitment.models import STREAM_LABELS, Notice, NoticeState
from app.web.clock import today
from app.web.permissions import Permission


def frame(notice: Notice, here: str) -> dict[str, Any]:
    """``here`` is overview, edit, applications, screening or appeals."""
    menu = [
        ("개요", url_for("recruitment.show_notice", code=notice.code), here == "overview"),
        ("신청", url_for("recruitment.list_applications", code=notice.code), here == "applications"),
        ("참여자격 심사", url_for("recruitment.show_screening", code=notice.code), here == "screening"),
    ]
    if current_user.can(Permission.RECRUIT_IMPORT_RUN) and notice.state == NoticeState.OPEN:
        menu.append(("불러오기", url_for("recruitment.import_applications", code=notice.code), here == "import"))
    if current_user.can(Permission.RECRUIT_LOOK_UP_REQUEST):
        menu.append(("조회", url_for("recruitment.list_look_ups", code=notice.code), here == "look-ups"))
    if current_user.can(Permission.COHORT_SELECTION_READ):
        menu.append(("순위·선발", f"/notices/{notice.code}/ranking", False))
    if current_user.can(Permission.RECRUIT_APPEAL_READ):
        menu.append(("이의신청", url_for("recruitment.list_appeals", code=notice.code), here == "appeals"))
    menu.append(("접수 송부", url_for("recruitment.show_intake", code=notice.code), here == "intake"))
    menu.append(("이력", url_for("recruitment.list_versions", code=notice.code), here == "versions"))
    return {
        "notice": notice,
        "menu": menu,
        "steps": steps(notice),
        "words": words,
        "stream_labels": STREAM_LABELS,
        "days_left": (notice.closes_on - today()).days,
    }


def steps(notice: Notice) -> list[tuple[str, str, str]]:
    """공고, 접수, 심사, 순위·선발, 결재, 결과 발표, 배치·근무, with where the notice stands."""
    names = ("공고", "접수", "심사", "순위·선발", "결재", "결과 발표", "배치·근무")
    at = {NoticeState.DRAFT: 0, NoticeState.OPEN: 1, NoticeState.CLOSED: 2, NoticeState.CANCELLED: -1}
    active = at[NoticeState(notice.state)]
    return [
        (name, "active" if index == active else ("done" if index < active else ""), "")
        for index, name in enumerate(names)
    ]
