"""Instants of the demo's story. The demo knows no clock but the business date: what happened, happened on its own day."""

from __future__ import annotations

from datetime import date, datetime

from app.shared.periods import SEOUL

TODAY = date(2024, 7, 8)


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """That day, in Seoul."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SEOUL)
