"""Dates and months as the office writes them. All ranges are inclusive; a month is its first day."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.shared.errors import RuleBroken

WEEKDAYS = "월화수목금토일"
SEOUL = ZoneInfo("Asia/Seoul")


def parse_month(text: str) -> date:
    """``2024-03`` → 2024-03-01. Raises RuleBroken on anything else."""
    match = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text)
    if not match or match[1] == "0000":
        raise RuleBroken(f"월은 2024-03처럼 적어 주세요: {text[:20]}")
    return date(int(match[1]), int(match[2]), 1)


def month_text(month: date) -> str:
    return f"{month:%Y-%m}"


def last_day(month: date) -> date:
    return date(month.year, month.month, monthrange(month.year, month.month)[1])


def first_of(day: date) -> date:
    return day.replace(day=1)


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later; the last day of a shorter month stands in (민법 §160③)."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    month += 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def months_touched(starts_on: date, ends_on: date) -> list[date]:
    """First days of every calendar month that the range touches."""
    months, month = [], first_of(starts_on)
    while month <= ends_on:
        months.append(month)
        month = add_months(month, 1)
    return months


def days(starts_on: date, ends_on: date) -> Iterator[date]:
    day = starts_on
    while day <= ends_on:
        yield day
        day += timedelta(days=1)


def overlap_days(a_from: date, a_to: date, b_from: date, b_to: date) -> int:
    """How many days two inclusive ranges share (0 when none)."""
    return max(0, (min(a_to, b_to) - max(a_from, b_from)).days + 1)


def age_on(born_on: date, day: date) -> int:
    """만 나이 (민법 §158): full years lived on ``day``."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def quarter_end(year: int, quarter: int) -> date:
    return last_day(date(year, quarter * 3, 1))


def korean_date(day: date, *, weekday: bool = False) -> str:
    """``2024. 3. 6.`` or ``2024. 3. 6.(수)``; parts joined by no-break spaces (행정업무규정 §7⑤)."""
    text = f"{day.year}.\u00a0{day.month}.\u00a0{day.day}."
    return f"{text}({WEEKDAYS[day.weekday()]})" if weekday else text


def korean_time(at: datetime) -> str:
    """``2024. 7. 8. 14:20`` in Seoul, of an instant."""
    local = at.astimezone(SEOUL)
    return f"{korean_date(local.date())} {local:%H:%M}"
