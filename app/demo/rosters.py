"""Who took part in the nine recorded cohorts: exactly the recorded head-counts, by synthetic people. Pure.

People come back as they do in life: once more at most, for two rounds in two years is the limit, and never in two
cohorts of one half-year. So the people counted once (실인원) are fewer than the participations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from app.demo.people import People, Synthetic
from app.shared.periods import age_on

STREAMS = ("youth", "under65", "senior")
# Published seats by stream (domain.md A5): 동행 2024 H2; 강감찬 2024 H1, 2023 H2; 지역공동체 2024 H2 (예시).
PUBLISHED_MIX = {
    "companion": (55, 222, 138),
    "gangamchan": (0, 70, 180),
    "gangamchan-350": (0, 100, 250),
    "community": (0, 13, 16),
}
RETURNING_PERCENT = {0: 0, 1: 9, 2: 32}
AGES = {"youth": (20, 39), "under65": (30, 59), "senior": (65, 79)}
NEARLY_PENSIONED = (60, 64)


@dataclass(frozen=True, slots=True)
class Round:
    """A recorded cohort, as far as its people depend on it."""

    code: str
    programme: str
    starts_on: date
    people: int


@dataclass(frozen=True, slots=True)
class Place:
    """One participation: a person in a numbered seat of a stream."""

    person: Synthetic
    stream: str
    seat_no: int


@dataclass(slots=True)
class History:
    """Who took part in what, over all the rounds."""

    places: dict[str, list[Place]] = field(default_factory=dict)
    halves: dict[str, list[int]] = field(default_factory=dict)
    "Resident number → the half-years (0 the first) in which this person worked."


def by_mix(programme: str, people: int) -> dict[str, int]:
    """Seats by stream in the published mix; what division leaves goes to the largest remainders."""
    mix = PUBLISHED_MIX.get(f"{programme}-{people}") or PUBLISHED_MIX[programme]
    whole = sum(mix)
    seats = [people * part // whole for part in mix]
    rests = sorted(range(3), key=lambda at: (-(people * mix[at] % whole), at))
    for at in rests[: people - sum(seats)]:
        seats[at] += 1
    return dict(zip(STREAMS, seats, strict=True))


def fill(
    rounds: Sequence[Round],
    people: People,
    random: Random,
    cast: Mapping[str, Iterable[tuple[Synthetic, str]]],
) -> History:
    """Seat everybody. ``cast`` names the people of the story: cohort code → (person, stream), first seats theirs."""
    history = History()
    named = {person.resident_number for told in cast.values() for person, _ in told}
    for half, group in enumerate(_halves(rounds)):
        back = [one for one in people.made if _may_return(one, half, history, named)]
        random.shuffle(back)
        for one in group:
            history.places[one.code] = _seat(
                one, half, people=people, random=random, back=back, told=tuple(cast.get(one.code, ()))
            )
            for place in history.places[one.code]:
                history.halves.setdefault(place.person.resident_number, []).append(half)
    return history


def _halves(rounds: Sequence[Round]) -> list[list[Round]]:
    found: dict[str, list[Round]] = {}
    for one in rounds:
        found.setdefault(one.code[:6], []).append(one)
    return [found[half] for half in sorted(found)]


def _may_return(one: Synthetic, half: int, history: History, named: set[str]) -> bool:
    worked = history.halves.get(one.resident_number, [])
    return len(worked) == 1 and half not in worked and one.resident_number not in named


def _seat(
    one: Round,
    half: int,
    *,
    people: People,
    random: Random,
    back: list[Synthetic],
    told: Sequence[tuple[Synthetic, str]],
) -> list[Place]:
    places = []
    for stream, seats in by_mix(one.programme, one.people).items():
        chosen = [person for person, in_stream in told if in_stream == stream]
        wanted = min(seats - len(chosen), seats * RETURNING_PERCENT[half] // 100)
        chosen += _take(back, stream, one.starts_on, wanted)
        chosen += [_fresh(people, random, stream, one.starts_on) for _ in range(seats - len(chosen))]
        places += [Place(person, stream, number) for number, person in enumerate(chosen, 1)]
    return places


def _take(back: list[Synthetic], stream: str, on: date, wanted: int) -> list[Synthetic]:
    taken = [person for person in back if stream_fits(person.born_on, stream, on)][:wanted]
    gone = {person.resident_number for person in taken}
    back[:] = [person for person in back if person.resident_number not in gone]
    return taken


def stream_fits(born_on: date, stream: str, on: date) -> bool:
    """청년 18–39, 65세 미만 18–64, 65세 이상 on that day. Here the young take the 청년 seats."""
    age = age_on(born_on, on)
    low, high = {"youth": (18, 39), "under65": (28, 64), "senior": (65, 120)}[stream]
    return low <= age <= high


def _fresh(people: People, random: Random, stream: str, on: date) -> Synthetic:
    ages = AGES[stream]
    if stream == "under65" and random.random() < 0.12:
        ages = NEARLY_PENSIONED
    return people.of_age(*ages, on)
