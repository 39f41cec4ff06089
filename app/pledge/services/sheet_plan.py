"""Sections 1, 2 and 7 of the card, from the texts that the record keeps with the pledge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.pledge.documents import paper as p
from app.pledge.models import PledgeEvent

UNITS = {"public_jobs": "(명)", "placement_service": "(명)", "training_academy": "(명)"}


def funding(values: dict[str, Any]) -> p.Funding:
    """백만 원, as recorded."""
    return p.Funding(**{name: values.get(name) for name in ("total", "national", "city", "district", "other")})


def situation(head: dict[str, Any], rows: Sequence[PledgeEvent]) -> p.Situation:
    """1 현황 및 정책목표."""
    years = tuple(rows[0].figures["years"]) if rows else ()
    goals = tuple(p.Goal(one["goal"], tuple(one["parts"])) for one in head["policy_goals"])
    return p.Situation(years, tuple(_history(row) for row in rows), goals)


def _history(row: PledgeEvent) -> p.YearRow:
    figures = row.figures
    if "projects" not in figures:
        return p.YearRow(f"{row.title}{UNITS.get(row.programme or '', '')}", tuple(figures["people"]))
    pairs = zip(figures["projects"], figures["people"], strict=True)
    cells = tuple(None if n is None else f"{n}개 사업 / {people}명 {figures['counts']}" for n, people in pairs)
    return p.YearRow(row.title, cells)


def plan_of(head: dict[str, Any]) -> p.Plan:
    """2 추진계획: the recorded sums are kept as they are, not worked out here."""
    programmes = head["programmes"]
    jobs, contests = programmes["public_jobs"], programmes["contest_jobs"]
    others = (programmes["placement_service"], programmes["training_academy"], programmes["labour_centre"])
    return p.Plan(
        jobs=tuple(_job(one) for one in jobs["items"]),
        jobs_headcount=jobs["total"]["headcount"],
        jobs_funding=funding(jobs["total"]),
        contests=tuple(
            p.ContestProgramme(
                one["name"], one["call"], one.get("note", ""), _target(one["target"]), funding(one["funding"])
            )
            for one in contests["items"]
        ),
        contest_target=f"{contests['total']['people']}명",
        contest_funding=funding(contests["total"]),
        others=tuple(
            p.OtherProgramme(one["name"], ", ".join(one.get("work", [])), funding(one["funding"])) for one in others
        ),
    )


def _job(one: dict[str, Any]) -> p.JobProgramme:
    period = f"연 {one['months_a_year']}개월(반기별 {one['months_a_term']}개월)"
    return p.JobProgramme(one["name"], period, one["work"], one["headcount"], funding(one["funding"]))


def _target(target: dict[str, Any]) -> str:
    projects = f"{target['projects']}개 사업, " if "projects" in target else ""
    return f"{projects}{target['people']}명 {target['outcome']}"


def future(rows: Sequence[PledgeEvent], head: dict[str, Any]) -> p.Future:
    """7 향후계획: the planned cohorts, then the other plans."""
    cohorts = tuple(_next(row) for row in rows if "cohort" in row.figures)
    others = tuple(row.title for row in rows if "cohort" not in row.figures)
    total = head["recorded"]["planned_total"] if cohorts else None
    return p.Future(_heading(rows), cohorts, total, others)


def _heading(rows: Sequence[PledgeEvent]) -> str:
    codes = [row.figures["cohort"] for row in rows if "cohort" in row.figures]
    return f"{codes[0][:4]}년 {'상' if codes[0][5] == '1' else '하'}반기 모집" if codes else "모집"


def _next(row: PledgeEvent) -> p.NextCohort:
    figures = row.figures
    starts_on, ends_on = date.fromisoformat(figures["from"]), date.fromisoformat(figures["to"])
    return p.NextCohort(
        row.title,
        figures["people"],
        f"{_month(figures['recruit'])}~{_month(figures['select'])}",
        f"{starts_on.year}. {starts_on.month}. {starts_on.day}.~{ends_on.month}. {ends_on.day}. ({figures['months']}개월)",
    )


def _month(text: str) -> str:
    return f"{text[:4]}. {int(text[5:])}."
