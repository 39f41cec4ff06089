"""부적격 사유 통보서 as values: the verdict that counts and the conditions behind it."""

from __future__ import annotations

from datetime import date

from app.recruitment.documents.grounds import Ground
from app.recruitment.documents.verdict_letter import VerdictLetter
from app.recruitment.models import Application, Verdict
from app.recruitment.services import screenings
from app.recruitment.services.paper_values import address_of, contact_of, term_of
from app.recruitment.services.sheet_values import approved_override
from app.rules.application_states import SCREENED_FOR_GOOD
from app.rules.criteria import RULE_LABELS
from app.rules.eligibility import Screening as Outcome
from app.rules.eligibility_sentences import say
from app.shared.errors import RuleBroken
from app.shared.periods import SEOUL


def grounds_of(outcome: Outcome) -> tuple[Ground, ...]:
    """Conditions that are not met, in the notice's order."""
    return tuple(
        Ground(RULE_LABELS[one.rule], say(one.sentence), one.basis) for one in outcome.findings if one.met is False
    )


def verdict_letter_of(application: Application, *, issued_on: date, demo: bool) -> VerdictLetter:
    """부적격 사유 통보서. Raises RuleBroken while it is not screened for good, or the verdict that counts not 부적격."""
    screening = screenings.current(application.id)
    override = approved_override(screening) if screening else None
    verdict = override.verdict if override else (screening.verdict if screening else None)
    if screening is None or verdict != Verdict.INELIGIBLE or application.state not in SCREENED_FOR_GOOD:
        raise RuleBroken("심사를 마치고 부적격으로 판정한 신청만 통보서를 만들 수 있습니다.")
    notice, person = application.notice, application.person
    return VerdictLetter(
        number=application.code,
        notice=notice.title,
        cohort=term_of(notice),
        name=person.name,
        address=address_of(person),
        received_on=application.received_on,
        screened_on=screening.at.astimezone(SEOUL).date(),
        grounds=grounds_of(screenings.outcome_of(screening)),
        appeal_days=notice.appeal_days,
        answer_days=notice.answer_days,
        contact=contact_of(notice),
        issued_on=issued_on,
        override_reason=override.reason if override else "",
        demo=demo,
    )
