"""What the counter page asks of the moment: an unfinished form, today's counts, whether criteria or figures changed."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.accounts import drafts
from app.extensions import db
from app.recruitment.models import Application, ApplicationState, Notice, NoticeVersion
from app.recruitment.services.scope import notice_query, unknown_notice, visible
from app.reference.models import Parameter
from app.shared.actor import Actor


class Moment(NamedTuple):
    """``stamp`` changes whenever a version of the notice or a figure is added or approved."""

    notice: Notice
    stopped_at: datetime | None
    received_today: int
    papers_due: int
    stamp: tuple[int, ...]


def moment(code: str, form: str, actor: Actor, *, now: datetime, today: date) -> Moment:
    """One statement. ``form`` is the draft's name; the counts are of what the actor sees. Raises NotFound."""
    asked = {"code": code, "today": today, **drafts.asked(actor.user_id, form, now=now)}
    row = db.session.execute(_query(actor.role, actor.dong_code), asked).one_or_none()
    if row is None:
        raise unknown_notice(code)
    notice, stopped_at, received_today, papers_due, *stamp = row
    return Moment(notice, stopped_at, received_today, papers_due, tuple(stamp))


@lru_cache(maxsize=64)
def _query(role: str, dong_code: str | None) -> Any:
    """Built once for each 동: putting it together takes longer than running it."""
    notice_id = sa.select(Notice.id).where(Notice.code == sa.bindparam("code")).scalar_subquery()
    counts = visible(
        sa.select(
            sa.func.count(sa.case((Application.received_on == sa.bindparam("today"), 1))).label("received_today"),
            sa.func.count(sa.case((Application.state == ApplicationState.PAPERS_DUE, 1))).label("papers_due"),
        ),
        Actor(0, "", role, dong_code),
    )
    counts = counts.where(Application.notice_id == notice_id).subquery()
    versions = (
        sa.select(
            sa.func.max(NoticeVersion.id).label("version_id"),
            sa.func.count(NoticeVersion.approved_by_id).label("versions_approved"),
        )
        .where(NoticeVersion.notice_id == notice_id)
        .subquery()
    )
    figures = sa.select(
        sa.func.max(Parameter.id).label("figure_id"),
        sa.func.count(Parameter.approved_by_id).label("figures_approved"),
    ).subquery()
    return (
        notice_query(role)
        .select_from(Notice)
        .join(counts, sa.true())
        .join(versions, sa.true())
        .join(figures, sa.true())
        .add_columns(drafts.STOPPED, counts, versions, figures)
    )
