"""The four insurances of one person and month: both sides' premiums, and the reason wherever a line is zero.

Sources: 국민연금법 §6, §12, §17, §88; 국민건강보험법 §5, §6, §69, §76, §107; 보험료징수법 §13; domain.md D1-D4.
The bill (고지액) governs in practice: it overrides a computed line, and both are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from app.rules.parameters import Parameters
from app.shared.errors import RuleBroken
from app.shared.money import floor_to
from app.shared.periods import add_months, age_on, first_of
from app.shared.sentences import Sentence

EMPLOYEE_LINES = ("pension", "health", "care", "employment")
EMPLOYER_LINES = ("pension", "health", "care", "employment", "stability", "accident")
BASE_MODES = ("declared", "month_wage")
# What the pay terms may say of each insurance; the rules find age, hours and first month by themselves.
PENSION_TERMS = ("insured", "first_month", "opted_out")
HEALTH_TERMS = ("insured", "medical_aid")
EMPLOYMENT_TERMS = ("insured", "continued")


@dataclass(frozen=True, slots=True)
class InsuranceRates:
    """Rates and limits of one insurance month, looked up by its first day."""

    month: date
    pension: Fraction
    pension_floor: int
    pension_ceiling: int
    pension_from_age: int
    pension_under_age: int
    health_half: Fraction
    health_rounding: str
    care: Fraction
    unemployment: Fraction
    hired_under_age: int
    contract_months: int
    stability: Fraction
    accident: Fraction
    weekly_hours: int
    monthly_hours: int
    weeks_a_month: Fraction

    @classmethod
    def on(cls, rates: Parameters, month: date, programme: str = "") -> InsuranceRates:
        """Raises ParameterMissing where the month has no value: no rate is carried into an unknown year."""
        limits, ages = rates.on("pension_base_limits", month), rates.on("pension_ages", month)
        return cls(
            month=first_of(month),
            pension=rates.rate("pension_rate", month),
            pension_floor=int(limits["floor"]),
            pension_ceiling=int(limits["ceiling"]),
            pension_from_age=int(ages["from"]),
            pension_under_age=int(ages["under"]),
            health_half=rates.rate("health_rate", month) / 2,
            health_rounding=str(rates.on("health_share_rounding", month)),
            care=rates.rate("care_ratio", month),
            unemployment=rates.rate("unemployment_rate", month),
            hired_under_age=int(rates.on("unemployment_hired_under", month)),
            contract_months=int(rates.on("unemployment_contract_months", month)),
            stability=rates.rate("stability_rate", month),
            accident=rates.rate("accident_rate", month, programme),
            weekly_hours=int(rates.on("weekly_hours_limit", month)),
            monthly_hours=int(rates.on("monthly_hours_limit", month)),
            weeks_a_month=rates.rate("weeks_a_month", month),
        )


@dataclass(frozen=True, slots=True)
class Insured:
    """What the premiums depend on besides the wage. Employment days are inclusive, minutes are contracted ones a week."""

    born_on: date
    starts_on: date
    ends_on: date
    weekly_minutes: int
    pension: str = "insured"
    health: str = "insured"
    employment: str = "insured"
    base_mode: str = "declared"
    pension_base_won: int | None = None
    health_base_won: int | None = None


@dataclass(frozen=True, slots=True)
class Bill:
    """Won that the insurer billed for one insurance; None where that side is not on the bill."""

    employee_won: int | None = None
    employer_won: int | None = None


@dataclass(frozen=True, slots=True)
class Premiums:
    """Won by line and side, bases used (0 where not charged), a reason for each zero or overridden line.

    ``computed`` keeps what the rules gave for every line a bill replaced: (employee, employer).
    """

    employee: Mapping[str, int]
    employer: Mapping[str, int]
    pension_base: int
    health_base: int
    reasons: Mapping[str, Sentence] = field(default_factory=dict)
    computed: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def work_out_premiums(person: Insured, wage_won: int, rates: InsuranceRates) -> Premiums:
    """All premiums of the month; every line is cut below 10 won (연금법 §117, 건보법 §107).

    ``wage_won`` is the month's insurable wage. Raises RuleBroken where a declared base is needed and missing.
    """
    reasons: dict[str, Sentence] = {}
    pension_base, pension = _pension(person, wage_won, rates, reasons)
    health_base, health, care = _health(person, wage_won, rates, reasons)
    employment, stability = _employment(person, wage_won, rates, reasons)
    accident = cut(wage_won, rates.accident)
    employee = {"pension": pension, "health": health, "care": care, "employment": employment}
    employer = employee | {"stability": stability, "accident": accident}
    for line, amount in employer.items():
        if amount == 0 and line not in reasons:
            reasons[line] = Sentence("no_wage", {"line": line})
    return Premiums(employee, employer, pension_base, health_base, reasons)


def cut(won: int, rate: Fraction) -> int:
    """won × rate, cut below 10 won, in whole numbers all the way."""
    return won * rate.numerator // (rate.denominator * 10) * 10


def _pension(person: Insured, wage: int, rates: InsuranceRates, reasons: dict[str, Sentence]) -> tuple[int, int]:
    reason = _pension_reason(person, rates)
    if reason:
        reasons["pension"] = reason
        return 0, 0
    base = _base(person.base_mode, person.pension_base_won, wage, "국민연금 기준소득월액")
    base = min(max(floor_to(base, 1000), rates.pension_floor), rates.pension_ceiling)
    return base, cut(base, rates.pension)


def _pension_reason(person: Insured, rates: InsuranceRates) -> Sentence | None:
    """Out: under 18, 60 and over, own wish, short hours, under a month, the month of a start after the 1st.

    Membership is lost on the day after turning 60, so the month of the 60th birthday is still charged (§12, §17①).
    """
    under = rates.pension_under_age
    if age_on(person.born_on, max(person.starts_on, rates.month - timedelta(days=1))) >= under:
        # Who starts in this very month is measured on that day, everybody else on the eve of the month.
        return Sentence("pension_age", {"line": "pension", "age": under})
    if age_on(person.born_on, rates.month) < rates.pension_from_age:
        return Sentence("pension_young", {"line": "pension", "age": rates.pension_from_age})
    if person.pension == "opted_out":
        return Sentence("opted_out", {"line": "pension"})
    return _hours_reason("pension", person, rates) or _first_month_reason(
        "pension", person, rates, chosen=person.pension == "first_month"
    )


def _health(person: Insured, wage: int, rates: InsuranceRates, reasons: dict[str, Sentence]) -> tuple[int, int, int]:
    for line in ("health", "care"):
        reason = _health_reason(line, person, rates)
        if reason:
            reasons[line] = reason
    if "health" in reasons:
        return 0, 0, 0
    base = _base(person.base_mode, person.health_base_won, wage, "건강보험 보수월액")
    if rates.health_rounding == "A":
        total = cut(base, rates.health_half * 2)
        return base, total // 2, cut(total, rates.care) // 2
    health = cut(base, rates.health_half)
    return base, health, cut(health, rates.care)


def _health_reason(line: str, person: Insured, rates: InsuranceRates) -> Sentence | None:
    if person.health == "medical_aid":
        return Sentence("medical_aid", {"line": line})
    return _hours_reason(line, person, rates) or _first_month_reason(line, person, rates)


def _employment(person: Insured, wage: int, rates: InsuranceRates, reasons: dict[str, Sentence]) -> tuple[int, int]:
    short = _is_short(person, rates) or person.weekly_minutes < rates.weekly_hours * 60
    if short and _lasts_less_than(person, rates.contract_months):
        for line in ("employment", "stability"):
            reasons[line] = Sentence("short_contract_hours", {"line": line, "months": rates.contract_months})
        return 0, 0
    stability = cut(wage, rates.stability)
    if person.employment != "continued" and age_on(person.born_on, person.starts_on) >= rates.hired_under_age:
        reasons["employment"] = Sentence("hired_late", {"line": "employment", "age": rates.hired_under_age})
        return 0, stability
    return cut(wage, rates.unemployment), stability


def _hours_reason(line: str, person: Insured, rates: InsuranceRates) -> Sentence | None:
    if _is_short(person, rates):
        return Sentence("short_hours", {"line": line, "hours": rates.monthly_hours})
    if _lasts_less_than(person, 1):
        return Sentence("short_contract", {"line": line})
    return None


def _first_month_reason(line: str, person: Insured, rates: InsuranceRates, chosen: bool = False) -> Sentence | None:
    """A premium starts with the month after the start, or with that month when it starts on the 1st."""
    starts = person.starts_on
    if chosen or starts.day == 1 or first_of(starts) != rates.month:
        return None
    return Sentence("first_month", {"line": line})


def _is_short(person: Insured, rates: InsuranceRates) -> bool:
    return person.weekly_minutes * rates.weeks_a_month < rates.monthly_hours * 60


def _lasts_less_than(person: Insured, months: int) -> bool:
    return add_months(person.starts_on, months) > person.ends_on + timedelta(days=1)


def _base(mode: str, declared: int | None, wage: int, label: str) -> int:
    if mode == "month_wage":
        return wage
    if mode != "declared":
        raise RuleBroken(
            f"보험료 기준은 신고 소득월액(declared)이나 그 달 임금(month_wage)만 쓸 수 있습니다: {mode[:20]}"
        )
    if declared is None:
        raise RuleBroken(f"{label} 신고액이 없습니다. 임금 조건에서 신고액을 입력해 주세요.")
    return declared


def apply_bills(premiums: Premiums, bills: Mapping[str, Bill]) -> Premiums:
    """Billed lines replace computed ones; both are kept, and a difference gets its sentence (W40)."""
    if not bills:
        return premiums
    unknown = set(bills) - set(EMPLOYER_LINES)
    if unknown or any(bill.employee_won is not None for line, bill in bills.items() if line not in EMPLOYEE_LINES):
        raise RuleBroken(f"고지액을 적용할 수 없는 보험입니다: {', '.join(sorted(unknown or bills))}")
    employee, employer = dict(premiums.employee), dict(premiums.employer)
    reasons, computed = dict(premiums.reasons), dict(premiums.computed)
    for line, bill in bills.items():
        before = (employee.get(line, 0), employer[line])
        computed[line] = before
        if bill.employee_won is not None:
            employee[line] = bill.employee_won
        if bill.employer_won is not None:
            employer[line] = bill.employer_won
        after = (employee.get(line, 0), employer[line])
        reasons.pop(line, None)
        if after != before:
            side = 0 if after[0] != before[0] else 1
            values = {"line": line, "computed": before[side], "billed": after[side], "side": side}
            reasons[line] = Sentence("bill_differs", values)
        elif 0 in after and line in premiums.reasons:
            reasons[line] = premiums.reasons[line]
    return Premiums(employee, employer, premiums.pension_base, premiums.health_base, reasons, computed)
