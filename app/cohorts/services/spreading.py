"""Which worksite of a 세부사업 each selected person goes to: evenly filled, the own 동 first. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Site:
    """A worksite of the project with the people it already has in this cohort. ``text`` is where a 동 may be named."""

    id: int
    text: str
    people: int = 0


def spread(people: Iterable[tuple[int, str]], sites: Sequence[Site]) -> dict[int, int]:
    """Worksite id by person key, for (key, 동) in rank order; empty when the project has no worksite.

    No worksite gets more than an even share. Whoever lives in a worksite's 동 goes there as long as it has room, by
    rank; the others fill up the emptiest, in the order of the list.
    """
    people = list(people)
    if not sites:
        return {}
    count = {site.id: site.people for site in sites}
    share = -(-(len(people) + sum(count.values())) // len(sites))
    placed: dict[int, int] = {}
    for key, dong in people:
        home = next((site.id for site in sites if dong and dong in site.text and count[site.id] < share), None)
        if home is not None:
            placed[key] = home
            count[home] += 1
    for key, _ in people:
        if key not in placed:
            emptiest = min(sites, key=lambda site: count[site.id])
            placed[key] = emptiest.id
            count[emptiest.id] += 1
    return placed
