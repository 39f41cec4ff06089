"""Resident and foreign registration numbers: what the 13 digits say, and nothing more (주민등록법 시행규칙 §2).

A wrong old checksum never refuses: since 2020-10-05 the last six digits of new numbers are random.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from app.shared.errors import RuleBroken
from app.shared.periods import age_on

CHECKSUM_WARNING = (
    "검증번호가 예전 방식과 다릅니다. 2020년 10월 이후 발급·변경된 번호일 수 있습니다. "
    "신분증과 같으면 그대로 접수하세요."
)

_CENTURY = {
    "9": 1800,
    "0": 1800,
    "1": 1900,
    "2": 1900,
    "3": 2000,
    "4": 2000,
    "5": 1900,
    "6": 1900,
    "7": 2000,
    "8": 2000,
}
OLDEST = 120
"""Years: nobody older applies, a digit was mistyped."""
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_BLANKS = dict.fromkeys(map(ord, " \t\r\n\u00a0\u3000"))
# Only the full-width forms that a Korean keyboard makes: full NFKC would also turn ² and ① into digits.
_FULL_WIDTH = {0xFF10 + digit: ord("0") + digit for digit in range(10)} | {0xFF0D: ord("-")}
_SHAPE = re.compile(r"([0-9]{6})-?([0-9]{7})")


class BadResidentNumber(RuleBroken):
    """Not 13 digits, no such day of birth, no such seventh digit, or nobody's who lives (9 and 0 are the 1800s)."""

    def __init__(self) -> None:
        super().__init__("주민등록번호 13자리를 확인해 주세요. 생년월일 또는 7번째 자리가 맞지 않습니다.")


@dataclass(frozen=True, slots=True)
class ResidentNumber:
    """The number and what it tells. ``sex`` is ``male`` or ``female``; ``repr`` never shows the digits."""

    digits: str = field(repr=False)
    born_on: date
    sex: str
    foreign: bool
    checksum_matches: bool

    @property
    def masked(self) -> str:
        """``660412-2******``, the only form that pages and papers show."""
        return f"{self.digits[:6]}-{self.digits[6]}******"

    @property
    def warning(self) -> str | None:
        """The sentence for a number that fails the old checksum; it may be taken all the same."""
        return None if self.checksum_matches else CHECKSUM_WARNING


def parse(text: str, today: date | None = None) -> ResidentNumber:
    """Read a number as typed: a hyphen, blanks and full-width digits are fine, anything else is not.

    ``today``, when given, refuses a day of birth that is still to come or too long ago. Raises BadResidentNumber.
    """
    shape = _SHAPE.fullmatch(text[:100].translate(_BLANKS).translate(_FULL_WIDTH)) if len(text) <= 100 else None
    if shape is None:
        raise BadResidentNumber
    digits = shape[1] + shape[2]
    born_on = _birth(digits)
    if today is not None and not 0 <= age_on(born_on, today) <= OLDEST:
        raise BadResidentNumber
    return ResidentNumber(
        digits=digits,
        born_on=born_on,
        sex="male" if int(digits[6]) % 2 else "female",
        foreign=digits[6] in "5678",
        checksum_matches=_checksum_matches(digits),
    )


def _birth(digits: str) -> date:
    try:
        return date(_CENTURY[digits[6]] + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        raise BadResidentNumber from None


def _checksum_matches(digits: str) -> bool:
    """(11 − Σ mod 11) mod 10 for residents, (13 − Σ mod 11) mod 10 for foreign numbers (7th digit 5–8)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    base = 13 if digits[6] in "5678" else 11
    return (base - total % 11) % 10 == int(digits[12])
