"""Gathering the figures that the reconciliation compares, and keeping what the office says about its findings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import sqlalchemy as sa

from app.audit import services as audit
from app.extensions import db
from app.pledge.models import Pledge, ReconcileNote
from app.pledge.reconciling import Figure, Finding, check
from app.pledge.services.facts import facts_of
from app.shared.actor import Actor
from app.shared.errors import NotFound, RuleBroken
from app.shared.money import won
from app.shared.periods import korean_date
from app.shared.sentences import josa


@dataclass(frozen=True)
class Explained:
    """A finding with its explanation, if somebody gave one; an explained finding stays listed."""

    finding: Finding
    note: str = ""

    @property
    def state(self) -> str:
        return "explained" if self.note else "open"


def findings(pledge: Pledge, as_of: date) -> tuple[Explained, ...]:
    """Everything that does not add up, as of a day, worked out anew."""
    notes = {
        row.key: row.note
        for row in db.session.scalars(sa.select(ReconcileNote).where(ReconcileNote.pledge_id == pledge.id))
    }
    return tuple(Explained(one, notes.get(one.key, "")) for one in check(facts_of(pledge, as_of)))


def explain(pledge: Pledge, key: str, note: str, as_of: date, *, by: Actor, now: datetime) -> ReconcileNote:
    """Write or change the explanation of one finding. Raises NotFound for a key that is no finding, RuleBroken."""
    if not any(one.finding.key == key for one in findings(pledge, as_of)):
        raise NotFound
    if not note.strip():
        raise RuleBroken("설명을 적어 주세요.")
    row = db.session.scalar(
        sa.select(ReconcileNote).where(ReconcileNote.pledge_id == pledge.id, ReconcileNote.key == key)
    )
    before = row.note if row else ""
    if row is None:
        row = ReconcileNote(pledge_id=pledge.id, key=key, created_at=now, created_by_id=by.user_id or None)
        db.session.add(row)
    row.note, row.changed_at = note.strip(), now
    db.session.flush()
    audit.record(
        "pledge:finding:explain", row, by=by, at=now, changes={"key": key, "before": before, "after": row.note}
    )
    return row


def sentence(one: Finding) -> str:
    """One sentence with both figures and the difference, for pages, papers and the command line."""
    stated = f"{josa(one.stated.source, '은/는')} {amount(one.stated, one.unit)}"
    recomputed = f"{josa(one.recomputed.source, '은/는')} {amount(one.recomputed, one.unit)}"
    return f"{one.subject}: {stated}, {recomputed}입니다(차이 {difference(one)})."


def amount(figure: Figure, unit: str) -> str:
    """A figure as pages write it: money in 백만 원 with one decimal only where it has one."""
    if isinstance(figure.value, str):
        return korean_date(date.fromisoformat(figure.value))  # the only texts are days
    return _money(figure.value) if unit == "원" else f"{won(figure.value)}{unit}"


def difference(one: Finding) -> str:
    """With its sign, minus as U+2212."""
    text = _money(one.difference) if one.unit == "원" else f"{won(one.difference)}{one.unit}"
    return f"+{text}" if one.difference > 0 else text


def _money(amount_won: int) -> str:
    tenths = int(Fraction(abs(amount_won), 100_000) + Fraction(1, 2))
    whole, rest = divmod(tenths, 10)
    return f"{'−' if amount_won < 0 else ''}{whole:,}{f'.{rest}' if rest else ''}백만 원"


def findings_json(pledge: Pledge, found: tuple[Explained, ...]) -> dict[str, Any]:
    """The document of ``pledge reconcile --format json``; money in won."""
    return {
        "code": pledge.code,
        "findings": [
            {
                "key": one.finding.key,
                "subject": one.finding.subject,
                "figures": {"stated": one.finding.stated.value, "recomputed": one.finding.recomputed.value},
                "sources": {"stated": one.finding.stated.source, "recomputed": one.finding.recomputed.source},
                "difference": one.finding.difference,
                "unit": one.finding.unit,
                "state": one.state,
                "note": one.note or one.finding.cause,
                "sentence": sentence(one.finding),
            }
            for one in found
        ],
    }
