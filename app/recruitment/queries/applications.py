"""Lists of applications: of a notice or across them, by number, newest or name; one person's neighbours in a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Dong
from app.extensions import db
from app.recruitment.models import Application, Notice, NoticeStream, Person, PersonGram, Screening
from app.recruitment.queries import moves
from app.recruitment.queries.application_filter import LIVE, Filter, joined, limited
from app.recruitment.queries.keyset import Order, Page, capped_count, page_of
from app.recruitment.services.scope import visible
from app.recruitment.verdicts import effective_verdict, is_changed
from app.shared.actor import Actor

_AT_ONCE = 2_000


def order_of(chosen: Filter, notice: Notice | None) -> Order:
    """By name where somebody is looked for or it is asked for; else by number, across notices the newest first."""
    term = chosen.term
    # In one notice a person stands once: the person makes the row unique. Across notices the application does.
    last, start = ((), ("", 0)) if notice is not None else ((Application.id,), ("", 0, 0))
    if term is not None and term.kind == "name":
        return Order((PersonGram.name_key, PersonGram.person_id, *last))
    if term is not None and term.kind == "phone":
        return Order((Person.name_key, Person.id, *last))
    if chosen.sort == "name":
        return Order((Person.name_key, Person.id, *last), start=start)
    return Order((Application.number,)) if notice is not None else Order((Application.id,), descending=True)


def rows_of(chosen: Filter, actor: Actor, notice: Notice | None) -> Any:
    columns = joined(
        Application.id,
        Application.number,
        Application.person_id,
        Application.state,
        Application.channel,
        Application.received_on,
        Application.due_on,
        Person.name,
        Person.born_on,
        Dong.name.label("dong"),
        NoticeStream.code.label("stream"),
        Notice.code.label("notice"),
        Notice.title.label("notice_title"),
        effective_verdict().label("verdict"),
        is_changed().label("changed"),
        Screening.failed_mask,
        Screening.review_mask,
        *(moves.columns(chosen.moved) if chosen.moved else ()),
    )
    return limited(columns, chosen, actor, notice)


def _key_at(application_id: int | None, order: Order, actor: Actor) -> Sequence[Any] | None:
    """Where an application stands in the order; None when it is unknown, or not for the actor's eyes."""
    if application_id is None:
        return None
    columns: list[Any] = [Person.name_key if one is PersonGram.name_key else one for one in order.columns]
    columns = [Person.id if one is PersonGram.person_id else one for one in columns]
    query = sa.select(*columns).select_from(Application).join(Person, Person.id == Application.person_id)
    return db.session.execute(visible(query, actor).where(Application.id == application_id)).one_or_none()


def application_page(
    notice: Notice | None, chosen: Filter, actor: Actor, *, after: int | None = None, before: int | None = None
) -> Page:
    """Fifty applications behind the one with the id ``after``, or ahead of ``before``. Three statements at most."""
    order, query = order_of(chosen, notice), rows_of(chosen, actor, notice)
    total = capped_count(limited(joined(Application.id), chosen, actor, notice), order)
    keys = {
        "after": None if before is not None else _key_at(after, order, actor),
        "before": _key_at(before, order, actor),
    }
    return page_of(query, order, total, **keys)


def every_application(notice: Notice | None, chosen: Filter, actor: Actor) -> Iterator[Any]:
    """All rows of the list in its order, read in pieces: for the file that is taken away."""
    query = order_of(chosen, notice).sorted(rows_of(chosen, actor, notice))
    yield from db.session.execute(query.execution_options(yield_per=_AT_ONCE))


def application_count(notice: Notice | None, chosen: Filter, actor: Actor) -> int:
    """Exactly how many people the list holds: somebody with two applications counts once."""
    query = limited(joined(sa.func.count(sa.distinct(Application.person_id))), chosen, actor, notice)
    return db.session.scalar(query) or 0


def moved_count(notice: Notice, actor: Actor) -> int | None:
    """Living applications whose verdict is another than the screening before gave; None: more than MOST_COUNTED."""
    chosen = Filter(state=LIVE, moved=moves.ANY)
    return capped_count(limited(joined(Application.id), chosen, actor, notice), order_of(chosen, notice))


def neighbours(application: Application, chosen: Filter, actor: Actor) -> tuple[int | None, int | None]:
    """Ids of the applications before and behind this one in the list of its notice."""
    order = order_of(chosen, application.notice)
    key = _key_at(application.id, order, actor)
    if key is None:
        return None, None
    query = limited(joined(Application.id), chosen, actor, application.notice)
    before = db.session.scalar(order.sorted(query.where(order.ahead(key)), backwards=True).limit(1))
    behind = db.session.scalar(order.sorted(query.where(order.behind(key))).limit(1))
    return before, behind


def place(application: Application, chosen: Filter, actor: Actor) -> tuple[int, int] | None:
    """Which of how many this one is in the list; None where there are too many to say cheaply."""
    query = limited(joined(Application.id), chosen, actor, application.notice)
    order = order_of(chosen, application.notice)
    total = capped_count(query, order)
    key = _key_at(application.id, order, actor)
    if total is None or key is None:
        return None
    return (capped_count(query.where(order.ahead(key)), order) or 0) + 1, total
