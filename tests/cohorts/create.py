"""Screened notices, approved selections and books, made through the services."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.cohorts.models import Participation, Selection
from app.cohorts.services import placements, selections
from app.extensions import db
from app.recruitment.models import Application, Notice
from app.recruitment.services import look_ups, notice_versions, notices, screenings
from app.recruitment.services.notices import StreamPlan
from app.recruitment.words import PAPERS, LookUp
from app.reference.models import Cohort, Project, Worksite
from app.rules.criteria import shipped_set
from app.rules.resident_number import parse
from app.shared.actor import Actor
from tests.create import NOW, SINRIM, actor, create_cohort, create_project, create_worksite
from tests.recruitment.create import TODAY, create_application, settle_notice

DOCUMENT = shipped_set("companion", 2024, 2).document


@dataclass(frozen=True)
class Round:
    """A cohort with its open notice, one 세부사업 over two worksites, and the applications in order of number."""

    cohort: Cohort
    notice: Notice
    project: Project
    sites: tuple[Worksite, ...]
    applications: tuple[Application, ...]


def create_round(
    people: Sequence[dict[str, Any]] | int = 6,
    *,
    streams: Sequence[StreamPlan] = (StreamPlan("under65", 3, 300),),
    sites: int = 2,
    change: Callable[[Any], Any] = lambda document: document,
    screened: bool = True,
    closed: bool = True,
    **cohort: Any,
) -> Round:
    """``people``: one dict each (``born``, ``sex``, ``income``, ``property``, ``said``, ``stream``, ``dong``), or how many.

    Everybody meets every rule and wants the one 세부사업; the later the number, the richer, unless told.
    Intake is over, unless ``closed`` says no.
    """
    people = (
        [{"property": 10_000_000 * serial} for serial in range(1, people + 1)] if isinstance(people, int) else people
    )
    of = create_cohort(**cohort)
    project = create_project(programme_code=of.programme_code)
    places = tuple(create_worksite(project=project) for _ in range(sites))
    notice = _open_notice(of, project, streams, change)
    rows = tuple(_apply(notice, project, serial, values) for serial, values in enumerate(people, 1))
    if screened:
        screenings.screen_all(notice, by=actor("jobs"), now=NOW, today=TODAY)
    if closed:
        notice_versions.close(notice, by=actor("jobs"), now=NOW)
    return Round(of, notice, project, places, rows)


def _open_notice(
    cohort: Cohort, project: Project, streams: Sequence[StreamPlan], change: Callable[[Any], Any]
) -> Notice:
    maker = actor("jobs")
    notice = notices.add(
        cohort,
        opens_on=date(2024, 5, 7),
        closes_on=date(2024, 7, 12),
        streams=streams,
        document=change(DOCUMENT),
        by=maker,
        now=NOW,
    )
    for stream in notice.streams:
        notices.add_project(notice, project, stream.code, stream.seats, by=maker, now=NOW)
    settle_notice(notice, by=maker)
    notice_versions.propose(notice, by=maker, now=NOW, today=TODAY)
    notice_versions.open_notice(notice, by=actor("jobs_lead"), now=NOW, today=TODAY)
    return notice


def _apply(notice: Notice, project: Project, serial: int, values: dict[str, Any]) -> Application:
    born, sex = values.get("born", f"7{serial % 10}{serial % 12 + 1:02d}{serial % 28 + 1:02d}"), values.get("sex", 2)
    row = create_application(
        notice,
        by=actor("clerk", dong_code=values.get("dong", SINRIM)),
        papers=tuple(PAPERS),
        rrn=parse(f"{born}{sex}{serial:06d}"),
        stream=values.get("stream", "under65"),
        preferences=values.get("preferences", (project.id,)),
        who={"name": values.get("name", f"신청{serial}"), "dong_code": values.get("dong", SINRIM)},
        said=values.get("said", {}),
    )
    look_up(row, income=values.get("income", 1_000_000), property_won=values.get("property", 10_000_000))
    return row


def look_up(row: Application, *, income: int = 1_000_000, property_won: int = 10_000_000) -> None:
    """All that is asked elsewhere, answered: nothing stands in the way."""
    answers = {
        LookUp.INCOME: income,
        LookUp.PROPERTY: property_won,
        LookUp.LIVING_BENEFIT: False,
        LookUp.UNEMPLOYMENT_BENEFIT: {"receives": False, "until": None},
        LookUp.PAST: True,
        LookUp.OVERLAP: [],
        LookUp.HOUSEHOLD: True,
    }
    rows = [
        {
            "person_id": row.person_id,
            "application_id": row.id,
            "kind": kind,
            "value": value,
            "looked_up_on": TODAY,
            "source": "행복e음",
        }
        for kind, value in answers.items()
    ]
    look_ups.record_many(rows, by=actor("jobs"), now=NOW)


def propose(of: Round, by: Actor | None = None) -> Selection:
    return selections.propose(of.notice, by=by or actor("jobs"), now=NOW)


def create_participations(people: int = 3, **round_values: Any) -> tuple[Round, list[Participation]]:
    """An approved selection: everybody who has a seat, at work from 2024-07-01, in the order of seats."""
    of = create_round(people, streams=(StreamPlan("under65", people, 300),), **round_values)
    selections.approve(propose(of), by=actor("jobs_lead"), now=NOW)
    placements.start_work(of.cohort, by=actor("jobs"), now=NOW, today=TODAY)
    return of, participations(of)


def participations(of: Round) -> list[Participation]:
    query = db.select(Participation).where(Participation.cohort_id == of.cohort.id).order_by(Participation.id)
    return list(db.session.scalars(query))
