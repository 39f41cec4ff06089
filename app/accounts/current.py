"""The acting account of this request or command, as services want it."""

from __future__ import annotations

from flask import g, request
from flask_login import current_user

from app.accounts.models import User
from app.accounts.roles import Role
from app.shared.actor import Actor


def current_actor() -> Actor:
    """Read from the database at this request: a right taken away is gone at the next one."""
    user: User = current_user._get_current_object()
    return actor_of(user, sign_in_id=g.sign_in.id, address=request.remote_addr, request_id=g.request_id)


def actor_of(
    user: User, *, sign_in_id: int | None = None, address: str | None = None, request_id: str | None = None
) -> Actor:
    sites = tuple(site.worksite_id for site in user.sites) if user.role == Role.SUPERVISOR else None
    return Actor(user.id, user.name, user.role, user.dong_code, sites, sign_in_id, address, request_id)
