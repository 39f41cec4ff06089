"""The Korean that pages show for long work, and how far it is as a sentence."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.shared.money import won
from app.tasks.board import Progress
from app.tasks.models import Job, JobState

STATES = {
    JobState.WAITING: ("bg-light-warning", "차례를 기다림"),
    JobState.RUNNING: ("bg-light-primary", "하는 중"),
    JobState.DONE: ("bg-light-success", "마침"),
    JobState.FAILED: ("bg-light-danger", "하지 못함"),
    JobState.CANCELLED: ("bg-light-gray", "멈춤"),
}
NO_WORKER_AFTER = timedelta(seconds=30)


def pace(progress: Progress | None, unit: str = "명") -> str:
    """``415명 가운데 318명 · 20초쯤 남음``."""
    if progress is None or not progress.total:
        return "시작했습니다."
    text = f"{won(progress.total)}{unit} 가운데 {won(progress.done)}{unit}"
    left = progress.seconds_left
    return text if left is None else f"{text} · {_left(left)}"


def _left(seconds: int) -> str:
    if seconds < 5:
        return "곧 끝납니다"
    if seconds < 60:
        return f"{-(-seconds // 5) * 5}초쯤 남음"
    return f"{-(-seconds // 60)}분쯤 남음"


def waiting(job: Job, ahead: int, now: datetime) -> str:
    """What a waiting job waits for; after half a minute with nothing ahead, that the worker may be off."""
    if ahead:
        return f"앞에 {ahead}건이 있습니다. 차례가 되면 시작합니다."
    if now - job.created_at > NO_WORKER_AFTER:
        return "30초 넘게 시작하지 않았습니다. 작업 처리 프로그램이 켜져 있는지 전산 담당에게 문의해 주세요."
    return "곧 시작합니다."
