"""The report and the findings as JSON (design.md 5, model.md D14): won as integers, rates with one decimal."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from app.pledge.services.figures import IndicatorLine, Milestone, Money, MoneyLine, Report
from app.rules.indicators import Number, YearLine, percent


def report_json(report: Report) -> dict[str, Any]:
    """The document of ``pledge report --format json``; no timestamps, so that the same data give the same bytes."""
    return {
        "code": report.code,
        "title": report.title,
        "as_of": report.as_of.isoformat(),
        "indicators": [_indicator(line) for line in report.indicators],
        "overall_rate": tenths(report.overall),
        "budget": _budget(report.money),
        "milestones": [_milestone(one) for one in report.milestones],
    }


def tenths(rate: Fraction | None) -> float | None:
    """Percent with one decimal, rounded from the fraction; no value stays no value."""
    shown = percent(rate)
    return None if shown is None else float(shown)


def _indicator(line: IndicatorLine) -> dict[str, Any]:
    progress, actual = line.progress, line.progress.actual
    return {
        "seq": line.seq,
        "label": line.label,
        "name": line.name,
        "measure": line.behind.measure.value,
        "unit": line.unit,
        "weight": line.weight,
        "target": progress.target,
        "actual": _number(actual.value),
        "rate": tenths(progress.rate),
        "target_to_date": progress.target_to_date,
        "rate_to_date": tenths(progress.rate_to_date),
        "by_year": [_year(one) for one in progress.by_year],
        "sources": {
            "computed": actual.computed if line.source == "participations" else 0,
            "opening": actual.opening,
            "entered": actual.entered,
            "error": actual.error or None,
        },
        "people": None if line.people is None else {"filled": line.people.filled, "distinct": line.people.distinct},
    }


def _year(one: YearLine) -> dict[str, Any]:
    return {"year": one.year, "target": one.target, "actual": _number(one.actual), "rate": tenths(one.rate)}


def _number(value: Number | None) -> int | float | None:
    if value is None or isinstance(value, int):
        return value
    return int(value) if value.denominator == 1 else float(round(value, 1))


def _budget(money: Money) -> dict[str, Any]:
    return {
        "plan": _money(money.plan),
        "executed": {
            **_money(money.executed),
            "sources": {
                "computed": money.computed,
                "opening": money.opening,
                "entered": money.entered,
                "error": money.error or None,
            },
        },
        "rate": tenths(money.rate()),
    }


def _money(lines: dict[str, MoneyLine]) -> dict[str, Any]:
    years = sorted({year for line in lines.values() for year in line.by_year})
    whole: dict[str, Any] = {name: line.whole for name, line in lines.items()}
    return whole | {
        "by_year": [{"year": year, **{name: line.by_year.get(year) for name, line in lines.items()}} for year in years]
    }


def _milestone(one: Milestone) -> dict[str, Any]:
    when = one.on.isoformat() if one.known_to == "day" else f"{one.on:%Y-%m}"
    return {"seq": one.seq, "date": when, "programme": one.programme, "title": one.title, "figures": one.figures}
