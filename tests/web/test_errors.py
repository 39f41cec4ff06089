"""What a user sees when the database cannot be read: our page, never the server's."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.extensions import db
from app.web.access import signed_in


@pytest.mark.parametrize("table", ["sign_in", "dong"])
def test_an_account_that_cannot_be_read_still_gets_our_page(client_of: Any, table: str) -> None:
    client = client_of("jobs")
    db.session.execute(sa.text(f"alter table {table} rename to {table}_away"))
    db.session.commit()

    answer = client.get("/")

    assert answer.status_code in (500, 503)
    assert "저장된 자료는 그대로입니다." in answer.text
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (RuntimeError("broken"), (500, "처리하지 못했습니다.")),
        (sa.exc.OperationalError("select", {}, Exception("gone")), (503, "지금은 잠시 쓸 수 없습니다.")),
    ],
)
def test_a_page_that_fails_is_ours_too(
    client_of: Any, app: Flask, monkeypatch: pytest.MonkeyPatch, error: Exception, said: tuple[int, str]
) -> None:
    def fails() -> str:
        raise error

    client = client_of("jobs")
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.view_functions, "accounts.home", signed_in(fails))
    answer = client.get("/")

    assert answer.status_code == said[0]
    assert said[1] in answer.text


def test_without_a_database_the_page_says_to_come_back(client_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of("jobs")
    db.session.commit()

    def refused(*_: Any, **__: Any) -> Any:
        raise sa.exc.OperationalError("connect", {}, Exception("refused"))

    db.engine.dispose()
    monkeypatch.setattr(db.engine.pool, "connect", refused)
    answer = client.get("/")
    monkeypatch.undo()

    assert (answer.status_code, "지금은 잠시 쓸 수 없습니다." in answer.text) == (503, True)
