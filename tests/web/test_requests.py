"""Headers on every answer, junk refused, tokens demanded, settings of the database."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from app.extensions import db
from tests.create import create_user

HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.parametrize("path", ["/sign-in", "/", "/no-such-page", "/health", "/applications/99999999999999999999"])
def test_every_answer_carries_the_headers(client: Any, path: str) -> None:
    answer = client.get(path)

    assert {name: answer.headers.get(name, "")[: len(value)] for name, value in HEADERS.items()} == HEADERS
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path", ["/applications/0", "/applications/-1", f"/applications/{2**63}", "/applications/" + "9" * 4000]
)
def test_impossible_ids_are_not_found(client_of: Any, path: str) -> None:
    assert client_of("jobs").get(path).status_code == 404


@pytest.mark.parametrize("text", ["a%00b", "%ED%A0%80"])
def test_text_that_is_no_text_is_refused(client: Any, text: str) -> None:
    assert client.get(f"/sign-in?next={text}").status_code in (200, 400)
    assert client.post("/sign-in", data={"login": "a\x00b", "password": "x"}).status_code == 400


def test_a_post_without_token_is_refused(app: Any, client: Any) -> None:
    user = create_user()
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = client.post("/sign-in", data={"login": user.login, "password": "correct-horse-7"})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False

    assert answer.status_code == 400


def test_settings_of_the_running_database(database: None) -> None:
    if db.engine.dialect.name == "sqlite":
        found = {
            name: db.session.execute(sa.text(f"pragma {name}")).scalar()
            for name in ("foreign_keys", "synchronous", "recursive_triggers", "secure_delete", "journal_mode")
        }
        assert found == {
            "foreign_keys": 1,
            "synchronous": 2,
            "recursive_triggers": 1,
            "secure_delete": 1,
            "journal_mode": "wal",
        }
    else:
        found = {
            name: db.session.execute(sa.text(f"show {name}")).scalar()
            for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
        }
        assert found == {
            "statement_timeout": "30s",
            "lock_timeout": "5s",
            "idle_in_transaction_session_timeout": "1min",
        }
