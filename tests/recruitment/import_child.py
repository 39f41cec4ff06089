"""Processes that commit one import and wait for nobody: the real application over the real database, forked warm.

``python -m tests.recruitment.import_child URL FOLDER NOTICE BATCH``. Every byte on standard input is one child more.
A child says its number, waits for a byte, and then ``.`` after each statement, ``c`` as the transaction begins to
commit, ``d`` when it has; ``e`` comes from the parent when the child is no more.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app import create_app
from app.accounts.commands import actor
from app.audit import services as audit
from app.database import writing
from app.extensions import db
from app.recruitment.imports import batches
from app.recruitment.services import notices
from tests.conftest import make_settings
from tests.create import NOW
from tests.recruitment.create import TODAY


def say(mark: str) -> None:
    os.write(1, mark.encode())


def put_in(app: Flask, code: str, batch_id: int, end: Callable[[], Any]) -> None:
    with app.app_context(), writing():
        batches.commit(notices.by_code(code), batch_id, by=actor(), now=NOW, today=TODAY)
        end()


def one_child(app: Flask, code: str, batch_id: int) -> None:
    """Commit out loud, one step at a time."""
    say(f"{os.getpid()}\n")
    os.read(0, 1)
    with app.app_context():
        sa.event.listen(db.engine, "after_cursor_execute", lambda *_: say("."))
        sa.event.listen(db.engine, "commit", lambda *_: say("c"))
    put_in(app, code, batch_id, audit.commit)
    say("d")


def main(url: str, folder: str, code: str, batch_id: int) -> None:
    app = create_app(make_settings(Path(folder), url))
    put_in(app, code, batch_id, db.session.rollback)  # all is loaded and compiled, nothing is open
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    while os.read(0, 1):
        child = os.fork()
        if child == 0:
            try:
                one_child(app, code, batch_id)
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        say("e")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
