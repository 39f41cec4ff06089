"""참여자격 심사: one application on saving, or all of a notice, through the very same rules function.

A screening is added, never changed; the earlier one stays as superseded. Equal facts under the same version and with the
same outcome give no new row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.audit import services as audit
from app.extensions import db
from app.recruitment.models import Application, Notice, NoticeState, NoticeVersion, Screening
from app.recruitment.services import facts as fact_loading
from app.recruitment.services.notices import current_version, document_of, lock
from app.recruitment.services.transitions import hold, mark_screened
from app.rules.eligibility import Facts, Finding, Judge, Verdict, facts_digest
from app.rules.eligibility import Screening as Outcome
from app.shared.actor import Actor
from app.shared.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class Run:
    """What a run came to. ``changed`` counts the new rows; the verdicts count all that were judged."""

    screened: int
    changed: int
    eligible: int
    ineligible: int
    needs_review: int


def judge_of(notice: Notice, version: NoticeVersion, today: date) -> Judge:
    return Judge(document_of(version), fact_loading.terms_of(notice), today)


def screen_all(notice: Notice, *, by: Actor, now: datetime, today: date) -> Run:
    """Screen every living application of an opened notice. Raises RuleBroken for a draft."""
    lock(notice)
    if notice.state not in (NoticeState.OPEN, NoticeState.CLOSED):
        raise RuleBroken("공고하기 전에는 심사할 수 없습니다.")
    hold(notice.id)
    version = current_version(notice)
    facts = fact_loading.load(notice)
    run, settled = _store(facts, judge_of(notice, version, today), version, by=by, now=now)
    mark_screened(notice.id, settled, by=by, now=now)
    _forget_loaded()
    changes = {"notice": notice.code, "version": version.number, "screened": run.screened, "changed": run.changed}
    audit.record("recruit:screening:run", notice, by=by, at=now, changes=changes)
    return run


def screen_one(application: Application, *, by: Actor, now: datetime, today: date, settle: bool = False) -> None:
    """Screen one application: on saving at the counter, or with ``settle`` after new evidence, which ends in 심사함."""
    notice = application.notice
    hold(notice.id, application.id)
    version = current_version(notice)
    facts = fact_loading.load(notice, [application.id])
    _, settled = _store(facts, judge_of(notice, version, today), version, by=by, now=now)
    if settle:
        mark_screened(notice.id, settled, by=by, now=now)
        _forget_loaded()
    audit.record("recruit:screening:one", application, by=by, at=now, changes={}, people=[application.person_id])


def _forget_loaded() -> None:
    """The batch wrote past the session: applications that it holds are read again when next asked."""
    db.session.flush()
    for entity in db.session:
        if isinstance(entity, (Application, Screening)):
            db.session.expire(entity)


def preview(notice: Notice, facts: Facts, today: date) -> Outcome:
    """The findings of a form that is not saved yet."""
    return judge_of(notice, current_version(notice), today).screen(facts)


def current(application_id: int) -> Screening | None:
    return db.session.scalar(
        sa.select(Screening).where(Screening.application_id == application_id, Screening.superseded_at.is_(None))
    )


def outcome_of(row: Screening) -> Outcome:
    """A stored screening as the rules made it."""
    findings = tuple(Finding.from_json(value) for value in row.findings)
    return Outcome(Verdict(row.verdict), findings, row.failed_mask, row.review_mask)


def _store(
    facts: dict[int, Facts], judge: Judge, version: NoticeVersion, *, by: Actor, now: datetime
) -> tuple[Run, list[int]]:
    """Judge, supersede what changed, insert in bulk. Returns the counts and the ids that need no more papers."""
    known = _current_rows(version, facts)
    fresh: list[dict[str, Any]] = []
    stale: list[int] = []
    counts = dict.fromkeys(Verdict, 0)
    settled = []
    for application_id, one in facts.items():
        outcome = judge.screen(one)
        counts[outcome.verdict] += 1
        waits_for_papers = any(found.rule == "papers" and found.met is None for found in outcome.findings)
        if not waits_for_papers:
            settled.append(application_id)
        mark = (version.id, facts_digest(one), outcome.failed_mask, outcome.review_mask)
        old = known.get(application_id)
        if old is not None and old[1] == mark:
            continue
        if old is not None:
            stale.append(old[0])
        fresh.append(_row(application_id, version, outcome, mark[1], by=by, now=now))
    _supersede(stale, now)
    if fresh:
        db.session.execute(sa.insert(Screening), fresh)
    run = Run(
        len(facts), len(fresh), counts[Verdict.ELIGIBLE], counts[Verdict.INELIGIBLE], counts[Verdict.NEEDS_REVIEW]
    )
    return run, settled


def _current_rows(version: NoticeVersion, facts: Iterable[int]) -> dict[int, tuple[int, tuple[Any, ...]]]:
    query = (
        sa.select(
            Screening.application_id,
            Screening.id,
            Screening.notice_version_id,
            Screening.facts_digest,
            Screening.failed_mask,
            Screening.review_mask,
        )
        .join(Application, Application.id == Screening.application_id)
        .where(Application.notice_id == version.notice_id, Screening.superseded_at.is_(None))
    )
    ids = list(facts)
    if len(ids) == 1:
        query = query.where(Screening.application_id == ids[0])
    return {row[0]: (row[1], tuple(row[2:])) for row in db.session.execute(query)}


def _row(
    application_id: int, version: NoticeVersion, outcome: Outcome, digest: str, *, by: Actor, now: datetime
) -> dict[str, Any]:
    return {
        "application_id": application_id,
        "notice_version_id": version.id,
        "at": now,
        "by_id": by.user_id,
        "verdict": outcome.verdict,
        "failed_mask": outcome.failed_mask,
        "review_mask": outcome.review_mask,
        "findings": [finding.to_json() for finding in outcome.findings],
        "facts_digest": digest,
    }


def _supersede(ids: list[int], now: datetime) -> None:
    if ids:
        db.session.connection().execute(
            sa.update(Screening).where(Screening.id == sa.bindparam("one")).values(superseded_at=now),
            [{"one": row_id} for row_id in ids],
        )


def summary(notice: Notice) -> dict[str, Any]:
    """The notice's current screenings as the command prints them (model.md D14); no times, so it can be compared."""
    rows = db.session.execute(
        sa.select(Application.number, Screening.verdict, Screening.findings)
        .join(Application, Application.id == Screening.application_id)
        .where(
            Application.notice_id == notice.id,
            Application.state.not_in(fact_loading.GONE),
            Screening.superseded_at.is_(None),
        )
        .order_by(Application.number)
    )
    applications = [
        {
            "number": f"{notice.code}-{number:05d}",
            "verdict": verdict,
            "findings": [{name: found[name] for name in ("rule", "met", "figure", "limit")} for found in findings],
        }
        for number, verdict, findings in rows
    ]
    counts = {str(verdict): sum(one["verdict"] == verdict for one in applications) for verdict in Verdict}
    return {"notice": notice.code, "version": current_version(notice).number, **counts, "applications": applications}
