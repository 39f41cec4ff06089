"""What is known of one applicant, as plain values: declared at the counter and looked up elsewhere, side by side.

A batch makes a hundred thousand of these, so they are named tuples and one unfrozen class: freezing trebles its cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Known(NamedTuple, Generic[T]):
    """One fact as declared and as looked up; None means not known that way. The look-up overrides the declaration."""

    declared: T | None = None
    looked_up: T | None = None
    source: str = ""
    looked_up_on: date | None = None

    @property
    def best(self) -> T | None:
        return self.declared if self.looked_up is None else self.looked_up

    def settled(self, declared_is_enough: bool) -> T | None:
        """The value that may be judged or scored: the look-up, or the declaration where the notice allows it."""
        return self.best if declared_is_enough else self.looked_up


NOT_KNOWN: Known[Any] = Known()


class PastRound(NamedTuple):
    """An earlier participation of the one ledger (system, ilmoa or declared). ``label`` is how the page names it."""

    programme: str
    label: str
    started_on: date
    ended_on: date
    months: int
    source: str = "system"


class OtherJob(NamedTuple):
    """A participation elsewhere, or in another cohort here, that may run at the same time."""

    label: str
    starts_on: date
    ends_on: date


class SameHousehold(NamedTuple):
    """The earlier application of the same household to the same notice; the later one is barred, never both."""

    dong: str
    received_on: date


class EarlyQuit(NamedTuple):
    """A participation left before its end. ``justified`` None: whether the reason was a just one is still open."""

    cohort: str
    left_on: date
    justified: bool | None
    reason: str = ""


class ForeignStatus(NamedTuple):
    """체류자격 of a foreign applicant; ``status`` empty when not seen, ``expires_on`` None when it does not expire."""

    status: str
    expires_on: date | None = None


class Restriction(NamedTuple):
    """단체장이 참여를 제한한 기록: what it is called, and its last day (None: no end)."""

    label: str
    until: date | None = None


@dataclass(slots=True)
class Facts:
    """The figures of one application. Every None, and every Known without value, is missing evidence.

    ``district`` is where the resident register has the applicant; ``papers_missing`` names what is not there yet;
    ``past`` holds the whole ledger, judged by each rule for its own window. ``foreign`` None means a citizen.
    The order of the fields is that of the stored text (``snapshot.py``): only ever added to at the end.
    """

    born_on: date | None
    stream: str = ""
    district: str | None = None
    dong: str = ""
    household_size: int = 1
    income_won: Known[int] = NOT_KNOWN
    property_won: Known[int] = NOT_KNOWN
    past: tuple[PastRound, ...] = ()
    past_looked_up_on: date | None = None
    same_household: SameHousehold | None = None
    household_checked: bool = False
    other_jobs: tuple[OtherJob, ...] = ()
    other_jobs_declared: bool | None = None
    other_jobs_looked_up_on: date | None = None
    living_benefit: Known[bool] = NOT_KNOWN
    unemployment_benefit: Known[bool] = NOT_KNOWN
    unemployment_until: date | None = None
    student: bool | None = None
    school: str = ""
    student_note: str = ""
    able_to_work: bool | None = None
    health_paper: str = ""
    papers_required: int = 0
    papers_missing: tuple[str, ...] = ()
    papers_due_on: date | None = None
    early_quits: tuple[EarlyQuit, ...] = ()
    foreign: ForeignStatus | None = None
    work_ban: bool | None = None
    work_ban_until: date | None = None
    dependants: Known[int] = NOT_KNOWN
    vulnerable_types: Known[tuple[str, ...]] = NOT_KNOWN
    householder: Known[bool] = NOT_KNOWN
    restriction: Restriction | None = None
    business: Known[bool] = NOT_KNOWN
    business_exception: str = ""
    official_family: Known[bool] = NOT_KNOWN
    public_pension: Known[bool] = NOT_KNOWN
    employed: Known[bool] = NOT_KNOWN
