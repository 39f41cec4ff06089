"""The counter of 신림동 on the business date: who comes, and what the jobs team asks of one who waits for papers."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.accounts import drafts
from app.demo import parts
from app.demo.office import Staff
from app.demo.people import Synthetic
from app.demo.story_time import TODAY, at
from app.demo.this_summer import Summer
from app.recruitment.models import ApplicationState, Notice
from app.recruitment.services import completion, consents, transitions
from app.shared.periods import SEOUL
from app.web.clock import now

CLERK = "sinrim01"


def stand_at_counter(summer: Summer, gaon: Synthetic, staff: Staff) -> None:
    """취소 with its reason, 문자 안내 taken back, and 김가온's form left at 10:42."""
    by = staff[CLERK]
    transitions.give_up(
        summer.application(parts.WITHDRAWN),
        ApplicationState.CANCELLED,
        "다른 일자리에 취업하여 본인이 신청 취소서를 냄",
        by=by,
        now=at(TODAY, 9, 20),
    )
    consents.withdraw(
        summer.application(parts.NO_MESSAGES), "messages", "전화로만 연락받기를 바람", by=by, now=at(TODAY, 9, 25)
    )
    _leave_draft(summer.notice, gaon, staff)


def ask_again(summer: Summer, staff: Staff) -> None:
    """A form that came without a signature is asked for again; another paper of that applicant is missing as before."""
    row = summer.application(parts.ASKED_AGAIN)
    due_on = row.due_on or TODAY
    reason = "신청인 서명이 빠져 있습니다. 서명해서 다시 내 주세요."
    by, now = staff["jobs01"], at(TODAY, 9, 30)
    completion.ask_for_papers(row, ["application_form"], due_on, reason, by=by, now=now, today=TODAY)


def _leave_draft(notice: Notice, who: Synthetic, staff: Staff) -> None:
    """As far as one gets in a minute: known facts, and the income of this year."""
    values = {
        "name": who.name,
        "phone": who.phone,
        "road_address": who.road_address,
        "address_detail": who.address_detail,
        "dong": who.dong_code,
        "stream": "under65",
        "household_size": "2",
        "income_won": "3120000",
        "property_won": "182000000",
        "kept": who.resident_number,
    }
    drafts.keep(staff[CLERK].user_id, f"counter:{notice.code}", notice.title, values, now=last_1042())


def last_1042() -> datetime:
    """10:42 that was last. A draft is kept for a week by the true clock, which knows nothing of the business date."""
    here = now().astimezone(SEOUL)
    stopped = at(here.date(), 10, 42)
    return stopped if stopped <= here else stopped - timedelta(days=1)
