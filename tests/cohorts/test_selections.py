"""선발 as a service: worked out, proposed, decided by another person, seated."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.audit import services as audit
from app.audit.models import AuditEntry
from app.cohorts.models import Participation, Selection, SelectionEntry
from app.cohorts.queries import ranking
from app.cohorts.services import selections
from app.extensions import db
from app.recruitment.models import Application, ApplicationEvent, PastParticipation
from app.recruitment.services import look_ups, notice_versions, screenings
from app.recruitment.services.notices import StreamPlan
from app.recruitment.words import LookUp
from app.rules.criteria import Backfill
from app.shared.errors import Conflict, RuleBroken
from tests.cohorts.create import create_round, participations, propose
from tests.create import NOW, actor
from tests.recruitment.create import TODAY

pytestmark = pytest.mark.usefixtures("database")


def outcomes(of):
    rows = db.session.execute(
        sa.select(Application.number, Application.state)
        .where(Application.notice_id == of.notice.id)
        .order_by(Application.number)
        .execution_options(populate_existing=True)
    )
    return dict(rows.all())


def test_preview_ranks_by_points_and_writes_nothing():
    of = create_round([{"property": 240_000_000}, {"property": 10_000_000}, {"property": 90_000_000}])

    seen = selections.preview(of.notice)

    assert [(one.number, one.points, one.rank) for one in seen.result.entries] == [(2, 76, 1), (3, 71, 2), (1, 61, 3)]
    assert db.session.scalar(sa.select(sa.func.count(Selection.id))) == 0


def test_the_order_is_total_even_among_equals():
    of = create_round([{"born": "700101", "property": 10_000_000} for _ in range(5)])

    seen = selections.preview(of.notice)

    assert [one.number for one in seen.result.entries] == [1, 2, 3, 4, 5]
    assert [one.outcome for one in seen.result.entries] == ["selected"] * 3 + ["reserve", "not_selected"]
    assert {one.decided_by for one in seen.result.entries} == {"number"}


def test_only_the_eligible_are_ranked_and_the_others_are_counted():
    of = create_round(4)
    said = {"income": LookUp.INCOME, "living": LookUp.LIVING_BENEFIT}
    values = ((of.applications[0], said["income"], 9_000_000), (of.applications[1], said["living"], True))
    for row, kind, value in values:
        look_ups.record(row, kind, value, looked_up_on=TODAY, source="행복e음", by=actor("jobs"), now=NOW)
    screenings.screen_all(of.notice, by=actor("jobs"), now=NOW, today=TODAY)

    inputs = selections.preview(of.notice).inputs

    assert sorted(inputs.candidates) == [3, 4]
    assert (inputs.left_out.ineligible, inputs.left_out.needs_review, inputs.left_out.unscreened) == (2, 0, 0)


def test_an_example_table_ranks_nobody():
    of = create_round(2)
    version = of.notice.versions[-1]
    document = selections.preview(of.notice).inputs.document
    version.document = document.with_score_table(replace(document.score_table, adopted_by="")).to_json()
    db.session.flush()

    with pytest.raises(RuleBroken, match="예시 배점표로는 선발할 수 없습니다"):
        propose(of)


def test_stale_screenings_are_refused():
    of = create_round(3)
    row = of.applications[2]
    look_ups.record(row, LookUp.PROPERTY, 1, looked_up_on=TODAY, source="행복e음", by=actor("jobs"), now=NOW)

    with pytest.raises(RuleBroken, match="자료가 바뀐 신청이 1건 있습니다"):
        propose(of)


def test_nobody_eligible_is_refused():
    of = create_round(2, screened=False)

    with pytest.raises(RuleBroken, match="적격인 신청이 없습니다"):
        propose(of)


def test_a_notice_still_open_is_previewed_but_not_proposed():
    of = create_round(4, closed=False)

    assert len(selections.preview(of.notice).result.entries) == 4
    with pytest.raises(RuleBroken, match="접수를 마감한 뒤 올려 주세요"):
        propose(of)

    notice_versions.close(of.notice, by=actor("jobs"), now=NOW)
    assert propose(of).state == "proposed"


def test_a_proposal_stores_the_run_and_changes_no_application():
    of = create_round(5)

    row = propose(of)

    stored = db.session.scalars(sa.select(SelectionEntry).where(SelectionEntry.selection_id == row.id)).all()
    assert [(one.rank, one.outcome, one.seat_no) for one in stored] == [
        (1, "selected", 1),
        (2, "selected", 2),
        (3, "selected", 3),
        (4, "reserve", None),
        (5, "not_selected", None),
    ]
    assert set(outcomes(of).values()) == {"screened"}
    assert (len(row.inputs_digest), len(row.result_digest), row.approved_by_id) == (64, 64, None)


def test_a_second_proposal_is_refused_while_one_waits():
    of = create_round(3)
    propose(of)

    with pytest.raises(Conflict, match="결재를 기다리는 선발안이 이미 있습니다"):
        propose(of)


def test_the_same_inputs_give_the_same_digests():
    of = create_round(5)

    first, second = selections.preview(of.notice).result, selections.preview(of.notice).result

    assert (first.inputs_digest, first.result_digest) == (second.inputs_digest, second.result_digest)
    assert propose(of).result_digest == first.result_digest


def test_the_stored_run_reads_like_the_preview():
    of = create_round(6)
    before = ranking.of_preview(selections.preview(of.notice))

    after = ranking.of_selection(propose(of))

    assert after.streams == before.streams
    assert ranking.to_json(after, "x") == ranking.to_json(before, "x")


def test_approving_writes_outcomes_participations_and_the_ledger():
    of = create_round(5)
    lead = actor("jobs_lead")

    assert selections.approve(propose(of), by=lead, now=NOW) == 3

    assert list(outcomes(of).values()) == ["selected"] * 3 + ["reserve", "not_selected"]
    people = participations(of)
    assert [(one.stream_code, one.seat_no, one.minutes_a_day, one.weekdays) for one in people] == [
        ("under65", 1, 300, 31),
        ("under65", 2, 300, 31),
        ("under65", 3, 300, 31),
    ]
    assert {(one.starts_on, one.ends_on, one.state, one.origin) for one in people} == {
        (of.cohort.starts_on, of.cohort.ends_on, "planned", "selection")
    }
    assert [one.contract_no for one in people] == [f"2024-지역공동체-하-000{number}" for number in (1, 2, 3)]
    ledger = db.session.scalars(sa.select(PastParticipation).order_by(PastParticipation.id)).all()
    assert [(row.person_id, row.participation_id, row.months, row.source) for row in ledger] == [
        (one.person_id, one.id, 4, "system") for one in people
    ]
    events = sa.select(sa.func.count(ApplicationEvent.id)).where(ApplicationEvent.by_id == lead.user_id)
    assert db.session.scalar(events) == 5


def test_worksites_are_filled_evenly():
    of = create_round(5, streams=(StreamPlan("under65", 5, 300),), sites=2)

    selections.approve(propose(of), by=actor("jobs_lead"), now=NOW)

    places = [one.worksite_id for one in participations(of)]
    assert sorted(places.count(site.id) for site in of.sites) == [2, 3]


def test_a_later_contract_start_is_kept():
    of = create_round(3)
    later = of.cohort.starts_on.replace(day=22)

    selections.approve(propose(of), by=actor("jobs_lead"), now=NOW, starts_on=later)

    assert {one.starts_on for one in participations(of)} == {later}


@pytest.mark.parametrize(("day", "month"), [(30, 6), (1, 11)])
def test_a_contract_start_outside_the_term_is_refused(day, month):
    of = create_round(3)
    row, lead = propose(of), actor("jobs_lead")

    with pytest.raises(RuleBroken, match="사업 기간 안의 날"):
        selections.approve(row, by=lead, now=NOW, starts_on=of.cohort.starts_on.replace(month=month, day=day))


def test_nobody_approves_their_own_proposal():
    of = create_round(3)
    maker = actor("jobs")
    row = propose(of, maker)

    with pytest.raises(RuleBroken, match="본인이 작성한 안은 본인이 결재할 수 없습니다"):
        selections.approve(row, by=maker, now=NOW)
    assert participations(of) == []


def test_the_second_approval_is_told_who_was_first():
    of = create_round(3)
    row = propose(of)
    first = actor("jobs_lead", name="한지우")
    selections.approve(row, by=first, now=NOW)

    with pytest.raises(Conflict, match="한지우님이 2024. 7. 8. 10:00에 이미 결재했습니다".replace(" ", ".")):
        selections.approve(row, by=actor("jobs_lead"), now=NOW)
    assert len(participations(of)) == 3


def test_inputs_that_changed_since_are_refused():
    of = create_round(3)
    row = propose(of)
    look_ups.record(
        of.applications[0],
        LookUp.PROPERTY,
        400_000_000,
        looked_up_on=TODAY,
        source="행복e음",
        by=actor("jobs"),
        now=NOW,
    )
    screenings.screen_all(of.notice, by=actor("jobs"), now=NOW, today=TODAY)

    with pytest.raises(RuleBroken, match="올린 뒤 신청이나 조회 결과가 바뀌어"):
        selections.approve(row, by=actor("jobs_lead"), now=NOW)


def test_a_rejected_proposal_makes_room_for_another():
    of = create_round(3)
    row = propose(of)
    with pytest.raises(RuleBroken, match="사유를 적어 주세요"):
        selections.reject(row, " ", by=actor("jobs_lead"), now=NOW)

    selections.reject(row, "배점을 다시 확인해 주세요.", by=actor("jobs_lead"), now=NOW)

    assert (row.state, row.reason) == ("rejected", "배점을 다시 확인해 주세요.")
    assert propose(of).id != row.id
    with pytest.raises(Conflict):
        selections.approve(row, by=actor("jobs_lead"), now=NOW)


def test_seats_of_another_stream_are_backfilled_and_numbered_there():
    plans = (StreamPlan("youth", 2, 300), StreamPlan("under65", 2, 180))
    of = create_round(
        4, streams=plans, change=lambda document: replace(document, backfill=(Backfill("youth", "under65"),))
    )

    selections.approve(propose(of), by=actor("jobs_lead"), now=NOW)

    seats = sorted((one.stream_code, one.seat_no, one.minutes_a_day) for one in participations(of))
    assert seats == [("under65", 1, 180), ("under65", 2, 180), ("youth", 1, 300), ("youth", 2, 300)]


def test_the_decision_stands_in_the_trail_with_the_people():
    of = create_round(3)
    selections.approve(propose(of), by=actor("jobs_lead"), now=NOW)
    audit.commit()

    actions = set(db.session.scalars(sa.select(AuditEntry.action)))
    assert {"cohort:selection:propose", "cohort:selection:approve", "cohort:participation:seat"} <= actions
    assert audit.verify().broken_id is None


def test_who_is_in_the_cohort_already_is_not_selected_again():
    of = create_round(3)
    person = of.applications[0].person_id
    db.session.add(
        Participation(
            cohort_id=of.cohort.id,
            person_id=person,
            stream_code="under65",
            seat_no=1,
            starts_on=of.cohort.starts_on,
            ends_on=of.cohort.ends_on,
            minutes_a_day=300,
            source="record",
            created_at=NOW,
        )
    )
    db.session.flush()

    inputs = selections.preview(of.notice).inputs
    selections.approve(propose(of), by=actor("jobs_lead"), now=NOW)

    assert (sorted(inputs.candidates), inputs.left_out.taking_part) == ([2, 3], 1)
    assert sorted(one.seat_no for one in participations(of)) == [1, 2, 3]
