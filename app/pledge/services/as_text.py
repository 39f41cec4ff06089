"""The report and the findings as lines for the command line."""

from __future__ import annotations

from fractions import Fraction

from app.pledge.services.figures import IndicatorLine, Report
from app.pledge.services.reconcile import Explained, sentence
from app.pledge.services.sheet import million
from app.rules.indicators import percent
from app.shared.money import fixed, won
from app.shared.periods import korean_date

NO_VALUE = "산출할 수 없음"


def report_text(report: Report) -> str:
    """A few lines: the total, each indicator with its sources, the money."""
    money = report.money
    lines = [f"{report.code} {report.title}  {korean_date(report.as_of)} 기준  이행률 {_rate(report.overall)}"]
    lines += [_indicator(line) for line in report.indicators]
    executed, planned = million(money.executed["total"].whole), million(money.plan["total"].whole)
    spent = money.error or f"{_number(executed)} / 계획 {_number(planned)}백만 원 ({_rate(money.rate())})"
    lines.append(f"사업비 집행 {spent}")
    lines.append(f"추진실적 {len(report.milestones)}건")
    return "\n".join(lines)


def reconcile_text(found: tuple[Explained, ...]) -> str:
    """One finding a line, with its key and the explanation."""
    if not found:
        return "맞지 않는 것이 없습니다."
    words = {"open": "열림", "explained": "설명함"}
    return "\n".join(
        f"[{words[one.state]}] {one.finding.key}  {sentence(one.finding)}{'  설명: ' + one.note if one.note else ''}"
        for one in found
    )


def _indicator(line: IndicatorLine) -> str:
    actual = line.progress.actual
    value = NO_VALUE if actual.value is None else f"{won(int(actual.value))}{line.unit}"
    parts = (("시스템 산출", actual.computed), ("이월", actual.opening), ("입력", actual.entered))
    behind = actual.error or ", ".join(f"{name} {won(part)}" for name, part in parts if part)
    target = _number(line.progress.target)
    return f"{line.seq} {line.name}  {value} / {target}{line.unit}  {_rate(line.progress.rate)}  ({behind})"


def _rate(value: Fraction | None) -> str:
    shown = percent(value)
    return NO_VALUE if shown is None else f"{fixed(shown, 1)}%"


def _number(value: int | None) -> str:
    return "-" if value is None else won(value)
