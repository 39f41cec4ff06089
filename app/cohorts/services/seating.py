"""From an approved selection to participations: numbered seats, contract dates, worksites. Set-based."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Dong
from app.audit import services as audit
from app.cohorts.models import Outcome, Participation, ParticipationState, Selection, SelectionEntry
from app.cohorts.services.spreading import Site, spread
from app.extensions import db
from app.recruitment.models import Application, NoticeStream
from app.recruitment.services import past
from app.reference.models import Cohort, Worksite
from app.shared.actor import Actor
from app.shared.errors import RuleBroken
from app.shared.periods import months_touched


def seats_taken(selection: Selection) -> Counter[str]:
    """How many seats of each stream the stored entries take."""
    rows = db.session.execute(
        sa.select(NoticeStream.code, sa.func.count())
        .join(SelectionEntry, SelectionEntry.seat_stream_id == NoticeStream.id)
        .where(SelectionEntry.selection_id == selection.id)
        .group_by(NoticeStream.code)
    )
    return Counter(dict(rows.all()))


def seat(selection: Selection, starts_on: date, *, by: Actor, now: datetime) -> int:
    """Give everybody selected a seat, a contract number, dates and (by project) a worksite. Returns how many.

    Raises RuleBroken when ``starts_on`` lies outside the cohort's term.
    """
    cohort = selection.notice.cohort
    if not cohort.starts_on <= starts_on <= cohort.ends_on:
        raise RuleBroken("계약 시작일은 사업 기간 안의 날로 적어 주세요.")
    db.session.scalar(sa.select(Cohort).where(Cohort.id == cohort.id).with_for_update(of=Cohort))
    people = _selected(selection)
    sites = _worksites(people, cohort, starts_on)
    seats = {code: _free_numbers(cohort, code) for code in {one.stream_code for one in people}}
    contracts = _contract_numbers(cohort)
    rows = [
        {
            "cohort_id": cohort.id,
            "person_id": one.person_id,
            "application_id": one.application_id,
            "origin": "selection",
            "stream_code": one.stream_code,
            "seat_no": next(seats[one.stream_code]),
            "worksite_id": sites.get(one.application_id),
            "starts_on": starts_on,
            "ends_on": cohort.ends_on,
            "minutes_a_day": one.minutes_a_day,
            "weekdays": (1 << one.days_a_week) - 1,
            "state": ParticipationState.PLANNED,
            "contract_no": next(contracts),
            "source": "live",
            "version": 1,
            "created_at": now,
            "created_by_id": by.user_id,
        }
        for one in people
    ]
    if rows:
        db.session.execute(sa.insert(Participation), rows)
        _keep_past(selection, cohort, by=by, now=now)
    changes = {
        "cohort": cohort.code,
        "people": len(rows),
        "placed": sum(row["worksite_id"] is not None for row in rows),
    }
    people_ids = [one.person_id for one in people]
    audit.record("cohort:participation:seat", selection, by=by, at=now, changes=changes, people=people_ids)
    return len(rows)


def _selected(selection: Selection) -> Sequence[Any]:
    """Everybody selected, by stream of the seat and rank."""
    return db.session.execute(
        sa.select(
            SelectionEntry.application_id,
            SelectionEntry.project_id,
            Application.person_id,
            NoticeStream.code.label("stream_code"),
            NoticeStream.minutes_a_day,
            NoticeStream.days_a_week,
            Dong.name.label("dong"),
        )
        .join(Application, Application.id == SelectionEntry.application_id)
        .join(NoticeStream, NoticeStream.id == SelectionEntry.seat_stream_id)
        .join(Dong, Dong.code == Application.dong_code)
        .where(SelectionEntry.selection_id == selection.id, SelectionEntry.outcome == Outcome.SELECTED)
        .order_by(NoticeStream.id, SelectionEntry.seat_no)
    ).all()


def _free_numbers(cohort: Cohort, stream_code: str) -> Iterator[int]:
    """Seat numbers of the cohort's stream that nobody sits in, from 1 up."""
    taken = set(
        db.session.scalars(
            sa.select(Participation.seat_no).where(
                Participation.cohort_id == cohort.id,
                Participation.stream_code == stream_code,
                Participation.ended_on.is_(None),
                Participation.state != ParticipationState.CANCELLED,
            )
        )
    )
    return (number for number in itertools.count(1) if number not in taken)


def _contract_numbers(cohort: Cohort) -> Iterator[str]:
    """``2024-동행-하-0001`` and on, behind those already given in the cohort."""
    given = db.session.scalar(
        sa.select(sa.func.count()).where(Participation.cohort_id == cohort.id, Participation.contract_no.is_not(None))
    )
    return (f"{cohort.paper_code}-{number:04d}" for number in itertools.count((given or 0) + 1))


def _worksites(people: Sequence[Any], cohort: Cohort, starts_on: date) -> dict[int, int]:
    """Worksite by application, for those whom the selection gave a project."""
    wanted: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for one in people:
        if one.project_id is not None:
            wanted[one.project_id].append((one.application_id, one.dong))
    if not wanted:
        return {}
    sites = _open_sites(list(wanted), cohort, starts_on)
    placed: dict[int, int] = {}
    for project_id, applicants in wanted.items():
        placed |= spread(applicants, sites[project_id])
    return placed


def _open_sites(project_ids: list[int], cohort: Cohort, starts_on: date) -> dict[int, list[Site]]:
    here = (
        sa.select(sa.func.count())
        .where(Participation.worksite_id == Worksite.id, Participation.cohort_id == cohort.id)
        .where(Participation.state.in_((ParticipationState.PLANNED, ParticipationState.WORKING)))
        .scalar_subquery()
    )
    rows = db.session.execute(
        sa.select(Worksite.project_id, Worksite.id, Worksite.name, Worksite.address, here)
        .where(
            Worksite.project_id.in_(project_ids), sa.or_(Worksite.closed_on.is_(None), Worksite.closed_on > starts_on)
        )
        .order_by(Worksite.id)
    )
    found: dict[int, list[Site]] = defaultdict(list)
    for project_id, site_id, name, address, count in rows:
        found[project_id].append(Site(site_id, f"{name} {address}", count))
    return found


def _keep_past(selection: Selection, cohort: Cohort, *, by: Actor, now: datetime) -> None:
    """One row each in the ledger that the repeat and overlap rules of later notices read."""
    rows = db.session.execute(
        sa.select(Participation.id, Participation.person_id, Participation.starts_on, Participation.ends_on)
        .join(SelectionEntry, SelectionEntry.application_id == Participation.application_id)
        .where(SelectionEntry.selection_id == selection.id, Participation.cohort_id == cohort.id)
    )
    kept = [
        {
            "person_id": person_id,
            "programme": cohort.programme_code,
            "started_on": starts_on,
            "ended_on": ends_on,
            "months": len(months_touched(starts_on, ends_on)),
            "source": "system",
            "participation_id": row_id,
        }
        for row_id, person_id, starts_on, ends_on in rows
    ]
    past.record_many(kept, by=by, now=now)
