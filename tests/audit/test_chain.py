"""The trail: chained, append-only, and every way of tampering shows."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from app.audit import services as audit
from app.audit.models import AuditEntry
from app.extensions import db
from tests.at_once import at_once
from tests.create import NOW, create_cohort, create_user, system


@pytest.fixture
def trail(database: None) -> None:
    create_user()
    create_cohort()
    audit.commit()


def test_an_untouched_trail_holds(trail: None) -> None:
    walk = audit.verify()

    assert walk.broken_id is None
    assert walk.entries >= 4


@pytest.mark.parametrize("statement", ["update audit_entry set reason = 'x'", "delete from audit_entry"])
def test_the_database_refuses_to_change_entries(trail: None, statement: str) -> None:
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        db.session.execute(sa.text(statement))


def _without_triggers(*statements: str) -> None:
    sqlite = db.engine.dialect.name == "sqlite"
    for table in ("audit_entry", "audit_subject"):
        for verb in ("update", "delete"):
            db.session.execute(
                sa.text(
                    f"drop trigger {table}_no_{verb}"
                    if sqlite
                    else f"drop trigger if exists {table}_append_only on {table}"
                )
            )
    for statement in statements:
        db.session.execute(sa.text(statement))
    db.session.commit()


@pytest.mark.parametrize(
    ("statement", "first_broken"),
    [
        ("update audit_entry set reason = 'x' where id = 2", 2),
        ("delete from audit_entry where id = 2", 3),
        ("update audit_entry set actor_label = 'somebody' where id = 1", 1),
    ],
    ids=["changed entry", "missing entry", "another actor"],
)
def test_a_change_behind_the_triggers_is_named(trail: None, statement: str, first_broken: int) -> None:
    _without_triggers(statement)

    assert audit.verify().broken_id == first_broken


def test_a_trail_cut_off_at_its_end_is_noticed(trail: None) -> None:
    last = db.session.scalar(sa.select(sa.func.max(AuditEntry.id)))
    _without_triggers(f"delete from audit_entry where id = {last}")

    assert audit.verify().broken_id == last


def test_a_rolled_back_change_leaves_no_entry(database: None) -> None:
    before = audit.verify().entries
    audit.record("test:thing", None, subject="test", by=system(), at=NOW)
    db.session.rollback()
    audit.commit()

    assert audit.verify().entries == before


def test_eight_writers_at_once_leave_one_unbroken_chain(app: Flask, trail: None) -> None:
    before, by = audit.verify().entries, system()
    db.session.rollback()

    def write() -> None:
        for number in range(5):
            audit.record("test:thing", number, subject="test", by=by, at=NOW, people=[3, 1, 2])
            audit.record("test:other", number, subject="test", by=by, at=NOW)
            audit.commit()

    at_once(app, [write] * 8)
    db.session.rollback()
    walk = audit.verify()

    assert (walk.broken_id, walk.entries) == (None, before + 8 * 5 * 2)


def test_the_chain_runs_in_the_order_of_its_numbers(app: Flask, trail: None) -> None:
    by = system()
    db.session.rollback()

    def write() -> None:
        audit.record("test:thing", None, subject="test", by=by, at=NOW)
        audit.commit()

    at_once(app, [write] * 8)
    db.session.rollback()
    entries = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all()

    assert [one.prev_hash for one in entries[1:]] == [one.hash for one in entries[:-1]]
