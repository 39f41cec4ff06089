"""Judging a form that is being filled in: the notice's criteria and day figures read once, its surroundings narrowly."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from app.extensions import db
from app.recruitment.asked import asked_by
from app.recruitment.models import Notice, NoticeState
from app.recruitment.services.facts import terms_of
from app.recruitment.services.notices import current_version, document_of
from app.recruitment.services.screening_basis import judge_of
from app.rules.criteria import IncomeLimit, NoticeDocument, PropertyLimit
from app.rules.eligibility import Judge, ScreeningTerms
from app.shared.kept import Kept


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


_grounds: Kept[Ground] = Kept(64)


def ground_of(notice: Notice, today: date, stamp: Hashable) -> Ground:
    """Criteria and figures of an opened notice, kept while ``stamp`` (versions, figures) stays; a draft's are read anew."""
    if notice.state == NoticeState.DRAFT:
        return _read(notice, today)
    key = (str(db.engine.url), notice.id, notice.version, notice.cohort.version, today, stamp)
    return _grounds.get(key, lambda: _read(notice, today))


def asked(notice: Notice) -> tuple[str, ...]:
    """The further questions that the criteria in force ask."""
    return asked_by(document_of(current_version(notice)))


def _read(notice: Notice, today: date) -> Ground:
    version = current_version(notice)
    return Ground(document_of(version), terms_of(notice), judge_of(notice, version, today))
