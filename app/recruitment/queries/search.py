"""Small reads for 찾기."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.accounts.roles import Role
from app.extensions import db
from app.recruitment.models import Notice, NoticeState, Person
from app.recruitment.queries.people import visible_people
from app.shared.actor import Actor

_MOST = 10


def notices(text: str, actor: Actor) -> Sequence[Any]:
    """Notices whose title or code holds the text, the newest first. There are a handful a year: a scan is fine."""
    holds = sa.or_(Notice.title.contains(text, autoescape=True), Notice.code.icontains(text, autoescape=True))
    query = sa.select(Notice.code, Notice.title, Notice.state).where(holds)
    if actor.role == Role.CLERK:
        query = query.where(Notice.state != NoticeState.DRAFT)
    return db.session.execute(query.order_by(Notice.opens_on.desc(), Notice.code).limit(_MOST)).all()


def anybody(person_id: int) -> Person | None:
    """A person whom an exact resident number found, whatever the 동."""
    return db.session.get(Person, person_id)


def is_visible(person: Person, actor: Actor) -> bool:
    """May the actor open this person's own page?"""
    query = visible_people(sa.select(Person.id).where(Person.id == person.id), actor)
    return db.session.scalar(query) is not None
