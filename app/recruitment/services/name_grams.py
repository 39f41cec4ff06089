"""Parts of names: every one and two syllables of a name, kept in the order of the names, so that any part is found.

The rows follow the person: a new name brings its own, an erased person keeps none. No search scans the names.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from app.extensions import db
from app.recruitment.models import Person, PersonGram

_AT_ONCE = 500


def grams_of(name_key: str) -> set[str]:
    """Each syllable of the name and each two that stand beside each other; Latin letters count as syllables."""
    return {name_key[at : at + size] for size in (1, 2) for at in range(len(name_key) - size + 1)}


def bring(person: Person) -> None:
    """Bring one person's parts in line with the name. The person is flushed: its id is known."""
    bring_many([(person.id, "" if person.erased_at else person.name_key)])


def bring_many(rows: Iterable[tuple[int, str]]) -> None:
    """The same for many: (person id, name key); an empty name leaves nothing. Set-based, for imports."""
    wanted = dict(rows)
    ids = list(wanted)
    for begin in range(0, len(ids), _AT_ONCE):
        some = ids[begin : begin + _AT_ONCE]
        db.session.execute(sa.delete(PersonGram).where(PersonGram.person_id.in_(some)))
        parts = [
            {"gram": gram, "name_key": wanted[one], "person_id": one}
            for one in some
            for gram in sorted(grams_of(wanted[one]))
        ]
        if parts:
            db.session.execute(sa.insert(PersonGram), parts)
