"""What the answer to an 이의신청 says on paper, read from the rows."""

from __future__ import annotations

from app.recruitment.documents.appeal_answer import AppealAnswer
from app.recruitment.documents.grounds import Ground
from app.recruitment.models import Appeal, Application, Verdict
from app.recruitment.services import screenings
from app.recruitment.services.paper_values import address_of, contact_of
from app.recruitment.verdicts import shown
from app.rules.criteria import RULE_LABELS
from app.rules.eligibility_sentences import say
from app.shared.errors import NotFound


def letter_of(row: Appeal, application: Application, *, demo: bool) -> AppealAnswer:
    """The letter; a draft until it is decided. Raises NotFound before an answer is written."""
    if row.answer is None or row.outcome is None:
        raise NotFound
    return AppealAnswer(
        number=row.number,
        application_number=application.code,
        notice=application.notice.title,
        name=application.person.name,
        address=address_of(application.person),
        received_on=row.received_on,
        ground=row.ground,
        outcome=row.outcome,
        reasons=row.answer,
        rules=_grounds(application),
        decided_on=row.decided_on,
        contact=contact_of(application.notice),
        draft=row.state != "decided",
        demo=demo,
    )


def _grounds(application: Application) -> tuple[Ground, ...]:
    """The conditions that bar the applicant now; none where the verdict that counts is 적격."""
    screening = screenings.current(application.id)
    verdict = shown(screening)
    if screening is None or verdict is None or verdict.verdict == Verdict.ELIGIBLE:
        return ()
    findings = screenings.outcome_of(screening).findings
    return tuple(Ground(RULE_LABELS[one.rule], say(one.sentence), one.basis) for one in findings if one.met is not True)
