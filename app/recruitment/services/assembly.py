"""``Facts`` of one applicant from what was loaded around them: no database here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from app.recruitment.services.ledger import NO_PAST, Ledger, Term
from app.recruitment.words import LookUp
from app.rules.eligibility import NOT_KNOWN, Facts, ForeignStatus, Known, OtherJob, Restriction, SameHousehold

day = lru_cache(maxsize=4096)(date.fromisoformat)
"""The same few days come again and again in a batch."""

_NOTHING: Mapping[str, Any] = {}
(
    _INCOME,
    _PROPERTY,
    _LIVING_BENEFIT,
    _UNEMPLOYMENT_BENEFIT,
    _PAST,
    _OVERLAP,
    _HOUSEHOLD,
    _BUSINESS,
    _EMPLOYED,
    _PUBLIC_PENSION,
    _OFFICIAL_FAMILY,
    _RESTRICTION,
) = (kind.value for kind in LookUp)  # plain words: a batch asks for them a million times
NO_PAST_MARK = "0//0"
"""The mark of somebody without past participation (``evidence.mark``)."""


class Answer(NamedTuple):
    """The newest look-up of one kind, in the order in which ``Known`` goes on behind what was declared."""

    value: Any
    source: str
    on: date


class Home(NamedTuple):
    """An application of the same notice, for the one-a-household rule."""

    number: int
    dong: str
    received_on: date


class Applicant(NamedTuple):
    """One application and its person as plain values. ``number`` is 0 for one that is not saved yet."""

    person_id: int
    number: int
    born_on: date | None
    foreign_status: str | None
    stream: str
    dong: str
    household_size: int
    householder_key: str | None
    address_key: str
    declared: Mapping[str, Any]
    papers_required: int
    papers_missing: tuple[str, ...]
    papers_due_on: date | None


@dataclass(slots=True)
class Surroundings:
    """What the database knows around the applicants of one notice.

    ``households``: applications by the 세대주's key; ``unclear``: numbers of applications that named no 세대주, by the
    key of their address, both in the order of the numbers. ``newest`` and ``ledger_marks`` say how far the evidence of a person was read.
    """

    cohort: Term
    answers: dict[int, dict[str, Answer]] = field(default_factory=dict)
    ledger: dict[int, Ledger] = field(default_factory=dict)
    households: dict[str, list[Home]] = field(default_factory=dict)
    unclear: dict[str, list[int]] = field(default_factory=dict)
    newest: dict[int, int] = field(default_factory=dict)
    ledger_marks: dict[int, str] = field(default_factory=dict)


_FOREIGN = frozenset("5678")


def is_foreign(masked: str) -> bool:
    """The seventh digit, which the mask leaves readable, is 5 to 8 for foreign numbers."""
    return masked[7:8] in _FOREIGN


class InFront(NamedTuple):
    """Earlier applications to the same notice, each the earliest of its kind.

    ``home``: of the same household; ``near``: the number of the one that lives there and named no 세대주, 0 for none.
    """

    home: Home | None
    near: int


def in_front(applicant: Applicant, around: Surroundings) -> InFront:
    """What stands in front of this application; in front of one that is not saved yet is every other."""
    number = applicant.number
    homes = around.households.get(applicant.householder_key) if applicant.householder_key else None
    near = around.unclear.get(applicant.address_key) if applicant.address_key else None
    home = homes[0] if homes and (not number or homes[0].number < number) else None
    return InFront(home, near[0] if near and (not number or near[0] < number) else 0)


def assemble(applicant: Applicant, around: Surroundings, front: InFront | None = None) -> Facts:
    """All that is known of one applicant, declared and looked up side by side; ``front`` where it was asked before."""
    said = applicant.declared.get
    answers: Mapping[str, Any] = around.answers.get(applicant.person_id, _NOTHING)
    answer = answers.get
    past, running, quits = around.ledger.get(applicant.person_id, NO_PAST)
    other, checked = _household(applicant, front or in_front(applicant, around))
    overlap, ledger_seen = answer(_OVERLAP), answer(_PAST)
    jobs = (*running, *_other_jobs(overlap, running)) if overlap and overlap.value else running
    benefit, benefit_until = _pair(said("unemployment_benefit"), answer(_UNEMPLOYMENT_BENEFIT), "receives", "until")
    business, exception = _pair(said("business"), answer(_BUSINESS), "registered", "exception")
    hard_to_work, district, types = said("hard_to_work"), said("district"), said("vulnerable_types")
    # In the order of the fields, which is that of the stored text and never changes: by name it costs five times as
    # much. The test of this function gives every field a value of its own.
    return Facts(
        applicant.born_on,
        applicant.stream,
        district,
        applicant.dong if district == "관악구" else "",
        applicant.household_size,
        _known(said("income_won"), answer(_INCOME)),
        _known(said("property_won"), answer(_PROPERTY)),
        past,
        ledger_seen.on if ledger_seen else None,
        other,  # same_household
        checked or _HOUSEHOLD in answers,
        jobs,
        said("other_jobs"),
        overlap.on if overlap else None,
        _known(said("living_benefit"), answer(_LIVING_BENEFIT)),
        benefit,
        day(benefit_until) if benefit_until else None,
        said("student"),
        "",  # school
        "",  # student_note
        None if hard_to_work is None else not hard_to_work,
        "",  # health_paper
        applicant.papers_required,
        applicant.papers_missing,
        applicant.papers_due_on,
        quits,
        None if applicant.foreign_status is None else _foreign(applicant),
        said("work_ban"),
        None,  # work_ban_until
        _dependants(applicant.household_size),
        Known(tuple(types)) if types else _NO_TYPES,
        _DECLARED[said("householder")],
        _restriction(answer(_RESTRICTION)),
        business,
        exception or "",
        _known(said("official_family"), answer(_OFFICIAL_FAMILY)),
        _known(said("public_pension"), answer(_PUBLIC_PENSION)),
        _known(said("employed"), answer(_EMPLOYED)),
    )


_NO_TYPES: Known[tuple[str, ...]] = Known(())
_DECLARED: dict[bool | None, Known[bool]] = {None: NOT_KNOWN, True: Known(True), False: Known(False)}


def _known(declared: Any, answer: Answer | None) -> Known[Any]:
    if answer is None:
        return NOT_KNOWN if declared is None else Known(declared)
    # Known(declared, *answer), at a third of the price: a batch makes half a million.
    return tuple.__new__(Known, (declared, *answer))


@lru_cache(maxsize=64)
def _dependants(household_size: int) -> Known[int]:
    return Known(household_size - 1)


def _pair(declared: bool | None, answer: Answer | None, fact: str, more: str) -> tuple[Known[bool], str | None]:
    """A look-up that says yes or no and one thing more about it."""
    if answer is None:
        return _known(declared, None), None
    return Known(declared, answer.value[fact], answer.source, answer.on), answer.value[more]


def _other_jobs(answer: Answer, running: tuple[OtherJob, ...]) -> list[OtherJob]:
    """What runs elsewhere, but for what the ledger tells already: nobody takes part twice on the same days."""
    jobs = [OtherJob(job["label"], day(job["starts_on"]), day(job["ends_on"])) for job in answer.value]
    told = {(job.starts_on, job.ends_on) for job in running}
    return [job for job in jobs if (job.starts_on, job.ends_on) not in told]


def _restriction(answer: Answer | None) -> Restriction | None:
    if answer is None or answer.value is None:
        return None
    until = answer.value["until"]
    return Restriction(answer.value["label"], day(until) if until else None)


def _household(applicant: Applicant, front: InFront) -> tuple[SameHousehold | None, bool]:
    """The earlier application of the household, and whether the household is known (model.md D17).

    The same address without a householder's number is a reason to look, never to refuse.
    """
    if applicant.householder_key is None:
        return None, False
    if front.home is not None:
        return SameHousehold(front.home.dong, front.home.received_on), True
    return None, not front.near


def _foreign(applicant: Applicant) -> ForeignStatus:
    expires = applicant.declared.get("residence_expires_on")
    return ForeignStatus(applicant.foreign_status or "", date.fromisoformat(expires) if expires else None)
