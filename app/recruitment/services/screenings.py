"""참여자격 심사: one application on saving, or all of a notice, through the very same rules function.

A screening is added, never changed; the earlier one stays as superseded. Equal facts under the same version and terms,
with the same outcome, give no new row. A row keeps the outcome as two masks and the facts as text; findings and their
sentences are made from these on reading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from app import bulk
from app.audit import services as audit
from app.extensions import db
from app.recruitment.models import Application, ApplicationState, Notice, NoticeState, Screening
from app.recruitment.services import evidence, screening_basis
from app.recruitment.services import facts as fact_loading
from app.recruitment.services.facts import Chunk
from app.recruitment.services.notices import current_version, lock
from app.recruitment.services.scope import visible
from app.recruitment.services.screening_basis import judge_of
from app.recruitment.services.transitions import hold, mark_screened
from app.rules.application_states import GIVEN_UP
from app.rules.criteria import RULE_CODES
from app.rules.eligibility import Facts, Judge, Verdict, facts_text, text_digest, verdict_of
from app.rules.eligibility import Screening as Outcome
from app.shared.actor import Actor
from app.shared.errors import RuleBroken

_PAPERS = 1 << RULE_CODES.index("papers")
_VERDICTS = {(failed, review): verdict_of(failed, review).value for failed in (False, True) for review in (False, True)}
"""As plain words: drivers and dictionaries take a member of an enumeration by a longer way."""

_BEFORE = (ApplicationState.RECEIVED, ApplicationState.PAPERS_DUE)
_TABLE: Any = Screening.__table__
_CURRENT = sa.and_(Screening.application_id == Application.id, Screening.superseded_at.is_(None))

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Run:
    """What a run came to. ``changed`` counts the new rows; the verdicts count all that were judged.

    ``moved``: another verdict than before, whatever else is new in the row; ``first``: no verdict before.
    """

    screened: int
    changed: int
    moved: int
    first: int
    eligible: int
    ineligible: int
    needs_review: int


def screen_all(
    notice: Notice,
    *,
    by: Actor,
    now: datetime,
    today: date,
    only_stale: bool = False,
    progress: Progress | None = None,
) -> Run:
    """Screen every living application of an opened notice, or only those whose evidence is newer than their result.

    ``progress`` is told (done, of how many) before the first and behind each chunk; what it raises ends the run with
    nothing kept. Applications that were not judged are left as they are. Raises RuleBroken for a draft.
    """
    lock(notice)
    if notice.state not in (NoticeState.OPEN, NoticeState.CLOSED):
        raise RuleBroken("공고하기 전에는 심사할 수 없습니다.")
    hold(notice.id)
    writer = _Writer.of(notice, by=by, now=now, today=today)
    stale: list[sa.ColumnElement[bool]] = []
    if only_stale:
        stale.append(Application.id.in_(_stale_ids(notice, writer.alike, today)))
    total = _how_many(notice, stale) if progress else 0
    if progress:
        progress(0, total)
    with bulk.uncollected():
        for chunk in fact_loading.in_chunks(notice, None, *stale):
            writer.store(chunk, settle=True)
            if progress:
                progress(writer.screened, total)
    _forget_loaded()
    run = writer.run()
    audit.record(
        "recruit:screening:run",
        notice,
        by=by,
        at=now,
        changes={
            "notice": notice.code,
            "version": writer.version_number,
            "screened": run.screened,
            "changed": run.changed,
        },
        people=writer.people,
    )
    return run


def screen_one(application: Application, *, by: Actor, now: datetime, today: date, settle: bool = False) -> None:
    """Screen one application: on saving at the counter, or with ``settle`` after new evidence, which ends in 심사함."""
    notice = application.notice
    hold(notice.id, application.id)
    writer = _Writer.of(notice, by=by, now=now, today=today)
    for chunk in fact_loading.in_chunks(notice, [application.id]):
        writer.store(chunk, settle=settle)
    if settle:
        _forget_loaded()
    audit.record("recruit:screening:one", application, by=by, at=now, changes={}, people=[application.person_id])


def preview(notice: Notice, facts: Facts, today: date) -> Outcome:
    """The findings of a form that is not saved yet."""
    return judge_of(notice, current_version(notice), today).screen(facts)


def current(application_id: int) -> Screening | None:
    return db.session.scalar(
        sa.select(Screening).where(Screening.application_id == application_id, Screening.superseded_at.is_(None))
    )


def as_of(application_id: int, at: datetime) -> Screening | None:
    """The screening that was current at an instant."""
    query = sa.select(Screening).where(Screening.application_id == application_id, Screening.at <= at)
    return db.session.scalar(query.order_by(Screening.at.desc(), Screening.id.desc()).limit(1))


def outcome_of(row: Screening) -> Outcome:
    """A stored screening as the rules made it, with its findings."""
    return screening_basis.explain(row)


def is_stale(notice: Notice, today: date | None = None) -> sa.ColumnElement[bool]:
    """For a query of ``Application`` outer-joined with its current ``Screening``: see ``evidence.is_stale``.

    A change of the notice's version, its dates or the figures in force makes every screening of before stale.
    """
    return evidence.is_stale(notice, screening_basis.in_force(notice, current_version(notice)), today)


def stale_count(notice: Notice, actor: Actor, today: date | None = None) -> int:
    """Living applications, within the actor's rows, that were not judged by the evidence that is there now."""
    query = (
        sa.select(sa.func.count(Application.id))
        .select_from(Application)
        .outerjoin(Screening, _CURRENT)
        .where(Application.notice_id == notice.id, Application.state.not_in(GIVEN_UP), is_stale(notice, today))
    )
    return db.session.scalar(visible(query, actor)) or 0


def _stale_ids(notice: Notice, alike: set[int], today: date) -> sa.Select[Any]:
    return (
        sa.select(Application.id)
        .outerjoin(Screening, _CURRENT)
        .where(Application.notice_id == notice.id, evidence.is_stale(notice, alike, today))
    )


def _how_many(notice: Notice, conditions: list[sa.ColumnElement[bool]]) -> int:
    living = (Application.notice_id == notice.id, Application.state.not_in(GIVEN_UP))
    return db.session.scalar(sa.select(sa.func.count(Application.id)).where(*living, *conditions)) or 0


def _forget_loaded() -> None:
    """The batch wrote past the session: applications that it holds are read again when next asked."""
    db.session.flush()
    for entity in db.session:
        if isinstance(entity, (Application, Screening)):
            db.session.expire(entity)


class _Kept(NamedTuple):
    """The current row of an application, as far as it is compared."""

    id: int
    basis_id: int | None
    digest: str
    failed: int
    review: int
    seen: str | None


@dataclass(slots=True)
class _Writer:
    """Judges chunk after chunk, supersedes what changed and adds the new rows; counts as it goes."""

    judge: Judge
    version_id: int
    version_number: int
    basis_id: int
    alike: set[int]
    at: Any
    by: Actor
    now: datetime
    verdicts: Counter[str] = field(default_factory=Counter)
    people: list[int] = field(default_factory=list)
    moved: int = 0
    first: int = 0

    @classmethod
    def of(cls, notice: Notice, *, by: Actor, now: datetime, today: date) -> _Writer:
        version = current_version(notice)
        terms = fact_loading.terms_of(notice)
        basis = screening_basis.bring(version, terms, today)
        at = bulk.bound(_TABLE.c.at, now)
        alike = screening_basis.alike(version, terms)
        judge = screening_basis.judge_by(basis.id)
        return cls(judge, version.id, version.number, basis.id, alike, at, by, now)

    @property
    def screened(self) -> int:
        return self.verdicts.total()

    def run(self) -> Run:
        count = self.verdicts
        return Run(
            self.screened,
            len(self.people),
            self.moved,
            self.first,
            *(count[one.value] for one in (Verdict.ELIGIBLE, Verdict.INELIGIBLE, Verdict.NEEDS_REVIEW)),
        )

    def store(self, chunk: Chunk, *, settle: bool) -> None:
        """``settle``: those that wait for no paper are 심사함 from now on."""
        kept = _current_rows(chunk)
        fresh: list[tuple[Any, ...]] = []
        superseded, seen, ready = [], [], []
        masks, verdicts, alike = self.judge.masks, self.verdicts, self.alike
        same = (self.version_id, self.at, self.by.user_id)
        for application_id, person_id, state, facts, mark in chunk.loaded:
            failed, review = masks(facts)
            verdict = _VERDICTS[failed > 0, review > 0]
            verdicts[verdict] += 1
            if state in _BEFORE and not review & _PAPERS:
                ready.append((application_id, state))
            text = facts_text(facts)
            digest = text_digest(text)
            old = kept.get(application_id)
            if old is not None:
                if old[2:5] == (digest, failed, review) and old.basis_id in alike:
                    if old.seen != mark:
                        seen.append((mark, old.id))
                    continue
                superseded.append(old.id)
                self.moved += _VERDICTS[old.failed > 0, old.review > 0] != verdict
            else:
                self.first += 1
            self.people.append(person_id)
            fresh.append((application_id, *same, verdict, failed, review, self.basis_id, text, digest, mark))
        bulk.update_each(_TABLE, "seen", seen)
        bulk.update_all(_TABLE, {"superseded_at": self.now}, superseded)
        bulk.insert(_TABLE, _COLUMNS, fresh)
        if settle:
            mark_screened(ready, by=self.by, now=self.now)


_COLUMNS = (
    "application_id",
    "notice_version_id",
    "at",
    "by_id",
    "verdict",
    "failed_mask",
    "review_mask",
    "basis_id",
    "facts",
    "facts_digest",
    "seen",
)


def _current_rows(chunk: Chunk) -> dict[int, _Kept]:
    """Current rows by application; asked for by a range of ids, so some of another notice may be among them."""
    columns = (
        Screening.id,
        Screening.basis_id,
        Screening.facts_digest,
        Screening.failed_mask,
        Screening.review_mask,
        Screening.seen,
    )
    mine = chunk.within(Screening.application_id)
    query = sa.select(Screening.application_id, *columns).where(mine, Screening.superseded_at.is_(None))
    return {row[0]: _Kept(*row[1:]) for row in bulk.rows(query)}
