"""``flask notice select``: ranking, selection and reserve of a notice. Proposes, never approves."""

from __future__ import annotations

import click

from app.accounts.commands import actor
from app.audit import services as audit
from app.cohorts.models import SelectionState
from app.cohorts.queries import ranking
from app.cohorts.services import selections
from app.recruitment.commands import notice as notice_group
from app.recruitment.services import notices
from app.web.clock import now
from app.web.commands import output_format, print_json, writes


@notice_group.command("select")
@click.argument("notice")
@click.option("--dry-run", is_flag=True, help="계산만 하고 저장하지 않습니다.")
@output_format
@writes
def select(notice: str, dry_run: bool, format: str) -> None:
    """NOTICE 공고의 순위와 선발안을 만들어 결재에 올립니다. 결재는 화면에서 다른 사람이 합니다.

    이미 올렸거나 확정한 선발안이 있으면 그대로 보여 줍니다.
    """
    row = notices.by_code(notice)
    standing = selections.of_notice(row)
    if standing is None and not dry_run:
        standing = selections.propose(row, by=actor(), now=now())
        audit.commit()
    if standing is not None:
        seen, digest = ranking.of_selection(standing), standing.result_digest
    else:
        preview = selections.preview(row)
        seen, digest = ranking.of_preview(preview), preview.result.result_digest
    if format == "json":
        print_json(ranking.to_json(seen, digest))
        return
    for one in seen.streams:
        cut_off = "없음" if one.cut_off is None else f"{one.cut_off}점"
        click.echo(f"{one.label}: 자리 {one.seats}명, 선발 {one.selected}명, 예비 {one.reserve}명, 최저점 {cut_off}")
    if standing is None:
        click.echo("저장하지 않았습니다(--dry-run).")
    elif standing.state == SelectionState.APPROVED:
        click.echo("이미 확정한 선발입니다.")
    else:
        click.echo("결재를 기다리는 선발안입니다. 선발 승인 담당이 화면에서 결재하면 확정됩니다.")
