"""What the ledger of past participation says for one cohort: earlier rounds, other jobs at the time, early quits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from app.rules.eligibility import EarlyQuit, OtherJob, PastRound
from app.shared.periods import months_touched, overlap_days

_LEFT_EARLY = ("personal", "misconduct", "other")
_SOURCES = ("system", "ilmoa", "declared")
"""Who is believed first where several sources tell of one participation."""


class PastRow(NamedTuple):
    """One row of ``past_participation``, as plain values."""

    programme: str
    started_on: date
    ended_on: date
    months: int | None
    end_reason: str | None
    source: str


class Term(NamedTuple):
    """The cohort that is judged for, as plain values."""

    programme_code: str
    starts_on: date
    ends_on: date


_began = attrgetter("started_on")


class Ledger(NamedTuple):
    """The rows of one person, as the repeat, overlap and early-quit rules ask for them."""

    past: tuple[PastRound, ...]
    running: tuple[OtherJob, ...]
    quits: tuple[EarlyQuit, ...]


NO_PAST = Ledger((), (), ())


def read_ledger(rows: Iterable[PastRow], cohort: Term, names: Mapping[str, str]) -> Ledger:
    """Rounds before the cohort, participations that overlap it, and every early quit.

    The cohort's own rows (written when somebody was selected) are not "another" job. Leaving for a job or illness is a
    just reason; whether the others are is 확인 필요, except misconduct. How long a quit bars is the notice's limit.
    """
    others = [row for row in rows if not _own(row, cohort)]
    counted = _once_each(others)
    return Ledger(
        past=tuple(_round(row, names) for row in counted if row.started_on < cohort.starts_on),
        running=tuple(
            OtherJob(_label(row, names), row.started_on, row.ended_on)
            for row in counted
            if overlap_days(row.started_on, row.ended_on, cohort.starts_on, cohort.ends_on)
        ),
        quits=tuple(
            EarlyQuit(_label(row, names), row.ended_on, False if row.end_reason == "misconduct" else None)
            for row in others
            if row.end_reason in _LEFT_EARLY
        ),
    )


def _own(row: PastRow, cohort: Term) -> bool:
    return row.programme == cohort.programme_code and cohort.starts_on <= row.started_on <= cohort.ends_on


def _once_each(rows: list[PastRow]) -> list[PastRow]:
    """The same participation told by several sources counts once: 일모아 holds what this system holds, too.

    It is the same where the programme is and the days overlap, since nobody takes part twice at a time.
    """
    if len({row.source for row in rows}) < 2:
        return sorted(rows, key=_began)
    kept: list[PastRow] = []
    for row in sorted(rows, key=lambda one: (_SOURCES.index(one.source), one.started_on)):
        told = any(
            one.source != row.source
            and one.programme == row.programme
            and overlap_days(one.started_on, one.ended_on, row.started_on, row.ended_on)
            for one in kept
        )
        if not told:
            kept.append(row)
    return sorted(kept, key=_began)


def _round(row: PastRow, names: Mapping[str, str]) -> PastRound:
    months = row.months or len(months_touched(row.started_on, row.ended_on))
    return PastRound(row.programme, _label(row, names), row.started_on, row.ended_on, months, row.source)


def _label(row: PastRow, names: Mapping[str, str]) -> str:
    half = "상" if row.started_on.month <= 6 else "하"
    return f"{row.started_on.year}년 {half}반기 {names.get(row.programme, row.programme)}"
