"""Sign-in and one-time keys under many hands: every wrong password counts, one key makes one row."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts import passwords, services, signing
from app.accounts.models import SignIn, SignInAttempt, User
from app.accounts.signing import SignInFailed
from app.audit import services as audit
from app.database import writing
from app.extensions import db
from tests.at_once import at_once
from tests.create import NOW, create_user, system

PRESSES = 8


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords that were hashed."""
    seen: list[str] = []

    def counted(password: str, kept: str | None) -> bool:
        seen.append(password)
        return passwords.matches(password, kept)

    monkeypatch.setattr(signing, "matches", counted)
    return seen


@pytest.mark.parametrize("known", [True, False], ids=["known name", "unknown name"])
def test_twenty_wrong_passwords_at_once_are_all_counted(
    app: Flask, database: None, hashed: list[str], known: bool
) -> None:
    login = create_user().login if known else "nobody01"
    audit.commit()

    def miss() -> str:
        with pytest.raises(SignInFailed) as refused:
            signing.sign_in(login, "wrong", address="10.0.0.1", now=NOW)
        audit.commit()
        return str(refused.value)

    said = at_once(app, [miss] * 20)
    db.session.rollback()

    assert db.session.scalar(sa.select(sa.func.count(SignInAttempt.id)).where(~SignInAttempt.ok)) == 20
    assert sum("맞지 않습니다" in one for one in said) == signing.FREE_TRIES
    assert sum("잠겼습니다" in one for one in said) == 20 - signing.FREE_TRIES
    assert len(hashed) == signing.FREE_TRIES
    assert audit.verify().broken_id is None


def test_trying_while_waiting_is_kept_but_does_not_lengthen_the_wait(database: None) -> None:
    user = create_user()
    for _ in range(60):
        with pytest.raises(SignInFailed):
            signing.sign_in(user.login, "wrong", address="10.0.0.1", now=NOW)
    with pytest.raises(SignInFailed, match="잠겼습니다"):
        signing.sign_in(user.login, "correct-horse-7", address="10.0.0.1", now=NOW + timedelta(seconds=29))

    assert db.session.scalar(sa.select(sa.func.count(SignInAttempt.id))) == 61
    assert signing.sign_in(user.login, "correct-horse-7", address="10.0.0.1", now=NOW + timedelta(seconds=30)).token


def test_an_address_has_a_hundred_tries_whatever_the_login(database: None) -> None:
    user = create_user()
    for number in range(signing.TRIES_PER_ADDRESS + 10):
        with pytest.raises(SignInFailed):
            signing.sign_in(f"nobody{number}", "wrong", address="10.0.0.1", now=NOW)
    kept = db.session.scalar(sa.select(sa.func.count(SignInAttempt.id)))

    assert kept == signing.TRIES_PER_ADDRESS
    with pytest.raises(SignInFailed, match="잠겼습니다"):
        signing.sign_in(user.login, "correct-horse-7", address="10.0.0.1", now=NOW)
    assert signing.sign_in(user.login, "correct-horse-7", address="10.0.0.2", now=NOW).token


def test_while_waiting_no_password_is_hashed(database: None, hashed: list[str]) -> None:
    user = create_user()
    for _ in range(20):
        with pytest.raises(SignInFailed):
            signing.sign_in(user.login, "wrong", address="10.0.0.1", now=NOW)

    assert len(hashed) == signing.FREE_TRIES


@pytest.fixture
def while_hashing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Any:
    """``while_hashing(step)``: another thread does and commits the step while the next password is hashed."""

    def prepare(step: Callable[[], None]) -> None:
        def meanwhile() -> None:
            with app.app_context(), writing():
                step()
                audit.commit()

        def slow(password: str, kept: str | None) -> bool:
            monkeypatch.setattr(signing, "matches", passwords.matches)
            pool = ThreadPoolExecutor(1)
            try:
                pool.submit(meanwhile).result(timeout=10)
            finally:
                pool.shutdown(wait=False)
            return passwords.matches(password, kept)

        monkeypatch.setattr(signing, "matches", slow)

    return prepare


@pytest.mark.parametrize("password", ["correct-horse-7", "wrong"])
def test_nobody_waits_for_a_hash(client: Any, while_hashing: Any, password: str) -> None:
    """While a password is hashed, others write, and others sign in: at the same login and address too."""
    first, other = create_user(), create_user()
    done: list[str] = []

    def others() -> None:
        for login in (other.login, first.login):
            signing.sign_in(login, "correct-horse-7", address="127.0.0.1", now=NOW)
            audit.commit()
            done.append(login)

    while_hashing(others)
    answer = client.post("/sign-in", data={"login": first.login, "password": password})

    assert done == [other.login, first.login]
    assert answer.status_code == (302 if password == "correct-horse-7" else 422)


def _disable(user: User) -> None:
    services.disable(user, "퇴직", by=system(), now=NOW)


def _new_password(user: User) -> None:
    services.change_password(user, "correct-horse-7", "another-horse-8", by=system(), now=NOW)


@pytest.mark.parametrize("change", [_disable, _new_password])
def test_an_account_that_changes_while_its_password_is_hashed_stays_out(
    database: None, while_hashing: Any, change: Callable[[User], None]
) -> None:
    login = create_user().login
    while_hashing(lambda: change(services.find(login)))
    with pytest.raises(SignInFailed, match="맞지 않습니다"):
        signing.sign_in(login, "correct-horse-7", address="10.0.0.1", now=NOW)
    audit.commit()

    assert db.session.scalar(sa.select(sa.func.count(SignIn.id))) == 0
    assert db.session.scalars(sa.select(SignInAttempt.ok)).all() == [False]


def test_a_right_password_makes_its_try_good(database: None) -> None:
    user = create_user()
    for _ in range(signing.FREE_TRIES - 1):
        with pytest.raises(SignInFailed):
            signing.sign_in(user.login, "wrong", address="10.0.0.1", now=NOW)
    assert signing.sign_in(user.login, "correct-horse-7", address="10.0.0.1", now=NOW).token
    with pytest.raises(SignInFailed, match=f"{signing.FREE_TRIES - 1}회 더 틀리면"):
        signing.sign_in(user.login, "wrong", address="10.0.0.1", now=NOW)

    oks = db.session.scalars(sa.select(SignInAttempt.ok).order_by(SignInAttempt.id)).all()
    assert oks == [*[False] * (signing.FREE_TRIES - 1), True, False]


def test_eight_sendings_of_one_form_make_one_account(app: Flask, client_of: Any) -> None:
    admin = client_of("admin")
    cookie = admin.get_cookie("ilteo").value
    sent = {"login": "newhand", "name": "새사람", "role": "finance", "dong": "", "department": "", "once": "k" * 22}

    def press() -> tuple[int, str]:
        client = app.test_client()
        client.set_cookie("ilteo", cookie)
        answer = client.post("/admin/users/new", data=sent)
        return answer.status_code, answer.headers.get("Location", "")

    answers = at_once(app, [press] * PRESSES)
    made = db.session.scalars(sa.select(User).where(User.login == "newhand")).all()

    assert len(made) == 1
    assert sorted(answers) == [(200, ""), *[(302, f"/admin/users/{made[0].id}")] * (PRESSES - 1)]
    assert audit.verify().broken_id is None


def test_signing_in_again_ends_the_session_before(client_of: Any) -> None:
    client = client_of("jobs")
    before = client.get_cookie("ilteo").value
    client.post("/sign-in", data={"login": client.user.login, "password": "correct-horse-7"})
    after = client.get_cookie("ilteo").value
    client.set_cookie("ilteo", before)
    replayed = client.get("/")
    client.set_cookie("ilteo", after)

    assert replayed.status_code == 302
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("version", ["", "abc", "²", "9" * 4000, "-1"])
def test_a_version_that_is_no_number_is_an_old_one(client_of: Any, version: str) -> None:
    other = create_user("jobs")
    sent = {"role": "finance", "dong": "", "reason": "시험", "version": version}
    answer = client_of("admin").post(f"/admin/users/{other.id}/role", data=sent)

    assert (answer.status_code, db.session.get_one(User, other.id).role) == (422, "jobs")
