"""A notice from draft to close: what blocks it, who may open it, what freezes."""

from __future__ import annotations

from datetime import date

import pytest

from app.recruitment.services import notice_versions, notices
from app.recruitment.services.notices import StreamPlan
from app.rules.criteria import RepeatLimit
from app.shared.errors import Conflict, RuleBroken
from tests.create import NOW, actor, create_cohort, create_project
from tests.recruitment.create import STREAMS, TODAY, confirm_cohort, create_notice, fill_notice

pytestmark = pytest.mark.usefixtures("database")


def test_codes_count_up_within_the_cohort():
    cohort = create_cohort()
    codes = [create_notice("draft", cohort=cohort).code for _ in range(2)]
    assert codes == ["2024H2-community-1", "2024H2-community-2"]


def test_reference_dates_come_from_the_shipped_set():
    """지역공동체 2024H2 counts age on 공고일; 동행 on the cohort's start."""
    community = create_notice("draft", document=None)
    companion = create_notice("draft", cohort=create_cohort("companion", months_reason="예시"), document=None)
    assert (community.age_on, community.income_year) == (date(2024, 5, 7), 2024)
    assert companion.age_on == date(2024, 7, 1)


@pytest.mark.parametrize(
    ("streams", "sentence"),
    [
        ([], "모집 구분을 하나 이상"),
        ([StreamPlan("under65", 1, 300), StreamPlan("under65", 1, 300)], "한 번씩만"),
        ([StreamPlan("over80", 1, 300)], "한 번씩만"),
        ([StreamPlan("senior", 1, 481)], "8시간 이하"),
        ([StreamPlan("senior", -1, 180)], "0명 이상"),
    ],
)
def test_bad_streams_are_refused(streams, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        create_notice("draft", streams=streams)


def test_window_must_be_in_order():
    with pytest.raises(RuleBroken, match="마감일"):
        create_notice("draft", opens_on=date(2024, 7, 2), closes_on=date(2024, 7, 1))


def test_project_seats_stay_within_the_stream():
    notice, maker = create_notice("draft", project_seats=5), actor()
    project = create_project()
    notices.add_project(notice, project, "under65", 8, by=maker, now=NOW)
    with pytest.raises(RuleBroken, match="합 14명이 모집 구분의 자리 13명"):
        notices.add_project(notice, create_project(), "under65", 1, by=maker, now=NOW)
    with pytest.raises(RuleBroken, match="세부사업을 골라"):
        notices.add_project(notice, create_project(programme_code="companion"), "senior", 1, by=maker, now=NOW)


def test_undecided_and_unconfirmed_criteria_and_the_example_table_block():
    notice, maker = create_notice("draft", document=None), actor()
    blocking = notice_versions.obstacles(notice, TODAY)
    assert any("반복참여" in text and "미확정" in text for text in blocking)
    assert any("예시 배점표" in text for text in blocking)
    notice_versions.settle_rule(notice, "repeat", "지침 3쪽", by=maker, now=NOW, limits=RepeatLimit(years=2, rounds=2))
    notice_versions.confirm_criteria(notice, "일자리-77", by=maker, now=NOW)
    confirm_cohort(notice.cohort, by=maker)
    fill_notice(notice, by=maker)
    with pytest.raises(RuleBroken, match="예시 배점표로는"):
        notice_versions.propose(notice, by=maker, now=NOW, today=TODAY)
    notice_versions.adopt_score_table(notice, "방침-5", by=maker, now=NOW)
    assert notice_versions.obstacles(notice, TODAY) == []
    assert notices.current_version(notice).number == 4


def test_nobody_opens_their_own_proposal():
    maker = actor("jobs")
    notice = create_notice("proposed", by=maker)
    with pytest.raises(RuleBroken, match="본인이 작성한 안"):
        notice_versions.open_notice(notice, by=maker, now=NOW, today=TODAY)
    assert notice.state == "draft"


def test_a_draft_that_was_not_proposed_cannot_open():
    with pytest.raises(RuleBroken, match="결재에 올리지 않은"):
        notice_versions.open_notice(create_notice("draft"), by=actor("jobs_lead"), now=NOW, today=TODAY)


def test_the_second_opener_is_told_who_was_first():
    notice = create_notice("open")
    with pytest.raises(Conflict, match="이미 결재했습니다"):
        notice_versions.open_notice(notice, by=actor("jobs_lead"), now=NOW, today=TODAY)


def test_criteria_freeze_when_it_opens():
    notice = create_notice("open")
    document = notices.document_of(notices.current_version(notice)).with_rule("student", on=False)
    with pytest.raises(RuleBroken, match="공고한 뒤에는"):
        notice_versions.new_version(notice, document, reason="바꿈", by=actor(), now=NOW)
    with pytest.raises(RuleBroken, match="공고한 뒤에는"):
        notices.add_project(notice, create_project(), "senior", 1, by=actor(), now=NOW)


def test_a_proposal_changed_afterwards_needs_a_new_proposal():
    """A new version after proposing has no proposer: what is opened is what was proposed."""
    notice = create_notice("proposed")
    document = notices.document_of(notices.current_version(notice)).with_rule("student", on=False)
    notice_versions.new_version(notice, document, reason="재학 허용", by=actor(), now=NOW)
    with pytest.raises(RuleBroken, match="결재에 올리지 않은"):
        notice_versions.open_notice(notice, by=actor("jobs_lead"), now=NOW, today=TODAY)


def test_a_window_that_is_over_cannot_open():
    with pytest.raises(RuleBroken, match="지났습니다"):
        create_notice("open", opens_on=date(2024, 5, 1), closes_on=date(2024, 7, 7), streams=STREAMS)


def test_only_an_open_notice_closes():
    with pytest.raises(RuleBroken, match="접수 중인 공고만"):
        notice_versions.close(create_notice("draft"), by=actor(), now=NOW)
