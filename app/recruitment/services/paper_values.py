"""What the papers at the counter say, read from the rows: 접수증 and 보완 안내, and what other papers share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Dong, User
from app.extensions import db
from app.recruitment.documents.missing_papers import MissingPapers, OwedPaper
from app.recruitment.documents.receipt import PaperLine, Receipt
from app.recruitment.models import (
    STREAM_LABELS,
    Application,
    ApplicationEvent,
    ApplicationState,
    Consent,
    Notice,
    NoticeProject,
    Paper,
    Person,
    Proxy,
    Stream,
)
from app.recruitment.services.checklist import paper_labels
from app.recruitment.services.scope import visible
from app.recruitment.words import STATE_LABELS
from app.reference.models import Project
from app.rules.application_states import GIVEN_UP
from app.shared.actor import Actor
from app.shared.errors import RuleBroken
from app.shared.periods import SEOUL, korean_date

WAITS_FOR_PAPERS = (ApplicationState.RECEIVED, ApplicationState.PAPERS_DUE)
_AT_ONCE = 5_000
"""Ids in one statement: both engines end somewhere above 32,000 values."""


def paper_lines(application: Application) -> tuple[PaperLine, ...]:
    labels = paper_labels(application.notice)
    rows = db.session.scalars(sa.select(Paper).where(Paper.application_id == application.id).order_by(Paper.id))
    return tuple(PaperLine(labels.get(row.kind, row.kind), row.required, row.received_on) for row in rows)


def address_of(person: Person) -> str:
    return " ".join(part for part in (person.road_address, person.address_detail) if part)


def contact_of(notice: Notice) -> str:
    """Where to ask: as the notice says, else the district's office; no telephone number is made up."""
    return notice.contact or "관악구 일자리 담당 부서, 접수한 동 주민센터"


def term_of(notice: Notice) -> str:
    cohort = notice.cohort
    return f"{cohort.title} ({korean_date(cohort.starts_on)}~{korean_date(cohort.ends_on)})"


def project_names(notice: Notice) -> dict[int, str]:
    rows = db.session.execute(
        sa.select(Project.id, Project.name)
        .join(NoticeProject, NoticeProject.project_id == Project.id)
        .where(NoticeProject.notice_id == notice.id)
        .distinct()
    )
    return {row.id: row.name for row in rows}


def wishes_of(preferences: Iterable[int], names: dict[int, str]) -> str:
    """희망 세부사업 in order: ``1순위 공원 돌보미, 2순위 …``."""
    wanted = [names[one] for one in preferences if one in names]
    return ", ".join(f"{place}순위 {name}" for place, name in enumerate(wanted, 1)) or "고르지 않음"


def proxy_of(application: Application) -> Proxy | None:
    return db.session.get(Proxy, application.id)


def clerk_of(application: Application) -> str:
    """The name of whoever received the application."""
    user = db.session.get(User, application.created_by_id) if application.created_by_id else None
    return user.name if user else ""


def receipt_of(application: Application, *, demo: bool) -> Receipt:
    """접수증 of one application."""
    notice, person, proxy = application.notice, application.person, proxy_of(application)
    return Receipt(
        number=application.code,
        received_at=application.created_at,
        dong=application.dong.name,
        clerk=clerk_of(application),
        notice=notice.title,
        cohort=term_of(notice),
        name=person.name,
        born_on=person.born_on,
        stream=STREAM_LABELS[Stream(application.stream.code)],
        wishes=wishes_of(application.preferences, project_names(notice)),
        papers=paper_lines(application),
        due_on=application.due_on,
        results_on=notice.results_on,
        results_how=_results_how(application),
        contact=contact_of(notice),
        proxy=f"{proxy.name}({proxy.relation})" if proxy else "",
        ended=_ended(application),
        demo=demo,
    )


def _ended(application: Application) -> str:
    """That and when the application was given up; who looks at an old receipt must not take it for a running one."""
    if application.state not in GIVEN_UP:
        return ""
    event = ApplicationEvent
    steps = sa.select(sa.func.max(event.at)).where(
        event.application_id == application.id, event.to_state == application.state
    )
    at = db.session.scalar(steps)
    when = f"{korean_date(at.astimezone(SEOUL).date())} " if at else ""
    return f"이 신청은 {when}{STATE_LABELS[ApplicationState(application.state)]}되었습니다."


def _results_how(application: Application) -> str:
    agreed = db.session.scalar(
        sa.select(Consent.given).where(
            Consent.application_id == application.id, Consent.purpose == "messages", Consent.withdrawn_at.is_(None)
        )
    )
    return (
        "개인별로 알려 드립니다(문자 안내에 동의함)" if agreed else "개인별로 알려 드립니다(문자 안내에 동의하지 않음)"
    )


def missing_papers_of(ids: Iterable[int], actor: Actor, *, printed_on: date, demo: bool) -> list[MissingPapers]:
    """보완 안내 of those applications that the actor may see and that lack a required paper, by number.

    Two statements for every 5,000 people. The ids of the people are not in here: note the look beside it.
    """
    wanted = list(ids)
    rows = [row for at in range(0, len(wanted), _AT_ONCE) for row in _lacking(wanted[at : at + _AT_ONCE], actor)]
    lacking: dict[int, list[OwedPaper]] = defaultdict(list)
    found: dict[int, Any] = {}
    for row in rows:
        application = row.Application
        found[application.id] = row
        label = paper_labels(application.notice).get(row.kind, row.kind)
        lacking[application.id].append(OwedPaper(label, row.asked_reason or ""))
    ordered = sorted(found.values(), key=lambda row: (row.Application.notice_id, row.Application.number))
    return [_missing(row, lacking[row.Application.id], printed_on=printed_on, demo=demo) for row in ordered]


def missing_papers_letter(application: Application, actor: Actor, *, printed_on: date, demo: bool) -> MissingPapers:
    """보완 안내 of one person who may still bring what is missing. Raises RuleBroken where nothing is."""
    letters = missing_papers_of([application.id], actor, printed_on=printed_on, demo=demo)
    if not letters or application.state not in WAITS_FOR_PAPERS:
        raise RuleBroken("보완을 기다리는 서류가 없습니다.")
    return letters[0]


def _lacking(ids: list[int], actor: Actor) -> list[Any]:
    query = (
        sa.select(Application, Person, Dong.name.label("dong_name"), Paper.kind, Paper.asked_reason)
        .join(Person, Person.id == Application.person_id)
        .join(Dong, Dong.code == Application.dong_code)
        .join(Paper, Paper.application_id == Application.id)
        .where(Application.id.in_(ids), Paper.required, Paper.received_on.is_(None))
        .options(sa.orm.selectinload(Application.notice))
        .order_by(Application.notice_id, Application.number, Paper.id)
    )
    return list(db.session.execute(visible(query, actor)))


def _missing(row: Any, papers: list[OwedPaper], *, printed_on: date, demo: bool) -> MissingPapers:
    application = row.Application
    return MissingPapers(
        number=application.code,
        notice=application.notice.title,
        name=row.Person.name,
        address=address_of(row.Person),
        dong=row.dong_name,
        received_on=application.received_on,
        papers=tuple(papers),
        due_on=application.due_on,
        contact=contact_of(application.notice),
        printed_on=printed_on,
        demo=demo,
    )
