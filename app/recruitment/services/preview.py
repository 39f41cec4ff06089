"""Judging a form that is being filled in: the notice's criteria and day figures read once, its surroundings narrowly."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

import sqlalchemy as sa

from app.extensions import db
from app.recruitment.models import Notice, NoticeState, NoticeVersion
from app.recruitment.services.facts import terms_of
from app.recruitment.services.notices import current_version, document_of
from app.recruitment.services.screening_basis import judge_of
from app.reference.models import Parameter
from app.rules.criteria import IncomeLimit, NoticeDocument, PropertyLimit
from app.rules.eligibility import Facts, Judge, ScreeningTerms
from app.rules.eligibility import Screening as Outcome

_MOST = 64


@dataclass(frozen=True, slots=True)
class Ground:
    """What forms of one notice are judged by on one day."""

    document: NoticeDocument
    terms: ScreeningTerms
    judge: Judge

    def income_limit(self, household_size: int) -> int | None:
        """Won a month for a household of this size; None where the notice does not ask."""
        rule = self.document.rule("income")
        if not rule.on or not isinstance(rule.limits, IncomeLimit) or self.terms.median is None:
            return None
        percent = dict(rule.limits.by_size).get(household_size, rule.limits.percent)
        return self.terms.median.share(household_size, percent)

    def property_limit(self) -> int | None:
        """Won; None where the notice does not ask."""
        rule = self.document.rule("property")
        return rule.limits.won if rule.on and isinstance(rule.limits, PropertyLimit) else None


_VERSIONS = (
    sa.select(sa.func.max(NoticeVersion.id), sa.func.count(NoticeVersion.approved_by_id))
    .where(NoticeVersion.notice_id == sa.bindparam("notice_id"))
    .subquery()
)
_FIGURES = sa.select(sa.func.max(Parameter.id), sa.func.count(Parameter.approved_by_id)).subquery()
_STAMP = sa.select(_VERSIONS, _FIGURES).select_from(_VERSIONS.join(_FIGURES, sa.true()))
_known: OrderedDict[tuple[Any, ...], Ground] = OrderedDict()
_lock = Lock()


def ground_of(notice: Notice, today: date) -> Ground:
    """Criteria and figures of an opened notice, kept while nothing about them changed; a draft's are read each time."""
    if notice.state == NoticeState.DRAFT:
        return _read(notice, today)
    key = (str(db.engine.url), notice.id, notice.version, notice.cohort.version, today, *_stamp(notice))
    with _lock:
        ground = _known.get(key)
    if ground is None:
        ground = _read(notice, today)
        with _lock:
            _known[key] = ground
            while len(_known) > _MOST:
                _known.popitem(last=False)
    return ground


def _stamp(notice: Notice) -> tuple[Any, ...]:
    """Changes whenever a version of the notice or a figure is added or approved. One statement."""
    return tuple(db.session.execute(_STAMP, {"notice_id": notice.id}).one())


def _read(notice: Notice, today: date) -> Ground:
    version = current_version(notice)
    return Ground(document_of(version), terms_of(notice), judge_of(notice, version, today))


def outcome_of(notice: Notice, facts: Facts, today: date) -> Outcome:
    """The findings of a form that is not saved yet. Raises RuleBroken where a figure is missing."""
    return ground_of(notice, today).judge.screen(facts)
