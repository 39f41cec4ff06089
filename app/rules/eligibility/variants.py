"""The district head's own ban, and rules of other districts' notices that an office may switch on (domain.md A4)."""

from __future__ import annotations

from collections.abc import Callable

from app.rules.criteria import Rule
from app.rules.eligibility.check import Check, Explanation, Met
from app.rules.eligibility.facts import Facts, Known
from app.rules.eligibility.standing import known_values, receives
from app.rules.eligibility.terms import ScreeningTerms


def check_head_ban(_rule: Rule, terms: ScreeningTerms) -> Check:
    """단체장이 제한하는 자: met unless a restriction is recorded that still runs when the term starts."""

    def judge(facts: Facts) -> Met:
        ban = facts.restriction
        return ban is None or (ban.until is not None and ban.until < terms.starts_on)

    def explain(facts: Facts, met: Met) -> Explanation:
        ban = facts.restriction
        if ban is None:
            return Explanation(None, None)
        until = ban.until.isoformat() if ban.until else None
        return Explanation(ban.label, None, {"label": ban.label, "until": until}, case="over" if met else "")

    return Check(judge, explain)


BUSINESS_EXCEPTIONS = {"closed": "휴업", "rental": "무고용 임대업"}
"""Code of an exception → its word. Nothing else is one, whatever a look-up writes beside the registration."""


def check_business(rule: Rule, _terms: ScreeningTerms) -> Check:
    """사업자등록자 are out; 휴업 or 무고용 임대업 is an exception that the look-up names."""

    def judge(facts: Facts) -> Met:
        if facts.business.looked_up and facts.business_exception in BUSINESS_EXCEPTIONS:
            return True
        return receives(facts.business, rule.declared_is_enough)

    def explain(facts: Facts, met: Met) -> Explanation:
        exception = BUSINESS_EXCEPTIONS.get(facts.business_exception, "")
        values = known_values(facts.business) | {"exception": exception}
        return Explanation(facts.business.best, False, values, case="exception" if met and facts.business.best else "")

    return Check(judge, explain)


def check_public_pension(rule: Rule, _terms: ScreeningTerms) -> Check:
    """공적연금 수령자 are out."""
    return _barred_by(rule, lambda facts: facts.public_pension)


def check_employed(rule: Rule, _terms: ScreeningTerms) -> Check:
    """Who is insured as employed (고용보험) is out."""
    return _barred_by(rule, lambda facts: facts.employed)


def check_official_family(_rule: Rule, _terms: ScreeningTerms) -> Check:
    """Spouse or child of an official, teachers of private schools counted in. Nobody can look it up: the word counts."""

    def judge(facts: Facts) -> Met:
        answer = facts.official_family.best
        return None if answer is None else not answer

    def explain(facts: Facts, _met: Met) -> Explanation:
        return Explanation(facts.official_family.best, False, known_values(facts.official_family))

    return Check(judge, explain)


def _barred_by(rule: Rule, of: Callable[[Facts], Known[bool]]) -> Check:
    enough = rule.declared_is_enough

    def judge(facts: Facts) -> Met:
        return receives(of(facts), enough)

    def explain(facts: Facts, _met: Met) -> Explanation:
        return Explanation(of(facts).best, False, known_values(of(facts)))

    return Check(judge, explain)
