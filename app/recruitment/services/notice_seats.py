"""Seats of a draft: its 모집 구분 with hours and ages, never fewer than their 세부사업 hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from app.audit import services as audit
from app.extensions import db
from app.recruitment.models import STREAM_LABELS, Notice, NoticeProject, NoticeStream, Stream
from app.recruitment.services.notices import (
    StreamPlan,
    checked_plans,
    draft_only,
    lock,
    stream_of,
    withdraw_proposal,
)
from app.shared.actor import Actor
from app.shared.errors import RuleBroken


def set_streams(notice: Notice, plans: Iterable[StreamPlan], *, by: Actor, now: datetime) -> None:
    """Bring the 모집 구분 of a draft to the plans; one that is not named goes.

    Raises RuleBroken where a 모집 구분 would have fewer seats than its 세부사업, or goes while it has some.
    """
    lock(notice)
    draft_only(notice)
    wanted = {plan.code: plan for plan in checked_plans(list(plans))}
    taken = _taken(notice)
    for stream in list(notice.streams):
        label, used = STREAM_LABELS[Stream(stream.code)], taken.get(stream.id)
        plan = wanted.pop(stream.code, None)
        if used is not None and (plan is None or plan.seats < used):
            raise RuleBroken(f"{label} 세부사업 자리가 {used}명입니다. 세부사업을 먼저 고쳐 주세요.")
        if plan is None:
            notice.streams.remove(stream)
            db.session.delete(stream)
        else:
            _bring(stream, plan)
    notice.streams.extend(stream_of(plan) for plan in wanted.values())
    withdraw_proposal(notice)
    db.session.flush()
    changes = {one.code: {"seats": one.seats, "minutes": one.minutes_a_day} for one in notice.streams}
    audit.record("recruit:notice:streams", notice, by=by, at=now, changes=changes)


@dataclass(frozen=True, slots=True)
class Gap:
    """A 모집 구분 whose 세부사업 do not add up to its seats."""

    label: str
    seats: int
    taken: int

    @property
    def sentence(self) -> str:
        """Which 모집 구분, both figures and the difference."""
        more = "적습니다" if self.taken < self.seats else "많습니다"
        return (
            f"{self.label} 세부사업 자리의 합이 {self.taken:,}명으로 모집 구분의 자리 {self.seats:,}명보다 "
            f"{abs(self.seats - self.taken):,}명 {more}."
        )


def gaps(notice: Notice) -> list[Gap]:
    """Every 모집 구분 where the two differ: an applicant chooses a 세부사업, so each seat has to stand in one."""
    taken = _taken(notice)
    found = (Gap(STREAM_LABELS[Stream(one.code)], one.seats, taken.get(one.id, 0)) for one in notice.streams)
    return [one for one in found if one.seats != one.taken]


def _taken(notice: Notice) -> dict[int, int]:
    """Seats that 세부사업 hold, by stream."""
    query = sa.select(NoticeProject.stream_id, sa.func.sum(NoticeProject.seats))
    rows = db.session.execute(query.where(NoticeProject.notice_id == notice.id).group_by(NoticeProject.stream_id))
    return {stream_id: int(seats) for stream_id, seats in rows}


def _bring(stream: NoticeStream, plan: StreamPlan) -> None:
    wanted = stream_of(plan)
    for name in ("seats", "min_age", "max_age", "minutes_a_day", "days_a_week"):
        setattr(stream, name, getattr(wanted, name))


def plans_of(notice: Notice) -> list[StreamPlan]:
    """The notice's 모집 구분 as plans, to be changed or copied."""
    names = asdict(StreamPlan("", 0, 0))
    return [StreamPlan(**{name: getattr(one, name) for name in names}) for one in notice.streams]
