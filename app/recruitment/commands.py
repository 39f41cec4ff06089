"""``flask notice list|screen``."""

from __future__ import annotations

import click
import sqlalchemy as sa

from app.accounts.commands import actor
from app.audit import services as audit
from app.extensions import db
from app.recruitment.models import Notice, NoticeState
from app.recruitment.services import notices, screenings
from app.recruitment.words import NOTICE_LABELS
from app.web.clock import now, today
from app.web.commands import CommandGroup, output_format, print_json, writes


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
        click.echo(
            f"{row.code:<24}{NOTICE_LABELS[NoticeState(row.state)]}  {row.opens_on}~{row.closes_on}  {row.title}"
        )


@notice.command("screen")
@click.argument("code", metavar="NOTICE")
@output_format
@writes
def screen(code: str, format: str) -> None:
    """NOTICE의 모든 신청을 심사합니다. 근거가 그대로인 사람의 결과는 다시 쓰지 않습니다."""
    found = notices.by_code(code)
    run = screenings.screen_all(found, by=actor(), now=now(), today=today())
    result = screenings.summary(found) if format == "json" else None
    audit.commit()
    if result is not None:
        print_json(result)
        return
    counts = f"적격 {run.eligible:,} · 부적격 {run.ineligible:,} · 확인 필요 {run.needs_review:,}"
    click.echo(f"{found.code}: {run.screened:,}명 심사, {counts}, 새 결과 {run.changed:,}건")
