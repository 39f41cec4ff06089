"""What a page may offer: only pages that there are and that the account may open. The notice's own row of links.

The pages of selections stand further down the line and show the same row: this is its one list.
"""

from __future__ import annotations

from typing import Any

from flask import current_app, url_for
from flask_login import current_user

from app.recruitment.models import Notice, NoticeState

_ROW = (
    ("overview", "개요", "recruitment.show_notice"),
    ("applications", "신청", "recruitment.list_applications"),
    ("screening", "참여자격 심사", "recruitment.show_screening"),
    ("import", "불러오기", "recruitment.import_applications"),
    ("look-ups", "조회", "recruitment.list_look_ups"),
    ("ranking", "순위·선발", "cohorts.show_ranking"),
    ("appeals", "이의신청", "recruitment.list_appeals"),
    ("intake", "접수 송부", "recruitment.show_intake"),
    ("versions", "이력", "recruitment.list_versions"),
)


def link(endpoint: str, **values: Any) -> str:
    """The address, or ``""`` where there is no such page or the account may not open it."""
    access = getattr(current_app.view_functions.get(endpoint), "access", None)
    if access is None or not current_user.can(access):
        return ""
    return url_for(endpoint, **values)


def notice_menu(notice: Notice, here: str) -> list[tuple[str, str, bool]]:
    """(label, address, is the current one). Applications are brought in from files only while the notice is open."""
    row = [
        (label, link(endpoint, code=notice.code), name == here)
        for name, label, endpoint in _ROW
        if name != "import" or notice.state == NoticeState.OPEN
    ]
    return [item for item in row if item[1]]
