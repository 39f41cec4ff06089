"""One person's month of pay: attendance, wage, insurance and tax put together by the rates of that month.

Open one ``PayMonth`` for a run and work out every person with it: what many people share is worked out once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from app.rules.calendar import WorkCalendar, is_contract_weekday
from app.rules.insurance import Bill, InsuranceRates, Insured, Premiums, apply_bills, work_out_premiums
from app.rules.month_attendance import AttendanceDay, Attended, read_attendance, refuse_gaps
from app.rules.parameters import Parameters
from app.rules.tax import TaxTable, TaxTerms, Withheld, withhold
from app.rules.wage import Counts, PayItems, WageRates, daily_wage, pay_items, refuse_under_minimum
from app.rules.weeks import (
    Contract,
    Week,
    WeeklyRest,
    WeekRules,
    judge_week,
    leave_balance_minutes,
    leave_days_earned,
    weeks_of_month,
)
from app.shared.errors import RuleBroken
from app.shared.periods import days, first_of, last_day
from app.shared.sentences import Sentence

USED_KEYS = (
    *("minimum_wage", "own_hourly_wage", "daily_wage_rounding", "allowance_per_day", "allowance_is_wage"),
    *("lateness_rate", "labour_day_always_paid", "weekly_hours_limit", "weekly_rest_first_week"),
    *("weekly_rest_last_week", "leave_count", "leave_payment", "pension_rate", "pension_base_limits", "health_rate"),
    *("health_share_rounding", "care_ratio", "unemployment_rate", "stability_rate", "accident_rate"),
)
DEFAULT_TAX = TaxTerms()
USED_TAX_KEYS = ("income_tax_table", "child_tax_reduction", "local_tax_rate")


@dataclass(frozen=True, slots=True)
class PayPerson:
    """A participation as pay sees it. ``ends_on`` is the last day employed (the day of quitting, if earlier);
    ``contract_ends_on`` is the contract's own last day, where that is later: insurance goes by it.

    ``earlier_absences`` and ``earlier_leave_minutes`` cover the contract's days before the month; they are read only
    in the last month, when unused leave is paid. ``daily_wage_won`` None means by the month's rates.
    """

    born_on: date
    starts_on: date
    ends_on: date
    minutes_a_day: int
    weekdays: int = 0b0011111
    daily_wage_won: int | None = None
    tax: TaxTerms = DEFAULT_TAX
    pension: str = "insured"
    health: str = "insured"
    employment: str = "insured"
    base_mode: str = "declared"
    pension_base_won: int | None = None
    health_base_won: int | None = None
    bills: Mapping[str, Bill] = field(default_factory=dict)
    rest_overrides: Mapping[date, bool] = field(default_factory=dict)
    earlier_absences: Collection[date] = ()
    earlier_leave_minutes: int = 0
    contract_ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class MonthFrame:
    """What everybody with the same contract days shares: days that need a record, weeks, which holidays are paid."""

    contract: Contract
    expected: frozenset[date]
    weeks: tuple[Week, ...]
    paid_holidays: frozenset[date]


@dataclass(frozen=True, slots=True)
class PayMonth:
    """Rates, calendar and settings of one programme and month.

    Keeps what it has worked out: of thousands of people most share contract days, wage and terms.
    """

    month: date
    calendar: WorkCalendar
    wage: WageRates
    weeks: WeekRules
    insurance: InsuranceRates
    tax: TaxTable
    used: Mapping[str, Any]
    _frames: dict[tuple[date, date, int, int], MonthFrame] = field(default_factory=dict, repr=False)
    _premiums: dict[tuple[Insured, int], Premiums] = field(default_factory=dict, repr=False)
    _withheld: dict[tuple[TaxTerms, int], Withheld] = field(default_factory=dict, repr=False)

    @classmethod
    def open(
        cls, rates: Parameters, calendar: WorkCalendar, month: date, programme: str = "", pay_on: date | None = None
    ) -> PayMonth:
        """Wage and insurance by the month, tax by the day of payment (its default is the month's last day).

        Raises ParameterMissing where one of them has no value.
        """
        month = first_of(month)
        pay_on = pay_on or last_day(month)
        used = {key: rates.on(key, month, programme) for key in USED_KEYS}
        used |= {key: rates.on(key, pay_on) for key in USED_TAX_KEYS}
        return cls(
            month=month,
            calendar=calendar,
            wage=WageRates.on(rates, month, programme),
            weeks=WeekRules.on(rates, month, programme),
            insurance=InsuranceRates.on(rates, month, programme),
            tax=TaxTable.on(rates, pay_on),
            used=used,
        )

    def frame(self, person: PayPerson) -> MonthFrame:
        key = (person.starts_on, person.ends_on, person.weekdays, person.minutes_a_day)
        found = self._frames.get(key)
        if found is None:
            found = self._frames[key] = _frame(self, Contract(*key))
        return found

    def premiums(self, insured: Insured, wage_won: int) -> Premiums:
        found = self._premiums.get((insured, wage_won))
        if found is None:
            found = self._premiums[insured, wage_won] = work_out_premiums(insured, wage_won, self.insurance)
        return found

    def withheld(self, terms: TaxTerms, wage_won: int) -> Withheld:
        found = self._withheld.get((terms, wage_won))
        if found is None:
            found = self._withheld[terms, wage_won] = withhold(wage_won, terms, self.tax)
        return found


def _frame(at: PayMonth, contract: Contract) -> MonthFrame:
    begins, ends = max(at.month, contract.starts_on), min(last_day(at.month), contract.ends_on)
    if begins > ends:
        raise RuleBroken(f"{at.month.year}년 {at.month.month}월은 계약기간 밖입니다. 계약일을 확인해 주세요.")
    weeks = weeks_of_month(at.month, contract, at.calendar, at.weeks)
    needed_from = min([begins, *(max(week.sunday - timedelta(days=6), contract.starts_on) for week in weeks)])
    covered = contract.weekly_minutes >= at.weeks.weekly_minutes
    off = at.calendar.holidays_on_contract_weekdays(begins, ends, contract.weekdays)
    return MonthFrame(
        contract,
        frozenset(day for day in days(needed_from, ends) if is_contract_weekday(day, contract.weekdays)),
        weeks,
        frozenset(row.day for row in off if covered or (at.wage.labour_day_always_paid and row.is_labour_day)),
    )


@dataclass(frozen=True, slots=True)
class MonthPay:
    """The result, with everything it was worked out from. Won throughout; ``reasons`` by line, for zero or override.

    ``counts.leave_minutes`` is all leave the item pays: ``attended.leave_taken_minutes`` and, in the last month, the
    unused ``leave_paid_out_minutes``. ``computed`` keeps (employee, employer) of billed lines, ``used`` the parameters.
    """

    month: date
    daily_wage: int
    minutes_a_day: int
    counts: Counts
    attended: Attended
    leave_paid_out_minutes: int
    rests: tuple[WeeklyRest, ...]
    items: PayItems
    insurable_wage: int
    pension_base: int
    health_base: int
    deductions: Mapping[str, int]
    employer: Mapping[str, int]
    reasons: Mapping[str, Sentence]
    computed: Mapping[str, tuple[int, int]]
    used: Mapping[str, Any]

    @property
    def leave_days(self) -> Fraction:
        """Days that the leave item pays; half days and hours make a fraction."""
        return Fraction(self.counts.leave_minutes, self.minutes_a_day)

    @property
    def gross(self) -> int:
        return self.items.gross

    @property
    def deducted(self) -> int:
        return sum(self.deductions.values())

    @property
    def net(self) -> int:
        return self.gross - self.deducted

    @property
    def employer_total(self) -> int:
        return sum(self.employer.values())


def work_out_month(person: PayPerson, attendance: Iterable[AttendanceDay], at: PayMonth) -> MonthPay:
    """The person's pay of the month. ``attendance`` has a row for every contracted day of the month (holidays too)
    and of the weeks that end in it, as far as employed; more rows of the month before do no harm.

    Raises RuleBroken for a missing or impossible row, a wage under the minimum wage, or a missing declared base.
    """
    frame = at.frame(person)
    rows = {row[0]: row for row in attendance}
    refuse_gaps(rows, frame.expected, at.month)
    attended = read_attendance(rows, at.month, person.minutes_a_day, frame.paid_holidays, at.calendar)
    states = {day: row[1] for day, row in rows.items()}
    rests = tuple(judge_week(week, states, person.rest_overrides.get(week.sunday)) for week in frame.weeks)
    return _priced(person, at, attended, rests)


def _priced(person: PayPerson, at: PayMonth, attended: Attended, rests: tuple[WeeklyRest, ...]) -> MonthPay:
    contract = at.frame(person).contract
    paid_out = _leave_paid_out(person, contract, attended, at)
    counts = Counts(
        days_worked=attended.days_worked,
        paid_holidays=attended.paid_holidays,
        weekly_rests=sum(rest.paid for rest in rests),
        rest_minutes=contract.rest_minutes,
        leave_minutes=attended.leave_taken_minutes + paid_out,
        late_minutes=attended.late_minutes,
    )
    day_won = _daily_wage(person, at.wage)
    items = pay_items(counts, day_won, person.minutes_a_day, at.wage)
    insurable = items.gross if at.wage.allowance_is_wage else items.wage
    premiums = apply_bills(at.premiums(_insured(person, contract), insurable), person.bills)
    withheld = at.withheld(person.tax, insurable)
    deductions = {**premiums.employee, "income_tax": withheld.income_tax, "local_tax": withheld.local_tax}
    return MonthPay(
        month=at.month,
        daily_wage=day_won,
        minutes_a_day=person.minutes_a_day,
        counts=counts,
        attended=attended,
        leave_paid_out_minutes=paid_out,
        rests=rests,
        items=items,
        insurable_wage=insurable,
        pension_base=premiums.pension_base,
        health_base=premiums.health_base,
        deductions=deductions,
        employer=premiums.employer,
        reasons=_reasons(premiums, withheld, items.gross - sum(deductions.values())),
        computed=premiums.computed,
        used=at.used,
    )


def _leave_paid_out(person: PayPerson, contract: Contract, attended: Attended, at: PayMonth) -> int:
    """Minutes of leave left on the last day, paid with the last month's wage where the setting says so."""
    if at.weeks.leave_payment != "last_month" or first_of(person.ends_on) != at.month:
        return 0
    broken_on = {*person.earlier_absences, *attended.absences}
    earned = leave_days_earned(contract, at.weeks, broken_on, contract.ends_on)
    used = person.earlier_leave_minutes + attended.annual_leave_minutes
    return leave_balance_minutes(earned, used, contract.minutes_a_day)


def _daily_wage(person: PayPerson, rates: WageRates) -> int:
    if person.daily_wage_won is None:
        return daily_wage(person.minutes_a_day, rates)
    refuse_under_minimum(person.daily_wage_won, person.minutes_a_day, rates)
    return person.daily_wage_won


def _insured(person: PayPerson, contract: Contract) -> Insured:
    return Insured(
        born_on=person.born_on,
        starts_on=person.starts_on,
        ends_on=person.contract_ends_on or person.ends_on,
        weekly_minutes=contract.weekly_minutes,
        pension=person.pension,
        health=person.health,
        employment=person.employment,
        base_mode=person.base_mode,
        pension_base_won=person.pension_base_won,
        health_base_won=person.health_base_won,
    )


def _reasons(premiums: Premiums, withheld: Withheld, net: int) -> dict[str, Sentence]:
    reasons = dict(premiums.reasons)
    if withheld.reason:
        reasons["income_tax"] = withheld.reason
    if net < 0:
        reasons["net"] = Sentence("net_negative", {"short": -net})
    return reasons
