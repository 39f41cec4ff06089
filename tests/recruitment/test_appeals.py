"""이의신청: when it is due, one extension, judged again, answered by two people, on paper."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.accounts.deciding import CHANGED
from app.audit import services as audit
from app.cohorts.services import selections
from app.extensions import db
from app.recruitment import appeal_words
from app.recruitment.models import Appeal, Application, ApplicationEvent
from app.recruitment.queries import appeals as rows
from app.recruitment.services import appeals, look_ups, overrides, screenings, transitions
from app.recruitment.services.appeal_letter import letter_of
from app.recruitment.services.notices import StreamPlan
from app.recruitment.verdicts import shown, shown_at
from app.shared.errors import Conflict, NotFound, RuleBroken
from tests.at_once import at_once
from tests.cohorts.create import create_round, propose
from tests.create import DAEHAK, NOW, actor
from tests.recruitment.create import TODAY, create_application, create_notice
from tests.recruitment.pages import seen_on

pytestmark = pytest.mark.usefixtures("database")
GROUND = "소득이 줄었는데 예전 소득으로 보았습니다."
PDF = b"%PDF-1.4\nhello\n%%EOF\n"


def refused():
    """An application judged 부적격 for its income."""
    return create_round([{}, {"income": 9_000_000}]).applications[-1]


def appealed(row=None, *, received_on=TODAY, by=None, ground=GROUND, file=None, today=TODAY):
    row = row or refused()
    return appeals.register(
        row, ground, "급여명세서", received_on, file=file, by=by or actor("clerk"), now=NOW, today=today
    )


def answered(row, *, by=None, outcome="rejected"):
    appeals.propose_answer(row, outcome, "다시 확인했으나 소득이 기준보다 많습니다.", by=by or actor("jobs"), now=NOW)
    return row


def test_registering_numbers_it_and_keeps_what_it_is_about():
    row = refused()
    one = appealed(row)
    assert (one.number, one.state, one.due_on) == ("이의-2024H2-community-1-001", "received", date(2024, 7, 18))
    assert one.screening_id == screenings.current(row.id).id


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        (date(2024, 7, 8), 7, date(2024, 7, 15)),
        (date(2024, 7, 8), 5, date(2024, 7, 15)),
        (date(2024, 7, 8), 6, date(2024, 7, 15)),
        (date(2024, 8, 8), 7, date(2024, 8, 16)),
        (date(2024, 9, 6), 10, date(2024, 9, 19)),
        (date(2024, 12, 24), 8, date(2025, 1, 2)),
    ],
    ids=["Monday", "Saturday", "Sunday", "Liberation Day", "Chuseok", "New Year"],
)
def test_it_is_due_on_a_working_day(received, days, due):
    notice = create_notice()
    notice.answer_days = days
    assert appeals.due_on(notice, received) == due


@pytest.mark.parametrize(
    ("received", "late"), [(date(2024, 7, 8), 0), (date(2024, 7, 9), 1), (date(2024, 7, 18), 10)], ids=str
)
def test_a_late_one_is_taken_and_says_by_how_many_days(received, late):
    notice = create_notice()
    notice.results_on = date(2024, 7, 1)
    assert appeals.days_past_window(notice, received) == late
    assert appeals.window_ends(notice) == date(2024, 7, 8)


def test_without_published_results_nothing_is_late():
    notice = create_notice()
    notice.results_on = None
    assert appeals.days_past_window(notice, date(2030, 1, 1)) == 0


@pytest.mark.parametrize(
    ("received", "ground", "sentence"),
    [
        (date(2024, 7, 9), GROUND, "오늘까지"),
        (date(2024, 7, 7), GROUND, "접수일"),
        (TODAY, "너무 짧다", "10자 이상"),
    ],
    ids=["tomorrow", "before the application", "no ground"],
)
def test_what_cannot_be_registered(received, ground, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        appealed(received_on=received, ground=ground)


def test_only_where_there_is_a_verdict_and_none_running():
    row = refused()
    appealed(row)
    with pytest.raises(Conflict, match="이미 있습니다"):
        appealed(row)
    row.state = "cancelled"
    with pytest.raises(RuleBroken, match="심사 결과가 있는"):
        appealed(row)


@pytest.mark.parametrize(
    ("state", "good"),
    [
        ("received", False),
        ("papers_due", False),
        ("screened", True),
        ("selected", True),
        ("reserve", True),
        ("not_selected", True),
        ("declined", False),
        ("cancelled", False),
    ],
)
def test_only_against_a_verdict_or_an_outcome_and_no_preview_of_the_counter(state, good):
    row = refused()
    row.state = state
    db.session.flush()
    assert appeals.registrable(row, screenings.current(row.id)) is good
    if good:
        assert appealed(row).state == "received"
        return
    with pytest.raises(RuleBroken, match="접수 때 본 판정은 심사 결과가 아닙니다"):
        appealed(row)


@pytest.mark.parametrize(("day", "good"), [(date(2024, 7, 29), True), (date(2024, 7, 30), False)])
def test_one_extension_of_at_most_ten_days(day, good):
    one = appealed()  # due 7. 18.; ten days later is a Sunday
    if not good:
        with pytest.raises(RuleBroken, match="10일 이내"):
            appeals.extend(one, day, "자료 확인", by=actor("jobs"), now=NOW)
        return
    with pytest.raises(RuleBroken, match="사유"):
        appeals.extend(one, day, " ", by=actor("jobs"), now=NOW)
    appeals.extend(one, day, "자료 확인", by=actor("jobs"), now=NOW)
    assert (one.due_on, one.extended_reason) == (day, "자료 확인")
    with pytest.raises(RuleBroken, match="한 번만"):
        appeals.extend(one, date(2024, 7, 30), "또", by=actor("jobs"), now=NOW)


def test_an_extension_moves_forward():
    with pytest.raises(RuleBroken, match="다음 날부터"):
        appeals.extend(appealed(), date(2024, 7, 18), "자료 확인", by=actor("jobs"), now=NOW)


def test_judged_again_on_new_evidence_it_shows_before_and_after():
    row = refused()
    one = appealed(row)
    look_ups.record(row, "income", 1_000_000, looked_up_on=TODAY, source="행복e음", by=actor("jobs"), now=NOW)
    appeals.screen_again(one, by=actor("jobs"), now=NOW, today=TODAY)
    current = screenings.current(row.id)
    assert (current.id != one.screening_id, current.verdict) == (True, "eligible")
    text = appeal_words.first_answer("ineligible", "eligible", screenings.outcome_of(current))
    assert text == "제출한 자료와 조회 결과로 다시 심사하여 판정을 「부적격」에서 「적격」으로 바꾸었습니다."
    assert appeal_words.suggested_outcome("ineligible", "eligible") == "upheld"


def test_a_change_approved_after_the_appeal_is_not_what_it_was_about():
    row = refused()
    one = appealed(row)
    change = overrides.propose(row, "eligible", "소득이 줄어든 것을 확인함", "급여명세서", by=actor("jobs"), now=NOW)
    later = NOW + timedelta(minutes=1)
    overrides.approve(change, by=actor("jobs_lead"), now=later)
    screening = screenings.current(row.id)
    assert (shown(screening).verdict, shown_at(screening, one.created_at).verdict) == ("eligible", "ineligible")
    assert shown_at(screening, later).verdict == "eligible"


def test_the_first_draft_names_what_still_bars():
    row = refused()
    outcome = screenings.outcome_of(screenings.current(row.id))
    text = appeal_words.first_answer("ineligible", "ineligible", outcome)
    assert text.startswith("제출한 자료와 조회 결과로 다시 확인했으나 판정은 「부적격」 그대로입니다.")
    assert "9,000,000원" in text
    assert appeal_words.suggested_outcome("ineligible", "ineligible") == "rejected"


def test_the_answer_is_decided_by_another_person():
    both = actor("jobs_lead")
    one = answered(appealed(), by=both)
    with pytest.raises(RuleBroken, match="본인이 결재할 수 없습니다"):
        appeals.approve(one, by=both, now=NOW, today=TODAY)
    appeals.approve(one, by=actor("jobs_lead", name="한지우"), now=NOW, today=TODAY)
    assert (one.state, one.decided_on, one.outcome) == ("decided", TODAY, "rejected")
    with pytest.raises(Conflict, match="한지우님이"):
        appeals.approve(one, by=actor("jobs_lead"), now=NOW, today=TODAY)
    for step in (
        lambda: appeals.withdraw(one, "그만둠", by=actor("clerk"), now=NOW),
        lambda: answered(one),
        lambda: appeals.screen_again(one, by=actor("jobs"), now=NOW, today=TODAY),
    ):
        with pytest.raises(Conflict, match="끝난 이의신청"):
            step()


def test_sent_back_it_is_answered_again():
    one = answered(appealed())
    with pytest.raises(RuleBroken, match="사유"):
        appeals.send_back(one, "", by=actor("jobs_lead"), now=NOW)
    appeals.send_back(one, "근거를 더 적을 것", by=actor("jobs_lead"), now=NOW)
    assert (one.state, one.answer is not None, one.decision_note) == ("received", True, "근거를 더 적을 것")
    with pytest.raises(Conflict):
        appeals.approve(one, by=actor("jobs_lead"), now=NOW, today=TODAY)
    answered(one)
    appeals.approve(one, by=actor("jobs_lead"), now=NOW, today=TODAY)
    assert one.decision_note is None


def test_withdrawn_with_a_reason_another_may_follow():
    row = refused()
    one = appealed(row)
    with pytest.raises(RuleBroken, match="사유"):
        appeals.withdraw(one, " ", by=actor("clerk"), now=NOW)
    appeals.withdraw(one, "본인이 거둠", by=actor("clerk"), now=NOW)
    assert appealed(row).number.endswith("-002")


def decided_round(outcome="upheld", *, change=True):
    """One seat for three of whom one stays 미선발, and an appeal of theirs decided after the selection."""
    of = create_round(3, streams=(StreamPlan("under65", 1, 300),), change=without_reserve)
    selections.approve(propose(of), by=actor("jobs_lead"), now=NOW)
    row = next(one for one in of.applications if one.state == "not_selected")
    one = answered(appealed(row), outcome=outcome)
    if change:
        appeals.approve(one, by=actor("jobs_lead"), now=NOW + timedelta(hours=1), today=TODAY)
    return of, row, one


def without_reserve(document):
    return replace(document, reserve=replace(document.reserve, percent=0))


@pytest.mark.parametrize(("outcome", "back"), [("upheld", True), ("partly", True), ("rejected", False)])
def test_only_an_upheld_appeal_brings_a_not_selected_back(outcome, back):
    of, row, one = decided_round(outcome)
    assert appeals.to_bring_back(one, row) is back
    if not back:
        with pytest.raises(RuleBroken, match="인용하거나 일부 인용한"):
            appeals.bring_back(one, by=actor("jobs"), now=NOW, today=TODAY)
        assert row.state == "not_selected"
        return
    with pytest.raises(RuleBroken, match="역할로는"):
        appeals.bring_back(one, by=actor("jobs_lead"), now=NOW, today=TODAY)
    appeals.bring_back(one, by=actor("jobs"), now=NOW, today=TODAY)
    last = db.session.scalars(sa.select(ApplicationEvent).order_by(ApplicationEvent.id.desc()).limit(1)).one()
    assert (row.state, last.from_state, last.reason.startswith(one.number)) == ("screened", "not_selected", True)
    assert appeals.after_selection(one, row)
    assert selections.of_notice(of.notice).state == "approved", "nobody is selected by it"
    with pytest.raises(RuleBroken, match="인용하거나"):
        appeals.bring_back(one, by=actor("jobs"), now=NOW, today=TODAY)


def test_an_answer_that_is_not_approved_brings_nobody_back():
    _, row, one = decided_round(change=False)
    with pytest.raises(RuleBroken, match="인용하거나"):
        appeals.bring_back(one, by=actor("jobs"), now=NOW, today=TODAY)
    with pytest.raises(RuleBroken, match="인용하거나"):
        transitions.move(row, "screened", by=actor("jobs"), now=NOW, reason="되돌림")


def test_an_appeal_upheld_before_the_selection_is_used_up_by_it():
    _, row, one = decided_round()
    appeals.bring_back(one, by=actor("jobs"), now=NOW, today=TODAY)
    later = NOW + timedelta(hours=2)
    transitions.move(row, "not_selected", by=actor("jobs_lead"), now=later)
    with pytest.raises(RuleBroken, match="인용하거나"):
        transitions.move(row, "screened", by=actor("jobs"), now=later, reason="되돌림")


def test_the_pages_say_that_the_selection_is_over(client_of):
    _, row, one = decided_round()
    here, applied = f"/appeals/{one.id}", f"/applications/{row.id}"
    audit.commit()
    jobs, clerk = client_of("jobs"), client_of("clerk")
    sentence = (
        "추가 선발이나 예비에 넣을지는 선발 담당이 공고의 「순위·선발」에서 예비 순번을 확인하고 방침으로 정합니다."
    )
    assert "선발 담당이 이의신청 화면에서 미선발한 신청을 「심사함」으로 되돌려" in clerk.get(applied).text
    for page in (jobs.get(here).text, jobs.get(applied).text, clerk.get(here).text):
        assert sentence in page
    assert "「심사함」으로 되돌리기" not in clerk.get(here).text
    assert "이의신청을 인용한 미선발 신청" in jobs.get("/").text
    assert clerk.post(f"{here}/bring-back", data={"once": "b"}).status_code == 403
    assert jobs.post(f"{here}/bring-back", data={"once": "b"}).status_code == 302
    for page in (jobs.get(here).text, jobs.get(applied).text):
        assert sentence in page
        assert "선발을 기다립니다" not in page
    assert "이의신청을 인용한 미선발 신청" not in jobs.get("/").text


def test_two_approvers_at_once_make_one_decision(app):
    one_id = answered(appealed()).id
    leads = [actor("jobs_lead") for _ in range(4)]
    audit.commit()

    def decide(by):
        try:
            appeals.approve(db.session.get_one(Appeal, one_id), by=by, now=NOW, today=TODAY)
        except Conflict:
            return "refused"
        audit.commit()
        return "approved"

    assert sorted(at_once(app, [lambda by=by: decide(by) for by in leads])) == ["approved"] + ["refused"] * 3


def test_numbers_are_never_doubled(app):
    of = create_round([{"income": 9_000_000} for _ in range(4)])
    ids, clerks = [one.id for one in of.applications], [actor("clerk") for _ in range(4)]
    audit.commit()

    def register(row_id, by):
        number = appealed(db.session.get_one(Application, row_id), by=by).number
        audit.commit()
        return number

    numbers = at_once(app, [lambda pair=pair: register(*pair) for pair in zip(ids, clerks, strict=True)])
    assert sorted(one[-3:] for one in numbers) == ["001", "002", "003", "004"]


def test_the_list_puts_the_late_ones_first_and_the_finished_last():
    of = create_round([{"income": 9_000_000} for _ in range(3)])
    first, second, third = (appealed(row) for row in of.applications)
    second.due_on = date(2024, 7, 8)
    answered(first)
    appeals.approve(first, by=actor("jobs_lead"), now=NOW, today=TODAY)
    found, _ = rows.of_notice(of.notice, actor("jobs"))
    assert [one.Appeal.id for one in found] == [second.id, third.id, first.id]
    rest, _ = rows.of_notice(of.notice, actor("jobs"), f"0-2024-07-08-{second.id}")
    assert [one.Appeal.id for one in rest] == [third.id, first.id]
    assert rows.of_notice(of.notice, actor("clerk", dong_code=DAEHAK))[0] == []


def test_what_is_due_is_counted_for_who_acts():
    one = appealed()
    assert [(row.n, row.due_on) for row in rows.due(actor("jobs"), ("received",))] == [(1, date(2024, 7, 18))]
    answered(one)
    assert rows.due(actor("jobs"), ("received",)) == []
    assert [row.n for row in rows.due(actor("jobs_lead"), ("proposed",))] == [1]


def test_the_letter_names_the_rules_only_while_they_bar():
    row = refused()
    one = appealed(row)
    with pytest.raises(NotFound):
        letter_of(one, row, demo=False)
    answered(one)
    letter = letter_of(one, row, demo=False)
    assert (letter.draft, letter.outcome, [ground.label for ground in letter.rules]) == (True, "rejected", ["소득"])
    look_ups.record(row, "income", 1_000_000, looked_up_on=TODAY, source="행복e음", by=actor("jobs"), now=NOW)
    appeals.screen_again(one, by=actor("jobs"), now=NOW, today=TODAY)
    assert shown(screenings.current(row.id)).verdict == "eligible"
    assert letter_of(one, row, demo=False).rules == ()


def test_a_decided_letter_says_the_same_whenever_it_is_printed():
    row = refused()
    one = answered(appealed(row))
    appeals.approve(one, by=actor("jobs_lead"), now=NOW, today=TODAY)
    sent = letter_of(one, row, demo=False)
    assert [ground.label for ground in sent.rules] == ["소득"]
    later = NOW + timedelta(hours=1)
    look_ups.record(row, "income", 1_000_000, looked_up_on=TODAY, source="행복e음", by=actor("jobs"), now=later)
    screenings.screen_one(row, by=actor("jobs"), now=later, today=TODAY)
    assert shown(screenings.current(row.id)).verdict == "eligible"
    assert letter_of(one, row, demo=False) == sent


def test_a_verdict_changed_after_the_decision_does_not_change_the_letter():
    row = refused()
    one = answered(appealed(row))
    appeals.approve(one, by=actor("jobs_lead"), now=NOW, today=TODAY)
    sent, later = letter_of(one, row, demo=False), NOW + timedelta(hours=1)
    change = overrides.propose(row, "eligible", "소득이 줄어든 것을 확인함", "급여명세서", by=actor("jobs"), now=later)
    overrides.approve(change, by=actor("jobs_lead"), now=later)
    assert shown(screenings.current(row.id)).verdict == "eligible"
    assert letter_of(one, row, demo=False) == sent
    assert sent.rules != ()


def test_the_letter_leaves_out_what_nobody_knows_yet():
    row = create_application(create_notice())
    look_ups.record(row, "income", 9_000_000, looked_up_on=TODAY, source="행복e음", by=actor("jobs"), now=NOW)
    screenings.screen_one(row, by=actor("jobs"), now=NOW, today=TODAY, settle=True)
    found = screenings.outcome_of(screenings.current(row.id)).findings
    assert any(one.met is None for one in found)
    letter = letter_of(answered(appealed(row)), row, demo=False)
    assert len(letter.rules) == sum(one.met is False for one in found) > 0


def test_who_turned_eligible_is_not_answered_with_a_refusal():
    row = refused()
    one = appealed(row)
    look_ups.record(row, "income", 100_000, looked_up_on=TODAY, source="행복e음", by=actor("jobs"), now=NOW)
    answered(one)
    appeals.screen_again(one, by=actor("jobs"), now=NOW, today=TODAY)
    with pytest.raises(RuleBroken, match="「기각」으로 답할 수 없습니다"):
        answered(one)
    assert answered(one, outcome="upheld").outcome == "upheld"


def test_through_the_pages_to_the_letter(client_of):
    row = refused()
    code = row.notice.code
    clerk, jobs, lead = client_of("clerk"), client_of("jobs"), client_of("jobs_lead")
    data = {"once": "n1", "received_on": "2024-07-08", "ground": GROUND, "evidence": "급여명세서"}
    assert clerk.post(f"/applications/{row.id}/appeals/new", data=data | {"ground": "짧다"}).status_code == 422
    answer = clerk.post(f"/applications/{row.id}/appeals/new", data=data | {"file": (io.BytesIO(PDF), "이름.pdf")})
    assert answer.status_code == 302
    here = answer.location
    assert "10일 남음" in clerk.get(here).text
    assert "확인 필요" in clerk.get(here).text
    assert clerk.get(f"{here}/file").headers["Content-Disposition"].startswith("attachment;")
    assert clerk.post(f"{here}/answer", data={"once": "n2"}).status_code == 403
    assert jobs.get(f"{here}/answer.pdf").status_code == 404
    page = jobs.get(here).text
    assert "판정은 「부적격」 그대로입니다." in page
    assert jobs.post(f"{here}/extend", data={"once": "n3", "due_on": "2024-08-30", "reason": "바쁨"}).status_code == 422
    assert jobs.post(f"{here}/screen", data={"once": "n4"}).status_code == 302
    said = {"once": "n5", "outcome": "rejected", "answer": "다시 확인했으나 소득이 기준보다 많습니다."}
    assert jobs.post(f"{here}/answer", data=said).status_code == 302
    assert "본인이 작성한 안은" in jobs.get(here).text
    assert lead.post(f"{here}/return", data={"once": "n6", "reason": ""}).status_code == 422
    assert lead.post(f"{here}/return", data={"once": "n9", "reason": "근거를 더 적을 것"}).status_code == 302
    assert "결재자가 답변을 돌려보냈습니다. 사유: 근거를 더 적을 것" in jobs.get(here).text
    assert jobs.post(f"{here}/answer", data=said | {"once": "n10"}).status_code == 302
    assert lead.post(f"{here}/approve", data={"once": "n11"}).status_code == 422, "a page that showed nothing"
    old = seen_on(lead.get(here).text)
    said |= {"once": "n12", "outcome": "partly", "answer": "가구원 수를 바로잡아 일부를 받아들입니다."}
    assert jobs.post(f"{here}/answer", data=said).status_code == 302
    refused_step = lead.post(f"{here}/approve", data={"once": "n13", "seen": old})
    assert (refused_step.status_code, CHANGED in refused_step.text, "일부 인용" in refused_step.text) == (
        422,
        True,
        True,
    )
    said |= {"once": "n14", "outcome": "rejected", "answer": "다시 확인했으나 소득이 기준보다 많습니다."}
    assert jobs.post(f"{here}/answer", data=said).status_code == 302
    seen = seen_on(lead.get(here).text)
    assert lead.post(f"{here}/approve", data={"once": "n7", "seen": seen}).status_code == 302
    assert lead.post(f"{here}/approve", data={"once": "n8", "seen": seen}).status_code == 422
    letter = jobs.get(f"{here}/answer.pdf")
    assert (letter.mimetype, letter.data[:5]) == ("application/pdf", b"%PDF-")
    listed = jobs.get(f"/notices/{code}/appeals").text
    assert "이의-2024H2-community-1-001" in listed
    assert "기각" in listed
    assert "이의신청 답변 결재" in jobs.get(here).text


def test_another_dong_sees_no_appeal(client_of):
    row = refused()
    one = appealed(row)
    one_id = one.id
    db.session.commit()
    stranger = client_of("clerk", dong_code=DAEHAK)
    for path in ("", "/answer.pdf", "/file"):
        assert stranger.get(f"/appeals/{one_id}{path}").status_code == 404
    assert stranger.post(f"/appeals/{one_id}/withdraw", data={"once": "w", "reason": "그만"}).status_code == 404
    assert stranger.get(f"/applications/{row.id}/appeals/new").status_code == 404
    assert client_of("finance").get(f"/appeals/{one_id}").status_code == 403


def test_an_application_without_a_screening_has_nothing_to_appeal():
    row = create_application(create_notice())
    db.session.execute(sa.text("update screening set superseded_at = '2024-07-08 00:00:00'"))
    with pytest.raises(RuleBroken, match="심사 결과가 있는"):
        appealed(row)
