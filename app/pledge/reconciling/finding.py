"""One thing that does not add up: both figures with where they come from, and the difference."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A figure (an integer in the finding's unit, or a day as text), what it is, and the page that shows its rows."""

    value: int | str
    source: str
    page: str


@dataclass(frozen=True)
class Finding:
    """``key`` is stable: an explanation hangs on it. ``difference`` is stated less recomputed, in ``unit``."""

    key: str
    subject: str
    stated: Figure
    recomputed: Figure
    difference: int
    unit: str
    cause: str
