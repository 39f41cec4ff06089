"""``flask user add|list|disable``."""

from __future__ import annotations

import getpass

import click
import sqlalchemy as sa

from app.accounts import services
from app.accounts.models import User
from app.accounts.roles import LABELS, Role
from app.audit import services as audit
from app.extensions import db
from app.shared.actor import Actor
from app.web.clock import now
from app.web.commands import CommandGroup, output_format, print_json, writes


def actor() -> Actor:
    """Commands act as the account ``cli``, with the system user's name kept beside it."""
    account = services.cli_account(now())
    return Actor(account.id, f"명령줄({getpass.getuser()})", Role.CLI)


@click.group(cls=CommandGroup)
def user() -> None:
    """계정을 만들고, 보고, 중지합니다."""


@user.command("add")
@click.argument("login")
@click.argument("name")
@click.option("--role", required=True, help="역할: clerk, jobs, jobs_lead, finance …")
@click.option("--dong", help="접수 담당의 동(이름 또는 코드)")
@click.option("--department", help="부서 코드")
@writes
def add(login: str, name: str, role: str, dong: str | None, department: str | None) -> None:
    """LOGIN 계정을 만들고 첫 비밀번호를 한 번 보여 줍니다."""
    made, secret = services.add(login, name, role, dong=dong, department_code=department, by=actor(), now=now())
    audit.commit()
    click.echo(f"{made.login} {LABELS[Role(made.role)]} 첫 비밀번호: {secret}")


@user.command("list")
@output_format
def list_users(format: str) -> None:
    """계정 목록."""
    users = db.session.scalars(sa.select(User).where(User.role != Role.CLI).order_by(User.login)).all()
    if format == "json":
        print_json([{"login": u.login, "name": u.name, "role": u.role, "disabled": not u.is_active} for u in users])
        return
    for one in users:
        click.echo(
            f"{one.login:<16}{LABELS[Role(one.role)]}  {one.name}  {one.place}{'' if one.is_active else '  (중지)'}"
        )


@user.command("disable")
@click.argument("login")
@click.option("--reason", required=True, help="중지하는 사유")
@writes
def disable(login: str, reason: str) -> None:
    """LOGIN 계정을 중지합니다. 접속 중이던 화면은 곧바로 끝납니다."""
    services.disable(services.find(login), reason, by=actor(), now=now())
    audit.commit()
    click.echo(f"{login} 계정을 중지했습니다.")
