"""Error pages. The user gets one sentence; the log gets the rest, under an incident number that both carry."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, g, render_template
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from app.extensions import db, login
from app.shared.errors import Conflict, NotFound, RuleBroken

PAGES = {400, 403, 404, 409, 413, 500, 503}
STALE = "다른 사람이 먼저 저장했습니다. 입력한 내용을 확인하고 다시 저장해 주세요."


def _page(code: int, message: str = "") -> tuple[str, int]:
    incident = getattr(g, "request_id", "")
    if code >= 500:  # no page of these shows the account, and it may be what could not be read
        g._login_user, g.sign_in = login.anonymous_user(), None
    return render_template(f"errors/{code}.html", message=message, incident=incident), code


def _http(error: HTTPException) -> Any:
    code = error.code or 500
    if code < 400:
        return error
    if code == 405:
        return _page(404)[0], 405, {"Allow": ", ".join(getattr(error, "valid_methods", None) or ())}
    return _page(code if code in PAGES else (400 if code < 500 else 500))[0], code


def _unexpected(_error: Exception) -> Any:
    db.session.rollback()
    current_app.logger.exception("incident %s", getattr(g, "request_id", ""))
    return _page(500)


def _database_down(_error: OperationalError) -> Any:
    db.session.rollback()
    current_app.logger.exception("incident %s", getattr(g, "request_id", ""))
    return _page(503)


def _not_found(_error: NotFound) -> Any:
    db.session.rollback()
    return _page(404)


def _refused(error: RuleBroken) -> Any:
    db.session.rollback()
    return _page(409, str(error))


def _stale(_error: StaleDataError) -> Any:
    db.session.rollback()
    return _page(409, STALE)


def _no_token(_error: CSRFError) -> Any:
    return _page(400, "화면을 연 지 오래되어 저장하지 않았습니다. 화면을 다시 열고 저장해 주세요.")


def init_app(app: Flask) -> None:
    app.register_error_handler(CSRFError, _no_token)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(Conflict, _refused)
    app.register_error_handler(RuleBroken, _refused)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(OperationalError, _database_down)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)
