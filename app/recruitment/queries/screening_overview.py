"""참여자격 심사 at a glance: how many fail which rule, by 동 and by 모집 구분, all from one statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.extensions import db
from app.recruitment.models import Application, ApplicationState, Notice, NoticeStream, Screening, Verdict
from app.recruitment.queries.application_filter import LIVE, NOT_SCREENED, Filter, joined, limited
from app.recruitment.queries.notices import dongs
from app.recruitment.services.scope import visible
from app.recruitment.verdicts import effective_verdict
from app.rules.application_states import GIVEN_UP
from app.rules.criteria import RULE_CODES, RULE_LABELS
from app.shared.actor import Actor

VERDICTS = (Verdict.ELIGIBLE, Verdict.INELIGIBLE, Verdict.NEEDS_REVIEW, NOT_SCREENED)


@dataclass(frozen=True, slots=True)
class Combination:
    """So many applications of one 동 and 모집 구분 have one and the same result."""

    dong: str
    stream: str
    verdict: str
    failed_mask: int
    review_mask: int
    count: int

    def rules(self, name: str) -> list[str]:
        mask = self.failed_mask if name == "failed" else self.review_mask
        return [code for index, code in enumerate(RULE_CODES) if mask >> index & 1]


@dataclass(frozen=True, slots=True)
class Split:
    """One line of a split: how many in all, by verdict, and the rule that bars the most."""

    code: str
    label: str
    total: int
    verdicts: dict[str, int]
    worst: tuple[str, str, int] | None


@dataclass(frozen=True, slots=True)
class Overview:
    """Withdrawn applications are left out everywhere; every figure is the length of a list (``Filter(state=live)``)."""

    combinations: tuple[Combination, ...]
    dongs: tuple[tuple[str, str], ...]
    streams: tuple[str, ...]

    def count(self, keeps: Callable[[Combination], bool]) -> int:
        return sum(one.count for one in self.combinations if keeps(one))

    @property
    def total(self) -> int:
        return self.count(lambda _: True)

    @property
    def verdicts(self) -> dict[str, int]:
        return _tally(self.combinations, lambda one: [one.verdict])

    def bars(self, name: str) -> list[tuple[str, str, int]]:
        """(rule, label, people) of ``failed`` or ``review``, the most first; rules that bar nobody are left out."""
        return _worst_first(_tally(self.combinations, lambda one: one.rules(name)))

    def matrix(self) -> list[tuple[str, str, int, dict[str, int]]]:
        """(rule, label, people, people by 모집 구분) of the rules not met."""
        cells = _tally(self.combinations, lambda one: [(rule, one.stream) for rule in one.rules("failed")])
        return [
            (rule, label, total, {stream: cells.get((rule, stream), 0) for stream in self.streams})
            for rule, label, total in self.bars("failed")
        ]

    def by_dong(self) -> list[Split]:
        """The 동 that have applications, the most of them first."""
        lines = [self._split(code, name, partial(_in_dong, code)) for code, name in self.dongs]
        return sorted((one for one in lines if one.total), key=lambda one: (-one.total, one.label))

    def by_stream(self, labels: dict[Any, str]) -> list[Split]:
        return [self._split(code, labels[code], partial(_in_stream, code)) for code in self.streams]

    def _split(self, code: str, label: str, keeps: Callable[[Combination], bool]) -> Split:
        mine = [one for one in self.combinations if keeps(one)]
        worst = _worst_first(_tally(mine, lambda one: one.rules("failed")))
        verdicts = _tally(mine, lambda one: [one.verdict])
        counts = {verdict: verdicts.get(verdict, 0) for verdict in VERDICTS}
        return Split(code, label, sum(one.count for one in mine), counts, worst[0] if worst else None)


def _in_dong(code: str, one: Combination) -> bool:
    return one.dong == code


def _in_stream(code: str, one: Combination) -> bool:
    return one.stream == code


def _tally(rows: Sequence[Combination], keys: Callable[[Combination], Sequence[Hashable]]) -> dict[Any, int]:
    found: Counter[Hashable] = Counter()
    for one in rows:
        for key in keys(one):
            found[key] += one.count
    return dict(found)


def _worst_first(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    order = sorted(counts.items(), key=lambda pair: (-pair[1], RULE_CODES.index(pair[0])))
    return [(rule, RULE_LABELS[rule], count) for rule, count in order]


def overview(notice: Notice, actor: Actor) -> Overview:
    """Of the applications that the actor may see; two statements, whatever their number."""
    # Written out, not bound: PostgreSQL must see the very same expression in SELECT and GROUP BY.
    verdict = sa.func.coalesce(effective_verdict(), sa.literal_column(f"'{NOT_SCREENED}'"))
    masks = [sa.func.coalesce(mask, sa.literal_column("0")) for mask in (Screening.failed_mask, Screening.review_mask)]
    groups = (Application.dong_code, NoticeStream.id, NoticeStream.code, verdict, *masks)
    labels = ("dong", "stream_id", "stream", "verdict", "failed", "review")
    columns: list[Any] = [column.label(label) for column, label in zip(groups, labels, strict=True)]
    query = limited(joined(*columns, sa.func.count().label("n")), Filter(state=LIVE), actor, notice)
    rows = db.session.execute(query.group_by(*groups)).all()
    found = tuple(Combination(row.dong, row.stream, row.verdict, row.failed, row.review, row.n) for row in rows)
    streams = [code for _, code in sorted({(row.stream_id, row.stream) for row in rows})]
    return Overview(found, tuple((row.code, row.name) for row in dongs()), tuple(streams))


def unscreened(notice: Notice, actor: Actor) -> int:
    """Applications that no run has judged for good: still 접수, or without any screening."""
    query = visible(joined(sa.func.count()), actor).where(
        Application.notice_id == notice.id,
        sa.or_(Screening.id.is_(None), Application.state == ApplicationState.RECEIVED),
        Application.state.not_in(GIVEN_UP),
    )
    return db.session.scalar(query) or 0


def last_run(notice: Notice) -> datetime | None:
    """When all of the notice were last judged, whether that changed anything or not."""
    entry = AuditEntry
    about = (entry.subject == "notice", entry.subject_id == notice.id, entry.action == "recruit:screening:run")
    return db.session.scalar(sa.select(sa.func.max(entry.at)).where(*about))
