"""A batch against single saves on one database, what is stored against what is read, and what counts as stale."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import bulk
from app.audit import services as audit
from app.audit.models import AuditEntry, AuditSubject
from app.extensions import db
from app.recruitment.address import address_key
from app.recruitment.models import Application, Paper, Screening, ScreeningBasis
from app.recruitment.services import (
    answers,
    evidence,
    facts,
    intake,
    look_ups,
    notices,
    past,
    people,
    screenings,
    transitions,
)
from app.recruitment.words import LookUp
from app.rules.criteria import RULE_CODES
from benchmarks.screening_people import add, build
from tests.create import DAEHAK, NOW, actor
from tests.recruitment.create import TODAY, create_application, create_intake, create_notice, identity, number

pytestmark = pytest.mark.usefixtures("database")
HOUSEHOLD = 1 << RULE_CODES.index("household")


def run(notice, *, today=TODAY, **options):
    return screenings.screen_all(notice, by=actor(), now=NOW, today=today, **options)


def current_rows():
    found = db.session.scalars(sa.select(Screening).where(Screening.superseded_at.is_(None)))
    return {row.application_id: row for row in found}


def results():
    return {
        key: (row.verdict, row.failed_mask, row.review_mask, row.facts, row.facts_digest, row.seen)
        for key, row in current_rows().items()
    }


def test_one_by_one_and_a_batch_store_the_same_for_a_whole_population():
    notice = notices.by_code(build(80))
    run(notice)
    together = results()
    assert {row[0] for row in together.values()} == {"eligible", "ineligible", "needs_review"}
    db.session.execute(sa.update(Screening).values(superseded_at=NOW))
    for row in db.session.scalars(sa.select(Application)).all():
        screenings.screen_one(row, by=actor(), now=NOW, today=TODAY)
    assert results() == together


def test_chunks_of_any_size_come_to_the_same_facts():
    notice = notices.by_code(build(60))
    whole = facts.load(notice)
    assert len(whole) == 60
    for size in (1, 7, 60):
        in_parts = {
            one.application_id: one.facts for chunk in facts.in_chunks(notice, size=size) for one in chunk.loaded
        }
        assert in_parts == whole
    assert facts.load(notice, list(whole)[:5]) == {key: whole[key] for key in list(whole)[:5]}


def test_notices_received_side_by_side_are_judged_each_by_its_own():
    """Their ids lie between each other's: papers and results of the one are not those of the other."""
    first = create_notice()
    second = create_notice(cohort=first.cohort)
    for place in range(6):
        rrn = number("600101", 1, 20 + place)
        create_application((first, second)[place % 2], rrn=rrn, **({"papers": ()} if place % 2 else {}))
    apart = {notice.id: facts.load(notice, [one.id for one in rows_of(notice)]) for notice in (first, second)}
    for notice in (first, second):
        assert facts.load(notice) == apart[notice.id]
        assert run(notice).screened == 3
        assert {bool(one.papers_missing) for one in apart[notice.id].values()} == {notice is second}


def rows_of(notice):
    return db.session.scalars(sa.select(Application).where(Application.notice_id == notice.id)).all()


def test_stored_masks_are_those_of_the_findings_made_on_reading():
    run(notices.by_code(build(150)))
    for row in current_rows().values():
        outcome = screenings.outcome_of(row)
        assert row.findings is None
        assert (outcome.verdict, outcome.failed_mask, outcome.review_mask) == (
            row.verdict,
            row.failed_mask,
            row.review_mask,
        )
        failed = sum(1 << RULE_CODES.index(one.rule) for one in outcome.findings if one.met is False)
        assert failed == row.failed_mask


def test_findings_of_a_row_from_before_are_read_as_they_were_stored():
    row = create_application(create_notice())
    fresh = screenings.current(row.id)
    outcome = screenings.outcome_of(fresh)
    fresh.findings = [one.to_json() for one in outcome.findings]
    fresh.basis_id = fresh.facts = fresh.seen = None
    db.session.flush()
    db.session.expire(fresh)
    assert screenings.outcome_of(fresh) == outcome


def test_another_day_with_the_same_outcome_adds_no_row_and_a_passed_due_day_does():
    notice = create_notice()
    create_application(notice)
    create_application(notice, papers=("application_form",))
    assert run(notice, today=TODAY + timedelta(days=1)).changed == 0
    late = run(notice, today=TODAY + timedelta(days=40))
    assert (late.changed, late.ineligible) == (1, 1)
    days = db.session.scalars(sa.select(ScreeningBasis.judged_on).order_by(ScreeningBasis.judged_on)).all()
    assert days == [TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=40)]


def test_a_run_names_the_people_whose_result_changed_and_nobody_else():
    notice = create_notice()
    rows = [create_application(notice) for _ in range(3)]
    run(notice)
    income = {"looked_up_on": TODAY, "source": "행복e음", "by": actor(), "now": NOW}
    look_ups.record(rows[1], LookUp.INCOME, 1_000_000, **income)
    told = []
    run(notice, progress=lambda done, total: told.append((done, total)))
    audit.commit()
    entries = db.session.scalars(sa.select(AuditEntry.id).where(AuditEntry.action == "recruit:screening:run"))
    named = [
        set(db.session.scalars(sa.select(AuditSubject.person_id).where(AuditSubject.entry_id == entry)))
        for entry in entries
    ]
    assert named == [set(), {rows[1].person_id}]
    assert told == [(0, 3), (3, 3)]


def test_evidence_that_a_screening_has_not_seen_makes_it_stale():
    notice = create_notice()
    rows = [create_application(notice) for _ in range(4)]
    elsewhere = actor("clerk", dong_code=DAEHAK)
    assert screenings.stale_count(notice, actor()) == 0
    given = {"by": actor(), "now": NOW}
    look_ups.record(rows[0], LookUp.INCOME, 1_000_000, looked_up_on=TODAY, source="행복e음", **given)
    past.record_past(rows[1].person, "companion", TODAY, TODAY, source="ilmoa", **given)
    paper = db.session.scalars(sa.select(Paper).where(Paper.application_id == rows[2].id)).first()
    paper.received_on = None
    db.session.flush()
    assert screenings.stale_count(notice, actor()) == 3
    assert screenings.stale_count(notice, elsewhere) == 0
    assert run(notice, only_stale=True).screened == 3
    assert screenings.stale_count(notice, actor()) == 0


def test_a_look_up_that_changes_nothing_is_seen_without_a_new_row():
    notice = create_notice()
    row = create_application(notice)
    for _ in range(2):
        look_ups.record(row, LookUp.INCOME, 1, looked_up_on=TODAY, source="행복e음", by=actor(), now=NOW)
        before = run(notice)
    assert before.changed == 0
    assert screenings.stale_count(notice, actor()) == 0


def test_a_look_up_from_before_the_notice_makes_nothing_stale():
    notice = create_notice()
    row = create_application(notice)
    before = notice.opens_on - timedelta(days=1)
    look_ups.record(row, LookUp.INCOME, 1, looked_up_on=before, source="행복e음", by=actor(), now=NOW)
    assert screenings.stale_count(notice, actor()) == 0


def test_an_application_that_no_run_has_judged_is_stale():
    notice = create_notice()
    row = create_application(notice)
    db.session.execute(sa.delete(Screening))
    assert screenings.stale_count(notice, actor()) == 1
    assert run(notice, only_stale=True).changed == 1
    assert screenings.current(row.id) is not None


def read_by(monkeypatch, work):
    """Statements sent and rows read through the driver."""
    sent, read = [], []
    whole = bulk.rows

    def counting(query, values=None):
        found = whole(query, values)
        read.append(len(found))
        return found

    for module in (bulk, answers, evidence, facts):
        monkeypatch.setattr(module, "rows", counting)
    listen = lambda *told: sent.append(told[2])  # noqa: E731
    sa.event.listen(db.engine, "before_cursor_execute", listen)
    work()
    sa.event.remove(db.engine, "before_cursor_execute", listen)
    return len(sent), sum(read)


def test_a_single_save_and_the_live_findings_cost_the_same_with_few_and_with_many(monkeypatch):
    """Statements sent and rows read, with 50 applications beside it and with 1,500 more."""
    notice, by = notices.by_code(build(50)), actor()
    row = create_application(notice, rrn=number("600101", 1, 91), said={"householder": False})
    form = create_intake(who={"road_address": row.person.road_address})

    def costs():
        save = read_by(monkeypatch, lambda: screenings.screen_one(row, by=by, now=NOW, today=TODAY))
        live = read_by(monkeypatch, lambda: intake.draft_facts(notice, form, number=number("600101", 1, 92)))
        return save, live

    costs()  # what is loaded once stays loaded
    few = costs()
    add(notice, range(1001, 2501))
    db.session.flush()
    assert costs() == few
    assert few[0][0] < 25
    assert few[0][1] < 80


def stale_ids(notice, today=None):
    query = sa.select(Application.id).outerjoin(
        Screening, sa.and_(Screening.application_id == Application.id, Screening.superseded_at.is_(None))
    )
    return set(db.session.scalars(query.where(screenings.is_stale(notice, today))))


def test_a_withdrawn_earlier_application_of_the_household_makes_the_later_one_stale():
    notice, head = create_notice(), number("600101", 1, 61)
    first = create_application(notice, rrn=head)
    later = create_application(notice, said={"householder": False}, householder_number=head)
    run(notice)
    assert (screenings.current(later.id).verdict, stale_ids(notice)) == ("ineligible", set())
    transitions.give_up(first, "cancelled", "본인 요청", by=actor(), now=NOW)
    assert stale_ids(notice) == {later.id}
    assert run(notice, only_stale=True).changed == 1
    assert screenings.current(later.id).verdict != "ineligible"
    assert stale_ids(notice) == set()


def test_a_moved_neighbour_and_a_changed_residence_status_make_stale():
    notice, by = create_notice(), actor()
    near = create_application(notice, who={"road_address": "관악구 신림로3길 12"}, said={"householder": False})
    later = create_application(notice, who={"road_address": "관악구 신림로 3길 12"})
    foreign = create_application(notice, rrn=number("800101", 5, 62), who={"residence_status": "F-5"})
    run(notice)
    assert screenings.outcome_of(screenings.current(later.id)).review_mask & HOUSEHOLD
    moved = identity(road_address="관악구 신림로99길 1", name=near.person.name)
    people.update(near.person, moved, by=by, now=NOW)
    assert stale_ids(notice) == {later.id}
    kept = identity(residence_status="F-6", road_address="관악구 봉천로 1", name=foreign.person.name)
    people.update(foreign.person, kept, by=by, now=NOW)
    assert stale_ids(notice) == {later.id, foreign.id}
    run(notice, only_stale=True)
    assert stale_ids(notice) == set()
    assert not screenings.outcome_of(screenings.current(later.id)).review_mask & HOUSEHOLD


def test_a_changed_phone_number_makes_nothing_stale():
    notice = create_notice()
    row = create_application(notice, who={"road_address": "관악구 신림로3길 12"})
    other = identity(road_address="관악구 신림로3길 12", phone="010-0000-9999", name=row.person.name)
    people.update(row.person, other, by=actor(), now=NOW)
    assert stale_ids(notice) == set()


def test_changed_figures_or_dates_make_every_screening_stale():
    notice = create_notice()
    rows = [create_application(notice) for _ in range(2)]
    assert stale_ids(notice) == set()
    notice.age_on += timedelta(days=1)
    db.session.flush()
    assert stale_ids(notice) == {row.id for row in rows}
    assert run(notice).changed == 2
    assert stale_ids(notice) == set()


def test_papers_that_were_waited_for_are_stale_from_the_day_after_they_were_due():
    notice = create_notice()
    row = create_application(notice, papers=("application_form",))
    assert stale_ids(notice, row.due_on) == set()
    assert stale_ids(notice, row.due_on + timedelta(days=1)) == {row.id}
    assert run(notice, today=row.due_on + timedelta(days=1), only_stale=True).ineligible == 1
    assert stale_ids(notice, row.due_on + timedelta(days=1)) == set()


def test_a_run_over_stale_ones_leaves_the_others_where_they_are():
    notice = create_notice()
    still, touched = create_application(notice), create_application(notice)
    look_ups.record(touched, LookUp.INCOME, 1, looked_up_on=TODAY, source="행복e음", by=actor(), now=NOW)
    run(notice, only_stale=True)
    db.session.expire_all()
    assert (still.state, touched.state) == ("received", "screened")
    assert still.version == 1
    run(notice)
    assert still.state == "screened"


class Halt(Exception):
    pass


def test_a_run_that_is_stopped_between_chunks_keeps_nothing(monkeypatch):
    notice = create_notice()
    for _ in range(3):
        create_application(notice)
    db.session.execute(sa.delete(Screening))
    audit.commit()
    monkeypatch.setitem(facts.in_chunks.__kwdefaults__, "size", 1)
    told = []

    def stop_after_two(done, total):
        told.append((done, total))
        if done == 2:
            raise Halt

    with pytest.raises(Halt):
        run(notice, progress=stop_after_two)
    db.session.rollback()
    assert told == [(0, 3), (1, 3), (2, 3)]
    assert current_rows() == {}
    assert set(db.session.scalars(sa.select(Application.state))) == {"received"}


@pytest.mark.parametrize(
    ("road", "detail", "same"),
    [
        ("관악구 신림로 3길 12", "302호", True),
        ("서울특별시 관악구 신림로3길 12", "302 호", True),
        ("신림로3길 12, 302호", "", True),
        ("관악구 신림로3길 12 (신림동)", "302호", True),
        ("관악구 신림로3길 12", "402호", False),
        ("관악구 신림로3길 1", "2302호", False),
        ("동작구 신림로3길 12", "302호", False),
        ("관악구 신림로13길 12", "302호", False),
    ],
)
def test_one_home_has_one_key_however_it_is_written(road, detail, same):
    assert (address_key(road, detail) == address_key("관악구 신림로3길 12", "302호")) is same
