"""홈: what waits for those who keep and who close the pledge."""

from __future__ import annotations

from datetime import date

from flask import url_for

from app.accounts.home import WorkItem, work_items
from app.accounts.roles import Role
from app.pledge import queries
from app.pledge.models import Pledge
from app.pledge.services import quarters
from app.pledge.views.blueprint import quarter_text
from app.shared.actor import Actor
from app.shared.periods import quarter_end


@work_items
def pledge_lines(actor: Actor, today: date) -> list[WorkItem]:
    """공약 담당: the quarter to submit; 공약 총괄: quarters that wait to be closed."""
    source = {Role.PLEDGE: _to_submit, Role.PLEDGE_LEAD: _to_close}.get(Role(actor.role))
    return [item for one in queries.pledges() for item in source(one, today)] if source else []


def _to_submit(pledge: Pledge, today: date) -> list[WorkItem]:
    year, quarter = quarters.quarter_to_submit(pledge, today)
    if quarter_end(year, quarter) >= today or quarters.snapshot_of(pledge, year, quarter) is not None:
        return []
    return [_line(pledge, year, quarter, "실적 제출", "제출")]


def _to_close(pledge: Pledge, _today: date) -> list[WorkItem]:
    waiting = [one for one in quarters.snapshots(pledge) if one.state == "proposed"]
    return [_line(pledge, one.year, one.quarter, "실적 확정", "확인하고 확정") for one in waiting]


def _line(pledge: Pledge, year: int, quarter: int, what: str, action: str) -> WorkItem:
    url = url_for("pledge.show_quarter", code=pledge.code, quarter=quarter_text(year, quarter))
    title = f"공약 {pledge.code} {year}년 {quarter}분기 {what}"
    return WorkItem(title, "1건", url, action, quarters.due_on(year, quarter))
