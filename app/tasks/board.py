"""The queue and the board beside it: huey's SQLite store, a file of its own beside the database.

It carries ids, how far a job is and who asked it to stop: never the truth, which is the row ``job``. Being another file,
it can be written while a job's own transaction holds the database's writer lock, and losing it loses no work.
"""

from __future__ import annotations

import fcntl
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from flask import Flask, current_app
from huey.storage import EmptyData, SqliteStorage  # type: ignore[import-untyped]


@dataclass(frozen=True)
class Progress:
    """``done`` of ``total`` at ``at`` (seconds since 1970); the run began at ``began``."""

    done: int
    total: int
    began: float
    at: float

    @property
    def seconds_left(self) -> int | None:
        """By the pace so far; None before the first step."""
        if not self.done or self.total < self.done:
            return None
        return round((self.at - self.began) * (self.total - self.done) / self.done)


class Board:
    """Ids waiting for a worker, progress, stop requests, and a lock for each running job that dies with its process."""

    def __init__(self, folder: Path, *, immediate: bool) -> None:
        self.folder, self.immediate = folder, immediate

    @cached_property
    def _store(self) -> SqliteStorage:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return SqliteStorage("ilteo", filename=str(self.folder / "queue.db"), timeout=10)

    def put(self, job_id: int) -> None:
        self._store.enqueue(str(job_id).encode())

    def take(self) -> int | None:
        """The next id; every id goes to one worker only."""
        data = self._store.dequeue()
        return None if data is None else int(bytes(data))

    def queued(self) -> set[int]:
        return {int(bytes(data)) for data in self._store.enqueued_items()}

    def show(self, job_id: int, progress: Progress) -> None:
        text = json.dumps([progress.done, progress.total, progress.began, progress.at])
        self._store.put_data(f"progress:{job_id}", text.encode())

    def progress(self, job_id: int) -> Progress | None:
        data = self._store.peek_data(f"progress:{job_id}")
        return None if data is EmptyData else Progress(*json.loads(bytes(data)))

    def ask_stop(self, job_id: int) -> None:
        self._store.put_data(f"stop:{job_id}", str(time.time()).encode())

    def stop_asked(self, job_id: int) -> bool:
        return bool(self._store.has_data_for_key(f"stop:{job_id}"))

    def forget(self, job_id: int) -> None:
        for name in ("progress", "stop"):
            self._store.pop_data(f"{name}:{job_id}")

    @contextmanager
    def hold(self, job_id: int) -> Iterator[bool]:
        """Hold the job's lock; False when another process, or another thread of this one, holds it.

        The system gives the lock back when its process ends, however it ends: who gets it knows that nobody runs the job.
        """
        folder = self.folder / "jobs"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(folder / f"{job_id}.lock", "w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True


def init_app(app: Flask, folder: Path, *, immediate: bool) -> None:
    """``immediate``: a job runs in the very process, as soon as the transaction that started it is committed."""
    app.extensions["tasks"] = Board(folder, immediate=immediate)


def board() -> Board:
    found: Board = current_app.extensions["tasks"]
    return found
