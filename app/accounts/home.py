"""홈: what waits for me, nearest deadline first. Each feature adds its lines; this module knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.shared.actor import Actor


@dataclass(frozen=True)
class WorkItem:
    """One line of the work list. ``due`` None stands last; ``count`` is the text of a link to its rows."""

    title: str
    count: str
    url: str
    action: str
    due: date | None = None


Source = Callable[[Actor, date], list[WorkItem]]
_sources: list[Source] = []


def work_items(source: Source) -> Source:
    """Decorator: a feature's lines for an actor; it returns [] for roles it has nothing for."""
    if source not in _sources:
        _sources.append(source)
    return source


def lines(actor: Actor, today: date) -> list[WorkItem]:
    """All lines for this actor, nearest deadline first."""
    items = [item for source in _sources for item in source(actor, today)]
    return sorted(items, key=lambda item: (item.due is None, item.due or today))


Start = Callable[[Actor, date], list[tuple[str, str]]]
_starts: list[Start] = []


def start_buttons(source: Start) -> Start:
    """Decorator: what an actor most often begins from 홈, as (label, url); the first one is the primary action."""
    if source not in _starts:
        _starts.append(source)
    return source


def starts(actor: Actor, today: date) -> list[tuple[str, str]]:
    return [button for source in _starts for button in source(actor, today)]
