"""Hands ids to the queue once their row is really there: after the commit, and never for what was rolled back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from app.tasks.board import board

_STARTED, _COMMITTED = "tasks_started", "tasks_committed"


def send_after_commit(session: Session, job_id: int) -> None:
    session.info.setdefault(_STARTED, []).append(job_id)


@event.listens_for(Session, "after_commit")
def _committed(session: Session) -> None:
    session.info.setdefault(_COMMITTED, []).extend(session.info.pop(_STARTED, []))


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_STARTED, None)


@event.listens_for(Session, "after_transaction_end")
def _send(session: Session, transaction: Any) -> None:
    """Only here has the connection given back the writer's lock, so that an immediate job may write."""
    if transaction.parent is not None:
        return
    for job_id in session.info.pop(_COMMITTED, []):
        send(job_id)


def send(job_id: int) -> None:
    """To the workers; in immediate mode the job runs here and now."""
    here = board()
    if not here.immediate:
        here.put(job_id)
        return
    from app.tasks.runner import run  # noqa: PLC0415  the runner starts nothing, but it imports the services

    run(job_id)
