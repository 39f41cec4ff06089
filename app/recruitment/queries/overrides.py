"""판정 변경 as lists: of a notice, of one application; and what they leave for the home page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Dong, User
from app.extensions import db
from app.recruitment.models import Application, ApplicationState, Notice, Person, Screening, ScreeningOverride
from app.recruitment.services.scope import visible
from app.shared.actor import Actor

PAGE = 50
_proposer, _decider, _revoker = sa.orm.aliased(User), sa.orm.aliased(User), sa.orm.aliased(User)


def _rows() -> Any:
    return (
        sa.select(
            ScreeningOverride,
            Screening.verdict.label("judged"),
            Screening.superseded_at,
            _proposer.name.label("proposed_by"),
            _decider.name.label("decided_by"),
            _revoker.name.label("revoked_by"),
        )
        .join(Screening, Screening.id == ScreeningOverride.screening_id)
        .join(_proposer, _proposer.id == ScreeningOverride.proposed_by_id)
        .outerjoin(_decider, _decider.id == ScreeningOverride.approved_by_id)
        .outerjoin(_revoker, _revoker.id == ScreeningOverride.revoked_by_id)
    )


def of_notice(notice: Notice, actor: Actor, before: int | None = None) -> tuple[Sequence[Any], int | None]:
    """Fifty of a notice, newest first, older than ``before``; and the key of the next page."""
    query = (
        _rows()
        .add_columns(Application.number, Application.person_id, Person.name, Dong.name.label("dong"))
        .join(Application, Application.id == ScreeningOverride.application_id)
        .join(Person, Person.id == Application.person_id)
        .join(Dong, Dong.code == Application.dong_code)
        .where(Application.notice_id == notice.id)
    )
    if before is not None:
        query = query.where(ScreeningOverride.id < before)
    found = db.session.execute(visible(query, actor).order_by(ScreeningOverride.id.desc()).limit(PAGE + 1)).all()
    following = found[PAGE - 1].ScreeningOverride.id if len(found) > PAGE else None
    return found[:PAGE], following


def of_application(application: Application) -> Sequence[Any]:
    """All of one application, newest first."""
    query = _rows().where(ScreeningOverride.application_id == application.id)
    return db.session.execute(query.order_by(ScreeningOverride.id.desc())).all()


def one(override_id: int) -> Any:
    return db.session.execute(_rows().where(ScreeningOverride.id == override_id)).one()


def waiting() -> Sequence[Any]:
    """By notice: how many wait for the approver, over a screening that is still current."""
    return db.session.execute(
        sa.select(Notice.code, Notice.title, sa.func.count().label("n"))
        .select_from(ScreeningOverride)
        .join(Screening, Screening.id == ScreeningOverride.screening_id)
        .join(Application, Application.id == ScreeningOverride.application_id)
        .join(Notice, Notice.id == Application.notice_id)
        .where(ScreeningOverride.state == "proposed", Screening.superseded_at.is_(None))
        .group_by(Notice.code, Notice.title)
        .order_by(Notice.code)
    ).all()


def fallen_away() -> Sequence[Any]:
    """By notice: approved changes that a new screening ended while the verdict is again another one and undecided."""
    current = sa.orm.aliased(Screening)
    newer = sa.orm.aliased(ScreeningOverride)
    later = sa.exists().where(
        newer.application_id == ScreeningOverride.application_id,
        newer.id > ScreeningOverride.id,
        newer.state.in_(("proposed", "approved")),
    )
    return db.session.execute(
        sa.select(Notice.code, Notice.title, sa.func.count().label("n"))
        .select_from(ScreeningOverride)
        .join(Screening, Screening.id == ScreeningOverride.screening_id)
        .join(
            current,
            sa.and_(current.application_id == ScreeningOverride.application_id, current.superseded_at.is_(None)),
        )
        .join(Application, Application.id == ScreeningOverride.application_id)
        .join(Notice, Notice.id == Application.notice_id)
        .where(
            ScreeningOverride.state == "approved",
            Screening.superseded_at.is_not(None),
            current.verdict != ScreeningOverride.verdict,
            Application.state == ApplicationState.SCREENED,
            ~later,
        )
        .group_by(Notice.code, Notice.title)
        .order_by(Notice.code)
    ).all()
