"""Everybody in the demo, drawn from one seed before anything is written: people, rosters, applicants. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from app.demo import applicants as drawing
from app.demo import cast
from app.demo.applicants import Applicant, Known
from app.demo.parts import give_parts
from app.demo.people import People, Synthetic
from app.demo.rosters import History, Round, fill
from app.rules.eligibility import MedianIncome

SEED = 20240708
STRANGERS = 12
STILL_RUNNING = "2024H1-gangamchan"
"""Its term overlaps the new one, so its people do not apply (but for one of the story)."""


@dataclass(frozen=True, slots=True)
class Population:
    """``people`` by resident number, each once and as they are today; ``strangers`` stand in a file, not here yet."""

    people: dict[str, Synthetic]
    named: dict[str, Synthetic]
    history: History
    applicants: list[Applicant]
    strangers: list[Synthetic]


def make_population(
    rounds: Sequence[Round],
    dong_codes: tuple[str, ...],
    starts_on: date,
    open_days: Sequence[date],
    *,
    median: MedianIncome,
    seed: int = SEED,
) -> Population:
    """The same for the same arguments, whenever and wherever it is called."""
    random = Random(seed)  # noqa: S311  a demo must come out the same, nothing here is a secret
    people = People(random, dong_codes, cast.NAMES)
    named = cast.appear(people)
    history = fill(rounds, people, random, cast.places(named))
    once, twice = _earlier(history, named)
    random.shuffle(once)
    applicants = drawing.draw(people, random, Known(starts_on, open_days, median, once, twice))
    applicants = give_parts(applicants, named, people.spare_phone())
    everybody = {one.resident_number: one for one in named.values()}
    for places in history.places.values():
        everybody |= {place.person.resident_number: place.person for place in places}
    everybody |= {one.person.resident_number: one.person for one in applicants}
    strangers = [people.of_age(45, 62, starts_on) for _ in range(STRANGERS)]
    return Population(everybody, named, history, applicants, strangers)


def _earlier(history: History, named: dict[str, Synthetic]) -> tuple[list[Synthetic], list[Synthetic]]:
    """People with one round and with two, without those who still work and those of the story."""
    busy = {place.person.resident_number for place in history.places[STILL_RUNNING]}
    busy |= {person.resident_number for person in named.values()}
    seen: dict[str, Synthetic] = {}
    for places in history.places.values():
        seen |= {place.person.resident_number: place.person for place in places}
    free = [person for number, person in seen.items() if number not in busy]
    once = [person for person in free if len(history.halves[person.resident_number]) == 1]
    return once, [person for person in free if len(history.halves[person.resident_number]) == 2]
