"""People: the list that one may see, searched by parts of names and ends of phone numbers; one person's past."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Dong
from app.accounts.roles import Role
from app.audit.models import AuditEntry, AuditSubject
from app.extensions import db
from app.recruitment.models import (
    Application,
    Notice,
    NoticeStream,
    PastParticipation,
    Person,
    PersonGram,
    Screening,
)
from app.recruitment.queries import search_terms
from app.recruitment.queries.application_filter import CURRENT
from app.recruitment.queries.keyset import Order, Page, capped_count, page_of
from app.recruitment.services.scope import visible
from app.recruitment.verdicts import effective_verdict, is_changed, with_override
from app.reference.models import Programme
from app.shared.actor import Actor

_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """``dong`` is where the person lives; ``text`` is personal and never stands in an address."""

    dong: str = ""
    text: str = ""

    @property
    def any(self) -> bool:
        return bool(self.dong or self.text)

    @property
    def term(self) -> search_terms.Term | None:
        return search_terms.read(self.text)


def visible_people(query: Any, actor: Actor) -> Any:
    """Limit a select over ``Person``: a clerk sees people of, or with an application in, their own 동."""
    if actor.role != Role.CLERK:
        return query
    own = sa.orm.aliased(Application)
    applied = sa.exists().where(own.person_id == Person.id, own.dong_code == actor.dong_code)
    return query.where(sa.or_(Person.dong_code == actor.dong_code, applied))


def order_of(chosen: PeopleFilter) -> Order:
    term = chosen.term
    if term is not None and term.kind == "name":
        return Order((PersonGram.name_key, PersonGram.person_id))
    return Order((Person.name_key, Person.id), start=("", 0))


def _limited(query: Any, chosen: PeopleFilter, actor: Actor) -> Any:
    query = visible_people(query, actor).where(Person.erased_at.is_(None))
    if chosen.dong:
        query = query.where(Person.dong_code == chosen.dong)
    term = chosen.term
    if term is None:
        return query
    if term.kind == "name":
        return search_terms.with_name(query, term)
    return search_terms.with_phone(query, term) if term.kind == "phone" else query.where(sa.false())


def rows_of(chosen: PeopleFilter, actor: Actor) -> Any:
    """Who stands in the list. Of one table, as PostgreSQL plans every search anew: the 동 is named by the page."""
    columns = (Person.id, Person.name, Person.born_on, Person.phone_tail, Person.dong_code)
    return _limited(sa.select(*columns).select_from(Person), chosen, actor)


_NEWEST = (
    Application.id.label("application_id"),
    Application.state,
    Application.received_on,
    Notice.title.label("notice_title"),
)


def newest_of(people: Sequence[int], actor: Actor) -> dict[int, Any]:
    """The newest application that the actor may see, by person; one statement."""
    if not people:
        return {}
    own = visible(sa.select(sa.func.max(Application.id)).where(Application.person_id.in_(people)), actor)
    query = (
        sa.select(Application.person_id, *_NEWEST)
        .join(Notice, Notice.id == Application.notice_id)
        .where(Application.id.in_(own.group_by(Application.person_id)))
    )
    return {row.person_id: row for row in db.session.execute(query)}


def _key_at(person_id: int | None, actor: Actor) -> Sequence[Any] | None:
    if person_id is None:
        return None
    query = sa.select(Person.name_key, Person.id).where(Person.id == person_id)
    return db.session.execute(visible_people(query, actor)).one_or_none()


def people_page(chosen: PeopleFilter, actor: Actor, *, after: int | None = None, before: int | None = None) -> Page:
    """Fifty people by name behind the one with the id ``after``, or ahead of ``before``. Three statements at most."""
    total = capped_count(_limited(sa.select(Person.id), chosen, actor), order_of(chosen))
    ahead = _key_at(before, actor)
    behind = None if before is not None else _key_at(after, actor)
    return page_of(rows_of(chosen, actor), order_of(chosen), total, after=behind, before=ahead)


def every_person(chosen: PeopleFilter, actor: Actor) -> Iterator[Any]:
    """All rows of the list in its order, each with its newest application, read in pieces."""
    newest = visible(sa.select(sa.func.max(Application.id)).where(Application.person_id == Person.id), actor)
    query = (
        rows_of(chosen, actor)
        .add_columns(Dong.name.label("dong"), *_NEWEST)
        .outerjoin(Dong, Dong.code == Person.dong_code)
        .outerjoin(Application, Application.id == newest.correlate(Person).scalar_subquery())
        .outerjoin(Notice, Notice.id == Application.notice_id)
    )
    yield from db.session.execute(order_of(chosen).sorted(query).execution_options(yield_per=_AT_ONCE))


def people_count(chosen: PeopleFilter, actor: Actor) -> int:
    query = _limited(sa.select(sa.func.count()).select_from(Person), chosen, actor)
    return db.session.scalar(query) or 0


def applications_of(person: Person, actor: Actor) -> Sequence[Any]:
    """The person's applications that the actor may see, newest first."""
    query = (
        sa.select(
            Application.id,
            Application.number,
            Application.state,
            Application.received_on,
            Application.due_on,
            Dong.name.label("dong"),
            NoticeStream.code.label("stream"),
            Notice.code.label("notice"),
            Notice.title.label("notice_title"),
            effective_verdict().label("verdict"),
            is_changed().label("changed"),
        )
        .select_from(Application)
        .join(Notice, Notice.id == Application.notice_id)
        .join(NoticeStream, NoticeStream.id == Application.stream_id)
        .join(Dong, Dong.code == Application.dong_code)
        .outerjoin(Screening, CURRENT)
        .where(Application.person_id == person.id)
    )
    query = with_override(query)
    return db.session.execute(visible(query, actor).order_by(Application.id.desc())).all()


def past_of(person: Person) -> Sequence[PastParticipation]:
    """The ledger that the rules on repetition read, newest first."""
    query = sa.select(PastParticipation).where(PastParticipation.person_id == person.id)
    return db.session.scalars(query.order_by(PastParticipation.started_on.desc(), PastParticipation.id)).all()


def looks_at(person: Person, *, after: int | None = None, before: int | None = None) -> Page:
    """Who touched this person's data, newest first, fifty at a time."""
    query = (
        sa.select(AuditEntry.id, AuditEntry.at, AuditEntry.actor_label, AuditEntry.action, AuditEntry.reason)
        .join(AuditSubject, AuditSubject.entry_id == AuditEntry.id)
        .where(AuditSubject.person_id == person.id)
    )
    order = Order((AuditEntry.id,), descending=True)
    keys = {"after": (after,) if after and before is None else None, "before": (before,) if before else None}
    return page_of(query, order, None, **keys)


def programme_names() -> dict[str, str]:
    """Code of a 사업 → its name."""
    return {row.code: row.name for row in db.session.execute(sa.select(Programme.code, Programme.name))}
