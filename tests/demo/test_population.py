"""Who the people of the demo are, before anything is written: pure, and the same every time."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest

from app.demo import cast
from app.demo.applicants import APPLIED, STORIES
from app.demo.people import LAST_BIRTH, People
from app.demo.population import Population, make_population
from app.demo.projects import PLACES
from app.demo.rosters import Round, by_mix
from app.pledge.services.source import first_day, read_record
from app.recruitment.words import LookUp
from app.rules.eligibility import MedianIncome
from app.rules.resident_number import parse
from app.shared.canonical import digest
from app.shared.periods import age_on

MEDIAN = MedianIncome(2024, (2_228_445, 3_682_609, 4_714_657, 5_729_913, 6_695_735, 7_618_369, 8_514_994), 896_625)
DONGS = (cast.SINRIM, cast.DAEHAK, cast.SEONGHYEON)
STARTS = date(2024, 7, 1)
OPEN_DAYS = [day for day in (date(2024, 5, 7) + timedelta(days=at) for at in range(60)) if day.weekday() < 5]


def rounds() -> list[Round]:
    return [
        Round(one["id"], one["programme"], first_day(one["from"]), one["people"])
        for one in read_record("1-4")["cohorts"]
    ]


def make(seed: int = 1) -> Population:
    return make_population(rounds(), DONGS, STARTS, OPEN_DAYS, median=MEDIAN, seed=seed)


@pytest.fixture(scope="module")
def everybody() -> Population:
    return make()


def fingerprint(of: Population) -> str:
    places = {
        code: [(one.person.resident_number, one.seat_no) for one in seats] for code, seats in of.history.places.items()
    }
    asked = [(one.person.resident_number, one.declared.to_json(), one.received_on) for one in of.applicants]
    people = [(one.resident_number, one.name, one.phone, one.road_address) for one in of.people.values()]
    return digest([places, asked, people])


def test_the_same_seed_gives_the_same_people_and_another_seed_others(everybody: Population) -> None:
    assert fingerprint(make()) == fingerprint(everybody)
    assert fingerprint(make(seed=2)) != fingerprint(everybody)


def test_every_resident_number_is_obviously_synthetic_and_there_once(everybody: Population) -> None:
    numbers = [one.resident_number for one in everybody.people.values()]
    assert len(set(numbers)) == len(numbers) > 3000
    for number in numbers:
        read = parse(number)
        assert number[7:11] == "0000"
        assert read.born_on <= LAST_BIRTH
        assert not read.checksum_matches


def test_a_number_says_the_birth_and_sex_of_its_person(everybody: Population) -> None:
    for one in everybody.people.values():
        read = parse(one.resident_number)
        assert (read.born_on, read.sex) == (one.born_on, one.sex)


def test_many_born_on_one_day_still_get_different_numbers() -> None:
    people = People(Random(1), DONGS)
    numbers = [people.add(date(1970, 1, 1), sex="male").resident_number for _ in range(90)]
    assert len(set(numbers)) == 90


def test_telephones_are_of_nobody_and_of_one_each(everybody: Population) -> None:
    phones = [one.phone for one in everybody.people.values()]
    assert len(set(phones)) == len(phones)
    assert all(phone.startswith("010-0000-") for phone in phones)


@pytest.mark.parametrize("one", read_record("1-4")["cohorts"], ids=lambda one: one["id"])
def test_a_cohort_has_exactly_the_recorded_people(everybody: Population, one: dict) -> None:
    seats = everybody.history.places[one["id"]]
    assert len(seats) == len({seat.person.resident_number for seat in seats}) == one["people"]
    assert len({(seat.stream, seat.seat_no) for seat in seats}) == one["people"]


def test_two_thousand_seven_hundred_and_forty_eight_participations_by_fewer_people(everybody: Population) -> None:
    assert sum(map(len, everybody.history.places.values())) == 2748
    assert 2000 < len(everybody.history.halves) < 2748


def test_nobody_works_more_than_twice_or_twice_in_one_half_year(everybody: Population) -> None:
    for halves in everybody.history.halves.values():
        assert len(halves) == len(set(halves)) <= 2


def test_everybody_fits_the_age_of_their_stream(everybody: Population) -> None:
    starts = {one.code: one.starts_on for one in rounds()}
    bands = {"youth": (18, 39), "under65": (18, 64), "senior": (65, 120)}
    for code, seats in everybody.history.places.items():
        for seat in seats:
            low, high = bands[seat.stream]
            assert low <= age_on(seat.person.born_on, starts[code]) <= high


@pytest.mark.parametrize(
    ("programme", "people", "seats"),
    [
        ("companion", 415, {"youth": 55, "under65": 222, "senior": 138}),
        ("companion", 508, {"youth": 67, "under65": 272, "senior": 169}),
        ("gangamchan", 250, {"youth": 0, "under65": 70, "senior": 180}),
        ("gangamchan", 350, {"youth": 0, "under65": 100, "senior": 250}),
        ("community", 28, {"youth": 0, "under65": 13, "senior": 15}),
    ],
    ids=["as published", "scaled", "강감찬", "강감찬 of 350", "지역공동체"],
)
def test_streams_follow_the_published_mix(programme: str, people: int, seats: dict) -> None:
    assert by_mix(programme, people) == seats


def test_seats_of_the_projects_add_up_to_the_published_seats() -> None:
    sums = {
        code: [sum(one.seats[at] for one in PLACES if one.programme == code) for at in range(3)]
        for code in ("companion", "gangamchan", "community")
    }
    assert sums == {"companion": [55, 222, 138], "gangamchan": [0, 55, 195], "community": [0, 13, 16]}


def test_applicants_are_as_many_as_the_streams_and_stories_say(everybody: Population) -> None:
    assert Counter(one.stream for one in everybody.applicants) == APPLIED
    told = Counter(one.story for one in everybody.applicants if one.story)
    assert told == {story: sum(counts) for story, counts in STORIES.items()}
    assert len({one.person.resident_number for one in everybody.applicants}) == 1003


def test_numbers_follow_the_days_received(everybody: Population) -> None:
    received = [one.received_on for one in everybody.applicants]
    assert received == sorted(received)


def test_a_second_of_a_household_applies_after_the_first(everybody: Population) -> None:
    first = {one.person.resident_number: one for one in everybody.applicants}
    seconds = [one for one in everybody.applicants if one.story == "household"]
    assert len(seconds) == 6
    for one in seconds:
        head = first[one.householder_number]
        assert head.received_on < one.received_on
        assert head.person.road_address == one.person.road_address


def test_missing_look_ups_are_missing_only_where_the_story_says(everybody: Population) -> None:
    for one in everybody.applicants:
        assert (LookUp.INCOME in one.look_ups) is (one.story != "no_income_yet")
        assert (LookUp.PAST in one.look_ups) is (one.story != "no_past_yet")


def test_the_story_has_not_applied_yet_but_the_wife_at_daehak_has(everybody: Population) -> None:
    asked = {one.person.name: one for one in everybody.applicants}
    assert not {"김가온", "윤아름", "한누리", "서단비", "오마루", "황나리"} & set(asked)
    wife = asked["배은솔"]
    assert wife.person.dong_code == cast.DAEHAK
    assert wife.householder_number == everybody.named["한누리"].resident_number


def test_names_of_the_story_are_given_to_nobody_else(everybody: Population) -> None:
    names = Counter(one.name for one in everybody.people.values())
    assert all(names[name] == 1 for name in cast.NAMES)


def test_gaon_can_be_found_by_the_last_digits_of_her_telephone(everybody: Population) -> None:
    gaon = everybody.named["김가온"]
    assert (gaon.phone, gaon.dong_code, gaon.born_on) == ("010-0000-4821", cast.SINRIM, date(1966, 4, 12))
    assert gaon.resident_number.startswith("6604122")
