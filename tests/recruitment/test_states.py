"""Steps of an application on real rows: who, why, what is logged; papers that come later; nothing sets a state aside."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.audit import services as audit
from app.audit.models import AuditEntry
from app.extensions import db
from app.recruitment.models import ApplicationEvent, Paper
from app.recruitment.services import applications, completion, consents, intake_closings, screenings, transitions
from app.shared.errors import Conflict, RuleBroken
from tests.create import DAEHAK, NOW, actor
from tests.recruitment.create import TODAY, create_application, create_intake, create_notice, number

pytestmark = pytest.mark.usefixtures("database")
APP = Path(__file__).parents[2] / "app"
WRITERS = {"transitions.py", "outcomes.py", "applications.py"}


def applied(state="received", **overrides):
    row = create_application(create_notice(), **overrides)
    row.state = state
    db.session.flush()
    return row


def steps_of(row):
    query = sa.select(ApplicationEvent.from_state, ApplicationEvent.to_state, ApplicationEvent.reason)
    rows = db.session.execute(query.where(ApplicationEvent.application_id == row.id).order_by(ApplicationEvent.id))
    return [tuple(one) for one in rows]


@pytest.mark.parametrize(
    ("was", "to", "role"),
    [
        ("received", "screened", "jobs"),
        ("papers_due", "screened", "jobs"),
        ("screened", "selected", "jobs_lead"),
        ("screened", "papers_due", "jobs"),
        ("reserve", "selected", "jobs"),
        ("received", "declined", "clerk"),
    ],
)
def test_an_allowed_step_is_logged_with_who_and_why(was, to, role):
    row, by = applied(was), actor(role)
    transitions.move(row, to, by=by, now=NOW, reason=" 확인한 사유 ")
    assert row.state == to
    last = db.session.scalars(sa.select(ApplicationEvent).order_by(ApplicationEvent.id.desc()).limit(1)).one()
    assert (last.from_state, last.to_state, last.by_id, last.reason) == (was, to, by.user_id, "확인한 사유")
    db.session.flush()


@pytest.mark.parametrize(
    ("was", "to", "role", "reason", "sentence"),
    [
        ("received", "selected", "jobs", "사유", "「접수」 상태여서 「선발」 처리할 수 없습니다"),
        ("not_selected", "selected", "jobs_lead", "사유", "처리할 수 없습니다"),
        ("received", "screened", "clerk", None, "역할로는"),
        ("screened", "selected", "jobs", None, "역할로는"),
        ("screened", "received", "jobs", " ", "사유를 적어 주세요"),
        ("received", "declined", "clerk", None, "사유를 적어 주세요"),
    ],
)
def test_a_step_that_is_not_allowed_changes_nothing(was, to, role, reason, sentence):
    row = applied(was)
    before = steps_of(row)
    with pytest.raises(RuleBroken, match=sentence):
        transitions.move(row, to, by=actor(role), now=NOW, reason=reason)
    assert (row.state, steps_of(row)) == (was, before)


def test_who_holds_a_seat_does_not_give_up_at_the_counter():
    row = applied("selected")
    with pytest.raises(RuleBroken, match="참여자 화면"):
        transitions.give_up(row, "declined", "그만둠", by=actor("jobs"), now=NOW)
    with pytest.raises(RuleBroken, match="포기와 취소"):
        transitions.give_up(row, "received", "그만둠", by=actor("jobs"), now=NOW)


def test_given_up_by_mistake_comes_back():
    row = applied()
    transitions.give_up(row, "declined", "잘못 누름", by=actor("clerk"), now=NOW)
    completion.send_back(row, "신청인이 계속하기로 함", by=actor("jobs"), now=NOW, today=TODAY)
    assert (row.state, screenings.current(row.id) is not None) == ("received", True)


@pytest.mark.parametrize("word", ["declined", "cancelled"])
def test_the_clerk_brings_back_at_the_intake_what_was_given_up(word):
    row, clerk = applied(), actor("clerk")
    transitions.give_up(row, word, "다른 일자리", by=clerk, now=NOW)
    with pytest.raises(RuleBroken, match="사유"):
        completion.send_back(row, " ", by=clerk, now=NOW, today=TODAY)
    completion.send_back(row, "다시 신청하러 옴", by=clerk, now=NOW, today=TODAY)
    assert (row.state, steps_of(row)[-1]) == ("received", (word, "received", "다시 신청하러 옴"))


@pytest.mark.parametrize(
    ("state", "day", "sentence"),
    [
        ("open", date(2024, 7, 12), None),
        ("open", date(2024, 7, 13), r"접수 기간이 .*에 끝났습니다\. .*구청 담당"),
        ("closed", TODAY, r"접수 중인 공고가 아닙니다.*구청 담당"),
    ],
    ids=["the last day", "the day after", "a notice that is closed"],
)
def test_the_clerk_brings_back_only_while_the_notice_takes_applications(state, day, sentence):
    row, clerk = applied(), actor("clerk")
    transitions.give_up(row, "cancelled", "다른 일자리", by=clerk, now=NOW)
    row.notice.state = state
    if sentence is None:
        completion.send_back(row, "다시 신청하러 옴", by=clerk, now=NOW, today=day)
        return
    with pytest.raises(RuleBroken, match=sentence):
        completion.send_back(row, "다시 신청하러 옴", by=clerk, now=NOW, today=day)
    completion.send_back(row, "동의 요청을 받음", by=actor("jobs"), now=NOW, today=day)


def test_the_clerk_brings_nothing_back_once_the_dong_has_sent():
    row, clerk = applied(), actor("clerk")
    transitions.give_up(row, "cancelled", "다른 일자리", by=clerk, now=NOW)
    more = {"reason": "동 행사", "none_confirmed": True}
    intake_closings.close_dong(row.notice, row.dong_code, by=clerk, now=NOW, today=TODAY, **more)
    with pytest.raises(RuleBroken, match=r"마감하고 송부했습니다.*구청 담당"):
        completion.send_back(row, "다시 신청하러 옴", by=clerk, now=NOW, today=TODAY)
    with pytest.raises(RuleBroken, match="동에서 신청을 받는 동안에만"):
        transitions.move(row, "received", by=clerk, now=NOW, reason="다시 신청하러 옴")
    completion.send_back(row, "동의 요청을 받음", by=actor("jobs"), now=NOW, today=TODAY)
    assert row.state == "received"


def test_what_comes_back_without_a_paper_waits_for_it():
    row = create_application(create_notice(), papers=("application_form", "info_consent", "sex_crime_consent"))
    due_on, clerk = row.due_on, actor("clerk")
    transitions.give_up(row, "cancelled", "다른 일자리", by=clerk, now=NOW)
    completion.send_back(row, "다시 신청하러 옴", by=clerk, now=NOW, today=TODAY)
    assert (row.state, row.due_on) == ("papers_due", due_on)
    assert [to for _, to, _ in steps_of(row)][-2:] == ["received", "papers_due"]


def test_a_second_registration_after_giving_up_says_the_way_back():
    notice, rrn, clerk = create_notice(), number(), actor("clerk")
    row = create_application(notice, by=clerk, rrn=rrn)
    transitions.give_up(row, "cancelled", "다른 일자리", by=clerk, now=NOW)
    with pytest.raises(applications.AlreadyApplied, match=r"취소한 신청이 있습니다\(신림동.*접수로 되돌려") as here:
        create_application(notice, by=clerk, rrn=rrn)
    with pytest.raises(applications.AlreadyApplied, match="접수한 동이나 구청 담당에게 문의") as elsewhere:
        create_application(notice, by=actor("clerk", dong_code=DAEHAK), rrn=rrn)
    assert (here.value.application_id, elsewhere.value.application_id) == (row.id, None)
    assert "취소" not in str(elsewhere.value), "of a foreign 동 it is said where and when, and no more"


def test_given_up_after_the_selection_stays_so():
    late = applied("reserve")
    transitions.give_up(late, "declined", "취업", by=actor("jobs"), now=NOW)
    with pytest.raises(RuleBroken, match="되돌릴 수 없습니다"):
        completion.send_back(late, "다시 하고 싶음", by=actor("jobs"), now=NOW, today=TODAY)


def test_a_missing_paper_that_comes_ends_the_waiting():
    row = create_application(create_notice(), papers=("application_form", "info_consent", "sex_crime_consent"))
    assert row.state == "papers_due"
    clerk = actor("clerk")
    assert completion.receive_papers(row, ["child_abuse_consent"], TODAY, by=clerk, now=NOW, today=TODAY)
    assert row.state == "received"
    assert steps_of(row)[-1] == ("papers_due", "received", None)


def test_the_jobs_teams_marking_screens_for_good():
    row = create_application(create_notice(), papers=("application_form", "info_consent", "sex_crime_consent"))
    completion.receive_papers(row, ["child_abuse_consent"], TODAY, by=actor("jobs"), now=NOW, today=TODAY)
    db.session.refresh(row)
    assert row.state == "screened"


@pytest.mark.parametrize(
    ("kinds", "day", "sentence"),
    [
        ([], TODAY, "받은 서류를 골라"),
        (["none_such"], TODAY, "받은 서류를 골라"),
        (["application_form"], TODAY, "받은 서류를 골라"),
        (["child_abuse_consent"], date(2024, 7, 7), "접수일"),
        (["child_abuse_consent"], date(2024, 7, 9), "오늘까지"),
    ],
    ids=["none", "unknown", "received already", "before the application", "tomorrow"],
)
def test_papers_that_cannot_have_come_are_refused(kinds, day, sentence):
    row = create_application(create_notice(), papers=("application_form", "info_consent", "sex_crime_consent"))
    with pytest.raises(RuleBroken, match=sentence):
        completion.receive_papers(row, kinds, day, by=actor("clerk"), now=NOW, today=TODAY)


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (date(2024, 7, 19), date(2024, 7, 19)),
        (date(2024, 7, 20), date(2024, 7, 22)),
        (date(2024, 8, 15), date(2024, 8, 16)),
    ],
    ids=["Friday", "Saturday", "Liberation Day"],
)
def test_asking_for_papers_sends_back_with_a_reason_and_a_working_day(asked, due):
    row = applied("screened")
    given = completion.ask_for_papers(
        row, ["bonus_proof"], asked, "가점 증빙이 흐림", by=actor("jobs"), now=NOW, today=TODAY
    )
    assert (given, row.due_on, row.state) == (due, due, "papers_due")
    assert steps_of(row)[-1] == ("screened", "papers_due", "가점 증빙이 흐림")
    paper = db.session.scalars(sa.select(Paper).where(Paper.kind == "bonus_proof", Paper.required)).one()
    assert paper.received_on is None
    assert screenings.current(row.id).verdict == "needs_review"


def test_a_form_opened_before_one_of_two_papers_came_is_refused():
    row = create_application(create_notice(), papers=("application_form", "info_consent"))
    opened = row.version
    kinds = ["sex_crime_consent"]
    assert not completion.receive_papers(row, kinds, TODAY, by=actor("clerk"), now=NOW, today=TODAY)
    with pytest.raises(Conflict):
        applications.revise(row, create_intake(), version=opened, by=actor("clerk"), now=NOW, today=TODAY)


def test_a_paper_that_was_asked_for_stays_required_whatever_is_declared_later():
    row = create_application(create_notice(), said={"vulnerable_types": ("disabled",)})
    completion.ask_for_papers(row, ["bonus_proof"], TODAY, "흐림", by=actor("jobs"), now=NOW, today=TODAY)
    given = create_intake(said={"vulnerable_types": ()}, papers=())
    applications.revise(row, given, version=row.version, by=actor("clerk"), now=NOW, today=TODAY)
    paper = db.session.scalars(sa.select(Paper).where(Paper.kind == "bonus_proof")).one()
    assert (paper.required, paper.asked) == (True, True)


def reasons_of(row):
    rows = db.session.execute(sa.select(Paper.kind, Paper.asked_reason).where(Paper.application_id == row.id))
    return {kind: reason for kind, reason in rows if reason is not None}


def test_the_reason_stays_with_each_paper_that_it_was_asked_for():
    """Also where the application waits for papers already: no step keeps the second reason."""
    row = applied("screened")
    for kinds, reason in ((["bonus_proof", "info_consent"], " 글씨가 흐림 "), (["bonus_proof"], "기한이 지난 증빙")):
        completion.ask_for_papers(row, kinds, TODAY, reason, by=actor("jobs"), now=NOW, today=TODAY)
    assert reasons_of(row) == {"bonus_proof": "기한이 지난 증빙", "info_consent": "글씨가 흐림"}
    assert [reason for _, to, reason in steps_of(row) if to == "papers_due"] == ["글씨가 흐림"]
    completion.receive_papers(row, ["info_consent"], TODAY, by=actor("clerk"), now=NOW, today=TODAY)
    assert reasons_of(row) == {"bonus_proof": "기한이 지난 증빙"}, "what was met is asked of nobody any more"


@pytest.mark.parametrize(
    "values",
    [{"asked_reason": "흐림"}, {"asked": True, "required": True, "asked_reason": ""}],
    ids=["never asked for", "empty"],
)
def test_the_database_refuses_a_reason_without_asking_and_an_empty_one(database, values):
    create_application(create_notice())
    with pytest.raises(sa.exc.IntegrityError, match="reason_of_asked"):
        db.session.execute(sa.update(Paper).values(**values))


def test_the_database_refuses_a_paper_that_is_asked_for_and_not_required(database):
    create_application(create_notice())
    with pytest.raises(sa.exc.IntegrityError, match="asked_is_required"):
        db.session.execute(sa.update(Paper).values(asked=True, required=False))


@pytest.mark.parametrize(
    ("role", "kinds", "day", "reason", "sentence"),
    [
        ("jobs", [], date(2024, 7, 19), "사유", "서류를 골라"),
        ("jobs", ["bonus_proof"], date(2024, 7, 7), "사유", "오늘부터"),
        ("jobs", ["bonus_proof"], date(2024, 7, 19), " ", "사유를 적어"),
        ("clerk", ["bonus_proof"], date(2024, 7, 19), "사유", "역할로는"),
    ],
)
def test_asking_without_what_it_takes_is_refused(role, kinds, day, reason, sentence):
    row = applied("screened")
    with pytest.raises(RuleBroken, match=sentence):
        completion.ask_for_papers(row, kinds, day, reason, by=actor(role), now=NOW, today=TODAY)


@pytest.mark.parametrize("state", ["selected", "reserve", "not_selected", "declined", "cancelled"])
def test_after_the_result_no_more_papers(state):
    row = applied(state)
    with pytest.raises(RuleBroken, match="선발 결과가 정해진"):
        completion.ask_for_papers(row, ["bonus_proof"], TODAY, "사유", by=actor("jobs"), now=NOW, today=TODAY)


def test_every_step_is_in_the_trail():
    row = applied()
    transitions.give_up(row, "cancelled", "두 번 접수함", by=actor("clerk"), now=NOW)
    audit.commit()
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "recruit:application:move")).one()
    assert (entry.subject_id, entry.reason) == (row.id, "두 번 접수함")


def test_nothing_else_sets_the_state_of_an_application():
    """``application.state = …`` and every update of the table's column stand in three modules only."""
    wrong = [
        f"{path.relative_to(APP)}:{node.lineno}"
        for path in APP.rglob("*.py")
        if not (path.name in WRITERS and path.parent.name == "services")
        for node in _state_writes(path.read_text(encoding="utf-8"))
    ]
    assert wrong == []


def _assigns_state(node):
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    flat = [part for target in targets for part in (target.elts if isinstance(target, ast.Tuple) else [target])]
    names = {"application", "row.application", "self.application"}
    return isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign)) and any(
        isinstance(one, ast.Attribute) and one.attr == "state" and ast.unparse(one.value) in names for one in flat
    )


def _state_writes(source):
    tree = ast.parse(source)
    return [node for node in ast.walk(tree) if _assigns_state(node) or _updates_state(node) or _says_so(node)]


def _updates_state(node):
    """A function that updates Application by whatever call and names its column ``state``."""
    if not isinstance(node, ast.FunctionDef):
        return False
    parts = list(ast.walk(node))
    table = {"Application", "Application.__table__"}
    named = {
        target.id
        for one in parts
        if isinstance(one, (ast.Assign, ast.AnnAssign)) and one.value and ast.unparse(one.value) in table
        for target in (one.targets if isinstance(one, ast.Assign) else [one.target])
        if isinstance(target, ast.Name)
    }
    updates = any(
        isinstance(one, ast.Call)
        and "update" in ast.unparse(one.func).rsplit(".", 1)[-1]
        and one.args
        and ast.unparse(one.args[0]) in table | named
        for one in parts
    )
    return updates and any(_names_state(one) for one in parts)


def _names_state(node):
    """``state=…``, ``{"state": …}`` or a column given as ``"state"``."""
    if isinstance(node, ast.keyword):
        return node.arg == "state"
    if isinstance(node, ast.Dict):
        return any(isinstance(key, ast.Constant) and key.value == "state" for key in node.keys)
    return isinstance(node, ast.Call) and any(
        isinstance(one, ast.Constant) and one.value == "state" for one in node.args
    )


def _says_so(node):
    """SQL as text."""
    text = node.value.lower() if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    return re.match(r"\s*update\s+application\s.*\bstate\b\s*=", text, re.DOTALL) is not None


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("application.state = to", True),
        ("sa.update(Application).where(x).values(state=to)", True),
        ("sa.update(Application.__table__).values({'state': to})", True),
        ("table = Application.__table__; bulk.update_all(table, {'state': to}, ids)", True),
        ("table: Any = Application.__table__; bulk.update_each(table, 'state', pairs)", True),
        ("rows = [{'row_id': 1, 'state': to}]; _update_each(Application, rows)", True),
        ("connection.exec_driver_sql('update application set state = ? where id = ?')", True),
        ("_update_each(Application, [{'row_id': 1, 'due_on': day}])", False),
        ("sa.update(Job).values(state=to)", False),
        ("sa.select(Application).where(Application.state == to)", False),
    ],
)
def test_the_search_for_writers_sees_every_way(line, seen):
    assert bool(_state_writes(f"def step():\n    {line}")) is seen


def test_the_page_shows_the_steps_and_offers_what_the_role_may(client_of):
    row = create_application(create_notice())
    transitions.move(row, "screened", by=actor("jobs", name="정하늘"), now=NOW)
    transitions.move(row, "received", by=actor("jobs", name="정하늘"), now=NOW, reason="소득을 다시 봅니다")
    db.session.commit()
    page = client_of("jobs").get(f"/applications/{row.id}")
    assert "심사함 → 접수" in page.text
    assert "소득을 다시 봅니다" in page.text
    assert "다음 할 일" in page.text
    assert "포기·취소" in page.text
    assert "포기·취소" not in client_of("auditor").get(f"/applications/{row.id}").text


def test_a_cancelled_application_comes_back_through_the_clerks_page(client_of):
    row, clerk = create_application(create_notice()), client_of("clerk")
    here = f"/applications/{row.id}"
    db.session.commit()
    assert "접수로 되돌리기" not in clerk.get(here).text
    done = clerk.post(f"{here}/give-up", data={"once": "1", "to": "cancelled", "reason": "다른 일자리"})
    assert done.status_code == 302
    page = clerk.get(here).text
    assert "신청을 취소로 처리했습니다." in page
    assert "취소한 신청입니다. 다시 접수하려면 아래 「접수로 되돌리기」에 사유를 적어 주세요." in page
    empty = clerk.post(f"{here}/send-back", data={"once": "2", "reason": ""})
    assert (empty.status_code, 'href="#back-reason"' in empty.text) == (422, True)
    assert re.search(r'<details class="il-more" open>\s*<summary[^>]*>접수로 되돌리기', empty.text)
    assert client_of("clerk", dong_code=DAEHAK).post(f"{here}/send-back", data={"once": "3"}).status_code == 404
    assert clerk.post(f"{here}/send-back", data={"once": "4", "reason": "다시 신청하러 옴"}).status_code == 302
    assert "신청을 「접수」로 되돌렸습니다." in clerk.get(here).text


def test_a_clerk_is_told_why_a_cancelled_application_does_not_come_back(client_of):
    row, by, clerk = create_application(create_notice()), actor("clerk"), client_of("clerk")
    transitions.give_up(row, "cancelled", "다른 일자리", by=by, now=NOW)
    more = {"reason": "동 행사", "none_confirmed": True}
    intake_closings.close_dong(row.notice, row.dong_code, by=by, now=NOW, today=TODAY, **more)
    db.session.commit()
    page = clerk.get(f"/applications/{row.id}").text
    assert "취소한 신청입니다. 우리 동은" in page
    assert "접수로 되돌리기</summary>" not in page
    assert "접수로 되돌리기</summary>" in client_of("jobs").get(f"/applications/{row.id}").text
    refused = clerk.post(f"/applications/{row.id}/send-back", data={"once": "b", "reason": "다시 신청하러 옴"})
    assert (refused.status_code, "마감하고 송부했습니다" in refused.text) == (422, True)
    assert "더 할 일이 없습니다." in client_of("auditor").get(f"/applications/{row.id}").text


@pytest.mark.parametrize(
    ("state", "chosen"),
    [
        ("received", "cancelled"),
        ("papers_due", "cancelled"),
        ("screened", "cancelled"),
        ("reserve", "declined"),
    ],
)
def test_before_the_selection_one_cancels_and_after_it_one_gives_up(client_of, state, chosen):
    row = applied(state)
    db.session.commit()
    page = client_of("clerk").get(f"/applications/{row.id}").text
    options = re.findall(r'<option( selected)? value="(declined|cancelled)">([^<]*)<', page)
    assert [label for _, _, label in options] == ["신청 취소(선발 전)", "참여 포기(선발·예비 통보 뒤)"]
    assert [value for picked, value, _ in options if picked] == [chosen]


def test_giving_up_without_a_reason_keeps_the_choice_and_says_where(client_of):
    row = create_application(create_notice())
    db.session.commit()
    answer = client_of("clerk").post(f"/applications/{row.id}/give-up", data={"once": "g", "to": "declined"})
    assert answer.status_code == 422
    assert re.search(r'<details class="il-more" open>\s*<summary[^>]*>포기·취소', answer.text)
    assert '<option selected value="declined">' in answer.text
    assert '<a href="#give-up-reason">사유: 꼭 적어 주세요.</a>' in answer.text
    assert 'id="give-up-reason-error"' in answer.text


def test_buttons_of_another_dong_are_not_there(client_of):
    row = create_application(create_notice())
    client = client_of("clerk", dong_code=DAEHAK)
    for path in ("give-up", "papers"):
        assert client.post(f"/applications/{row.id}/{path}", data={"once": path}).status_code == 404
    assert client_of("clerk").post(f"/applications/{row.id}/send-back", data={"once": "b"}).status_code == 403


def test_the_buttons_work_through_the_client(client_of):
    row = create_application(create_notice(), papers=("application_form", "info_consent", "sex_crime_consent"))
    clerk, jobs = client_of("clerk"), client_of("jobs")
    data = {"once": "p1", "papers": ["child_abuse_consent"], "received_on": "2024-07-08"}
    assert clerk.post(f"/applications/{row.id}/papers", data=data | {"papers": []}).status_code == 422
    assert clerk.post(f"/applications/{row.id}/papers", data=data).status_code == 302
    db.session.refresh(row)
    assert row.state == "received"
    ask = {"once": "p2", "papers": ["application_form"], "due_on": "2024-07-20", "reason": "서명이 없음"}
    for reason in ("", "가" * 201):
        assert jobs.post(f"/applications/{row.id}/papers/ask", data=ask | {"reason": reason}).status_code == 422
    assert jobs.post(f"/applications/{row.id}/papers/ask", data=ask).status_code == 302
    db.session.refresh(row)
    assert (row.state, row.due_on) == ("papers_due", date(2024, 7, 22))
    give_up = {"once": "p3", "to": "declined", "reason": "본인이 그만둠"}
    assert clerk.post(f"/applications/{row.id}/give-up", data=give_up).status_code == 302
    assert jobs.post(f"/applications/{row.id}/send-back", data={"once": "p4", "reason": "잘못 누름"}).status_code == 302
    db.session.refresh(row)
    assert (row.state, consents.missing(row)) == ("received", [])
