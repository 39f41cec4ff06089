"""Lines of the home page: for the clerk what is due in the own 동, for the jobs team what waits for a step."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import url_for

from app.accounts.home import WorkItem, start_buttons, work_items
from app.accounts.roles import Role
from app.extensions import db
from app.recruitment import home_queries, queries
from app.recruitment.models import Notice, NoticeState, NoticeVersion
from app.recruitment.words import apart
from app.shared.actor import Actor
from app.shared.periods import korean_date


@work_items
def intake_lines(actor: Actor, today: date) -> list[WorkItem]:
    """Open windows (clerk, jobs) and papers due."""
    if actor.role not in (Role.CLERK, Role.JOBS):
        return []
    items = []
    for row in queries.notice_rows(actor):
        notice = row.Notice
        if notice.state == NoticeState.OPEN and notice.opens_on <= today <= notice.closes_on:
            items.append(_window_line(row, actor))
    titles = {"overdue": "보완 서류를 받지 못한 신청", "today": "보완 기한이 오늘인 신청", "later": "보완할 서류"}
    for due in home_queries.missing_papers(actor, today):
        url = url_for("recruitment.list_missing_papers", code=due.code, due=due.when)
        title = f"{titles[due.when]} · {due.title}{_until(due)}"
        items.append(WorkItem(title, f"{due.people:,}명", url, "보완할 서류", due.due_on))
    return items


def _until(due: home_queries.Due) -> str:
    """The line stands at its earliest day; where not all are due on it, the days are named."""
    if due.due_on is None or due.last_on is None or due.due_on == due.last_on:
        return ""
    return f" (기한 {korean_date(due.due_on)} ~ {korean_date(due.last_on)})"


def _window_line(row: Any, actor: Actor) -> WorkItem:
    """The clerk closes and sends by that day, and then it is done; the jobs team looks at what came."""
    notice, count, aside = row.Notice, f"{row.count:,}건", f" {apart(row.given_up)}".rstrip()
    if actor.role == Role.CLERK and actor.dong_code and not row.sent:
        url = url_for("recruitment.close_intake", code=notice.code, dong=actor.dong_code)
        title = f"{notice.title} 접수 마감, 동 접수대장 송부{aside}"
        return WorkItem(title, count, url, "접수 마감·송부", notice.closes_on)
    url = url_for("recruitment.list_applications", code=notice.code)
    if row.sent:
        return WorkItem(f"{notice.title} 우리 동 접수 송부함{aside}", count, url, "신청 보기")
    return WorkItem(f"{notice.title} 접수 마감{aside}", count, url, "신청 보기", notice.closes_on)


@start_buttons
def intake_buttons(actor: Actor, today: date) -> list[tuple[str, str]]:
    """The counter form of every notice that this 동 receives for, the largest first; the 사업 is named where there is a
    choice."""
    if actor.role != Role.CLERK:
        return []
    open_now = [
        row
        for row in queries.notice_rows(actor)
        if row.Notice.state == NoticeState.OPEN
        and row.Notice.opens_on <= today <= row.Notice.closes_on
        and not row.sent
    ]
    return [
        (
            "신청 접수" if len(open_now) == 1 else f"{row.Notice.cohort.programme.name} 신청 접수",
            url_for("recruitment.add_application", code=row.Notice.code),
        )
        for row in sorted(open_now, key=lambda row: -row.seats)
    ]


@work_items
def screening_lines(actor: Actor, _today: date) -> list[WorkItem]:
    """What the jobs team screens and looks into."""
    if actor.role != Role.JOBS:
        return []
    items = []
    for row in home_queries.needing_review(actor):
        url = url_for("recruitment.show_screening", code=row.code)
        if row.waiting:
            items.append(WorkItem(f"심사할 신청 · {row.title}", f"{row.waiting:,}명", url, "심사 보기"))
        if row.review:
            listed = url_for("recruitment.list_applications", code=row.code, verdict="needs_review")
            items.append(WorkItem(f"확인이 필요한 신청 · {row.title}", f"{row.review:,}명", listed, "신청 보기"))
    return items


@work_items
def opening_lines(actor: Actor, _today: date) -> list[WorkItem]:
    """Notices that wait for the approver."""
    if actor.role != Role.JOBS_LEAD:
        return []
    query = (
        sa.select(Notice.code, Notice.title, Notice.opens_on)
        .join(NoticeVersion, NoticeVersion.notice_id == Notice.id)
        .where(
            Notice.state == NoticeState.DRAFT,
            NoticeVersion.proposed_by_id.is_not(None),
            NoticeVersion.approved_by_id.is_(None),
        )
        .distinct()
    )
    return [
        WorkItem(f"공고 결재 · {title}", "1건", url_for("recruitment.open_notice", code=code), "공고", opens_on)
        for code, title, opens_on in db.session.execute(query)
    ]
