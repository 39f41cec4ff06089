"""Migrations: up, down, up, on an empty database and on one with the demo in it; models and migrations agree."""

from __future__ import annotations

from contextvars import Context
from typing import Any

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from app.audit import services as audit
from app.database import Base
from app.extensions import db
from app.recruitment.services import completion
from tests import engines
from tests.create import NOW, actor
from tests.recruitment.create import TODAY, create_application, create_notice


def counts() -> dict[str, int]:
    """Rows of every table that is there."""
    db.session.rollback()
    with db.engine.connect() as connection:
        names = sa.inspect(connection).get_table_names()
        quote = connection.dialect.identifier_preparer.quote
        return {
            name: connection.execute(sa.text(f"select count(*) from {quote(name)}")).scalar_one()
            for name in sorted(names)
            if name != "alembic_version"
        }


def schema() -> dict[str, Any]:
    with db.engine.connect() as connection:
        look = sa.inspect(connection)
        return {
            name: (
                sorted((column["name"], str(column["type"]), column["nullable"]) for column in look.get_columns(name)),
                sorted((str(index["name"]), index["column_names"]) for index in look.get_indexes(name)),
                sorted((str(unique["name"]), unique["column_names"]) for unique in look.get_unique_constraints(name)),
                sorted(str(check["name"]) for check in look.get_check_constraints(name)),
                sorted(str(key["name"]) for key in look.get_foreign_keys(name)),
            )
            for name in sorted(look.get_table_names())
        }


def migrate(app: Flask, way: str, revision: str) -> None:
    def run() -> None:
        with app.app_context():
            getattr(flask_migrate, way)(revision=revision)

    db.session.rollback()
    db.engine.dispose()
    Context().run(run)


def revisions(app: Flask) -> list[str]:
    with app.app_context():
        config = app.extensions["migrate"].migrate.get_config()
    return [step.revision for step in ScriptDirectory.from_config(config).walk_revisions()][::-1]


def test_models_and_migrations_agree(app: Flask, database: None) -> None:
    with db.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)

    assert differences == []


def test_up_down_up_gives_the_same_schema(app: Flask, database: None) -> None:
    before = schema()
    migrate(app, "downgrade", "base")
    assert set(counts()) == set()
    migrate(app, "upgrade", "head")

    assert schema() == before
    assert counts()["dong"] == 21


def test_steps_are_numbered_in_order(app: Flask) -> None:
    found = revisions(app)

    assert found == [f"{number:04d}" for number in range(1, len(found) + 1)]


def test_each_step_down_and_up_again_keeps_every_other_table(app: Flask, store: engines.Store, demo: None) -> None:
    full = counts()
    assert full["participation"] >= 2748
    for revision in revisions(app)[:0:-1]:
        migrate(app, "downgrade", f"{int(revision) - 1:04d}")
        left = counts()
        assert left == {name: full[name] for name in left}, revision
    migrate(app, "upgrade", "head")

    assert set(counts()) == set(full)
    assert {name: counts()[name] for name in ("audit_entry", "audit_subject", "audit_head")} == {
        name: full[name] for name in ("audit_entry", "audit_subject", "audit_head")
    }


@pytest.mark.parametrize("victim", ["person", "cohort"])
def test_nothing_disappears_because_its_parent_does(demo: None, victim: str) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.text(f"delete from {victim}"))


def test_papers_that_only_the_trail_knew_to_be_asked_for_are_marked(app: Flask, database: None) -> None:
    row = create_application(create_notice(), papers=())
    completion.ask_for_papers(row, ["proxy_letter"], TODAY, "위임 확인", by=actor("jobs"), now=NOW, today=TODAY)
    audit.commit()
    query = sa.text("select kind from paper where asked")
    asked = db.session.scalars(query).all()
    migrate(app, "downgrade", "0013")
    migrate(app, "upgrade", "head")

    assert asked == ["proxy_letter"]
    assert db.session.scalars(query).all() == asked


def test_a_reason_that_was_given_before_letters_carried_it_stays_off_the_paper(app: Flask, database: None) -> None:
    row = create_application(create_notice(), papers=())
    completion.ask_for_papers(row, ["proxy_letter"], TODAY, "위임 확인", by=actor("jobs"), now=NOW, today=TODAY)
    audit.commit()
    query = sa.text("select kind, asked, asked_reason from paper where asked")
    migrate(app, "downgrade", "0014")
    migrate(app, "upgrade", "head")

    assert [tuple(one) for one in db.session.execute(query)] == [("proxy_letter", True, None)]
