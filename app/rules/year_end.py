"""중도퇴사자 연말정산: the tax of the whole employment, settled with the last wage (소득세법 §137①).

For a participant whose only work of the year this was, with the standard credit and no papers for other deductions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.rules.parameters import Parameters
from app.rules.tax import TaxTable, TaxTerms, stepped
from app.shared.money import floor_to


@dataclass(frozen=True, slots=True)
class Employment:
    """A whole employment in won: taxable wage, pension contributions deducted, tax already withheld."""

    wage: int
    pension: int
    income_tax: int
    local_tax: int


@dataclass(frozen=True, slots=True)
class Settled:
    """In won. ``base``: 과세표준; ``decided``: 결정세액. A refund is positive; less than 0 is still to be paid."""

    base: int
    decided: int
    refund: int
    local_refund: int


def settle(employment: Employment, terms: TaxTerms, rates: Parameters, pay_on: date) -> Settled:
    """Decide the tax and what is given back of what was withheld; ``pay_on`` is the last pay day.

    Base: wage less 근로소득공제, 1,500,000 a head and the pension contributions; tax less 근로소득세액공제 (each cut to
    the won) and 표준세액공제, never below 0. Raises ParameterMissing where a rate is not known for the day.
    """
    table = TaxTable.on(rates, pay_on)
    earned = employment.wage - stepped(Fraction(employment.wage), table.earned)
    base = max(0, int(earned) - table.person * terms.family - employment.pension)
    tax = int(stepped(Fraction(base), table.tax))
    credit = int(stepped(Fraction(tax), table.credit))
    decided = max(0, floor_to(tax - credit - rates.won("standard_tax_credit", pay_on), 10))
    local = floor_to(decided * table.local_rate, 10)
    return Settled(base, decided, employment.income_tax - decided, employment.local_tax - local)
