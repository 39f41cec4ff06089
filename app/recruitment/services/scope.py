"""Whose rows an account may see: a clerk their own 동, everybody else who may read at all, all of them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.accounts.roles import Role
from app.database import PREPARED
from app.extensions import db
from app.recruitment.models import Application, Notice, NoticeState
from app.shared.actor import Actor
from app.shared.errors import NotFound


def visible(select: Any, actor: Actor) -> Any:
    """Limit a select over ``Application`` to the actor's rows."""
    return select.where(Application.dong_code == actor.dong_code) if actor.role == Role.CLERK else select


def application(application_id: int, actor: Actor, *, lock: bool = False) -> Application:
    """One application that the actor may see. Raises NotFound, the same for foreign and unknown."""
    query = visible(sa.select(Application).where(Application.id == application_id), actor)
    if lock:
        query = query.with_for_update(of=Application).execution_options(populate_existing=True)
    found: Application | None = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


_NOTICE = sa.select(Notice).where(Notice.code == sa.bindparam("code")).execution_options(**PREPARED)
_OPENED = _NOTICE.where(Notice.state != NoticeState.DRAFT)


def notice_query(role: str) -> sa.Select[Notice]:
    """The notice of the parameter ``code``, if the role may see it: drafts are not for clerks. Built once."""
    return _OPENED if role == Role.CLERK else _NOTICE


def unknown_notice(code: str) -> NotFound:
    """With a sentence that names the code's form."""
    return NotFound(f"공고를 찾을 수 없습니다: {code[:40]} (예: 2024H2-companion-1)")


def notice(code: str, actor: Actor, *, lock: bool = False) -> Notice:
    """A notice by code. Raises NotFound where there is none that the actor may see."""
    query = notice_query(actor.role)
    if lock:
        query = query.with_for_update(of=Notice).execution_options(populate_existing=True)
    found = db.session.scalar(query, {"code": code})
    if found is None:
        raise unknown_notice(code)
    return found
