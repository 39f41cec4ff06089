"""Who may use a route. Every view says so with one of the three decorators; a view that says nothing is closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from flask_login import current_user

from app.web.permissions import Permission
from app.web.requests import is_light

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
SIGNED_IN = "signed-in"
OWN_ACCOUNT = "own-account"


def _stamp(view: View, access: str) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


def public(view: View) -> View:
    """Open to everybody."""
    return _stamp(view, PUBLIC)


def signed_in(view: View) -> View:
    """Open to every account."""
    return _stamp(view, SIGNED_IN)


def own_account(view: View) -> View:
    """Open to every account, also to one that must first change its password."""
    return _stamp(view, OWN_ACCOUNT)


def requires(permission: Permission) -> Callable[[View], View]:
    """Open to the roles that hold the permission."""
    return lambda view: _stamp(view, permission)


def sent_late(keep: Callable[..., str | None]) -> Callable[[View], View]:
    """What becomes of a form that is sent with nobody signed in any more; without it, the form is gone.

    ``keep`` gets the view's declared access and its arguments, and says where signing in leads: None for as usual.
    """

    def stamp(view: View) -> View:
        view.sent_late = keep  # type: ignore[attr-defined]
        return view

    return stamp


def may_use(user: Any, access: Any) -> bool:
    """Is a view with this declared access open to the account?"""
    return access in (SIGNED_IN, OWN_ACCOUNT) or (access is not None and user.can(access))


def _gate() -> Any:
    """Runs before every request: 404 for no route, sign-in for nobody, 403 for the wrong role."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    access = getattr(current_app.view_functions[request.endpoint], "access", None)
    if access == PUBLIC:
        return None
    if not current_user.is_authenticated:
        if is_light() and "HX-Request" in request.headers:
            return "", 204, {"HX-Refresh": "true"}  # the whole page asks again, and is led to the sign-in
        return redirect(url_for("accounts.sign_in", next=_kept(access) or _way_back()))
    if current_user.must_change and access != OWN_ACCOUNT:
        return redirect(url_for("accounts.change_password"))
    return None if may_use(current_user, access) else abort(403)


def _kept(access: Any) -> str | None:
    """Where a form goes on that was sent too late and is kept. Its token was checked before the gate."""
    keep = getattr(current_app.view_functions[request.endpoint or ""], "sent_late", None)
    return keep(access, **(request.view_args or {})) if keep and request.method == "POST" else None


def _way_back() -> str | None:
    """Where signing in leads: the page that was asked for, or the page of the form that was sent."""
    if request.method == "GET":
        return request.full_path
    rule = request.url_rule
    return request.path if rule is not None and rule.methods and "GET" in rule.methods else None


def init_app(app: Flask) -> None:
    app.before_request(_gate)
