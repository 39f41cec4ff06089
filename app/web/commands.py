"""What all commands share: one line and exit status 1 for every expected error, JSON alone on standard output."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Any, TypeVar

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.exc import OperationalError, ProgrammingError

from app import database
from app.extensions import db
from app.shared.errors import RuleBroken

Command = TypeVar("Command", bound=Callable[..., Any])


class OneLineError(click.ClickException):
    def show(self, file: Any = None) -> None:  # noqa: ARG002  the signature of click
        click.echo(self.message.splitlines()[0], err=True)


class CommandGroup(click.Group):
    """Turns usage errors, refusals and a missing database into one line and exit status 1."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        with one_line_errors():
            return super().main(*args, **kwargs)

    def make_context(self, info_name: Any, args: list[str], parent: Any = None, **extra: Any) -> click.Context:
        with one_line_errors():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with one_line_errors():
            return super().invoke(ctx)

    def command(self, *args: Any, **kwargs: Any) -> Any:
        """Every command of the group runs inside the application."""
        decorate = super().command(*args, **kwargs)
        return lambda function: decorate(with_appcontext(function))


class AppCommands(AppGroup):
    """The application's own commands, where flask looks last: an unknown one is a mistake like all others."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = super().get_command(ctx, cmd_name)
        if found is None and not ctx.resilient_parsing:
            raise OneLineError("없는 명령입니다. flask --help로 목록을 보세요.")
        return found


class one_line_errors:  # noqa: N801  reads as a statement
    """Context manager: the errors a user may cause become OneLineError."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, click.UsageError) and not isinstance(error, click.exceptions.NoArgsIsHelpError):
            raise OneLineError(_usage(error)) from None
        if isinstance(error, OSError):
            raise OneLineError(f"파일을 쓸 수 없습니다. 폴더와 권한을 확인해 주세요: {error.filename}") from None
        if isinstance(error, RuleBroken):
            raise OneLineError(str(error)) from None
        if isinstance(error, (OperationalError, ProgrammingError)):
            raise OneLineError(
                f"데이터베이스를 쓸 수 없습니다. make setup을 먼저 실행하세요. ({error.orig})"
            ) from error


def _usage(error: click.UsageError) -> str:
    """What is wrong with the line as typed; the rest stays in click's own words."""
    if isinstance(error, click.MissingParameter) and error.param is not None:
        named = error.param.opts[0] if isinstance(error.param, click.Option) else (error.param.name or "").upper()
        return f"{named}: 꼭 적어 주세요. (--help로 사용법을 봅니다)"
    if isinstance(error, click.NoSuchOption):
        return f"없는 선택 사항입니다: {error.option_name}"
    if isinstance(error, click.BadParameter) and error.param is not None and isinstance(error.param.type, click.Choice):
        return f"{error.param.opts[0]}: {', '.join(error.param.type.choices)} 가운데 하나를 적어 주세요."
    if isinstance(error, click.BadParameter) and error.param is not None:
        return f"{error.param.opts[0]}: 값을 확인해 주세요. (--help로 사용법을 봅니다)"
    if isinstance(error, click.exceptions.NoSuchCommand) and error.ctx is not None:
        return f"없는 명령입니다. flask {error.ctx.info_name} --help로 목록을 보세요."
    return error.format_message()


def writes(function: Command) -> Command:
    """The command changes data: its transaction writes; whatever fails leaves nothing behind."""

    @functools.wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        with database.writing():
            try:
                return function(*args, **kwargs)
            finally:
                db.session.rollback()
                db.session.remove()

    return run  # type: ignore[return-value]


output_format = click.option(
    "--format", "format", type=click.Choice(["text", "json"]), default="text", help="text(기본) 또는 json"
)


def print_json(value: Any) -> None:
    """One JSON document on standard output and nothing else."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
