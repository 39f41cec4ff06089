"""Won as integers and rates as exact fractions. No float, no Decimal, no rounding anywhere else."""

from __future__ import annotations

from fractions import Fraction


def rate(text: str | int | Fraction) -> Fraction:
    """A rate as shipped: ``"0.0475"``, ``"9448/71900"`` or ``"4.75%"``, exactly."""
    if isinstance(text, str) and text.endswith("%"):
        return Fraction(text[:-1]) / 100
    return Fraction(text)


def floor_to(won: int | Fraction, unit: int) -> int:
    """Cut down to a multiple of ``unit`` won (국고금관리법 §47, 지방회계법 §55: 10원 미만 절사)."""
    return int(won // unit) * unit


def ceil_to(won: int | Fraction, unit: int) -> int:
    """Raise up to a multiple of ``unit`` won."""
    return int(-(-won // unit)) * unit


def round_half_up(value: int | Fraction, unit: int = 1) -> int:
    """Nearest multiple of ``unit``, halves up."""
    return int((Fraction(value) + Fraction(unit, 2)) // unit) * unit


def percent_tenths(value: Fraction) -> Fraction:
    """A ratio as percent with one decimal, half up from the unrounded fraction (0.61035 → 61.0)."""
    return Fraction(round_half_up(value * 1000), 10)


def fixed(value: Fraction, places: int) -> str:
    """The value with so many decimals, half up, exactly: ``fixed(Fraction(6926, 100), 2)`` → ``69.26``."""
    whole, part = divmod(abs(round_half_up(value * 10**places)), 10**places)
    return f"{'−' if value < 0 else ''}{whole:,}.{part:0{places}d}"


def won(amount: int) -> str:
    """1404000 → ``1,404,000``; a negative amount carries the minus sign U+2212, as on every page."""
    return f"{amount:,}".replace("-", "−")


_DIGITS = "영일이삼사오육칠팔구"
_PLACES = ("", "십", "백", "천")
_GROUPS = ("", "만", "억", "조", "경")


def won_in_words(amount: int) -> str:
    """금액 한글 표기: 113560 → ``일십일만삼천오백육십`` ("일" is written before 십·백·천).

    Source: 행정업무의 운영 및 혁신에 관한 규정 시행규칙 §2②.
    """
    if amount == 0:
        return "영"
    sign, rest, words, group = ("마이너스 " if amount < 0 else ""), abs(amount), "", 0
    while rest:
        rest, four = divmod(rest, 10_000)
        digits = [int(digit) for digit in reversed(f"{four:04d}")]
        part = "".join(
            _DIGITS[digit] + place for digit, place in reversed(list(zip(digits, _PLACES, strict=True))) if digit
        )
        words = (part + _GROUPS[group] if part else "") + words
        group += 1
    return sign + words


def won_on_paper(amount: int) -> str:
    """``금113,560원(금일십일만삼천오백육십원)``, as statutory papers write a total."""
    return f"금{won(amount)}원(금{won_in_words(amount)}원)"
