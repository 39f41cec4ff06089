"""Eight approvers at once: one selection, and never more people than seats."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import sqlalchemy as sa

from app.audit import services as audit
from app.cohorts.models import Participation, Selection
from app.cohorts.services import attendance, selections
from app.database import writing
from app.extensions import db
from app.shared.actor import Actor
from app.shared.errors import Conflict
from tests.cohorts.create import create_participations, create_round, propose
from tests.create import NOW, actor

pytestmark = pytest.mark.usefixtures("database")


def at_once(app, steps):
    """Every step in a thread with a session of its own; returns what each came to, in the order of the steps."""

    def run(step):
        with app.app_context(), writing():
            try:
                return step()
            finally:
                db.session.rollback()
                db.session.remove()

    with ThreadPoolExecutor(len(steps)) as pool:
        return [future.result() for future in [pool.submit(run, step) for step in steps]]


def test_eight_approvals_at_once_give_one_selection(app):
    of = create_round(6)
    row_id = propose(of).id
    leads = [actor("jobs_lead") for _ in range(8)]
    audit.commit()

    def approve(by: Actor):
        try:
            selections.approve(selections.by_id(row_id), by=by, now=NOW)
        except Conflict as error:
            return str(error)
        audit.commit()
        return "approved"

    said = at_once(app, [lambda by=by: approve(by) for by in leads])

    assert said.count("approved") == 1
    assert all("이미 결재했습니다" in one for one in said if one != "approved")
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count(Participation.id))) == 3
    assert db.session.scalar(sa.select(sa.func.count(Selection.id)).where(Selection.state == "approved")) == 1
    assert audit.verify().broken_id is None


def test_eight_proposals_at_once_give_one(app):
    of = create_round(4)
    makers = [actor("jobs") for _ in range(8)]
    notice_id = of.notice.id
    audit.commit()

    def put_up(by: Actor):
        try:
            selections.propose(db.session.get_one(type(of.notice), notice_id), by=by, now=NOW)
        except Conflict:
            return "late"
        audit.commit()
        return "proposed"

    said = at_once(app, [lambda by=by: put_up(by) for by in makers])

    assert sorted(said) == ["late"] * 7 + ["proposed"]


def test_eight_fillings_at_once_make_each_day_once(app):
    of, _ = create_participations(3, sites=1)
    cohort_id, site, people = of.cohort.id, of.sites[0].id, [actor("jobs") for _ in range(8)]
    audit.commit()

    def fill(by: Actor):
        cohort = db.session.get_one(type(of.cohort), cohort_id)
        attendance.all_present(cohort, site, date(2024, 8, 1), by=by, now=NOW)
        audit.commit()
        return "filled"

    assert at_once(app, [lambda by=by: fill(by) for by in people]) == ["filled"] * 8
    db.session.rollback()
    assert db.session.scalar(sa.text("select count(*) from attendance")) == 3 * 22
