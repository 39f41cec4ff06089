"""Papers and consents of a notice: who must hand in what, until when."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.extensions import db
from app.recruitment.address import clean_road_address
from app.recruitment.models import Paper
from app.recruitment.services import applications, checklist
from app.recruitment.services.intake import Agent
from app.reference.models import Project
from app.shared.errors import RuleBroken
from tests.create import NOW, actor
from tests.recruitment.create import TODAY, create_application, create_intake, create_notice, declared

OWN = [
    {"kind": "application_form", "label": "참여신청서(별지 1호)", "when": "always"},
    {"kind": "own_1", "label": "건강진단서", "when": "always"},
    {"kind": "own_2", "label": "자격증 사본", "when": "bonus"},
]

ALWAYS = tuple(one.kind for one in checklist.SHIPPED if one.when == "always")
SENT = Agent("이한결", "배우자", "01000001111")


@pytest.fixture
def notice(database):
    return create_notice()


def test_an_empty_list_is_the_shipped_one(notice):
    assert checklist.checklist_of(notice) == checklist.SHIPPED
    asked = checklist.required_papers(notice, declared(), False)
    assert asked == ["application_form", "info_consent", "sex_crime_consent", "child_abuse_consent"]


def test_claims_and_agents_add_their_papers(notice):
    claiming = declared(licence="driving_1")
    assert checklist.required_papers(notice, claiming, True)[-2:] == ["bonus_proof", "proxy_letter"]
    assert "proxy_letter" not in checklist.required_papers(notice, claiming, False)
    assert "bonus_proof" not in checklist.required_papers(notice, declared(), True)


def test_a_notices_own_list_takes_the_place_of_the_shipped_one_but_keeps_the_letter(notice):
    notice.papers = OWN
    assert checklist.required_papers(notice, declared(), False) == ["application_form", "own_1"]
    assert checklist.required_papers(notice, declared(vulnerable_types=("disabled",)), True) == [
        "application_form", "own_1", "own_2", "proxy_letter",
    ]  # fmt: skip
    assert checklist.paper_labels(notice)["own_1"] == "건강진단서"
    assert checklist.paper_labels(notice)["application_form"] == "참여신청서(별지 1호)"
    assert checklist.paper_labels(notice)["info_consent"] == "정보제공동의서"


@pytest.mark.parametrize(
    ("days", "day", "due"),
    [
        (7, date(2024, 7, 8), date(2024, 7, 15)),
        (5, date(2024, 7, 8), date(2024, 7, 15)),
        (4, date(2024, 7, 8), date(2024, 7, 12)),
        (7, date(2024, 8, 8), date(2024, 8, 16)),
        (1, date(2024, 9, 13), date(2024, 9, 19)),
    ],
    ids=["a Monday", "a Saturday moves to Monday", "a Friday stays", "15 August moves", "over the whole of 추석"],
)
def test_the_due_day_is_a_working_day(notice, days, day, due):
    notice.papers_days = days
    assert checklist.due_on(notice, day) == due


def test_missing_papers_of_an_own_list_are_due_by_the_notices_days(notice):
    notice.papers, notice.papers_days = OWN, 3
    row = create_application(notice, papers=("application_form",))
    assert (row.state, row.due_on) == ("papers_due", date(2024, 7, 11))
    papers = dict(db.session.execute(sa.select(Paper.kind, Paper.received_on).where(Paper.required)).all())
    assert papers == {"application_form": TODAY, "own_1": None}


def test_an_agent_is_named_and_brings_a_letter(notice):
    with pytest.raises(RuleBroken, match="대리인"):
        create_application(notice, said={"by_proxy": True})
    with pytest.raises(RuleBroken, match="대리인"):
        create_application(notice, said={"by_proxy": True}, agent=Agent("이한결", " ", "010-0000-1111"))
    row = create_application(notice, said={"by_proxy": True}, agent=SENT, papers=ALWAYS)
    agent = applications.proxy_of(row)
    assert (agent.name, agent.relation, agent.phone) == ("이한결", "배우자", "010-0000-1111")
    assert row.state == "papers_due"


def test_an_agent_goes_when_the_applicant_came_after_all(notice):
    row = create_application(notice, said={"by_proxy": True}, agent=SENT, papers=ALWAYS)
    applications.revise(row, create_intake(), version=row.version, by=actor("clerk"), now=NOW, today=TODAY)
    assert applications.proxy_of(row) is None
    assert row.state == "received"


def test_the_record_consent_is_needed_only_for_a_project_that_is_looked_up(notice):
    project = db.session.scalars(sa.select(Project)).one()
    without = create_application(notice, preferences=(project.id,))
    assert without.preferences == [project.id]
    project.checks = ["sex_crime", "child_abuse"]
    db.session.flush()
    assert checklist.checked_projects(notice) == [project.name]
    with pytest.raises(RuleBroken, match="경력 조회」에 동의해야"):
        create_application(notice, preferences=(project.id,))
    given = create_intake().consents
    create_application(notice, preferences=(project.id,), consents=(*given, "criminal_record"))
    create_application(notice)


@pytest.mark.parametrize(
    "good",
    [
        "관악구 신림로3길 12",
        "서울특별시 관악구 관악로 145",
        "서울특별시 관악구 당곡길 9000-1",
        "관악구  낙성대로15길 5-3",
        "관악구 봉천로 12길 5",
        "남부순환로 지하 1614",
        "관악구 신림로３길 １２",
        "경기도 안양시 만안구 안양로 120 (안양동)",
        "관악구 문성로16가길 7, 3층",
    ],
)
def test_a_road_and_a_number_is_an_address(good):
    assert "  " not in clean_road_address(good)


@pytest.mark.parametrize(
    "bad",
    [
        "관악구 신림동 1523-4",
        "관악구 신림로3길",
        "관악구",
        "신림로",
        "관악구 신림동 로얄빌라 3",
        "12",
        "로 12",
        "관악구 봉천동 산 1-2",
    ],
)
def test_another_address_is_refused_with_what_is_accepted(bad):
    with pytest.raises(RuleBroken, match="도로명주소로 적어 주세요"):
        clean_road_address(bad)


def test_a_tick_at_a_paper_that_is_not_asked_for_is_no_paper_received(notice):
    """「모두 받음」 may tick every box: who came in person and claims nothing has brought neither."""
    row = create_application(notice, papers=(*ALWAYS, "proxy_letter", "bonus_proof"))

    kinds = set(db.session.scalars(sa.select(Paper.kind).where(Paper.application_id == row.id)))
    assert kinds == set(ALWAYS)
