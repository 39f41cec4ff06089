"""A run of screening in an address: the instant of its rows, to the microsecond, as sixteen digits. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SHAPE = "[0-9]{16}"


def key_of(at: datetime) -> str:
    return f"{(at - _EPOCH) // timedelta(microseconds=1):016d}"


def instant_of(key: str) -> datetime | None:
    """None for what is no key of a run."""
    return _EPOCH + timedelta(microseconds=int(key)) if re.fullmatch(SHAPE, key) else None
