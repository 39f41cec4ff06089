"""Phone numbers, as recruitment reads them: the one reading that forms and sheets share."""

from __future__ import annotations

from app.shared.phone import clean_phone

__all__ = ["clean_phone"]
