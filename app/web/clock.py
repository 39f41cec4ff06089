"""The two clocks: ``today()`` is the business date, ``now()`` the real instant. Only views and commands ask them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import current_app

from app.shared.periods import SEOUL


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    """The ``TODAY`` setting where there is one (never in production), else the date in Seoul."""
    setting: date | None = current_app.config["TODAY"]
    return setting or now().astimezone(SEOUL).date()
