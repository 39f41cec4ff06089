"""From rows to ``Facts``: a handful of statements for each chunk of applications, whether one or a million."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

import orjson
import sqlalchemy as sa

from app.bulk import among, as_text, rows
from app.recruitment.models import (
    STREAM_LABELS,
    Application,
    Notice,
    Person,
    Stream,
)
from app.recruitment.services import answers, evidence
from app.recruitment.services.assembly import (
    NO_PAST_MARK,
    Applicant,
    Surroundings,
    assemble,
    day,
    in_front,
    is_foreign,
)
from app.reference import services as reference
from app.rules.application_states import GIVEN_UP
from app.rules.eligibility import Facts, MedianIncome, ScreeningTerms, StreamAges

CHUNK = 20_000
"""Applications that are in memory at a time."""

_FEW = 200
"""Up to here ids are named one by one and the homes around asked for by key; above, by range and once for all."""


class Loaded(NamedTuple):
    """One application with what is known of the applicant, and the mark of the evidence that it was made from."""

    application_id: int
    person_id: int
    state: str
    facts: Facts
    seen: str


class Chunk(NamedTuple):
    """Applications in the order of their numbers; ``within`` finds their rows in other tables."""

    within: evidence.Within
    loaded: Iterator[Loaded]


def terms_of(notice: Notice) -> ScreeningTerms:
    """Reference dates, term, median income of the notice's year and age bands. Raises ParameterMissing."""
    found = reference.parameters().find("median_income", date(notice.income_year, 1, 1))
    streams = {
        one.code: StreamAges(STREAM_LABELS[Stream(one.code)], one.min_age, one.max_age) for one in notice.streams
    }
    cohort = notice.cohort
    return ScreeningTerms(
        age_on=notice.age_on,
        residence_on=notice.residence_on,
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
        median=MedianIncome.from_value(found.value, notice.income_year, found.basis),
        streams=streams,
    )


def load(notice: Notice, only: Iterable[int] | None = None) -> dict[int, Facts]:
    """Facts by application id: all living applications of the notice, or ``only`` these ids."""
    return {one.application_id: one.facts for chunk in in_chunks(notice, only) for one in chunk.loaded}


def in_chunks(
    notice: Notice, only: Iterable[int] | None = None, *conditions: sa.ColumnElement[bool], size: int = CHUNK
) -> Iterator[Chunk]:
    """Living applications of the notice by number, ``size`` at a time: all, ``only`` these ids, or those of ``conditions``."""
    if only is not None:
        ids = sorted(set(only))
        for start in range(0, len(ids), _FEW):
            part = ids[start : start + _FEW]
            found = _rows(notice, Application.id.in_(part))
            if found:
                yield _chunk(notice, found, _named(found), surroundings(notice, found))
        return
    around, last = None, 0
    while found := _rows(notice, *conditions, Application.number > last, size=size):
        last, few = found[-1][_NUMBER], len(found) <= _FEW
        # Conditions are asked for once, not again for each kind of evidence.
        within = _named(found) if few or conditions else _along(found)
        around = around or surroundings(notice, found if few and len(found) < size else None)
        yield _chunk(notice, found, within, around)


def of_form(notice: Notice, applicant: Applicant) -> Facts:
    """Facts of a form that is not saved yet."""
    around = evidence.surroundings(
        notice, [applicant.householder_key], [applicant.address_key], but=applicant.person_id
    )
    if applicant.person_id:
        answers.add_answers_of(around, notice, applicant.person_id)
        evidence.add_ledger_of(around, applicant.person_id)
    return assemble(applicant, around)


def surroundings(notice: Notice, found: list[tuple[Any, ...]] | None) -> Surroundings:
    """The homes around these applicants by key, or with None those of the whole notice."""
    if found is None:
        return evidence.surroundings(notice)
    return evidence.surroundings(notice, [row[_KEY] for row in found], [row[_HOME] for row in found])


_COLUMNS = (
    Application.id,
    Application.person_id,
    Application.number,
    Application.stream_id,
    Application.dong_code,
    Application.household_size,
    Application.householder_key,
    as_text(Application.declared),
    as_text(Application.due_on),
    as_text(Person.born_on),
    Person.rrn_masked,
    Person.residence_status,
    Person.address_key,
    Application.state,
)
_NUMBER, _KEY, _HOME = 2, 6, 12


def _rows(notice: Notice, *conditions: sa.ColumnElement[bool], size: int = CHUNK) -> list[tuple[Any, ...]]:
    return rows(
        sa.select(*_COLUMNS)
        .join(Person, Person.id == Application.person_id)
        .where(Application.notice_id == notice.id, Application.state.not_in(GIVEN_UP), *conditions)
        .order_by(Application.number)
        .limit(size)
    )


def _named(found: list[tuple[Any, ...]]) -> evidence.Within:
    ids = [row[0] for row in found]
    return lambda column: among(column, ids)


def _along(found: list[tuple[Any, ...]]) -> evidence.Within:
    """By the range of the ids, which is cheaper than naming each; not where two notices were received side by side."""
    ids = [row[0] for row in found]
    first, last = min(ids), max(ids)
    if last - first >= 2 * len(ids):
        return _named(found)
    return lambda column: column.between(first, last)


def _chunk(notice: Notice, found: list[tuple[Any, ...]], within: evidence.Within, around: Surroundings) -> Chunk:
    """The evidence around these rows, in one statement for each kind."""
    mine = (Application.notice_id == notice.id, Application.state.not_in(GIVEN_UP), within(Application.id))
    people = sa.select(Application.person_id).where(*mine)
    answers.add_answers(around, notice, people)
    evidence.add_ledger(around, people)
    papers = evidence.papers(notice, within, {row[0] for row in found})
    streams = {one.id: one.code for one in notice.streams}
    return Chunk(within, _loaded(found, around, papers, streams, evidence.dong_names()))


def _loaded(
    found: list[tuple[Any, ...]],
    around: Surroundings,
    papers: dict[int, tuple[int, tuple[str, ...]]],
    streams: dict[int, str],
    dongs: dict[str, str],
) -> Iterator[Loaded]:
    """What each row comes to, as it is asked for: nothing is kept of those that are done."""
    none: tuple[int, tuple[str, ...]] = (0, ())
    newest, marks = around.newest.get, around.ledger_marks.get
    for (
        row_id, person_id, number, stream_id, dong_code, size, key, declared, due_on, born_on, masked, status, home,
        state,
    ) in found:  # fmt: skip
        required, missing = papers.get(row_id, none)
        applicant = Applicant(
            person_id,
            number,
            day(born_on),
            (status or "") if is_foreign(masked) else None,
            streams[stream_id],
            dongs[dong_code],
            size,
            key,
            home,
            orjson.loads(declared),
            required,
            missing,
            day(due_on) if due_on else None,
        )
        front = in_front(applicant, around)
        first, near = front
        seen = (
            f"{newest(person_id, 0)}/{marks(person_id, NO_PAST_MARK)}/{len(missing)}"
            f"/{first.number if first else 0}/{near}/{status or ''}"
        )
        yield Loaded(row_id, person_id, state, assemble(applicant, around, front), seen)
