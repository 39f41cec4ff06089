"""What a worker clears away by itself: drafts and undecided files that hold resident numbers, after a week."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from app.accounts import drafts
from app.accounts.models import Draft
from app.audit import services as audit
from app.audit.models import AuditEntry
from app.extensions import db
from app.recruitment.imports import batches
from app.recruitment.models import ImportBatch
from app.tasks import runner, services
from tests.create import NOW, actor, create_user
from tests.recruitment.create import TODAY, create_notice
from tests.recruitment.sheets import row, sheet

WEEK = timedelta(days=7)


def clean() -> None:
    """As the worker's loop does, with no transaction of one's own."""
    db.session.rollback()
    runner.clean()
    db.session.rollback()
    db.session.expire_all()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    return lambda moment: monkeypatch.setattr(runner, "now", lambda: moment)


@pytest.mark.parametrize(("age", "kept"), [(WEEK, True), (WEEK + timedelta(seconds=1), False)])
def test_a_draft_goes_after_a_week_though_nobody_comes_back(
    database: None, at: Any, age: timedelta, kept: bool
) -> None:
    drafts.keep(create_user("clerk").id, "counter:x", "공고", {"kept": "6604122000001"}, now=NOW)
    audit.commit()
    at(NOW + age)

    clean()

    assert bool(db.session.scalar(sa.select(sa.func.count()).select_from(Draft))) is kept


@pytest.mark.parametrize(("age", "state"), [(WEEK, "checked"), (WEEK + timedelta(seconds=1), "dropped")])
def test_an_undecided_file_goes_after_a_week_though_nobody_uploads(
    database: None, at: Any, age: timedelta, state: str
) -> None:
    notice = create_notice()
    batch = batches.upload(notice, "신청.xlsx", sheet(notice, [row(1)]), by=actor(), now=NOW, today=TODAY)
    audit.commit()
    batch_id = batch.id
    at(NOW + age)

    clean()

    kept = db.session.get_one(ImportBatch, batch_id)
    assert kept.state == state
    assert (kept.content is None) == (kept.report is None) == (state == "dropped")
    drops = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "recruit:import:drop")).all()
    assert [one.actor_label for one in drops] == ([] if state == "checked" else ["명령줄"])
    assert audit.verify().broken_id is None


def test_a_sweep_that_falls_over_keeps_no_other_from_its_work(
    database: None, at: Any, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def falls(by: Any, now: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(services, "sweeps", [falls, *services.sweeps])
    drafts.keep(create_user("clerk").id, "counter:x", "공고", {}, now=NOW)
    audit.commit()
    at(NOW + 2 * WEEK)

    clean()

    assert db.session.scalar(sa.select(sa.func.count()).select_from(Draft)) == 0
    assert "falls" in caplog.text
