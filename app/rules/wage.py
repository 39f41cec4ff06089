"""Wage of one person and month, before anything is taken off. Rates are those in force in the month worked.

Sources: 최저임금법 §6, 시행령 §5; 근로기준법 §55; domain.md C1, C3. The minimum wage changes on 1 January only,
so one rate holds for all days of a month; a weekly rest takes the rate of its Sunday.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.rules.parameters import Parameters
from app.shared.errors import RuleBroken
from app.shared.money import ceil_to, floor_to, round_half_up, won

ROUNDINGS: dict[str, Callable[[int | Fraction, int], int]] = {"up": ceil_to, "down": floor_to, "half_up": round_half_up}


@dataclass(frozen=True, slots=True)
class WageRates:
    """Rates and settings of one month: won an hour, how a daily wage is rounded, won a day beside it."""

    year: int
    minimum_won: int
    hourly_won: int
    rounding_unit: int
    rounding_mode: str
    allowance_won: int
    allowance_is_wage: bool
    lateness_rate: str
    labour_day_always_paid: bool

    @classmethod
    def on(cls, rates: Parameters, month: date, programme: str = "") -> WageRates:
        """Raises ParameterMissing where the month has no value."""
        minimum = rates.won("minimum_wage", month)
        rounding = rates.on("daily_wage_rounding", month, programme)
        return cls(
            year=month.year,
            minimum_won=minimum,
            hourly_won=rates.won("own_hourly_wage", month, programme) or minimum,
            rounding_unit=int(rounding["unit"]),
            rounding_mode=str(rounding["mode"]),
            allowance_won=rates.won("allowance_per_day", month, programme),
            allowance_is_wage=bool(rates.on("allowance_is_wage", month, programme)),
            lateness_rate=str(rates.on("lateness_rate", month, programme)),
            labour_day_always_paid=bool(rates.on("labour_day_always_paid", month, programme)),
        )


def daily_wage(minutes_a_day: int, rates: WageRates) -> int:
    """Contracted minutes × the hourly rate, rounded as the setting says. Raises RuleBroken under the minimum wage."""
    rounded = ROUNDINGS[rates.rounding_mode](Fraction(minutes_a_day * rates.hourly_won, 60), rates.rounding_unit)
    refuse_under_minimum(rounded, minutes_a_day, rates)
    return rounded


def refuse_under_minimum(daily_wage_won: int, minutes_a_day: int, rates: WageRates) -> None:
    """A daily wage ÷ contracted hours may not lie under the minimum wage (최저임금법 시행령 §5). Raises RuleBroken."""
    least = -(-minutes_a_day * rates.minimum_won // 60)
    if daily_wage_won < least:
        raise RuleBroken(
            f"시간급 환산 {won(daily_wage_won * 60 // minutes_a_day)}원은 {rates.year}년 최저임금 "
            f"{won(rates.minimum_won)}원보다 적습니다. 일급을 {won(least)}원 이상으로 입력해 주세요."
        )


@dataclass(frozen=True, slots=True)
class Counts:
    """What a month's attendance comes to. ``rest_minutes`` is the length of one weekly rest."""

    days_worked: int
    paid_holidays: int
    weekly_rests: int
    rest_minutes: int
    leave_minutes: int
    late_minutes: int


@dataclass(frozen=True, slots=True)
class PayItems:
    """Won by item. ``leave`` is paid leave taken and leave paid out at the end; ``lateness`` is negative or 0."""

    base: int
    holiday: int
    weekly_rest: int
    leave: int
    lateness: int
    allowance: int

    @property
    def wage(self) -> int:
        """임금(보수): everything but the allowance, which repays expenses."""
        return self.base + self.holiday + self.weekly_rest + self.leave + self.lateness

    @property
    def gross(self) -> int:
        return self.wage + self.allowance

    def as_dict(self) -> dict[str, int]:
        return {
            "base": self.base,
            "holiday": self.holiday,
            "weekly_rest": self.weekly_rest,
            "leave": self.leave,
            "lateness": self.lateness,
            "allowance": self.allowance,
        }


def pay_items(counts: Counts, daily_wage_won: int, minutes_a_day: int, rates: WageRates) -> PayItems:
    """Counts × daily wage. Part days are raised to the next won, what is taken for lateness is cut to the won."""
    rest = -(-daily_wage_won * counts.rest_minutes // minutes_a_day)
    if rates.lateness_rate == "minimum":
        late = counts.late_minutes * rates.minimum_won // 60
    else:
        late = counts.late_minutes * daily_wage_won // minutes_a_day
    return PayItems(
        base=counts.days_worked * daily_wage_won,
        holiday=counts.paid_holidays * daily_wage_won,
        weekly_rest=counts.weekly_rests * rest,
        leave=-(-daily_wage_won * counts.leave_minutes // minutes_a_day),
        lateness=-late,
        allowance=counts.days_worked * rates.allowance_won,
    )
