"""A form that was sent after its session had ended by itself: what was typed stays its account's own draft.

The request stays one of nobody: the ended session tells whom the draft belongs to, and lets in to nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import g, request, session

from app.accounts import signing
from app.accounts.current import actor_of
from app.extensions import db
from app.shared.errors import RuleBroken
from app.web.access import View, may_use, sent_late
from app.web.clock import now

Keep = Callable[..., str]


def keeps_late(keep: Keep) -> Callable[[View], View]:
    """Decorator beside ``@requires``: ``keep(…, by=actor)`` with the view's arguments keeps the form and names its page.

    It is asked only for an account that could have sent the form a moment ago, it commits, and it raises RuleBroken
    where nothing is to be kept.
    """
    return sent_late(partial(_keep_for_owner, keep))


def _keep_for_owner(keep: Keep, access: Any, **arguments: Any) -> str | None:
    token = session.get("token")
    row = signing.ended_by_itself(token, now()) if token else None
    if row is None or row.user.must_change or not may_use(row.user, access):
        return None
    by = actor_of(row.user, sign_in_id=row.id, address=request.remote_addr, request_id=g.request_id)
    try:
        return keep(**arguments, by=by)
    except RuleBroken:
        db.session.rollback()
        return None
