"""동의 of one person over all their applications, and the withdrawn ones that somebody has to settle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.extensions import db
from app.recruitment.models import Application, Consent, Notice, Person
from app.recruitment.services.scope import visible
from app.recruitment.words import CONSENTS, REQUIRED_CONSENTS
from app.reference.models import Cohort
from app.shared.actor import Actor


@dataclass(frozen=True, slots=True)
class Row:
    """One purpose of one application; ``consent`` is None where it was never asked."""

    purpose: str
    consent: Consent | None
    withdrawn_by: str


def applications_of(person: Person, actor: Actor) -> Sequence[Application]:
    """The person's applications that the actor may see, newest first, with what their notices need."""
    query = visible(sa.select(Application).where(Application.person_id == person.id), actor)
    options = (joinedload(Application.notice), joinedload(Application.stream), joinedload(Application.dong))
    return db.session.scalars(query.options(*options).order_by(Application.id.desc()).limit(20)).unique().all()


def rows_of(applications: Sequence[Application]) -> dict[int, list[Row]]:
    """For each application every purpose in the form's order, in one statement."""
    ids = [one.id for one in applications]
    found = db.session.execute(
        sa.select(Consent, User.name)
        .outerjoin(User, User.id == Consent.withdrawn_by_id)
        .where(Consent.application_id.in_(ids))
    ).all()
    known = {(consent.application_id, consent.purpose): (consent, name or "") for consent, name in found}
    return {row_id: [Row(purpose, *known.get((row_id, purpose), (None, ""))) for purpose in CONSENTS] for row_id in ids}


def to_settle(today: date) -> Sequence[Any]:
    """By notice: how many selected people withdrew a consent that the work needs, while their cohort runs."""
    return db.session.execute(
        sa.select(Notice.code, Notice.title, sa.func.count(Application.id.distinct()).label("n"))
        .select_from(Consent)
        .join(Application, Application.id == Consent.application_id)
        .join(Notice, Notice.id == Application.notice_id)
        .join(Cohort, Cohort.id == Notice.cohort_id)
        .where(
            Consent.withdrawn_at.is_not(None),
            Consent.given.is_(False),
            Consent.purpose.in_((*REQUIRED_CONSENTS, "criminal_record")),
            Application.state == "selected",
            Cohort.ends_on >= today,
        )
        .group_by(Notice.code, Notice.title)
        .order_by(Notice.code)
    ).all()
