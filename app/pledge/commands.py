"""``flask pledge load|report|reconcile``: the record, the sheet, what does not add up."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import click
from flask import current_app

from app.accounts.commands import actor
from app.audit import services as audit
from app.pledge.documents.sheet import draw_sheet
from app.pledge.services import quarters, reconcile, record
from app.pledge.services.as_json import report_json
from app.pledge.services.as_text import reconcile_text, report_text
from app.pledge.services.report import find
from app.pledge.services.report import report as report_of
from app.pledge.services.sheet import sheet_of
from app.shared.errors import RuleBroken
from app.web.clock import now, today
from app.web.commands import CommandGroup, output_format, print_json, writes


@click.group(cls=CommandGroup)
def pledge() -> None:
    """공약: 기록 불러오기, 관리카드, 불일치."""


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not 2000 <= day.year <= 2100 or len(text) != 10:
        raise RuleBroken(f"기준일은 2024-03-31처럼 적어 주세요: {text[:20]}")
    return day


@pledge.command("load")
@click.argument("code", default="1-4")
@writes
def load(code: str) -> None:
    """CODE 공약의 관리카드 기록과 회차를 불러옵니다. 여러 번 실행해도 같습니다."""
    made = record.load_record(by=actor(), now=now(), code=code)
    cohorts = record.load_cohorts(by=actor(), now=now(), code=code)
    audit.commit()
    click.echo(f"공약 {made.code} {made.title}, 회차 {len(cohorts)}개가 있습니다.")


@pledge.command("report")
@click.argument("code")
@click.option("--as-of", required=True, help="기준일(예: 2024-03-31)")
@click.option(
    "--format", "format", type=click.Choice(["text", "json", "pdf"]), default="text", help="text(기본), json, pdf"
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="파일로 저장")
def report(code: str, as_of: str, format: str, out: Path | None) -> None:
    """CODE 공약의 기준일 현재 지표, 이행률, 사업비, 추진실적(관리카드)."""
    of, day = find(code), _day(as_of)
    found = report_of(of, day)
    if format == "pdf":
        sheet = sheet_of(
            of,
            found,
            reconcile.findings(of, day),
            closed_by=quarters.closed_by(of, day),
            demo=current_app.config["DEMO"],
        )
        _put(draw_sheet(sheet), out)
        return
    text = json.dumps(report_json(found), ensure_ascii=False, indent=2) if format == "json" else report_text(found)
    _put(f"{text}\n".encode(), out)


def _put(content: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    out.write_bytes(content)


@pledge.command("reconcile")
@click.argument("code")
@output_format
def reconcile_command(code: str, format: str) -> None:
    """CODE 공약에서 맞지 않는 것: 두 값, 차이, 설명."""
    of = find(code)
    found = reconcile.findings(of, today())
    if format == "json":
        print_json(reconcile.findings_json(of, found))
        return
    click.echo(reconcile_text(found))
