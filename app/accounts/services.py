"""Making, changing and disabling accounts. Rights given and taken are kept in ``role_change``."""

from __future__ import annotations

import re
import secrets
from datetime import datetime

import sqlalchemy as sa

from app.accounts import signing
from app.accounts.models import Department, Dong, RoleChange, User
from app.accounts.passwords import check_new, hash_password, matches
from app.accounts.roles import Role
from app.audit import services as audit
from app.extensions import db
from app.shared.actor import Actor
from app.shared.errors import Conflict, NotFound, RuleBroken

GIVEN_ROLES = tuple(role for role in Role if role != Role.CLI)


def find(login: str) -> User:
    """Raises NotFound."""
    user = db.session.scalar(sa.select(User).where(User.login == login.strip().lower()))
    if user is None:
        raise NotFound(f"계정이 없습니다: {login[:40]}")
    return user


def random_password() -> str:
    return secrets.token_urlsafe(12)


def _check_place(role: Role, dong: str | None) -> str | None:
    if role != Role.CLERK:
        if dong:
            raise RuleBroken("동은 접수 담당에게만 정합니다.")
        return None
    found = db.session.scalar(sa.select(Dong.code).where(sa.or_(Dong.code == dong, Dong.name == dong)))
    if found is None:
        raise RuleBroken("접수 담당은 21개 동 가운데 하나를 골라 주세요.")
    return found


def add(
    login: str,
    name: str,
    role: str,
    *,
    by: Actor,
    now: datetime,
    password: str | None = None,
    dong: str | None = None,
    department_code: str | None = None,
) -> tuple[User, str]:
    """Open an account; returns it with its first password (random unless given). Raises RuleBroken."""
    login = login.strip().lower()
    if not re.fullmatch(r"[a-z][a-z0-9_.-]{2,31}", login):
        raise RuleBroken("아이디는 영문 소문자로 시작하는 3~32자(영문·숫자·._-)로 정해 주세요.")
    if role not in GIVEN_ROLES:
        raise RuleBroken("역할을 목록에서 골라 주세요.")
    if db.session.scalar(sa.select(User.id).where(User.login == login)):
        raise RuleBroken(f"이미 있는 아이디입니다: {login}")
    department = None
    if department_code:
        department = db.session.scalar(sa.select(Department).where(Department.code == department_code))
        if department is None:
            raise RuleBroken("부서를 찾을 수 없습니다. 부서 코드를 확인해 주세요.")
    secret = password or random_password()
    check_new(secret, login)
    user = User(
        login=login,
        name=name.strip(),
        role=role,
        dong_code=_check_place(Role(role), dong),
        department=department,
        password_hash=hash_password(secret),
        must_change=password is None,
        created_at=now,
        created_by_id=by.user_id or None,
    )
    db.session.add(user)
    db.session.flush()
    _keep_right(user, "계정 만듦", by=by, now=now)
    audit.record("admin:user:add", user, by=by, at=now, changes={"login": login, "role": role, "dong": user.dong_code})
    return user, secret


def _keep_right(user: User, reason: str, *, by: Actor, now: datetime, taken: bool = False) -> None:
    db.session.add(
        RoleChange(
            user_id=user.id,
            role=None if taken else user.role,
            dong_code=None if taken else user.dong_code,
            at=now,
            by_id=by.user_id or None,
            reason=reason,
        )
    )


def change_role(
    user: User, role: str, *, dong: str | None, reason: str, version: int, by: Actor, now: datetime
) -> None:
    """Give another role or 동; live sessions end. Raises RuleBroken, Conflict."""
    if user.version != version:
        raise Conflict("다른 사람이 먼저 저장했습니다. 달라진 내용을 확인하고 다시 저장해 주세요.")
    if role not in GIVEN_ROLES:
        raise RuleBroken("역할을 목록에서 골라 주세요.")
    if user.id == by.user_id:
        raise RuleBroken("본인의 역할은 본인이 바꿀 수 없습니다.")
    before = {"role": user.role, "dong": user.dong_code}
    user.role, user.dong_code = role, _check_place(Role(role), dong)
    _keep_right(user, reason, by=by, now=now)
    signing.end_all(user, "역할 변경", by=by, now=now)
    audit.record(
        "admin:user:role",
        user,
        by=by,
        at=now,
        reason=reason,
        changes={"before": before, "after": {"role": role, "dong": user.dong_code}},
    )


def disable(user: User, reason: str, *, by: Actor, now: datetime) -> None:
    """Take the account out of use at once. Raises RuleBroken when it is one's own or already disabled."""
    if user.id == by.user_id:
        raise RuleBroken("본인 계정은 본인이 중지할 수 없습니다.")
    if user.disabled_at is not None:
        raise RuleBroken(f"이미 중지한 계정입니다: {user.login}")
    user.disabled_at = now
    _keep_right(user, reason, by=by, now=now, taken=True)
    signing.end_all(user, "계정 중지", by=by, now=now)
    audit.record("admin:user:disable", user, by=by, at=now, reason=reason)


def change_password(user: User, old: str, new: str, *, by: Actor, now: datetime) -> None:
    """Raises RuleBroken when the old one is wrong or the new one is weak; other sessions end."""
    if not matches(old, user.password_hash):
        raise RuleBroken("지금 비밀번호가 맞지 않습니다.")
    check_new(new, user.login)
    user.password_hash, user.must_change = hash_password(new), False
    signing.end_all(user, "비밀번호 변경", by=by, now=now)


def cli_account(now: datetime) -> User:
    """The account that commands act as: it cannot sign in and may never approve."""
    user = db.session.scalar(sa.select(User).where(User.login == "cli"))
    if user is None:
        user = User(login="cli", name="명령줄", role=Role.CLI, password_hash="!", created_at=now)  # noqa: S106  no password fits this
        db.session.add(user)
        db.session.flush()
    return user
