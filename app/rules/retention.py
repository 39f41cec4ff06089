"""Until when an applicant's data is kept, and why: what ended its purpose, the period that follows, its basis.

Records of work and money are counted from 1 January after the work was finished (공공기록물법 시행령 §26).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.rules.application_states import GIVEN_UP
from app.rules.parameters import DatedValue, Parameters

UNSELECTED, LABOUR, SUBSIDY = "retention_unselected_days", "retention_labour_years", "retention_subsidy_years"


@dataclass(frozen=True, slots=True)
class Kept:
    """One period. ``until`` is the last day on which the data is kept; ``from_on`` the first one counted."""

    what: str
    from_on: date
    until: date
    value: DatedValue


def kept_for_years(finished_on: date, years: int) -> tuple[date, date]:
    """(first, last) day of whole years counted from 1 January after the work was finished."""
    return date(finished_on.year + 1, 1, 1), date(finished_on.year + years, 12, 31)


def retention_of(state: str, ends_on: date, closed_on: date | None, parameters: Parameters) -> tuple[Kept, ...]:
    """The periods of one application, the longest first.

    ``ends_on``: last day of the cohort, until when the reserve is used; ``closed_on``: the day of 포기 or 취소.
    Raises ParameterMissing.
    """
    if state == "selected":
        kept = [_years(LABOUR, ends_on, parameters), _years(SUBSIDY, ends_on, parameters)]
        return tuple(sorted(kept, key=lambda one: one.until, reverse=True))
    ended = closed_on if state in GIVEN_UP and closed_on else ends_on
    value = parameters.find(UNSELECTED, ended)
    return (Kept(value.label, ended, ended + timedelta(days=int(value.value)), value),)


def _years(key: str, finished_on: date, parameters: Parameters) -> Kept:
    value = parameters.find(key, finished_on)
    first, last = kept_for_years(finished_on, int(value.value))
    return Kept(value.label, first, last, value)
