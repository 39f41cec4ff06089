"""Notices of the demo as the office drafts, confirms, adopts and opens them: by the services, one step after another."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import sqlalchemy as sa

from app.demo.history import minutes_a_day
from app.demo.office import Staff
from app.demo.projects import PLACES
from app.demo.rosters import STREAMS
from app.demo.story_time import at
from app.extensions import db
from app.recruitment.models import Notice
from app.recruitment.services import confirmations, notice_versions, notices
from app.recruitment.services.confirmations import Given
from app.recruitment.services.notices import StreamPlan, current_version, document_of
from app.reference.models import Cohort, Project

POLICY = "일자리벤처과-0000(예시)"
"""The document that adopts the example table and confirms what is likely but not certain."""


def open_notice(
    cohort: Cohort,
    seats: tuple[int, int, int],
    opens_on: date,
    closes_on: date,
    staff: Staff,
    *,
    title: str = "",
    won: tuple[int, int, int],
) -> Notice:
    """확정내시, then the draft: settle every doubtful value by a document, adopt the example table, propose, and open
    by another person. ``won`` is what 국, 시 and 구 gave (예시).
    """
    by, now = staff["jobs01"], at(opens_on - timedelta(days=6))
    confirm(cohort, sum(seats), won, opens_on, staff)
    plans = [
        StreamPlan(stream, people, minutes_a_day(cohort.programme_code, stream))
        for stream, people in zip(STREAMS, seats, strict=True)
        if people
    ]
    notice = notices.add(
        cohort,
        opens_on=opens_on,
        closes_on=closes_on,
        streams=plans,
        by=by,
        now=now,
        title=title,
        number=f"관악구 공고 제{opens_on.year}-0000호(예시)",
    )
    add_projects(notice, staff, now)
    _settle(notice, staff)
    notice_versions.adopt_score_table(notice, POLICY, by=by, now=now)
    _fill_in(notice, staff)
    notice_versions.propose(notice, by=by, now=now, today=notice.announced_on or opens_on)
    opened = at(notice.announced_on or opens_on, 9)
    notice_versions.open_notice(notice, by=staff["jobs_lead01"], now=opened, today=opened.date())
    return notice


def confirm(cohort: Cohort, people: int, won: tuple[int, int, int], opens_on: date, staff: Staff) -> None:
    """가내시 two months ahead with a tenth fewer people, 확정내시 a month ahead with all of them."""
    national, city, district = won
    for kind, days, count in (("provisional", 60, people - people // 10), ("final", 30, people)):
        day = opens_on - timedelta(days=days)
        day -= timedelta(days=max(0, day.weekday() - 4))  # letters come on working days
        given = Given(
            kind, count, national, city, district, f"{cohort.programme.short_name} 내시-0000(예시)", day, "예시"
        )
        confirmations.add(cohort, given, by=staff["jobs01"], now=at(day, 11), today=day)


def _fill_in(notice: Notice, staff: Staff) -> None:
    """What the paper says besides seats and criteria; the 공고 comes five days before the intake."""
    now = at(notice.opens_on - timedelta(days=6))
    notices.change(
        notice,
        version=notice.version,
        by=staff["jobs01"],
        now=now,
        policy_number=POLICY,
        announced_on=notice.opens_on - timedelta(days=5),
        results_on=notice.closes_on + timedelta(days=12),
        contact="관악구 일자리벤처과 02-0000-0000(예시), 주소지 동 주민센터",
    )


def add_projects(notice: Notice, staff: Staff, now: datetime) -> None:
    """The programme's 세부사업, each stream's seats shared among them as they are known for, the last takes what is left."""
    rows = {row.name: row for row in db.session.scalars(sa.select(Project).order_by(Project.id))}
    places = [place for place in PLACES if place.programme == notice.cohort.programme_code]
    wanted = {one.code: one.seats for one in notice.streams}
    for column, stream in enumerate(STREAMS):
        known = [(place, place.seats[column]) for place in places if place.seats[column]]
        whole, left = sum(seats for _, seats in known), wanted.get(stream, 0)
        for place, seats in known:
            last = place is known[-1][0]
            share = left if last else wanted.get(stream, 0) * seats // whole
            left -= share
            if share:
                notices.add_project(notice, rows[place.name], stream, share, by=staff["jobs01"], now=now)


def _settle(notice: Notice, staff: Staff) -> None:
    """미확정 values are settled as shipped, M and L are confirmed: both in writing, with the number of a document."""
    by, now = staff["jobs01"], at(notice.opens_on - timedelta(days=6))
    for obstacle in document_of(current_version(notice)).obstacles():
        if obstacle.blocks:
            notice_versions.settle_rule(notice, obstacle.rule, POLICY, by=by, now=now)
    notice_versions.confirm_criteria(notice, POLICY, by=by, now=now)
