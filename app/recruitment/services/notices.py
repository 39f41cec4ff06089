"""모집 공고: drafted with its streams and criteria, its facts changed while it is a draft. Opening: notice_versions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.audit import services as audit
from app.extensions import db
from app.recruitment.models import Notice, NoticeProject, NoticeState, NoticeStream, NoticeVersion
from app.recruitment.services import notice_facts
from app.reference.models import Cohort, Project
from app.rules.criteria import NoticeDocument, shipped_set
from app.shared.actor import Actor
from app.shared.errors import Conflict, NotFound, RuleBroken

AGES: dict[str, tuple[int, int | None]] = {"youth": (18, 39), "under65": (18, 64), "senior": (65, None)}


@dataclass(frozen=True, slots=True)
class StreamPlan:
    """Seats and hours of one 모집 구분; ages default to the usual bands (청년 18–39, 65세 미만 18–64, 65세 이상)."""

    code: str
    seats: int
    minutes_a_day: int
    min_age: int | None = None
    max_age: int | None = None
    days_a_week: int = 5


def by_code(code: str) -> Notice:
    """Raises NotFound."""
    found = db.session.scalar(sa.select(Notice).where(Notice.code == code))
    if found is None:
        raise NotFound(f"공고를 찾을 수 없습니다: {code[:40]} (예: 2024H2-companion-1)")
    return found


def current_version(notice: Notice) -> NoticeVersion:
    """What counts: the newest approved version once the notice is open, the newest draft before."""
    query = sa.select(NoticeVersion).where(NoticeVersion.notice_id == notice.id)
    if notice.state != NoticeState.DRAFT:
        query = query.order_by(NoticeVersion.approved_by_id.is_(None))
    return db.session.scalars(query.order_by(NoticeVersion.number.desc()).limit(1)).one()


def newest_version(notice: Notice) -> NoticeVersion:
    """The last one written, approved or not."""
    query = sa.select(NoticeVersion).where(NoticeVersion.notice_id == notice.id).order_by(NoticeVersion.number.desc())
    return db.session.scalars(query.limit(1)).one()


def document_of(version: NoticeVersion) -> NoticeDocument:
    return NoticeDocument.from_json(version.document)


def lock(notice: Notice) -> None:
    """One at a time changes, opens, receives for or decides a notice: its row is held and read again."""
    db.session.scalar(
        sa.select(Notice)
        .where(Notice.id == notice.id)
        .with_for_update(of=Notice)
        .execution_options(populate_existing=True)
    )


def add(
    cohort: Cohort,
    *,
    opens_on: date,
    closes_on: date,
    streams: Iterable[StreamPlan],
    by: Actor,
    now: datetime,
    title: str = "",
    number: str | None = None,
    document: NoticeDocument | None = None,
    age_on: date | None = None,
    residence_on: date | None = None,
    income_year: int | None = None,
) -> Notice:
    """Draft a notice of the cohort, with the shipped criteria set unless a document is given.

    Reference dates default to the cohort's start (or 공고일 where the set says so). Raises RuleBroken.
    """
    plans = checked_plans(list(streams))
    notice_facts.check_dates(opens_on=opens_on, closes_on=closes_on)
    number = notice_facts.checked_number(number) if number else None
    reference_on, year = _reference(cohort, opens_on)
    document = document or shipped_set(cohort.programme_code, cohort.year, cohort.half).document
    db.session.execute(sa.select(Cohort.id).where(Cohort.id == cohort.id).with_for_update(of=Cohort))
    serial = 1 + (db.session.scalar(sa.select(sa.func.max(Notice.serial)).where(Notice.cohort_id == cohort.id)) or 0)
    row = Notice(
        code=f"{cohort.code}-{serial}",
        cohort=cohort,
        serial=serial,
        title=title or (cohort.title if serial == 1 else f"{cohort.title} 추가 모집"),
        opens_on=opens_on,
        closes_on=closes_on,
        age_on=age_on or reference_on,
        residence_on=residence_on or reference_on,
        income_year=income_year or year,
        number=number,
        created_at=now,
        created_by_id=by.user_id,
    )
    row.streams = [stream_of(plan) for plan in plans]
    row.versions = [NoticeVersion(number=1, document=document.to_json(), digest=document.digest)]
    db.session.add(row)
    db.session.flush()
    audit.record("recruit:notice:add", row, by=by, at=now, changes={"code": row.code, "digest": document.digest})
    return row


def _reference(cohort: Cohort, opens_on: date) -> tuple[date, int]:
    try:
        shipped = shipped_set(cohort.programme_code, cohort.year, cohort.half)
    except RuleBroken:
        return cohort.starts_on, cohort.starts_on.year
    return (opens_on if shipped.age_reference == "notice" else cohort.starts_on), shipped.income_year


def checked_plans(plans: list[StreamPlan]) -> list[StreamPlan]:
    """The plans as they are. Raises RuleBroken on none, on one twice, on impossible seats, hours or ages."""
    if not plans:
        raise RuleBroken("모집 구분을 하나 이상 적어 주세요.")
    if len({plan.code for plan in plans}) < len(plans) or any(plan.code not in AGES for plan in plans):
        raise RuleBroken("모집 구분은 청년, 65세 미만, 65세 이상을 한 번씩만 적어 주세요.")
    if any(plan.seats < 0 or not 1 <= plan.minutes_a_day <= 480 for plan in plans):
        raise RuleBroken("자리는 0명 이상, 하루 근로시간은 8시간 이하로 적어 주세요.")
    if any(not 1 <= plan.days_a_week <= 7 for plan in plans):
        raise RuleBroken("주 근로일은 1일부터 7일까지로 적어 주세요.")
    ages = [(one.min_age, one.max_age) for one in plans]
    if any(low is not None and high is not None and low > high for low, high in ages):
        raise RuleBroken("모집 구분의 나이 상한은 하한보다 적을 수 없습니다.")
    return plans


def stream_of(plan: StreamPlan) -> NoticeStream:
    """A row for the plan, with the usual ages where none are given."""
    low, high = AGES[plan.code]
    return NoticeStream(
        code=plan.code,
        seats=plan.seats,
        min_age=low if plan.min_age is None else plan.min_age,
        max_age=high if plan.max_age is None else plan.max_age,
        minutes_a_day=plan.minutes_a_day,
        days_a_week=plan.days_a_week,
    )


def draft_only(notice: Notice) -> None:
    """Raises RuleBroken once the notice is open."""
    if notice.state != NoticeState.DRAFT:
        raise RuleBroken("공고한 뒤에는 고칠 수 없습니다. 조건은 공고할 때 확정됩니다.")


def waits_for_approval(notice: Notice) -> bool:
    """Is the draft as it stands put up for its opening?"""
    return notice.state == NoticeState.DRAFT and newest_version(notice).proposed_by_id is not None


def withdraw_proposal(notice: Notice) -> None:
    """A draft that changes after it was proposed has to be proposed again: what is opened is what was proposed."""
    version = newest_version(notice)
    if version.approved_by_id is None:
        version.proposed_by_id = version.proposed_at = None


def add_project(
    notice: Notice,
    project: Project,
    stream_code: str,
    seats: int,
    *,
    by: Actor,
    now: datetime,
    needs: Iterable[str] = (),
) -> NoticeProject:
    """Give a 세부사업 seats in a stream of a draft. Raises RuleBroken when they pass the stream's seats."""
    lock(notice)  # seats are added up before one more row is written
    draft_only(notice)
    stream = next((one for one in notice.streams if one.code == stream_code), None)
    if stream is None or project.programme_code != notice.cohort.programme_code:
        raise RuleBroken("이 공고의 모집 구분과 사업의 세부사업을 골라 주세요.")
    taken = db.session.scalars(sa.select(NoticeProject).where(NoticeProject.stream_id == stream.id)).all()
    if any(one.project_id == project.id for one in taken):
        raise RuleBroken("이미 넣은 세부사업입니다. 빼고 다시 넣어 주세요.")
    total = sum(one.seats for one in taken) + seats
    if seats < 0 or total > stream.seats:
        raise RuleBroken(f"세부사업 자리의 합 {total}명이 모집 구분의 자리 {stream.seats}명보다 많습니다.")
    row = NoticeProject(
        notice_id=notice.id, project=project, stream_id=stream.id, seats=seats, needs=list(needs or project.checks)
    )
    db.session.add(row)
    withdraw_proposal(notice)
    db.session.flush()
    changes = {"notice": notice.code, "project": project.code, "stream": stream_code, "seats": seats}
    audit.record("recruit:notice:project", row, by=by, at=now, changes=changes)
    return row


def drop_project(row: NoticeProject, notice: Notice, *, by: Actor, now: datetime) -> None:
    """Take a 세부사업 out of a draft. Raises RuleBroken once the notice is open."""
    lock(notice)
    draft_only(notice)
    changes = {"notice": notice.code, "project_id": row.project_id, "seats": row.seats}
    audit.record("recruit:notice:drop-project", row.id, subject="notice_project", by=by, at=now, changes=changes)
    db.session.delete(row)
    withdraw_proposal(notice)
    db.session.flush()


def change(notice: Notice, *, version: int, by: Actor, now: datetime, **values: Any) -> None:
    """Change the facts of a draft (title, number, dates, contact …). Raises RuleBroken, Conflict by the version."""
    lock(notice)
    draft_only(notice)
    if notice.version != version:
        raise Conflict("다른 사람이 먼저 저장했습니다. 달라진 내용을 확인하고 다시 저장해 주세요.")
    facts = {name: values.get(name, getattr(notice, name)) for name in notice_facts.DATES}
    notice_facts.check_dates(**facts)
    if "answer_days" in values:
        notice_facts.checked_answer_days(values["answer_days"])
    if values.get("number"):
        values["number"] = notice_facts.checked_number(values["number"], notice.id)
    before = {name: getattr(notice, name) for name in values}
    for name, value in values.items():
        setattr(notice, name, value)
    withdraw_proposal(notice)
    db.session.flush()
    audit.record("recruit:notice:change", notice, by=by, at=now, changes={"before": before, "after": values})
