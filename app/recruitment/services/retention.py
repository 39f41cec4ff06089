"""Retention of an application as the rules work it out, from its own dates and the office's parameters."""

from __future__ import annotations

import sqlalchemy as sa

from app.extensions import db
from app.recruitment.models import Application, ApplicationEvent
from app.reference import services as reference
from app.rules.application_states import GIVEN_UP
from app.rules.parameters import ParameterMissing
from app.rules.retention import Kept, retention_of
from app.shared.periods import SEOUL


def of_application(application: Application) -> tuple[Kept, ...]:
    """The longest first; empty where the office has no period for that day."""
    parameters = reference.parameters()
    closed = None
    if application.state in GIVEN_UP:
        query = sa.select(sa.func.max(ApplicationEvent.at)).where(
            ApplicationEvent.application_id == application.id, ApplicationEvent.to_state == application.state
        )
        closed = db.session.scalar(query)
    try:
        return retention_of(
            application.state,
            application.notice.cohort.ends_on,
            closed.astimezone(SEOUL).date() if closed else None,
            parameters,
        )
    except ParameterMissing:
        return ()
