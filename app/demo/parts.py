"""Who of the drawn applicants plays which part in the story of the business date. Pure.

A part never moves a verdict that the stories of ``applicants`` count on: it says where and when somebody applied, and
what happens to the application later.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from app.demo import cast
from app.demo.applicants import Agent, Applicant, Member
from app.demo.people import Synthetic

PLAIN = ""
OVERDUE_SINCE, DUE_TODAY_SINCE = date(2024, 6, 28), date(2024, 7, 1)
"""Seven days before 7. 5.(금) and before the business date."""
JUNE = date(2024, 6, 1)
DUE_TODAY_AT_SINRIM, DUE_LATER_AT_SINRIM = 2, 3

APPEAL, APPEAL_UPHELD = "appeal", "appeal_upheld"
OVERRIDE_APPROVED, OVERRIDE_WAITING, LATE_INCOME = "override_approved", "override_waiting", "late_income"
WITHDRAWN, NO_MESSAGES, PROXY, SPOUSE = "withdrawn", "no_messages", "proxy", "spouse"
ASKED_AGAIN = "asked_again"
BY_FILE = "by_file"
BY_FILE_COUNT = 5


def give_parts(applicants: list[Applicant], named: Mapping[str, Synthetic], agent_phone: str) -> list[Applicant]:
    """The applicants, some with a part, in the order of their numbers."""
    found = _papers_at_sinrim(applicants)
    _give_spouse(found, named)
    _give_proxy(found, agent_phone)
    early = _plain(lambda one: one.received_on < JUNE)
    _give(found, APPEAL, lambda one: one.story == "income" and one.received_on < JUNE, cast.SINRIM)
    _give(found, APPEAL_UPHELD, early, cast.DAEHAK)
    _give(found, LATE_INCOME, early)
    _give(found, OVERRIDE_APPROVED, lambda one: one.story == "health_unknown")
    _give(found, OVERRIDE_WAITING, lambda one: one.story == "work_ban_unknown")
    _give(found, WITHDRAWN, early, cast.SINRIM)
    _give(found, NO_MESSAGES, early, cast.SINRIM)
    _give(found, ASKED_AGAIN, _due_later_at_sinrim)
    for _ in range(BY_FILE_COUNT):
        _give(found, BY_FILE, _plain(lambda one: one.declared.householder is True and one.household_size == 1))
    return sorted(found, key=lambda one: (one.received_on, one.person.resident_number))


def _plain(also: Callable[[Applicant], bool]) -> Callable[[Applicant], bool]:
    return lambda one: not one.story and one.stream == "under65" and also(one)


def _due_later_at_sinrim(one: Applicant) -> bool:
    at_sinrim = one.story == "papers_due" and one.person.dong_code == cast.SINRIM
    return at_sinrim and one.received_on > DUE_TODAY_SINCE


def _give(
    found: list[Applicant], part: str, fits: Callable[[Applicant], bool], dong_code: str = "", **changes: object
) -> None:
    """The first who fits and has no part yet."""
    place = next(at for at, one in enumerate(found) if not one.part and fits(one))
    found[place] = replace(_at(found[place], dong_code), part=part, **changes)  # type: ignore[arg-type]


def _at(one: Applicant, dong_code: str) -> Applicant:
    return replace(one, person=replace(one.person, dong_code=dong_code)) if dong_code else one


def _papers_at_sinrim(applicants: list[Applicant]) -> list[Applicant]:
    """At 신림동 one has missed the day, two have it today, some later; other 동 have the rest (screens.md 3.2)."""
    days = [OVERDUE_SINCE, *[DUE_TODAY_SINCE] * DUE_TODAY_AT_SINRIM, *[None] * DUE_LATER_AT_SINRIM]
    return [_place_papers(one, days) if one.story == "papers_due" else one for one in applicants]


def _place_papers(one: Applicant, days: list[date | None]) -> Applicant:
    if days:
        return replace(_at(one, cast.SINRIM), received_on=days.pop(0) or one.received_on)
    return _at(one, cast.DAEHAK) if one.person.dong_code == cast.SINRIM else one


def _give_spouse(found: list[Applicant], named: Mapping[str, Synthetic]) -> None:
    """한누리's wife has applied at 대학동."""
    _give(
        found,
        SPOUSE,
        _plain(lambda one: one.household_size == 2 and not one.declared.householder),
        person=named[cast.SPOUSE.name],
        householder_number=named["한누리"].resident_number,
        members=(Member("배우자", "한누리", 1970),),
    )


def _give_proxy(found: list[Applicant], agent_phone: str) -> None:
    """A senior of 신림동 whose child came with a 위임장."""
    place = next(at for at, one in enumerate(found) if not one.story and one.stream == "senior")
    one = _at(found[place], cast.SINRIM)
    agent = Agent(f"{one.person.name[0]}대신", "자녀", agent_phone)
    found[place] = replace(one, part=PROXY, agent=agent, declared=replace(one.declared, by_proxy=True))
