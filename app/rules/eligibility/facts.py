"""What is known of one applicant, as plain values: declared at the counter and looked up elsewhere, side by side."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Generic, TypeVar

from app.shared.canonical import digest

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Known(Generic[T]):
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


@dataclass(frozen=True, slots=True)
class PastRound:
    """An earlier participation of the one ledger (system, ilmoa or declared). ``label`` is how the page names it."""

    programme: str
    label: str
    started_on: date
    ended_on: date
    months: int
    source: str = "system"


@dataclass(frozen=True, slots=True)
class OtherJob:
    """A participation elsewhere, or in another cohort here, that may run at the same time."""

    label: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class SameHousehold:
    """The earlier application of the same household to the same notice; the later one is barred, never both."""

    dong: str
    received_on: date


@dataclass(frozen=True, slots=True)
class EarlyQuit:
    """A participation left before its end. ``justified`` None: whether the reason was a just one is still open."""

    cohort: str
    left_on: date
    justified: bool | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ForeignStatus:
    """체류자격 of a foreign applicant; ``status`` empty when not seen, ``expires_on`` None when it does not expire."""

    status: str
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """The figures of one application. Every None, and every Known without value, is missing evidence.

    ``district`` is where the resident register has the applicant; ``papers_missing`` names what is not there yet;
    ``past`` holds the whole ledger, judged by each rule for its own window. ``foreign`` None means a citizen.
    """

    born_on: date | None
    stream: str = ""
    district: str | None = None
    dong: str = ""
    household_size: int = 1
    income_won: Known[int] = Known()
    property_won: Known[int] = Known()
    past: tuple[PastRound, ...] = ()
    past_looked_up_on: date | None = None
    same_household: SameHousehold | None = None
    household_checked: bool = False
    other_jobs: tuple[OtherJob, ...] = ()
    other_jobs_declared: bool | None = None
    other_jobs_looked_up_on: date | None = None
    living_benefit: Known[bool] = Known()
    unemployment_benefit: Known[bool] = Known()
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
    dependants: Known[int] = Known()
    vulnerable_types: Known[tuple[str, ...]] = Known()
    householder: Known[bool] = Known()


def facts_digest(facts: Facts) -> str:
    """Digest of everything that was judged, stored with the screening: equal facts need no new run."""
    return digest(asdict(facts))
