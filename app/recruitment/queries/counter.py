"""What the counter page asks of the moment: an unfinished form, today's counts, whether criteria or figures changed;
and of the person it is about: the last application, and the one of this very notice."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.accounts import drafts
from app.accounts.models import Dong
from app.accounts.roles import Role
from app.database import PREPARED
from app.extensions import db
from app.recruitment.contradictions import Offered
from app.recruitment.models import Application, ApplicationState, IntakeClosing, Notice, NoticeVersion, Person
from app.recruitment.queries.notices import project_rows
from app.recruitment.services.scope import notice_query, unknown_notice, visible
from app.reference.models import Parameter
from app.shared.actor import Actor


class Moment(NamedTuple):
    """``sent_at``: when this clerk's 동 has closed its intake.

    ``stamp`` changes whenever a version of the notice or a figure is added or approved.
    """

    notice: Notice
    stopped_at: datetime | None
    received_today: int
    papers_due: int
    sent_at: datetime | None
    stamp: tuple[int, ...]


def offered(notice: Notice) -> dict[int, Offered]:
    """The notice's 세부사업 by id, in the order of their names."""
    found: dict[int, Offered] = {}
    for row in project_rows(notice):
        before = found.get(row.project_id, Offered(row.name, frozenset()))
        seats = {row.code} if row.seats else set()
        found[row.project_id] = Offered(row.name, before.streams | seats)
    return found


class Already(NamedTuple):
    """The person's application of this notice. Of another 동's there is the day and nothing else: no id, no state."""

    dong: str
    received_on: date
    application_id: int | None
    state: str


class Before(NamedTuple):
    """``last``: the newest application that the actor may see, of any notice, to start the next form from."""

    last: Application | None
    already: Already | None


NOTHING_BEFORE = Before(None, None)


def moment(code: str, form: str, actor: Actor, *, now: datetime, today: date) -> Moment:
    """One statement. ``form`` is the draft's name; the counts are of what the actor sees. Raises NotFound."""
    asked = {"code": code, "today": today, **drafts.asked(actor.user_id, form, now=now)}
    row = db.session.execute(_query(actor.role, actor.dong_code), asked).one_or_none()
    if row is None:
        raise unknown_notice(code)
    notice, stopped_at, received_today, papers_due, sent_at, *stamp = row
    return Moment(notice, stopped_at, received_today, papers_due, sent_at, tuple(stamp))


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
        .add_columns(drafts.STOPPED, counts, _sent_at(notice_id, role, dong_code), versions, figures)
    )


def _sent_at(notice_id: Any, role: str, dong_code: str | None) -> Any:
    closing = sa.select(IntakeClosing.closed_at).where(IntakeClosing.notice_id == notice_id)
    mine = closing.where(IntakeClosing.dong_code == dong_code, IntakeClosing.reopened_at.is_(None))
    return (mine if role == Role.CLERK else mine.where(sa.false())).scalar_subquery().label("sent_at")


def before(person: Person, notice: Notice, actor: Actor) -> Before:
    """What the person applied for before: one statement."""
    asked = {"person_id": person.id, "notice_id": notice.id, "dong_code": actor.dong_code}
    is_clerk = actor.role == Role.CLERK
    last, row_id, state, dong_code, dong, received_on = db.session.execute(_before(is_clerk), asked).one()
    if row_id is None:
        return Before(last, None)
    if is_clerk and dong_code != actor.dong_code:
        return Before(last, Already(dong, received_on, None, ""))
    return Before(last, Already(dong, received_on, row_id, state))


@lru_cache(maxsize=2)
def _before(of_own_dong: bool) -> Any:
    newest, here = sa.orm.aliased(Application), sa.orm.aliased(Application)
    person_id: Any = sa.bindparam("person_id")
    last = sa.select(newest.id).where(newest.person_id == person_id)
    if of_own_dong:
        last = last.where(newest.dong_code == sa.bindparam("dong_code"))
    last = last.order_by(newest.received_on.desc(), newest.id.desc()).limit(1)
    return (
        sa.select(Application, here.id, here.state, here.dong_code, Dong.name, here.received_on)
        .select_from(Person)
        .outerjoin(Application, Application.id == last.scalar_subquery())
        .outerjoin(here, sa.and_(here.person_id == Person.id, here.notice_id == sa.bindparam("notice_id")))
        .outerjoin(Dong, Dong.code == here.dong_code)
        .where(Person.id == person_id)
        .execution_options(**PREPARED)
    )
