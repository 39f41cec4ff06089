"""Views of the pledge pages: the overview, what stands behind it, entries, findings, quarters."""

from __future__ import annotations

from app.pledge.views import entries, home, overview, quarters, reconcile, rows
from app.pledge.views.blueprint import bp

__all__ = ["bp", "entries", "home", "overview", "quarters", "reconcile", "rows"]
