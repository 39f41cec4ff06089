"""Seats of a notice while a selection gives them out: by stream, and by 세부사업 in that stream."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.shared.errors import RuleBroken
from app.shared.money import won


@dataclass(frozen=True, slots=True)
class StreamSeats:
    """Seats of one 모집 구분, in the notice's order."""

    code: str
    label: str
    seats: int


@dataclass(frozen=True, slots=True)
class ProjectSeats:
    """Seats of one 세부사업 in one stream; None: the project sets no number of its own."""

    project: str
    stream: str
    seats: int | None


class Places:
    """Seats still free, by stream and by project in that stream. A seat number is given once."""

    def __init__(self, streams: Sequence[StreamSeats], projects: Iterable[ProjectSeats]) -> None:
        self._left = {stream.code: stream.seats for stream in streams}
        self._given: Counter[str] = Counter()
        self._projects = {(one.stream, one.project): one.seats for one in projects}
        self._with_projects = {stream for stream, _ in self._projects}

    def left(self, stream: str) -> int:
        return self._left[stream]

    def take(self, stream: str, preferences: Sequence[str]) -> tuple[str, int, str | None] | None:
        """A seat in the first preference that has one, or None when every project that the person wants is full."""
        project = None
        if preferences and stream in self._with_projects:
            project = next((one for one in preferences if self._projects.get((stream, one), 0) != 0), None)
            if project is None:
                return None
            seats = self._projects[stream, project]
            if seats is not None:
                self._projects[stream, project] = seats - 1
        self._left[stream] -= 1
        self._given[stream] += 1
        return stream, self._given[stream], project


def check_seats(selected: Mapping[str, int], streams: Sequence[StreamSeats]) -> None:
    """Refuse more selected than seats (W24); also for the service, under its lock, before it saves."""
    for stream in streams:
        over = selected.get(stream.code, 0) - stream.seats
        if over > 0:
            raise RuleBroken(
                f"{stream.label} 선발 인원이 {won(stream.seats + over)}명으로 "
                f"공고 인원 {won(stream.seats)}명보다 {won(over)}명 많습니다. 저장하지 않았습니다."
            )
