"""Sign-in, one's own password, the home page; accounts for the administrator."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Request, flash, g, redirect, render_template, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.accounts import drafts, once, services, signing
from app.accounts import home as home_page
from app.accounts.current import current_actor
from app.accounts.forms import DisableForm, PasswordForm, RoleForm, SignInForm, UserForm
from app.accounts.models import Department, Dong, SignIn, User
from app.accounts.roles import LABELS, Role
from app.audit import services as audit
from app.database import WriterBusy, is_writing, writing
from app.extensions import db, login
from app.shared.errors import NotFound, RuleBroken
from app.web.access import own_account, public, requires, signed_in
from app.web.clock import now, today
from app.web.filters import kdate_w
from app.web.forms import ActionForm
from app.web.permissions import Permission
from app.web.requests import is_light

bp = Blueprint("accounts", __name__, template_folder="templates")


@login.request_loader
def load_user(_request: Request) -> User | None:
    """The account behind the cookie's token, from the database at every request."""
    g.sign_in = None
    token = session.get("token")
    row = signing.current(token, now()) if token else None
    if row is None:
        return None
    polling = request.headers.get("X-Polling") is not None or is_light()
    if now() - row.seen_at >= signing.SEEN_STEP and not polling:
        _mark_seen(row)
    g.sign_in = row
    return row.user


def _mark_seen(row: SignIn) -> None:
    """In a short write of its own, at most once a minute; in a request that writes, along with it.

    While somebody else writes for long, a page is not kept waiting for it: the next request marks it.
    """
    if is_writing():
        row.seen_at = now()
        return
    db.session.commit()
    try:
        with writing(wait=False):
            db.session.connection()
            row.seen_at = now()
            db.session.commit()
    except WriterBusy:
        db.session.rollback()


@bp.app_errorhandler(once.AlreadyDone)
def lead_to_first(done: once.AlreadyDone) -> Response:
    return redirect(done.location)


def _own_path(target: str | None) -> str:
    """Only a plain path of ours; everything else leads home."""
    if target and re.fullmatch(r"/(?!/)[A-Za-z0-9_\-./?=&%]{0,400}", target):
        return target
    return url_for("accounts.home")


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Any:
    form = SignInForm(next=request.args.get("next", ""))
    if form.validate_on_submit():
        try:
            opened = signing.sign_in(form.login.data, form.password.data, address=request.remote_addr or "", now=now())
        except signing.SignInFailed as error:
            audit.commit()
            form.form_errors.append(str(error))
        else:
            if current_user.is_authenticated:
                signing.end(g.sign_in, "다시 로그인", by=current_actor(), now=now())
            audit.commit()
            session.clear()
            session["token"] = opened.token
            return redirect(_own_path(form.next.data))
    return render_template("accounts/sign_in.html", form=form, ended=_ended()), (422 if form.errors else 200)


def _ended() -> str:
    """W32 for somebody whose session ended by itself; empty for everybody else."""
    token = session.get("token")
    row = signing.ended_by_itself(token, now()) if token else None
    if row is None:
        return ""
    why = f"로그인한 지 {signing.ABSOLUTE // timedelta(hours=1)}시간이 지나"
    if now() - row.seen_at >= signing.IDLE:
        why = f"{signing.IDLE // timedelta(minutes=1)}분 동안 사용하지 않아"
    kept = (
        " 작성하던 내용은 보관했습니다."
        if any(one.at >= row.seen_at for one in drafts.list_of(row.user_id, now=now()))
        else ""
    )
    return f"{why} 로그아웃했습니다.{kept}"


@bp.post("/sign-out")
@own_account
def sign_out() -> Response:
    signing.end(g.sign_in, "로그아웃", by=current_actor(), now=now())
    audit.commit()
    session.clear()
    return redirect(url_for(".sign_in"))


@bp.route("/me/password", methods=["GET", "POST"])
@own_account
def change_password() -> Any:
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            services.change_password(current_user, form.old.data, form.new.data, by=current_actor(), now=now())
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
            session.clear()
            flash("비밀번호를 바꾸었습니다. 새 비밀번호로 로그인해 주세요.", "success")
            return redirect(url_for(".sign_in"))
    return render_template("accounts/change_password.html", form=form), (422 if form.errors else 200)


@bp.get("/me/sessions")
@signed_in
def my_sessions() -> str:
    rows = signing.open_sessions(current_user.id, now())
    return render_template("accounts/my_sessions.html", rows=rows, current_id=g.sign_in.id, end_form=ActionForm())


@bp.post("/me/sessions/<id:sign_in_id>/end")
@signed_in
def end_session(sign_in_id: int) -> Response:
    row = next((one for one in signing.open_sessions(current_user.id, now()) if one.id == sign_in_id), None)
    if row is None:
        raise NotFound
    signing.end(row, "본인이 끝냄", by=current_actor(), now=now())
    audit.commit()
    return redirect(url_for(".my_sessions"))


@bp.get("/")
@signed_in
def home() -> str:
    day = today()
    items = [
        {
            "due": kdate_w(item.due) if item.due else "",
            "overdue": item.due is not None and item.due < day,
            "task": item.title,
            "count": item.count,
            "links": [(item.action, item.url)],
            "primary": None,
        }
        for item in home_page.lines(current_actor(), day)
    ]
    return render_template("accounts/home.html", items=items, today=day, starts=home_page.starts(current_actor(), day))


@bp.get("/menu")
@signed_in
def menu() -> str:
    return render_template("accounts/menu.html")


@bp.get("/health")
@public
def health() -> tuple[dict[str, str], int]:
    db.session.execute(sa.text("select 1"))
    return {"status": "ok"}, 200


@bp.get("/accessibility")
@public
def accessibility() -> str:
    return render_template("accounts/accessibility.html")


def _pairs(query: sa.Select[str, str]) -> dict[str, str]:
    return dict(row for row in db.session.execute(query))


def _choices(form: Any) -> Any:
    form.role.choices = {role.value: LABELS[role] for role in Role if role != Role.CLI}
    form.dong.choices = {"": "해당 없음"} | _pairs(sa.select(Dong.code, Dong.name).order_by(Dong.name))
    if hasattr(form, "department"):
        form.department.choices = {"": "없음"} | _pairs(
            sa.select(Department.code, Department.name).order_by(Department.name)
        )
    return form


def _user(user_id: int) -> User:
    """The account of a person: the command line's own is not to be changed here."""
    user = db.session.get(User, user_id)
    if user is None or user.role == Role.CLI:
        raise NotFound
    return user


@bp.get("/admin/users")
@requires(Permission.ADMIN_USER_READ)
def list_users() -> str:
    users = db.session.scalars(sa.select(User).where(User.role != Role.CLI).order_by(User.login)).all()
    return render_template("accounts/list_users.html", users=users, labels=LABELS)


@bp.route("/admin/users/new", methods=["GET", "POST"])
@requires(Permission.ADMIN_USER_WRITE)
def add_user() -> Any:
    form = _choices(UserForm())
    if form.validate_on_submit():
        try:
            key = once.claim(form.once.data, user_id=current_user.id, location=url_for(".list_users"), now=now())
            user, secret = services.add(
                form.login.data,
                form.name.data,
                form.role.data,
                dong=form.dong.data or None,
                department_code=form.department.data or None,
                by=current_actor(),
                now=now(),
            )
            key.location = url_for(".show_user", user_id=user.id)
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
            # Shown once, on the answer itself: the cookie and the log never hold it.
            return render_template("accounts/user_added.html", user=user, secret=secret, labels=LABELS)
    return render_template("accounts/add_user.html", form=form), (422 if form.errors else 200)


@bp.get("/admin/users/<id:user_id>")
@requires(Permission.ADMIN_USER_READ)
def show_user(user_id: int) -> str:
    user = _user(user_id)
    form = _choices(RoleForm(role=user.role, dong=user.dong_code or "", version=user.version))
    return render_template("accounts/show_user.html", user=user, labels=LABELS, form=form, disable=DisableForm())


@bp.post("/admin/users/<id:user_id>/role")
@requires(Permission.ADMIN_USER_WRITE)
def change_role(user_id: int) -> Any:
    user = _user(user_id)
    form = _choices(RoleForm())
    if form.validate_on_submit():
        try:
            services.change_role(
                user,
                form.role.data,
                dong=form.dong.data or None,
                reason=form.reason.data,
                version=form.seen_version,
                by=current_actor(),
                now=now(),
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
            flash(f"{user.name} 님의 역할을 바꾸었습니다. 접속 중이던 화면은 로그아웃했습니다.", "success")
            return redirect(url_for(".show_user", user_id=user.id))
    return render_template("accounts/show_user.html", user=user, labels=LABELS, form=form, disable=DisableForm()), 422


@bp.post("/admin/users/<id:user_id>/disable")
@requires(Permission.ADMIN_USER_WRITE)
def disable_user(user_id: int) -> Any:
    user = _user(user_id)
    form = DisableForm()
    if form.validate_on_submit():
        services.disable(user, form.reason.data, by=current_actor(), now=now())
        audit.commit()
        flash(f"{user.name} 님의 계정을 중지했습니다.", "success")
    return redirect(url_for(".show_user", user_id=user.id))
