"""일터: the factory. Everything is bound here and nothing is done here."""

from __future__ import annotations

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Settings


def create_app(settings: Settings) -> Flask:
    """An application for these settings."""
    app = Flask(__name__, instance_path=str(settings.instance))
    _configure(app, settings)
    _bind(app, settings)
    _register(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    from app.database import engine_options
    from app.web.commands import AppCommands

    app.cli = AppCommands(app.name)  # before extensions hang their own commands on it
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        TODAY=settings.today,
        DEMO=settings.demo,
        QUEUE_IMMEDIATE=settings.immediate,
        APP_ENV=settings.env,
        MAX_CONTENT_LENGTH=10 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=10_000,
        SESSION_COOKIE_NAME="__Host-ilteo" if settings.tls else "ilteo",
        SESSION_COOKIE_SECURE=settings.tls,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.tls,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def _bind(app: Flask, settings: Settings) -> None:
    from app import database
    from app.accounts import passwords, site
    from app.extensions import csrf, db, login, migrate, seal
    from app.tasks import board
    from app.web import access, converters, errors, filters, requests

    if settings.proxies:
        # Only as many entries of X-Forwarded-For as there are proxies of ours in front: the rest anybody can write.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    seal.set_keys(settings.personal_keys, settings.search_key)
    passwords.use_cheap(settings.argon2_cheap)
    converters.init_app(app)
    requests.init_app(app)
    db.init_app(app)
    with app.app_context():
        database.watch(db.engine)
    migrate.init_app(app, db, directory="migrations")
    login.init_app(app)
    csrf.init_app(app)
    access.init_app(app)
    filters.init_app(app)
    site.init_app(app)
    board.init_app(app, settings.queue_folder, immediate=settings.immediate)
    errors.init_app(app)


def _register(app: Flask) -> None:
    from app.accounts import commands as account_commands
    from app.accounts import views as accounts
    from app.audit import commands as audit_commands
    from app.audit import views as audit
    from app.cohorts import commands as cohort_commands  # noqa: F401  hangs "select" on the group notice
    from app.cohorts import views as cohorts
    from app.demo import commands as demo_commands
    from app.payroll import commands as payroll_commands
    from app.payroll import views as payroll
    from app.pledge import commands as pledge_commands
    from app.pledge import views as pledge
    from app.recruitment import commands as recruitment_commands
    from app.recruitment import views as recruitment
    from app.reference import commands as reference_commands
    from app.reference import views as reference
    from app.tasks import commands as task_commands
    from app.tasks import views as tasks

    for feature in (accounts, audit, tasks, reference, recruitment, cohorts, payroll, pledge):
        app.register_blueprint(feature.bp)
    for command in (
        account_commands.user,
        audit_commands.audit,
        reference_commands.parameters,
        recruitment_commands.notice,
        payroll_commands.payroll,
        pledge_commands.pledge,
        demo_commands.demo,
        task_commands.worker,
    ):
        app.cli.add_command(command)
