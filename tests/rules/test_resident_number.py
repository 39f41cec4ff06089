"""Resident numbers: shape, day of birth, sex, checksum as a warning only, and never shown in full."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.resident_number import BadResidentNumber, parse
from app.shared.errors import RuleBroken

REFUSAL = "주민등록번호 13자리를 확인해 주세요. 생년월일 또는 7번째 자리가 맞지 않습니다."


def check_digit(twelve: str, base: int) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(twelve, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5], strict=True))
    return str((base - total % 11) % 10)


@pytest.mark.parametrize(
    "text",
    [
        "660412-2000000",
        "6604122000000",
        " 660412 - 2000000 ",
        "６６０４１２－２００００００",
        "660412-2000000\n",
        "660412\u30002000000",
    ],
    ids=["hyphen", "digits only", "blanks", "full width", "pasted with a line end", "ideographic blank"],
)
def test_typed_forms_are_read_as_one_number(text):
    number = parse(text)

    assert (number.digits, number.born_on, number.sex) == ("6604122000000", date(1966, 4, 12), "female")
    assert number.masked == "660412-2******"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "660412-200000",
        "660412-20000000",
        "66041-22000000",
        "6-6-0412-2000000",
        "660412--2000000",
        "660412‐2000000",
        "660412_2000000",
        "66041²-2000000",
        "١٢٣٤٥٦-1234567",
        "660412-2ooooo0",
        "660412-2000000\x00",
        "660412-2000000\u200b",
        "230229-1000000",
        "001301-3000000",
        "660400-2000000",
        "9" * 10_000,
        " " * 10_000 + "660412-2000000",
    ],
)
def test_anything_else_is_refused_with_the_one_sentence(text):
    with pytest.raises(BadResidentNumber) as refused:
        parse(text)

    assert str(refused.value) == REFUSAL
    assert isinstance(refused.value, RuleBroken)


@pytest.mark.parametrize(
    ("seventh", "year", "sex", "foreign"),
    [
        ("9", 1896, "male", False),
        ("0", 1896, "female", False),
        ("1", 1996, "male", False),
        ("2", 1996, "female", False),
        ("3", 2096, "male", False),
        ("4", 2096, "female", False),
        ("5", 1996, "male", True),
        ("6", 1996, "female", True),
        ("7", 2096, "male", True),
        ("8", 2096, "female", True),
    ],
)
def test_seventh_digit_tells_century_sex_and_foreigner(seventh, year, sex, foreign):
    number = parse(f"960229-{seventh}000000")

    assert (number.born_on, number.sex, number.foreign) == (date(year, 2, 29), sex, foreign)


def test_leap_day_exists_in_2000_and_not_in_1900():
    assert parse("000229-3000000").born_on == date(2000, 2, 29)

    with pytest.raises(BadResidentNumber):
        parse("000229-1000000")


def test_day_of_birth_may_be_today_and_not_tomorrow():
    assert parse("240708-3000000", today=date(2024, 7, 8)).born_on == date(2024, 7, 8)

    with pytest.raises(BadResidentNumber):
        parse("240709-3000000", today=date(2024, 7, 8))


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("040708-1000000", True),
        ("030709-1000000", True),
        ("030708-1000000", False),
        ("991231-9000000", False),
        ("991231-0000000", False),
        ("660412-9000000", False),
    ],
    ids=["120 today", "120 for a day more", "121 today", "a man of 1899", "a woman of 1899", "1866"],
)
def test_nobody_is_older_than_120_on_the_business_date(text, good):
    if good:
        assert parse(text, today=date(2024, 7, 8))
        return
    with pytest.raises(BadResidentNumber) as refused:
        parse(text, today=date(2024, 7, 8))
    assert str(refused.value) == REFUSAL


@pytest.mark.parametrize(("twelve", "base"), [("660412200000", 11), ("900101112345", 11), ("900101512345", 13)])
def test_old_checksum_warns_and_never_refuses(twelve, base):
    right = check_digit(twelve, base)
    wrong = str((int(right) + 1) % 10)

    assert parse(twelve + right).checksum_matches
    assert parse(twelve + right).warning is None
    assert not parse(twelve + wrong).checksum_matches
    assert parse(twelve + wrong).warning.startswith("검증번호가 예전 방식과 다릅니다.")


@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)), st.sampled_from("1256"), st.integers(0, 999_999))
def test_the_last_six_digits_are_never_shown(born_on, seventh, rest):
    number = parse(f"{born_on:%y%m%d}-{seventh}{rest:06d}")

    assert number.born_on == born_on
    assert number.masked == f"{born_on:%y%m%d}-{seventh}******"
    assert number.digits not in repr(number)
    assert f"{rest:06d}" not in repr(number).replace(repr(born_on), "")


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text):
    try:
        number = parse(text)
    except BadResidentNumber:
        return

    assert number.digits.isascii()
    assert len(number.digits) == 13
