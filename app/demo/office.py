"""The office of the demo: departments, 세부사업 with their worksites, and one account for each role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.accounts import services as accounts
from app.accounts.current import actor_of
from app.accounts.models import Department, Dong, User, UserWorksite
from app.accounts.passwords import check_new
from app.accounts.roles import LABELS, Role
from app.audit import services as audit
from app.demo.projects import DEPARTMENTS, PLACES
from app.extensions import db
from app.reference.models import Project, Worksite
from app.shared.actor import Actor
from app.shared.errors import RuleBroken

# login, name, role, 동, department
STAFF = (
    ("sinrim01", "박서연", Role.CLERK, "신림동", ""),
    ("daehak01", "이주원", Role.CLERK, "대학동", ""),
    ("jobs01", "정하늘", Role.JOBS, "", "일자리벤처과"),
    ("jobs02", "유라온", Role.JOBS, "", "일자리벤처과"),
    ("jobs_lead01", "한지우", Role.JOBS_LEAD, "", "일자리벤처과"),
    ("finance01", "오세린", Role.FINANCE, "", "일자리벤처과"),
    ("finance_lead01", "윤도현", Role.FINANCE_LEAD, "", "일자리벤처과"),
    ("supervisor01", "강민서", Role.SUPERVISOR, "", "공원녹지과"),
    ("pledge01", "최유진", Role.PLEDGE, "", "일자리벤처과"),
    ("pledge02", "서은재", Role.PLEDGE, "", "일자리벤처과"),
    ("pledge_lead01", "임태오", Role.PLEDGE_LEAD, "", "기획예산과"),
    ("admin01", "조현수", Role.ADMIN, "", "스마트정보과"),
    ("auditor01", "신채원", Role.AUDITOR, "", "감사담당관"),
)
SUPERVISED = "관악구 공원 돌보미"


@dataclass(frozen=True, slots=True)
class Account:
    """A line of the list that ``make run`` prints."""

    login: str
    password: str
    role: str
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class Staff:
    """The accounts as actors, by login, and their first passwords."""

    actors: dict[str, Actor]
    accounts: list[Account]

    def __getitem__(self, login: str) -> Actor:
        return self.actors[login]

    def clerk_of(self, dong_code: str, otherwise: Actor) -> Actor:
        """The 동's clerk; 동 without an account of their own are received by ``otherwise``."""
        return next((one for one in self.actors.values() if one.dong_code == dong_code), otherwise)


def add_departments(by: Actor, now: datetime) -> dict[str, Department]:
    rows = {name: Department(code=f"d{at:02d}", name=name) for at, name in enumerate(DEPARTMENTS, 1)}
    db.session.add_all(rows.values())
    db.session.flush()
    changes = {"rows": len(rows)}
    audit.record("admin:department:add", None, subject="department", by=by, at=now, changes=changes)
    return rows


def add_projects(departments: dict[str, Department], by: Actor, now: datetime) -> None:
    """Twenty 세부사업; one that runs in every 동 has 21 worksites."""
    dongs = list(db.session.scalars(sa.select(Dong.name).order_by(Dong.code)))
    counts: dict[str, int] = {}
    sites = []
    for place in PLACES:
        counts[place.programme] = number = counts.get(place.programme, 0) + 1
        project = Project(
            code=f"{place.programme}-{number:02d}",
            programme_code=place.programme,
            department=departments[place.department],
            name=place.name,
            task=place.task,
            qualification=place.qualification,
            checks=list(place.checks),
            field_work=place.field_work,
            created_at=now,
            created_by_id=by.user_id,
        )
        names = [f"{dong} {place.every_dong}" for dong in dongs] if place.every_dong else list(place.sites)
        sites += [_worksite(project, at, name, by, now) for at, name in enumerate(names, 1)]
    db.session.add_all(sites)
    db.session.flush()
    changes = {"projects": len(PLACES), "worksites": len(sites)}
    audit.record("reference:worksite:add", None, subject="worksite", by=by, at=now, changes=changes)


def _worksite(project: Project, at: int, name: str, by: Actor, now: datetime) -> Worksite:
    return Worksite(
        code=f"{project.code}-{at:02d}", project=project, name=name, created_at=now, created_by_id=by.user_id
    )


def add_staff(departments: dict[str, Department], by: Actor, now: datetime) -> Staff:
    """Open the accounts with random passwords, which stand nowhere but in the list handed back."""
    actors, listed = {}, []
    for login, name, role, dong, department in STAFF:
        code = departments[department].code if department else ""
        user, secret = _open(login, name, role, dong=dong, department=code, by=by, now=now)
        if role == Role.SUPERVISOR:
            _give_sites(user)
        actors[login] = actor_of(user)
        listed.append(Account(login, secret, LABELS[role], name, dong or department))
    return Staff(actors, listed)


def _open(
    login: str, name: str, role: Role, *, dong: str, department: str, by: Actor, now: datetime
) -> tuple[User, str]:
    secret = accounts.random_password()
    while not _is_fit(secret, login):
        secret = accounts.random_password()
    return accounts.add(
        login, name, role, dong=dong or None, department_code=department or None, password=secret, by=by, now=now
    )


def _is_fit(secret: str, login: str) -> bool:
    """A random word may begin like one that everybody tries; then another is drawn."""
    try:
        check_new(secret, login)
    except RuleBroken:
        return False
    return True


def _give_sites(user: User) -> None:
    query = sa.select(Worksite.id).join(Project, Project.id == Worksite.project_id).where(Project.name == SUPERVISED)
    user.sites = [UserWorksite(worksite_id=site) for site in db.session.scalars(query.order_by(Worksite.id))]
    db.session.flush()
