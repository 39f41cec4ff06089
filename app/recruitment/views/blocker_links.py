"""Where each thing that keeps a notice from opening is mended."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from app.recruitment.models import Notice
from app.recruitment.services.blockers import Blocker, blockers
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
    """(sentence, address, words of the link); no address for an account that may only read.

    The values still to be confirmed are mended on one page, so they are one line.
    """
    found = blockers(notice, today())
    lines = [(one.message, *_link(notice, one)) for one in found if one.place != "confirm"]
    unsure = [one for one in found if one.place == "confirm"]
    if unsure:
        names = ", ".join(one.message.partition("」")[0].lstrip("「") for one in unsure)
        sentence = f"확인이 필요한 기준 {len(unsure)}개: {names}. 근거 문서번호를 적고 확인해 주세요."
        lines.append((sentence, *_link(notice, unsure[0])))
    return lines


def _link(notice: Notice, one: Blocker) -> tuple[str, str]:
    endpoint, label = _PAGES[one.place]
    if not current_user.can(Permission.RECRUIT_NOTICE_WRITE):
        return "", label
    if one.place == "criteria":
        return url_for("recruitment.edit_rule", code=notice.code, rule=one.rule), label
    return url_for(f"recruitment.{endpoint}", code=notice.code, _anchor=_PARTS.get(one.place)), label
