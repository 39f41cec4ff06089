"""What the public notice says, read from the database: the values of ``app.recruitment.notice_words``."""

from __future__ import annotations

import sqlalchemy as sa

from app.accounts.models import Department
from app.extensions import db
from app.recruitment.models import STREAM_LABELS, Notice, NoticeProject, NoticeVersion, Stream
from app.recruitment.notice_words import NoticeValues, PaperValues, ProjectValues, StreamValues
from app.recruitment.services import notice_changes
from app.recruitment.services.checklist import checklist_of
from app.recruitment.services.facts import terms_of
from app.recruitment.services.notice_wage import wage_of
from app.recruitment.services.notices import current_version, document_of
from app.reference.models import Project
from app.rules.criteria import IncomeLimit, NoticeDocument
from app.rules.eligibility import MedianIncome
from app.shared.errors import RuleBroken


def notice_values(notice: Notice, version: NoticeVersion | None = None) -> NoticeValues:
    """All that the notice says under ``version`` (the current one unless told)."""
    version = version or current_version(notice)
    document, cohort = document_of(version), notice.cohort
    return NoticeValues(
        code=notice.code,
        title=notice.title,
        programme=cohort.programme.name,
        number=notice.number or "",
        announced_on=notice.announced_on,
        opens_on=notice.opens_on,
        closes_on=notice.closes_on,
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
        age_on=notice.age_on,
        residence_on=notice.residence_on,
        income_year=notice.income_year,
        income_ceilings=_ceilings(notice, document),
        streams=tuple(
            StreamValues(
                STREAM_LABELS[Stream(one.code)],
                one.seats,
                one.min_age,
                one.max_age,
                one.minutes_a_day,
                one.days_a_week,
            )
            for one in notice.streams
        ),
        projects=_projects(notice),
        papers=tuple(PaperValues(one.label, one.when) for one in checklist_of(notice)),
        papers_days=notice.papers_days,
        appeal_days=notice.appeal_days,
        results_on=notice.results_on,
        contact=notice.contact,
        document=document,
        answer_days=notice.answer_days,
        wage=wage_of(notice),
        changes=notice_changes.printed(notice, version),
    )


def _ceilings(notice: Notice, document: NoticeDocument) -> tuple[tuple[int, int], ...]:
    """Won for households of one to seven; empty without an income rule, or while the year's table is missing."""
    rule = document.rule("income")
    if not rule.on or not isinstance(rule.limits, IncomeLimit):
        return ()
    try:
        median: MedianIncome = terms_of(notice).median_income()
    except RuleBroken:
        return ()
    percents = dict(rule.limits.by_size)
    limit = rule.limits
    return tuple((size, median.share(size, percents.get(size, limit.percent))) for size in range(1, 8))


def _projects(notice: Notice) -> tuple[ProjectValues, ...]:
    query = (
        sa.select(
            Project.id,
            Project.name,
            Department.name.label("department"),
            Project.qualification,
            NoticeProject.stream_id,
            NoticeProject.seats,
        )
        .join(NoticeProject, NoticeProject.project_id == Project.id)
        .join(Department, Department.id == Project.department_id)
        .where(NoticeProject.notice_id == notice.id)
        .order_by(Project.id)
    )
    places = {one.id: place for place, one in enumerate(notice.streams)}
    found: dict[int, tuple[str, str, str, list[int]]] = {}
    for row in db.session.execute(query):
        entry = found.setdefault(row.id, (row.name, row.department, row.qualification, [0] * len(places)))
        entry[3][places[row.stream_id]] = row.seats
    return tuple(
        ProjectValues(name, department, need, tuple(seats)) for name, department, need, seats in found.values()
    )
