"""Programmes by the names that other systems write: today's, the short one, former ones."""

from __future__ import annotations

import re
import unicodedata

import sqlalchemy as sa

from app.extensions import db
from app.reference.models import Programme


def bare(name: str) -> str:
    """Without blanks and brackets, so that spellings do not differ."""
    return re.sub(r"[\s()「」·]+", "", unicodedata.normalize("NFKC", name))


def codes() -> dict[str, str]:
    """Bare name → code, in one statement."""
    rows = db.session.execute(sa.select(Programme.code, Programme.name, Programme.short_name, Programme.former_names))
    return {bare(name): row.code for row in rows for name in (row.name, row.short_name, *row.former_names)}
