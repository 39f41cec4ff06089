"""What the counter form says, as plain values, and what it takes to judge it before it is saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.accounts.models import Dong
from app.extensions import db
from app.recruitment.address import address_key
from app.recruitment.declared import Declared
from app.recruitment.models import Application, Notice, NoticeStream, Person
from app.recruitment.services import checklist
from app.recruitment.services.assembly import Applicant, is_foreign
from app.recruitment.services.facts import of_form
from app.recruitment.services.people import Identity, by_number, key_of
from app.rules.eligibility import Facts
from app.rules.resident_number import ResidentNumber
from app.shared.errors import RuleBroken
from app.shared.periods import age_on


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the household other than the applicant."""

    relation: str
    name: str
    born_year: int
    income_won: int | None = None


@dataclass(frozen=True, slots=True)
class Agent:
    """대리인: who brings the application of somebody else, with a 위임장."""

    name: str
    relation: str
    phone: str


@dataclass(frozen=True, slots=True)
class Intake:
    """One filled-in form. ``stream`` empty: the only one that the age allows. ``papers``: kinds received today or before.

    ``householder_number`` is the 세대주's where the applicant is not one; it is kept as a keyed hash only.
    """

    identity: Identity
    declared: Declared
    household_size: int
    stream: str = ""
    preferences: tuple[int, ...] = ()
    householder_number: ResidentNumber | None = None
    members: tuple[Member, ...] = ()
    papers: tuple[str, ...] = ()
    consents: tuple[str, ...] = field(default=())
    agent: Agent | None = None


def streams_for(notice: Notice, born_on: date) -> list[NoticeStream]:
    """모집 구분 that the age allows on the notice's reference date (18–39 may take 청년 or 65세 미만)."""
    age = age_on(born_on, notice.age_on)
    return [one for one in notice.streams if one.min_age <= age and (one.max_age is None or age <= one.max_age)]


def stream_of(notice: Notice, intake: Intake, born_on: date) -> NoticeStream:
    """The stream chosen, or the only one possible. Raises RuleBroken when it must be chosen."""
    chosen = [one for one in notice.streams if one.code == intake.stream]
    possible = chosen or streams_for(notice, born_on) or notice.streams[:1]
    if len(possible) > 1:
        raise RuleBroken("모집 구분을 골라 주세요. 나이로는 두 구분에 모두 신청할 수 있습니다.")
    return possible[0]


def householder_key(intake: Intake, own_key: str | None) -> str | None:
    """The household by its 세대주's number: one's own, or the one that was given (model.md D17)."""
    if intake.declared.householder:
        return own_key
    return key_of(intake.householder_number) if intake.householder_number else None


def draft_facts(
    notice: Notice,
    intake: Intake,
    *,
    number: ResidentNumber | None = None,
    application: Application | None = None,
    person: Person | None = None,
    due_on: date | None = None,
) -> Facts:
    """Facts of a form that is being filled in; what is not typed yet is simply not known."""
    if person is None:
        person = application.person if application else (by_number(number) if number else None)
    born_on = person.born_on if person else (number.born_on if number else None)
    masked = person.rrn_masked if person else (number.masked if number else "")
    own_key = person.rrn_key if person else (key_of(number) if number else None)
    needed = checklist.required_papers(notice, intake.declared, intake.declared.by_proxy)
    labels = checklist.paper_labels(notice)
    stream = intake.stream or (_only_stream(notice, born_on) if born_on else "")
    person_id = person.id if person else 0
    applicant = Applicant(
        person_id=person_id,
        number=application.number if application else 0,
        born_on=born_on,
        # Before a number is typed nobody is known to be a citizen.
        foreign_status=(intake.identity.residence_status or "") if not masked or is_foreign(masked) else None,
        stream=stream,
        dong=_dong_name(intake.identity.dong_code),
        household_size=intake.household_size,
        householder_key=householder_key(intake, own_key),
        address_key=address_key(intake.identity.road_address, intake.identity.address_detail),
        declared=intake.declared.to_json(),
        papers_required=len(needed),
        papers_missing=tuple(labels[kind] for kind in needed if kind not in intake.papers),
        papers_due_on=due_on,
    )
    with db.session.no_autoflush:
        return of_form(notice, applicant)


def _dong_name(code: str | None) -> str:
    dong = db.session.get(Dong, code) if code else None
    return dong.name if dong else ""


def _only_stream(notice: Notice, born_on: date) -> str:
    possible = streams_for(notice, born_on)
    return possible[0].code if len(possible) == 1 else ""
