"""``flask worker``: runs the long work until it is told to end."""

from __future__ import annotations

import signal
from types import FrameType

import click
from flask.cli import with_appcontext

from app.tasks.board import board
from app.tasks.runner import work_until
from app.web.commands import OneLineError, one_line_errors


@click.command("worker")
@with_appcontext
def worker() -> None:
    """오래 걸리는 일을 차례로 합니다. 끝내라고 하면 하던 일을 마치고 끝납니다."""
    if board().immediate:
        raise OneLineError("QUEUE_IMMEDIATE 설정에서는 작업 처리 프로그램을 따로 켜지 않습니다.")
    ended = False

    def end(_signal: int, _frame: FrameType | None) -> None:
        nonlocal ended
        ended = True

    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, end)
    click.echo("작업 처리 프로그램: 오래 걸리는 일을 차례로 합니다.")
    with one_line_errors():
        work_until(lambda: ended)
