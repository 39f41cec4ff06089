"""동 접수 마감·송부 of the demo: all 21 of a round that is over, a few of the one that runs.

Two 동 have accounts of their own; the rest are closed by one of the jobs team and accepted by the other.
"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from app.accounts.models import Dong
from app.demo.office import Staff
from app.demo.story_time import at
from app.extensions import db
from app.recruitment.models import Notice
from app.recruitment.services import intake_closings

EARLY = ("1162052500", "1162054500", "1162057500", "1162060500", "1162062500", "1162066500")
"""동 that have sent before the window of the summer round ends."""
NOT_ACCEPTED = 2
WHY_EARLY = "더 올 신청인이 없음을 확인하고 다음 주는 구청에서 받기로 함"


def send_all(notice: Notice, staff: Staff, *, on: date) -> None:
    """Every 동 has sent on the last day, and the district office has accepted on the same evening."""
    for code in db.session.scalars(sa.select(Dong.code).order_by(Dong.code)).all():
        _send(notice, code, staff, on=on)
        intake_closings.accept(notice, code, by=staff["jobs01"], now=at(on, 17, 50))


def send_some(notice: Notice, staff: Staff, *, on: date, accepted_on: date) -> None:
    """``EARLY`` have sent; the last of them are not accepted yet."""
    for code in EARLY:
        _send(notice, code, staff, on=on, reason=WHY_EARLY)
    for code in EARLY[:-NOT_ACCEPTED]:
        intake_closings.accept(notice, code, by=staff["jobs01"], now=at(accepted_on, 8, 40))


def _send(notice: Notice, dong_code: str, staff: Staff, *, on: date, reason: str = "") -> None:
    by = staff.clerk_of(dong_code, staff["jobs02"])
    when = at(on, 17, 40)
    intake_closings.close_dong(notice, dong_code, by=by, now=when, today=on, reason=reason, none_confirmed=True)
