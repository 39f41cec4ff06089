"""Money, periods, words: the small exact things everything else stands on."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.shared.canonical import canonical_json, digest
from app.shared.digits import plain_number
from app.shared.errors import RuleBroken
from app.shared.money import ceil_to, floor_to, percent_tenths, rate, round_half_up, won, won_in_words, won_on_paper
from app.shared.periods import add_months, age_on, months_touched, overlap_days, parse_month
from app.shared.sentences import josa


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "영"),
        (10, "일십"),
        (113_560, "일십일만삼천오백육십"),
        (555_875_210, "오억오천오백팔십칠만오천이백일십"),
        (100_000_000, "일억"),
        (1_000_010_000, "일십억일만"),
    ],
)
def test_amounts_in_words_write_every_one(amount: int, words: str) -> None:
    assert won_in_words(amount) == words


def test_a_total_on_paper() -> None:
    assert won_on_paper(113_560) == "금113,560원(금일십일만삼천오백육십원)"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("007", 7),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, None),
        ("9" * 25, None),
        ("²", None),
        ("１", None),
        ("-1", None),
        (" 1", None),
        ("1_0", None),
        ("", None),
    ],
)
def test_only_plain_digits_are_a_number(text: str, number: int | None) -> None:
    assert plain_number(text) == number
    assert plain_number("12345", 4) is None


def test_minus_is_the_minus_sign() -> None:
    assert won(-85_652_480) == "−85,652,480"


@given(st.integers(-(10**12), 10**12), st.sampled_from([1, 10, 1000]))
def test_cutting_and_raising_enclose_the_amount(amount: int, unit: int) -> None:
    assert floor_to(amount, unit) <= amount <= ceil_to(amount, unit)
    assert ceil_to(amount, unit) - floor_to(amount, unit) in (0, unit)
    assert abs(round_half_up(amount, unit) - amount) * 2 <= unit


@pytest.mark.parametrize(
    ("value", "tenths"),
    [(Fraction(61035, 100000), "61"), (Fraction(61050, 100000), "61.1"), (Fraction(6104, 10000), "61")],
    ids=["61.035 rounds down", "half rounds up", "61.04"],
)
def test_percent_rounds_half_up_once(value: Fraction, tenths: str) -> None:
    assert percent_tenths(value) == Fraction(tenths)


def test_rates_are_exact() -> None:
    assert rate("9448/71900") == Fraction(9448, 71900)
    assert rate("4.75%") == Fraction(19, 400)


@pytest.mark.parametrize("text", ["2024-13", "2024-3", "24-03", "2024-03-01", "٢٠٢٤-03", "0000-01", ""])
def test_a_month_is_written_one_way(text: str) -> None:
    with pytest.raises(RuleBroken):
        parse_month(text)


@pytest.mark.parametrize(
    ("day", "age"),
    [(date(2024, 6, 30), 17), (date(2024, 7, 1), 18), (date(2025, 6, 30), 18)],
    ids=["day before birthday", "birthday", "day before next"],
)
def test_age_turns_on_the_birthday(day: date, age: int) -> None:
    assert age_on(date(2006, 7, 1), day) == age


def test_months() -> None:
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert len(months_touched(date(2024, 3, 15), date(2024, 7, 12))) == 5
    assert overlap_days(date(2024, 1, 1), date(2024, 1, 31), date(2024, 1, 31), date(2024, 2, 1)) == 1
    assert overlap_days(date(2024, 1, 1), date(2024, 1, 30), date(2024, 1, 31), date(2024, 2, 1)) == 0


@pytest.mark.parametrize(
    ("word", "pair", "text"),
    [
        ("소득", "은/는", "소득은"),
        ("나이", "은/는", "나이는"),
        ("서울", "으로/로", "서울로"),
        ("부산", "으로/로", "부산으로"),
        ("E-7", "으로/로", "E-7로"),
        ("F-6", "으로/로", "F-6으로"),
        ("F-2", "은/는", "F-2는"),
        ("안전(야간)", "을/를", "안전(야간)을"),
        ("청소(주 2일)", "으로/로", "청소(주 2일)로"),
        ("", "이/가", "가"),
    ],
)
def test_particles_follow_the_sound(word: str, pair: str, text: str) -> None:
    assert josa(word, pair) == text


def test_canonical_json_is_one_text_for_one_value() -> None:
    assert canonical_json({"b": Fraction(1, 3), "a": [date(2024, 1, 2)], "다": "가"}) == (
        '{"a":["2024-01-02"],"b":"1/3","다":"가"}'
    )
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
