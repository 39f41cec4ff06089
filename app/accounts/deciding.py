"""Maker and checker: what every decision refuses before the database does (wording.md 25, 26)."""

from __future__ import annotations

import sqlalchemy as sa

from app.accounts.models import User
from app.database import Proposed
from app.extensions import db
from app.shared.actor import Actor
from app.shared.errors import Conflict, RuleBroken
from app.shared.periods import korean_time

OWN_PROPOSAL = "본인이 작성한 안은 본인이 결재할 수 없습니다. 다른 결재자에게 요청해 주세요."


def refuse_own(row: Proposed, by: Actor) -> None:
    """W25: nobody approves what they made themselves. Raises RuleBroken."""
    if row.proposed_by_id == by.user_id:
        raise RuleBroken(OWN_PROPOSAL)


CHANGED = "올린 내용이 그 사이에 바뀌었습니다. 다시 확인하고 결재해 주세요."


def refuse_other(seen: str | None, stands: str) -> None:
    """Raises Conflict where a page was looked at (its stamp is ``seen``, not None) and it said something else."""
    if seen is not None and seen != stands:
        raise Conflict(CHANGED)


def already_decided(row: Proposed) -> Conflict:
    """W26, with who decided and when; to be raised by whoever finds the row decided."""
    if row.approved_by_id is None or row.approved_at is None:
        return Conflict("이미 처리한 안입니다. 다시 결재하지 않았습니다. 결과를 확인해 주세요.")
    who = db.session.scalar(sa.select(User.name).where(User.id == row.approved_by_id))
    return Conflict(
        f"{who}님이 {korean_time(row.approved_at)}에 이미 결재했습니다. 다시 결재하지 않았습니다. 결과를 확인해 주세요."
    )
