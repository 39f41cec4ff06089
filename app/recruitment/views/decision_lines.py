"""Lines of the home page: changes of a verdict, 이의신청, 변경공고, withdrawn consents."""

from __future__ import annotations

from datetime import date

from flask import url_for

from app.accounts.home import WorkItem, work_items
from app.accounts.roles import Role
from app.recruitment.queries import appeals, consents, overrides
from app.recruitment.services import notice_changes
from app.shared.actor import Actor


@work_items
def override_lines(actor: Actor, _today: date) -> list[WorkItem]:
    """The approver's proposals; for the jobs team the changes that a new screening ended."""
    found = {Role.JOBS_LEAD: overrides.waiting, Role.JOBS: overrides.fallen_away}.get(Role(actor.role))
    title = "판정 변경 결재" if actor.role == Role.JOBS_LEAD else "새 심사로 풀린 판정 변경"
    return [
        WorkItem(
            f"{title} · {row.title}",
            f"{row.n:,}건",
            url_for("recruitment.list_overrides", code=row.code),
            "판정 변경 보기",
        )
        for row in (found() if found else ())
    ]


@work_items
def appeal_lines(actor: Actor, today: date) -> list[WorkItem]:
    """Answers to write (jobs) and to decide (jobs_lead), by the day they are due; late ones say so."""
    states = {Role.JOBS: ("received",), Role.JOBS_LEAD: ("proposed",)}.get(Role(actor.role))
    if states is None:
        return []
    what = "이의신청 답변 결재" if actor.role == Role.JOBS_LEAD else "이의신청 답변"
    return [
        WorkItem(
            f"{'기한이 지난 ' if row.due_on < today else ''}{what} · {row.title}",
            f"{row.n:,}건",
            url_for("recruitment.list_appeals", code=row.code),
            "이의신청 보기",
            row.due_on,
        )
        for row in appeals.due(actor, states)
    ]


@work_items
def upheld_lines(actor: Actor, _today: date) -> list[WorkItem]:
    """미선발 whose appeal was upheld: to be looked at again."""
    if actor.role != Role.JOBS:
        return []
    return [
        WorkItem(
            f"이의신청을 인용한 미선발 신청 · {row.title}",
            f"{row.n:,}명",
            url_for("recruitment.list_appeals", code=row.code),
            "이의신청 보기",
        )
        for row in appeals.to_bring_back()
    ]


@work_items
def amendment_lines(actor: Actor, _today: date) -> list[WorkItem]:
    """변경공고 that the approver decides."""
    if actor.role != Role.JOBS_LEAD:
        return []
    return [
        WorkItem(
            f"변경공고 결재 · {row.title}",
            "1건",
            url_for("recruitment.approve_amendment", code=row.code, change_id=row.id),
            "변경공고 결재",
        )
        for row in notice_changes.all_waiting()
    ]


@work_items
def consent_lines(actor: Actor, today: date) -> list[WorkItem]:
    """Selected people who withdrew a consent that the work needs."""
    if actor.role != Role.JOBS:
        return []
    return [
        WorkItem(
            f"필수 동의를 철회한 선발자 · {row.title}",
            f"{row.n:,}명",
            url_for("recruitment.list_applications", code=row.code, state="selected"),
            "신청 보기",
        )
        for row in consents.to_settle(today)
    ]
