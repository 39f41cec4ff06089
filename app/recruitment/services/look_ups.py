"""조회 결과: what was looked up elsewhere. Each is a row of its own; the newest of a kind counts, all are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.audit import services as audit
from app.extensions import db
from app.recruitment.models import Application, Verification
from app.recruitment.words import LookUp
from app.shared.actor import Actor
from app.shared.errors import RuleBroken


def _checked(kind: str, value: Any) -> Any:
    """The value in the shape that its kind has. Raises RuleBroken."""
    fine = {
        LookUp.INCOME: lambda: type(value) is int and value >= 0,
        LookUp.PROPERTY: lambda: type(value) is int and value >= 0,
        LookUp.LIVING_BENEFIT: lambda: type(value) is bool,
        LookUp.UNEMPLOYMENT_BENEFIT: lambda: set(value) == {"receives", "until"} and type(value["receives"]) is bool,
        LookUp.PAST: lambda: value is True,
        LookUp.OVERLAP: lambda: all(set(job) == {"label", "starts_on", "ends_on"} for job in value),
        LookUp.HOUSEHOLD: lambda: value is True,
    }
    try:
        good = kind in fine and fine[LookUp(kind)]()
    except (TypeError, AttributeError):
        good = False
    if not good:
        raise RuleBroken("조회 결과의 값을 확인해 주세요.")
    return value


def record(
    application: Application, kind: str, value: Any, *, looked_up_on: date, source: str, by: Actor, now: datetime
) -> Verification:
    """Keep one answer about the applicant. Raises RuleBroken when the value does not have its kind's shape."""
    row = Verification(
        person_id=application.person_id,
        application_id=application.id,
        kind=kind,
        value=_checked(kind, value),
        looked_up_on=looked_up_on,
        source=source,
    )
    db.session.add(row)
    db.session.flush()
    audit.record("recruit:look-up:record", row, by=by, at=now, changes={"kind": kind}, people=[application.person_id])
    return row


def record_many(rows: Iterable[Mapping[str, Any]], *, by: Actor, now: datetime) -> int:
    """Many answers as plain columns of ``verification`` (a reply file, the demo); one audit entry."""
    values = [{**row, "value": _checked(row["kind"], row["value"])} for row in rows]
    if values:
        db.session.execute(sa.insert(Verification), values)
        people = [row["person_id"] for row in values]
        audit.record(
            "recruit:look-up:record",
            None,
            subject="verification",
            by=by,
            at=now,
            changes={"rows": len(values)},
            people=people,
        )
    return len(values)
