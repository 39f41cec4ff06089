"""보완할 서류: who owes which paper till when, the overdue first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.accounts.models import Dong
from app.extensions import db
from app.recruitment.models import Application, ApplicationState, Notice, Paper, Person
from app.recruitment.queries.keyset import Order, Page, capped_count, page_of
from app.recruitment.services.scope import visible
from app.shared.actor import Actor

_LAST_DAY = date(9999, 12, 31)
_DUE = sa.func.coalesce(Application.due_on, sa.literal(_LAST_DAY, sa.Date), type_=sa.Date)
_ORDER = Order((_DUE, Application.id))


@dataclass(frozen=True, slots=True)
class DueFilter:
    """``due``: overdue, today, later, or all of them."""

    dong: str = ""
    due: str = ""

    @property
    def any(self) -> bool:
        return bool(self.dong or self.due)


class Owed(NamedTuple):
    """A required paper that is not there, and why the jobs team asks for it where it does."""

    kind: str
    reason: str | None


DUE = {"overdue": "기한 지남", "today": "오늘까지", "later": "기한 남음"}


def _limited(query: Any, notice: Notice, chosen: DueFilter, actor: Actor, today: date) -> Any:
    query = visible(query, actor).where(
        Application.notice_id == notice.id, Application.state == ApplicationState.PAPERS_DUE
    )
    if chosen.dong:
        query = query.where(Application.dong_code == chosen.dong)
    limits = {"overdue": today > _DUE, "today": today == _DUE, "later": today < _DUE}
    return query.where(limits[chosen.due]) if chosen.due in limits else query


def _rows(notice: Notice, chosen: DueFilter, actor: Actor, today: date) -> Any:
    query = (
        sa.select(
            Application.id,
            Application.number,
            Application.person_id,
            Application.received_on,
            Application.due_on,
            Person.name,
            Person.born_on,
            Person.phone_tail,
            Person.road_address,
            Person.address_detail,
            Dong.name.label("dong"),
        )
        .select_from(Application)
        .join(Person, Person.id == Application.person_id)
        .join(Dong, Dong.code == Application.dong_code)
    )
    return _limited(query, notice, chosen, actor, today)


def due_page(
    notice: Notice, chosen: DueFilter, actor: Actor, today: date, *, after: int | None = None, before: int | None = None
) -> Page:
    """Fifty applications that wait for papers, the nearest deadline first."""
    total = capped_count(_limited(sa.select(Application.id), notice, chosen, actor, today), _ORDER)
    keys = {"after": None if before is not None else _key_at(after, actor), "before": _key_at(before, actor)}
    return page_of(_rows(notice, chosen, actor, today), _ORDER, total, **keys)


def _key_at(application_id: int | None, actor: Actor) -> Sequence[Any] | None:
    if application_id is None:
        return None
    query = visible(sa.select(_DUE, Application.id), actor).where(Application.id == application_id)
    return db.session.execute(query).one_or_none()


def all_due(
    notice: Notice, chosen: DueFilter, actor: Actor, today: date, *, only: Collection[int] | None = None
) -> Sequence[Any]:
    """Every row of the list, or the chosen ones of it, in its order."""
    query = _ORDER.sorted(_rows(notice, chosen, actor, today))
    if only is not None:
        query = query.where(Application.id.in_(only))
    return db.session.execute(query).all()


def due_count(notice: Notice, chosen: DueFilter, actor: Actor, today: date) -> int:
    query = _limited(sa.select(sa.func.count(Application.id)), notice, chosen, actor, today)
    return db.session.scalar(query) or 0


def owed(notice: Notice, application_ids: Collection[int] | None = None) -> dict[int, list[Owed]]:
    """The required papers that are not there, by application; in one statement."""
    query = (
        sa.select(Paper.application_id, Paper.kind, Paper.asked_reason)
        .join(Application, Application.id == Paper.application_id)
        .where(Application.notice_id == notice.id, Application.state == ApplicationState.PAPERS_DUE)
        .where(Paper.required, Paper.received_on.is_(None))
        .order_by(Paper.id)
    )
    if application_ids is not None:
        query = query.where(Paper.application_id.in_(application_ids))
    found: dict[int, list[Owed]] = defaultdict(list)
    for application_id, kind, reason in db.session.execute(query):
        found[application_id].append(Owed(kind, reason))
    return found
