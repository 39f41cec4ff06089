"""One run of the judge: what a chunk comes to beside the rows that are current, and what of it is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any, NamedTuple

import sqlalchemy as sa

from app import bulk
from app.recruitment.models import ApplicationState, Notice, Screening
from app.recruitment.services import screening_basis
from app.recruitment.services.facts import Chunk, Loaded, terms_of
from app.recruitment.services.notices import current_version
from app.recruitment.services.transitions import mark_screened
from app.rules.criteria import RULE_CODES
from app.rules.eligibility import Judge, Verdict, facts_text, text_digest, verdict_of
from app.shared.actor import Actor

_PAPERS = 1 << RULE_CODES.index("papers")
_VERDICTS = {(failed, review): verdict_of(failed, review).value for failed in (False, True) for review in (False, True)}
"""As plain words: drivers and dictionaries take a member of an enumeration by a longer way."""

_BEFORE = (ApplicationState.RECEIVED, ApplicationState.PAPERS_DUE)
_TABLE: Any = Screening.__table__
_AT_ONCE = 300
"""People that are judged in one go (``Screener._judged``)."""


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


class _Kept(NamedTuple):
    """The current row of an application, as far as it is compared."""

    id: int
    basis_id: int | None
    digest: str
    failed: int
    review: int
    seen: str | None


class Changes(NamedTuple):
    """What a chunk comes to: how many were judged, and what is to be written.

    New rows; ids of rows that are superseded; (mark, id) of rows that only saw newer evidence; (id, state) of
    applications that wait for no paper.
    """

    judged: int
    fresh: list[tuple[Any, ...]]
    superseded: list[int]
    seen: list[tuple[str, int]]
    ready: list[tuple[int, str]]


@dataclass(slots=True)
class Screener:
    """Judges chunk after chunk, supersedes what changed and adds the new rows; counts as it goes.

    ``judge`` and ``write`` may run side by side (``bulk.one_behind``): the counts belong to the one, ``written`` to the
    other. ``settle``: applications that wait for no paper are 심사함 from then on.
    """

    rules: Judge
    version_id: int
    version_number: int
    basis_id: int
    alike: set[int]
    at: Any
    by: Actor
    now: datetime
    settle: bool
    verdicts: Counter[str] = field(default_factory=Counter)
    people: list[int] = field(default_factory=list)
    moved: int = 0
    first: int = 0
    written: int = 0

    @classmethod
    def of(cls, notice: Notice, *, by: Actor, now: datetime, today: date, settle: bool) -> Screener:
        version = current_version(notice)
        terms = terms_of(notice)
        basis = screening_basis.bring(version, terms, today)
        at = bulk.bound(_TABLE.c.at, now)
        alike = screening_basis.alike(version, terms)
        rules = screening_basis.judge_by(basis.id)
        return cls(rules, version.id, version.number, basis.id, alike, at, by, now, settle)

    def result(self) -> Run:
        count = self.verdicts
        return Run(
            count.total(),
            len(self.people),
            self.moved,
            self.first,
            *(count[one.value] for one in (Verdict.ELIGIBLE, Verdict.INELIGIBLE, Verdict.NEEDS_REVIEW)),
        )

    def screen(self, chunk: Chunk) -> None:
        """Judge and write one chunk."""
        self.write(self.judge((chunk.loaded, current_rows(chunk))))

    def judge(self, read: tuple[Iterable[Loaded], Mapping[int, _Kept]]) -> Changes:
        """What these applications come to beside their current rows. Asks nothing of the database."""
        loaded, kept = read
        fresh: list[tuple[Any, ...]] = []
        superseded, seen, ready, judged = [], [], [], 0
        verdicts, alike = self.verdicts, self.alike
        same = (self.version_id, self.at, self.by.user_id)
        for (application_id, person_id, state, _, mark), (failed, review), text in self._judged(loaded):
            judged += 1
            verdict = _VERDICTS[failed > 0, review > 0]
            verdicts[verdict] += 1
            if state in _BEFORE and not review & _PAPERS:
                ready.append((application_id, state))
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
        return Changes(judged, fresh, superseded, seen, ready)

    def _judged(self, loaded: Iterable[Loaded]) -> Iterator[tuple[Loaded, tuple[int, int], str]]:
        """Each with its outcome (masks) and the text of its facts.

        By some hundreds: to turn from one work to the other for every person costs a quarter more.
        """
        masks, rest = self.rules.masks, iter(loaded)
        while some := list(islice(rest, _AT_ONCE)):
            outcomes = [masks(one.facts) for one in some]
            texts = [facts_text(one.facts) for one in some]
            yield from zip(some, outcomes, texts, strict=True)

    def write(self, changes: Changes) -> None:
        """Into the running transaction: one statement for each kind of row."""
        bulk.update_each(_TABLE, "seen", changes.seen)
        bulk.update_all(_TABLE, {"superseded_at": self.now}, changes.superseded)
        bulk.insert(_TABLE, _COLUMNS, changes.fresh)
        if self.settle:
            mark_screened(changes.ready, by=self.by, now=self.now)
        self.written += changes.judged


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


def current_rows(chunk: Chunk) -> dict[int, _Kept]:
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
