"""The papers through the client: who may print what, whose print is kept, and what the rows come to on paper."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from app.accounts.models import Dong
from app.audit.models import AuditEntry
from app.cohorts.services.selection_inputs import collect
from app.extensions import db
from app.recruitment.asked import ON_PAPER
from app.recruitment.documents.missing_papers import OwedPaper
from app.recruitment.documents.notice import written_notice
from app.recruitment.models import Application, ApplicationState, ScreeningOverride
from app.recruitment.notice_words import notice_text
from app.recruitment.services import (
    form_values,
    intake_closings,
    look_ups,
    paper_values,
    register_values,
    screenings,
    sheet_values,
    transitions,
    verdict_values,
)
from app.recruitment.services.intake import Agent, Member
from app.recruitment.services.notice_values import notice_values
from app.recruitment.services.notices import current_version, document_of
from app.recruitment.views.downloads import disposition
from app.rules.scoring import score
from app.shared.canonical import digest
from app.shared.errors import RuleBroken
from app.shared.periods import SEOUL, korean_date
from tests.create import DAEHAK, NOW, SINRIM, actor
from tests.printing.read import assert_sound, squeezed
from tests.recruitment.create import TODAY, create_application, create_notice

pytestmark = pytest.mark.usefixtures("database")
SENT = Agent("이한결", "배우자", "01000001111")


def personal(row: Application) -> dict[str, str]:
    return {
        name: f"/applications/{row.id}/{name}.pdf"
        for name in ("application-form", "withdrawal-slip", "proxy-letter", "screening-sheet")
    }


def printed_of() -> list[AuditEntry]:
    return list(db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "recruit:paper:print")))


def too_rich(row: Application) -> None:
    """A look-up far above the ceiling, and the application screened by it."""
    by = actor("jobs")
    look_ups.record(row, "income", 9_000_000, looked_up_on=TODAY, source="행복e음", by=by, now=NOW)
    screenings.screen_one(row, by=by, now=NOW, today=TODAY, settle=True)


@pytest.mark.parametrize("name", ["application-form", "withdrawal-slip", "proxy-letter", "screening-sheet"])
def test_paper_of_a_person_is_drawn_and_kept_in_the_trail(client_of, name):
    row = create_application(create_notice())
    answer = client_of("jobs").get(personal(row)[name])
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert_sound(answer.data)
    assert row.person.name in squeezed(answer.data)
    entries = printed_of()
    assert len(entries) == 1
    assert (entries[0].subject, entries[0].subject_id) == ("application", row.id)
    assert row.person.name not in answer.headers["Content-Disposition"]
    assert row.code in unquote(answer.headers["Content-Disposition"])


@pytest.mark.parametrize("name", ["application-form", "withdrawal-slip", "proxy-letter", "screening-sheet"])
def test_clerk_prints_for_the_own_dong_only(client_of, name):
    row = create_application(create_notice())
    path = personal(row)[name]
    assert client_of("clerk").get(path).status_code == 200
    foreign = client_of("clerk", dong_code=DAEHAK).get(path)
    unknown = client_of("clerk", dong_code=DAEHAK).get(path.replace(str(row.id), "999999"))
    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert len(printed_of()) == 1


@pytest.mark.parametrize("role", ["supervisor", "finance", "pledge", "admin"])
def test_who_may_not_read_may_not_print(client_of, role):
    row = create_application(create_notice())
    client = client_of(role)
    for path in (*personal(row).values(), f"/notices/{row.notice.code}/intake/register.pdf?dong={SINRIM}"):
        assert client.get(path).status_code == 403, path
    assert printed_of() == []


def test_form_says_what_was_declared():
    row = create_application(
        create_notice(),
        who={"name": "남궁 <b>가온</b>"},
        said={"vulnerable_types": ("disabled",), "student": None},
        members=(Member("배우자", "이한결", 1964, 700_000),),
        consents=("personal", "unique_id", "health", "third_party"),
    )
    form = form_values.form_of(row, demo=False)
    assert form.name == "남궁 <b>가온</b>"
    assert form.rrn == row.person.rrn_masked
    assert "*" in form.rrn
    assert [one.label for one in form.types if one.chosen] == ["장애인"]
    answers = {one.label: one.answer for one in form.questions}
    assert answers[ON_PAPER["student"]] is None
    assert answers[ON_PAPER["living_benefit"]] is False
    assert [(one.name, one.income_won) for one in form.members] == [("이한결", 700_000)]
    given = {one.purpose: one.given for one in form.consents}
    assert (given["personal"], given["messages"]) == (True, False)
    assert "근로관계 서류는 3년" in form.retention
    assert "사업 회차가 끝난 뒤 기록관리기준표로 정한 기간" in form.retention, "90일 is not certain: no paper says it"
    assert not any(period in form.retention for period in ("90일", "5년"))


def test_receipt_names_proxy_and_missing_papers():
    row = create_application(create_notice(), said={"by_proxy": True}, agent=SENT, papers=("application_form",))
    values = paper_values.receipt_of(row, demo=True)
    assert values.proxy == "이한결(배우자)"
    assert values.due_on == row.due_on
    missing = [one.label for one in values.papers if one.missing]
    assert "위임장" in missing
    assert "참여신청서" not in missing
    assert values.demo
    letter = form_values.proxy_letter_of(row, demo=False)
    assert (letter.proxy_name, letter.relation) == ("이한결", "배우자")


@pytest.mark.parametrize(("state", "word"), [("cancelled", "취소"), ("declined", "포기")])
def test_receipt_of_what_was_given_up_says_so(state, word):
    row = create_application(create_notice())
    assert paper_values.receipt_of(row, demo=False).ended == ""
    transitions.move(row, state, by=actor("clerk"), now=NOW, reason="다른 일을 구함")
    values = paper_values.receipt_of(row, demo=False)
    assert values.ended == f"이 신청은 {korean_date(NOW.astimezone(SEOUL).date())} {word}되었습니다."
    transitions.move(row, "received", by=actor("jobs"), now=NOW, reason="잘못 누름")
    assert paper_values.receipt_of(row, demo=False).ended == ""


def test_missing_papers_of_many_take_as_many_statements_as_of_one():
    notice = create_notice()
    rows = [create_application(notice, papers=("application_form",)) for _ in range(6)]
    whole = create_application(notice)
    counts = []
    for some in (rows[:1], rows):
        ids, numbers = [one.id for one in (*some, whole)], [one.code for one in some]
        db.session.flush()
        db.session.expire_all()
        seen: list[str] = []
        listen = lambda *args, seen=seen: seen.append(args[2])  # noqa: E731
        by = actor("jobs")
        event.listen(db.engine, "before_cursor_execute", listen)
        letters = paper_values.missing_papers_of(ids, by, printed_on=TODAY, demo=False)
        event.remove(db.engine, "before_cursor_execute", listen)
        assert [one.number for one in letters] == numbers
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert all(OwedPaper("정보제공동의서") in one.papers for one in letters)
    foreign = actor("clerk", dong_code=DAEHAK)
    assert paper_values.missing_papers_of([one.id for one in rows], foreign, printed_on=TODAY, demo=False) == []


def test_the_applicant_reads_on_the_letter_why_a_paper_is_asked_for(client_of):
    row = create_application(create_notice(), papers=("application_form", "info_consent", "sex_crime_consent"))
    jobs = client_of("jobs")
    form = jobs.get(f"/applications/{row.id}/papers").text
    assert "보완 안내에 그대로 적혀 신청인이 읽습니다." in form
    assert "적히지 않으니" not in form
    ask = {
        "once": "p",
        "papers": ["application_form"],
        "due_on": "2024-07-19",
        "reason": "서명이 <b>빠져</b> 있습니다.",
    }
    assert jobs.post(f"/applications/{row.id}/papers/ask", data=ask).status_code == 302
    letter = paper_values.missing_papers_letter(row, jobs.user, printed_on=TODAY, demo=False)
    assert set(letter.papers) == {
        OwedPaper("참여신청서", "서명이 <b>빠져</b> 있습니다."),
        OwedPaper("아동학대 전력조회 동의서"),
    }
    clerk = client_of("clerk")
    assert "서명이 <b>빠져</b> 있습니다." in squeezed(clerk.get(f"/applications/{row.id}/missing-papers.pdf").data)
    path = f"/notices/{row.notice.code}/missing-papers"
    every = squeezed(clerk.post(f"{path}/notice.pdf", data={}).data)
    assert "서명이 <b>빠져</b> 있습니다." in every
    for page in (f"/applications/{row.id}", path):
        shown = clerk.get(page).text
        assert shown.count("사유: 서명이 &lt;b&gt;빠져&lt;/b&gt; 있습니다.") == 1, page


def test_register_of_one_dong_and_nobody_elses(client_of):
    notice = create_notice()
    mine = create_application(notice, who={"name": "김신림"})
    other = create_application(notice, by=actor("clerk", dong_code=DAEHAK), who={"name": "이대학", "dong_code": DAEHAK})
    sent = create_application(notice, said={"by_proxy": True}, agent=SENT, papers=())
    path = f"/notices/{notice.code}/intake/register.pdf"
    own = client_of("clerk").get(path)
    assert own.status_code == 200
    text = squeezed(own.data)
    assert "김신림" in text
    assert "이대학" not in text
    assert "모두 2명" in text
    assert client_of("clerk").get(f"{path}?dong={DAEHAK}").status_code == 404
    jobs = client_of("jobs")
    assert "이대학" in squeezed(jobs.get(f"{path}?dong={DAEHAK}").data)
    assert jobs.get(path).status_code == 404
    assert jobs.get(f"{path}?dong=0000000000").status_code == 404
    assert len(printed_of()) == 2
    dong = db.session.get(Dong, SINRIM)
    values, people = register_values.intake_register_of(notice, dong, actor("jobs"), printed_on=TODAY, demo=False)
    assert people == [mine.person_id, sent.person_id]
    assert other.person_id not in people
    assert (values.rows[1].remark, values.rows[0].remark) == ("대리", "")
    assert values.rows[0].papers == "완비"
    assert values.rows[1].papers.startswith("미비")


def test_register_keeps_what_was_sent_apart_from_what_came_later(client_of):
    notice = create_notice()
    sent = [create_application(notice) for _ in range(2)]
    closing = intake_closings.close_dong(
        notice, SINRIM, by=actor("clerk"), now=NOW, today=TODAY, reason="동 행사로 일찍 마감"
    )
    late = create_application(notice, by=actor("jobs"), who={"name": "나중이"})
    dong = db.session.get(Dong, SINRIM)
    values, people = register_values.intake_register_of(notice, dong, actor("jobs"), printed_on=TODAY, demo=False)
    assert [int(one.number) for one in values.rows] == [one.number for one in sent]
    assert digest([int(one.number) for one in values.rows]) == closing.digest
    assert [one.name for one in values.later] == ["나중이"]
    assert people == [one.person_id for one in (*sent, late)]
    text = squeezed(client_of("jobs").get(f"/notices/{notice.code}/intake/register.pdf?dong={SINRIM}").data)
    assert "모두 2명" in text
    assert "신청 2건을 구청에 보냅니다" in text
    assert "송부한 뒤 더한 신청 1건" in text
    intake_closings.reopen(notice, SINRIM, reason="다시 받음", by=actor("jobs"), now=NOW)
    values, _ = register_values.intake_register_of(notice, dong, actor("jobs"), printed_on=TODAY, demo=False)
    assert (len(values.rows), values.later, values.digest) == (3, (), "")


def test_sheet_scores_as_the_selection_does():
    notice = create_notice()
    row = create_application(notice)
    by = actor("jobs")
    for kind, value in (("income", 1_200_000), ("property", 90_000_000), ("living_benefit", False), ("past", True)):
        look_ups.record(row, kind, value, looked_up_on=TODAY, source="행복e음", by=by, now=NOW)
    look_ups.record(row, "overlap", [], looked_up_on=TODAY, source="일모아", by=by, now=NOW)
    look_ups.record(
        row,
        "unemployment_benefit",
        {"receives": False, "until": None},
        looked_up_on=TODAY,
        source="고용보험",
        by=by,
        now=NOW,
    )
    look_ups.record(row, "household", True, looked_up_on=TODAY, source="등본", by=by, now=NOW)
    screenings.screen_one(row, by=by, now=NOW, today=TODAY, settle=True)
    sheet = sheet_values.screening_sheet_of(row, printed_on=TODAY, demo=False)
    chosen = collect(notice).candidates[row.number].score
    assert [(one.label, one.points) for one in sheet.scores] == [(one.label, one.points) for one in chosen.items]
    assert sheet.total == chosen.total
    assert not sheet.incomplete
    assert sheet.remarks == ()
    assert sheet.verdict.startswith("적격")
    assert [one.label for one in sheet.rules] == [one.label for one in document_of(current_version(notice)).rules_on]
    assert any("1,200,000원 (행복e음, 2024. 7. 8.)" in one.looked_up.replace("\u00a0", " ") for one in sheet.facts)


def test_sheet_says_when_the_facts_changed_after_the_screening():
    row = create_application(create_notice())
    look_ups.record(row, "income", 1, looked_up_on=TODAY, source="행복e음", by=actor("jobs"), now=NOW)
    remarks = " ".join(sheet_values.screening_sheet_of(row, printed_on=TODAY, demo=False).remarks)
    assert "다시 심사해 주세요" in remarks


def test_sheet_of_a_withdrawn_application_has_no_points():
    row = create_application(create_notice())
    row.state = ApplicationState.CANCELLED
    db.session.flush()
    sheet = sheet_values.screening_sheet_of(row, printed_on=TODAY, demo=False)
    assert sheet.scores == ()
    assert sheet.table == sheet_values.GIVEN_UP


def test_changed_verdict_stands_on_the_sheet_and_stops_the_letter():
    row = create_application(create_notice())
    too_rich(row)
    letter = verdict_values.verdict_letter_of(row, issued_on=TODAY, demo=False)
    assert [one.label for one in letter.grounds] == ["소득"]
    screening = screenings.current(row.id)
    db.session.add(
        ScreeningOverride(
            screening_id=screening.id,
            application_id=row.id,
            verdict="eligible",
            reason="퇴직으로 소득이 없습니다.",
            evidence="퇴직증명서",
            state="approved",
            proposed_by_id=actor("jobs").user_id,
            proposed_at=NOW,
            approved_by_id=actor("jobs_lead").user_id,
            approved_at=NOW,
        )
    )
    db.session.flush()
    sheet = sheet_values.screening_sheet_of(row, printed_on=TODAY, demo=False)
    assert sheet.verdict == "적격(판정 변경)"
    assert "판정 변경: 부적격 → 적격" in sheet.remarks[0]
    assert "퇴직증명서" in sheet.remarks[0]
    with pytest.raises(RuleBroken, match="부적격"):
        verdict_values.verdict_letter_of(row, issued_on=TODAY, demo=False)


def test_verdict_letter_only_of_who_is_barred(client_of):
    notice = create_notice()
    row, fine = create_application(notice), create_application(notice)
    too_rich(row)
    client = client_of("jobs")
    answer = client.get(f"/applications/{row.id}/verdict-letter.pdf")
    assert answer.status_code == 200
    text = squeezed(answer.data)
    assert "9,000,000원" in text
    assert f"{notice.appeal_days}일 안에" in text
    refused = client.get(f"/applications/{fine.id}/verdict-letter.pdf")
    assert refused.status_code in (409, 422)
    assert len(printed_of()) == 1


def test_what_the_counter_saw_beforehand_is_no_letter(client_of):
    """부적격 by the declaration of an application that nobody has screened."""
    row = create_application(create_notice(), said={"income_won": 9_000_000})
    assert (screenings.current(row.id).verdict, row.state) == ("ineligible", "received")
    with pytest.raises(RuleBroken, match="심사를 마치고"):
        verdict_values.verdict_letter_of(row, issued_on=TODAY, demo=False)
    db.session.commit()
    clerk = client_of("clerk")
    assert "verdict-letter" not in clerk.get(f"/applications/{row.id}").text
    assert clerk.get(f"/applications/{row.id}/verdict-letter.pdf").status_code in (409, 422)
    assert "appeals/new" not in clerk.get(f"/applications/{row.id}").text
    screenings.screen_one(row, by=actor("jobs"), now=NOW, today=TODAY, settle=True)
    db.session.commit()
    page = clerk.get(f"/applications/{row.id}").text
    assert re.search(r'verdict-letter\.pdf">부적격 사유 통보서<', page)
    assert "appeals/new" in page


@pytest.mark.parametrize("kind", ["application", "proxy-letter", "withdrawal"])
def test_blank_forms_know_nobody(client_of, kind):
    row = create_application(create_notice(), who={"name": "김가온"})
    answer = client_of("clerk").get(f"/notices/{row.notice.code}/forms/{kind}.pdf")
    assert answer.status_code == 200
    assert "김가온" not in squeezed(answer.data)
    assert printed_of() == []
    assert client_of("clerk").get(f"/notices/{row.notice.code}/forms/other.pdf").status_code == 404


def test_notice_as_pdf_and_hwpx_from_the_same_criteria(client_of):
    notice = create_notice()
    client = client_of("clerk")
    pdf = client.get(f"/notices/{notice.code}/notice.pdf")
    hwpx = client.get(f"/notices/{notice.code}/notice.hwpx")
    assert (pdf.status_code, hwpx.status_code) == (200, 200)
    assert hwpx.mimetype == "application/hwp+zip"
    assert "attachment" in hwpx.headers["Content-Disposition"]
    body = ZipFile(BytesIO(hwpx.data)).read("Contents/section0.xml").decode()
    text = squeezed(pdf.data)
    values = notice_values(notice)
    for part in written_notice(notice_text(values), values, draft=False, demo=False).texts():
        for word in part.split():
            assert word in text, word
            assert word in body, word
    assert "결재 전" not in text


def test_draft_notice_is_marked_and_not_for_clerks(client_of):
    notice = create_notice("draft")
    for name in ("notice.pdf", "notice.hwpx"):
        assert client_of("clerk").get(f"/notices/{notice.code}/{name}").status_code == 404
    text = squeezed(client_of("jobs").get(f"/notices/{notice.code}/notice.pdf").data)
    assert "(안)" in text
    assert "작성 중 — 결재 전" in text


def test_papers_are_the_same_each_time(client_of):
    row = create_application(create_notice())
    client = client_of("jobs")
    for path in (*personal(row).values(), f"/notices/{row.notice.code}/notice.hwpx"):
        assert client.get(path).data == client.get(path).data, path


@pytest.mark.parametrize(
    ("name", "plain", "whole"),
    [
        ("접수증 2024H2-1.pdf", "2024H2-1.pdf", "접수증 2024H2-1.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "a_b_Set-Cookie_-x.pdf", "a_b_Set-Cookie_ x.pdf"),
        ("한글.pdf", "file.pdf", "한글.pdf"),
        ("../../etc/passwd", "_.._etc_passwd", "_.._etc_passwd"),
        ("\ud800.pdf", ".pdf", "?.pdf"),
        ("", "file", "file"),
    ],
    ids=["Korean", "quote and line break", "only Korean", "path", "lone surrogate", "empty"],
)
def test_file_names_never_break_the_header(name, plain, whole):
    header = disposition("inline", name)
    header.encode("ascii")
    assert "\n" not in header
    assert "\r" not in header
    assert unquote(header.split("filename*=UTF-8''")[1]).endswith(whole.lstrip("."))
    assert plain.lstrip(".") in header.split("filename*")[0]
    assert header.count('"') == 2


def test_closed_and_results_day_come_from_the_notice():
    row = create_application(create_notice())
    row.notice.results_on = None
    values = paper_values.receipt_of(row, demo=False)
    assert values.results_on is None
    row.notice.results_on = date(2024, 7, 26)
    assert paper_values.receipt_of(row, demo=False) == replace(values, results_on=date(2024, 7, 26))


def test_score_is_the_rules_own():
    """The sheet calls the very function that the selection calls."""
    assert sheet_values.score is score
