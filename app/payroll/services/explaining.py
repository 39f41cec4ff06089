"""How each won of a pay line came about: arithmetic, amount, rule or reason. Read from the line and its run alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.payroll.models import PayLine
from app.payroll.services.lines import sentence_of
from app.rules.pay_sentences import say
from app.rules.wage import ROUNDINGS
from app.shared.money import rate, round_half_up, won


@dataclass(frozen=True, slots=True)
class Explained:
    """One amount. ``note`` is the reason of a zero or an override; ``basis`` the rule; ``uncertain`` 확인 필요 with why."""

    code: str
    label: str
    how: str
    amount: int
    basis: str = ""
    note: str = ""
    uncertain: str = ""


def percent_text(value: Fraction) -> str:
    """``4.75%``, ``3.545%``; what does not end is shown with two decimals."""
    thousandths = value * 100_000
    shown, places = (thousandths, 3) if thousandths.denominator == 1 else (Fraction(round_half_up(value * 10_000)), 2)
    text = f"{int(shown) // 10**places}.{int(shown) % 10**places:0{places}d}"
    return f"{text.rstrip('0').rstrip('.')}%"


def hours_text(minutes: int) -> str:
    """``105시간``, ``2시간 30분``."""
    hours, rest = divmod(minutes, 60)
    return f"{hours:,}시간 {rest}분" if rest else f"{hours:,}시간"


def hours_number(minutes: int) -> int | float:
    """Hours as a JSON number: 5 or 4.5."""
    return minutes // 60 if minutes % 60 == 0 else round(minutes / 60, 2)


def reasons_of(line: PayLine) -> dict[str, str]:
    """Why a line is zero or overridden, and why a week earned no rest, in Korean by line code."""
    found = {code: say(sentence_of(kept)) for code, kept in line.used["reasons"].items()}
    rests = [say(sentence_of(kept)) for kept in line.used["rests"]]
    return found | ({"weekly_rest": " ".join(rests)} if rests else {})


ROUNDING_WORDS = {"up": "올림", "down": "버림", "half_up": "반올림"}


def wage_how(line: PayLine, used: Mapping[str, Any]) -> str:
    """Where the daily wage comes from: the hourly rate × hours, rounded; or a figure set for this person."""
    hourly = int(used["own_hourly_wage"]["value"]) or int(used["minimum_wage"]["value"])
    rounding = used["daily_wage_rounding"]["value"]
    exact = Fraction(hourly * line.used["minutes_a_day"], 60)
    if line.daily_wage_won != ROUNDINGS[rounding["mode"]](exact, rounding["unit"]):
        return f"이 사람에게 정한 일급입니다(시급 {won(hourly)}원)."
    product = f"시급 {won(hourly)}원 × {hours_text(line.used['minutes_a_day'])} = {won(int(exact))}원"
    return f"{product}, {won(rounding['unit'])}원 단위 {ROUNDING_WORDS[rounding['mode']]}"


def explain_pay(line: PayLine, used: Mapping[str, Any]) -> list[Explained]:
    """지급 항목 in the order of the 임금명세서."""
    day = won(line.daily_wage_won)
    minutes = line.used["minutes_a_day"]
    rest_won = -(-line.daily_wage_won * line.used["rest_minutes"] // minutes)
    allowance = used["allowance_per_day"]
    reasons = reasons_of(line)
    late = "통상시급" if used["lateness_rate"]["value"] == "ordinary" else "최저임금"
    return [
        Explained("base", "기본급", f"{line.days_worked}일 × {day}원", line.base_won),
        Explained(
            "holiday", "공휴일수당", f"{line.paid_holidays}일 × {day}원", line.holiday_won, "근로기준법 제55조제2항"
        ),
        Explained(
            "weekly_rest",
            "주휴수당",
            f"{line.weekly_rests}일 × {won(rest_won)}원",
            line.weekly_rest_won,
            "근로기준법 제55조제1항",
            reasons.get("weekly_rest", ""),
        ),
        Explained("leave", "연차수당", _leave_how(line, day), line.leave_won, "근로기준법 제60조제2항"),
        Explained("lateness", "지각·조퇴", f"{line.late_minutes}분({late})", line.lateness_won),
        Explained(
            "allowance",
            "부대경비(교통·간식)",
            f"{line.days_worked}일 × {won(int(allowance['value']))}원",
            line.allowance_won,
            allowance["basis"],
            uncertain=_uncertain(allowance),
        ),
    ]


def _leave_how(line: PayLine, day: str) -> str:
    paid_out = line.used["paid_out_minutes"]
    taken = line.leave_minutes - paid_out
    minutes = line.used["minutes_a_day"]
    parts = [f"유급휴가 {hours_text(taken)}"] if taken else []
    if paid_out or not parts:
        parts.append(f"미사용 {hours_number(paid_out * 60 // minutes)}일 × {day}원")
    return ", ".join(parts)


def explain_deductions(line: PayLine, used: Mapping[str, Any]) -> list[Explained]:
    """공제 항목: 4대보험 and withheld tax."""
    reasons, kept = reasons_of(line), line.used
    insurable = won(kept["insurable"])
    half = rate(used["health_rate"]["value"]) / 2
    rows = (
        ("pension", "국민연금", _times(kept["pension_base"], used["pension_rate"]), line.pension_won, "pension_rate"),
        ("health", "건강보험", f"{won(kept['health_base'])}원 × {percent_text(half)}", line.health_won, "health_rate"),
        ("care", "장기요양보험", f"건강보험료 × {_rate_text(used['care_ratio'])}", line.care_won, "care_ratio"),
        (
            "employment",
            "고용보험",
            f"{insurable}원 × {_rate_text(used['unemployment_rate'])}",
            line.employment_won,
            "unemployment_rate",
        ),
        (
            "income_tax",
            "소득세",
            f"간이세액표({kept['family']}명) {kept['tax_percent']}%",
            line.income_tax_won,
            "income_tax_table",
        ),
        (
            "local_tax",
            "지방소득세",
            f"소득세의 {_rate_text(used['local_tax_rate'])}",
            line.local_tax_won,
            "local_tax_rate",
        ),
    )
    if "income_tax" in reasons:
        reasons.setdefault("local_tax", "지방소득세 0원: 소득세가 0원입니다.")
    return [
        Explained(
            code,
            label,
            how if amount else "-",
            amount,
            used[key]["basis"],
            reasons.get(code, ""),
            _uncertain(used[key]) if amount else "",
        )
        for code, label, how, amount, key in rows
    ]


def explain_employer(line: PayLine, used: Mapping[str, Any]) -> list[Explained]:
    """기관부담금: what the district pays the insurers besides the wage."""
    reasons = reasons_of(line)
    insurable = line.used["insurable"]
    same = [
        Explained(row.code, row.label, "근로자와 같은 금액", amount, note=reasons.get(row.code, ""))
        for row, amount in zip(
            explain_deductions(line, used)[:4],
            (
                line.employer_pension_won,
                line.employer_health_won,
                line.employer_care_won,
                line.employer_employment_won,
            ),
            strict=True,
        )
    ]
    more = [
        Explained(code, label, _times(insurable, used[key]), amount, used[key]["basis"], reasons.get(code, ""), unsure)
        for code, label, key, amount, unsure in (
            ("stability", "고용안정·직업능력개발", "stability_rate", line.employer_stability_won, ""),
            ("accident", "산재보험", "accident_rate", line.employer_accident_won, _uncertain(used["accident_rate"])),
        )
    ]
    return same + more


def _times(base: int, parameter: Mapping[str, Any]) -> str:
    return f"{won(base)}원 × {_rate_text(parameter)}"


def _rate_text(parameter: Mapping[str, Any]) -> str:
    return percent_text(rate(parameter["value"]))


def _uncertain(parameter: Mapping[str, Any]) -> str:
    return "" if parameter["confidence"] == "H" else (parameter["note"] or "원문을 확인하지 않은 값입니다.")


def uncertain_parameters(used: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(label, sentence) of every parameter of the run that is not certain."""
    return [(one["label"], _uncertain(one)) for one in used.values() if one["confidence"] != "H"]
