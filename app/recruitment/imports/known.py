"""What the database holds of the people of a file: read in a few statements, however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.extensions import db
from app.recruitment.models import Application, Consent, HouseholdMember, Notice, Paper, Person, Proxy

_AT_ONCE = 500


class KnownPaper(NamedTuple):
    """A row of ``paper``."""

    id: int
    required: bool
    received_on: date | None
    asked: bool


NO_PAPER = KnownPaper(0, False, None, False)


@dataclass(slots=True)
class Known:
    """What the database holds of a person of the file: the person, and the application of this notice if any.

    ``papers`` and ``consents`` by kind or purpose.
    """

    person: dict[str, Any]
    application: dict[str, Any] | None = None
    members: list[tuple[str, str, int]] = field(default_factory=list)
    papers: dict[str, KnownPaper] = field(default_factory=dict)
    consents: dict[str, tuple[int, bool, datetime | None]] = field(default_factory=dict)
    agent: tuple[str, str, str] | None = None

    def is_awaited(self, kind: str) -> bool:
        """A paper that the jobs team asked for and that is not here: a file neither brings it nor takes the asking back."""
        paper = self.papers.get(kind, NO_PAPER)
        return paper.asked and paper.received_on is None

    def is_withdrawn(self, purpose: str) -> bool:
        return purpose in self.consents and self.consents[purpose][2] is not None


def _chunks(values: list[Any]) -> Iterator[list[Any]]:
    for begin in range(0, len(values), _AT_ONCE):
        yield values[begin : begin + _AT_ONCE]


_PERSON = (
    Person.id,
    Person.rrn_key,
    Person.version,
    Person.name,
    Person.name_key,
    Person.phone,
    Person.phone_tail,
    Person.road_address,
    Person.address_detail,
    Person.address_key,
    Person.dong_code,
    Person.residence_status,
)
_APPLICATION = (
    Application.id,
    Application.person_id,
    Application.version,
    Application.state,
    Application.stream_id,
    Application.dong_code,
    Application.received_on,
    Application.declared,
    Application.household_size,
    Application.householder_key,
    Application.preferences,
)


def load_known(notice: Notice, keys: list[str]) -> dict[str, Known]:
    """People of the file that are known, by the hash of their number, with their application of this notice."""
    found: dict[str, Known] = {}
    by_person: dict[int, Known] = {}
    for some in _chunks(keys):
        for row in db.session.execute(sa.select(*_PERSON).where(Person.rrn_key.in_(some))).mappings():
            found[row["rrn_key"]] = by_person[row["id"]] = Known(dict(row))
    by_application: dict[int, Known] = {}
    for some in _chunks(list(by_person)):
        query = sa.select(*_APPLICATION).where(Application.notice_id == notice.id, Application.person_id.in_(some))
        for row in db.session.execute(query).mappings():
            by_person[row["person_id"]].application = dict(row)
            by_application[row["id"]] = by_person[row["person_id"]]
    _load_beside(by_application)
    return found


def _load_beside(known: dict[int, Known]) -> None:
    """Household, papers, consents and agents of the applications."""
    rows: dict[type[Any], dict[int, list[Any]]] = {}
    for table, columns, order in (
        (
            HouseholdMember,
            (HouseholdMember.relation, HouseholdMember.name, HouseholdMember.born_year),
            HouseholdMember.id,
        ),
        (Paper, (Paper.kind, Paper.id, Paper.required, Paper.received_on, Paper.asked), Paper.id),
        (Consent, (Consent.purpose, Consent.id, Consent.given, Consent.withdrawn_at), Consent.id),
        (Proxy, (Proxy.name, Proxy.relation, Proxy.phone), Proxy.application_id),
    ):
        rows[table] = _by_application(table, columns, order, known)
    for key, one in known.items():
        one.members = [tuple(row) for row in rows[HouseholdMember][key]]
        one.papers = {row[0]: KnownPaper(*row[1:]) for row in rows[Paper][key]}
        one.consents = {row[0]: tuple(row[1:]) for row in rows[Consent][key]}
        one.agent = next((tuple(row) for row in rows[Proxy][key]), None)


def _by_application(table: Any, columns: Iterable[Any], order: Any, known: dict[int, Known]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for some in _chunks(list(known)):
        query = sa.select(table.application_id, *columns).where(table.application_id.in_(some)).order_by(order)
        for key, *values in db.session.execute(query):
            found[key].append(values)
    return found
