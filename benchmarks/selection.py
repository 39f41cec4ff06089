"""Selection against a bare sort with counters over the same people: equal ranks first, then the ratio of the medians.

.venv/bin/python benchmarks/selection.py [people]
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.rules.criteria import shipped_set
from app.rules.ranking import Applicant
from app.rules.seats import StreamSeats
from app.rules.selection import select

ROUNDS = 5


def population(count: int) -> list[Applicant]:
    """Points and figures at random, the same at every run; every figure known."""
    chance = random.Random(160_104)
    return [
        Applicant(
            number,
            "under65",
            chance.randrange(20, 101),
            ties={
                "vulnerable_types": chance.randrange(3),
                "property": chance.randrange(500) * 1_000_000,
                "income": chance.randrange(100),
                "dependants": chance.randrange(5),
                "past_rounds": chance.randrange(4),
                "age": date(1965 + number % 30, 1 + number % 12, 1 + number % 28),
            },
            priority=True,
        )
        for number in range(1, count + 1)
    ]


def bare(people: list[Applicant]) -> list[int]:
    """The floor: one sort by a plain tuple."""
    ordered = sorted(
        people,
        key=lambda one: (
            -one.points,
            -one.ties["vulnerable_types"],
            one.ties["property"],
            one.ties["income"],
            -one.ties["dependants"],
            one.ties["past_rounds"],
            one.ties["age"],
            one.number,
        ),
    )
    return [one.number for one in ordered]


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    shipped = shipped_set("companion", 2024, 2).document
    document = replace(shipped, score_table=shipped.score_table.adopted("benchmark"))
    people = population(count)
    seats = [StreamSeats("under65", "65세 미만", count // 3)]

    def product() -> list[int]:
        result = select(people, seats, document, date(2024, 11, 30))
        return [entry.number for entry in sorted(result.entries, key=lambda one: one.rank)]

    assert product() == bare(people), "the two orders differ"
    times = [(seconds(product), seconds(lambda: bare(people))) for _ in range(ROUNDS)]
    ours, floor = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"selection {count}: {ours:.3f} s, bare sort {floor:.3f} s, ratio {ours / floor:.1f}")


if __name__ == "__main__":
    main()
