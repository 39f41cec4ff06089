"""The notice's document: strict reading, round trip, shipped sets, what keeps a notice from opening."""

import copy

import pytest

from app.rules.criteria import (
    RULE_CODES,
    IncomeLimit,
    NoticeDocument,
    PropertyLimit,
    RepeatLimit,
    shipped_set,
    shipped_sets,
)
from app.rules.criteria.limits import ADDED_LATER
from app.shared.canonical import canonical_json
from app.shared.errors import RuleBroken

COMPANION = ("companion", 2024, 2)


def as_json(programme="companion", year=2024, half=2):
    return shipped_set(programme, year, half).document.to_json()


@pytest.mark.parametrize("key", sorted(shipped_sets()), ids=str)
def test_every_shipped_set_survives_its_own_json(key):
    document = shipped_set(*key).document

    again = NoticeDocument.from_json(document.to_json())

    assert again == document
    assert again.digest == document.digest
    assert canonical_json(again.to_json()) == canonical_json(document.to_json())
    assert tuple(rule.code for rule in document.rules) == RULE_CODES


@pytest.mark.parametrize(
    ("key", "percent", "income_sure", "property_won", "property_sure"),
    [
        (("companion", 2022, 2), 70, "L", 400_000_000, "L"),
        (("companion", 2023, 1), 75, "M", 469_000_000, "M"),
        (("companion", 2023, 2), 75, "L", 469_000_000, "L"),
        (("companion", 2024, 1), 80, "L", 469_000_000, "L"),
        (("companion", 2024, 2), 80, "H", 499_000_000, "H"),
        (("companion", 2025, 1), 80, "M", 499_000_000, "M"),
        (("companion", 2025, 2), 80, "M", 499_000_000, "M"),
        (("companion", 2026, 1), 85, "M", 499_000_000, "M"),
        (("companion", 2026, 2), 85, "?", 499_000_000, "?"),
        (("companion", 2027, 1), 85, "?", 499_000_000, "?"),
        (("community", 2023, 1), 70, "L", 469_000_000, "L"),
        (("community", 2024, 1), 70, "M", 499_000_000, "M"),
        (("community", 2024, 2), 70, "L", 499_000_000, "L"),
        (("community", 2026, 1), 70, "M", 499_000_000, "M"),
    ],
)
def test_ceilings_of_each_half_year(key, percent, income_sure, property_won, property_sure):
    document = shipped_set(*key).document

    assert document.rule("income").limits == IncomeLimit(percent)
    assert document.rule("income").confidence == income_sure
    assert document.rule("property").limits == PropertyLimit(property_won)
    assert document.rule("property").confidence == property_sure


def test_what_2026_lifted_and_what_gangamchan_never_published_is_off():
    lifted = shipped_set("companion", 2026, 1).document
    local = shipped_set("gangamchan", 2024, 1).document

    elsewhere = {"business", "official_family", "public_pension", "employed"}
    assert {rule.code for rule in lifted.rules if not rule.on} == elsewhere | {
        "living_benefit", "unemployment_benefit", "student",
    }  # fmt: skip
    assert {rule.code for rule in local.rules if not rule.on} == elsewhere | {
        "income", "property", "repeat", "living_benefit", "unemployment_benefit", "student",
    }  # fmt: skip
    assert local.rule("head_ban").on


def test_a_document_frozen_before_a_rule_existed_is_read_with_that_rule_off():
    older = as_json()
    older["rules"] = [rule for rule in older["rules"] if rule["code"] not in ADDED_LATER]

    document = NoticeDocument.from_json(older)

    assert tuple(rule.code for rule in document.rules) == RULE_CODES
    assert [rule.code for rule in document.rules if not rule.on] == list(ADDED_LATER)
    assert [one.rule for one in document.obstacles()] == ["quit_ban", "residence_status"]


@pytest.mark.parametrize(
    ("key", "reference"),
    [(("gangamchan", 2023, 2), "notice"), (("gangamchan", 2024, 1), "start"), (("community", 2024, 1), "notice"),
     (("companion", 2024, 2), "start")],
)  # fmt: skip
def test_age_is_judged_on_the_day_that_the_set_names(key, reference):
    assert shipped_set(*key).age_reference == reference


def test_a_half_year_that_is_not_shipped_is_refused():
    with pytest.raises(RuleBroken, match="2021년 상반기의 준비된 기준이 없습니다"):
        shipped_set("companion", 2021, 1)


def test_shipped_score_table_is_the_example_of_a_hundred_points():
    table = shipped_set(*COMPANION).document.score_table

    assert table.example
    assert not table.usable
    assert sum(item.cap for item in table.items if item.sign == "add") == 100
    assert [(item.code, [band.points for band in item.bands]) for item in table.items] == [
        ("income", [30, 25, 20, 15, 10]),
        ("property", [30, 25, 20, 15, 10, 5, 0]),
        ("dependants", [3, 6, 9, 12, 15]),
        ("vulnerable_types", [0, 10, 15]),
        ("householder", [5, 10]),
        ("past_rounds", [0, -5, -10, -15]),
    ]


def test_an_example_table_becomes_usable_only_by_a_document_number():
    table = shipped_set(*COMPANION).document.score_table

    assert table.adopted(" 일자리벤처과-1234 ").usable
    assert table.adopted("일자리벤처과-1234").adopted_by == "일자리벤처과-1234"
    with pytest.raises(RuleBroken, match="방침 문서번호"):
        table.adopted("  ")


def test_undecided_blocks_and_uncertain_waits_for_a_written_confirmation():
    document = shipped_set("community", 2024, 2).document

    assert [(found.rule, found.blocks) for found in document.obstacles() if found.blocks] == [("repeat", True)]
    confirmed = document.confirmed("일자리벤처과-77")
    assert [found.rule for found in confirmed.obstacles()] == ["repeat"]
    settled = confirmed.settled("repeat", "일자리벤처과-78", limits=RepeatLimit(years=3, rounds=3))
    assert settled.obstacles() == ()
    assert settled.rule("repeat").grounds == "공고 제한 3호(참여횟수 초과) · 일자리벤처과-78"
    again = settled.settled("repeat", "일자리벤처과-79", limits=RepeatLimit(years=2, rounds=2))
    assert again.rule("repeat").grounds == "공고 제한 3호(참여횟수 초과) · 일자리벤처과-79", "the last one counts"
    assert NoticeDocument.from_json(again.to_json()) == again


def test_a_value_of_the_offices_own_takes_the_place_of_a_confirmation():
    document = shipped_set("community", 2024, 2).document.confirmed("일자리벤처과-77")
    settled = document.settled("income", "일자리벤처과-78", limits=IncomeLimit(60)).rule("income")
    assert (settled.confirmed_by, settled.settled_by, settled.confidence) == ("", "일자리벤처과-78", "H")


def test_documents_older_than_the_name_keep_their_digest():
    """What was frozen before a rule could say who settled it names nothing, and is written as it was."""
    document = shipped_set(*COMPANION).document
    assert "settled_by" not in str(document.to_json())
    assert NoticeDocument.from_json(document.to_json()).digest == document.digest


def test_only_the_offices_own_settings_of_2024h2_need_a_confirmation():
    document = shipped_set(*COMPANION).document

    found = [(one.rule, one.blocks) for one in document.obstacles()]
    assert found == [("quit_ban", False), ("residence_status", False)]


def changed(path, value):
    document = as_json()
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return document


INCOME, AGE = RULE_CODES.index("income"), RULE_CODES.index("age")
BANDS = ["score_table", "items", 0, "bands"]


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (["rules", INCOME, "limits", "percent"], 0, "「percent」에는 1부터 500까지"),
        (["rules", INCOME, "limits", "percent"], 501, "「percent」에는 1부터 500까지"),
        (["rules", INCOME, "limits", "percent"], 80.0, "「percent」에는"),
        (["rules", INCOME, "limits", "percent"], True, "「percent」에는"),
        (["rules", INCOME, "limits", "by_size"], [[1, 120], [1, 130]], "두 번"),
        (["rules", INCOME, "limits", "by_size"], [[0, 120]], "1~20"),
        (["rules", INCOME, "limits", "by_size"], [["1", 120]], r"\[가구원 수, 비율\]"),
        (["rules", INCOME, "limits"], None, "묶음"),
        (["rules", INCOME, "limits", "extra"], 1, "「extra」 값은 쓸 수 없습니다"),
        (["rules", INCOME, "confidence"], "X", "H, M, L"),
        (["rules", INCOME, "basis"], " ", "「basis」"),
        (["rules", INCOME, "code"], "wealth", "가운데 하나"),
        (["rules", RULE_CODES.index("household"), "code"], "papers", "조건마다 한 번씩"),
        (["rules", AGE, "on"], 1, "참 또는 거짓"),
        (["rules", AGE, "declared_is_enough"], True, "조회가 필요한 조건에만"),
        (["rules", AGE, "limits", "max_years"], 17, "상한은 하한보다"),
        (["rules"], [], "조건마다 한 번씩"),
        (["rules"], "all", "목록"),
        ([*BANDS, 0, "above"], 0, "0부터 시작"),
        ([*BANDS], [], "0부터 시작"),
        ([*BANDS, 1, "above"], 31, "2번째 구간이 앞 구간이 끝난 곳"),
        ([*BANDS, 1, "above"], None, "2번째 구간이 앞 구간이 끝난 곳"),
        ([*BANDS, 1, "up_to"], 30, "2번째 구간의 끝이 시작보다"),
        ([*BANDS, 1, "up_to"], None, "3번째 구간이 앞 구간이 끝난 곳"),
        ([*BANDS, 0, "points"], 31, "0점부터 30점까지"),
        ([*BANDS, 0, "points"], -1, "0점부터 30점까지"),
        (["score_table", "items", 5, "bands", 3, "points"], -16, "-15점부터 0점까지"),
        (["score_table", "items", 5, "years"], None, "몇 년"),
        (["score_table", "items", 1, "years"], 3, "몇 년"),
        (["score_table", "title"], "", "「title」"),
        (["tie_break"], ["property", "height"], "가운데에서"),
        (["tie_break"], ["property", "property"], "서로 다른"),
        (["backfill"], [{"seats_of": "youth", "people_of": "youth"}], "서로 다른 모집 구분"),
        (["priority_percent"], 101, "0부터 100까지"),
        (["reserve", "percent"], -1, "「percent」"),
        (["more"], 1, "「more」 값은 쓸 수 없습니다"),
    ],
)  # fmt: skip
def test_a_broken_document_is_refused_with_the_place(path, value, says):
    with pytest.raises(RuleBroken, match=says):
        NoticeDocument.from_json(changed(path, value))


@pytest.mark.parametrize("key", sorted(as_json()))
def test_every_part_of_the_document_is_needed(key):
    document = as_json()
    del document[key]

    with pytest.raises(RuleBroken, match=f"「{key}」 값이 빠졌습니다"):
        NoticeDocument.from_json(document)


@pytest.mark.parametrize("value", [None, [], "문서", 3])
def test_no_document_at_all_is_refused(value):
    with pytest.raises(RuleBroken, match="묶음"):
        NoticeDocument.from_json(value)


def test_rules_are_put_into_the_fixed_order():
    shuffled = copy.deepcopy(as_json())
    shuffled["rules"].reverse()

    assert NoticeDocument.from_json(shuffled) == shipped_set(*COMPANION).document


def test_changing_one_rule_leaves_the_others_and_is_checked():
    document = shipped_set(*COMPANION).document

    without = document.with_rule("income", on=False)

    assert [rule.code for rule in without.rules_on] == [
        rule.code for rule in document.rules_on if rule.code != "income"
    ]
    with pytest.raises(RuleBroken, match="1부터 500까지"):
        document.with_rule("income", limits=IncomeLimit(900))
