"""선발: a total order, seats never exceeded, shares, projects, backfill, reserve, and the sentences that go out."""

import time
from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.criteria import Backfill, Reserve, shipped_set
from app.rules.eligibility import Facts, Known, MedianIncome, ScreeningTerms
from app.rules.ranking import Applicant, as_applicant
from app.rules.scoring import score
from app.rules.seats import ProjectSeats, StreamSeats, check_seats
from app.rules.selection import select
from app.rules.selection_sentences import say
from app.shared.errors import RuleBroken

EXAMPLE = shipped_set("companion", 2024, 2).document
DOCUMENT = replace(EXAMPLE.with_score_table(EXAMPLE.score_table.adopted("일자리벤처과-1")), priority_percent=0)
ENDS = date(2024, 11, 30)
UNDER65 = StreamSeats("under65", "65세 미만", 2)
EQUAL = {"vulnerable_types": 1, "property": 100, "income": Fraction(1, 2), "dependants": 1, "past_rounds": 0,
         "age": date(1970, 1, 1)}  # fmt: skip


def one(number, points, stream="under65", ties=None, **more):
    return Applicant(number, stream, points, ties=EQUAL | (ties or {}), **more)


def outcomes(result):
    return [(entry.number, entry.outcome, entry.reserve_no) for entry in result.entries]


def sentence(result, number):
    entry = next(entry for entry in result.entries if entry.number == number)
    return say(entry.sentence).replace("\u00a0", " ")


def test_points_decide_first():
    result = select([one(1, 60), one(2, 90), one(3, 75)], [UNDER65], DOCUMENT, ENDS)

    assert outcomes(result) == [(2, "selected", None), (3, "selected", None), (1, "reserve", 1)]
    assert (result.streams[0].cut_off, result.streams[0].selected, result.streams[0].reserve) == (75, 2, 1)
    assert [entry.seat_no for entry in result.entries] == [1, 2, None]


@pytest.mark.parametrize(
    ("code", "better", "worse", "label"),
    [
        ("vulnerable_types", 2, 1, "취업취약계층 유형 수"),
        ("property", 99, 100, "가구 재산"),
        ("income", Fraction(49, 100), Fraction(1, 2), "가구 소득"),
        ("dependants", 2, 1, "부양가족"),
        ("past_rounds", 0, 1, "최근 참여"),
        ("age", date(1969, 12, 31), date(1970, 1, 1), "나이"),
        ("property", 100, None, "가구 재산"),
    ],
)
def test_each_tie_break_item_decides_in_its_own_direction(code, better, worse, label):
    seats = [StreamSeats("under65", "65세 미만", 1)]

    result = select([one(1, 71, ties={code: worse}), one(2, 71, ties={code: better})], seats, DOCUMENT, ENDS)

    assert outcomes(result) == [(2, "selected", None), (1, "reserve", 1)]
    assert [entry.decided_by for entry in result.entries] == [code, code]
    assert f"최저점과 같으나 동점자 기준 「{label}」에 따라 순위가 정해졌습니다." in sentence(result, 1)


def test_among_the_young_the_younger_goes_first():
    seats = [StreamSeats("youth", "청년", 1)]
    older, younger = one(1, 71, "youth", {"age": date(1990, 1, 1)}), one(2, 71, "youth", {"age": date(2000, 1, 1)})

    assert select([older, younger], seats, DOCUMENT, ENDS).entries[0].number == 2


def test_an_earlier_tie_break_item_wins_over_a_later_one():
    seats = [StreamSeats("under65", "65세 미만", 1)]
    poorer, more_types = one(1, 71, ties={"property": 1}), one(2, 71, ties={"vulnerable_types": 2})

    assert select([poorer, more_types], seats, DOCUMENT, ENDS).entries[0].number == 2
    turned = replace(DOCUMENT, tie_break=("property", "vulnerable_types"))
    assert select([poorer, more_types], seats, turned, ENDS).entries[0].number == 1


def test_complete_equals_are_ordered_by_application_number():
    result = select([one(9, 71), one(3, 71), one(5, 71)], [UNDER65], DOCUMENT, ENDS)

    assert [entry.number for entry in result.entries] == [3, 5, 9]
    assert result.entries[2].decided_by == "number"
    assert "「접수번호」" in sentence(result, 9)


def test_the_three_sentences_word_for_word():
    document = replace(DOCUMENT, reserve=Reserve(50, 30))
    people = [one(1, 90), one(2, 71), one(3, 71, ties={"property": 200}), one(4, 60)]

    result = select(people, [UNDER65], document, ENDS)

    assert sentence(result, 1) == "총점 90점, 65세 미만 1위입니다(선발 2명). 선발되었습니다."
    assert sentence(result, 3) == (
        "총점 71점, 65세 미만 3위입니다. 선발 인원은 2명이고 선발 최저점은 71점입니다. "
        "최저점과 같으나 동점자 기준 「가구 재산」에 따라 순위가 정해졌습니다. "
        "예비 1번입니다. 2024. 10. 31.까지 결원이 생기면 순서대로 연락드립니다."
    )
    assert sentence(result, 4) == (
        "총점 60점, 65세 미만 4위입니다. 선발 인원은 2명이고 선발 최저점은 71점입니다."
    )  # fmt: skip


@pytest.mark.parametrize(("seats", "reserve"), [(222, 67), (55, 17), (138, 42), (10, 3), (1, 1), (0, 0)])
def test_reserve_is_thirty_percent_of_the_seats_counted_up(seats, reserve):
    people = [one(number, 50) for number in range(1, 400)]

    result = select(people, [StreamSeats("under65", "65세 미만", seats)], DOCUMENT, ENDS)

    assert result.streams[0].reserve == reserve
    assert Counter(entry.outcome for entry in result.entries)["reserve"] == reserve
    assert [entry.reserve_no for entry in result.entries if entry.reserve_no] == list(range(1, reserve + 1))


def test_nobody_selected_has_no_cut_off_in_the_sentence():
    result = select([one(1, 50)], [StreamSeats("under65", "65세 미만", 0)], DOCUMENT, ENDS)

    assert result.streams[0].cut_off is None
    assert sentence(result, 1) == "총점 50점, 65세 미만 1위입니다. 선발 인원은 0명입니다."


def test_last_seats_wait_for_the_least_share_of_the_vulnerable():
    people = [one(1, 90), one(2, 80), one(3, 70), one(4, 60, priority=True), one(5, 50, priority=True)]
    document = replace(DOCUMENT, priority_percent=50)

    result = select(people, [replace(UNDER65, seats=3)], document, ENDS)

    assert {entry.number for entry in result.entries if entry.outcome == "selected"} == {1, 4, 5}
    assert result.streams[0].priority_selected == 2
    assert sentence(result, 2) == (
        "총점 80점, 65세 미만 2위입니다. 선발 인원은 3명이고 선발 최저점은 50점입니다. "
        "취업취약계층을 50% 이상 선발하는 기준을 적용했습니다. "
        "예비 1번입니다. 2024. 10. 31.까지 결원이 생기면 순서대로 연락드립니다."
    )


def test_a_share_nobody_can_fill_leaves_no_seat_empty():
    people = [one(1, 90), one(2, 80), one(3, 70, priority=True)]

    result = select(people, [UNDER65], replace(DOCUMENT, priority_percent=100), ENDS)

    assert {entry.number for entry in result.entries if entry.outcome == "selected"} == {1, 3}


def test_seats_held_back_in_vain_go_to_the_others():
    people = [one(1, 90, preferences=("park",)), one(2, 80, preferences=("park",)),
              one(3, 70, priority=True, preferences=("closed",))]  # fmt: skip
    projects = [ProjectSeats("park", "under65", 2), ProjectSeats("closed", "under65", 0)]

    result = select(people, [UNDER65], replace(DOCUMENT, priority_percent=50), ENDS, projects)

    assert [entry.outcome for entry in result.entries] == ["selected", "selected", "reserve"]


def test_projects_fill_in_rank_order_by_own_preference():
    projects = [ProjectSeats("park", "under65", 1), ProjectSeats("desk", "under65", 2)]
    people = [
        one(1, 90, preferences=("park", "desk")),
        one(2, 80, preferences=("park",)),
        one(3, 70, preferences=("park", "desk")),
        one(4, 60),
    ]

    result = select(people, [replace(UNDER65, seats=3)], DOCUMENT, ENDS, projects)

    assert [(entry.number, entry.outcome, entry.project) for entry in result.entries] == [
        (1, "selected", "park"),
        (2, "reserve", None),
        (3, "selected", "desk"),
        (4, "selected", None),
    ]
    assert "희망한 세부사업의 자리가 순위에 따라 먼저 찼습니다." in sentence(result, 2)


def test_empty_seats_beside_full_projects_are_explained_to_the_last_in_rank():
    people = [one(1, 90, preferences=("park",)), one(2, 80, preferences=("park",))]

    result = select(people, [UNDER65], DOCUMENT, ENDS, [ProjectSeats("park", "under65", 1)])

    assert [entry.outcome for entry in result.entries] == ["selected", "reserve"]
    assert "희망한 세부사업의 자리가 순위에 따라 먼저 찼습니다." in sentence(result, 2)


def test_a_project_without_a_number_of_its_own_takes_all():
    projects = [ProjectSeats("park", "under65", None)]
    people = [one(number, 50, preferences=("park",)) for number in (1, 2, 3)]

    result = select(people, [UNDER65], DOCUMENT, ENDS, projects)

    assert [entry.project for entry in result.entries] == ["park", "park", None]


def test_empty_seats_go_to_another_stream_only_when_the_notice_says_so():
    streams = [StreamSeats("youth", "청년", 2), UNDER65]
    people = [one(1, 40, "youth"), one(2, 90), one(3, 80), one(4, 70), one(5, 60)]

    shut = select(people, streams, DOCUMENT, ENDS)
    opened = select(people, streams, replace(DOCUMENT, backfill=(Backfill("youth", "under65"),)), ENDS)

    assert [entry.number for entry in shut.entries if entry.outcome == "selected"] == [1, 2, 3]
    assert [entry.number for entry in opened.entries if entry.outcome == "selected"] == [1, 2, 3, 4]
    filled = next(entry for entry in opened.entries if entry.number == 4)
    assert (filled.stream, filled.seat_stream, filled.seat_no) == ("under65", "youth", 2)


def test_streams_are_ranked_apart():
    streams = [StreamSeats("youth", "청년", 1), UNDER65]

    result = select([one(1, 40, "youth"), one(2, 90), one(3, 80), one(4, 30, "youth")], streams, DOCUMENT, ENDS)

    assert [(entry.stream, entry.rank) for entry in result.entries] == [
        ("youth", 1), ("youth", 2), ("under65", 1), ("under65", 2),
    ]  # fmt: skip


def test_an_example_table_ranks_nobody():
    with pytest.raises(RuleBroken) as refused:
        select([one(1, 50)], [UNDER65], EXAMPLE, ENDS)

    assert str(refused.value) == "예시 배점표로는 선발할 수 없습니다. 방침 문서번호를 적고 채택해 주세요."


@pytest.mark.parametrize(
    ("people", "says"),
    [
        ([one(1, 50, incomplete=True)], "점수를 확인하지 못한 신청이 1건"),
        ([one(7, 50, "night")], "접수번호 7의 모집 구분"),
        ([one(7, 50), one(7, 60)], "같은 접수번호"),
    ],
)
def test_what_cannot_be_ranked_is_refused(people, says):
    with pytest.raises(RuleBroken, match=says):
        select(people, [UNDER65], DOCUMENT, ENDS)


def test_more_selected_than_seats_is_refused_with_the_difference():
    check_seats({"under65": 222}, [replace(UNDER65, seats=222)])

    with pytest.raises(RuleBroken) as refused:
        check_seats({"under65": 223}, [replace(UNDER65, seats=222)])
    assert str(refused.value) == (
        "65세 미만 선발 인원이 223명으로 공고 인원 222명보다 1명 많습니다. 저장하지 않았습니다."
    )  # fmt: skip


def test_the_same_inputs_in_any_order_give_the_same_bytes():
    people = [one(number, 50 + number % 7, priority=number % 3 == 0) for number in range(1, 60)]

    first = select(people, [UNDER65], DOCUMENT, ENDS)
    again = select(people[::-1], [UNDER65], DOCUMENT, ENDS)

    assert first == again
    other = select([*people[1:], one(1, 99)], [UNDER65], DOCUMENT, ENDS)
    assert other.inputs_digest != first.inputs_digest
    assert other.result_digest != first.result_digest


def test_applicant_takes_its_figures_from_facts_and_score():
    terms = ScreeningTerms(date(2024, 7, 1), date(2024, 7, 1), date(2024, 7, 1), ENDS,
                           MedianIncome(2024, (2228445, 3682609, 1, 1, 1, 1, 1), 1))  # fmt: skip
    facts = Facts(
        born_on=date(1966, 4, 12),
        stream="under65",
        household_size=2,
        income_won=Known(looked_up=2_480_000),
        property_won=Known(looked_up=182_000_000),
        past_looked_up_on=date(2024, 6, 10),
        dependants=Known(1),
        vulnerable_types=Known(("장기실업",)),
        householder=Known(True),
    )

    applicant = as_applicant(42, facts, score(facts, DOCUMENT, terms), document=DOCUMENT, terms=terms)

    assert (applicant.points, applicant.priority, applicant.incomplete) == (61, True, False)
    assert applicant.ties == {"vulnerable_types": 1, "property": 182_000_000, "income": Fraction(2_480_000, 3_682_609),
                              "dependants": 1, "past_rounds": 0, "age": date(1966, 4, 12)}  # fmt: skip


STREAMS = ["youth", "under65", "senior"]
crowd = st.lists(
    st.builds(
        lambda stream, points, types, won, wants: (stream, points, types, won, tuple(dict.fromkeys(wants))),
        st.sampled_from(STREAMS),
        st.integers(60, 64),
        st.integers(0, 2),
        st.integers(0, 2),
        st.lists(st.sampled_from(["park", "desk", "school"]), max_size=2),
    ),
    max_size=40,
).map(
    lambda rows: [
        one(number, points, stream, {"vulnerable_types": types, "property": won}, priority=types > 0, preferences=wants)
        for number, (stream, points, types, won, wants) in enumerate(rows, 1)
    ]
)


@given(
    crowd,
    st.lists(st.integers(0, 8), min_size=3, max_size=3),
    st.lists(st.none() | st.integers(0, 4), min_size=3, max_size=3),
    st.sampled_from([0, 30, 50, 100]),
    st.booleans(),
)
def test_a_total_order_and_never_a_seat_too_many(people, seats, project_seats, percent, backfill):
    streams = [StreamSeats(code, code, count) for code, count in zip(STREAMS, seats, strict=True)]
    projects = [ProjectSeats(name, stream, count) for stream in STREAMS
                for name, count in zip(["park", "desk", "school"], project_seats, strict=True)]  # fmt: skip
    steps = (Backfill("youth", "under65"), Backfill("under65", "senior")) if backfill else ()
    document = replace(DOCUMENT, priority_percent=percent, backfill=steps)

    result = select(people, streams, document, ENDS, projects)

    assert sorted(entry.number for entry in result.entries) == [person.number for person in people]
    for stream in streams:
        ranks = [entry.rank for entry in result.entries if entry.stream == stream.code]
        assert ranks == list(range(1, len(ranks) + 1))
        numbers = [entry.seat_no for entry in result.entries if entry.seat_stream == stream.code]
        assert sorted(numbers) == list(range(1, len(numbers) + 1))
        assert len(numbers) <= stream.seats
    taken = Counter((entry.seat_stream, entry.project) for entry in result.entries if entry.project)
    for project in projects:
        assert project.seats is None or taken[project.stream, project.project] <= project.seats
    wants = {person.number: person.preferences for person in people}
    for entry in result.entries:
        assert entry.project is None or entry.project in wants[entry.number]
        assert (entry.outcome == "selected") == (entry.seat_no is not None)
        assert say(entry.sentence)


@given(crowd, st.integers(0, 8), st.integers(0, 100))
def test_without_projects_every_seat_is_filled_and_the_share_reached(people, seats, percent):
    people = [replace(person, stream="under65", preferences=()) for person in people]

    result = select(people, [replace(UNDER65, seats=seats)], replace(DOCUMENT, priority_percent=percent), ENDS)

    assert result.streams[0].selected == min(seats, len(people))
    least = min(-(-seats * percent // 100), sum(person.priority for person in people))
    assert result.streams[0].priority_selected >= least


@given(crowd)
def test_no_sentence_carries_another_persons_figures(people):
    """Own points, own rank, seats and the cut-off: a sentence changes in nothing else when others change."""
    people = [replace(person, stream="under65", preferences=()) for person in people]

    for entry in select(people, [UNDER65], DOCUMENT, ENDS).entries:
        allowed = {
            "points",
            "stream",
            "rank",
            "seats",
            "cut_off",
            "tied_on",
            "passed",
            "percent",
            "reserve_no",
            "until",
        }
        assert set(entry.sentence.values) <= allowed
        assert entry.sentence.values["points"] == entry.points


def test_five_thousand_are_selected_in_one_breath():
    people = [
        one(number, number * 7919 % 90, STREAMS[number % 3], {"property": number * 31 % 1000}, priority=number % 2 == 0,
            preferences=(f"p{number % 20}", f"p{number % 7}"))
        for number in range(1, 5001)
    ]  # fmt: skip
    streams = [StreamSeats(code, code, 500) for code in STREAMS]
    projects = [ProjectSeats(f"p{n}", stream, 30) for stream in STREAMS for n in range(20)]

    best = min(_seconds(lambda: select(people, streams, DOCUMENT, ENDS, projects)) for _ in range(3))

    assert best < 1.0, f"{best:.3f} s"


def _seconds(work):
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
