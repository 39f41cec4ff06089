"""총사업비 against its programmes, a programme's ratio against its amounts, execution against plan."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from app.pledge.reconciling.facts import Facts
from app.pledge.reconciling.finding import Figure, Finding
from app.shared.money import fixed, percent_tenths, round_half_up

MILLION = 1_000_000
FUNDER_NAMES = {"total": "총사업비", "national": "국비", "city": "시비", "district": "구비", "other": "기타"}
OFF_PLAN = Fraction(1, 10)
"""A finished year may be off its plan by a tenth before it asks for a word of explanation."""


def funding_total(facts: Facts) -> Iterator[Finding]:
    """The header's total, and each funder's, against the sum of all programmes."""
    for funder, name in FUNDER_NAMES.items():
        stated = facts.header.get(funder)
        parts = [group[funder] for group in facts.groups.values() if funder in group]
        if stated is None or not parts or stated == sum(parts):
            continue
        yield Finding(
            f"funding.{funder}",
            name if funder == "total" else f"총사업비 가운데 {name}",
            Figure(stated, "관리카드 머리의 총사업비", "investment"),
            Figure(sum(parts), "추진계획의 사업별 금액을 더한 값", "investment"),
            stated - sum(parts),
            "원",
            "투자계획을 고치면서 사업별 금액을 함께 고치지 않은 것으로 보입니다.",
        )


def ratio(facts: Facts) -> Iterator[Finding]:
    """A programme's city money against its stated ratio; less than 백만 원 is the sheet's own rounding."""
    for one in facts.ratios:
        due = int(Fraction(one.total * one.city_percent, 100))
        if abs(one.city - due) < MILLION:
            continue
        share = percent_tenths(Fraction(one.city, one.total) * 10) / 10
        yield Finding(
            f"ratio.{one.code}",
            f"{one.name} 시비 {one.city_percent}%",
            Figure(one.city, f"추진계획의 시비(총액의 {fixed(share, 2)}%)", "investment"),
            Figure(due, f"시 {one.city_percent} : 구 {100 - one.city_percent}으로 셈한 시비", "investment"),
            one.city - due,
            "원",
            "시비 교부 한도가 있어 구비로 더 부담한 것으로 보입니다.",
        )


def execution(facts: Facts) -> Iterator[Finding]:
    """Executed against planned in each finished year."""
    for year, planned in sorted(facts.plan_by_year.items()):
        executed = facts.executed_by_year.get(year)
        if executed is None or year >= facts.as_of.year or abs(executed - planned) <= OFF_PLAN * planned:
            continue
        rate = round_half_up(Fraction(executed, planned) * 1000)
        yield Finding(
            f"execution.{year}",
            f"{year}년 집행과 계획({rate // 10}.{rate % 10}%)",
            Figure(executed, f"{year}년 예산 집행액", "investment"),
            Figure(planned, f"{year}년 투자계획", "investment"),
            executed - planned,
            "원",
            "보조금에 따라 사업 규모가 바뀌었으나 투자계획을 고치지 않은 것으로 보입니다.",
        )
