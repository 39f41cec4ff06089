"""Whose rows an account may see: a supervisor their own worksites, everybody else who may read at all, all of them."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.cohorts.models import Participation, ParticipationState, PlacementMove
from app.extensions import db
from app.reference import services as reference
from app.reference.models import Cohort, Worksite
from app.shared.actor import Actor
from app.shared.errors import NotFound
from app.shared.periods import last_day

Query = TypeVar("Query", bound=sa.Select[*tuple[Any, ...]])


def visible(select: Query, actor: Actor) -> Query:
    """Limit a select over ``Participation`` to the actor's rows."""
    if actor.worksite_ids is None:
        return select
    return select.where(Participation.worksite_id.in_(actor.worksite_ids))


def visible_sites(select: Query, actor: Actor) -> Query:
    """Limit a select over ``Worksite`` to the actor's rows."""
    return select if actor.worksite_ids is None else select.where(Worksite.id.in_(actor.worksite_ids))


def cohort(code: str, actor: Actor) -> Cohort:
    """A cohort that the actor may see. Raises NotFound, the same for foreign and unknown."""
    found = reference.cohort(code)
    if actor.worksite_ids is not None:
        mine = sa.select(Participation.id).where(Participation.cohort_id == found.id).limit(1)
        if db.session.scalar(visible(mine, actor)) is None:
            raise NotFound
    return found


def participation(participation_id: int, actor: Actor, *, lock: bool = False) -> Participation:
    """One participation with person, cohort and worksite. Raises NotFound, the same for foreign and unknown."""
    query = visible(sa.select(Participation).where(Participation.id == participation_id), actor)
    if lock:
        db.session.scalar(query.with_for_update(of=Participation).execution_options(populate_existing=True))
    query = query.options(
        joinedload(Participation.person), joinedload(Participation.cohort), joinedload(Participation.worksite)
    )
    found: Participation | None = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def worksite(worksite_id: int, actor: Actor) -> Worksite:
    """Raises NotFound, the same for foreign and unknown."""
    found: Worksite | None = db.session.scalar(
        visible_sites(sa.select(Worksite).where(Worksite.id == worksite_id), actor)
    )
    if found is None:
        raise NotFound
    return found


def worksite_in(month: date) -> sa.ColumnElement[int | None]:
    """The worksite whose book holds a participation's month: where the person stood on the month's last day."""
    earlier = (
        sa.select(PlacementMove.from_worksite_id)
        .where(PlacementMove.participation_id == Participation.id, PlacementMove.from_on > last_day(month))
        .order_by(PlacementMove.from_on)
        .limit(1)
        .scalar_subquery()
    )
    return sa.func.coalesce(earlier, Participation.worksite_id)


def employed_in(month: date) -> sa.ColumnElement[bool]:
    """Participations with at least one day of employment in the month."""
    until = sa.func.coalesce(Participation.ended_on, Participation.ends_on)
    return sa.and_(
        Participation.state != ParticipationState.CANCELLED,
        Participation.starts_on <= last_day(month),
        until >= month,
    )
