"""중도 포기 and cancelled starts: a participation that ends before its contract does. Its seat is free from then on."""

from __future__ import annotations

from datetime import date, datetime

from app.audit import services as audit
from app.cohorts.models import Participation, ParticipationState
from app.cohorts.services.placements import LIVING, drop_after
from app.extensions import db
from app.recruitment.models import Application, ApplicationState
from app.recruitment.services import outcomes, transitions
from app.shared.actor import Actor
from app.shared.errors import Conflict, RuleBroken

REASONS = {
    "job": "취업",
    "illness": "질병·부상",
    "personal": "개인 사정",
    "misconduct": "근무 불량",
    "other": "그 밖의 사유",
}


def end_early(
    participation: Participation,
    last_on: date,
    reason: str,
    *,
    note: str = "",
    version: int,
    by: Actor,
    now: datetime,
) -> int:
    """End on ``last_on``, the last day employed. Attendance after it goes while its month is open.

    Returns how many days of attendance went. Raises Conflict when somebody saved first, RuleBroken otherwise.
    """
    _refuse(participation, version)
    if reason not in REASONS:
        raise RuleBroken("중도 포기 사유를 골라 주세요.")
    if not participation.starts_on <= last_on < participation.ends_on:
        # The contract's last day is its term: ending there is no early quit and bars nobody.
        raise RuleBroken("마지막 근무일은 계약 시작일부터 종료일 전날까지의 날로 적어 주세요.")
    dropped = drop_after(participation, last_on)
    participation.state = ParticipationState.ENDED
    participation.ended_on, participation.end_reason = last_on, reason
    db.session.flush()
    if participation.source == "live":
        outcomes.end_past(participation.id, last_on, reason, by=by, now=now)
    changes = {"ended_on": last_on, "end_reason": reason, "days_dropped": dropped}
    people = [participation.person_id]
    audit.record("cohort:participation:end", participation, by=by, at=now, reason=note, changes=changes, people=people)
    return dropped


def cancel(participation: Participation, note: str, *, version: int, by: Actor, now: datetime) -> None:
    """Who never works a day: the participation is cancelled and the application counts as 포기. Raises as above."""
    _refuse(participation, version)
    if participation.state != ParticipationState.PLANNED:
        raise RuleBroken("근무를 시작한 참여는 취소할 수 없습니다. 중도 포기로 처리해 주세요.")
    if not note.strip():
        raise RuleBroken("취소하는 사유를 적어 주세요.")
    participation.state = ParticipationState.CANCELLED
    db.session.flush()
    if participation.source == "live":
        outcomes.remove_past(participation.id, by=by, now=now)
    application = db.session.get(Application, participation.application_id) if participation.application_id else None
    if application is not None:
        transitions.move(application, ApplicationState.DECLINED, by=by, now=now, reason=note.strip())
    people = [participation.person_id]
    audit.record(
        "cohort:participation:cancel", participation, by=by, at=now, reason=note.strip(), changes={}, people=people
    )


def _refuse(participation: Participation, version: int) -> None:
    if participation.version != version:
        raise Conflict("다른 사람이 먼저 저장했습니다. 입력한 내용을 확인하고 다시 저장해 주세요.")
    if participation.state not in LIVING:
        raise RuleBroken("이미 끝난 참여입니다.")
