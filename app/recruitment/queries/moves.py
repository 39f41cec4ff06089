"""Whose verdict a screening moved, from which to which and when: read off the rows, which are added and never changed.

A row is superseded at the very instant at which the one that took its place was made. So the instant of a run finds
what it moved for good, whatever was screened after it.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.recruitment import run_keys
from app.recruitment.models import Application, Screening, ScreeningOverride

ANY = "1"
_BEFORE = aliased(Screening, name="before")
_EARLIER = aliased(Screening, name="earlier")
_NEXT = aliased(Screening, name="next")
_CHANGE = aliased(ScreeningOverride, name="change_before")


def only_moved(query: Any, moved: str) -> Any:
    """The rows of ``joined`` with another verdict than before: of the current screening (ANY), or of one run.

    ``id + 0``: a planner without statistics, right after an import, would go along all ids to find the last one.
    """
    at = run_keys.instant_of(moved)
    ended = _EARLIER.superseded_at.is_not(None) if at is None else _EARLIER.superseded_at == at
    last = sa.select(sa.func.max(_EARLIER.id + 0)).where(_EARLIER.application_id == Application.id, ended)
    return query.join(_BEFORE, _BEFORE.id == last.scalar_subquery()).where(_after(moved) != _BEFORE.verdict)


def columns(moved: str) -> list[Any]:
    """``was`` and ``became`` as judged, ``moved_at``, and what an approved 판정 변경 had made of ``was``, if any."""
    counted = sa.select(_CHANGE.verdict).where(_CHANGE.screening_id == _BEFORE.id, _CHANGE.state == "approved")
    return [
        _BEFORE.verdict.label("was"),
        _after(moved).label("became"),
        _BEFORE.superseded_at.label("moved_at"),
        counted.scalar_subquery().label("was_changed_to"),
    ]


def _after(moved: str) -> Any:
    """The verdict of the row that took the place of ``_BEFORE``: the next superseded one, else the current one."""
    if moved == ANY:
        return Screening.verdict
    following = sa.select(_NEXT.verdict).where(
        _NEXT.application_id == Application.id, _NEXT.superseded_at.is_not(None), _NEXT.id > _BEFORE.id
    )
    return sa.func.coalesce(following.order_by(_NEXT.id + 0).limit(1).scalar_subquery(), Screening.verdict)
