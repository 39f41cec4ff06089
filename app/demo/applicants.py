"""The applicants of 2024 H2 서울동행일자리: 1,003 people with what they declared and what was looked up. Pure.

``STORIES`` says how many of each stream stumble over which rule, so that 862 are eligible, 97 are not and 44 wait for
evidence; nothing here decides a verdict, the rules do that from the facts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from app.demo.people import People, Synthetic
from app.recruitment.declared import Declared
from app.recruitment.words import PAPERS_DUE_DAYS, VULNERABLE_TYPES, LookUp
from app.rules.eligibility import MedianIncome
from app.shared.periods import age_on

STREAMS = ("youth", "under65", "senior")
APPLIED = {"youth": 137, "under65": 571, "senior": 295}
INCOME_PERCENT, PROPERTY_WON = 80, 499_000_000
LOOKED_UP_ON = date(2024, 7, 5)
# story: (청년, 65세 미만, 65세 이상)
STORIES: Mapping[str, tuple[int, int, int]] = {
    "income": (5, 22, 9),
    "income_property": (0, 3, 2),
    "property": (1, 4, 2),
    "repeat": (0, 16, 10),
    "unemployment": (2, 6, 1),
    "household": (0, 4, 2),
    "papers_late": (1, 3, 1),
    "student": (2, 0, 0),
    "living_benefit": (0, 1, 0),
    "papers_due": (4, 12, 4),
    "no_income_yet": (2, 6, 2),
    "no_past_yet": (1, 5, 2),
    "health_unknown": (0, 2, 1),
    "work_ban_unknown": (1, 1, 1),
}
SIZES = {"youth": (1, 1, 1, 2, 2, 3, 4), "under65": (1, 1, 2, 2, 3, 3, 4, 5), "senior": (1, 1, 1, 2, 2, 2, 3)}
RELATIONS = {"youth": ("부모", "형제자매"), "under65": ("배우자", "자녀"), "senior": ("배우자", "자녀")}
TYPES = {
    "youth": ("long_unemployed", "near_poor", "disabled"),
    "under65": ("long_unemployed", "single_parent", "woman_householder", "near_poor", "disabled", "marriage_migrant"),
    "senior": ("near_poor", "disabled", "long_unemployed"),
}


@dataclass(frozen=True, slots=True)
class Member:
    relation: str
    name: str
    born_year: int


@dataclass(frozen=True, slots=True)
class Agent:
    """대리인: who came in place of the applicant."""

    name: str
    relation: str
    phone: str


@dataclass(frozen=True, slots=True)
class Applicant:
    """One application as the counter would take it, and the look-ups that came back for it.

    ``householder_number`` is the resident number of the household's head; ``papers_missing`` are codes of papers;
    ``part`` is what happens to it later (``parts``).
    """

    person: Synthetic
    stream: str
    received_on: date
    household_size: int
    householder_number: str
    members: tuple[Member, ...]
    declared: Declared
    look_ups: Mapping[LookUp, object]
    papers_missing: tuple[str, ...] = ()
    story: str = ""
    part: str = ""
    agent: Agent | None = None

    @property
    def due_on(self) -> date | None:
        return self.received_on + timedelta(days=PAPERS_DUE_DAYS) if self.papers_missing else None


@dataclass(frozen=True, slots=True)
class Known:
    """What the applicants are drawn against: dates, the year's median income, earlier participants to come back."""

    starts_on: date
    open_days: Sequence[date]
    median: MedianIncome
    once: Sequence[Synthetic]
    twice: Sequence[Synthetic]


def draw(people: People, random: Random, known: Known) -> list[Applicant]:
    """All applicants in the order of their numbers, which is the order of days received."""
    once, twice = _by_stream(known.once, known.starts_on), _by_stream(known.twice, known.starts_on)
    found: list[Applicant] = []
    for at, stream in enumerate(STREAMS):
        stories = [story for story, counts in STORIES.items() for _ in range(counts[at])]
        stories += [""] * (APPLIED[stream] - len(stories))
        random.shuffle(stories)
        for story in stories:
            pool = twice[stream] if story == "repeat" else once[stream] if random.random() < 0.2 else []
            person = pool.pop() if pool else people.of_age(*_ages(stream), known.starts_on)
            found.append(_apply(person, stream, story, random=random, known=known, people=people))
    found.sort(key=lambda one: (one.received_on, one.person.resident_number))
    return _in_one_household(found)


def _by_stream(people: Sequence[Synthetic], on: date) -> dict[str, list[Synthetic]]:
    """Nobody in two streams: of those who could choose, the young take 청년."""
    ages = {one.resident_number: age_on(one.born_on, on) for one in people}
    bands = {"youth": (18, 39), "under65": (40, 64), "senior": (65, 120)}
    return {
        stream: [one for one in people if low <= ages[one.resident_number] <= high]
        for stream, (low, high) in bands.items()
    }


def _ages(stream: str) -> tuple[int, int]:
    return {"youth": (19, 39), "under65": (28, 64), "senior": (65, 81)}[stream]


def _apply(person: Synthetic, stream: str, story: str, *, random: Random, known: Known, people: People) -> Applicant:
    size = random.choice(SIZES[stream])
    householder = size == 1 or random.random() < (0.35 if stream == "youth" else 0.7)
    received = random.choice(known.open_days[10:] if story == "household" else known.open_days)
    missing: tuple[str, ...] = ()
    if story.startswith("papers"):
        missing = (random.choice(("info_consent", "child_abuse_consent")),)
        received = known.open_days[-1 - random.randrange(3)] if story == "papers_due" else known.open_days[-9]
    income, property_won = _means(story, size, random, known.median)
    declared = Declared(
        income_won=max(0, round(income * random.choice((100, 100, 98, 95)) // 100, -4)),
        property_won=round(property_won, -6),
        householder=householder,
        vulnerable_types=_types(stream, random),
        living_benefit=False,
        unemployment_benefit=False,
        student=story == "student",
        hard_to_work=None if story == "health_unknown" else False,
        work_ban=None if story == "work_ban_unknown" else False,
        other_jobs=False,
        district="관악구",
    )
    return Applicant(
        person=person,
        stream=stream,
        received_on=received,
        household_size=size,
        householder_number=person.resident_number if householder else people.number_of_a_relative(person),
        members=_members(person, size, stream, random),
        declared=declared,
        look_ups=_look_ups(story, income, property_won),
        papers_missing=missing,
        story=story,
    )


def _means(story: str, size: int, random: Random, median: MedianIncome) -> tuple[int, int]:
    """Household income a month and property, in won, on the right side of the ceilings for the story."""
    ceiling = median.share(size, INCOME_PERCENT)
    percent = random.choice((8, 18, 27, 33, 41, 46, 52, 57, 63, 68, 73, 78))
    income = median.of(size) * percent // 100 + random.randrange(20_000)
    if story.startswith("income"):
        income = ceiling + random.choice((1, 108_113, 340_000, 870_000, 1_500_000))
    property_won = random.choice((8, 22, 37, 48, 66, 85, 110, 145, 182, 230, 275, 330, 390, 450)) * 1_000_000
    if "property" in story:
        property_won = PROPERTY_WON + random.choice((1_000_000, 24_000_000, 150_000_000))
    return min(income, ceiling) if not story.startswith("income") else income, property_won


def _types(stream: str, random: Random) -> tuple[str, ...]:
    count = random.choices((0, 1, 2), (40, 42, 18))[0]
    chosen = set(random.sample(TYPES[stream], count))
    return tuple(code for code in VULNERABLE_TYPES if code in chosen)


def _members(person: Synthetic, size: int, stream: str, random: Random) -> tuple[Member, ...]:
    first, rest = RELATIONS[stream]
    apart = {"부모": -29, "형제자매": 3, "배우자": 2, "자녀": 30}
    relations = [first] + [rest] * (size - 2) if size > 1 else []
    return tuple(
        Member(
            relation, person.name[0] + "예시", min(2024, person.born_on.year + apart[relation] + random.randint(-2, 2))
        )
        for relation in relations
    )


def _look_ups(story: str, income: int, property_won: int) -> dict[LookUp, object]:
    found: dict[LookUp, object] = {
        LookUp.INCOME: income,
        LookUp.PROPERTY: property_won,
        LookUp.LIVING_BENEFIT: story == "living_benefit",
        LookUp.UNEMPLOYMENT_BENEFIT: {
            "receives": story == "unemployment",
            "until": "2024-10-31" if story == "unemployment" else None,
        },
        LookUp.PAST: True,
        LookUp.OVERLAP: [],
        LookUp.HOUSEHOLD: True,
    }
    if story == "no_income_yet":
        del found[LookUp.INCOME]
    if story == "no_past_yet":
        del found[LookUp.PAST], found[LookUp.OVERLAP]
    return found


def _in_one_household(found: list[Applicant]) -> list[Applicant]:
    """The story ``household``: each such applicant lives with one who applied before and is nobody's second."""
    heads = [one for one in found if not one.story and one.declared.householder and one.household_size > 1]
    for at, one in enumerate(found):
        if one.story != "household":
            continue
        head = next(head for head in heads if head.received_on < one.received_on)
        heads.remove(head)
        person = replace(one.person, road_address=head.person.road_address, address_detail=head.person.address_detail)
        found[at] = replace(
            one,
            person=replace(person, dong_code=head.person.dong_code),
            householder_number=head.person.resident_number,
            household_size=head.household_size,
            declared=replace(one.declared, householder=False, income_won=head.declared.income_won),
            look_ups={**head.look_ups},
            members=head.members,
        )
    return found
