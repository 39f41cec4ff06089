"""A notice's screenings as the command prints them (model.md D14)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from app.extensions import db
from app.recruitment.models import Application, Notice, Screening
from app.recruitment.services.notices import current_version
from app.recruitment.services.screenings import outcome_of
from app.rules.application_states import GIVEN_UP
from app.rules.eligibility import Verdict


def summary(notice: Notice) -> dict[str, Any]:
    """The notice's current screenings; no times, so that two runs can be compared."""
    rows = db.session.execute(
        sa.select(Application.number, Screening)
        .join(Application, Application.id == Screening.application_id)
        .where(
            Application.notice_id == notice.id,
            Application.state.not_in(GIVEN_UP),
            Screening.superseded_at.is_(None),
        )
        .order_by(Application.number)
    )
    applications = [_summed(f"{notice.code}-{number:05d}", row) for number, row in rows]
    counts = {str(verdict): sum(one["verdict"] == verdict for one in applications) for verdict in Verdict}
    return {"notice": notice.code, "version": current_version(notice).number, **counts, "applications": applications}


def _summed(number: str, row: Screening) -> dict[str, Any]:
    found: Iterable[dict[str, Any]] = (finding.to_json() for finding in outcome_of(row).findings)
    findings = [{name: one[name] for name in ("rule", "met", "figure", "limit")} for one in found]
    return {"number": number, "verdict": row.verdict, "findings": findings}
