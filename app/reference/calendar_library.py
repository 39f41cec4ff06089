"""Public holidays as the ``holidays`` package knows them, in the rows of our work calendar.

The office may add to them or correct them; its rows win (공휴일에 관한 법률, 관공서의 공휴일에 관한 규정).
"""

from __future__ import annotations

from datetime import date

import holidays

from app.rules.calendar import CalendarDay
from app.shared.errors import RuleBroken

FIRST_YEAR, LAST_YEAR = 2018, 2050
LABOUR_DAY_IS_PUBLIC_FROM = 2026
# 2024 국군의 날 was a 임시공휴일; the package keeps only its name. It is no public holiday in any other year we serve.
TEMPORARY_NAMES = ("임시공휴일", "국군의 날")


def library_days(year: int) -> list[CalendarDay]:
    """Days off of one year in date order, with 근로자의 날 (5. 1.) before it became a public holiday in 2026.

    Raises RuleBroken for a year outside 2018 to 2050: the package is not trusted to know those.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RuleBroken(f"{FIRST_YEAR}년부터 {LAST_YEAR}년까지의 공휴일만 가져올 수 있습니다: {year}년")
    found = holidays.country_holidays("KR", years=year, language="ko")
    rows = [CalendarDay(day, _kind(name), name.replace("; ", "·")) for day, name in found.items() if day.year == year]
    labour_day = date(year, 5, 1)
    if year < LABOUR_DAY_IS_PUBLIC_FROM and labour_day not in found:
        rows.append(CalendarDay(labour_day, "labour", "근로자의 날"))
    return sorted(rows, key=lambda row: row.day)


def _kind(name: str) -> str:
    if "대체 휴일" in name:
        return "substitute"
    if "선거일" in name:
        return "election"
    return "temporary" if name in TEMPORARY_NAMES else "holiday"
