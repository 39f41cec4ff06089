"""Earlier and other participation: repeat, one per household, overlap, ban after an early quit (domain.md A4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.rules.criteria import QuitLimit, RepeatLimit, Rule
from app.rules.eligibility.check import Check, Explanation, Met
from app.rules.eligibility.facts import EarlyQuit, Facts, OtherJob, PastRound
from app.rules.eligibility.terms import ScreeningTerms
from app.shared.periods import add_months, months_touched, overlap_days


def rounds_within(
    past: Sequence[PastRound], starts_on: date, years: int, programmes: Sequence[str] = ()
) -> list[PastRound]:
    """Rounds that began within ``years`` before ``starts_on``: from the same day that many years ago to the day before.

    A round that began on that very day still counts. ``programmes`` empty means every programme counts.
    """
    return _rounds_between(past, add_months(starts_on, -12 * years), starts_on, programmes)


def _rounds_between(
    past: Sequence[PastRound], since: date, starts_on: date, programmes: Sequence[str]
) -> list[PastRound]:
    return [
        one for one in past if since <= one.started_on < starts_on and (not programmes or one.programme in programmes)
    ]


def _half(day: date) -> int:
    return day.year * 2 + (day.month > 6)


def _in_a_row(past: Sequence[PastRound], starts_on: date) -> int:
    """Half-years in a row with a round, this one counted in."""
    halves = {_half(one.started_on) for one in past}
    run, half = 1, _half(starts_on) - 1
    while half in halves:
        run, half = run + 1, half - 1
    return run


def check_repeat(rule: Rule, terms: ScreeningTerms) -> Check:
    """당해 신청 포함 {years}년간 {rounds}회까지. What the ledger already holds can bar before the 일모아 look-up."""
    limit, start = rule.limits_as(RepeatLimit), terms.starts_on
    since = add_months(start, -12 * limit.years)
    term_months = len(months_touched(terms.starts_on, terms.ends_on))

    def in_a_row(facts: Facts) -> int:
        counted = [one for one in facts.past if not limit.programmes or one.programme in limit.programmes]
        return _in_a_row(counted, start)

    def broken(facts: Facts) -> str:
        rounds = _rounds_between(facts.past, since, start, limit.programmes)
        if len(rounds) + 1 > limit.rounds:
            return "rounds"
        if limit.months is not None and sum(one.months for one in rounds) + term_months > limit.months:
            return "months"
        if limit.consecutive is None:
            return ""
        return "consecutive" if in_a_row(facts) > limit.consecutive else ""

    def judge(facts: Facts) -> Met:
        if facts.past and broken(facts):
            return False
        return True if rule.declared_is_enough or facts.past_looked_up_on is not None else None

    def explain(facts: Facts, met: Met) -> Explanation:
        rounds = _rounds_between(facts.past, since, start, limit.programmes)
        values = {
            "years": limit.years,
            "rounds": len(rounds) + 1,
            "limit": limit.rounds,
            "past": [one.label for one in sorted(rounds, key=lambda one: (one.started_on, one.label))],
            "months": sum(one.months for one in rounds) + term_months,
            "months_limit": limit.months,
            "in_a_row": in_a_row(facts),
            "in_a_row_limit": limit.consecutive,
            "looked_up_on": facts.past_looked_up_on.isoformat() if facts.past_looked_up_on else None,
        }
        kind = broken(facts) if met is False else ""
        return Explanation(len(rounds) + 1, limit.rounds, values, case=kind if kind != "rounds" else "")

    return Check(judge, explain)


def check_household(_rule: Rule, _terms: ScreeningTerms) -> Check:
    """One of a household (1세대 2인 제외). The earlier application stands, the later one is barred."""

    def judge(facts: Facts) -> Met:
        if facts.same_household is not None:
            return False
        return True if facts.household_checked else None

    def explain(facts: Facts, met: Met) -> Explanation:
        other = facts.same_household
        values = {} if other is None else {"dong": other.dong, "received_on": other.received_on.isoformat()}
        figure = None if met is None else (2 if other else 1)
        return Explanation(figure, 1, values)

    return Check(judge, explain)


def check_overlap(rule: Rule, terms: ScreeningTerms) -> Check:
    """No day shared with another 재정지원 직접일자리 (고용정책기본법 §13의2⑤ 3·4호)."""

    def days(job: OtherJob) -> int:
        return overlap_days(job.starts_on, job.ends_on, terms.starts_on, terms.ends_on)

    def judge(facts: Facts) -> Met:
        for job in facts.other_jobs:
            if days(job):
                return False
        if facts.other_jobs_looked_up_on is not None:
            return True
        return True if rule.declared_is_enough and facts.other_jobs_declared is False else None

    def explain(facts: Facts, met: Met) -> Explanation:
        values: dict[str, object] = {"declared": facts.other_jobs_declared}
        if met is not False:
            return Explanation(0 if met else None, 0, values)
        job = min(facts.other_jobs, key=lambda one: (-days(one), one.starts_on, one.label))
        values |= {
            "label": job.label,
            "from": job.starts_on.isoformat(),
            "to": job.ends_on.isoformat(),
            "days": days(job),
        }
        return Explanation(days(job), 0, values)

    return Check(judge, explain)


def check_quit_ban(rule: Rule, terms: ScreeningTerms) -> Check:
    """A ban after an early quit that still runs when the term starts, unless the reason was a just one.

    Of several the one without any just reason counts first, then the one that runs longest. What was left after the
    term is over bars nobody in hindsight.
    """
    months = rule.limits_as(QuitLimit).months

    def until(one: EarlyQuit) -> date:
        return add_months(one.left_on, months)

    def worst(facts: Facts) -> EarlyQuit | None:
        barring = [
            one
            for one in facts.early_quits
            if one.justified is not True and one.left_on <= terms.ends_on and until(one) >= terms.starts_on
        ]
        return max(barring, key=lambda one: (one.justified is False, one.left_on, one.cohort), default=None)

    def judge(facts: Facts) -> Met:
        ban = worst(facts) if facts.early_quits else None
        if ban is None:
            return True
        return None if ban.justified is None else False

    def explain(facts: Facts, _met: Met) -> Explanation:
        shown = worst(facts) or max(facts.early_quits, key=lambda one: (one.left_on, one.cohort), default=None)
        if shown is None:
            return Explanation(None, terms.starts_on.isoformat())
        last = until(shown).isoformat()
        values = {"cohort": shown.cohort, "until": last, "reason": shown.reason}
        return Explanation(last, terms.starts_on.isoformat(), values)

    return Check(judge, explain)
