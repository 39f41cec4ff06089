"""What the database knows around applicants: the ledger, papers, homes; one statement for each kind (look-ups: answers.py)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import Dong
from app.bulk import as_text, rows
from app.database import PREPARED
from app.recruitment.models import (
    Application,
    Notice,
    Paper,
    PastParticipation,
    Person,
    Screening,
    Verification,
)
from app.recruitment.services.assembly import Home, Surroundings, day
from app.recruitment.services.checklist import paper_labels
from app.recruitment.services.ledger import Ledger, PastRow, Term, read_ledger
from app.reference.models import Programme
from app.rules.application_states import GIVEN_UP
from app.rules.criteria import RULE_CODES

_PAPERS = 1 << RULE_CODES.index("papers")


def dong_names() -> dict[str, str]:
    return dict(rows(sa.select(Dong.code, Dong.name)))


NOBODY = 0


def surroundings(
    notice: Notice,
    keys: Iterable[str | None] | None = None,
    homes: Iterable[str] | None = None,
    *,
    but: int = NOBODY,
) -> Surroundings:
    """The homes of these households and addresses (by their keys); without any, those of the whole notice that are shared.

    ``but`` is a person whose own application does not count among those named: a form is not judged by what its
    applicant handed in before.
    """
    around = Surroundings(Term(notice.cohort.programme_code, notice.cohort.starts_on, notice.cohort.ends_on))
    _add_households(around, notice, keys, but)
    _add_unclear(around, notice, homes, but)
    return around


def add_ledger(around: Surroundings, people: sa.Select[Any]) -> None:
    """What every past participation of these people comes to, in place of what was there."""
    _take_ledger(around, rows(_ledger(PastParticipation.person_id.in_(people))))


def add_ledger_of(around: Surroundings, person_id: int) -> None:
    """The same of one person."""
    _take_ledger(around, rows(_LEDGER_OF_ONE, {"person_id": person_id}))


def _ledger(whose: sa.ColumnElement[bool]) -> Any:
    past = PastParticipation
    columns = (past.programme, as_text(past.started_on), as_text(past.ended_on), past.months)
    query = sa.select(past.person_id, past.id, *columns, past.end_reason, past.source)
    return query.where(whose).order_by(past.person_id, past.started_on, past.id)


_LEDGER_OF_ONE = _ledger(PastParticipation.person_id == sa.bindparam("person_id")).execution_options(**PREPARED)
"""Built once: a page that asks for one person spends more on building statements than on running them."""


def _take_ledger(around: Surroundings, found: Iterable[tuple[Any, ...]]) -> None:
    around.ledger, around.ledger_marks = {}, {}
    read = _Ledgers(around.cohort)
    for person_id, own in groupby(found, key=itemgetter(0)):
        told = list(own)
        around.ledger[person_id], tail = read[tuple([row[2:] for row in told])]
        around.ledger_marks[person_id] = f"{max(row[1] for row in told)}/{tail}"


class _Ledgers(dict[tuple[tuple[Any, ...], ...], tuple[Ledger, str]]):
    """The rows of one person as stored → what they come to, and the end of their mark. Many share a cohort's days."""

    def __init__(self, cohort: Term) -> None:
        super().__init__()
        self._cohort, self._names = cohort, dict[str, str]()

    def __missing__(self, stored: tuple[tuple[Any, ...], ...]) -> tuple[Ledger, str]:
        self._names = self._names or dict(rows(_PROGRAMMES))
        own = [PastRow(programme, day(begun), day(over), *more) for programme, begun, over, *more in stored]
        last = max(one.ended_on for one in own).isoformat()
        ends = sum(one.end_reason is not None for one in own)
        found = self[stored] = (read_ledger(own, self._cohort, self._names), f"{last}/{ends}")
        return found


_PROGRAMMES = sa.select(Programme.code, Programme.name)


Within = Callable[[Any], sa.ColumnElement[bool]]
"""Of a column that holds ids of applications: those of one chunk. A range may take in some of another notice."""


def papers(notice: Notice, within: Within, ids: Collection[int]) -> dict[int, tuple[int, tuple[str, ...]]]:
    """How many papers each of these applications must bring, and which are not there yet, as the notice calls them."""
    missing = sa.func.aggregate_strings(sa.case((Paper.received_on.is_(None), Paper.kind)), ",")
    query = (
        sa.select(Paper.application_id, sa.func.count(), missing)
        .where(Paper.required, within(Paper.application_id))
        .group_by(Paper.application_id)
    )
    called = _Called(paper_labels(notice))
    return {row_id: (count, called[kinds]) for row_id, count, kinds in rows(query) if row_id in ids}


class _Called(dict[str | None, tuple[str, ...]]):
    """Kinds as one text → what the notice calls them, in its order."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        super().__init__()
        self._labels = labels

    def __missing__(self, kinds: str | None) -> tuple[str, ...]:
        told = set(kinds.split(",")) if kinds else set()
        if not told <= self._labels.keys():
            raise LookupError(f"papers that the notice does not ask for: {kinds}")
        found = self[kinds] = tuple(label for kind, label in self._labels.items() if kind in told)
        return found


def _add_households(around: Surroundings, notice: Notice, keys: Iterable[str | None] | None, but: int) -> None:
    given = None if keys is None else [one for one in set(keys) if one]
    if given is None:
        found = rows(_SHARED_HOMES, {"notice_id": notice.id})
    else:
        found = rows(_HOMES, {"notice_id": notice.id, "keys": given, "but": but}) if given else []
    for household, number, dong, on in found:
        around.households.setdefault(household, []).append(Home(number, dong, day(on)))


def _add_unclear(around: Surroundings, notice: Notice, homes: Iterable[str] | None, but: int) -> None:
    given = None if homes is None else [one for one in set(homes) if one]
    if given is None:
        found = rows(_UNCLEAR, {"notice_id": notice.id})
    else:
        found = rows(_UNCLEAR_AT, {"notice_id": notice.id, "homes": given, "but": but}) if given else []
    for home, number in found:
        around.unclear.setdefault(home, []).append(number)


_LIVING = (Application.notice_id == sa.bindparam("notice_id"), Application.state.not_in(GIVEN_UP))
_KEY = Application.householder_key


def _homes(wanted: sa.ColumnElement[bool]) -> Any:
    columns = (_KEY, Application.number, Dong.name, as_text(Application.received_on))
    query = sa.select(*columns).join(Dong, Dong.code == Application.dong_code).where(*_LIVING, wanted)
    return query.order_by(Application.number)


_OTHERS = Application.person_id != sa.bindparam("but")
_HOMES = _homes(sa.and_(_KEY.in_(sa.bindparam("keys", expanding=True)), _OTHERS))
_SHARED_HOMES = _homes(
    _KEY.in_(sa.select(_KEY).where(*_LIVING, _KEY.is_not(None)).group_by(_KEY).having(sa.func.count() > 1))
)
_UNCLEAR = (
    sa.select(Person.address_key, Application.number)
    .join(Application, Application.person_id == Person.id)
    .where(*_LIVING, _KEY.is_(None), Person.address_key != "")
    .order_by(Application.number)
)
_UNCLEAR_AT = _UNCLEAR.where(Person.address_key.in_(sa.bindparam("homes", expanding=True)), _OTHERS)


def mark(notice: Notice) -> sa.ColumnElement[str]:
    """How far the evidence of an application goes now, as text; ``screening.seen`` keeps how far it went then.

    Newest look-up that counts / newest row of the ledger / its last day / how many ended early / papers missing /
    earliest application of the household in front / the same of those who live there and named no 세대주 / 체류자격.
    ``facts`` writes the very same text.
    """
    person, past = Application.person_id, PastParticipation
    look_up = sa.select(sa.func.coalesce(sa.func.max(Verification.id + 0), 0)).where(  # + 0: not along all ids
        Verification.person_id == person, Verification.looked_up_on >= notice.opens_on
    )
    row = sa.func.coalesce(sa.func.max(past.id), 0)
    last = sa.func.coalesce(sa.cast(sa.func.max(past.ended_on), sa.Text), "")
    ledger = sa.select(_joined(row, last, sa.func.count(past.end_reason))).where(past.person_id == person)
    missing = sa.select(sa.func.count()).where(
        Paper.application_id == Application.id, Paper.required, Paper.received_on.is_(None)
    )
    status = sa.select(sa.func.coalesce(Person.residence_status, "")).where(Person.id == person)
    found = (look_up, ledger, missing, *_in_front(notice), status)
    return _joined(*(one.correlate(Application).scalar_subquery() for one in found))


def _in_front(notice: Notice) -> tuple[sa.Select[Any], sa.Select[Any]]:
    """The earliest living application in front: of the same 세대주, and at the same address without a 세대주.

    The earliest of all, where it is earlier than one's own: to look among the earlier ones only would read half the
    notice for every application. For the same reason the notice, and that there is no 세대주, are hidden from the
    indexes: what leads to the few rows is the 세대주's key, or the address.
    """
    other, own, neighbour = aliased(Application), aliased(Person), aliased(Person)
    earliest = sa.func.min(other.number)
    first = sa.case((earliest < Application.number, earliest), else_=0)
    here = (other.notice_id + 0 == notice.id, other.state.not_in(GIVEN_UP))
    unnamed = sa.func.coalesce(other.householder_key, "") == ""
    home = sa.select(first).where(*here, other.householder_key == Application.householder_key)
    near = (
        sa.select(first)
        .select_from(own)
        .join(neighbour, neighbour.address_key == own.address_key)
        .join(other, other.person_id == neighbour.id)
        .where(own.id == Application.person_id, own.address_key != "", *here, unnamed)
    )
    return home, near


def _joined(*parts: Any) -> sa.ColumnElement[str]:
    whole: Any = sa.cast(parts[0], sa.Text)
    for part in parts[1:]:
        whole = whole + "/" + sa.cast(part, sa.Text)
    return whole  # type: ignore[no-any-return]


def is_stale(notice: Notice, alike: Collection[int], today: date | None = None) -> sa.ColumnElement[bool]:
    """Where the application has no screening, one by another basis than ``alike``, or one that has not seen something.

    For a query of ``Application`` outer-joined with its current ``Screening``. Seen is all that ``mark`` tells of; with
    ``today`` also papers that were waited for and whose day has passed since. It does not see that one paper came
    while another was taken back (saving either screens at once), nor an early quit that was corrected in its words.
    """
    stale = [
        Screening.id.is_(None),
        Screening.seen.is_(None),
        Screening.basis_id.is_(None),
        Screening.basis_id.not_in(alike),
        Screening.seen != mark(notice),
    ]
    if today is not None:
        stale.append(sa.and_(Screening.review_mask.bitwise_and(_PAPERS) != 0, Application.due_on < today))
    return sa.or_(*stale)
