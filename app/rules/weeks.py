"""Weekly rest (주휴) and annual leave of contracts under a year: when they are earned, by the dates.

Sources: 근로기준법 §18③, §55①, §60②, 시행령 §30① and 별표2; readings that differ are settings (domain.md C3).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.rules.calendar import WorkCalendar, is_contract_weekday
from app.rules.parameters import Parameters
from app.shared.periods import add_months, days, first_of, last_day
from app.shared.sentences import Sentence

WORKED = "present"
# 결근 and unpaid sick leave break full attendance; approved leave, holidays and lateness never do.
BREAKING = frozenset({"absent", "sick_unpaid"})
FULL_WEEK_MINUTES = 40 * 60
LONGEST_REST_MINUTES = 8 * 60


@dataclass(frozen=True, slots=True)
class WeekRules:
    """Limits and settings in force: weekly minutes that earn rest and leave, and the readings for broken weeks."""

    weekly_minutes: int
    first_week: str
    last_week: str
    leave_count: str
    leave_payment: str

    @classmethod
    def on(cls, rates: Parameters, day: date, programme: str = "") -> WeekRules:
        return cls(
            weekly_minutes=int(rates.on("weekly_hours_limit", day, programme)) * 60,
            first_week=str(rates.on("weekly_rest_first_week", day, programme)),
            last_week=str(rates.on("weekly_rest_last_week", day, programme)),
            leave_count=str(rates.on("leave_count", day, programme)),
            leave_payment=str(rates.on("leave_payment", day, programme)),
        )


@dataclass(frozen=True, slots=True)
class Contract:
    """What rest and leave depend on: the days of employment (both inclusive), weekdays as a mask, minutes a day."""

    starts_on: date
    ends_on: date
    weekdays: int
    minutes_a_day: int

    @property
    def weekly_minutes(self) -> int:
        return self.minutes_a_day * self.weekdays.bit_count()

    @property
    def rest_minutes(self) -> int:
        """Paid minutes of one weekly rest: week ÷ 40 h × 8 h, at most 8 h (시행령 별표2)."""
        return min(self.weekly_minutes * LONGEST_REST_MINUTES // FULL_WEEK_MINUTES, LONGEST_REST_MINUTES)


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to ``sunday``: the days to be attended, and why no rest can be earned whatever the attendance."""

    sunday: date
    days: tuple[date, ...]
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class WeeklyRest:
    """The verdict on one week. ``reason`` is ``""`` when paid as the rule says, else the code of why (not)."""

    sunday: date
    paid: bool
    reason: str = ""
    broken_on: date | None = None

    @property
    def sentence(self) -> Sentence | None:
        if not self.reason:
            return None
        broken_on = self.broken_on.isoformat() if self.broken_on else None
        return Sentence(f"rest_{self.reason}", {"sunday": self.sunday.isoformat(), "day": broken_on})


def weeks_of_month(month: date, contract: Contract, calendar: WorkCalendar, rules: WeekRules) -> tuple[Week, ...]:
    """The weeks whose rest belongs to the month: those whose Sunday lies in it, employment permitting.

    Where the setting pays a last week without its Sunday, that week belongs to the month of the last day.
    """
    found = []
    sunday = first_of(month) + timedelta(days=6 - first_of(month).weekday())
    while sunday - timedelta(days=6) <= min(last_day(month), contract.ends_on):
        counts_on = min(sunday, contract.ends_on) if rules.last_week == "through_last_day" else sunday
        if sunday >= contract.starts_on and first_of(counts_on) == first_of(month):
            found.append(_week(sunday, contract, calendar, rules))
        sunday += timedelta(days=7)
    return tuple(found)


def _week(sunday: date, contract: Contract, calendar: WorkCalendar, rules: WeekRules) -> Week:
    starts, ends = max(sunday - timedelta(days=6), contract.starts_on), min(sunday, contract.ends_on)
    attended = tuple(calendar.contract_days(starts, ends, contract.weekdays))
    if contract.weekly_minutes < rules.weekly_minutes:
        return Week(sunday, attended, "short_hours")
    if _ends_too_early(sunday, contract, rules):
        return Week(sunday, attended, "ends_early")
    if _first_week_refused(sunday, contract, calendar, rules):
        return Week(sunday, attended, "first_week")
    return Week(sunday, attended)


def _ends_too_early(sunday: date, contract: Contract, rules: WeekRules) -> bool:
    if contract.ends_on >= sunday:
        return False
    missed = days(contract.ends_on + timedelta(days=1), sunday)
    return rules.last_week != "through_last_day" or any(is_contract_weekday(day, contract.weekdays) for day in missed)


def _first_week_refused(sunday: date, contract: Contract, calendar: WorkCalendar, rules: WeekRules) -> bool:
    monday = sunday - timedelta(days=6)
    before = days(monday, min(sunday, contract.starts_on - timedelta(days=1)))
    missed = [day for day in before if is_contract_weekday(day, contract.weekdays)]
    if not missed or rules.first_week == "paid":
        return False
    return rules.first_week == "unpaid" or any(calendar.day_off(day) is None for day in missed)


def judge_week(week: Week, states: Mapping[date, str], override: bool | None = None) -> WeeklyRest:
    """Is the week's rest paid? Needs every contracted day kept and at least one of them really worked.

    A day without a record counts as not attended. ``override`` (the office's own decision) wins over everything.
    """
    if override is not None:
        return WeeklyRest(week.sunday, override, "override_paid" if override else "override_unpaid")
    if week.refusal:
        return WeeklyRest(week.sunday, False, week.refusal)
    worked = False
    for day in week.days:
        state = states.get(day)
        if state is None or state in BREAKING:
            return WeeklyRest(week.sunday, False, "no_record" if state is None else state, day)
        worked = worked or state == WORKED
    return WeeklyRest(week.sunday, True) if worked else WeeklyRest(week.sunday, False, "nothing_worked")


def leave_days_earned(contract: Contract, rules: WeekRules, broken_on: Collection[date], as_of: date) -> int:
    """Days of annual leave earned by ``as_of``: one for each full month, counted from the contract's start, kept whole.

    ``by_dates``: month k counts when start + k months ≤ the last day, for the right arises the day after (대법원
    2021다227100). ``by_months``: when its last day does. ``broken_on`` are the days of absence. None under 15 h a week.
    """
    if contract.weekly_minutes < rules.weekly_minutes:
        return 0
    last, earned, k = min(contract.ends_on, as_of), 0, 1
    while k <= 11:
        begins, ends = add_months(contract.starts_on, k - 1), add_months(contract.starts_on, k) - timedelta(days=1)
        if (ends if rules.leave_count == "by_months" else ends + timedelta(days=1)) > last:
            break
        earned += not any(begins <= day <= ends for day in broken_on)
        k += 1
    return earned


def leave_balance_minutes(earned_days: int, used_minutes: int, minutes_a_day: int) -> int:
    """Minutes of leave left, never below zero (part-time leave is kept in minutes, 시행령 별표2)."""
    return max(0, earned_days * minutes_a_day - used_minutes)
