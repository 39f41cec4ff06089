"""공약 이행 관리카드 as values: the texts of the record, the figures of the report, the events of the tables."""

from __future__ import annotations

from typing import Any

from app.pledge import queries
from app.pledge.documents import paper as p
from app.pledge.models import Pledge, PledgeEvent
from app.pledge.services.figures import FUNDERS, IndicatorLine, MoneyLine, Report
from app.pledge.services.frozen import as_frozen
from app.pledge.services.quarters import closed_on, version_text
from app.pledge.services.reconcile import Explained, sentence
from app.pledge.services.sheet_plan import future, plan_of, situation
from app.printing.check_code import check_code
from app.rules.indicators import percent
from app.shared.canonical import digest
from app.shared.money import fixed, round_half_up, won
from app.shared.periods import SEOUL

MONEY_LABELS = {"total": "총계", "national": "국비", "city": "시비", "district": "구비", "other": "기타"}


def sheet_of(
    pledge: Pledge, report: Report, findings: tuple[Explained, ...], *, closed_by: str = "", demo: bool = False
) -> p.SheetPaper:
    """The whole card with its inside page.

    Of a closed quarter it shows the frozen figures; of any other day it is marked as a draft.
    """
    closed = closed_on(pledge, report.as_of)
    if closed:
        report = as_frozen(report, closed.values)
    head = pledge.head
    value = closed.digest if closed else digest({"code": report.code, "as_of": report.as_of})
    return p.SheetPaper(
        head=_head(pledge, report, version_text(pledge, closed) if closed else "작성 중(확정 전)"),
        situation=situation(head, queries.events(pledge.id, "history")),
        plan=plan_of(head),
        schedule=_schedule(pledge),
        investment=p.Investment(
            report.money.years,
            _money(report.money.plan, report.money.years),
            _money(report.money.executed, report.money.years),
            head.get("footnote", ""),
        ),
        indicators=p.Indicators(
            report.money.years, report.as_of.year, tuple(_indicator(line, report) for line in report.indicators)
        ),
        milestones=tuple(
            p.Entry(one.seq, month_text(one.on), one.title, detail(one.figures)) for one in report.milestones
        ),
        outreach=tuple(
            p.Entry(one.seq, month_text(one.date), one.title, kind="언론보도")
            for one in queries.events(pledge.id, "outreach", report.as_of)
        ),
        future=future(queries.events(pledge.id, "plan"), head),
        cooperation=(head["cooperation"],),
        effects=tuple(head["effects"]),
        check_code=check_code(value),
        inside=p.Inside(
            tuple(_source(line) for line in report.indicators),
            tuple(p.Discrepancy(sentence(one.finding), one.note) for one in findings),
            closed.approved_at.astimezone(SEOUL) if closed and closed.approved_at else None,
            closed_by,
            value[:10] if closed else "",
        ),
        draft=closed is None,
        demo=demo,
    )


def month_text(day: Any) -> str:
    return f"{day.year}. {day.month}."


def _head(pledge: Pledge, report: Report, version: str) -> p.Head:
    head = pledge.head
    overall = percent(report.overall)
    budget = {funder: million(report.money.plan[funder].whole) for funder in ("total", *FUNDERS)}
    return p.Head(
        code=pledge.code,
        title=pledge.title,
        as_of=report.as_of,
        version=version,
        overall_rate="산출할 수 없음" if overall is None else fixed(overall, 1),
        kind=pledge.kind,
        completion=pledge.completion,
        period_from=head["period"]["from"],
        period_to=head["period"]["to"],
        central_help=tuple(head["central_help"]),
        owner=head["owner"],
        progress=pledge.progress,
        budget=p.Funding(**budget),
        department=pledge.department,
        head_acting=head["head_acting"],
        team=head["team"],
        phone=head["phone"],
        phone_staff=head["phone_staff"],
        purposes=tuple(head["purposes"]),
    )


def million(amount: int | None) -> int | None:
    """Won as 백만 원, halves up; an empty cell stays empty."""
    return None if amount is None else round_half_up(amount, 1_000_000) // 1_000_000


def _money(lines: dict[str, MoneyLine], years: tuple[int, ...]) -> tuple[p.MoneyRow, ...]:
    return tuple(
        p.MoneyRow(
            label,
            million(lines[name].whole),
            million(lines[name].whole),
            tuple(million(lines[name].by_year.get(year)) for year in years),
        )
        for name, label in MONEY_LABELS.items()
    )


def _indicator(line: IndicatorLine, report: Report) -> p.Indicator:
    state = line.behind.measure == "state"
    shown = percent(line.progress.rate)
    years = tuple(one.target for one in line.progress.by_year)
    quarters = tuple(line.quarter_target(report.as_of.year, quarter) for quarter in range(1, 5))
    value = line.progress.actual.value
    return p.Indicator(
        seq=line.seq,
        label=line.label,
        measure=line.name,
        unit=line.unit,
        weight=line.weight,
        target=f"{line.progress.target}{line.unit} (운영)" if state else line.progress.target,
        by_year=tuple(f"{one} (운영)" if state and one is not None else one for one in years),
        by_quarter=tuple(f"{one} (운영)" if state and one is not None else one for one in quarters),
        actual=None if value is None else int(value),
        rate=None if shown is None else fixed(shown, 1),
        note=line.progress.actual.error,
    )


def _schedule(pledge: Pledge) -> p.Schedule:
    schedule = pledge.head["schedule"]
    return p.Schedule(
        _quarter(schedule["from"]),
        _quarter(schedule["to"]),
        tuple(p.ScheduleLine(line) for line in schedule["lines"]),
        tuple(_award(one) for one in queries.events(pledge.id, "award")),
    )


def _quarter(text: str) -> tuple[int, int]:
    year, quarter = text.split("-Q")
    return int(year), int(quarter)


def _award(one: PledgeEvent) -> str:
    return f"{month_text(one.date)} {one.title}: {one.figures['reason']}"


def _source(line: IndicatorLine) -> str:
    """``1 참여인원: 시스템 산출 2,748명 + 이월 실적 1,530명 = 4,278명``."""
    actual = line.progress.actual
    if actual.value is None:
        return f"{line.seq} {line.name}: 산출할 수 없음({actual.error})"
    parts = [("시스템 산출", actual.computed), ("이월 실적", actual.opening), ("입력", actual.entered)]
    text = " + ".join(f"{name} {won(value)}{line.unit}" for name, value in parts if value)
    return f"{line.seq} {line.name}: {text or '0' + line.unit} = {won(int(actual.value))}{line.unit}"


def detail(figures: dict[str, Any]) -> str:
    """세부내용 of a milestone from its recorded figures."""
    parts = [f"{figures['projects']}개 사업"] if figures.get("projects") else []
    parts += [f"{figures['people']:,}명"] if "people" in figures else []
    parts += figures.get("names", [])
    parts += [_part(one) for one in figures.get("parts", [])]
    counts = (("companies", "기업", "개"), ("seekers", "구직자", "명"), ("hired", "채용", "명"))
    parts += [f"{name} {figures[key]:,}{unit}" for key, name, unit in counts if key in figures]
    parts += [figures["institution"]] if "institution" in figures else []
    if "funding" in figures:
        parts.append(f"사업비 {p.funding_text(p.Funding(**figures['funding']))}백만 원")
    if "funding_won" in figures:
        names = {"national": "국비", "city": "시비", "district": "구비"}
        parts += [f"{names[key]} {won(value)}원" for key, value in figures["funding_won"].items()]
    parts += [figures["note"]] if "note" in figures else []
    return ", ".join(parts)


def _part(one: dict[str, Any]) -> str:
    places = f" {one['places']}곳" if "places" in one else ""
    return f"{one['name']}{places} {one['people']}명"
