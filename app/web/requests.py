"""What every request and answer goes through: transaction kind, junk refused, headers, ids in the log."""

from __future__ import annotations

import uuid
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, g, request

from app import database
from app.extensions import db

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
View = TypeVar("View")


def light(view: View) -> View:
    """Decorator: what a page asks by itself, and what must not wait for a long writer.

    The request begins as a read whatever its method, and does not keep the session alive.
    """
    view.light = True  # type: ignore[attr-defined]
    return view


def reads_first(view: View) -> View:
    """Decorator: a POST that begins as a read, so that what takes long before the first write makes no writer wait.

    The view ends its reading transaction and writes inside ``database.writing()``.
    """
    view.reads_first = True  # type: ignore[attr-defined]
    return view


def _begins_as_read() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return request.method in SAFE or is_light() or getattr(view, "reads_first", False)


def is_light() -> bool:
    return getattr(current_app.view_functions.get(request.endpoint or ""), "light", False)


def _begin() -> None:
    g.request_id = uuid.uuid4().hex[:12]
    g.writing = database.writing(not _begins_as_read())
    g.writing.__enter__()


def _end(_error: BaseException | None) -> None:
    # The session goes first: its connection gives back the writer's lock.
    db.session.remove()
    writing: Any = g.pop("writing", None)
    if writing:
        writing.__exit__(None, None, None)


def _is_junk(text: str) -> bool:
    return "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text)


def _refuse_junk() -> None:
    """NUL and lone surrogates are no text: 400, before any database sees them."""
    if _is_junk(request.path) or any(_is_junk(key) or _is_junk(value) for key, value in request.args.items(multi=True)):
        abort(400)
    if request.method == "POST" and any(_is_junk(k) or _is_junk(v) for k, v in request.form.items(multi=True)):
        abort(400)


def _headers(answer: Response) -> Response:
    headers = answer.headers
    headers["Content-Security-Policy"] = CSP
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint != "static":
        headers["Cache-Control"] = "no-store"
    return answer


def init_app(app: Flask) -> None:
    app.before_request(_begin)
    app.before_request(_refuse_junk)
    app.after_request(_headers)
    app.teardown_request(_end)
