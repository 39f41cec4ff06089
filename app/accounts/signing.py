"""Signing in and out. One failure message, the same time for unknown names, and a delay that grows.

Failures count per login and address, so that nobody locks a colleague out from elsewhere (attacks.md A03). Every
failure is kept, one while waiting too: of fifty at once fifty are counted, and no more than the free ones are hashed.
A try is kept as a failure before its password is hashed, and is made good after: hashing takes long, so it holds neither
a lock nor a transaction, and yet no try slips past the count.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.accounts.models import SignIn, SignInAttempt, User
from app.accounts.passwords import LONGEST, matches
from app.audit import services as audit
from app.database import PREPARED
from app.extensions import db
from app.shared.actor import Actor
from app.shared.errors import RuleBroken

IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=10)
FORGOTTEN = timedelta(days=7)
"""So long after its last use, nothing is known any more of a session that ended by itself."""
SEEN_STEP = timedelta(minutes=1)
COUNTED = timedelta(minutes=15)
FREE_TRIES = 5
FIRST_DELAY = timedelta(seconds=30)
DOUBLINGS = 5
TRIES_PER_ADDRESS = 100
LOCKED = "여러 번 틀려 잠시 잠겼습니다. 잠시 뒤 다시 시도하거나 전산 담당에게 문의해 주세요."


class SignInFailed(RuleBroken):
    """Wrong login or password, or too many tries: the sentence is the same for known and unknown names."""


@dataclass(frozen=True)
class SignedIn:
    token: str
    sign_in: SignIn


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _one_at_a_time(login_hash: str, address: str) -> None:
    """Tries of one login from one address wait for each other until the commit. On SQLite all writers do anyway."""
    if db.session.get_bind().dialect.name == "postgresql":
        key = hashlib.sha256(f"{login_hash} {address}".encode()).digest()[:8]
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(int.from_bytes(key, signed=True))))


def _tries_used_up(address: str, now: datetime) -> bool:
    """One address has its own limit, whatever the logins: past it nothing is hashed and nothing more is written."""
    counting = (SignInAttempt.address == address, SignInAttempt.at > now - COUNTED, ~SignInAttempt.ok)
    found = db.session.scalar(sa.select(sa.func.count()).select_from(SignInAttempt).where(*counting))
    return (found or 0) >= TRIES_PER_ADDRESS


def _failures(login_hash: str, address: str, now: datetime) -> list[datetime]:
    """Times of the wrong passwords since the last success from there, oldest first; tries during a wait left out."""
    counting = (SignInAttempt.login_hash == login_hash, SignInAttempt.address == address)
    rows = db.session.execute(
        sa.select(SignInAttempt.at, SignInAttempt.ok)
        .where(*counting, SignInAttempt.at > now - COUNTED)
        .order_by(SignInAttempt.at, SignInAttempt.id)
    )
    failures: list[datetime] = []
    for at, ok in rows:
        if ok:
            failures.clear()
        elif not _must_wait(failures, at):
            failures.append(at)
    return failures


def _must_wait(failures: list[datetime], now: datetime) -> bool:
    """After the free tries the wait doubles from 30 seconds to 15 minutes. Trying while waiting does not lengthen it."""
    over = len(failures) - FREE_TRIES
    return over >= 0 and now < failures[-1] + min(FIRST_DELAY * 2 ** min(over, DOUBLINGS), COUNTED)


def _note_refused(address: str, now: datetime) -> None:
    actor = Actor(0, "로그인 전", "", address=address)
    audit.record("account:sign-in:refused", None, subject="sign_in", by=actor, at=now)


def _keep_try(login: str, address: str, now: datetime) -> tuple[SignInAttempt, int]:
    """The try, kept as a failure, and how many may still go wrong after it. Raises SignInFailed when it must wait."""
    login_hash = hashlib.sha256(login.encode()).hexdigest()
    _one_at_a_time(login_hash, address)
    if _tries_used_up(address, now):
        raise SignInFailed(LOCKED)
    failures = _failures(login_hash, address, now)
    kept = SignInAttempt(login_hash=login_hash, address=address, at=now, ok=False)
    db.session.add(kept)
    if _must_wait(failures, now):
        _note_refused(address, now)
        raise SignInFailed(LOCKED)
    return kept, FREE_TRIES - len(failures) - 1


_ENABLED = sa.select(User).where(User.role != "cli", User.disabled_at.is_(None))


def _unchanged(user: User) -> bool:
    """Is the account still enabled, with the password that was compared? It stays so until the commit."""
    same = _ENABLED.where(User.id == user.id, User.password_hash == user.password_hash)
    return db.session.scalar(same.with_for_update(read=True, of=User)) is not None


def sign_in(login: str, password: str, *, address: str, now: datetime) -> SignedIn:
    """Open a session. Raises SignInFailed. The try is committed before the hashing, the rest the caller commits."""
    login = login.strip().lower()
    kept, left = _keep_try(login, address, now)
    user = db.session.scalar(_ENABLED.where(User.login == login))
    audit.commit()
    fits = len(password) <= LONGEST and matches(password, user.password_hash if user else None)
    if not fits or user is None or not _unchanged(user):
        _note_refused(address, now)
        raise SignInFailed(_wrong(left))
    kept.ok = True
    token = secrets.token_urlsafe(32)
    row = SignIn(token_hash=token_hash(token), user_id=user.id, created_at=now, seen_at=now, address=address)
    db.session.add(row)
    db.session.flush()
    audit.record("account:sign-in", row, by=Actor(user.id, user.name, user.role, address=address), at=now)
    return SignedIn(token, row)


def _wrong(left: int) -> str:
    rest = f"{left}회 더 틀리면 잠깁니다." if left > 0 else "잠시 뒤 다시 시도해 주세요."
    return f"아이디 또는 비밀번호가 맞지 않습니다. {rest}"


_NOT_ENDED = (
    sa.select(SignIn)
    .where(SignIn.token_hash == sa.bindparam("hash"), SignIn.ended_at.is_(None))
    .execution_options(**PREPARED)
)
"""Built once: every request asks it."""


def current(token: str, now: datetime) -> SignIn | None:
    """The live session of a token: not ended, not idle for 15 minutes, not older than 10 hours, account enabled."""
    row = db.session.scalar(_NOT_ENDED, {"hash": token_hash(token)})
    if row is None or row.user.disabled_at is not None:
        return None
    return None if _is_over(row, now) else row


def _is_over(row: SignIn, now: datetime) -> bool:
    return now - row.seen_at >= IDLE or now - row.created_at >= ABSOLUTE


def ended_by_itself(token: str, now: datetime) -> SignIn | None:
    """The session of a token that nobody ended: it was idle, or grew too old. Its account is enabled."""
    row = db.session.scalar(_NOT_ENDED, {"hash": token_hash(token)})
    if row is None or row.user.disabled_at is not None or now - row.seen_at >= FORGOTTEN:
        return None
    return row if _is_over(row, now) else None


def open_sessions(user_id: int, now: datetime) -> list[SignIn]:
    """One's own live sessions, newest first."""
    return list(
        db.session.scalars(
            sa.select(SignIn)
            .where(
                SignIn.user_id == user_id,
                SignIn.ended_at.is_(None),
                SignIn.seen_at > now - IDLE,
                SignIn.created_at > now - ABSOLUTE,
            )
            .order_by(SignIn.created_at.desc())
        )
    )


def end(row: SignIn, reason: str, *, by: Actor, now: datetime) -> None:
    row.ended_at, row.end_reason = now, reason
    audit.record("account:sign-out", row, by=by, at=now, reason=reason)


def end_all(user: User, reason: str, *, by: Actor, now: datetime) -> None:
    """Every session of a disabled or changed account ends at once."""
    db.session.execute(
        sa.update(SignIn)
        .where(SignIn.user_id == user.id, SignIn.ended_at.is_(None))
        .values(ended_at=now, end_reason=reason)
    )
    audit.record("account:sessions:end", user, by=by, at=now, reason=reason)
