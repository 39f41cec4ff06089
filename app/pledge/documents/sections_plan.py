"""Sections 2 추진계획, 3 추진일정, 4 투자계획 and 5 공약달성 확인지표."""

from __future__ import annotations

from collections.abc import Sequence

from app.pledge.documents.marks import SIZE, bullets, section, subheading
from app.pledge.documents.paper import (
    Indicators,
    Investment,
    MoneyRow,
    Plan,
    Schedule,
    ScheduleLine,
    funding_text,
    shown,
)
from app.printing.frame import MM, Align, Paper
from app.printing.table import HEAD_SHADE, Cell, Grid, Row, bold_row, draw_table, head_row

MILLIONS = "(단위: 백만 원)"


def _head(text: str, across: int = 1, down: int = 1) -> Cell:
    return Cell(text, across=across, down=down, bold=True, align="center", shade=HEAD_SHADE)


def draw_plan(paper: Paper, plan: Plan) -> None:
    """2 추진계획: every programme of the pledge."""
    section(paper, 2, "추진계획[정책개요]", keep=40 * MM)
    subheading(paper, "□ 공공일자리 사업", right=MILLIONS)
    _jobs(paper, plan)
    subheading(paper, "□ 일자리 공모사업", right=MILLIONS)
    _contests(paper, plan)
    subheading(paper, "□ 취업 지원·교육·노동복지", right=MILLIONS)
    columns: tuple[tuple[float, Align], ...] = ((62, "left"), (145, "left"), (60, "left"))
    grid = Grid.of(paper.width, columns, size=SIZE, head=(head_row("사업명", "사업내용", "사업비"),))
    draw_table(paper, grid, [(one.name, shown(one.work), funding_text(one.funding)) for one in plan.others])


def _jobs(paper: Paper, plan: Plan) -> None:
    columns: tuple[tuple[float, Align], ...] = (
        (52, "left"),
        (42, "left"),
        (95, "left"),
        (22, "right"),
        (56, "left"),
    )
    head = (head_row("사업명", "사업기간", "사업내용", "선발인원(명)", "사업비"),)
    rows: list[Row] = [
        (job.name, job.period, job.work, shown(job.headcount), funding_text(job.funding)) for job in plan.jobs
    ]
    rows.append(bold_row("계", "", "", shown(plan.jobs_headcount), funding_text(plan.jobs_funding)))
    draw_table(paper, Grid.of(paper.width, columns, size=SIZE, head=head), rows)


def _contests(paper: Paper, plan: Plan) -> None:
    columns: tuple[tuple[float, Align], ...] = (
        (64, "left"),
        (26, "center"),
        (66, "left"),
        (50, "left"),
        (61, "left"),
    )
    head = (head_row("사업명", "공모시기", "사업내용", "선정 목표", "사업비"),)
    rows: list[Row] = [
        (one.name, one.call, shown(one.work), one.target, funding_text(one.funding)) for one in plan.contests
    ]
    rows.append(bold_row("계", "", "", plan.contest_target, funding_text(plan.contest_funding)))
    draw_table(paper, Grid.of(paper.width, columns, size=SIZE, head=head), rows)


def _quarters(schedule: Schedule) -> list[tuple[int, int]]:
    (first, from_quarter), (last, to_quarter) = schedule.starts, schedule.ends
    every = [(year, quarter) for year in range(first, last + 1) for quarter in (1, 2, 3, 4)]
    return [one for one in every if (first, from_quarter) <= one <= (last, to_quarter)]


def _bar(line: ScheduleLine, quarter: tuple[int, int]) -> Cell:
    """Done is dark, planned is light; the sign carries it into a copy and into the text layer."""
    if quarter in line.done:
        return Cell("█", align="center", shade=0.55)
    if quarter in line.planned:
        return Cell("▒", align="center", shade=0.85)
    return Cell("")


def draw_schedule(paper: Paper, schedule: Schedule) -> None:
    """3 추진일정: a grid of quarters, with bars only where the record has them, and the awards."""
    section(paper, 3, "추진일정", keep=45 * MM)
    quarters = _quarters(schedule)
    years = sorted({year for year, _ in quarters})
    wide: list[tuple[float, Align]] = [(11, "center"), (68, "left"), *((8.6, "center") for _ in quarters), (33, "left")]
    counts = [sum(1 for year, _ in quarters if year == one) for one in years]
    upper = [_head(str(year), across=count) for year, count in zip(years, counts, strict=True)]
    head: tuple[Row, ...] = (
        [_head("연번", down=2), _head("구 분", down=2), *upper, _head("비고", down=2)],
        [_head(str(quarter)) for _, quarter in quarters],
    )
    rows: list[Row] = [
        [str(number), line.label, *(_bar(line, quarter) for quarter in quarters), line.note]
        for number, line in enumerate(schedule.lines, 1)
    ]
    has_bars = any(line.planned or line.done for line in schedule.lines)
    subheading(paper, "□ 분기별 추진일정", right="(막대: 계획 ▒ 실적 █)" if has_bars else "")
    draw_table(paper, Grid.of(paper.width, wide, size=SIZE, least=6.4 * MM, head=head), rows)
    if schedule.awards:
        subheading(paper, "【주요 추진실적】", keep=8 * MM)
        bullets(paper, schedule.awards)


def draw_money(paper: Paper, years: Sequence[int], rows: Sequence[MoneyRow]) -> None:
    """The frame of 투자계획, used again for 예산 집행액."""
    count = len(years) + 3
    columns: list[tuple[float, Align]] = [(36, "center"), *((33.0, "right") for _ in range(count))]
    head: tuple[Row, ...] = (
        [
            _head("구 분", down=2),
            _head("계", down=2),
            _head("임기 내", across=len(years) + 1),
            _head("임기 후", down=2),
        ],
        [_head("소계"), *(_head(str(year)) for year in years)],
    )
    body: list[Row] = []
    for number, row in enumerate(rows):
        texts = (row.label, *map(shown, (row.whole, row.within, *row.by_year, row.after)))
        body.append(bold_row(*texts) if number == 0 else texts)
    draw_table(paper, Grid.of(paper.width, columns, size=9, least=6.2 * MM, head=head), body)


def draw_investment(paper: Paper, investment: Investment) -> None:
    """4 투자계획."""
    section(paper, 4, "투자계획", keep=45 * MM)
    subheading(paper, "□ 연도별 투자계획", right=MILLIONS)
    draw_money(paper, investment.years, investment.plan)
    if investment.footnote:
        paper.down(1 * MM)
        paper.paragraph(f"※ {investment.footnote}", size=8, hang=10)


def draw_indicators(paper: Paper, indicators: Indicators) -> None:
    """5 공약달성 확인지표 by year, then the quarters of the year in hand."""
    section(paper, 5, "공약달성 확인지표", keep=45 * MM)
    subheading(paper, "□ 연도별 목표")
    columns: list[tuple[float, Align]] = [
        (12, "center"),
        (62, "left"),
        (44, "left"),
        (16, "center"),
        (33, "right"),
        *((20.0, "right") for _ in indicators.years),
    ]
    head = (head_row("연번", "구 분", "확인지표", "단위", "목표", *(str(year) for year in indicators.years)),)
    rows: list[Row] = [
        (str(one.seq), one.label, one.measure, one.unit, shown(one.target), *map(shown, one.by_year))
        for one in indicators.rows
    ]
    draw_table(paper, Grid.of(paper.width, columns, size=SIZE, head=head), rows)
    _quarter_targets(paper, indicators)


def _quarter_targets(paper: Paper, indicators: Indicators) -> None:
    year = indicators.quarter_year
    at = indicators.years.index(year)
    subheading(paper, f"□ {year}년 분기별 목표")
    columns: list[tuple[float, Align]] = [(12, "center"), (62, "left"), (44, "left"), (16, "center")]
    columns += [(26.6, "right")] * 5
    head = (head_row("연번", "구 분", "확인지표", "단위", "계", "1/4", "2/4", "3/4", "4/4"),)
    rows: list[Row] = [
        (str(one.seq), one.label, one.measure, one.unit, shown(one.by_year[at]), *map(shown, one.by_quarter))
        for one in indicators.rows
    ]
    draw_table(paper, Grid.of(paper.width, columns, size=SIZE, head=head), rows)
