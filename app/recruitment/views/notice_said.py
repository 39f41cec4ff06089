"""What a page says once a draft was saved: that it took a standing proposal back, where it did."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash

from app.recruitment.models import Notice
from app.recruitment.services import notices

TAKEN_BACK = "결재 요청을 취소하고 저장했습니다. 다시 결재를 올려 주세요."


def saying(notice: Notice) -> Callable[[str], None]:
    """Before the step: does the draft wait for its approval? The function given back says what was done, after it."""
    stood = notices.waits_for_approval(notice)

    def say(done: str) -> None:
        flash(TAKEN_BACK if stood and not notices.waits_for_approval(notice) else done, "success")

    return say
