"""참여자격 심사: one application on saving, or all of a notice, through the very same rules function.

A screening is added, never changed; the earlier one stays as superseded. Equal facts under the same version and terms,
with the same outcome, give no new row. A row keeps the outcome as two masks and the facts as text; findings and their
sentences are made from these on reading.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app import bulk
from app.audit import services as audit
from app.extensions import db
from app.recruitment.models import Application, Notice, NoticeState, Screening
from app.recruitment.services import evidence, screening_basis
from app.recruitment.services import facts as fact_loading
from app.recruitment.services.notices import current_version, lock
from app.recruitment.services.scope import visible
from app.recruitment.services.screening_basis import judge_of
from app.recruitment.services.screening_run import Run, Screener, current_rows
from app.recruitment.services.transitions import hold
from app.rules.application_states import GIVEN_UP
from app.rules.eligibility import Facts
from app.rules.eligibility import Screening as Outcome
from app.shared.actor import Actor
from app.shared.errors import RuleBroken

_CURRENT = sa.and_(Screening.application_id == Application.id, Screening.superseded_at.is_(None))

Progress = Callable[[int, int], None]


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
    screener = Screener.of(notice, by=by, now=now, today=today, settle=True)
    stale: list[sa.ColumnElement[bool]] = []
    if only_stale:
        stale.append(Application.id.in_(_stale_ids(notice, screener.alike, today)))
    total = _how_many(notice, stale) if progress else 0
    if progress:
        progress(0, total)
    chunks = fact_loading.in_chunks(notice, None, *stale)
    with bulk.uncollected():
        for _ in bulk.one_behind(((one.loaded, current_rows(one)) for one in chunks), screener.judge, screener.write):
            if progress:
                progress(screener.written, total)
    _forget_loaded()
    run = screener.result()
    audit.record(
        "recruit:screening:run",
        notice,
        by=by,
        at=now,
        changes={
            "notice": notice.code,
            "version": screener.version_number,
            "screened": run.screened,
            "changed": run.changed,
        },
        people=screener.people,
    )
    return run


def screen_one(application: Application, *, by: Actor, now: datetime, today: date, settle: bool = False) -> None:
    """Screen one application: on saving at the counter, or with ``settle`` after new evidence, which ends in 심사함."""
    notice = application.notice
    hold(notice.id, application.id)
    screener = Screener.of(notice, by=by, now=now, today=today, settle=settle)
    for chunk in fact_loading.in_chunks(notice, [application.id]):
        screener.screen(chunk)
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
