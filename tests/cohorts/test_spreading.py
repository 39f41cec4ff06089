"""Worksites: an even share each, the own 동 first."""

import pytest

from app.cohorts.services.spreading import Site, spread

SINRIM, DAEHAK = Site(1, "신림동 골목길"), Site(2, "대학동 골목길")


@pytest.mark.parametrize(
    ("people", "sites", "placed"),
    [
        ([(1, "신림동"), (2, "대학동")], [SINRIM, DAEHAK], {1: 1, 2: 2}),
        ([(1, "신림동"), (2, "신림동")], [SINRIM, DAEHAK], {1: 1, 2: 2}),
        ([(1, "난곡동"), (2, "난곡동"), (3, "신림동")], [SINRIM, DAEHAK], {1: 2, 2: 1, 3: 1}),
        ([(1, "신림동")], [Site(1, "신림동", 3), DAEHAK], {1: 2}),
        ([(1, "")], [Site(1, "어디든")], {1: 1}),
        ([(1, "신림동")], [], {}),
    ],
    ids=["own dong", "no more than the share", "own dong before rank", "people already there", "no dong", "no site"],
)
def test_spread(people, sites, placed):
    assert spread(people, sites) == placed


def test_no_site_gets_more_than_one_person_above_another():
    sites = [Site(number, f"근무지 {number}") for number in range(1, 5)]

    placed = spread([(key, "신림동") for key in range(10)], sites)

    counts = sorted(list(placed.values()).count(site.id) for site in sites)
    assert counts == [2, 2, 3, 3]
