"""조회 결과: what was looked up elsewhere. Each is a row of its own; the newest of a kind counts, all are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.audit import services as audit
from app.extensions import db
from app.recruitment.models import Application, Consent, Person, Verification
from app.recruitment.services import transitions
from app.recruitment.words import LookUp
from app.rules.application_states import GIVEN_UP
from app.rules.eligibility.variants import BUSINESS_EXCEPTIONS
from app.shared.actor import Actor
from app.shared.errors import RuleBroken
from app.shared.periods import korean_date


def _is_day(value: Any) -> bool:
    return value is None or bool(date.fromisoformat(value))


def _is_job(job: Any) -> bool:
    known = set(job) == {"label", "starts_on", "ends_on"} and bool(job["label"])
    return known and date.fromisoformat(job["starts_on"]) <= date.fromisoformat(job["ends_on"])


def _is_won(value: Any) -> bool:
    return type(value) is int and value >= 0


def _is_answer(value: Any) -> bool:
    return type(value) is bool


_SHAPES: dict[str, Callable[[Any], bool]] = {
    LookUp.INCOME: _is_won,
    LookUp.PROPERTY: _is_won,
    LookUp.LIVING_BENEFIT: _is_answer,
    LookUp.UNEMPLOYMENT_BENEFIT: lambda value: (
        set(value) == {"receives", "until"} and _is_answer(value["receives"]) and _is_day(value["until"])
    ),
    LookUp.PAST: lambda value: value is True,
    LookUp.OVERLAP: lambda value: type(value) is list and all(_is_job(job) for job in value),
    LookUp.HOUSEHOLD: lambda value: value is True,
    LookUp.BUSINESS: lambda value: (
        set(value) == {"registered", "exception"}
        and _is_answer(value["registered"])
        and value["exception"] in ("", *BUSINESS_EXCEPTIONS)
        and (value["registered"] or not value["exception"])
    ),
    LookUp.EMPLOYED: _is_answer,
    LookUp.PUBLIC_PENSION: _is_answer,
    LookUp.OFFICIAL_FAMILY: _is_answer,
    LookUp.RESTRICTION: lambda value: (
        value is None or (set(value) == {"label", "until"} and bool(value["label"]) and _is_day(value["until"]))
    ),
}


def _checked(kind: str, value: Any) -> Any:
    """The value in the shape that its kind has (words.LookUp). Raises RuleBroken."""
    try:
        good = kind in _SHAPES and _SHAPES[kind](value)
    except (TypeError, AttributeError, KeyError, ValueError):
        good = False
    if not good:
        raise RuleBroken("조회 결과의 값을 확인해 주세요.")
    return value


def _printable(source: str) -> str:
    """Where it was looked up, as a line of text. Raises RuleBroken: a control character would end a list (answers.py)."""
    if not source.isprintable():
        raise RuleBroken("조회한 곳을 확인해 주세요.")
    return source


def may_be_looked_up() -> tuple[sa.ColumnElement[bool], ...]:
    """Whom a list may name and whose answer may be kept, in a query that joins the person: living, consenting, not erased."""
    return Application.state.not_in(GIVEN_UP), Person.rrn_cipher.is_not(None), Application.id.not_in(refused())


def refused() -> sa.Select[Any]:
    """Applications whose consent to the looking up was not given or was withdrawn."""
    return sa.select(Consent.application_id).where(
        Consent.purpose == "third_party", sa.or_(~Consent.given, Consent.withdrawn_at.is_not(None))
    )


def is_open(application: Application) -> bool:
    """May answers about the applicant still be kept?"""
    query = sa.select(Application.id).join(Person, Person.id == Application.person_id)
    return db.session.scalar(query.where(Application.id == application.id, *may_be_looked_up())) is not None


def wrong_day(on: date, opens_on: date, today: date) -> str:
    """Why an answer of that day is not taken: before the notice the screening would not see it. Empty for a good day."""
    if opens_on <= on <= today:
        return ""
    return f"조회일은 공고 첫날({korean_date(opens_on)})부터 오늘까지입니다."


def hold_open(application: Application, on: date, today: date) -> None:
    """Hold the application for answers of that day about it.

    Raises RuleBroken for another day, and when nothing more may be kept of the applicant.
    """
    if refusal := wrong_day(on, application.notice.opens_on, today):
        raise RuleBroken(refusal)
    transitions.hold(application.notice_id, application.id)
    if not is_open(application):
        raise RuleBroken("동의를 철회했거나 신청을 취소·포기한 분의 조회 결과는 저장하지 않습니다.")


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
        source=_printable(source),
    )
    db.session.add(row)
    db.session.flush()
    audit.record("recruit:look-up:record", row, by=by, at=now, changes={"kind": kind}, people=[application.person_id])
    return row


def record_many(rows: Iterable[Mapping[str, Any]], *, by: Actor, now: datetime) -> int:
    """Many answers as plain columns of ``verification`` (a reply file, the demo); one audit entry."""
    values = [
        {**row, "value": _checked(row["kind"], row["value"]), "source": _printable(row["source"])} for row in rows
    ]
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
