"""Canonical JSON and its digest: the same values give the same bytes, so runs can be replayed and papers compared."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from fractions import Fraction
from typing import Any


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"not canonical: {type(value).__name__}")


def canonical_json(value: Any) -> str:
    """Sorted keys, no blanks, Korean as it is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain, allow_nan=False)


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON, as 64 hex digits."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()
