"""People selected and planned against the targets of indicator 1, and the sheet's own results against today's."""

from __future__ import annotations

from collections.abc import Iterator

from app.pledge.reconciling.facts import Facts
from app.pledge.reconciling.finding import Figure, Finding


def year_target(facts: Facts) -> Iterator[Finding]:
    """In a year that still has plans: those selected and planned against the year's target."""
    for year in sorted({one.year for one in facts.cohorts if one.planned is not None}):
        target = facts.targets.get(year)
        selected = sum(one.recorded or 0 for one in facts.cohorts if one.year == year)
        planned = sum(one.planned or 0 for one in facts.cohorts if one.year == year)
        if target is not None and selected + planned != target:
            yield Finding(
                f"target.{year}",
                f"{year}년 선발·계획과 목표",
                Figure(selected + planned, f"선발 {selected:,}명 + 계획 {planned:,}명", "schedule"),
                Figure(target, f"지표 1의 {year}년 목표", "indicators/1"),
                selected + planned - target,
                "명",
                "계획 인원을 정하면서 목표를 고치지 않은 것으로 보입니다.",
            )


def quarter_target(facts: Facts) -> Iterator[Finding]:
    """People on record who started in a quarter against that quarter's target."""
    for (year, quarter), target in sorted(facts.quarter_targets.items()):
        began = [
            one.recorded
            for one in facts.cohorts
            if one.recorded is not None and (one.starts_on.year, (one.starts_on.month + 2) // 3) == (year, quarter)
        ]
        if began and sum(began) != target:
            yield Finding(
                f"target.{year}Q{quarter}",
                f"{year}년 {quarter}분기 선발과 목표",
                Figure(sum(began), "그 분기에 시작한 회차의 인원", "indicators/1"),
                Figure(target, "지표 1의 분기 목표", "indicators/1"),
                sum(began) - target,
                "명",
                "분기 목표를 어림한 값으로 두었습니다.",
            )


def results(facts: Facts) -> Iterator[Finding]:
    """The sheet's actuals and rates against what the data of the same day give."""
    for one in facts.recorded:
        if one.actual_now is not None and one.actual_now != one.actual:
            yield Finding(
                f"actual.{one.seq}",
                f"지표 {one.seq} {one.name}",
                Figure(one.actual, "관리카드의 실적", f"indicators/{one.seq}"),
                Figure(one.actual_now, "지금 자료로 같은 날을 셈한 값", f"indicators/{one.seq}"),
                one.actual - one.actual_now,
                one.unit,
                "관리카드를 만든 뒤 자료가 바뀌었습니다.",
            )
        elif one.rate_tenths_now is not None and one.rate_tenths_now != one.rate_tenths:
            yield Finding(
                f"rate.{one.seq}",
                f"지표 {one.seq} 이행률",
                Figure(one.rate_tenths, "관리카드의 이행률(0.1%)", f"indicators/{one.seq}"),
                Figure(one.rate_tenths_now, "실적을 목표로 나눈 값(0.1%)", f"indicators/{one.seq}"),
                one.rate_tenths - one.rate_tenths_now,
                "0.1%p",
                "반올림이나 옮겨 적은 값이 다릅니다.",
            )
