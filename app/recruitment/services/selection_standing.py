"""Does a selection rest on the notice? Selections live further down the line and say so through this door."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from app.extensions import db
from app.recruitment.models import Application, ApplicationState, Notice
from app.shared.errors import RuleBroken

_DECIDED = (ApplicationState.SELECTED, ApplicationState.RESERVE, ApplicationState.NOT_SELECTED)
_asked: list[Callable[[Notice], bool]] = []


def asks_selection(function: Callable[[Notice], bool]) -> Callable[[Notice], bool]:
    """Decorator: the function says whether a selection of the notice waits for a decision or has one."""
    if function not in _asked:
        _asked.append(function)
    return function


def has_selection(notice: Notice) -> bool:
    """A result on an application, or a selection of the notice that is proposed or approved."""
    return is_decided(notice) or any(one(notice) for one in _asked)


def is_decided(notice: Notice) -> bool:
    """Has a selection of the notice been approved? Only that gives an application one of its results."""
    decided = sa.select(Application.id).where(Application.notice_id == notice.id, Application.state.in_(_DECIDED))
    return db.session.scalar(decided.limit(1)) is not None


def refuse_after_selection(notice: Notice, what: str) -> None:
    """Raises RuleBroken: ``what`` (공고를 취소할, 조건을 바꿀) cannot be done once a selection stands."""
    if has_selection(notice):
        raise RuleBroken(f"선발안이 있는 공고는 {what} 수 없습니다. 선발안을 먼저 돌려보내 주세요.")
