"""How many are waiting to be judged again is asked by every look at the 심사 page: no application may cost the whole notice."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.audit import services as audit
from app.extensions import db
from app.recruitment import queries
from app.recruitment.models import Application
from app.recruitment.services import evidence, screenings
from tests.create import NOW, actor
from tests.recruitment.create import TODAY, create_application, create_notice, number

pytestmark = pytest.mark.usefixtures("database")


def test_neither_the_notice_nor_all_ids_are_walked_for_each_application(engine_kind):
    notice = create_notice()
    for place in range(3):
        create_application(notice, rrn=number("660412", 2, place))
    query = sa.select(evidence.mark(notice)).select_from(Application)
    connection, postgres = db.session.connection(), engine_kind == "postgresql"
    if postgres:
        # Three rows are read quickest as a whole: what is asked is whether there is another way.
        connection.exec_driver_sql("set local enable_seqscan = off")
    text = query.compile(db.engine, compile_kwargs={"literal_binds": True}).string.replace("%", "%%")
    plan = "\n".join(
        str(row) for row in connection.exec_driver_sql(f"explain {'' if postgres else 'query plan '}{text}")
    )

    assert plan.count("ix_application_householder_key") == 1, plan  # by a key, and not all that named no 세대주
    assert "ix_person_address_key" in plan, plan
    assert "ix_verification_person_id_kind_looked_up_on" in plan, plan
    for walk in ("number<", "number <", "Backward", "notice_id=?"):
        assert walk not in plan, plan


def test_the_last_run_is_told_also_when_it_changed_nothing():
    notice = create_notice()
    create_application(notice)
    assert queries.last_run(notice) is None, "a screening at the counter is no run over all"
    for hour in (1, 2):
        at = NOW.replace(hour=hour)
        run = screenings.screen_all(notice, by=actor("jobs"), now=at, today=TODAY)
        audit.commit()
        assert (run.changed, queries.last_run(notice)) == (0, at)
