"""The newest look-up of each kind, of many people or of one: one row a person, however many were asked for them.

The database lists kinds, days, sources and answers of a person side by side. A batch has only a few hundred different
such lists, and each is read once; sums differ from person to person and stand in a list of their own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from itertools import count
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.bulk import as_text, rows
from app.database import PREPARED
from app.recruitment.models import Notice, Verification
from app.recruitment.services.assembly import Answer, Surroundings, day
from app.recruitment.words import LookUp

_SUMS = (LookUp.INCOME.value, LookUp.PROPERTY.value)
_BETWEEN = "\x1e"
"""Between the entries of a list: JSON escapes it, and ``look_ups`` lets none into a source."""


def add_answers(around: Surroundings, notice: Notice, people: sa.Select[Any]) -> None:
    """The newest look-up of each kind of these people, in place of what was there.

    Only look-ups made since the notice opened count: last round's answer says nothing about this round's means.
    """
    _take(around, rows(_answers(Verification.person_id.in_(people)), {"opens_on": notice.opens_on}))


def add_answers_of(around: Surroundings, notice: Notice, person_id: int) -> None:
    """The same of one person."""
    _take(around, rows(_OF_ONE, {"opens_on": notice.opens_on, "person_id": person_id}))


def _answers(whose: sa.ColumnElement[bool]) -> Any:
    # All lists of a person have the same order, whichever it is. Plain columns: text put together row by row would be
    # copied once more for each (SQLite).
    one = Verification
    is_sum, value = one.kind.in_(_SUMS), _listed(as_text(one.value))
    lists = (one.kind, as_text(one.looked_up_on), one.source)
    return (
        sa.select(one.person_id, sa.func.max(one.id), *(_listed(column) for column in lists))
        .add_columns(value.filter(~is_sum), value.filter(is_sum), _listed(as_text(one.id)))
        .where(whose, one.looked_up_on >= sa.bindparam("opens_on"))
        .group_by(one.person_id)
    )


def _listed(column: Any) -> Any:
    return sa.func.aggregate_strings(column, _BETWEEN)


_OF_ONE = _answers(Verification.person_id == sa.bindparam("person_id")).execution_options(**PREPARED)
"""Built once: a page that asks for one person spends more on building statements than on running them."""


def _take(around: Surroundings, found: Iterable[tuple[Any, ...]]) -> None:
    around.answers, around.newest = {}, {}
    answers, newest, told_by = around.answers, around.newest, _ToldBy()
    for person_id, newest_id, kinds, days, sources, words, sums, ids in found:
        newest[person_id] = newest_id
        lists = (kinds, days, sources, words)
        told = told_by[lists]
        if told.tied:
            told = _read(lists, [int(one) for one in ids.split(_BETWEEN)])
        own = answers[person_id] = told.answers.copy()
        if told.sums:
            values = sums.split(_BETWEEN)
            for kind, place, source, on in told.sums:
                value = values[place]
                own[kind] = Answer(int(value) if value.isdigit() else json.loads(value), source, on)


_Lists = tuple[str, str, str, str | None]
"""Kinds, days and sources of one person's look-ups, and the answers among them that are no sums."""


class _Told(NamedTuple):
    """The newest of each kind: the answers that are no sums; kind, place in the list of sums, source, day of each sum.

    ``tied``: two of a kind have the same day, and only their ids tell which is the newer.
    """

    answers: dict[str, Answer]
    sums: tuple[tuple[str, int, str, date], ...]
    tied: bool


class _ToldBy(dict[_Lists, _Told]):
    """Each of the few hundred different lists is read once."""

    def __missing__(self, lists: _Lists) -> _Told:
        told = self[lists] = _read(lists)
        return told


def _read(lists: _Lists, ids: list[int] | None = None) -> _Told:
    """What the lists say, in whatever order they stand; ``ids`` are those of the look-ups, in the same."""
    kinds, days, sources, words = ((one or "").split(_BETWEEN) for one in lists)
    among_sums, among_words = count(), count()
    listed = [
        (day(on), row_id, kind, next(among_sums if kind in _SUMS else among_words), source)
        for kind, on, source, row_id in zip(kinds, days, sources, ids or [0] * len(kinds), strict=True)
    ]
    answers, sums = {}, {}
    for on, _, kind, place, source in sorted(listed):  # the newest comes last and stays
        if kind in _SUMS:
            sums[kind] = (kind, place, source, on)
        else:
            answers[kind] = Answer(json.loads(words[place]), source, on)
    tied = ids is None and len({(kind, on) for on, _, kind, *_ in listed}) < len(listed)
    return _Told(answers, tuple(sums.values()), tied)
