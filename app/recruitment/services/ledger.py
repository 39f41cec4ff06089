"""What the ledger of past participation says for one cohort: earlier rounds, other jobs at the time, an early quit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.recruitment.models import PastParticipation
from app.reference.models import Cohort
from app.rules.eligibility import OtherJob, PastRound, QuitBan
from app.shared.periods import add_months, months_touched

QUIT_BAN_MONTHS = 12
_LEFT_EARLY = ("personal", "misconduct", "other")


def _label(row: PastParticipation, names: Mapping[str, str]) -> str:
    half = "상" if row.started_on.month <= 6 else "하"
    return f"{row.started_on.year}년 {half}반기 {names.get(row.programme, row.programme)}"


def read_ledger(
    rows: Iterable[PastParticipation], cohort: Cohort, names: Mapping[str, str]
) -> tuple[list[PastRound], list[OtherJob], QuitBan | None]:
    """Rounds before the cohort, participations that overlap it, and the latest early quit that still bars.

    The cohort's own rows (written when somebody was selected) are not "another" job. Leaving for a job or illness is a
    just reason; whether the others are is 확인 필요, except misconduct. The length of the ban is a setting (own, L).
    """
    past: list[PastRound] = []
    running: list[OtherJob] = []
    ban: QuitBan | None = None
    for row in rows:
        own = row.programme == cohort.programme_code and cohort.starts_on <= row.started_on <= cohort.ends_on
        if own:
            continue
        label = _label(row, names)
        if row.started_on < cohort.starts_on:
            months = row.months or len(months_touched(row.started_on, row.ended_on))
            past.append(PastRound(row.programme, label, row.started_on, row.ended_on, months, row.source))
        if row.started_on <= cohort.ends_on and row.ended_on >= cohort.starts_on:
            running.append(OtherJob(label, row.started_on, row.ended_on))
        if row.end_reason in _LEFT_EARLY:
            until = add_months(row.ended_on, QUIT_BAN_MONTHS)
            justified = False if row.end_reason == "misconduct" else None
            ban = QuitBan(label, until, justified)
    return past, running, ban
