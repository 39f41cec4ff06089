"""What a run judged by, kept once and shared by its rows; from it and the facts every finding is made again on reading."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date
from threading import Lock

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.extensions import db
from app.recruitment.models import Notice, NoticeVersion, Screening, ScreeningBasis
from app.recruitment.services.facts import terms_of
from app.recruitment.services.notices import document_of
from app.rules.eligibility import Finding, Judge, ScreeningTerms, Verdict, facts_from_text
from app.rules.eligibility import Screening as Outcome
from app.rules.parameters import ParameterMissing
from app.shared.canonical import canonical_json, digest

_JUDGES_KEPT = 64


def judge_of(notice: Notice, version: NoticeVersion, today: date) -> Judge:
    return Judge(document_of(version), terms_of(notice), today)


def bring(version: NoticeVersion, terms: ScreeningTerms, today: date) -> ScreeningBasis:
    """The basis of that version, these terms and that day; the same one again for everybody judged by it."""
    stored = terms.to_json()
    values = {
        "notice_version_id": version.id,
        "terms": stored,
        "judged_on": today,
        "digest": digest([version.id, version.digest, stored, today]),
    }
    query = sa.select(ScreeningBasis).where(ScreeningBasis.digest == values["digest"])
    found = db.session.scalar(query)
    if found is None:
        # Two counters may judge the first application of the day at once: the later takes the earlier's.
        insert = postgresql.insert if db.session.connection().dialect.name == "postgresql" else sqlite.insert
        db.session.execute(insert(ScreeningBasis.__table__).values(values).on_conflict_do_nothing())  # type: ignore[arg-type]
        found = db.session.scalars(query).one()
    return found


def alike(version: NoticeVersion, terms: ScreeningTerms | None) -> set[int]:
    """Ids of the bases with that version and these terms (None: whatever terms), whatever the day."""
    bases = sa.select(ScreeningBasis.id, ScreeningBasis.terms).where(ScreeningBasis.notice_version_id == version.id)
    rows = db.session.execute(bases)
    if terms is None:
        return {row_id for row_id, _ in rows}
    wanted = canonical_json(terms.to_json())
    return {row_id for row_id, other in rows if canonical_json(other) == wanted}


def in_force(notice: Notice, version: NoticeVersion) -> set[int]:
    """Ids of the bases that a run would judge by now. A figure that was taken out makes nothing older than it is."""
    try:
        terms = terms_of(notice)
    except ParameterMissing:
        return alike(version, None)
    return alike(version, terms)


_judges: OrderedDict[str, Judge] = OrderedDict()
_making = Lock()


def judge_by(basis_id: int) -> Judge:
    """The judge of a stored basis, made ready once: the digest names the version's document, the terms and the day."""
    basis = db.session.get_one(ScreeningBasis, basis_id)
    judge = _judges.get(basis.digest)
    if judge is None:
        version = db.session.get_one(NoticeVersion, basis.notice_version_id)
        judge = Judge(document_of(version), ScreeningTerms.from_json(basis.terms), basis.judged_on)
        with _making:
            _judges[basis.digest] = judge
            while len(_judges) > _JUDGES_KEPT:
                _judges.popitem(last=False)
    return judge


def explain(row: Screening) -> Outcome:
    """A stored screening with its findings: as they were stored, or made again from the facts and the basis."""
    if row.findings is not None:
        findings = tuple(Finding.from_json(value) for value in row.findings)
        return Outcome(Verdict(row.verdict), findings, row.failed_mask, row.review_mask)
    return outcome_from(row.basis_id, row.facts)


def outcome_from(basis_id: int | None, facts: str | None) -> Outcome:
    if basis_id is None or facts is None:  # the table's check keeps this from being stored
        raise ValueError("a screening without its facts")
    return judge_by(basis_id).screen(facts_from_text(facts))
