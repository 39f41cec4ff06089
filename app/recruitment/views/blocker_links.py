"""Where each thing that keeps a notice from opening is mended."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from app.recruitment.models import Notice
from app.recruitment.services.blockers import Blocker, to_do
from app.web.clock import today
from app.web.permissions import Permission

_PAGES = {
    "plan": ("edit_plan", "내시 등록"),
    "facts": ("edit_notice", "공고 사항"),
    "seats": ("edit_notice", "모집 구분"),
    "criteria": ("edit_rule", "기준 고치기"),
    "confirm": ("confirm_criteria", "기준 확인"),
    "scores": ("adopt_score_table", "배점표 채택"),
}
_PARTS = {"facts": "part-facts", "seats": "part-seats"}


def blocker_links(notice: Notice) -> list[tuple[str, str, str]]:
    """(sentence, address, words of the link); no address for an account that may only read."""
    return [(one.message, *_link(notice, one)) for one in to_do(notice, today())]


def _link(notice: Notice, one: Blocker) -> tuple[str, str]:
    endpoint, label = _PAGES[one.place]
    if not current_user.can(Permission.RECRUIT_NOTICE_WRITE):
        return "", label
    if one.place == "criteria":
        return url_for("recruitment.edit_rule", code=notice.code, rule=one.rule), label
    return url_for(f"recruitment.{endpoint}", code=notice.code, _anchor=_PARTS.get(one.place)), label
