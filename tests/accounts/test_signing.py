"""Sign-in: one message, growing delay, sessions that end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.accounts import services, signing
from app.accounts.signing import SignInFailed
from app.audit import services as audit
from app.extensions import db
from tests.create import NOW, create_user, system

GOOD = "correct-horse-7"


def attempt(login: str, password: str = "wrong", at=NOW, address: str = "10.0.0.1") -> str:
    with pytest.raises(SignInFailed) as refused:
        signing.sign_in(login, password, address=address, now=at)
    audit.commit()
    return str(refused.value)


def test_unknown_and_known_names_read_alike(database: None) -> None:
    user = create_user()

    assert attempt(user.login) == attempt("nobody01")


def test_five_failures_lock_and_the_delay_grows(database: None) -> None:
    user = create_user()
    for second in range(5):
        attempt(user.login, at=NOW + timedelta(seconds=second))

    assert "잠겼습니다" in attempt(user.login, GOOD, at=NOW + timedelta(seconds=10))
    late = NOW + timedelta(seconds=35)
    attempt(user.login, at=late)
    assert "잠겼습니다" in attempt(user.login, GOOD, at=late + timedelta(seconds=59))
    assert signing.sign_in(user.login, GOOD, address="10.0.0.1", now=late + timedelta(seconds=60)).token


def test_a_stranger_cannot_lock_a_colleague_out(database: None) -> None:
    user = create_user()
    for _ in range(6):
        attempt(user.login, address="10.9.9.9")

    assert signing.sign_in(user.login, GOOD, address="10.0.0.1", now=NOW).token


@pytest.mark.parametrize(
    ("after", "alive"),
    [(timedelta(minutes=14, seconds=59), True), (timedelta(minutes=15), False)],
    ids=["just before idle limit", "at idle limit"],
)
def test_an_idle_session_ends(database: None, after: timedelta, alive: bool) -> None:
    opened = signing.sign_in(create_user().login, GOOD, address="10.0.0.1", now=NOW)

    assert (signing.current(opened.token, NOW + after) is not None) is alive


def test_a_session_ends_after_ten_hours_however_busy(database: None) -> None:
    opened = signing.sign_in(create_user().login, GOOD, address="10.0.0.1", now=NOW)
    opened.sign_in.seen_at = NOW + timedelta(hours=10)
    db.session.flush()

    assert signing.current(opened.token, NOW + timedelta(hours=10) - timedelta(seconds=1)) is not None
    assert signing.current(opened.token, NOW + timedelta(hours=10)) is None


def test_a_disabled_account_is_out_at_once(database: None) -> None:
    user = create_user()
    opened = signing.sign_in(user.login, GOOD, address="10.0.0.1", now=NOW)
    services.disable(user, "퇴직", by=system(), now=NOW)

    assert signing.current(opened.token, NOW) is None
    assert "맞지 않습니다" in attempt(user.login, GOOD)


def test_a_cookie_copied_before_sign_out_is_dead(client_of) -> None:
    client = client_of("jobs")
    copied = client.get_cookie("ilteo").value
    client.post("/sign-out")
    client.set_cookie("ilteo", copied)

    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    "target", ["//e.example", "/\\e.example", "http:///e", "https:e", "javascript:alert(1)", "/\t/e.example"]
)
def test_next_never_leads_away(client, target: str) -> None:
    user = create_user()
    answer = client.post("/sign-in", data={"login": user.login, "password": GOOD, "next": target})

    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("password", ["short", "gwanak12345", "x" * 201])
def test_weak_passwords_are_refused(database: None, password: str) -> None:
    with pytest.raises(services.RuleBroken):
        create_user(password=password)
