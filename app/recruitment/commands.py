"""``flask notice list|show|screen|import``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa

from app.accounts.commands import actor
from app.audit import services as audit
from app.extensions import db
from app.recruitment.imports import batches
from app.recruitment.imports.planning import NEW, UNCHANGED, UPDATED, Plan, plan
from app.recruitment.models import Notice
from app.recruitment.notice_words import notice_text
from app.recruitment.services import notices, screening_summary, screenings
from app.recruitment.services.notice_values import notice_values
from app.recruitment.words import notice_badge
from app.sheets.checking import nothing_saved
from app.web.clock import now, today
from app.web.commands import CommandGroup, OneLineError, output_format, print_json, writes

FAULTS_SHOWN = 20


@click.group(cls=CommandGroup)
def notice() -> None:
    """모집 공고와 심사."""


@notice.command("list")
@output_format
def list_notices(format: str) -> None:
    """공고 목록."""
    rows = db.session.scalars(sa.select(Notice).order_by(Notice.code)).all()
    if format == "json":
        print_json(
            [
                {
                    "code": row.code,
                    "title": row.title,
                    "state": row.state,
                    "opens_on": row.opens_on.isoformat(),
                    "closes_on": row.closes_on.isoformat(),
                }
                for row in rows
            ]
        )
        return
    for row in rows:
        label = notice_badge(row, today())[1]
        click.echo(f"{row.code:<24}{label}  {row.opens_on}~{row.closes_on}  {row.title}")


@notice.command("show")
@click.argument("code", metavar="NOTICE")
@output_format
def show(code: str, format: str) -> None:
    """NOTICE의 공고문을 보여 줍니다. 화면, PDF, 한글 파일과 같은 글입니다."""
    text = notice_text(notice_values(notices.by_code(code)))
    if format == "json":
        print_json(asdict(text))
        return
    click.echo("\n".join((text.number, text.title, "", text.intro)))
    for number, (heading, lines) in enumerate(text.sections, 1):
        click.echo("\n".join(("", f"{number}. {heading}", *(_indented(line) for line in lines))))
    click.echo("\n".join(("", *text.closing)))


def _indented(line: str) -> str:
    return f"    {line}" if line.startswith("- ") else f"  ○ {line}"


@notice.command("screen")
@click.argument("code", metavar="NOTICE")
@output_format
@writes
def screen(code: str, format: str) -> None:
    """NOTICE의 모든 신청을 심사합니다. 근거가 그대로인 사람의 결과는 다시 쓰지 않습니다."""
    found = notices.by_code(code)
    run = screenings.screen_all(found, by=actor(), now=now(), today=today())
    result = screening_summary.summary(found) if format == "json" else None
    audit.commit()
    if result is not None:
        print_json(result)
        return
    counts = f"적격 {run.eligible:,} · 부적격 {run.ineligible:,} · 확인 필요 {run.needs_review:,}"
    click.echo(f"{found.code}: {run.screened:,}명 심사, {counts}, 새 결과 {run.changed:,}건")


@notice.command("import")
@click.argument("code", metavar="NOTICE")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="저장하지 않고 할 일만 보여 줍니다")
@output_format
@writes
def import_file(code: str, file: Path, dry_run: bool, format: str) -> None:
    """XLSX 파일의 신청을 NOTICE에 모두 반영하거나, 오류가 있으면 한 건도 반영하지 않습니다."""
    found, content, by = notices.by_code(code), file.read_bytes(), actor()
    if dry_run:
        _say_plan(found, plan(found, content, today()), format)
        return
    row = batches.upload(found, file.name, content, by=by, now=now(), today=today())
    if row.state == "committed":
        counts, said = {"new": 0, "updated": 0, "unchanged": row.rows}, batches.same_file(row)
    elif row.counts["errors"]:
        made = plan(found, content, today())
        _say_plan(found, made, format)
        return
    else:
        done = batches.commit(found, row.id, by=by, now=now(), today=today())
        counts = {"new": done.new, "updated": done.updated, "unchanged": done.unchanged}
        said = done.message
        audit.commit()
    if format == "json":
        print_json({"notice": found.code, "rows": row.rows, **counts, "errors": []})
        return
    click.echo(f"{found.code}: {said}")


def _say_plan(found: Notice, made: Plan, format: str) -> None:
    """What would be done, or every fault and exit status 1: nothing is kept of a file with faults."""
    sentences = [(fault.cell, fault.sentence(made.checked.sheet)) for fault in made.checked.faults]
    counts: dict[str, Any] = {name: 0 if sentences else made.count(name) for name in (NEW, UPDATED, UNCHANGED)}
    if format == "json":
        errors = [{"cell": cell, "message": message} for cell, message in sentences]
        print_json({"notice": found.code, "rows": made.rows, **counts, "errors": errors})
    elif sentences:
        for _, message in sentences[:FAULTS_SHOWN]:
            click.echo(message)
        if len(sentences) > FAULTS_SHOWN:
            click.echo(f"… 외 {len(sentences) - FAULTS_SHOWN:,}건")
    else:
        parts = f"새 신청 {counts[NEW]:,}건, 고칠 신청 {counts[UPDATED]:,}건, 그대로인 신청 {counts[UNCHANGED]:,}건"
        click.echo(f"{found.code}: {parts}. 저장하지 않았습니다.")
    if sentences:
        raise OneLineError(nothing_saved(made.rows, made.errors))
