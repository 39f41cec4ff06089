"""배치 and the start of work: a worksite for a participation, and planned → working."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from app.audit import services as audit
from app.cohorts.models import Attendance, AttendanceMonth, MonthState, Participation, ParticipationState, PlacementMove
from app.extensions import db
from app.reference.models import Cohort, Worksite
from app.shared.actor import Actor
from app.shared.errors import Conflict, RuleBroken
from app.shared.periods import first_of, month_text

LIVING = (ParticipationState.PLANNED, ParticipationState.WORKING)


def place(
    participation: Participation,
    worksite: Worksite,
    *,
    from_on: date,
    reason: str,
    version: int,
    by: Actor,
    now: datetime,
) -> None:
    """Give the participation its worksite, or move it as of ``from_on``; the month of the move goes with it.

    Raises Conflict when somebody saved first; RuleBroken for an ended participation, a closed worksite, another
    programme, a day outside the contract, or a month whose book is already confirmed on either side.
    """
    if participation.version != version:
        raise Conflict("다른 사람이 먼저 저장했습니다. 입력한 내용을 확인하고 다시 저장해 주세요.")
    _refuse(participation, worksite, from_on)
    earlier = participation.worksite_id
    if earlier == worksite.id:
        return
    if earlier is not None:
        _refuse_settled(participation.cohort_id, (earlier, worksite.id), first_of(from_on))
    if earlier is not None and from_on > participation.starts_on:
        if not reason.strip():
            raise RuleBroken("옮기는 사유를 적어 주세요.")
        db.session.add(
            PlacementMove(
                participation_id=participation.id,
                from_worksite_id=earlier,
                worksite_id=worksite.id,
                from_on=_free_day(participation, from_on),
                reason=reason.strip(),
            )
        )
    participation.worksite_id = worksite.id
    db.session.flush()
    changes = {"from": earlier, "to": worksite.id, "on": from_on}
    people = [participation.person_id]
    audit.record(
        "cohort:placement:move", participation, by=by, at=now, reason=reason.strip(), changes=changes, people=people
    )


def _refuse(participation: Participation, worksite: Worksite, from_on: date) -> None:
    if participation.state not in LIVING:
        raise RuleBroken("끝난 참여는 옮길 수 없습니다.")
    if worksite.project.programme_code != participation.cohort.programme_code:
        raise RuleBroken("같은 사업의 근무지를 골라 주세요.")
    if worksite.closed_on is not None and worksite.closed_on <= from_on:
        raise RuleBroken(f"「{worksite.name}」 근무지는 닫혔습니다. 다른 근무지를 골라 주세요.")
    if not participation.starts_on <= from_on <= participation.ends_on:
        raise RuleBroken("옮기는 날은 계약기간 안의 날로 적어 주세요.")


def _refuse_settled(cohort_id: int, worksite_ids: Collection[int], month: date) -> None:
    settled = db.session.scalar(
        sa.select(sa.func.min(AttendanceMonth.month)).where(
            AttendanceMonth.cohort_id == cohort_id,
            AttendanceMonth.worksite_id.in_(worksite_ids),
            AttendanceMonth.month >= month,
            AttendanceMonth.state != MonthState.OPEN,
        )
    )
    if settled is not None:
        raise RuleBroken(f"{month_text(settled)} 출근부를 이미 확인했습니다. 다음 달부터 옮기거나 확인을 풀어 주세요.")


def _free_day(participation: Participation, from_on: date) -> date:
    """A second move on the same day is kept behind the first: one row a day."""
    taken = set(
        db.session.scalars(sa.select(PlacementMove.from_on).where(PlacementMove.participation_id == participation.id))
    )
    if any(day > from_on for day in taken):
        raise RuleBroken("더 늦은 날에 옮긴 기록이 있습니다. 그 뒤의 날로 적어 주세요.")
    if from_on in taken:
        raise RuleBroken("그날 이미 옮겼습니다. 다른 날로 적어 주세요.")
    return from_on


def _earlier_sites(participation: Participation) -> list[int]:
    query = sa.select(PlacementMove.from_worksite_id).where(PlacementMove.participation_id == participation.id)
    return list(db.session.scalars(query))


def start_work(cohort: Cohort, *, by: Actor, now: datetime, today: date) -> int:
    """planned → working for everybody whose contract has begun and who has a worksite. Returns how many."""
    due = (
        Participation.cohort_id == cohort.id,
        Participation.state == ParticipationState.PLANNED,
        Participation.starts_on <= today,
        Participation.worksite_id.is_not(None),
    )
    people = list(db.session.scalars(sa.select(Participation.person_id).where(*due)))
    if not people:
        return 0
    _set_state(due, ParticipationState.WORKING)
    changes = {"cohort": cohort.code, "people": len(people)}
    audit.record("cohort:participation:start", cohort, by=by, at=now, changes=changes, people=people)
    return len(people)


def finish_term(cohort: Cohort, *, by: Actor, now: datetime, today: date) -> int:
    """working → ended by the end of the term, once its last day is over. Returns how many. Raises RuleBroken before."""
    if today <= cohort.ends_on:
        raise RuleBroken("사업 기간이 끝난 뒤에 마칠 수 있습니다.")
    due = (Participation.cohort_id == cohort.id, Participation.state == ParticipationState.WORKING)
    people = list(db.session.scalars(sa.select(Participation.person_id).where(*due)))
    _set_state(due, ParticipationState.ENDED, ended_on=Participation.ends_on, end_reason="term")
    changes = {"cohort": cohort.code, "people": len(people)}
    audit.record("cohort:participation:finish", cohort, by=by, at=now, changes=changes, people=people)
    return len(people)


def _set_state(where: tuple[sa.ColumnElement[bool], ...], state: str, **values: object) -> None:
    db.session.flush()
    db.session.connection().execute(
        sa.update(Participation).where(*where).values(state=state, version=Participation.version + 1, **values)
    )
    for row in [one for one in db.session if isinstance(one, Participation)]:
        db.session.expire(row)


def choices(cohort: Cohort) -> list[tuple[int, str]]:
    """Open worksites of the cohort's programme, ``세부사업 · 근무지``."""
    rows = db.session.scalars(sa.select(Worksite).where(Worksite.closed_on.is_(None)).order_by(Worksite.id)).unique()
    found = [one for one in rows if one.project.programme_code == cohort.programme_code]
    return [(one.id, f"{one.project.name} · {one.name}") for one in found]


def drop_after(participation: Participation, last_on: date) -> int:
    """Remove attendance after the last day. Raises RuleBroken where a closed month holds some. Returns how many."""
    after = (Attendance.participation_id == participation.id, Attendance.day > last_on)
    latest = db.session.scalar(sa.select(sa.func.max(Attendance.day)).where(*after))
    if latest is None:
        return 0
    closed = db.session.scalar(
        sa.select(sa.func.max(AttendanceMonth.month)).where(
            AttendanceMonth.cohort_id == participation.cohort_id,
            AttendanceMonth.worksite_id.in_([participation.worksite_id, *_earlier_sites(participation)]),
            AttendanceMonth.month.between(first_of(last_on + timedelta(days=1)), first_of(latest)),
            AttendanceMonth.state == MonthState.CLOSED,
        )
    )
    if closed is not None:
        raise RuleBroken(f"{month_text(closed)} 출근부를 마감했습니다. 마감한 달의 마지막 날부터 적어 주세요.")
    db.session.flush()
    return db.session.connection().execute(sa.delete(Attendance).where(*after)).rowcount
