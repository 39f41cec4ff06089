"""Copying from the last round: what the newest opened notice of the programme had, as a start for a new draft."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from app.audit import services as audit
from app.extensions import db
from app.recruitment.models import Notice, NoticeProject, NoticeState, NoticeStream
from app.recruitment.services.checklist import checklist_of
from app.recruitment.services.notice_seats import Gap, gaps, plans_of, set_streams
from app.recruitment.services.notice_versions import new_version
from app.recruitment.services.notices import add_project, current_version, document_of, draft_only, drop_project, lock
from app.reference.models import Cohort
from app.rules.criteria import NoticeDocument, Rule, ShippedSet, shipped_set
from app.shared.actor import Actor
from app.shared.errors import RuleBroken


def last_round(notice: Notice) -> Notice | None:
    """The newest opened notice of the same programme, this one and cancelled ones not counted."""
    opened = (NoticeState.OPEN, NoticeState.CLOSED)
    query = (
        sa.select(Notice)
        .join(Cohort, Cohort.id == Notice.cohort_id)
        .where(
            Cohort.programme_code == notice.cohort.programme_code,
            Notice.id != notice.id,
            Notice.state.in_(opened),
        )
        .order_by(Notice.opens_on.desc(), Notice.id.desc())
    )
    return db.session.scalar(query.limit(1))


def shipped_for(notice: Notice) -> ShippedSet | None:
    """The shipped set of the notice's programme and half-year, None where none is shipped."""
    cohort = notice.cohort
    try:
        return shipped_set(cohort.programme_code, cohort.year, cohort.half)
    except RuleBroken:
        return None


def carried_over(last: NoticeDocument, shipped: NoticeDocument | None, source: str) -> NoticeDocument:
    """The last round's document for a new one: its values, but never its certainty.

    A rule that equals the shipped one is as sure as that; another one has to be confirmed in writing (M), and what the
    new round has not decided (?) stays undecided. The score table has to be adopted anew.
    """
    rules = tuple(_carried(rule, shipped.rule(rule.code) if shipped else None, source) for rule in last.rules)
    table = replace(last.score_table, adopted_by="", example=True)
    return NoticeDocument.from_json(replace(last, rules=rules, score_table=table).to_json())


def _carried(rule: Rule, shipped: Rule | None, source: str) -> Rule:
    if shipped is not None and (shipped.on, shipped.limits) == (rule.on, rule.limits):
        return replace(shipped, declared_is_enough=rule.declared_is_enough)
    if not rule.on and rule.limits is None and rule.confidence == "H":
        return replace(rule, confirmed_by="")
    confidence = "?" if shipped is not None and shipped.confidence == "?" else "M"
    return replace(rule, basis=f"지난 공고({source})", confidence=confidence, confirmed_by="", settled_by="")


@dataclass(frozen=True, slots=True)
class Copied:
    """What ``copy_from`` brings along, counted: the page says no more than that. ``gaps``: where its seats do not add up."""

    streams: int
    seats: int
    projects: int
    project_seats: int
    papers: int
    gaps: list[Gap]


def copied(last: Notice) -> Copied:
    """Of ``last``, as a draft would get it now."""
    query = sa.select(NoticeProject.project_id, NoticeProject.seats).where(NoticeProject.notice_id == last.id)
    rows = db.session.execute(query).all()
    return Copied(
        streams=len(last.streams),
        seats=sum(one.seats for one in last.streams),
        projects=len({project_id for project_id, _ in rows}),
        project_seats=sum(seats for _, seats in rows),
        papers=len(checklist_of(last)),
        gaps=gaps(last),
    )


def copied_document(notice: Notice, last: Notice) -> NoticeDocument:
    """What ``copy_from`` would write."""
    shipped = shipped_for(notice)
    document = document_of(current_version(last))
    return carried_over(document, shipped.document if shipped else None, last.number or last.code)


def copy_from(notice: Notice, last: Notice, *, by: Actor, now: datetime) -> None:
    """모집 구분, 세부사업, criteria, score table, papers and days of ``last`` into a draft. Raises RuleBroken."""
    lock(notice)
    draft_only(notice)
    for row in db.session.scalars(sa.select(NoticeProject).where(NoticeProject.notice_id == notice.id)).all():
        drop_project(row, notice, by=by, now=now)
    set_streams(notice, plans_of(last), by=by, now=now)
    rows = db.session.execute(
        sa.select(NoticeProject, NoticeStream.code)
        .join(NoticeStream, NoticeStream.id == NoticeProject.stream_id)
        .where(NoticeProject.notice_id == last.id)
        .order_by(NoticeProject.id)
    ).all()
    for row, code in rows:
        add_project(notice, row.project, code, row.seats, by=by, now=now, needs=row.needs)
    notice.papers = [dict(one) for one in last.papers]  # none: the usual ones, there as here
    notice.papers_days = last.papers_days
    notice.appeal_days, notice.answer_days = last.appeal_days, last.answer_days
    notice.contact = notice.contact or last.contact
    new_version(notice, copied_document(notice, last), reason=f"지난 공고({last.code})에서 가져옴", by=by, now=now)
    db.session.flush()
    audit.record("recruit:notice:copy", notice, by=by, at=now, changes={"from": last.code})
