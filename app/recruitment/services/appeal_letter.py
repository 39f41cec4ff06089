"""What the answer to an 이의신청 says on paper, read from the rows."""

from __future__ import annotations

from app.recruitment.documents.appeal_answer import AppealAnswer
from app.recruitment.documents.grounds import Ground
from app.recruitment.models import Appeal, Application, Verdict
from app.recruitment.services import screenings
from app.recruitment.services.paper_values import address_of, contact_of
from app.recruitment.services.verdict_values import grounds_of
from app.recruitment.verdicts import shown, shown_at
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
        rules=_grounds(row),
        decided_on=row.decided_on,
        contact=contact_of(application.notice),
        draft=row.state != "decided",
        demo=demo,
    )


def _grounds(row: Appeal) -> tuple[Ground, ...]:
    """The conditions that bar the applicant; none where the verdict that counts is 적격.

    A draft goes by what stands now. A decided letter goes by what stood at the decision, so that it is printed again
    word for word.
    """
    at = row.approved_at if row.state == "decided" else None
    screening = screenings.current(row.application_id) if at is None else screenings.as_of(row.application_id, at)
    if screening is None:
        return ()
    verdict = shown(screening) if at is None else shown_at(screening, at)
    if verdict is None or verdict.verdict == Verdict.ELIGIBLE:
        return ()
    return grounds_of(screenings.outcome_of(screening))
