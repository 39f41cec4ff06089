"""Head-counts that different lines of the record state for the same people."""

from __future__ import annotations

from collections.abc import Iterator

from app.pledge.reconciling.facts import CohortFact, Facts, HeadCount
from app.pledge.reconciling.finding import Figure, Finding


def selected_in_year(facts: Facts) -> Iterator[Finding]:
    """The yearly table of 현황 against the selections among the milestones."""
    for year, stated in sorted(facts.history.items()):
        found = [one.people for one in facts.selections if one.year == year]
        if found and sum(found) != stated:
            yield Finding(
                f"selected.{year}",
                f"{year}년 공공일자리 선발 인원",
                Figure(stated, "연도별 추진 현황", "milestones"),
                Figure(sum(found), "일정별 추진실적의 반기별 선발 인원", "milestones"),
                stated - sum(found),
                "명",
                "현황표에 충원이나 다른 사업의 인원이 함께 들어간 것으로 보입니다.",
            )


def selected_in_half(facts: Facts) -> Iterator[Finding]:
    """A half's selection among the milestones against its cohorts."""
    for one in facts.selections:
        found = [
            c.recorded for c in facts.cohorts if (c.year, c.half) == (one.year, one.half) and c.recorded is not None
        ]
        if found and sum(found) != one.people:
            yield Finding(
                f"half.{one.year}H{one.half}",
                f"{one.year}년 {_half(one.half)} 선발 인원",
                Figure(one.people, "일정별 추진실적", "milestones"),
                Figure(sum(found), "회차별 인원을 더한 값", "indicators/1"),
                one.people - sum(found),
                "명",
                "회차가 빠졌거나 인원이 바뀌었습니다.",
            )


def unknown_year(facts: Facts) -> Iterator[Finding]:
    """People in indicator 1 whom no cohort explains."""
    if not facts.unknown_year:
        return
    explained = sum(one.recorded or 0 for one in facts.cohorts)
    yield Finding(
        "people.unknown_year",
        "지표 1 실적과 기록된 회차",
        Figure(explained + facts.unknown_year, "관리카드의 실적", "indicators/1"),
        Figure(explained, "기록된 회차의 인원을 더한 값", "indicators/1"),
        facts.unknown_year,
        "명",
        "회차 기록이 없는 실적입니다. 2022년인지 2023년인지 알 수 없어 이월 실적으로 따로 둡니다.",
    )


def confirmed(facts: Facts) -> Iterator[Finding]:
    """People confirmed for a cohort (and announced on top) against those selected or planned."""
    for one in facts.confirmed:
        cohorts = [c for c in facts.cohorts if _covers(one, c)]
        heads = [c.recorded if c.recorded is not None else c.planned for c in cohorts]
        more = [
            add for add in facts.added if (add.programme, add.year, add.half) == (one.programme, one.year, one.half)
        ]
        due = one.people + sum(add.people for add in more)
        known = [head for head in heads if head is not None]
        if not known or len(known) < len(heads) or sum(known) == due:
            continue
        name = f"{one.year}H{one.half}" if one.half else str(one.year)
        also = "".join(f" + 추가 모집 {add.people}명" for add in more)
        yield Finding(
            f"confirmed.{name}-{one.programme}",
            f"{one.title}과 선발",
            Figure(sum(known), "선발 인원", "milestones"),
            Figure(due, f"확정 인원 {one.people:,}명{also}", "milestones"),
            sum(known) - due,
            "명",
            "확정한 뒤 더 뽑았으나 확정 인원을 고쳐 적지 않은 것으로 보입니다.",
        )


def announced(facts: Facts) -> Iterator[Finding]:
    """People selected against what another source announced."""
    by_code = {one.code: one for one in facts.cohorts}
    for one in facts.announced:
        cohort = by_code.get(one.cohort)
        if cohort is None or cohort.recorded is None or cohort.recorded == one.people:
            continue
        yield Finding(
            f"announced.{one.cohort}",
            f"{cohort.name} 모집과 선발",
            Figure(cohort.recorded, "선발 인원", "indicators/1"),
            Figure(one.people, one.source, "indicators/1"),
            cohort.recorded - one.people,
            "명",
            "모집 인원을 다 채우지 못한 것으로 보입니다.",
        )


def counted(facts: Facts) -> Iterator[Finding]:
    """People on record against participations found in the system."""
    for one in facts.cohorts:
        if one.recorded is not None and one.recorded != one.counted:
            yield Finding(
                f"counted.{one.code}",
                f"{one.name} 참여 자료",
                Figure(one.recorded, "기록된 인원", "indicators/1"),
                Figure(one.counted, "참여 자료의 최초 선발 인원", "indicators/1"),
                one.recorded - one.counted,
                "명",
                "참여 자료를 다 옮기지 않았거나 취소한 참여가 있습니다.",
            )


def _covers(line: HeadCount, cohort: CohortFact) -> bool:
    return cohort.programme == line.programme and cohort.year == line.year and line.half in (None, cohort.half)


def _half(half: int | None) -> str:
    return "상반기" if half == 1 else "하반기"
