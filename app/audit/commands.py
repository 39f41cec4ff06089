"""``flask audit verify``."""

from __future__ import annotations

import click

from app.audit import services
from app.shared.errors import RuleBroken
from app.web.commands import CommandGroup


@click.group(cls=CommandGroup)
def audit() -> None:
    """기록을 확인합니다."""


@audit.command("verify")
def verify() -> None:
    """해시로 이은 기록을 처음부터 따라가, 끊긴 첫 기록을 알려 줍니다."""
    walk = services.verify()
    if walk.broken_id is not None:
        raise RuleBroken(f"기록이 {walk.broken_id}번에서 끊겼습니다. 그 앞 {walk.entries}건은 온전합니다.")
    click.echo(f"기록 {walk.entries}건이 모두 이어져 있습니다.")
