"""Screening one and screening all: the same rules, the same findings, history kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.extensions import db
from app.recruitment.models import Screening
from app.recruitment.services import intake, look_ups, past, screening_work, screenings
from app.recruitment.words import LookUp
from app.rules.resident_number import parse
from app.shared.errors import RuleBroken
from tests.create import NOW, actor
from tests.recruitment.create import TODAY, create_application, create_intake, create_notice, number

pytestmark = pytest.mark.usefixtures("database")

CLEAN = {
    LookUp.INCOME: 1_200_000,
    LookUp.PROPERTY: 90_000_000,
    LookUp.LIVING_BENEFIT: False,
    LookUp.UNEMPLOYMENT_BENEFIT: {"receives": False, "until": None},
    LookUp.PAST: True,
    LookUp.OVERLAP: [],
}


def look_up(row, **values):
    answers = CLEAN | {LookUp(kind): value for kind, value in values.items()}
    for kind, value in answers.items():
        look_ups.record(row, kind, value, looked_up_on=TODAY, source="행복e음", by=actor(), now=NOW)


def screen(row, *, settle=True, today=TODAY):
    screenings.screen_one(row, by=actor(), now=NOW, today=today, settle=settle)
    return screenings.current(row.id)


def met(row):
    return {found.rule: found.met for found in screenings.outcome_of(row).findings}


def figure(row, rule):
    return next(found.figure for found in screenings.outcome_of(row).findings if found.rule == rule)


def test_at_the_counter_look_ups_are_missing_and_never_a_pass():
    row = create_application(create_notice())
    stored = screenings.current(row.id)
    assert (stored.verdict, row.state) == ("needs_review", "received")
    waiting = {rule for rule, value in met(stored).items() if value is None}
    assert waiting == {"income", "property", "repeat", "overlap", "living_benefit", "unemployment_benefit"}


@pytest.mark.parametrize(
    ("days_after_opening", "counts"), [(-1, False), (0, True)], ids=["the day before it opened", "the day it opened"]
)
def test_a_look_up_counts_from_the_day_the_notice_opened(days_after_opening, counts):
    notice = create_notice()
    row = create_application(notice)
    on = notice.opens_on + timedelta(days=days_after_opening)
    look_ups.record(row, LookUp.INCOME, 1_000_000, looked_up_on=on, source="행복e음", by=actor(), now=NOW)
    assert met(screen(row, settle=False))["income"] is (True if counts else None)


def test_clean_answers_make_it_eligible_and_the_first_result_stays_in_history():
    row = create_application(create_notice())
    look_up(row)
    assert (screen(row).verdict, row.state) == ("eligible", "screened")
    verdicts = db.session.scalars(sa.select(Screening.verdict).where(Screening.superseded_at.is_not(None))).all()
    assert verdicts == ["needs_review"]


@pytest.mark.parametrize(
    ("answers", "rule"),
    [
        ({"income": 2_946_088}, "income"),
        ({"property": 499_000_001}, "property"),
        ({"living_benefit": True}, "living_benefit"),
        ({"unemployment_benefit": {"receives": True, "until": "2024-09-30"}}, "unemployment_benefit"),
        ({"overlap": [{"label": "노인일자리", "starts_on": "2024-10-31", "ends_on": "2024-12-31"}]}, "overlap"),
        ({"restriction": {"label": "허위 신청", "until": None}}, "head_ban"),
        ({"restriction": {"label": "허위 신청", "until": "2024-07-01"}}, "head_ban"),
    ],
)
def test_a_look_up_overrides_the_declaration(answers, rule):
    row = create_application(create_notice())
    look_up(row, **answers)
    stored = screen(row)
    assert (stored.verdict, met(stored)[rule]) == ("ineligible", False)


def test_a_restriction_that_was_lifted_bars_nobody():
    row = create_application(create_notice())
    look_up(row, restriction={"label": "허위 신청", "until": None})
    assert screen(row, settle=False).verdict == "ineligible"
    look_up(row, restriction=None)
    assert screen(row).verdict == "eligible"


def test_exactly_the_ceiling_is_met():
    """2인 가구, 중위소득 80 %: 2,946,087원."""
    row = create_application(create_notice())
    look_up(row, income=2_946_087, property=499_000_000)
    assert screen(row).verdict == "eligible"


def test_the_newest_answer_of_a_kind_counts():
    row = create_application(create_notice())
    look_up(row, income=9_000_000)
    look_ups.record(row, LookUp.INCOME, 1_000_000, looked_up_on=date(2024, 7, 9), source="행복e음", by=actor(), now=NOW)
    assert screen(row).verdict == "eligible"


def test_a_third_round_within_two_years_is_barred():
    row = create_application(create_notice())
    look_up(row)
    for year, month in ((2023, 2), (2024, 1)):
        past.record_past(
            row.person, "companion", date(year, month, 1), date(year, month, 28), source="ilmoa", by=actor(), now=NOW
        )
    stored = screen(row)
    assert met(stored)["repeat"] is False
    assert figure(stored, "repeat") == 3


def test_a_round_that_two_sources_tell_of_counts_once():
    row = create_application(create_notice())
    look_up(row)
    for source, started_on, ended_on in (
        ("system", date(2024, 1, 8), date(2024, 5, 31)),
        ("ilmoa", date(2024, 1, 1), date(2024, 5, 31)),
    ):
        past.record_past(row.person, "companion", started_on, ended_on, source=source, by=actor(), now=NOW)
    stored = screen(row)
    assert figure(stored, "repeat") == 2
    assert met(stored)["repeat"] is True
    past.record_past(row.person, "community", date(2024, 1, 8), date(2024, 1, 31), source="ilmoa", by=actor(), now=NOW)
    assert figure(screen(row), "repeat") == 3  # another programme is another round


def test_leaving_early_without_a_known_reason_waits_and_misconduct_bars():
    row = create_application(create_notice())
    look_up(row)
    for reason, expected in (("job", True), ("personal", None), ("misconduct", False)):
        past.record_past(
            row.person,
            "companion",
            date(2024, 1, 8),
            date(2024, 3, 15),
            source="system",
            end_reason=reason,
            by=actor(),
            now=NOW,
        )
        assert met(screen(row))["quit_ban"] is expected


def test_the_later_of_a_household_is_barred_and_the_earlier_stands():
    notice, head = create_notice(), number("600101", 1, 41)
    first = create_application(notice, rrn=head)
    spouse = create_application(
        notice, rrn=number("620202", 2, 42), said={"householder": False}, householder_number=head
    )
    assert met(screenings.current(spouse.id))["household"] is False
    assert met(screen(first, settle=False))["household"] is True


def test_without_the_householders_number_the_household_is_checked_not_refused():
    row = create_application(create_notice(), said={"householder": False})
    assert met(screenings.current(row.id))["household"] is None
    look_up(row, household=True)
    assert met(screen(row))["household"] is True


def test_papers_wait_until_their_day_and_are_missing_from_the_next():
    row = create_application(create_notice(), papers=("application_form",))
    look_up(row)
    assert met(screen(row, today=date(2024, 7, 15)))["papers"] is None
    assert row.state == "papers_due"
    assert met(screen(row, today=date(2024, 7, 16)))["papers"] is False
    assert row.state == "screened"


def test_a_run_tells_whose_verdict_moved_apart_from_what_is_only_new_in_the_row():
    notice = create_notice()
    moves, stays = create_application(notice), create_application(notice)
    for row, won in ((moves, 9_000_000), (stays, 1_000_000)):
        look_ups.record(row, "income", won, looked_up_on=TODAY, source="행복e음", by=actor(), now=NOW)
    run = screenings.screen_all(notice, by=actor(), now=NOW, today=TODAY)
    assert (run.screened, run.changed, run.moved, run.first) == (2, 2, 1, 0)
    assert screening_work.said(run) == "2명을 심사했습니다. 판정이 바뀐 사람은 1명입니다."


def test_unchanged_facts_add_no_row():
    notice = create_notice()
    for _ in range(3):
        create_application(notice)
    first = screenings.screen_all(notice, by=actor(), now=NOW, today=TODAY)
    again = screenings.screen_all(notice, by=actor(), now=NOW, today=TODAY)
    assert (first.screened, first.changed, again.changed) == (3, 0, 0)
    assert db.session.scalar(sa.select(sa.func.count(Screening.id))) == 3


def test_one_and_all_give_the_same_findings():
    notice = create_notice()
    rows = [
        create_application(notice, said={"income_won": 3_120_000}),
        create_application(notice, rrn=number("050101", 3), papers=("application_form",)),
        create_application(notice, said={"householder": False, "district": "동작구"}),
        create_application(notice, rrn=number("800101", 5), who={"residence_status": "F-5"}),
    ]
    for row in rows[:2]:
        look_up(row)
    past.record_past(
        rows[0].person, "companion", date(2024, 5, 1), date(2024, 7, 5), source="ilmoa", by=actor(), now=NOW
    )
    singly = {}
    for row in rows:
        stored = screen(row, settle=False)
        singly[row.id] = (stored.verdict, screenings.outcome_of(stored), stored.facts_digest)
    db.session.execute(sa.update(Screening).values(superseded_at=NOW))
    screenings.screen_all(notice, by=actor(), now=NOW, today=TODAY)
    together = {
        row.id: (stored.verdict, screenings.outcome_of(stored), stored.facts_digest)
        for row in rows
        if (stored := screenings.current(row.id))
    }
    assert together == singly


def test_the_form_and_the_saved_application_are_judged_alike():
    """What the clerk sees before saving is what is stored after it."""
    notice, rrn = create_notice(), parse("660412-2000051")
    form = create_intake(said={"income_won": 3_120_000})
    shown = screenings.preview(notice, intake.draft_facts(notice, form, number=rrn), TODAY)
    row = create_application(notice, rrn=rrn, said={"income_won": 3_120_000})
    stored = screenings.current(row.id)
    assert [(found.rule, found.met) for found in shown.findings] == list(met(stored).items())


def test_the_batch_moves_to_screened_whoever_waits_for_no_paper():
    notice = create_notice()
    ready, waiting = create_application(notice), create_application(notice, papers=())
    screenings.screen_all(notice, by=actor(), now=NOW, today=TODAY)
    assert (ready.state, waiting.state) == ("screened", "papers_due")


def test_a_draft_is_not_screened():
    with pytest.raises(RuleBroken, match="공고하기 전"):
        screenings.screen_all(create_notice("draft"), by=actor(), now=NOW, today=TODAY)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("income", "1200000"),
        ("income", -1),
        ("living_benefit", "no"),
        ("overlap", [{"label": "x"}]),
        ("diagnosis", True),
        ("overlap", [{"label": "x", "starts_on": "2024-10-31", "ends_on": "2024-10-30"}]),
        ("unemployment_benefit", {"receives": True, "until": "9월"}),
        ("business", True),
        ("business", {"registered": "yes", "exception": ""}),
        ("employed", None),
        ("restriction", {"label": "", "until": None}),
        ("restriction", {"label": "허위 신청"}),
    ],
)
def test_a_look_up_of_another_shape_is_refused(kind, value):
    row = create_application(create_notice())
    with pytest.raises(RuleBroken, match="값을 확인"):
        look_ups.record(row, kind, value, looked_up_on=TODAY, source="x", by=actor(), now=NOW)


def test_a_run_after_the_selection_leaves_the_outcome_alone():
    notice = create_notice()
    row = create_application(notice)
    row.state = "selected"
    screenings.screen_all(notice, by=actor(), now=NOW, today=TODAY)
    assert row.state == "selected"
