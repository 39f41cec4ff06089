"""``flask parameters sync|list|export``: dated rates and limits, and the calendar with them."""

from __future__ import annotations

import click
import sqlalchemy as sa

from app.accounts.commands import actor
from app.audit import services as audit
from app.extensions import db
from app.reference import services
from app.reference.models import Parameter
from app.shared.canonical import canonical_json
from app.web.clock import now
from app.web.commands import CommandGroup, output_format, print_json, writes

CALENDAR_YEARS = range(2018, 2029)


@click.group(cls=CommandGroup)
def parameters() -> None:
    """기준값(요율·한도)과 달력."""


@parameters.command("sync")
@writes
def sync() -> None:
    """함께 배포한 기준값과 공휴일을 표에 맞춥니다. 여러 번 실행해도 같습니다."""
    rows = services.sync_parameters(by=actor(), now=now())
    days = services.sync_calendar(CALENDAR_YEARS, by=actor(), now=now())
    audit.commit()
    click.echo(f"기준값 {rows}건, 달력 {days}일을 맞추었습니다.")


def _rows() -> list[dict[str, object]]:
    found = db.session.scalars(
        sa.select(Parameter).order_by(Parameter.key, Parameter.scope, Parameter.valid_from, Parameter.origin)
    )
    return [
        {
            "key": row.key,
            "scope": row.scope,
            "from": row.valid_from.isoformat(),
            "to": row.valid_to.isoformat() if row.valid_to else None,
            "value": row.value,
            "unit": row.unit,
            "label": row.label,
            "basis": row.basis,
            "confidence": row.confidence,
            "origin": row.origin,
        }
        for row in found
    ]


@parameters.command("list")
@output_format
def list_parameters(format: str) -> None:
    """기준값 목록."""
    rows = _rows()
    if format == "json":
        print_json(rows)
        return
    for row in rows:
        mark = "" if row["confidence"] == "H" else "  [확인 필요]"
        click.echo(f"{row['key']:<26}{row['scope']:<12}{row['from']}  {canonical_json(row['value'])[:60]}{mark}")


@parameters.command("export")
def export() -> None:
    """기준값 전체를 JSON 한 문서로 내보냅니다."""
    print_json(_rows())
