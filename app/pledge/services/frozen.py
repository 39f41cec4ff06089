"""A report as it was when its quarter was closed: the frozen figures, whatever the data say now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from app.pledge.services.figures import IndicatorLine, Milestone, Money, MoneyLine, Report
from app.rules import indicators as rules


def as_frozen(report: Report, values: dict[str, Any]) -> Report:
    """The report with a snapshot's values in place of today's; rates are worked out from the frozen figures."""
    saved = {one["seq"]: one for one in values["indicators"]}
    lines = tuple(_line(line, saved[line.seq]) for line in report.indicators if line.seq in saved)
    return replace(
        report,
        indicators=lines,
        overall=rules.overall([(line.weight, line.progress.rate) for line in lines]),
        money=_money(report.money, values["budget"]),
        milestones=tuple(_milestone(one) for one in values["milestones"]),
    )


def _line(line: IndicatorLine, saved: dict[str, Any]) -> IndicatorLine:
    behind = replace(line.behind, weight=saved["weight"])
    sources, target, to_date = saved["sources"], saved["target"], saved["target_to_date"]
    actual = rules.Actual(
        saved["actual"], sources["computed"], sources["opening"], sources["entered"], sources["error"] or ""
    )
    progress = rules.Progress(
        actual=actual,
        target=target,
        rate=rules.rate(saved["actual"], target, cap=behind.cap),
        target_to_date=to_date,
        rate_to_date=rules.rate(saved["actual"], to_date),
        by_year=tuple(
            rules.YearLine(one["year"], one["target"], one["actual"], rules.rate(one["actual"], one["target"]))
            for one in saved["by_year"]
        ),
    )
    people = saved["people"]
    beside = replace(line.people, **people) if line.people is not None and people is not None else line.people
    return replace(line, behind=behind, progress=progress, people=beside)


def _money(money: Money, saved: dict[str, Any]) -> Money:
    sources = saved["executed"]["sources"]
    return replace(
        money,
        plan=_money_lines(money.plan, saved["plan"]),
        executed=_money_lines(money.executed, saved["executed"]),
        computed=sources["computed"],
        opening=sources["opening"],
        entered=sources["entered"],
        error=sources["error"] or "",
    )


def _money_lines(lines: dict[str, MoneyLine], saved: dict[str, Any]) -> dict[str, MoneyLine]:
    return {name: MoneyLine(name, saved[name], {one["year"]: one[name] for one in saved["by_year"]}) for name in lines}


def _milestone(one: dict[str, Any]) -> Milestone:
    month = len(one["date"]) == len("2024-03")
    on = date.fromisoformat(f"{one['date']}-01" if month else one["date"])
    return Milestone(one["seq"], on, "month" if month else "day", one["programme"], one["title"], one["figures"])
