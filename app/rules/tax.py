"""Income tax withheld from a month's wage by the simplified table (소득세법 시행령 별표 2), worked out as its formula.

Rows quoted in domain.md D5 come out as printed; the worker is an ordinary employee, not a day labourer (영 §20①3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from app.rules.parameters import Parameters
from app.shared.errors import RuleBroken
from app.shared.money import floor_to, rate, won
from app.shared.sentences import Sentence

PERCENTS = (80, 100, 120)
MODES = ("table", "none")
Step = tuple[int, int, Fraction]


@dataclass(frozen=True, slots=True)
class TaxTable:
    """The table in force on the day of payment, as its formula, with what is taken off it."""

    up_to: int
    rows: tuple[tuple[int, int], ...]
    earned: tuple[Step, ...]
    person: int
    pension_rate: Fraction
    pension_floor: int
    pension_ceiling: int
    special: tuple[tuple[int, Fraction], ...]
    special_less_over: int
    special_less_rate: Fraction
    tax: tuple[Step, ...]
    credit: tuple[Step, ...]
    child_reduction: tuple[int, int, int]
    small_limit: int
    local_rate: Fraction

    @classmethod
    def on(cls, rates: Parameters, pay_on: date) -> TaxTable:
        """Raises ParameterMissing where no table is known for the day of payment (before March 2023)."""
        value = rates.on("income_tax_table", pay_on)
        one, two, more = rates.on("child_tax_reduction", pay_on)
        return cls(
            up_to=int(value["up_to"]),
            rows=tuple((int(over), int(width)) for over, width in value["rows"]),
            earned=_steps(value["earned"]),
            person=int(value["person"]),
            pension_rate=rate(value["pension"]["rate"]),
            pension_floor=int(value["pension"]["floor"]),
            pension_ceiling=int(value["pension"]["ceiling"]),
            special=tuple((int(amount), rate(part)) for amount, part in value["special"]),
            special_less_over=int(value["special_less"]["over"]),
            special_less_rate=rate(value["special_less"]["rate"]),
            tax=_steps(value["tax"]),
            credit=_steps(value["credit"]),
            child_reduction=(int(one), int(two), int(more)),
            small_limit=rates.won("small_tax_limit", pay_on),
            local_rate=rates.rate("local_tax_rate", pay_on),
        )


def _steps(value: Sequence[Any]) -> tuple[Step, ...]:
    return tuple((int(over), int(so_far), rate(part)) for over, so_far, part in value)


def stepped(amount: Fraction, steps: Sequence[Step]) -> Fraction:
    """The amount by a stepped list of (over, so far, rate of the part over)."""
    over, so_far, part = [step for step in steps if step[0] <= amount][-1]
    return so_far + (amount - over) * part


@dataclass(frozen=True, slots=True)
class TaxTerms:
    """The worker's choices: people in the family (worker included), children of 8 to 20, 80, 100 or 120 percent.

    Mode ``none`` withholds nothing and needs a reason in words.
    """

    family: int = 1
    children: int = 0
    percent: int = 100
    mode: str = "table"
    reason: str = ""

    def __post_init__(self) -> None:
        if self.family < 1 or self.children < 0 or self.children >= self.family:
            raise RuleBroken(f"공제대상 가족 수를 확인해 주세요(본인 포함 {self.family}명, 자녀 {self.children}명).")
        if self.percent not in PERCENTS:
            raise RuleBroken(f"원천징수 비율은 80, 100, 120%만 고를 수 있습니다: {self.percent}%")
        if self.mode not in MODES:
            raise RuleBroken(f"원천징수 방법은 간이세액표(table)나 하지 않음(none)만 쓸 수 있습니다: {self.mode[:20]}")
        if self.mode == "none" and not self.reason.strip():
            raise RuleBroken("원천징수하지 않는 사유를 적어 주세요. 사유 없이는 확정할 수 없습니다.")


@dataclass(frozen=True, slots=True)
class Withheld:
    """Won of income tax and local income tax, with the reason when nothing is withheld."""

    income_tax: int
    local_tax: int
    reason: Sentence | None = None


def withhold(wage_won: int, terms: TaxTerms, table: TaxTable) -> Withheld:
    """Tax of a month's wage: the table's cell × percent, nothing under 1,000 won (소득세법 §86), local tax beside it.

    Raises RuleBroken for a wage above the 3,000,000 won that the formula is checked for.
    """
    if terms.mode == "none":
        return Withheld(0, 0, Sentence("tax_none", {"reason": terms.reason}))
    tax = floor_to(Fraction(table_cell(wage_won, terms.family, terms.children, table) * terms.percent, 100), 10)
    if tax < table.small_limit:
        return Withheld(0, 0, Sentence("tax_zero", {"family": terms.family, "limit": table.small_limit}))
    return Withheld(tax, floor_to(tax * table.local_rate, 10))


def table_cell(wage_won: int, family: int, children: int, table: TaxTable) -> int:
    """The table's own tax (100 percent) of the row that holds the wage, cut below 10 won; under 1,000 won it is 0."""
    if wage_won > table.up_to:
        raise RuleBroken(
            f"월 임금 {won(wage_won)}원은 간이세액표 계산 범위({won(table.up_to)}원 이하)를 넘습니다. "
            "임금 조건을 확인하고 국세청 간이세액표로 세액을 따로 계산해 주세요."
        )
    over, width = [row for row in table.rows if row[0] <= max(wage_won, 0)][-1]
    middle = over + (max(wage_won, 0) - over) // width * width + Fraction(width, 2)
    tax = stepped(_taxable(middle, family, table), table.tax)
    monthly = floor_to((tax - stepped(tax, table.credit)) / 12, 10)
    monthly = max(0, monthly - _child_reduction(children, table)) if monthly >= table.small_limit else 0
    return monthly if monthly >= table.small_limit else 0


def _taxable(middle: Fraction, family: int, table: TaxTable) -> Fraction:
    """The year's tax base of a monthly wage (steps 1 to 5 of domain.md D6), never below 0."""
    year = middle * 12
    pension_base = min(max(middle, Fraction(table.pension_floor)), Fraction(table.pension_ceiling))
    amount, part = table.special[min(family, len(table.special)) - 1]
    special = amount + year * part
    if year > table.special_less_over:
        special -= (year - table.special_less_over) * table.special_less_rate
    personal = table.person * family + pension_base * table.pension_rate * 12
    return max(Fraction(0), year - stepped(year, table.earned) - personal - special)


def _child_reduction(children: int, table: TaxTable) -> int:
    one, two, more = table.child_reduction
    return (0, one, two)[children] if children < 3 else two + (children - 2) * more
