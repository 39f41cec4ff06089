"""A cohort's stated months and dates against the calendar and against its programme."""

from __future__ import annotations

from collections.abc import Iterator

from app.pledge.reconciling.facts import Facts
from app.pledge.reconciling.finding import Figure, Finding
from app.shared.periods import last_day, months_touched


def months(facts: Facts) -> Iterator[Finding]:
    """Stated months against the calendar months that the dates touch."""
    for one in facts.cohorts:
        touched = len(months_touched(one.starts_on, one.ends_on))
        if one.months != touched:
            yield Finding(
                f"months.{one.code}",
                f"{one.name} 개월 수",
                Figure(one.months, "적힌 개월 수", "schedule"),
                Figure(touched, f"{one.starts_on.month}월부터 {one.ends_on.month}월까지", "schedule"),
                one.months - touched,
                "개월",
                "첫 달이나 마지막 달을 다 채우지 않은 것으로 보입니다.",
            )


def programme_term(facts: Facts) -> Iterator[Finding]:
    """Stated months against the programme's own term."""
    for one in facts.cohorts:
        if one.months != one.term_months:
            yield Finding(
                f"term.{one.code}",
                f"{one.name} 사업 기간",
                Figure(one.months, "적힌 개월 수", "schedule"),
                Figure(one.term_months, "추진계획의 반기별 개월 수", "schedule"),
                one.months - one.term_months,
                "개월",
                "그 회차만 길거나 짧게 운영한 것으로 보입니다.",
            )


def last_days(facts: Facts) -> Iterator[Finding]:
    """A term of whole months from the first ends with its last month's last day."""
    for one in facts.cohorts:
        end = last_day(one.ends_on)
        whole = one.starts_on.day == 1 and one.dates_known == "day" and one.planned is not None
        if whole and one.ends_on != end and one.months == len(months_touched(one.starts_on, one.ends_on)):
            yield Finding(
                f"ends.{one.code}",
                f"{one.name} 끝나는 날",
                Figure(one.ends_on.isoformat(), "적힌 날", "schedule"),
                Figure(end.isoformat(), "그 달의 마지막 날", "schedule"),
                (one.ends_on - end).days,
                "일",
                "마지막 날을 30일로 잘못 적은 것으로 보입니다.",
            )
