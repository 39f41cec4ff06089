"""The values on a 공약 이행 관리카드. Amounts are 백만 원; None is an empty cell and prints as a dash."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from app.shared.money import won

Figure = int | str | None
"""A count or amount, a phrase such as "11개 사업 / 46명 취업", or nothing."""


@dataclass(frozen=True)
class Funding:
    """Who pays how much, 백만 원. A recorded 0 is 0, not a dash."""

    total: int | None = None
    national: int | None = None
    city: int | None = None
    district: int | None = None
    other: int | None = None


@dataclass(frozen=True)
class Head:
    """The block above the sections. ``central_help`` holds any of 제도, 재정, 권한; empty means 해당없음."""

    code: str
    title: str
    as_of: date
    version: str
    overall_rate: str
    kind: str
    completion: str
    period_from: int
    period_to: int
    central_help: tuple[str, ...]
    owner: str
    progress: str
    budget: Funding
    department: str
    head_acting: bool
    team: str
    phone: str
    phone_staff: str
    purposes: tuple[str, ...]


@dataclass(frozen=True)
class YearRow:
    """A line of a table by years."""

    label: str
    by_year: tuple[Figure, ...]


@dataclass(frozen=True)
class Goal:
    goal: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Situation:
    """1 현황 및 정책목표."""

    years: tuple[int, ...]
    rows: tuple[YearRow, ...]
    goals: tuple[Goal, ...]


@dataclass(frozen=True)
class JobProgramme:
    """A programme that takes people on; ``period`` as "연 10개월(반기별 5개월)"."""

    name: str
    period: str
    work: str
    headcount: int | None
    funding: Funding


@dataclass(frozen=True)
class ContestProgramme:
    """A programme applied for; ``call`` is when."""

    name: str
    call: str
    work: str
    target: str
    funding: Funding


@dataclass(frozen=True)
class OtherProgramme:
    name: str
    work: str
    funding: Funding


@dataclass(frozen=True)
class Plan:
    """2 추진계획. ``contest_funding`` and ``jobs_funding`` are the recorded sums, not worked out here."""

    jobs: tuple[JobProgramme, ...]
    jobs_headcount: int | None
    jobs_funding: Funding
    contests: tuple[ContestProgramme, ...]
    contest_target: str
    contest_funding: Funding
    others: tuple[OtherProgramme, ...]


@dataclass(frozen=True)
class ScheduleLine:
    """A bar of 3 추진일정: quarters as (year, 1 to 4) that are planned and that are done."""

    label: str
    planned: frozenset[tuple[int, int]] = frozenset()
    done: frozenset[tuple[int, int]] = frozenset()
    note: str = ""


@dataclass(frozen=True)
class Schedule:
    """``starts`` and ``ends`` are quarters (year, 1 to 4), both within."""

    starts: tuple[int, int]
    ends: tuple[int, int]
    lines: tuple[ScheduleLine, ...]
    awards: tuple[str, ...]


@dataclass(frozen=True)
class MoneyRow:
    """총계, 국비 …, 백만 원: ``whole`` is 계, ``within`` the 임기 내 소계 of ``by_year``, ``after`` is 임기 후."""

    label: str
    whole: int | None
    within: int | None
    by_year: tuple[int | None, ...]
    after: int | None = None


@dataclass(frozen=True)
class Investment:
    """4 투자계획 and, in the same frame, 예산 집행액."""

    years: tuple[int, ...]
    plan: tuple[MoneyRow, ...]
    executed: tuple[MoneyRow, ...]
    footnote: str


@dataclass(frozen=True)
class Indicator:
    """A line of 5 and of 6 총괄. ``rate`` is the official rate with one decimal; target and cells may be phrases."""

    seq: int
    label: str
    measure: str
    unit: str
    weight: int
    target: Figure
    by_year: tuple[Figure, ...]
    by_quarter: tuple[Figure, ...]
    actual: Figure
    rate: str | None
    note: str = ""


@dataclass(frozen=True)
class Indicators:
    years: tuple[int, ...]
    quarter_year: int
    rows: tuple[Indicator, ...]


@dataclass(frozen=True)
class Entry:
    """A dated line: 일정별 추진실적 (``kind`` empty) or 주민 참여(소통) 실적 (``kind`` as 언론보도)."""

    seq: int
    when: str
    title: str
    detail: str = ""
    kind: str = ""


@dataclass(frozen=True)
class NextCohort:
    name: str
    headcount: int | None
    recruiting: str
    running: str


@dataclass(frozen=True)
class Future:
    """7 향후계획; ``heading`` as "2024년 하반기 모집"."""

    heading: str
    cohorts: tuple[NextCohort, ...]
    headcount: int | None
    others: tuple[str, ...]


@dataclass(frozen=True)
class Discrepancy:
    """What does not add up, and what the office says about it."""

    finding: str
    explanation: str = ""


@dataclass(frozen=True)
class Inside:
    """[붙임·내부용]: where each figure came from, what does not add up, who closed it."""

    sources: tuple[str, ...]
    discrepancies: tuple[Discrepancy, ...]
    confirmed_at: datetime | None
    confirmed_by: str
    check_value: str
    change_reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class SheetPaper:
    """The whole card: nine sections and, when given, the inside page."""

    head: Head
    situation: Situation
    plan: Plan
    schedule: Schedule
    investment: Investment
    indicators: Indicators
    milestones: tuple[Entry, ...]
    outreach: tuple[Entry, ...]
    future: Future
    cooperation: tuple[str, ...]
    effects: tuple[str, ...]
    check_code: str
    inside: Inside | None = None
    draft: bool = False
    demo: bool = field(default=False)


def shown(figure: Figure) -> str:
    """A figure as the sheet writes it: an empty cell is a dash, 0 stays 0."""
    if figure is None or figure == "":
        return "-"
    return won(figure) if isinstance(figure, int) else figure


def funding_text(funding: Funding) -> str:
    """``26,217 (시 13,559, 구 12,658)``: the sum, where there is one, and the parts that there are."""
    parts = (
        ("국", funding.national),
        ("시", funding.city),
        ("구", funding.district),
        ("기타", funding.other),
    )
    inside = ", ".join(f"{name} {won(amount)}" for name, amount in parts if amount is not None)
    if funding.total is None:
        return inside or "-"
    return f"{won(funding.total)} ({inside})" if inside else won(funding.total)
