"""The pages through the client: each role, the counter form, no resident number anywhere."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from app.audit import services as audit
from app.audit.models import AuditEntry
from app.extensions import db
from app.recruitment.models import Application, Person, Screening
from app.recruitment.services import screenings
from tests.create import DAEHAK, SINRIM, actor
from tests.recruitment.create import (
    confirm_cohort,
    counter_data,
    create_application,
    create_notice,
    fill_notice,
    number,
)
from tests.recruitment.pages import seen_on

pytestmark = pytest.mark.usefixtures("database")

READ = ["clerk", "jobs", "jobs_lead", "auditor"]
NO_READ = ["supervisor", "finance", "finance_lead", "pledge", "pledge_lead", "admin"]


def post(client, notice, **overrides):
    return client.post(f"/notices/{notice.code}/applications/new", data=counter_data(**overrides))


def saved_application(client, notice, **overrides):
    answer = post(client, notice, **overrides)
    assert answer.status_code == 302, re.findall(r'il-error"[^>]*>([^<]+)|<li>(.*?)</li>', answer.text)
    return db.session.get(Application, int(answer.location.split("/")[2]))


def said_on(answer):
    """The page without what differs from request to request: tokens and the incident number."""
    return re.sub(r"[0-9a-f]{12}|[\w-]{40,}\.[\w-]+\.[\w-]+", "", answer.text)


def paths_of(row):
    code = row.notice.code
    return [
        "/notices",
        f"/notices/{code}",
        f"/notices/{code}/applications",
        f"/notices/{code}/screening",
        f"/applications/{row.id}",
        f"/applications/{row.id}/screening",
    ]


@pytest.mark.parametrize("role", READ)
def test_who_may_read_reads(client_of, role):
    row = create_application(create_notice())
    client = client_of(role)
    for path in paths_of(row):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert len(re.findall(r"<h1[ >]", answer.text)) == 1


@pytest.mark.parametrize("role", NO_READ)
def test_who_may_not_read_gets_403(client_of, role):
    row = create_application(create_notice())
    client = client_of(role)
    assert {client.get(path).status_code for path in paths_of(row)} == {403}


@pytest.mark.parametrize("role", ["jobs_lead", "auditor"])
def test_readers_write_nothing(client_of, role):
    row, client = create_application(create_notice()), client_of(role)
    code = row.notice.code
    assert client.get(f"/notices/{code}/applications/new").status_code == 403
    assert client.get(f"/applications/{row.id}/edit").status_code == 403
    assert client.post("/people/find", data={"q": "4821", "notice": code}).status_code == 403
    assert client.post(f"/people/{row.person_id}/resident-number", data={"reason": "확인"}).status_code == 403
    assert client.post(f"/notices/{code}/screen").status_code == 403


def test_a_clerk_opens_no_notice_and_runs_no_screening(client_of):
    notice, client = create_notice("proposed"), client_of("clerk")
    for path in ("open", "screen", "propose", "close"):
        assert client.post(f"/notices/{notice.code}/{path}", data={"once": path}).status_code == 403
    assert client.get(f"/notices/{notice.code}").status_code == 404


def test_another_dongs_row_and_an_unknown_one_are_the_same_404(client_of):
    row = create_application(create_notice())
    client = client_of("clerk", dong_code=DAEHAK)
    for path in ("", "/edit", "/screening", "/received"):
        foreign = client.get(f"/applications/{row.id}{path}")
        unknown = client.get(f"/applications/{2**62}{path}")
        assert (foreign.status_code, unknown.status_code) == (404, 404)
        assert said_on(foreign) == said_on(unknown)
    assert client.post(f"/people/{row.person_id}/resident-number", data={"reason": "확인"}).status_code == 404
    assert row.person.name not in client.get(f"/notices/{row.notice.code}/applications").text


def test_registering_leads_to_the_number_and_the_next_person(client_of):
    notice, client = create_notice(), client_of("clerk")
    answer = post(client, notice)
    page = client.get(answer.location)
    assert "접수했습니다. 접수번호 2024H2-community-1-00001" in page.text
    assert "다음 사람" in page.text
    row = db.session.scalars(sa.select(Application)).one()
    assert (row.dong_code, row.state, row.stream.code) == (SINRIM, "received", "under65")
    assert screenings.current(row.id).verdict == "needs_review"


def test_the_same_key_twice_makes_one_application(client_of):
    notice, client = create_notice(), client_of("clerk")
    data = counter_data(once="same", rrn="660412-2000033")
    first = client.post(f"/notices/{notice.code}/applications/new", data=data)
    second = client.post(f"/notices/{notice.code}/applications/new", data=data)
    assert (first.status_code, second.status_code, first.location) == (302, 302, second.location)
    assert db.session.scalar(sa.select(sa.func.count(Application.id))) == 1


def test_the_same_person_twice_is_refused_with_a_link(client_of):
    notice, client = create_notice(), client_of("clerk")
    row = saved_application(client, notice, rrn="660412-2000034")
    again = post(client, notice, rrn="660412-2000034")
    assert again.status_code == 422
    assert "이미 접수한 분입니다" in again.text
    assert f"/applications/{row.id}" in again.text
    elsewhere = post(client_of("clerk", dong_code=DAEHAK), notice, rrn="660412-2000034")
    assert "이미 접수한 분입니다" in elsewhere.text
    assert f"/applications/{row.id}" not in elsewhere.text


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        ({"rrn": "661312-2000001"}, "주민등록번호 13자리를 확인해 주세요."),
        ({"rrn": ""}, "주민등록번호 13자리를 적어 주세요."),
        ({"name": " "}, "꼭 적어 주세요."),
        ({"phone": "12"}, "전화번호는"),
        ({"income_won": "백만"}, "원 단위 숫자로"),
        ({"household_size": "0"}, "1부터 20까지"),
        ({"living_benefit": None}, "하나를 골라 주세요."),
        ({"consent_health": None}, "동의해야 접수할 수 있습니다."),
        ({"dong": "9999999999"}, "목록에서 골라 주세요."),
        ({"first_project": "999"}, "목록에서 골라 주세요."),
        ({"members-0-name": "이한결"}, "꼭 적어 주세요."),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_a_refused_form_says_why_and_writes_nothing(client_of, broken, sentence):
    notice, client = create_notice(), client_of("clerk")
    answer = post(client, notice, **broken)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "곳을 고쳐 주세요" in answer.text
    assert db.session.scalar(sa.select(sa.func.count(Application.id))) == 0


def test_a_refused_form_keeps_what_was_typed_but_shows_no_number(client_of):
    notice, client = create_notice(), client_of("clerk")
    refused = post(client, notice, rrn="660412-2000035", name="")
    assert "660412-2******" in refused.text
    assert "2000035" not in refused.text
    kept = re.search(r'name="kept" value="([^"]+)"', refused.text)[1]
    assert saved_application(client, notice, rrn="", kept=kept).person.rrn_masked == "660412-2******"


def test_a_closed_window_offers_no_form(client_of):
    notice, client = create_notice("closed"), client_of("clerk")
    assert "접수 중인 공고가 아닙니다" in client.get(f"/notices/{notice.code}/applications/new").text
    assert post(client, notice).status_code == 422


def test_live_findings_show_the_income_and_save_nothing(client_of):
    notice, client = create_notice(), client_of("clerk")
    data = counter_data(rrn="660412-2000036", income_won="3,120,000", name="")
    panel = client.post(f"/notices/{notice.code}/findings", data=data)
    assert panel.status_code == 200
    assert "173,913원 많습니다" in panel.text
    assert "신고 내용 기준 부적격" in panel.text
    assert "2000036" not in panel.text
    assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 0
    empty = client.post(f"/notices/{notice.code}/findings", data={})
    assert "아직 판단하지 않음" in empty.text


def test_finding_by_number_starts_the_form_from_the_last_application(client_of):
    notice, client = create_notice(), client_of("clerk")
    before = create_notice(cohort=notice.cohort)
    saved_application(client, before, rrn="660412-2000037", income_won="2,480,000")
    found = client.post("/people/find", data={"q": "660412-2000037", "notice": notice.code})
    assert found.status_code == 302
    assert "2000037" not in found.location
    page = client.get(found.location)
    assert "신청 내용을 불러왔습니다" in page.text
    assert 'value="2,480,000"' in page.text
    stranger = client_of("clerk").get(found.location)
    assert "김가온" not in stranger.text
    elsewhere = client_of("clerk", dong_code=DAEHAK)
    there = elsewhere.post("/people/find", data={"q": "660412-2000037", "notice": notice.code})
    assert "연락처를 불러왔습니다" in elsewhere.get(there.location).text
    assert "2,480,000" not in elsewhere.get(there.location).text


def test_finding_somebody_new_carries_the_number_on_unseen(client_of):
    notice, client = create_notice(), client_of("clerk")
    page = client.post("/people/find", data={"q": "6604122000038", "notice": notice.code})
    assert page.status_code == 200
    assert "찾는 분이 없습니다" in page.text
    assert "2000038" not in page.text
    assert "660412-2******" in page.text


def test_finding_stays_within_the_own_dong(client_of):
    row = create_application(create_notice())
    near = client_of("clerk").post("/people/find", data={"q": "4821", "notice": row.notice.code})
    far = client_of("clerk", dong_code=DAEHAK).post("/people/find", data={"q": "4821", "notice": row.notice.code})
    assert (near.status_code, far.status_code) == (302, 200)
    assert "찾는 분이 없습니다" in far.text


def test_the_later_saver_sees_both_values_and_may_save_again(client_of):
    notice, client = create_notice(), client_of("clerk")
    row = saved_application(client, notice)
    old = row.version
    path = f"/applications/{row.id}/edit"
    first = client.post(path, data=counter_data(version=old, income_won="1,500,000", rrn=None))
    assert first.status_code == 302
    late = client.post(path, data=counter_data(version=old, income_won="1,700,000", rrn=None))
    assert late.status_code == 409
    assert "먼저 저장했습니다" in late.text
    assert "1,500,000" in late.text
    version = re.search(r'name="version" value="(\d+)"', late.text)[1]
    again = client.post(path, data=counter_data(version=version, income_won="1,700,000", rrn=None))
    assert again.status_code == 302
    assert db.session.get(Application, row.id).declared["income_won"] == 1_700_000


def test_unmasking_shows_the_number_once_and_logs_the_reason(client_of):
    notice, client = create_notice(), client_of("clerk")
    row = saved_application(client, notice, rrn="660412-2000039")
    path = f"/people/{row.person_id}/resident-number"
    assert client.post(path, data={"reason": ""}).status_code == 422
    shown = client.post(path, data={"reason": "신분증 대조"})
    assert "660412-2000039" in shown.text
    assert "2000039" not in client.get(f"/applications/{row.id}").text
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "recruit:person:unmask")).one()
    assert (entry.reason, entry.actor_id) == ("신분증 대조", client.user.id)


def test_no_page_log_or_address_holds_a_resident_number(client_of, caplog):
    notice, client = create_notice(), client_of("jobs")
    with caplog.at_level("DEBUG"):
        row = saved_application(client, notice, rrn="660412-2000040", dong=SINRIM)
        answers = [client.get(path) for path in [*paths_of(row), f"/applications/{row.id}/edit"]]
        answers.append(client.post("/people/find", data={"q": "660412-2000040", "notice": notice.code}))
    for answer in answers:
        assert "2000040" not in answer.text + str(answer.headers)
    assert "2000040" not in caplog.text
    trail = db.session.scalars(sa.select(AuditEntry.changes)).all()
    assert not any("2000040" in changes for changes in trail)


def test_looks_are_logged_with_whose_data_was_seen(client_of):
    row, client = create_application(create_notice()), client_of("clerk")
    client.get(f"/applications/{row.id}")
    client.get(f"/notices/{row.notice.code}/applications")
    actions = db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id.desc()).limit(2)).all()
    assert actions == ["recruit:application:list", "recruit:application:read"]
    assert audit.verify().broken_id is None


def count_statements(client, path):
    seen = []

    def note(_c, _cur, statement, *_rest):
        if statement.lstrip()[:6].upper() == "SELECT":
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert client.get(path).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


@pytest.mark.parametrize("page", ["applications", "screening", ""])
def test_pages_ask_as_much_for_many_as_for_few(client_of, page):
    notice, clerk, client = create_notice(), actor("clerk"), client_of("jobs")
    path = f"/notices/{notice.code}/{page}".rstrip("/")
    create_application(notice, by=clerk)
    few = count_statements(client, path)
    for _ in range(12):
        create_application(notice, by=clerk)
    assert count_statements(client, path) == few


def test_the_list_pages_by_key_and_filters(client_of):
    notice, clerk, client = create_notice(), actor("clerk"), client_of("jobs")
    for index in range(53):
        create_application(notice, by=clerk, rrn=number("700101", 1, index), who={"name": f"이가{index:02d}"})
    path = f"/notices/{notice.code}/applications"
    first = client.get(path).text
    assert ("이가00" in first, "이가49" in first, "이가50" in first) == (True, True, False)
    second = client.get(re.search(r'href="([^"]+after=50[^"]*)"', first)[1].replace("&amp;", "&")).text
    assert ("이가49" in second, "이가50" in second, "이가52" in second) == (False, True, True)
    back = client.get(re.search(r'href="([^"]+before=51[^"]*)"', second)[1].replace("&amp;", "&")).text
    assert "이가00" in back
    assert "모두 53명" in client.get(path + "?verdict=needs_review").text
    assert "조건에 맞는 자료가 없습니다" in client.get(path + "?failed=income").text
    named = client.post(path, data={"q": "이가07"})
    assert "이가07" not in named.location
    only = client.get(named.location).text
    assert ("이가07" in only, "이가08" in only) == (True, False)


def test_the_whole_way_of_a_notice(client_of):
    """jobs drafts and proposes, may not open; jobs_lead opens, once; jobs looks up, closes and screens."""
    notice = create_notice("draft")
    jobs, lead = client_of("jobs"), client_of("jobs_lead")
    code = notice.code
    confirm_cohort(notice.cohort, by=actor("jobs"))
    fill_notice(notice, by=actor("jobs"))
    audit.commit()
    for path in ("confirm-criteria", "adopt-score-table"):
        answer = jobs.post(f"/notices/{code}/{path}", data={"document_number": "방침-9", "once": path})
        assert answer.status_code == 302
    jobs.post(f"/notices/{code}/propose", data={"once": "p"})
    assert jobs.post(f"/notices/{code}/open", data={"once": "o"}).status_code == 403
    page = lead.get(f"/notices/{code}/open").text
    assert "고칠 수 없습니다" in page
    assert lead.post(f"/notices/{code}/open", data={"once": "o1", "seen": seen_on(page)}).status_code == 302
    twice = lead.post(f"/notices/{code}/open", data={"once": "o2", "seen": seen_on(page)})
    assert (twice.status_code, "이미 결재했습니다" in twice.text) == (422, True)
    row = saved_application(jobs, db.session.merge(notice))
    data = {
        "looked_up_on": "2024-07-08",
        "source": "행복e음",
        "income_won": "1,000,000",
        "property_won": "0",
        "once": "l",
    }
    data |= {"living_benefit": "no", "unemployment_benefit": "no", "past": "y", "overlap": "no"}
    assert jobs.post(f"/applications/{row.id}/look-ups", data=data).status_code == 302
    assert db.session.get(Application, row.id).state == "screened"
    assert "적격" in jobs.get(f"/applications/{row.id}/screening").text
    jobs.post(f"/notices/{code}/close", data={"once": "c"})
    jobs.post(f"/notices/{code}/screen", data={"once": "s"})
    stored = db.session.scalars(sa.select(Screening).where(Screening.superseded_at.is_(None))).one()
    assert stored.verdict == "eligible"


def test_a_rule_is_settled_on_its_page(client_of):
    notice, client = create_notice("draft", document=None), client_of("jobs")
    path = f"/notices/{notice.code}/criteria/repeat"
    assert client.get(path).status_code == 200
    refused = client.post(path, data={"on": "y", "years": "2", "rounds": "", "document_number": "지침", "once": "a"})
    assert "값을 적어 주세요" in refused.text
    good = client.post(path, data={"on": "y", "years": "3", "rounds": "2", "document_number": "지침 4쪽", "once": "b"})
    assert good.status_code == 302
    assert "최근 3년 동안 2회까지" in client.get(f"/notices/{notice.code}/edit").text
    assert client.get(f"/notices/{notice.code}/criteria/nonsense").status_code == 404


def test_home_shows_what_waits(client_of):
    notice = create_notice()
    create_application(notice, papers=())
    assert "보완할 서류" in client_of("clerk").get("/").text
    assert "보완할 서류" not in client_of("clerk", dong_code=DAEHAK).get("/").text
    assert "확인이 필요한 신청" in client_of("jobs").get("/").text
    assert notice.title in client_of("clerk").get("/").text


def test_screening_is_audited_and_the_chain_holds(client_of):
    notice, client = create_notice(), client_of("jobs")
    create_application(notice)
    client.post(f"/notices/{notice.code}/screen", data={"once": "s"})
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "recruit:screening:run")).one()
    assert '"screened":1' in entry.changes
    assert audit.verify().broken_id is None


def test_counters_working_at_once_never_share_a_number(app, client_of):
    notice = create_notice()
    code = notice.code
    clerks = [client_of("clerk") for _ in range(4)]
    forms = [counter_data(rrn=f"700101-10000{place:02d}") for place in range(4)]

    def send(clerk, data):
        with app.app_context():
            return clerk.post(f"/notices/{code}/applications/new", data=data).status_code

    db.session.commit()
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(send, clerks, forms)) == [302] * 4
    numbers = db.session.scalars(sa.select(Application.number).order_by(Application.number)).all()
    assert numbers == [1, 2, 3, 4]
