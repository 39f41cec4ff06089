"""``flask payroll run|statement``: the month's pay and the cost-share statement."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import click
from flask import current_app

from app.accounts.commands import actor
from app.audit import services as audit
from app.payroll.documents.statement import StatementPaper
from app.payroll.services import papers, runs, shapes, statement_papers, statements, stating
from app.payroll.services.stated import Stated
from app.reference import services as reference
from app.rules.cost_share import ratio_text
from app.shared.errors import RuleBroken
from app.shared.money import won
from app.shared.periods import month_text, parse_month
from app.web.clock import now
from app.web.commands import CommandGroup, output_format, print_json, writes

STATES = {"draft": "작성 중", "confirmed": "확정", "paid": "지급 완료"}
FORMATS = click.Choice(["text", "json", "pdf"])


@click.group(cls=CommandGroup)
def payroll() -> None:
    """급여와 재원별 분담."""


@payroll.command("run")
@click.argument("cohort")
@click.argument("month")
@output_format
@writes
def run_month(cohort: str, month: str, format: str) -> None:
    """COHORT의 MONTH(2024-03) 급여를 작성하거나 다시 작성합니다. 확정한 급여는 그대로 보여 줍니다."""
    run = runs.draft_run(reference.cohort(cohort), parse_month(month), by=actor(), now=now())
    audit.commit()
    document = shapes.run_json(run)
    if format == "json":
        print_json(document)
        return
    gross, net = (sum(line[key] for line in document["lines"]) for key in ("gross", "net"))
    click.echo(
        f"{run.cohort.code} {month_text(run.month)} 급여({STATES[run.state]}): {len(document['lines']):,}명, "
        f"지급계 {won(gross)}원, 실지급 {won(net)}원"
    )


@payroll.command("statement")
@click.option("--cohort", help="사업 회차(2024H1-companion)")
@click.option("--month", help="귀속월(2024-03)")
@click.option("--programme", help="사업(companion): --year와 함께")
@click.option("--year", type=int, help="연도: --programme과 함께")
@click.option("--format", "format", type=FORMATS, default="text", help="text(기본), json 또는 pdf")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="적을 파일")
@writes
def statement(
    cohort: str | None, month: str | None, programme: str | None, year: int | None, *, format: str, out: Path | None
) -> None:
    """재원별 분담 내역서. 급여를 확정한 달에 내역서가 없으면 작성합니다. 연도와 사업을 주면 월별 내역서를 더합니다."""
    if cohort and month and not (programme or year):
        document, paper, stated = _month(cohort, parse_month(month))
    elif programme and year and not (cohort or month):
        document, paper, stated = _year(programme, year)
    else:
        raise RuleBroken("--cohort와 --month, 또는 --programme과 --year를 함께 적어 주세요.")
    if format == "pdf":
        content = papers.draw(paper)
    else:
        text = json.dumps(document, ensure_ascii=False, indent=2) if format == "json" else _text(paper, stated)
        content = f"{text}\n".encode()
    if out:
        out.write_bytes(content)  # before the commit: a file that cannot be written leaves nothing behind
    audit.commit()
    if not out:
        click.echo(content, nl=False)


def _month(code: str, month: date) -> tuple[dict[str, Any], StatementPaper, Stated]:
    cohort = reference.cohort(code)
    by, at, demo = actor(), now(), current_app.config["DEMO"]
    row = statements.draft_statement(cohort, month, by=by, now=at)
    papers.issue_statement(row, by=by, now=at, demo=demo)
    stated = stating.stored(row)
    return shapes.statement_json(cohort, month, stated), papers.statement_paper(cohort, month, demo=demo), stated


def _year(code: str, year: int) -> tuple[dict[str, Any], StatementPaper, Stated]:
    programme = reference.programme(code)
    statements.draft_year(code, year, by=actor(), now=now())
    stated, rows = statements.state_year(code, year)
    paper = statement_papers.year_paper(programme, year, stated, rows, demo=current_app.config["DEMO"])
    return shapes.year_json(code, year, stated, rows), papers.with_check_code(paper), stated


def _text(paper: StatementPaper, stated: Stated) -> str:
    rows = [(line.label, line.shares) for line in paper.lines if line.shares.total]
    rows += [("시비 한도 초과분 구비 전환", paper.overflow)] if stated.overflow else []
    rows += [("계", paper.total)]
    lines = [f"{paper.programme} {paper.cohort_name} {paper.number}({STATES[stated.state]})  국비 / 시비 / 구비"]
    lines += [
        f"{label}: {won(s.total or 0)}원 = {won(s.national or 0)} / {won(s.city or 0)} / {won(s.district or 0)}"
        for label, s in rows
    ]
    return "\n".join([*lines, f"{stated.headcount:,}명, 실제 분담률 {ratio_text(stated.total)}"])
