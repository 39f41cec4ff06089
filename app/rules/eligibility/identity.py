"""Who the applicant is: age, residence, 체류자격 and the stream that the age allows (domain.md A3, model.md D6)."""

from __future__ import annotations

from app.rules.criteria import AgeLimit, ResidenceLimit, Rule, StatusLimit
from app.rules.eligibility.check import Check, Explanation, Met
from app.rules.eligibility.facts import Facts
from app.rules.eligibility.terms import ScreeningTerms, StreamAges
from app.shared.periods import age_on


def check_age(rule: Rule, terms: ScreeningTerms) -> Check:
    """만 나이 on the notice's reference date, at least the lower limit and at most the upper one if there is one."""
    limit, day = rule.limits_as(AgeLimit), terms.age_on

    def judge(facts: Facts) -> Met:
        if facts.born_on is None:
            return None
        age = age_on(facts.born_on, day)
        return limit.min_years <= age and (limit.max_years is None or age <= limit.max_years)

    def explain(facts: Facts, met: Met) -> Explanation:
        age = None if facts.born_on is None else age_on(facts.born_on, day)
        values = {"on": day.isoformat(), "age": age, "min": limit.min_years, "max": limit.max_years}
        too_old = met is False and age is not None and age > limit.min_years
        return Explanation(age, limit.min_years, values, case="too_old" if too_old else "")

    return Check(judge, explain)


def check_residence(rule: Rule, terms: ScreeningTerms) -> Check:
    """The resident register has the applicant in the district on the reference date."""
    district = rule.limits_as(ResidenceLimit).district

    def judge(facts: Facts) -> Met:
        return facts.district == district if facts.district else None

    def explain(facts: Facts, _met: Met) -> Explanation:
        values = {
            "on": terms.residence_on.isoformat(),
            "district": facts.district,
            "dong": facts.dong,
            "home": district,
        }
        return Explanation(facts.district, district, values)

    return Check(judge, explain)


def check_residence_status(rule: Rule, terms: ScreeningTerms) -> Check:
    """A foreign applicant's 체류자격 is on the list and lasts to the end of the term; citizens are not asked."""
    allowed = rule.limits_as(StatusLimit).allowed

    def judge(facts: Facts) -> Met:
        foreign = facts.foreign
        if foreign is None:
            return True
        if not foreign.status:
            return None
        if foreign.status not in allowed:
            return False
        return True if foreign.expires_on is None or foreign.expires_on >= terms.ends_on else None

    def explain(facts: Facts, _met: Met) -> Explanation:
        foreign = facts.foreign
        if foreign is None:
            return Explanation(None, list(allowed), case="citizen")
        expires = foreign.expires_on.isoformat() if foreign.expires_on else None
        values = {"status": foreign.status, "expires_on": expires}
        return Explanation(foreign.status, list(allowed), values, case="" if foreign.status else "unseen")

    return Check(judge, explain)


def check_stream(_rule: Rule, terms: ScreeningTerms) -> Check:
    """The stream that the applicant chose is one that the age allows (18–39 may take 청년 or 65세 미만)."""
    day = terms.age_on

    def fits(ages: StreamAges, age: int) -> bool:
        return (ages.min_age is None or ages.min_age <= age) and (ages.max_age is None or age <= ages.max_age)

    def judge(facts: Facts) -> Met:
        ages = terms.streams.get(facts.stream)
        return None if facts.born_on is None or ages is None else fits(ages, age_on(facts.born_on, day))

    def explain(facts: Facts, _met: Met) -> Explanation:
        ages = terms.streams.get(facts.stream)
        age = None if facts.born_on is None else age_on(facts.born_on, day)
        if ages is None:
            return Explanation(age, None, {"stream": facts.stream}, case="unchosen")
        values = {"on": day.isoformat(), "age": age, "label": ages.label, "min": ages.min_age, "max": ages.max_age}
        return Explanation(age, [ages.min_age, ages.max_age], values)

    return Check(judge, explain)
