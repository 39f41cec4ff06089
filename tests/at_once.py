"""Many at the same moment: each step in a thread, with an application context and a session of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from flask import Flask

from app.database import writing
from app.extensions import db

Result = TypeVar("Result")


def at_once(app: Flask, steps: Sequence[Callable[[], Result]]) -> list[Result]:
    """What each step came to, in their order. All begin together; what a step does not commit is rolled back."""
    start = Barrier(len(steps))

    def run(step: Callable[[], Result]) -> Result:
        with app.app_context(), writing():
            start.wait(timeout=30)
            try:
                return step()
            finally:
                db.session.rollback()
                db.session.remove()

    with ThreadPoolExecutor(len(steps)) as pool:
        return [future.result() for future in [pool.submit(run, step) for step in steps]]
