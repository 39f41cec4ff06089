"""The papers and consents that a notice asks for: which of whom, and until when. An empty list is the shipped one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from app.extensions import db
from app.recruitment.declared import Declared
from app.recruitment.models import Notice, NoticeProject
from app.recruitment.words import PAPERS, REQUIRED_CONSENTS
from app.reference import services as reference
from app.reference.models import Project

BONUS_PAPER = "bonus_proof"
PROXY_PAPER = "proxy_letter"
RECORD_CONSENT = "criminal_record"
_WHEN = {BONUS_PAPER: "bonus", PROXY_PAPER: "proxy"}
_LONGEST_BREAK = timedelta(days=21)
"""No run of days off is longer; the calendar is read this far past the due day."""


@dataclass(frozen=True, slots=True)
class PaperItem:
    """One paper of the list. ``when``: ``always``, ``bonus`` (claims a type or a licence), ``proxy`` (대리신청)."""

    kind: str
    label: str
    when: str = "always"


SHIPPED = tuple(PaperItem(kind, label, _WHEN.get(kind, "always")) for kind, label in PAPERS.items())


def checklist_of(notice: Notice) -> tuple[PaperItem, ...]:
    """The notice's own list, else the shipped one. 위임장 is on both: without it nobody may send somebody."""
    own = tuple(PaperItem(one["kind"], one["label"], one["when"]) for one in notice.papers or ())
    if not own:
        return SHIPPED
    return (
        own if any(one.when == "proxy" for one in own) else (*own, PaperItem(PROXY_PAPER, PAPERS[PROXY_PAPER], "proxy"))
    )


def required_papers(notice: Notice, declared: Declared, by_proxy: bool) -> list[str]:
    """Kinds that this applicant must hand in."""
    return asked_of(checklist_of(notice), declared, by_proxy)


def asked_of(items: Iterable[PaperItem], declared: Declared, by_proxy: bool) -> list[str]:
    """The kinds of a list that apply to one applicant."""
    applies = {"always": True, "bonus": declared.claims_bonus, "proxy": by_proxy}
    return [one.kind for one in items if applies[one.when]]


def paper_labels(notice: Notice) -> dict[str, str]:
    """Kind → what pages and papers call it; the shipped kinds too, for papers that an older list asked for."""
    return {**PAPERS, **{one.kind: one.label for one in checklist_of(notice)}}


def due_on(notice: Notice, today: date) -> date:
    """보완 기한 of papers missing today: ``papers_days`` later, or the next working day where that one is off (민법 §161)."""
    return on_working_day(today + timedelta(days=notice.papers_days))


def on_working_day(day: date) -> date:
    """The day, or the next working day where it is off (민법 §161). Raises RuleBroken without a calendar of that year."""
    calendar = reference.work_calendar(day, day + _LONGEST_BREAK)
    return calendar.next_working_day(day - timedelta(days=1))


def required_consents(preferences: tuple[int, ...]) -> tuple[str, ...]:
    """Purposes that these 세부사업 cannot do without (개인정보 보호법 §22, §23; domain.md F)."""
    if not preferences:
        return REQUIRED_CONSENTS
    checks = db.session.scalars(sa.select(Project.checks).where(Project.id.in_(preferences)))
    return (*REQUIRED_CONSENTS, RECORD_CONSENT) if any(checks) else REQUIRED_CONSENTS


def projects_of(notice: Notice) -> tuple[tuple[int, str, bool], ...]:
    """(id, name, whether its people are looked up for criminal records before placement) of the notice's 세부사업."""
    rows = db.session.execute(
        sa.select(NoticeProject.project_id, Project.name, Project.checks)
        .join(Project, NoticeProject.project_id == Project.id)
        .where(NoticeProject.notice_id == notice.id)
        .order_by(Project.name, NoticeProject.id)
    )
    return tuple(dict.fromkeys((row_id, name, bool(checks)) for row_id, name, checks in rows))


def checked_projects(notice: Notice) -> list[str]:
    """Names of the notice's 세부사업 whose people are looked up for criminal records before placement."""
    return [name for _, name, checked in projects_of(notice) if checked]
