"""Benefits, study, health, papers and bans (domain.md A4 4, 5, 7–11)."""

from __future__ import annotations

from datetime import date

from app.rules.criteria import Rule
from app.rules.eligibility.check import Check, Explanation, Met
from app.rules.eligibility.facts import Facts, Known
from app.rules.eligibility.terms import ScreeningTerms


def receives(known: Known[bool], declared_is_enough: bool) -> Met:
    """Not receiving is met. A declared "yes" bars at once, a declared "no" waits for the look-up."""
    if known.looked_up is not None:
        return not known.looked_up
    if known.declared:
        return False
    return True if declared_is_enough and known.declared is False else None


def known_values(known: Known[bool]) -> dict[str, object]:
    """A fact in the values of a sentence: both sides of it, and where the look-up came from."""
    return {
        "declared": known.declared,
        "looked_up": known.looked_up,
        "source": known.source,
        "looked_up_on": known.looked_up_on.isoformat() if known.looked_up_on else None,
    }


def check_living_benefit(rule: Rule, _terms: ScreeningTerms) -> Check:
    """생계급여 수급자 are out where the notice says so (lifted in Seoul from 2026H1)."""

    def judge(facts: Facts) -> Met:
        return receives(facts.living_benefit, rule.declared_is_enough)

    def explain(facts: Facts, _met: Met) -> Explanation:
        return Explanation(facts.living_benefit.best, False, known_values(facts.living_benefit))

    return Check(judge, explain)


def check_unemployment_benefit(rule: Rule, _terms: ScreeningTerms) -> Check:
    """실업급여 수급자 are out where the notice says so (lifted in Seoul from 2026H1)."""

    def judge(facts: Facts) -> Met:
        return receives(facts.unemployment_benefit, rule.declared_is_enough)

    def explain(facts: Facts, _met: Met) -> Explanation:
        until = facts.unemployment_until.isoformat() if facts.unemployment_until else None
        values = known_values(facts.unemployment_benefit) | {"until": until}
        return Explanation(facts.unemployment_benefit.best, False, values)

    return Check(judge, explain)


def check_student(_rule: Rule, _terms: ScreeningTerms) -> Check:
    """대학(원) 재학생 are out; 휴학 and 졸업예정 count as no student, and the note says why."""

    def judge(facts: Facts) -> Met:
        return None if facts.student is None else not facts.student

    def explain(facts: Facts, _met: Met) -> Explanation:
        return Explanation(facts.student, False, {"school": facts.school, "note": facts.student_note})

    return Check(judge, explain)


def check_health(_rule: Rule, _terms: ScreeningTerms) -> Check:
    """Fit to work, yes or no; never a diagnosis."""

    def judge(facts: Facts) -> Met:
        return facts.able_to_work

    def explain(facts: Facts, _met: Met) -> Explanation:
        return Explanation(facts.able_to_work, True, {"paper": facts.health_paper})

    return Check(judge, explain)


def check_papers(_rule: Rule, _terms: ScreeningTerms, today: date | None = None) -> Check:
    """All papers are there. Up to and on the due date they are 보완, from the day after they are missing for good."""

    def judge(facts: Facts) -> Met:
        if not facts.papers_missing:
            return True
        return False if today is not None and facts.papers_due_on is not None and today > facts.papers_due_on else None

    def explain(facts: Facts, _met: Met) -> Explanation:
        due = facts.papers_due_on.isoformat() if facts.papers_due_on else None
        values = {"required": facts.papers_required, "missing": list(facts.papers_missing), "due_on": due}
        return Explanation(len(facts.papers_missing), 0, values)

    return Check(judge, explain)


def check_work_ban(_rule: Rule, terms: ScreeningTerms) -> Check:
    """비위면직자 등 취업제한 (부패방지권익위법 §82): a ban that is over when the term starts bars nobody."""

    def judge(facts: Facts) -> Met:
        if facts.work_ban is None:
            return None
        until = facts.work_ban_until
        return not facts.work_ban or (until is not None and until < terms.starts_on)

    def explain(facts: Facts, _met: Met) -> Explanation:
        until = facts.work_ban_until.isoformat() if facts.work_ban_until else None
        return Explanation(facts.work_ban, False, {"until": until})

    return Check(judge, explain)
