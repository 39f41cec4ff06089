"""``Facts`` of one applicant from what was loaded around them: no database here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.recruitment.declared import Declared
from app.recruitment.models import Notice, PastParticipation
from app.recruitment.services.ledger import read_ledger
from app.recruitment.words import LookUp
from app.rules.eligibility import Facts, ForeignStatus, Known, OtherJob, SameHousehold


@dataclass(frozen=True, slots=True)
class Applicant:
    """One application and its person as plain values. ``number`` is 0 for one that is not saved yet."""

    person_id: int
    number: int
    born_on: date | None
    foreign_status: str | None
    stream: str
    dong: str
    household_size: int
    householder_key: str | None
    declared: Declared
    papers_required: int
    papers_missing: tuple[str, ...]
    papers_due_on: date | None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The newest look-up of one kind."""

    value: Any
    on: date
    source: str


@dataclass(frozen=True, slots=True)
class Home:
    """An application of the same notice, for the one-a-household rule."""

    number: int
    key: str | None
    address: str
    dong: str
    received_on: date


@dataclass(slots=True)
class Surroundings:
    """What the database knows around the applicants of one notice, by person."""

    programmes: dict[str, str]
    answers: dict[int, dict[str, Answer]] = field(default_factory=dict)
    ledger: dict[int, list[PastParticipation]] = field(default_factory=dict)
    by_key: dict[str, list[Home]] = field(default_factory=dict)
    by_address: dict[str, list[Home]] = field(default_factory=dict)


def is_foreign(masked: str) -> bool:
    """The seventh digit, which the mask leaves readable, is 5 to 8 for foreign numbers."""
    return masked[7:8] in tuple("5678")


def address_key(road_address: str, detail: str) -> str:
    """The address without blanks; empty when there is none to compare."""
    return "".join((road_address + detail).split()) if road_address else ""


def assemble(applicant: Applicant, around: Surroundings, notice: Notice) -> Facts:
    """All that is known of one applicant, declared and looked up side by side."""
    said = applicant.declared
    answers = around.answers.get(applicant.person_id, {})
    rows = around.ledger.get(applicant.person_id, ())
    ledger = read_ledger(rows, notice.cohort, around.programmes)
    other, checked = _household(applicant, around)
    overlap, ledger_seen = answers.get(LookUp.OVERLAP), answers.get(LookUp.PAST)
    benefit, until = _unemployment(answers, said)
    return Facts(
        born_on=applicant.born_on,
        stream=applicant.stream,
        district=said.district,
        dong=applicant.dong if said.district == "관악구" else "",
        household_size=applicant.household_size,
        income_won=_known(said.income_won, answers.get(LookUp.INCOME)),
        property_won=_known(said.property_won, answers.get(LookUp.PROPERTY)),
        past=ledger.past,
        past_looked_up_on=ledger_seen.on if ledger_seen else None,
        same_household=other,
        household_checked=checked or LookUp.HOUSEHOLD in answers,
        other_jobs=(*ledger.running, *_other_jobs(overlap)),
        other_jobs_declared=said.other_jobs,
        other_jobs_looked_up_on=overlap.on if overlap else None,
        living_benefit=_known(said.living_benefit, answers.get(LookUp.LIVING_BENEFIT)),
        unemployment_benefit=benefit,
        unemployment_until=until,
        student=said.student,
        able_to_work=None if said.hard_to_work is None else not said.hard_to_work,
        papers_required=applicant.papers_required,
        papers_missing=applicant.papers_missing,
        papers_due_on=applicant.papers_due_on,
        early_quits=ledger.quits,
        foreign=_foreign(applicant),
        work_ban=said.work_ban,
        dependants=Known(declared=applicant.household_size - 1),
        vulnerable_types=Known(declared=said.vulnerable_types),
        householder=Known(declared=said.householder),
    )


def _known(declared: Any, answer: Answer | None) -> Known[Any]:
    if answer is None:
        return Known(declared=declared)
    return Known(declared, answer.value, answer.source, answer.on)


def _unemployment(answers: dict[str, Answer], said: Declared) -> tuple[Known[bool], date | None]:
    answer = answers.get(LookUp.UNEMPLOYMENT_BENEFIT)
    if answer is None:
        return Known(declared=said.unemployment_benefit), None
    until = answer.value["until"]
    known = Known(said.unemployment_benefit, answer.value["receives"], answer.source, answer.on)
    return known, date.fromisoformat(until) if until else None


def _other_jobs(answer: Answer | None) -> list[OtherJob]:
    jobs = answer.value if answer else []
    return [
        OtherJob(job["label"], date.fromisoformat(job["starts_on"]), date.fromisoformat(job["ends_on"])) for job in jobs
    ]


def _household(applicant: Applicant, around: Surroundings) -> tuple[SameHousehold | None, bool]:
    """The earlier application of the household, and whether the household is known (model.md D17).

    The same address without a householder's number is a reason to look, never to refuse.
    """

    def earlier(homes: list[Home]) -> list[Home]:
        return [home for home in homes if not applicant.number or home.number < applicant.number]

    key = applicant.householder_key
    if key is None:
        return None, False
    same = earlier(around.by_key.get(key, []))
    if same:
        return SameHousehold(same[0].dong, same[0].received_on), True
    return None, all(home.key for home in earlier(around.by_address.get(applicant.address, [])))


def _foreign(applicant: Applicant) -> ForeignStatus | None:
    if applicant.foreign_status is None:
        return None
    expires = applicant.declared.residence_expires_on
    return ForeignStatus(applicant.foreign_status, date.fromisoformat(expires) if expires else None)
