"""How pages write money, dates, rates: through these filters only."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from flask import Flask

from app.shared import money
from app.shared.periods import korean_date, korean_time
from app.shared.sentences import josa

NONE = "–"


def won(amount: int | None) -> str:
    return NONE if amount is None else money.won(amount)


def won_unit(amount: int | None) -> str:
    return NONE if amount is None else f"{money.won(amount)}원"


def million(amount: int | None) -> str:
    """Won as 백만 원 without decimals; None is a dash, never 0."""
    return NONE if amount is None else money.won(money.round_half_up(amount, 1_000_000) // 1_000_000)


def count(number: int | None) -> str:
    return NONE if number is None else money.won(number)


def kdate(day: date | None) -> str:
    return NONE if day is None else korean_date(day)


def kdate_w(day: date | None) -> str:
    return NONE if day is None else korean_date(day, weekday=True)


def kmonth(day: date | None) -> str:
    return NONE if day is None else f"{day.year}년 {day.month}월"


def ktime(at: datetime | None) -> str:
    return NONE if at is None else korean_time(at)


def pct(value: Fraction | float | None) -> str:
    """A percentage with one decimal, already rounded by the rules; None is "산출할 수 없음"."""
    return "산출할 수 없음" if value is None else f"{float(value):,.1f}%"


def dash(value: Any) -> Any:
    return NONE if value is None or value == "" else value


def init_app(app: Flask) -> None:
    for function in (won, won_unit, million, count, kdate, kdate_w, kmonth, ktime, pct, dash, josa):
        app.jinja_env.filters[function.__name__] = function
