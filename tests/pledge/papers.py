"""The management card of pledge 1-4 from the district's record (the seed), as tests need it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from app.pledge.documents import paper as p

SHARED = Path(__file__).resolve().parent / "pledge-1-4.yaml"


def seed() -> dict[str, Any]:
    """The record as transcribed; this folder holds its own copy."""
    loaded: dict[str, Any] = yaml.safe_load(SHARED.read_text(encoding="utf-8"))
    return loaded


def funding(values: dict[str, Any]) -> p.Funding:
    return p.Funding(**{name: values.get(name) for name in ("total", "national", "city", "district", "other")})


def _month(text: str) -> str:
    year, month = str(text).split("-")[:2]
    return f"{year}. {int(month)}."


def _head(seed: dict[str, Any]) -> p.Head:
    pledge = seed["pledge"]
    return p.Head(
        code=pledge["code"],
        title=pledge["title"],
        as_of=seed["as_of"],
        version="확정본 2024-1분기 제1호",
        overall_rate=str(seed["overall_rate"]),
        kind=pledge["kind"],
        completion=pledge["completion"],
        period_from=pledge["period"]["from"],
        period_to=pledge["period"]["to"],
        central_help=tuple(pledge["central_help"]),
        owner=pledge["owner"],
        progress=pledge["progress"],
        budget=funding(pledge["budget"]),
        department=pledge["department"],
        head_acting=pledge["head_acting"],
        team=pledge["team"],
        phone=pledge["phone"],
        phone_staff=pledge["phone_staff"],
        purposes=tuple(pledge["purposes"]),
    )


def _situation(seed: dict[str, Any]) -> p.Situation:
    history = seed["history"]
    rows = [
        p.YearRow("공공일자리 선발(명)", tuple(history["public_jobs_selected"])),
        p.YearRow("취업연계(명)", tuple(history["placements"])),
        p.YearRow("직업교육훈련(명)", tuple(history["trained"])),
    ]
    for contest in history["contest"]:
        pairs = zip(contest["projects"], contest["people"], strict=True)
        cells = tuple(None if n is None else f"{n}개 사업 / {people}명 {contest['counts']}" for n, people in pairs)
        rows.append(p.YearRow(contest["name"], cells))
    goals = tuple(p.Goal(one["goal"], tuple(one["parts"])) for one in seed["pledge"]["policy_goals"])
    return p.Situation(tuple(history["years"]), tuple(rows), goals)


def _target(target: dict[str, Any]) -> str:
    projects = f"{target['projects']}개 사업, " if "projects" in target else ""
    return f"{projects}{target['people']}명 {target['outcome']}"


def _plan(seed: dict[str, Any]) -> p.Plan:
    programmes = seed["programmes"]
    jobs, contests = programmes["public_jobs"], programmes["contest_jobs"]
    others = (programmes["placement_service"], programmes["training_academy"], programmes["labour_centre"])
    return p.Plan(
        jobs=tuple(
            p.JobProgramme(
                one["name"],
                f"연 {one['months_a_year']}개월(반기별 {one['months_a_term']}개월)",
                one["work"],
                one["headcount"],
                funding(one["funding"]),
            )
            for one in jobs["items"]
        ),
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


def _money(rows: dict[str, Any]) -> tuple[p.MoneyRow, ...]:
    names = {"total": "총계", "national": "국비", "city": "시비", "district": "구비", "other": "기타"}
    return tuple(
        p.MoneyRow(label, rows[key]["sum"], rows[key]["sum"], tuple(rows[key]["by_year"]))
        for key, label in names.items()
    )


def _indicators(seed: dict[str, Any]) -> p.Indicators:
    rows = tuple(
        p.Indicator(
            seq=one["seq"],
            label=one["label"],
            measure=one["measure"],
            unit=one["unit"],
            weight=one["weight"],
            target=one.get("display", {}).get("target", one["target"]),
            by_year=tuple(f"{n} (운영)" if "display" in one else n for n in one["by_year"]),
            by_quarter=tuple(f"{n} (운영)" if "display" in one else n for n in one["q2024"]),
            actual=one["actual"],
            rate=str(one["rate"]),
        )
        for one in seed["indicators"]
    )
    return p.Indicators(tuple(seed["investment"]["years"]), 2024, rows)


def _detail(one: dict[str, Any]) -> str:
    parts = [f"{one['people']:,}명"] if "people" in one else []
    parts += one.get("names", []) + ([one["note"]] if "note" in one else [])
    parts += [f"{part['name']} {part['people']}명" for part in one.get("parts", [])]
    if "funding" in one:
        parts.append(f"사업비 {p.funding_text(funding(one['funding']))}백만 원")
    return ", ".join(parts)


def _whole_title(one: dict[str, Any]) -> str:
    """YAML reads ``{title: … (목표 11,500개)}`` as a title cut at the comma and an empty key: put it together."""
    return ",".join([one["title"], *(key for key, value in one.items() if value is None)])


def _future(seed: dict[str, Any]) -> p.Future:
    names = {one["code"]: one["name"] for one in seed["programmes"]["public_jobs"]["items"]}
    cohorts = tuple(
        p.NextCohort(
            names[one["programme"]],
            one["people"],
            f"{_month(one['recruit'])}~{_month(one['select'])}",
            f"{one['from']:%Y. %-m. %-d.}~{one['to']:%-m. %-d.} ({one['months']}개월)",
        )
        for one in seed["planned_cohorts"]
    )
    return p.Future("2024년 하반기 모집", cohorts, seed["planned_total"], tuple(seed["other_plans"]))


def card(**changes: Any) -> p.SheetPaper:
    """The card of 2024-03-31."""
    record = seed()
    investment = record["investment"]
    values: dict[str, Any] = {
        "head": _head(record),
        "situation": _situation(record),
        "plan": _plan(record),
        "schedule": p.Schedule(
            (2022, 3),
            (2026, 4),
            tuple(p.ScheduleLine(line) for line in record["schedule"]["lines"]),
            tuple(f"{_month(one['date'])} {one['title']}: {one['reason']}" for one in record["awards"]),
        ),
        "investment": p.Investment(
            tuple(investment["years"]),
            _money(investment["plan"]),
            _money(investment["executed"]),
            investment["footnote"],
        ),
        "indicators": _indicators(record),
        "milestones": tuple(
            p.Entry(one["seq"], _month(one["date"]), one["title"], _detail(one)) for one in record["milestones"]
        ),
        "outreach": tuple(
            p.Entry(one["seq"], _month(one["date"]), _whole_title(one), kind="언론보도") for one in record["outreach"]
        ),
        "future": _future(record),
        "cooperation": (record["cooperation"],),
        "effects": tuple(record["effects"]),
        "check_code": "KLMN-0042",
        "inside": p.Inside(
            ("시스템 산출 2,748명 + 이월 실적 1,530명(연도 미상) = 4,278명",),
            tuple(p.Discrepancy(text) for text in record["known_discrepancies"]),
            datetime(2024, 4, 8, 17, 30, tzinfo=UTC),
            "공약팀장",
            "3fa94c01d2",
        ),
    }
    return p.SheetPaper(**{**values, **changes})
