"""Lines of the home page: selections to put up or to decide, books to confirm and to close."""

from __future__ import annotations

from datetime import date

from flask import url_for

from app.accounts.home import WorkItem, work_items
from app.accounts.roles import Role
from app.cohorts.models import MonthState
from app.cohorts.queries import listing
from app.cohorts.services import books
from app.shared.actor import Actor
from app.shared.money import won
from app.shared.periods import add_months, first_of, last_day, months_touched


@work_items
def selection_lines(actor: Actor, today: date) -> list[WorkItem]:
    if actor.role == Role.JOBS:
        return [
            WorkItem(
                f"{notice.title} 선발안 올리기",
                f"{won(int(seats or 0))}자리",
                url_for("cohorts.show_ranking", code=notice.code),
                "순위·선발",
            )
            for notice, seats in listing.notices_to_select(today)
        ]
    if actor.role == Role.JOBS_LEAD:
        return [
            WorkItem(
                f"{row.notice.title} 선발 결재",
                "1건",
                url_for("cohorts.show_selection", selection_id=row.id),
                "선발 결재",
            )
            for row in listing.proposed_selections()
        ]
    return []


@work_items
def closing_lines(actor: Actor, _today: date) -> list[WorkItem]:
    """For the jobs team and its lead: books confirmed, books put up for closing."""
    if actor.role not in (Role.JOBS, Role.JOBS_LEAD):
        return []
    lead = actor.role == Role.JOBS_LEAD
    word = "승인" if lead else "올리기"
    return [
        WorkItem(
            f"{cohort.title} {month.month}월 출근부 마감 {word}",
            f"{count}곳",
            url_for("cohorts.list_attendance", code=cohort.code),
            f"마감 {word}",
        )
        for cohort, month, count in listing.months_waiting(MonthState.CONFIRMED, proposed=lead, actor=actor)
    ]


@work_items
def confirming_lines(actor: Actor, today: date) -> list[WorkItem]:
    """For 근무 담당: this month's and last month's books that are not confirmed yet."""
    if actor.role != Role.SUPERVISOR:
        return []
    this = first_of(today)
    found = []
    for cohort, _people, _living in listing.cohorts(actor):
        for month in months_touched(cohort.starts_on, cohort.ends_on):
            if not add_months(this, -1) <= month <= this:
                continue
            waiting = [one for one in books.sites_of(cohort, month, actor) if one.state in ("none", MonthState.OPEN)]
            if waiting:
                url = url_for("cohorts.list_attendance", code=cohort.code)
                title = f"{cohort.title} {month.month}월 확인할 출근부"
                found.append(WorkItem(title, f"{len(waiting)}곳", url, "출근부", due=last_day(month)))
    return found
