"""Who pays what: national, city and district shares of a total, by running totals, under the grant's ceiling.

Sources: 보조율 of the grant decision; 지방회계법 §55; domain.md E1, E2; design.md 4.5. Shares always add up to the total.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.rules.parameters import Parameters
from app.shared.errors import RuleBroken
from app.shared.money import floor_to, round_half_up

ITEMS = ("wage", "insurance", "allowance", "material", "operation")
WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Scheme:
    """Shares per 10,000 of one programme and budget line, cut to ``rounding_won``. Raises RuleBroken unless they fit."""

    national: int
    city: int
    district: int
    rounding_won: int = 1

    def __post_init__(self) -> None:
        if min(self.national, self.city, self.district) < 0 or self.national + self.city + self.district != WHOLE:
            raise RuleBroken(
                f"분담률의 합이 100%가 아닙니다(만분율 국비 {self.national}, 시비 {self.city}, 구비 {self.district})."
            )
        if self.rounding_won < 1:
            raise RuleBroken(f"끝수 처리 단위는 1원 이상이어야 합니다: {self.rounding_won}")

    @classmethod
    def on(cls, rates: Parameters, programme: str, item: str, day: date) -> Scheme:
        """The scheme in force; raises ParameterMissing for a programme or line without one."""
        value = rates.on(f"share_{item}", day, programme)
        return cls(int(value["national"]), int(value["city"]), int(value["district"]), rates.won("share_rounding", day))


@dataclass(frozen=True, slots=True)
class Shares:
    """Won by funder; may be negative in a correction or an overflow row."""

    national: int = 0
    city: int = 0
    district: int = 0

    @property
    def total(self) -> int:
        return self.national + self.city + self.district

    def __add__(self, other: Shares) -> Shares:
        return Shares(self.national + other.national, self.city + other.city, self.district + other.district)

    def __sub__(self, other: Shares) -> Shares:
        return Shares(self.national - other.national, self.city - other.city, self.district - other.district)


def share(total: int, scheme: Scheme) -> Shares:
    """National and city are cut towards zero to the unit, the district carries the rest: it always adds up."""
    if total < 0:
        return Shares() - share(-total, scheme)
    national = floor_to(Fraction(total * scheme.national, WHOLE), scheme.rounding_won)
    city = floor_to(Fraction(total * scheme.city, WHOLE), scheme.rounding_won)
    return Shares(national, city, total - national - city)


def share_of_month(running_before: int, amount: int, scheme: Scheme) -> Shares:
    """A month's share is the share of the running total less the shares already stated, so months add up to the term.

    The running total is of one cohort, budget line and scheme. A correction makes ``amount`` smaller or negative.
    """
    return share(running_before + amount, scheme) - share(running_before, scheme)


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The city's grant for programme and year, and what earlier statements of that year used of it.

    ``nominal_before`` is the city's share by the scheme, ``overflow_before`` what of it went over to the district.
    """

    decided: int
    nominal_before: int = 0
    overflow_before: int = 0

    @property
    def used_before(self) -> int:
        return self.nominal_before - self.overflow_before

    @property
    def left(self) -> int:
        return self.decided - self.used_before


def overflow_of_month(ceiling: Ceiling | None, city_nominal: int) -> int:
    """Won that pass from city to district this month, so that the city's running share never passes the grant.

    Negative when a correction or a raised grant gives some of an earlier overflow back.
    """
    if ceiling is None:
        return 0
    return max(0, ceiling.nominal_before + city_nominal - ceiling.decided) - ceiling.overflow_before


@dataclass(frozen=True, slots=True)
class MonthShares:
    """A month's statement: shares by budget line as the scheme says, and what passed the ceiling."""

    lines: Mapping[str, Shares]
    overflow: int

    @property
    def nominal(self) -> Shares:
        return sum(self.lines.values(), Shares())

    @property
    def overflow_row(self) -> Shares:
        """시비 한도 초과분 구비 전환: city minus, district plus, total 0."""
        return Shares(0, -self.overflow, self.overflow)

    @property
    def total(self) -> Shares:
        return self.nominal + self.overflow_row


def state_month(
    amounts: Mapping[str, int],
    running_before: Mapping[str, int],
    schemes: Mapping[str, Scheme],
    ceiling: Ceiling | None = None,
) -> MonthShares:
    """The month's statement from its amount and running total by budget line. A line without before starts at 0."""
    lines = {
        item: share_of_month(running_before.get(item, 0), amount, schemes[item]) for item, amount in amounts.items()
    }
    return MonthShares(lines, overflow_of_month(ceiling, sum(shares.city for shares in lines.values())))


def ratio(shares: Shares) -> tuple[Fraction, Fraction, Fraction] | None:
    """Percent of national, city and district with two decimals that make 100: the district's is the rest.

    None where the total is 0: there is no ratio then.
    """
    if shares.total == 0:
        return None
    national, city = (
        Fraction(round_half_up(Fraction(part * WHOLE, shares.total)), 100) for part in (shares.national, shares.city)
    )
    return national, city, 100 - national - city


def ratio_text(shares: Shares) -> str:
    """``69.26 : 30.74`` (city : district), with the national share in front where there is one; ``-`` without a total."""
    parts = ratio(shares)
    if parts is None:
        return "-"
    shown = parts if shares.national else parts[1:]
    return " : ".join(_two_decimals(part) for part in shown)


def _two_decimals(percent: Fraction) -> str:
    hundredths = int(percent * 100)
    sign = "−" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"


@dataclass(frozen=True, slots=True)
class Settlement:
    """정산 of one funder's grant: what was decided, spent of it, earned as interest; won."""

    decided: int
    executed: int
    interest: int = 0

    @property
    def balance(self) -> int:
        """집행잔액."""
        return self.decided - self.executed

    @property
    def to_return(self) -> int:
        """반납총액: balance and interest (지방보조금법 §31②)."""
        return self.balance + self.interest
