"""Notices, applicants and forms with defaults for everything, made through the services."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from app.recruitment.declared import Declared
from app.recruitment.models import Application, Confirmation, Notice
from app.recruitment.services import applications, confirmations, notice_versions, notices
from app.recruitment.services.confirmations import Given
from app.recruitment.services.intake import Intake
from app.recruitment.services.notices import StreamPlan
from app.recruitment.services.people import Identity
from app.recruitment.words import CONSENTS, PAPERS, REQUIRED_CONSENTS
from app.reference.models import Cohort
from app.rules.criteria import shipped_set
from app.rules.resident_number import ResidentNumber, parse
from app.shared.actor import Actor
from tests.create import NOW, SINRIM, actor, create_cohort, create_project

TODAY = date(2024, 7, 8)
STREAMS = (StreamPlan("under65", 13, 300), StreamPlan("senior", 16, 180))
_serial = itertools.count(1)


def number(born: str = "660412", sex: int = 2, tail: int | None = None) -> ResidentNumber:
    """A made-up number: digits 8 to 11 are zeros, so nobody holds it."""
    return parse(f"{born}{sex}0000{(next(_serial) if tail is None else tail) % 100:02d}")


def create_notice(state: str = "open", **overrides: Any) -> Notice:
    """동행 2024 H2 criteria (all certain), 13 + 16 seats, one 세부사업 in both streams; open 5.7–7.12.

    ``project_seats``: how many of each stream's seats the 세부사업 has, all unless told (then it does not open).
    """
    values: dict[str, Any] = {
        "opens_on": date(2024, 5, 7),
        "closes_on": date(2024, 7, 12),
        "streams": STREAMS,
        "document": shipped_set("companion", 2024, 2).document,
        **overrides,
    }
    maker = values.pop("by", None) or actor("jobs")
    cohort = values.pop("cohort", None) or create_cohort()
    project, placed = create_project(programme_code=cohort.programme_code), values.pop("project_seats", None)
    notice = notices.add(cohort, by=maker, now=NOW, **values)
    for stream in notice.streams:
        notices.add_project(notice, project, stream.code, stream.seats if placed is None else placed, by=maker, now=NOW)
    if state == "draft":
        return notice
    settle_notice(notice, by=maker)
    notice_versions.propose(notice, by=maker, now=NOW, today=TODAY)
    if state == "proposed":
        return notice
    notice_versions.open_notice(notice, by=actor("jobs_lead"), now=NOW, today=TODAY)
    if state == "closed":
        notice_versions.close(notice, by=maker, now=NOW)
    return notice


def settle_notice(notice: Notice, *, by: Actor) -> None:
    """All that opening asks for: 확정내시, the facts of the notice, the criteria confirmed, the table adopted."""
    confirm_cohort(notice.cohort, by=by)
    fill_notice(notice, by=by)
    notice_versions.confirm_criteria(notice, "일자리-24", by=by, now=NOW)
    notice_versions.adopt_score_table(notice, "방침 2024-1", by=by, now=NOW)


def confirm_cohort(cohort: Cohort, *, by: Actor, people: int = 5000, kind: str = "final") -> Confirmation:
    """내시 of 시비 7천만 and 구비 3천만."""
    given = Given(kind, people, 0, 70_000_000, 30_000_000, "서울시 일자리정책과-1", date(2024, 4, 1))
    return confirmations.add(cohort, given, by=by, now=NOW, today=TODAY)


def fill_notice(notice: Notice, *, by: Actor, **overrides: Any) -> None:
    """공고번호, 방침, 공고일 five days before the intake, 발표일 a week after it, 문의처."""
    values: dict[str, Any] = {
        "number": f"관악구 공고 제2024-{next(_serial)}호",
        "policy_number": "방침-1",
        "announced_on": notice.opens_on - timedelta(days=5),
        "results_on": notice.closes_on + timedelta(days=7),
        "contact": "일자리벤처과 02-0000-0000",
    }
    notices.change(notice, version=notice.version, by=by, now=NOW, **{**values, **overrides})


def identity(**overrides: Any) -> Identity:
    values: dict[str, Any] = {
        "name": "김가온",
        "phone": "010-0000-4821",
        "road_address": f"관악구 신림로{next(_serial)}길 12",
        "address_detail": "302호",
        "dong_code": SINRIM,
        **overrides,
    }
    return Identity(**values)


def declared(**overrides: Any) -> Declared:
    """Somebody who meets everything that can be met without a look-up."""
    values: dict[str, Any] = {
        "income_won": 1_200_000,
        "property_won": 90_000_000,
        "householder": True,
        "living_benefit": False,
        "unemployment_benefit": False,
        "student": False,
        "hard_to_work": False,
        "work_ban": False,
        "other_jobs": False,
        "district": "관악구",
        **overrides,
    }
    return Declared(**values)


def create_intake(**overrides: Any) -> Intake:
    """All papers but 가점 증빙, all consents; other keywords go to the intake, ``said`` to the declaration."""
    said = declared(**overrides.pop("said", {}))
    intake = Intake(
        identity=identity(**overrides.pop("who", {})),
        declared=said,
        household_size=2,
        papers=tuple(kind for kind in PAPERS if kind != "bonus_proof"),
        consents=(*REQUIRED_CONSENTS, "messages"),
    )
    return replace(intake, **overrides)


def create_application(
    notice: Notice, *, by: Actor | None = None, rrn: ResidentNumber | None = None, **overrides: Any
) -> Application:
    """Received today at 신림동 by a clerk."""
    return applications.receive(
        notice,
        rrn or number(),
        create_intake(**overrides),
        by=by or actor("clerk"),
        now=NOW,
        today=TODAY,
    )


def counter_data(**overrides: Any) -> dict[str, Any]:
    """What the counter form posts for somebody who may take part."""
    values: dict[str, Any] = {
        "once": f"once-{next(_serial)}",
        "rrn": f"660412-20000{next(_serial) % 100:02d}",
        "name": "김가온",
        "phone": "010-0000-4821",
        "road_address": "관악구 신림로3길 12",
        "address_detail": "302호",
        "dong": SINRIM,
        "stream": "",
        "first_project": "",
        "second_project": "",
        "householder": "yes",
        "household_size": "2",
        "income_won": "1,200,000",
        "property_won": "90,000,000",
        "first_type": "",
        "second_type": "",
        "licence": "",
        "residence_status": "",
    }
    for question in ("living_benefit", "unemployment_benefit", "student", "hard_to_work", "work_ban", "other_jobs"):
        values[question] = "no"
    values |= {f"paper_{kind}": "y" for kind in PAPERS if kind != "bonus_proof"}
    values |= {f"consent_{purpose}": "y" for purpose in CONSENTS}
    return {name: value for name, value in {**values, **overrides}.items() if value is not None}
