"""Reads for the pages of recruitment: one statement a list, limited to what the actor may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Dong, User
from app.accounts.roles import Role
from app.extensions import db
from app.recruitment.models import (
    Application,
    ApplicationEvent,
    ApplicationState,
    Notice,
    NoticeProject,
    NoticeState,
    NoticeStream,
    NoticeVersion,
    Person,
    Screening,
    Verdict,
    Verification,
)
from app.recruitment.services.facts import GONE
from app.recruitment.services.people import name_key
from app.recruitment.services.scope import visible
from app.reference.models import Cohort, Project
from app.rules.criteria import RULE_CODES, RULE_LABELS
from app.shared.actor import Actor

PAGE = 50
_CURRENT = sa.and_(Screening.application_id == Application.id, Screening.superseded_at.is_(None))


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is limited to. ``failed`` and ``review`` are rule codes; ``name`` never stands in an address."""

    dong: str = ""
    state: str = ""
    stream: str = ""
    verdict: str = ""
    failed: str = ""
    review: str = ""
    name: str = ""

    @property
    def any(self) -> bool:
        return any((self.dong, self.state, self.stream, self.verdict, self.failed, self.review, self.name))


@dataclass(frozen=True, slots=True)
class Page:
    """Fifty rows and the keys of the pages beside them."""

    rows: Sequence[Any]
    total: int
    prev: int | None
    next: int | None


def notice_rows(actor: Actor) -> Sequence[Any]:
    """Notices, newest first, with how many applied (a clerk: at their own 동)."""
    counted = visible(sa.select(Application.notice_id, sa.func.count().label("n")), actor)
    counts = counted.where(Application.state.not_in(GONE)).group_by(Application.notice_id).subquery()
    seats = (
        sa.select(NoticeStream.notice_id, sa.cast(sa.func.sum(NoticeStream.seats), sa.BigInteger).label("n"))
        .group_by(NoticeStream.notice_id)
        .subquery()
    )
    query = (
        sa.select(Notice, sa.func.coalesce(seats.c.n, 0).label("seats"), sa.func.coalesce(counts.c.n, 0).label("count"))
        .join(Cohort, Cohort.id == Notice.cohort_id)
        .outerjoin(seats, seats.c.notice_id == Notice.id)
        .outerjoin(counts, counts.c.notice_id == Notice.id)
        .order_by(Notice.opens_on.desc(), Notice.code)
    )
    if actor.role == Role.CLERK:
        query = query.where(Notice.state != NoticeState.DRAFT)
    return db.session.execute(query).all()


def stream_rows(notice: Notice, actor: Actor) -> Sequence[Any]:
    """Seats, applications and verdicts of each 모집 구분."""

    def count_of(verdict: Verdict) -> Any:
        return sa.func.count(sa.case((Screening.verdict == verdict, 1)))

    joined = visible(sa.select(Application.id, Application.stream_id), actor)
    mine = joined.where(Application.notice_id == notice.id, Application.state.not_in(GONE)).subquery()
    return db.session.execute(
        sa.select(
            NoticeStream.code,
            NoticeStream.seats,
            NoticeStream.min_age,
            NoticeStream.max_age,
            NoticeStream.minutes_a_day,
            sa.func.count(mine.c.id).label("applied"),
            count_of(Verdict.ELIGIBLE).label("eligible"),
            count_of(Verdict.INELIGIBLE).label("ineligible"),
            count_of(Verdict.NEEDS_REVIEW).label("needs_review"),
        )
        .outerjoin(mine, mine.c.stream_id == NoticeStream.id)
        .outerjoin(Screening, sa.and_(Screening.application_id == mine.c.id, Screening.superseded_at.is_(None)))
        .where(NoticeStream.notice_id == notice.id)
        .group_by(NoticeStream.id)
        .order_by(NoticeStream.id)
    ).all()


def project_rows(notice: Notice) -> Sequence[Any]:
    """세부사업 of the notice with their seats in each stream."""
    return db.session.execute(
        sa.select(
            NoticeProject.id, Project.id.label("project_id"), Project.name, NoticeStream.code, NoticeProject.seats
        )
        .join(Project, Project.id == NoticeProject.project_id)
        .join(NoticeStream, NoticeStream.id == NoticeProject.stream_id)
        .where(NoticeProject.notice_id == notice.id)
        .order_by(Project.name, NoticeStream.id)
    ).all()


def version_rows(notice: Notice) -> Sequence[Any]:
    """Versions with who proposed and who approved, newest first."""
    proposer, approver = sa.orm.aliased(User), sa.orm.aliased(User)
    return db.session.execute(
        sa.select(NoticeVersion, proposer.name.label("proposed_by"), approver.name.label("approved_by"))
        .outerjoin(proposer, proposer.id == NoticeVersion.proposed_by_id)
        .outerjoin(approver, approver.id == NoticeVersion.approved_by_id)
        .where(NoticeVersion.notice_id == notice.id)
        .order_by(NoticeVersion.number.desc())
    ).all()


def _limited(query: sa.Select[Any], notice: Notice, chosen: Filter, actor: Actor) -> sa.Select[Any]:
    query = visible(query, actor).where(Application.notice_id == notice.id)
    exact = {Application.dong_code: chosen.dong, Application.state: chosen.state, NoticeStream.code: chosen.stream}
    for column, value in exact.items():
        if value:
            query = query.where(column == value)
    if chosen.verdict == "none":
        query = query.where(Screening.id.is_(None))
    elif chosen.verdict:
        query = query.where(Screening.verdict == chosen.verdict)
    for mask, rule in ((Screening.failed_mask, chosen.failed), (Screening.review_mask, chosen.review)):
        if rule in RULE_CODES:
            query = query.where(mask.bitwise_and(1 << RULE_CODES.index(rule)) != 0)
    if chosen.name:
        query = query.where(Person.name_key.startswith(name_key(chosen.name), autoescape=True))
    return query


def _joined(*columns: Any) -> sa.Select[Any]:
    return (
        sa.select(*columns)
        .select_from(Application)
        .join(Person, Person.id == Application.person_id)
        .join(NoticeStream, NoticeStream.id == Application.stream_id)
        .join(Dong, Dong.code == Application.dong_code)
        .outerjoin(Screening, _CURRENT)
    )


def application_page(
    notice: Notice, chosen: Filter, actor: Actor, *, after: int | None = None, before: int | None = None
) -> Page:
    """Fifty applications by number, behind ``after`` or ahead of ``before``; two statements, whatever the size."""
    query = _limited(
        _joined(
            Application.id,
            Application.number,
            Application.person_id,
            Application.state,
            Application.received_on,
            Application.due_on,
            Person.name,
            Person.born_on,
            Dong.name.label("dong"),
            NoticeStream.code.label("stream"),
            Screening.verdict,
            Screening.failed_mask,
            Screening.review_mask,
        ),
        notice,
        chosen,
        actor,
    )
    total = db.session.scalar(_limited(_joined(sa.func.count()), notice, chosen, actor)) or 0
    if before is not None:
        found = list(
            db.session.execute(
                query.where(Application.number < before).order_by(Application.number.desc()).limit(PAGE + 1)
            )
        )
        rows, more = found[:PAGE][::-1], len(found) > PAGE
        return Page(rows, total, rows[0].number if more and rows else None, rows[-1].number if rows else None)
    if after is not None:
        query = query.where(Application.number > after)
    found = list(db.session.execute(query.order_by(Application.number).limit(PAGE + 1)))
    rows = found[:PAGE]
    following = rows[-1].number if len(found) > PAGE else None
    return Page(rows, total, rows[0].number if after is not None and rows else None, following)


def neighbours(application: Application, chosen: Filter, actor: Actor) -> tuple[int | None, int | None]:
    """Ids of the applications before and behind this one within the filter."""
    query = _limited(_joined(Application.id), application.notice, chosen, actor)
    number = Application.number
    before = db.session.scalar(query.where(number < application.number).order_by(number.desc()).limit(1))
    behind = db.session.scalar(query.where(number > application.number).order_by(number).limit(1))
    return before, behind


def failing(notice: Notice, actor: Actor) -> list[tuple[str, str, int, int]]:
    """(rule, label, not met, to check) for every rule, in one statement."""
    masks = (Screening.failed_mask, Screening.review_mask)
    columns = [
        sa.func.count(sa.case((mask.bitwise_and(1 << index) != 0, 1)))
        for index in range(len(RULE_CODES))
        for mask in masks
    ]
    query = visible(_joined(*columns), actor).where(Application.notice_id == notice.id, Application.state.not_in(GONE))
    counts = db.session.execute(query).one()
    return [
        (code, RULE_LABELS[code], counts[2 * index], counts[2 * index + 1]) for index, code in enumerate(RULE_CODES)
    ]


def unscreened(notice: Notice, actor: Actor) -> int:
    """Applications that no run has judged for good: still 접수, or without any screening."""
    query = visible(_joined(sa.func.count()), actor).where(
        Application.notice_id == notice.id,
        sa.or_(Screening.id.is_(None), Application.state == ApplicationState.RECEIVED),
        Application.state.not_in(GONE),
    )
    return db.session.scalar(query) or 0


def last_run(notice: Notice) -> Any:
    query = sa.select(sa.func.max(Screening.at)).join(Application, Application.id == Screening.application_id)
    return db.session.scalar(query.where(Application.notice_id == notice.id))


def events(application: Application) -> Sequence[Any]:
    return db.session.execute(
        sa.select(ApplicationEvent, User.name)
        .join(User, User.id == ApplicationEvent.by_id)
        .where(ApplicationEvent.application_id == application.id)
        .order_by(ApplicationEvent.id)
    ).all()


def look_ups(application: Application) -> Sequence[Verification]:
    """All answers about the person, newest first."""
    query = sa.select(Verification).where(Verification.person_id == application.person_id)
    return db.session.scalars(query.order_by(Verification.looked_up_on.desc(), Verification.id.desc())).all()


def superseded(application: Application) -> Sequence[Screening]:
    query = sa.select(Screening).where(Screening.application_id == application.id, Screening.superseded_at.is_not(None))
    return db.session.scalars(query.order_by(Screening.id.desc()).limit(10)).all()


def dongs() -> list[tuple[str, str]]:
    return list(db.session.execute(sa.select(Dong.code, Dong.name).order_by(Dong.name)))


def today_count(notice: Notice, actor: Actor, today: date) -> tuple[int, int]:
    """How many were received today, and how many wait for papers, where the actor looks."""
    query = visible(
        sa.select(
            sa.func.count(sa.case((Application.received_on == today, 1))),
            sa.func.count(sa.case((Application.state == ApplicationState.PAPERS_DUE, 1))),
        ),
        actor,
    )
    row = db.session.execute(query.where(Application.notice_id == notice.id)).one()
    return row[0], row[1]
