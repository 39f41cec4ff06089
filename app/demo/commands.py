"""``flask demo``: an empty database becomes the district's story at 2024-07-08."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext

from app.accounts.commands import actor
from app.audit import services as audit
from app.demo import account_list
from app.demo.build import build
from app.extensions import db
from app.recruitment.models import Person
from app.shared.errors import RuleBroken
from app.web.commands import one_line_errors, writes


class OneLineCommand(click.Command):
    """A command of its own, with the manners of the groups: every expected error is one line and exit status 1."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        with one_line_errors():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        with one_line_errors():
            return super().invoke(ctx)


@click.command(cls=OneLineCommand)
@with_appcontext
@click.option("--if-empty", is_flag=True, help="이미 자료가 있으면 그대로 둡니다.")
@writes
def demo(if_empty: bool) -> None:
    """빈 데이터베이스에 시연 자료를 넣습니다(2024. 7. 8. 기준, 지어낸 사람들)."""
    if if_empty and db.session.scalar(sa.select(Person.id).limit(1)) is not None:
        click.echo("자료가 이미 있어 그대로 둡니다.", err=True)
        return
    if current_app.config["APP_ENV"] == "production":
        raise RuleBroken("운영 환경에는 시연 자료를 넣을 수 없습니다.")
    accounts = build(actor(), lambda text: click.echo(text, err=True))
    aside = account_list.write_aside(Path(current_app.instance_path), accounts)
    audit.commit()
    click.echo(f"시연 자료를 넣었습니다. 계정: {account_list.put_in_place(aside).name}", err=True)
