"""What the reconciliation looks at, as plain values: the recorded figures, and the rows they should follow from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class CohortFact:
    """One cohort. ``recorded``: head-count of the record; ``planned``: of a plan; ``counted``: first selections found."""

    code: str
    programme: str
    name: str
    year: int
    half: int
    starts_on: date
    ends_on: date
    dates_known: str
    months: int
    term_months: int
    recorded: int | None = None
    planned: int | None = None
    counted: int = 0


@dataclass(frozen=True)
class Ratio:
    """A programme's stated ratio (city : district, percent) and its planned won."""

    code: str
    name: str
    city_percent: int
    total: int
    city: int


@dataclass(frozen=True)
class HeadCount:
    """A number of people that some line states: for a half, or for the whole year when ``half`` is None."""

    year: int
    half: int | None
    people: int
    programme: str = ""
    title: str = ""


@dataclass(frozen=True)
class Announced:
    """What another source says of a cohort."""

    cohort: str
    people: int
    source: str


@dataclass(frozen=True)
class RecordedActual:
    """실적 and 이행률 as the sheet states them, beside what the same day gives now (None: no value)."""

    seq: int
    name: str
    unit: str
    actual: int
    rate_tenths: int
    actual_now: int | None
    rate_tenths_now: int | None


@dataclass(frozen=True)
class Facts:
    """Everything the rules are given. Won and people as integers."""

    as_of: date
    header: dict[str, int] = field(default_factory=dict)
    groups: dict[str, dict[str, int]] = field(default_factory=dict)
    ratios: tuple[Ratio, ...] = ()
    history: dict[int, int] = field(default_factory=dict)
    selections: tuple[HeadCount, ...] = ()
    confirmed: tuple[HeadCount, ...] = ()
    added: tuple[HeadCount, ...] = ()
    announced: tuple[Announced, ...] = ()
    cohorts: tuple[CohortFact, ...] = ()
    plan_by_year: dict[int, int] = field(default_factory=dict)
    executed_by_year: dict[int, int] = field(default_factory=dict)
    unknown_year: int | None = None
    targets: dict[int, int] = field(default_factory=dict)
    quarter_targets: dict[tuple[int, int], int] = field(default_factory=dict)
    recorded: tuple[RecordedActual, ...] = ()
