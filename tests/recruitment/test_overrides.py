"""판정 변경: maker and checker, one decision, what counts afterwards, when it ends; evidence files."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.audit import services as audit
from app.cohorts.queries.decision import decision_of
from app.cohorts.services import selections
from app.extensions import db
from app.recruitment import verdicts
from app.recruitment.models import Application, Screening, ScreeningOverride, StoredFile
from app.recruitment.queries import overrides as rows
from app.recruitment.services import look_ups, overrides, screenings, stored_files
from app.recruitment.services.stored_files import LARGEST, Upload
from app.shared.errors import Conflict, NotFound, RuleBroken
from tests.at_once import at_once
from tests.cohorts.create import create_round
from tests.create import DAEHAK, NOW, actor
from tests.recruitment.create import TODAY, create_application, create_notice

pytestmark = pytest.mark.usefixtures("database")
REASON = "등본으로 세대가 다름을 확인함"
PDF = b"%PDF-1.4\nhello\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 30 + b"IEND\xaeB`\x82"
JPG = b"\xff\xd8\xff\xe0" + b"\0" * 20 + b"\xff\xd9"


def rejected_round():
    """Three who may take part and one with far too much income, screened, intake over."""
    of = create_round([{}, {}, {}, {"income": 9_000_000}])
    return of, of.applications[-1]


def put_up(row, verdict="eligible", *, by=None, reason=REASON, evidence="등본 2024. 7. 5.", file=None):
    return overrides.propose(row, verdict, reason, evidence, file=file, by=by or actor("jobs"), now=NOW)


def approved(row, verdict="eligible"):
    change = put_up(row, verdict)
    overrides.approve(change, "확인함", by=actor("jobs_lead"), now=NOW)
    return change


def counts_as(row):
    return verdicts.shown(screenings.current(row.id)).verdict


def test_a_proposal_changes_nothing_an_approval_does():
    of, row = rejected_round()
    change = put_up(row)
    assert (counts_as(row), change.state) == ("ineligible", "proposed")
    assert len(selections.preview(of.notice).inputs.candidates) == 3
    overrides.approve(change, "확인함", by=actor("jobs_lead"), now=NOW)
    seen = verdicts.shown(screenings.current(row.id))
    assert (seen.verdict, seen.judged, seen.changed) == ("eligible", "ineligible", True)
    assert screenings.current(row.id).verdict == "ineligible"
    assert verdicts.changed_count(of.notice.id) == 1
    inputs = selections.preview(of.notice).inputs
    assert (len(inputs.candidates), inputs.left_out.ineligible) == (4, 0)


def test_the_other_way_round_takes_somebody_out():
    of, _ = rejected_round()
    approved(of.applications[0], "ineligible")
    inputs = selections.preview(of.notice).inputs
    assert (len(inputs.candidates), inputs.left_out.ineligible) == (2, 2)


def test_a_change_approved_after_the_proposal_stops_the_selection():
    of, row = rejected_round()
    proposal = selections.propose(of.notice, by=actor("jobs"), now=NOW)
    approved(row)
    with pytest.raises(RuleBroken, match="바뀌어 결재할 수 없습니다"):
        selections.approve(proposal, by=actor("jobs_lead"), now=NOW)
    assert decision_of(proposal).changed == 1


def test_after_the_selection_no_verdict_is_changed():
    of, row = rejected_round()
    change = put_up(of.applications[0], "ineligible")
    selections.approve(selections.propose(of.notice, by=actor("jobs"), now=NOW), by=actor("jobs_lead"), now=NOW)
    db.session.expire_all()
    with pytest.raises(RuleBroken, match="선발을 확정하기 전"):
        overrides.approve(change, by=actor("jobs_lead"), now=NOW)
    with pytest.raises(RuleBroken, match="선발을 확정하기 전"):
        put_up(of.applications[1], "ineligible")
    assert row.state == "screened"


@pytest.mark.parametrize(
    ("verdict", "reason", "evidence", "sentence"),
    [
        ("eligible", "아홉자사유입니다요", "등본", "10자 이상"),
        ("eligible", "   짧은 사유    ", "등본", "10자 이상"),
        ("eligible", REASON, "  ", "근거를 적어"),
        ("ineligible", REASON, "등본", "지금 판정과 같습니다"),
        ("needs_review", REASON, "등본", "바꿀 판정을"),
    ],
)
def test_a_proposal_without_what_it_takes_is_refused(verdict, reason, evidence, sentence):
    _, row = rejected_round()
    with pytest.raises(RuleBroken, match=sentence):
        put_up(row, verdict, reason=reason, evidence=evidence)
    assert put_up(row, reason="열 글자 사유입니다요").state == "proposed"


def test_only_over_a_screening_that_is_settled():
    row = create_application(create_notice())
    with pytest.raises(RuleBroken, match="심사를 마치고"):
        put_up(row)


def test_one_who_needs_review_may_be_changed_either_way():
    of = create_round([{}, {}])
    row = of.applications[0]
    look_ups_gone = sa.update(Screening).where(Screening.application_id == row.id).values(verdict="needs_review")
    db.session.execute(look_ups_gone)
    db.session.expire_all()
    approved(row, "ineligible")
    assert counts_as(row) == "ineligible"


def test_nobody_decides_their_own_nor_twice():
    _, row = rejected_round()
    both = actor("jobs_lead")
    change = put_up(row, by=both)
    for step in (
        lambda: overrides.approve(change, by=both, now=NOW),
        lambda: overrides.reject(change, "아니요", by=both, now=NOW),
    ):
        with pytest.raises(RuleBroken, match="본인이 결재할 수 없습니다"):
            step()
    overrides.approve(change, by=actor("jobs_lead", name="한지우"), now=NOW)
    with pytest.raises(Conflict, match=r"한지우님이 .* 이미 결재했습니다"):
        overrides.reject(change, "아니요", by=actor("jobs_lead"), now=NOW)


def test_one_proposal_at_a_time_and_it_can_be_withdrawn_by_its_maker():
    _, row = rejected_round()
    maker = actor("jobs")
    change = put_up(row, by=maker)
    with pytest.raises(Conflict, match="결재를 기다리는"):
        put_up(row)
    with pytest.raises(RuleBroken, match="올린 사람만"):
        overrides.withdraw(change, by=actor("jobs"), now=NOW)
    overrides.withdraw(change, by=maker, now=NOW)
    with pytest.raises(Conflict):
        overrides.approve(change, by=actor("jobs_lead"), now=NOW)
    again = put_up(row, by=maker)
    with pytest.raises(RuleBroken, match="사유를 적어"):
        overrides.reject(again, " ", by=actor("jobs_lead"), now=NOW)
    overrides.reject(again, "근거가 모자람", by=actor("jobs_lead"), now=NOW)
    assert (again.state, again.decision_note, counts_as(row)) == ("rejected", "근거가 모자람", "ineligible")


def test_an_approved_change_can_be_taken_away_by_the_approver_with_a_reason():
    _, row = rejected_round()
    change = approved(row)
    with pytest.raises(Conflict, match="이미 판정을 바꾼"):
        put_up(row, "ineligible")
    with pytest.raises(RuleBroken, match="되돌리는 사유"):
        overrides.revoke(change, "", by=actor("jobs_lead"), now=NOW)
    overrides.revoke(change, "등본이 다른 사람 것임", by=actor("jobs_lead"), now=NOW)
    assert counts_as(row) == "ineligible"
    with pytest.raises(Conflict):
        overrides.revoke(change, "다시", by=actor("jobs_lead"), now=NOW)


def test_taken_away_it_still_says_who_approved_it_and_when():
    _, row = rejected_round()
    change = put_up(row)
    first, second = actor("jobs_lead", name="한지우"), actor("jobs_lead", name="서다온")
    at, later = NOW + timedelta(hours=1), NOW + timedelta(hours=3)
    overrides.approve(change, "등본을 봄", by=first, now=at)
    overrides.revoke(change, "등본이 다른 사람 것임", by=second, now=later)
    assert (change.state, change.approved_by_id, change.approved_at) == ("withdrawn", first.user_id, at)
    assert (change.revoked_by_id, change.revoked_at) == (second.user_id, later)
    assert "등본을 봄" in change.decision_note
    assert "등본이 다른 사람 것임" in change.decision_note
    assert (rows.one(change.id).decided_by, rows.one(change.id).revoked_by) == ("한지우", "서다온")
    screening = screenings.current(row.id)
    moments = (NOW, at, later - timedelta(seconds=1), later)
    assert [verdicts.shown_at(screening, one).verdict for one in moments] == [
        "ineligible",
        "eligible",
        "eligible",
        "ineligible",
    ]
    again = put_up(row)
    overrides.approve(again, by=first, now=later + timedelta(hours=1))
    assert verdicts.shown_at(screening, at).override_id == change.id
    assert verdicts.shown_at(screening, later + timedelta(hours=1)).override_id == again.id


def test_the_page_names_who_took_it_away(client_of):
    of, row = rejected_round()
    change = approved(row)
    lead = client_of("jobs_lead", name="서다온")
    answer = lead.post(f"/overrides/{change.id}/revoke", data={"once": "r1", "note": "등본이 다른 사람 것임"})
    assert answer.status_code == 302
    page = lead.get(f"/overrides/{change.id}").text
    assert re.search(r"서다온 님이 .*에 되돌림", page)
    assert "되돌림" in lead.get(f"/notices/{of.notice.code}/overrides").text


def test_a_new_screening_ends_it_and_the_jobs_team_sees_it():
    of, row = rejected_round()
    change = approved(row)
    screenings.screen_all(of.notice, by=actor("jobs"), now=NOW, today=TODAY)
    assert counts_as(row) == "eligible"  # nothing new was found: the same screening stands
    look_ups.record(row, "income", 8_000_000, looked_up_on=TODAY, source="행복e음", by=actor("jobs"), now=NOW)
    screenings.screen_all(of.notice, by=actor("jobs"), now=NOW, today=TODAY)
    assert counts_as(row) == "ineligible"
    assert [one.n for one in rows.fallen_away()] == [1]
    assert rows.one(change.id).superseded_at is not None
    put_up(row)
    assert (rows.fallen_away(), [one.n for one in rows.waiting()]) == ([], [1])


def test_a_proposal_over_an_older_screening_is_not_approved():
    of, row = rejected_round()
    change = put_up(row)
    look_ups.record(row, "income", 8_000_000, looked_up_on=TODAY, source="행복e음", by=actor("jobs"), now=NOW)
    screenings.screen_all(of.notice, by=actor("jobs"), now=NOW, today=TODAY)
    with pytest.raises(RuleBroken, match="효력이 끝났습니다"):
        overrides.approve(change, by=actor("jobs_lead"), now=NOW)


def test_two_approvers_at_once_make_one_decision(app):
    _, row = rejected_round()
    change_id = put_up(row).id
    leads = [actor("jobs_lead") for _ in range(4)]
    audit.commit()

    def decide(by):
        try:
            overrides.approve(db.session.get_one(ScreeningOverride, change_id), by=by, now=NOW)
        except Conflict as error:
            return str(error)
        audit.commit()
        return "approved"

    said = at_once(app, [lambda by=by: decide(by) for by in leads])
    assert said.count("approved") == 1
    assert all("이미 결재했습니다" in one for one in said if one != "approved")


def test_two_proposals_at_once_make_one(app):
    _, row = rejected_round()
    row_id, makers = row.id, [actor("jobs") for _ in range(4)]
    audit.commit()

    def propose(by):
        try:
            put_up(db.session.get_one(Application, row_id), by=by)
        except Conflict:
            return "refused"
        audit.commit()
        return "proposed"

    said = at_once(app, [lambda by=by: propose(by) for by in makers])
    assert sorted(said) == ["proposed", "refused", "refused", "refused"]


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(PDF, "application/pdf"), (PNG, "image/png"), (JPG, "image/jpeg")],
    ids=["pdf", "png", "jpg"],
)
def test_a_file_is_known_by_its_content_and_kept_sealed(content, media_type):
    row = stored_files.keep(Upload(content), by=actor("jobs"), now=NOW)
    db.session.expire_all()
    assert row.media_type == media_type
    assert b"hello" not in row.content
    assert stored_files.read(row.id)[1] == content


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "빈 파일"),
        (b"MZ\x90\0", "PDF, JPG, PNG"),
        (b"<html><script>alert(1)</script>", "PDF, JPG, PNG"),
        (b"%PDF-1.4 cut off", "PDF, JPG, PNG"),
        (b"GIF89a" + b"\0" * 20, "PDF, JPG, PNG"),
        (PDF[:-6] + b"\0" * (LARGEST + 1 - len(PDF)) + PDF[-6:], "5MB를 넘습니다"),
    ],
    ids=["empty", "program", "page", "cut off", "gif", "one byte too large"],
)
def test_a_file_that_is_something_else_is_refused(content, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        stored_files.keep(Upload(content), by=actor("jobs"), now=NOW)


def test_five_megabytes_are_taken():
    content = PDF[:-6] + b"\0" * (LARGEST - len(PDF)) + PDF[-6:]
    assert stored_files.keep(Upload(content), by=actor("jobs"), now=NOW).size == LARGEST


def form_data(**overrides_):
    data = {"once": "o1", "verdict": "eligible", "reason": REASON, "evidence": "등본"}
    return {**data, "file": (io.BytesIO(PDF), "홍길동 진단서.pdf"), **overrides_}


def test_through_the_pages_with_its_file(client_of):
    of, row = rejected_round()
    jobs, lead = client_of("jobs"), client_of("jobs_lead")
    path = f"/applications/{row.id}/override"
    wrong = jobs.post(path, data=form_data(once="o0", file=(io.BytesIO(b"MZ"), "x.pdf")))
    assert (wrong.status_code, "PDF, JPG, PNG 파일만" in wrong.text) == (422, True)
    assert jobs.post(path, data=form_data(once="o9", reason="짧다")).status_code == 422
    answer = jobs.post(path, data=form_data())
    assert answer.status_code == 302
    assert "본인이 작성한 안은" in jobs.get(answer.location).text
    file = lead.get(f"{answer.location}/file")
    assert (file.data, file.mimetype) == (PDF, "application/pdf")
    assert file.headers["Content-Disposition"].startswith("attachment;")
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert "홍길동" not in file.headers["Content-Disposition"]
    assert db.session.scalars(sa.select(StoredFile.name)).one() == "evidence.pdf"
    assert jobs.post(f"{answer.location}/approve", data={"once": "a0"}).status_code == 403
    done = lead.post(f"{answer.location}/approve", data={"once": "a1", "note": "확인함"})
    assert done.status_code == 302
    assert lead.post(f"{answer.location}/approve", data={"once": "a2"}).status_code == 422
    page = jobs.get(f"/applications/{row.id}").text
    assert "판정 변경" in page
    assert "심사 부적격" in page
    assert "지금 적용 1건" in lead.get(f"/notices/{of.notice.code}/overrides").text


def test_the_way_to_a_change_stands_in_the_title_beside_the_verdict(client_of):
    _, row = rejected_round()
    way = f'href="/applications/{row.id}/override"'
    pages = (f"/applications/{row.id}", f"/applications/{row.id}/screening")
    jobs, others = client_of("jobs"), [client_of(role) for role in ("clerk", "jobs_lead", "auditor")]

    def actions(client, path):
        return re.search(r'<div class="il-actions">.*?</div>', client.get(path).text, re.S)[0]

    for path in pages:
        assert way in actions(jobs, path)
        assert [way in one.get(path).text for one in others] == [False] * 3
    put_up(row)
    db.session.commit()
    for path in pages:
        assert way not in jobs.get(path).text, "one change is on its way"


def test_another_dong_sees_no_change_and_no_file(client_of):
    _, row = rejected_round()
    change = put_up(row, file=Upload(PDF))
    change_id, code = change.id, row.notice.code
    db.session.commit()
    stranger = client_of("clerk", dong_code=DAEHAK)
    for path in ("", "/file"):
        assert stranger.get(f"/overrides/{change_id}{path}").status_code == 404
    assert row.person.name not in stranger.get(f"/notices/{code}/overrides").text
    with pytest.raises(NotFound):
        overrides.by_id(change_id, actor("clerk", dong_code=DAEHAK))
    assert client_of("finance").get(f"/overrides/{change_id}").status_code == 403
