"""강감찬 민생안정: the round of last summer, on record without its applications, and the next one being written."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from app.demo import sending
from app.demo.history import minutes_a_day
from app.demo.notice_forms import add_projects, confirm, open_notice
from app.demo.office import Staff
from app.demo.rosters import STREAMS
from app.demo.story_time import at
from app.extensions import db
from app.recruitment.models import Notice, NoticeProject
from app.recruitment.services import notice_copy, notice_seats, notice_versions, notices
from app.recruitment.services.notices import StreamPlan
from app.reference.models import Cohort

OPENED, CLOSED = date(2023, 7, 3), date(2023, 7, 14)
NEXT_OPENS, NEXT_CLOSES = date(2024, 7, 15), date(2024, 7, 19)
SEATS, NEXT_SEATS, CONFIRMED = (0, 100, 250), (0, 55, 195), 240
WON, NEXT_WON = (0, 0, 1_290_000_000), (0, 0, 940_000_000)
"""국·시·구 of the 확정내시, 예시."""
TITLE = "2023년 하반기 강감찬 민생안정 일자리(신청은 옮기지 않음)"


def close_last_round(cohort: Cohort, staff: Staff) -> None:
    """Opened, sent by every 동 and closed; who took part stands in the record alone."""
    notice = open_notice(cohort, SEATS, OPENED, CLOSED, staff, title=TITLE, won=WON)
    sending.send_all(notice, staff, on=CLOSED)
    notice_versions.close(notice, by=staff["jobs01"], now=at(CLOSED, 18))


def draft_next_round(cohort: Cohort, staff: Staff) -> Notice:
    """A draft copied from the last round: its values want 확인 again, and its seats pass the 확정 by ten."""
    by, day = staff["jobs01"], date(2024, 7, 5)
    confirm(cohort, CONFIRMED, NEXT_WON, NEXT_OPENS, staff)
    plans = [
        StreamPlan(stream, people, minutes_a_day("gangamchan", stream))
        for stream, people in zip(STREAMS, NEXT_SEATS, strict=True)
        if people
    ]
    notice = notices.add(cohort, opens_on=NEXT_OPENS, closes_on=NEXT_CLOSES, streams=plans, by=by, now=at(day, 14))
    last = notice_copy.last_round(notice)
    assert last is not None  # noqa: S101  it was opened a moment ago
    notice_copy.copy_from(notice, last, by=by, now=at(day, 14, 20))
    for row in db.session.scalars(sa.select(NoticeProject).where(NoticeProject.notice_id == notice.id)).all():
        notices.drop_project(row, notice, by=by, now=at(day, 14, 30))
    notice_seats.set_streams(notice, plans, by=by, now=at(day, 14, 30))
    add_projects(notice, staff, at(day, 14, 40))
    return notice
