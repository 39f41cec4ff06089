"""What the story of the demo left, each on the page that should show it, as the account that would look."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import drafts
from app.accounts.models import Draft, User
from app.audit.services import verify
from app.demo import asking, parts
from app.demo.story_time import TODAY as BUSINESS_DATE
from app.extensions import db
from app.recruitment.models import (
    Appeal,
    Application,
    ApplicationState,
    Confirmation,
    Consent,
    ImportBatch,
    LookUpRequest,
    Notice,
    Paper,
    PastParticipation,
    Person,
    Proxy,
    Screening,
    ScreeningOverride,
)
from app.recruitment.services import intake_closings, notices, screening_run, screenings
from app.recruitment.services.screening_work import said
from app.rules.criteria import RULE_CODES
from app.rules.resident_number import CHECKSUM_WARNING, parse
from app.shared.actor import Actor
from app.tasks.models import Job

SUMMER, WINTER, DISTRICT = "2024H2-companion-1", "2024H1-companion-1", "2023H2-gangamchan-1"
NEXT = "2024H2-gangamchan-1"
OVERDUE = 1
"""Whose papers were due after the screening of 7. 5."""
See = Callable[[str, str], str]


@pytest.fixture(scope="module")
def see(filled: Flask) -> See:
    """``see(login, path)``: the text of the page as that account of the demo sees it."""
    lines = (Path(filled.instance_path) / "demo-accounts.txt").read_text(encoding="utf-8").splitlines()[1:]
    passwords = {line.split()[0]: line.split()[1] for line in lines}
    clients: dict[str, FlaskClient] = {}

    def look(login: str, path: str) -> str:
        if login not in clients:
            clients[login] = filled.test_client()
            answer = clients[login].post("/sign-in", data={"login": login, "password": passwords[login]})
            assert answer.status_code == 302, answer.text
        page = clients[login].get(path)
        assert page.status_code == 200, page.text
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))

    return look


def one(query: sa.Select[Any]) -> Any:
    return db.session.scalars(query).one()


def override(state: str, ended: bool) -> ScreeningOverride:
    query = sa.select(ScreeningOverride).join(Screening, Screening.id == ScreeningOverride.screening_id)
    ends = Screening.superseded_at.is_not(None) if ended else Screening.superseded_at.is_(None)
    return one(query.where(ScreeningOverride.state == state, ends))


def test_the_chain_of_the_trail_holds_over_the_whole_story(filled: Flask) -> None:
    walk = verify()
    assert (walk.broken_id, walk.entries > 300) == (None, True)


def test_every_cohort_with_a_notice_was_confirmed(filled: Flask, see: See) -> None:
    with_notice = set(db.session.scalars(sa.select(Notice.cohort_id)))
    assert len(with_notice) == 5
    assert set(db.session.scalars(sa.select(Confirmation.cohort_id).where(Confirmation.kind == "final"))) == with_notice
    page = see("jobs01", f"/notices/{SUMMER}/plan")
    assert "확정내시" in page
    assert "가내시" in page


def test_the_open_notice_says_its_number_days_and_where_to_ask(filled: Flask, see: See) -> None:
    page = see("jobs01", f"/notices/{SUMMER}")
    for text in ("관악구 공고 제2024-0000호(예시)", "2024. 5. 2.", "2024. 7. 24.", "02-0000-0000"):
        assert text in page


@pytest.mark.parametrize(("code", "counts"), [(WINTER, (21, 21)), (DISTRICT, (21, 21)), (SUMMER, (6, 4))])
def test_how_many_dongs_have_sent(filled: Flask, see: See, code: str, counts: tuple[int, int]) -> None:
    assert intake_closings.progress(notices.by_code(code)) == (*counts, 21)
    assert f"{counts[0]}/21" in see("jobs01", f"/notices/{code}/intake").replace(" ", "")


def test_lists_went_out_and_some_people_have_no_answer(filled: Flask, see: See) -> None:
    listed = see("jobs01", f"/notices/{SUMMER}/look-ups")
    waiting = {
        "welfare": 10,
        "ilmoa": 8,
        "employment": 0,
        "business": 1003 - asking.ANSWERED_BUSINESS - 1,
    }  # one has cancelled since
    for kind, people in waiting.items():
        row = one(sa.select(LookUpRequest).where(LookUpRequest.kind == kind))
        assert row.number in listed
        assert f"{people:,}" in see("jobs01", f"/look-ups/{row.id}")


def test_stale_results_are_left_over_and_said_to_be(filled: Flask, see: See) -> None:
    jobs = one(sa.select(User).where(User.login == "jobs01"))
    count = screenings.stale_count(notices.by_code(SUMMER), Actor(jobs.id, jobs.name, jobs.role), BUSINESS_DATE)
    assert count == asking.ANSWERED_BUSINESS + OVERDUE
    assert f"{count}명" in see("jobs01", f"/notices/{SUMMER}/screening")


def test_one_override_holds_one_waits_and_one_ended_with_a_new_screening(filled: Flask, see: See) -> None:
    holds, waits, ended = override("approved", False), override("proposed", False), override("approved", True)
    assert "진단서" in see("jobs01", f"/overrides/{holds.id}")
    assert "1건" in see("jobs_lead01", "/")
    assert "경력증명서" in see("jobs_lead01", f"/overrides/{waits.id}")
    assert "다시 심사" in see("jobs_lead01", f"/overrides/{ended.id}")
    application = db.session.get_one(Application, ended.application_id)
    current = screenings.current(application.id)
    assert current is not None
    assert current.verdict == "eligible"


def test_one_appeal_waits_three_days_and_one_was_upheld(filled: Flask, see: See) -> None:
    waits, decided = (
        one(sa.select(Appeal).where(Appeal.state == "received")),
        one(sa.select(Appeal).where(Appeal.state == "decided")),
    )
    assert (str(waits.due_on), str(decided.decided_on), decided.outcome) == ("2024-07-11", "2024-06-20", "upheld")
    listed = see("jobs01", f"/notices/{SUMMER}/appeals")
    assert waits.number in listed
    assert "아들" in see("jobs01", f"/appeals/{waits.id}")
    assert "받아들이" in see("jobs01", f"/appeals/{decided.id}")


def test_somebody_came_for_a_senior_with_a_letter(filled: Flask, see: See) -> None:
    agent = one(sa.select(Proxy))
    page = see("sinrim01", f"/applications/{agent.application_id}")
    for text in ("대리", agent.name, "자녀", "위임장"):
        assert text in page


def test_a_withdrawn_application_says_why(filled: Flask, see: See) -> None:
    row = one(sa.select(Application).where(Application.state == ApplicationState.CANCELLED))
    page = see("sinrim01", f"/applications/{row.id}")
    assert "취소" in page
    assert "다른 일자리에 취업" in page


def test_a_paper_asked_for_again_says_why_beside_one_that_is_only_missing(filled: Flask, see: See) -> None:
    asked = one(sa.select(Paper).where(Paper.asked_reason.is_not(None)))
    missing = sa.select(Paper).where(Paper.application_id == asked.application_id, Paper.required)
    assert len(db.session.scalars(missing.where(Paper.received_on.is_(None))).all()) == 2
    for path in (f"/applications/{asked.application_id}", f"/notices/{SUMMER}/missing-papers"):
        assert "사유: 신청인 서명이 빠져 있습니다." in see("sinrim01", path)


def test_the_home_of_the_clerk_is_the_work_list_of_the_wireframe(filled: Flask, see: See) -> None:
    page = see("sinrim01", "/")
    for title, people in (
        ("보완 서류를 받지 못한 신청", "1명"),
        ("보완 기한이 오늘인 신청", "2명"),
        ("보완할 서류", f"{parts.DUE_LATER_AT_SINRIM}명"),
    ):
        assert re.search(rf"{title} · 2024년 하반기 서울동행일자리[^명]*{people}", page), title
    assert "10:42에 멈춘 신청 접수" in page
    assert "접수 마감, 동 접수대장 송부" in page


def test_the_draft_is_sealed_and_comes_back_as_it_was(filled: Flask, see: See) -> None:
    draft = one(sa.select(Draft))
    assert "김가온".encode() not in draft.body_cipher
    assert "10:42에 멈춘 신청 접수" in see("sinrim01", f"/notices/{SUMMER}/applications/new")
    values = drafts.values_of(draft.user_id, draft.form, now=draft.at)
    assert values is not None
    assert (values["name"], values["income_won"]) == ("김가온", "3120000")


def test_messages_are_not_wanted_by_one(filled: Flask, see: See) -> None:
    row = one(sa.select(Consent).where(Consent.withdrawn_at.is_not(None)))
    application = db.session.get_one(Application, row.application_id)
    assert (row.purpose, application.state) == ("messages", ApplicationState.SCREENED)
    assert "전화로만 연락받기를 바람" in see("sinrim01", f"/people/{application.person_id}/consents")


def test_the_wife_at_daehak_has_applied(filled: Flask, see: See) -> None:
    row = one(sa.select(Application).join(Person).where(Person.name == "배은솔"))
    page = see("daehak01", f"/applications/{row.id}")
    assert "배은솔" in page
    assert "한누리" in page


def test_third_rounds_within_two_years_are_refused_and_said_to_be(filled: Flask, see: See) -> None:
    listed = see("jobs01", f"/notices/{SUMMER}/screening")
    assert re.search(r"반복참여 26", listed)
    repeat = sa.select(Screening.application_id).join(Application).join(Notice).where(Notice.code == SUMMER)
    bit = 1 << RULE_CODES.index("repeat")
    found = db.session.scalars(
        repeat.where(Screening.superseded_at.is_(None), Screening.failed_mask.bitwise_and(bit) != 0)
    ).all()
    assert len(found) == 26
    assert "2년" in see("jobs01", f"/applications/{found[0]}/screening")


def test_one_file_is_in_and_one_waits_with_its_faults(filled: Flask, see: See) -> None:
    put_in = one(sa.select(ImportBatch).where(ImportBatch.kind == "applications", ImportBatch.state == "committed"))
    waits = one(sa.select(ImportBatch).where(ImportBatch.kind == "applications", ImportBatch.state == "checked"))
    assert [put_in.counts[name] for name in ("new", "updated", "unchanged", "errors")] == [0, 5, 0, 0]
    assert [waits.counts[name] for name in ("new", "updated", "unchanged", "errors")] == [7, 1, 1, 5]
    assert put_in.content is None
    listed = see("jobs01", f"/notices/{SUMMER}/import")
    assert put_in.file_name in listed
    assert waits.file_name in listed
    preview = see("jobs01", f"/notices/{SUMMER}/import/{waits.id}")
    assert "신림1동" in preview
    assert "백이십만 원" in preview


def test_the_run_of_the_morning_stands_among_the_tasks(filled: Flask, see: See) -> None:
    job = one(sa.select(Job))
    assert (job.state, job.progress, job.total) == ("done", 1003, 1003)
    told = [job.result[name] for name in ("screened", "changed", "moved", "first")]
    assert job.message == said(screening_run.Run(*told, 0, 0, 0))
    assert told[0] == 1003
    assert job.title in see("jobs01", "/tasks")
    assert job.message in see("jobs01", f"/tasks/{job.id}")


def test_the_next_notice_is_being_written_from_the_last_round(filled: Flask, see: See) -> None:
    notice = notices.by_code(NEXT)
    assert (notice.state, sum(one.seats for one in notice.streams)) == ("draft", 250)
    document = notices.document_of(notices.current_version(notice))
    assert {rule.confidence for rule in document.rules if rule.on} >= {"M"}
    assert not document.score_table.usable
    page = see("jobs01", f"/notices/{NEXT}/edit")
    assert "확인 필요" in page
    assert "240" in see("jobs01", f"/notices/{NEXT}")


def test_old_histories_came_from_ilmoa_for_some(filled: Flask, see: See) -> None:
    rows = db.session.scalars(sa.select(PastParticipation).where(PastParticipation.source == "ilmoa")).all()
    assert len(rows) == 14
    assert "일모아" in see("jobs01", f"/people/{rows[0].person_id}/participations")


def test_every_number_of_the_demo_fails_the_old_checksum(filled: Flask) -> None:
    draft = one(sa.select(Draft))
    values = drafts.values_of(draft.user_id, draft.form, now=draft.at)
    assert values is not None
    assert parse(values["kept"]).warning == CHECKSUM_WARNING
