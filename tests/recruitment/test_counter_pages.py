"""The counter's pages: refusals at the field, drafts, receipts, what changed since last time."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from html.parser import HTMLParser

import pytest
import sqlalchemy as sa

from app.accounts import drafts, signing
from app.accounts.models import Draft, SignIn
from app.audit.models import AuditEntry
from app.extensions import db
from app.recruitment.asked import EVERY_QUESTION
from app.recruitment.models import Application
from app.recruitment.services import applications, completion, consents
from app.recruitment.services.people import register
from tests.create import DAEHAK, NOW, actor
from tests.recruitment.create import TODAY, counter_data, create_application, create_notice, identity, number

pytestmark = pytest.mark.usefixtures("database")


def post(client, notice, **overrides):
    return client.post(f"/notices/{notice.code}/applications/new", data=counter_data(**overrides))


def keep(client, notice, **overrides):
    return client.post(f"/notices/{notice.code}/applications/draft", data=counter_data(**overrides))


@contextmanager
def statements():
    """What a request asks the database, its BEGIN aside."""
    asked = []

    def note(_connection, _cursor, statement, *_rest):
        if statement != "BEGIN":
            asked.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)


def count():
    return db.session.scalar(sa.select(sa.func.count(Application.id)))


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        ({"members-1-relation": "자녀", "members-1-born_year": "1990"}, "가구원 2 성명: 꼭 적어 주세요."),
        (
            {"members-0-relation": "자녀", "members-0-name": "이한결", "members-0-born_year": "2025"},
            "가구원 1 출생연도: 1900부터 2024까지의 숫자로 적어 주세요.",
        ),
        (
            {"members-2-relation": "자녀", "members-2-name": "이한결", "members-2-born_year": "1990",
             "members-2-income_won": "많음"},
            "가구원 3 월소득: 원 단위 숫자로",
        ),
        ({"road_address": "관악구 신림동 1523-4"}, "도로명주소: 도로명주소로 적어 주세요."),
        ({"by_proxy": "y"}, "대리인 성명: 꼭 적어 주세요."),
        ({"by_proxy": "y", "proxy_name": "이한결", "proxy_relation": "배우자", "proxy_phone": "12"}, "대리인 전화: "),
    ],
)  # fmt: skip
def test_a_refusal_names_its_place(client_of, broken, sentence):
    notice, client = create_notice(), client_of("clerk")
    answer = post(client, notice, **broken)
    assert answer.status_code == 422
    assert sentence in re.sub(r"<[^>]+>", "", answer.text)
    assert count() == 0


def test_a_child_of_this_year_and_a_free_relation_are_fine(client_of):
    notice, client = create_notice(), client_of("clerk")
    rows = {"members-0-relation": "외손자", "members-0-name": "이새봄", "members-0-born_year": str(TODAY.year)}
    assert post(client, notice, **rows).status_code == 302
    row = db.session.scalars(sa.select(Application)).one()
    assert [(one.relation, one.born_year) for one in applications.members_of(row)] == [("외손자", 2024)]


def test_an_agent_is_kept_and_shown_again_when_changing(client_of):
    notice, client = create_notice(), client_of("clerk")
    agent = {"by_proxy": "y", "proxy_name": "이한결", "proxy_relation": "배우자", "proxy_phone": "010-0000-1111"}
    answer = post(client, notice, **agent, paper_proxy_letter=None)
    row = db.session.get(Application, int(answer.location.split("/")[2]))
    assert row.state == "papers_due"
    page = client.get(f"/applications/{row.id}/edit").text
    assert 'value="이한결"' in page
    assert 'value="010-0000-1111"' in page


def test_the_notices_own_papers_stand_on_the_form(client_of):
    notice, client = create_notice(), client_of("clerk")
    notice.papers = [{"kind": "own_1", "label": "건강진단서", "when": "always"}]
    db.session.commit()
    page = client.get(f"/notices/{notice.code}/applications/new").text
    assert ("건강진단서" in page, "정보제공동의서" in page) == (True, False)
    assert post(client, notice, paper_own_1="y").status_code == 302
    assert db.session.scalars(sa.select(Application)).one().state == "received"


def test_what_differs_from_last_time_says_so_after_a_refusal(client_of):
    notice, client = create_notice(), client_of("clerk")
    post(client, create_notice(cohort=notice.cohort), rrn="660412-2000011", income_won="2,480,000")
    row = db.session.scalars(sa.select(Application)).one()
    applications_page = client.post("/people/find", data={"q": "660412-2000011", "notice": notice.code})
    page = client.get(applications_page.location).text.replace("\u00a0", " ")
    assert "바뀜" not in page
    assert "2024. 7. 8. 신청 내용" in page
    found = re.search(r'name="found" value="([^"]+)"', page)[1]
    again = post(client, notice, rrn="", found=found, income_won="3,120,000", phone="010-0000-9999", name="")
    assert again.status_code == 422
    assert again.text.count("바뀜") == 3
    assert "지난번 2,480,000원" in again.text
    assert "지난번 010-0000-4821" in again.text
    assert row.person.name == "김가온"


def test_a_draft_is_kept_offered_restored_and_gone_on_saving(client_of):
    notice, client = create_notice(), client_of("clerk")
    path = f"/notices/{notice.code}/applications/new"
    assert "멈춘" not in client.get(path).text
    kept = keep(client, notice, name="윤아름", rrn="761103-2000011", income_won="백이십")
    assert (kept.status_code, kept.text[-6:]) == (200, " 임시저장됨")
    assert "에 멈춘 신청 접수" in client.get("/").text
    assert "이어 쓰기" in client.get(path).text
    page = client.get(path + "?draft=1").text
    assert 'value="윤아름"' in page
    assert 'value="백이십"' in page
    assert "761103-2******" in page
    assert "2000011" not in page
    sealed = re.search(r'name="kept" value="([^"]+)"', page)[1]
    assert post(client, notice, name="윤아름", rrn="", kept=sealed).status_code == 302
    assert db.session.scalar(sa.select(sa.func.count(Draft.user_id))) == 0
    assert db.session.scalars(sa.select(Application)).one().person.rrn_masked == "761103-2******"


def test_a_draft_of_somebody_found_outlives_the_finding(client_of):
    notice, client = create_notice(), client_of("clerk")
    create_application(create_notice(cohort=notice.cohort)).person.phone_tail = "4444"
    db.session.commit()
    there = client.post("/people/find", data={"q": "4444", "notice": notice.code}).location
    found = re.search(r'name="found" value="([^"]+)"', client.get(there).text)[1]
    keep(client, notice, rrn="", found=found)
    page = client.get(f"/notices/{notice.code}/applications/new?draft=1").text
    assert "660412-2******" in page
    assert 'name="found" value=""' in page


def test_a_draft_holds_the_forms_own_fields_and_no_more(client_of):
    notice, client = create_notice(), client_of("clerk")
    junk = {"junk": "x", "csrf_token": "t", "members-12-name": "x", "members-0-name": "이한결", "validate": "x"}
    keep(client, notice, **junk, householder_rrn="761103-2000011", rrn="76110")
    user, form = client.user.id, f"counter:{notice.code}"
    values = drafts.values_of(user, form, now=db.session.scalars(sa.select(Draft.at)).one())
    assert not {*values} & {
        "junk",
        "csrf_token",
        "once",
        "rrn",
        "householder_rrn",
        "members-12-name",
        "validate",
        "kept",
    }
    assert values["members-0-name"] == "이한결"
    assert keep(client, notice, name="가" * 5000).status_code == 200
    assert len(drafts.values_of(user, form, now=db.session.scalars(sa.select(Draft.at)).one())["name"]) == 200


def test_a_draft_can_be_thrown_away_and_is_nobody_elses(client_of):
    notice, client = create_notice(), client_of("clerk")
    keep(client, notice, name="윤아름")
    other = client_of("clerk").get(f"/notices/{notice.code}/applications/new?draft=1").text
    assert "윤아름" not in other
    assert client.post(f"/notices/{notice.code}/applications/draft/drop").status_code == 302
    assert "윤아름" not in client.get(f"/notices/{notice.code}/applications/new?draft=1").text


def test_an_ended_session_leads_back_to_the_form(client_of, app):
    notice, client = create_notice(), client_of("clerk")
    client.post("/sign-out")
    answer = post(client, notice)
    assert answer.location == f"/sign-in?next=/notices/{notice.code}/applications/new"
    assert count() == 0
    assert keep(client, notice).location == "/sign-in"


def test_the_receipt_comes_as_a_page_or_as_a_file(client_of):
    notice, client = create_notice(), client_of("clerk")
    answer = client.post(f"/notices/{notice.code}/applications/new", data={**counter_data(), "then": "receipt"})
    assert "receipt=1" in answer.location
    page = client.get(answer.location)
    address = page.headers["Refresh"].split("url=")[1]
    saved = client.get(address)
    assert saved.data.startswith(b"%PDF-")
    assert saved.headers["Content-Disposition"].startswith("attachment")
    shown = client.get(address.split("?")[0])
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert "Refresh" not in client.get(answer.location.split("?")[0]).headers
    looks = sa.select(sa.func.count()).select_from(AuditEntry).where(AuditEntry.reason == "접수증")
    assert db.session.scalar(looks) == 2


def test_another_dongs_receipt_is_not_found(client_of):
    row = create_application(create_notice())
    assert client_of("clerk", dong_code=DAEHAK).get(f"/applications/{row.id}/receipt.pdf").status_code == 404
    assert client_of("auditor").get(f"/applications/{row.id}/receipt.pdf").status_code == 403


def test_the_trail_names_what_was_changed_and_never_to_what(client_of):
    notice, client = create_notice(), client_of("clerk")
    answer = post(client, notice)
    row = db.session.get(Application, int(answer.location.split("/")[2]))
    data = counter_data(version=row.version, income_won="1,500,000", rrn=None, paper_info_consent=None)
    assert client.post(f"/applications/{row.id}/edit", data=data).status_code == 302
    changes = db.session.scalars(sa.select(AuditEntry.changes).where(AuditEntry.action.like("%:revise"))).one()
    assert json.loads(changes) == {"fields": ["income_won", "paper_info_consent"]}


def test_consents_say_what_they_are(client_of):
    page = client_of("clerk").get(f"/notices/{create_notice().code}/applications/new").text
    for label in ("필수 · 고유식별정보", "필수 · 민감정보", "필수 · 제3자 제공", "문자 안내 (선택)"):
        assert label in page


NOTE = (
    '<div class="il-note success" role="status"><span class="il-icon success" aria-hidden="true"></span>'
    "<p>저장했습니다.</p></div>"
)


class Read(HTMLParser):
    """A page as tags with sorted attributes and texts; what differs from request to request is left out."""

    PASSING = ("csrf_token", "once", "found", "kept")

    def __init__(self, page):
        super().__init__()
        self.parts = []
        self.feed(page.replace(NOTE, ""))

    def handle_starttag(self, tag, attrs):
        kept = dict(attrs)
        if kept.get("name") in self.PASSING:
            kept["value"] = bool(kept["value"])
        kept.pop("hx-headers:inherited", None)
        self.parts.append((tag, sorted(kept.items(), key=str)))

    def handle_data(self, data):
        if data.strip():
            self.parts.append(re.sub(r"\s+", " ", data.strip()))


@pytest.mark.parametrize("stopped", [False, True])
@pytest.mark.parametrize("who", ["nobody", "new", "returning", "foreign", "no status", "elsewhere"])
def test_the_filled_picture_is_the_page_that_the_form_draws(client_of, who, stopped):
    """A message makes the page be drawn field by field: but for its note, nothing may differ."""
    notice, client = create_notice(), client_of("clerk")
    data = {"members-0-relation": "자<녀>", "members-0-name": "이'한결", "members-0-born_year": "1990"}
    data |= {"address_detail": '3"02<호>&'}
    data |= {"first_type": "disabled", "licence": "driving_1", "student": "unknown", "householder": "no"}
    if who == "foreign":
        data |= {"rrn": "660412-6000011", "residence_status": "F-5"}
    if who == "no status":
        data |= {"rrn": "660412-6000011"}
    saver = client_of("clerk", dong_code=DAEHAK) if who == "elsewhere" else client
    path = f"/notices/{notice.code}/applications/new"
    if who == "new":
        register(number("660412", 2, 11), identity(), by=actor("clerk"), now=NOW)
        db.session.commit()
    elif who != "nobody":
        last = create_notice(cohort=notice.cohort)
        answer = post(saver, last, **{"rrn": "660412-2000011", "name": "김'가온", "income_won": "2,480,000", **data})
        assert answer.status_code == 302
    if who != "nobody":
        digits = "660412-6000011" if who in ("foreign", "no status") else "660412-2000011"
        path = client.post("/people/find", data={"q": digits, "notice": notice.code}).location
    first, filled = client.get(path).text, client.get(path).text
    assert Read(first).parts == Read(filled).parts
    if stopped:
        keep(client, notice, name="윤아름")
        filled = client.get(path).text
    with client.session_transaction() as session:
        session["_flashes"] = [("success", "저장했습니다.")]
    drawn = client.get(path).text
    assert NOTE in drawn
    assert ("il-draft" in filled, "il-draft" in drawn) == (stopped, stopped)
    assert Read(filled).parts == Read(drawn).parts
    assert ("2,480,000" in filled) is (who in ("returning", "foreign", "no status"))


def test_a_returning_applicant_is_asked_anew_how_things_are_today(client_of):
    """What was answered last time is nobody's declaration now: no box comes ticked, and a 예 of then is told."""
    notice, client = create_notice(), client_of("clerk")
    last = create_notice(cohort=notice.cohort)
    answer = post(client, last, rrn="660412-2000011", student="yes", hard_to_work="no")
    assert answer.status_code == 302
    page = client.get(client.post("/people/find", data={"q": "660412-2000011", "notice": notice.code}).location).text
    questions = re.findall(r'<fieldset class="il-question.*?</fieldset>', page, flags=re.DOTALL)
    assert [one for one in questions if " checked" in one and 'name="householder"' not in one] == []
    assert [
        name for name in EVERY_QUESTION if any(f'name="{name}"' in one and "지난번 예" in one for one in questions)
    ] == ["student"]


def test_a_picture_keeps_nothing_of_a_person(client_of):
    notice, client = create_notice(), client_of("clerk")
    last = create_notice(cohort=notice.cohort)
    post(client, last, rrn="660412-2000011", name="김가온")
    post(client, last, rrn="700101-1000012", name="이한결", income_won="3,000,000")
    paths = [
        client.post("/people/find", data={"q": text, "notice": notice.code}).location
        for text in ("660412-2000011", "700101-1000012")
    ]
    one, two = (client.get(path).text for path in paths)
    assert ("김가온" in one, "이한결" in one) == (True, False)
    assert ("김가온" in two, "이한결" in two) == (False, True)
    assert (one.count("\ue000"), two.count("\ue000")) == (0, 0)
    empty = client.get(f"/notices/{notice.code}/applications/new").text
    assert not any(name in empty for name in ("김가온", "이한결", "3,000,000"))


def received(client, notice, **overrides):
    answer = post(client, notice, **overrides)
    assert answer.status_code == 302, answer.text
    return db.session.get(Application, int(answer.location.split("/")[2]))


def revise(client, row, **overrides):
    data = counter_data(version=row.version, rrn=None, **overrides)
    return client.post(f"/applications/{row.id}/edit", data=data)


def test_a_revision_has_a_draft_of_its_own(client_of):
    notice, client = create_notice(), client_of("clerk")
    row = received(client, notice)
    path = f"/applications/{row.id}"
    kept = client.post(f"{path}/draft", data=counter_data(version=row.version, rrn=None, address_detail="옥탑"))
    assert kept.text.endswith(" 임시저장됨")
    assert "에 멈춘 신청 고치기" in client.get("/").text
    page = client.get(f"{path}/edit").text
    assert ("에 멈춘 신청 고치기가 있습니다" in page, 'value="옥탑"' in page) == (True, False)
    assert "멈춘" not in client.get(f"/notices/{notice.code}/applications/new").text
    assert 'value="옥탑"' in client.get(f"{path}/edit?draft=1").text
    assert client_of("clerk", dong_code=DAEHAK).post(f"{path}/draft", data={}).status_code == 404
    assert revise(client, row, address_detail="옥탑").status_code == 302
    assert db.session.scalar(sa.select(sa.func.count(Draft.user_id))) == 0
    client.post(f"{path}/draft", data=counter_data(rrn=None))
    assert client.post(f"{path}/draft/drop").location == f"{path}/edit"
    assert "멈춘" not in client.get(f"{path}/edit").text


def test_a_restored_revision_still_notices_who_saved_first(client_of):
    notice, client = create_notice(), client_of("clerk")
    row = received(client, notice)
    client.post(
        f"/applications/{row.id}/draft", data=counter_data(version=row.version, rrn=None, phone="010-0000-7777")
    )
    old = row.version
    assert revise(client_of("clerk"), row, income_won="900,000").status_code == 302
    page = client.get(f"/applications/{row.id}/edit?draft=1").text
    assert f'name="version" value="{old}"' in page
    stale = client.post(f"/applications/{row.id}/edit", data=counter_data(version=old, rrn=None))
    assert stale.status_code == 409


def ticked(page):
    """Names of the papers and consents that come ticked."""
    return {
        re.search(r'name="([^"]+)"', box)[1]
        for box in re.findall(r'<input[^>]*name="(?:paper|consent)_[^>]*>', page)
        if " checked" in box
    }


def told_differences(page):
    return re.search(r"<caption[^>]*>먼저 저장한 값과 다른 항목.*?</table>", page, flags=re.DOTALL)[0]


def test_a_draft_of_a_change_never_takes_back_what_came_in_meanwhile(client_of):
    """The draft was kept before the paper came and a consent was withdrawn: both stand in the restored form, and stay."""
    notice, client = create_notice(), client_of("clerk")
    row = received(client, notice, paper_info_consent=None)
    typed = counter_data(version=row.version, rrn=None, address_detail="옥탑", paper_info_consent=None)
    client.post(f"/applications/{row.id}/draft", data=typed)
    completion.receive_papers(row, ["info_consent"], TODAY, by=actor("clerk"), now=NOW, today=TODAY)
    consents.withdraw(row, "messages", "전화로 철회", by=actor("clerk"), now=NOW)
    db.session.commit()
    page = client.get(f"/applications/{row.id}/edit?draft=1").text
    assert 'value="옥탑"' in page
    assert ("paper_info_consent" in ticked(page), "consent_messages" in ticked(page)) == (True, False)
    old = re.search(r'name="version" value="([0-9]+)"', page)[1]
    boxes = {name: "y" if name in ticked(page) else None for name in counter_data() if name[:5] in ("paper", "conse")}
    save = counter_data(rrn=None, address_detail="옥탑", **boxes)
    first = client.post(f"/applications/{row.id}/edit", data={**save, "version": old})
    assert first.status_code == 409  # what differs from the row is shown, and the boxes are not among it
    assert "옥탑" in told_differences(first.text)
    assert not re.search(r"정보제공동의서|문자 안내", told_differences(first.text))
    assert ticked(first.text) == ticked(page)
    version = re.search(r'name="version" value="([0-9]+)"', first.text)[1]
    assert client.post(f"/applications/{row.id}/edit", data={**save, "version": version}).status_code == 302
    assert {one.kind: one.received_on for one in applications.papers_of(row)}["info_consent"] == TODAY
    assert not next(one for one in applications.consents_of(row) if one.purpose == "messages").given
    assert row.person.address_detail == "옥탑"


def test_a_draft_of_a_new_application_holds_no_papers_and_no_consents(client_of):
    notice, client = create_notice(), client_of("clerk")
    keep(client, notice, name="윤아름")
    values = drafts.values_of(
        client.user.id, f"counter:{notice.code}", now=db.session.scalars(sa.select(Draft.at)).one()
    )
    assert not [name for name in values if name.startswith(("paper_", "consent_"))]
    assert ticked(client.get(f"/notices/{notice.code}/applications/new?draft=1").text) == set()


def test_a_paper_that_was_asked_for_stays_asked_when_the_counter_changes_something(client_of):
    notice, client = create_notice(), client_of("clerk")
    row = received(client, notice, first_type="disabled", paper_bonus_proof=None)
    completion.ask_for_papers(row, ["proxy_letter"], TODAY, "위임 확인", by=actor("jobs"), now=NOW, today=TODAY)
    db.session.commit()
    assert revise(client, row, first_type="", paper_bonus_proof=None, paper_proxy_letter=None).status_code == 302
    papers = {one.kind: one for one in applications.papers_of(row)}
    assert (papers["proxy_letter"].required, papers["proxy_letter"].received_on) == (True, None)
    assert papers["bonus_proof"].required is False
    assert row.state == "papers_due"


def test_a_paper_beside_the_notices_list_keeps_its_day(client_of):
    notice, client = create_notice(), client_of("clerk")
    row = received(client, notice)
    notice.papers = [{"kind": "own_1", "label": "건강진단서", "when": "always"}]
    db.session.commit()
    assert revise(client, row, paper_own_1="y").status_code == 302
    papers = {one.kind: one for one in applications.papers_of(row)}
    assert (papers["application_form"].received_on, papers["own_1"].received_on) == (TODAY, TODAY)


def test_consents_changed_at_the_counter_say_who_and_when(client_of):
    notice, client = create_notice(), client_of("clerk")
    row = received(client, notice, consent_messages="y")
    assert revise(client, row, consent_messages=None).status_code == 302
    gone = next(one for one in applications.consents_of(row) if one.purpose == "messages")
    assert (gone.given, gone.withdrawn_by_id, gone.withdrawn_note) == (False, client.user.id, applications.UNTICKED)
    assert gone.withdrawn_at is not None
    assert revise(client, row, consent_messages="y").status_code == 302
    back = next(one for one in applications.consents_of(row) if one.purpose == "messages")
    assert (back.given, back.withdrawn_at, back.withdrawn_by_id, back.withdrawn_note) == (True, None, None, None)
    actions = db.session.scalars(sa.select(AuditEntry.action).where(AuditEntry.action.like("recruit:consent:%")))
    assert sorted(actions) == ["recruit:consent:give", "recruit:consent:withdraw"]


def test_the_agents_fields_are_starred_where_somebody_was_sent(client_of):
    notice, client = create_notice(), client_of("clerk")
    agent = {"by_proxy": "y", "proxy_name": "이한결", "proxy_relation": "배우자", "proxy_phone": "010-0000-1111"}
    starred = re.compile(r'for="proxy_(?:name|relation|phone)">[^<]+<span class="il-star"')
    refused = post(client, notice, **{**agent, "proxy_phone": ""})
    assert (refused.status_code, len(starred.findall(refused.text))) == (422, 3)
    assert not starred.findall(client.get(f"/notices/{notice.code}/applications/new").text)


def test_a_session_that_ended_by_itself_says_so(client_of):
    notice, client = create_notice(), client_of("clerk")
    keep(client, notice, name="윤아름")
    for row in db.session.scalars(sa.select(SignIn)):
        row.seen_at -= signing.IDLE
    db.session.commit()
    path = client.get(f"/notices/{notice.code}/applications/new").location
    assert "15분 동안 사용하지 않아 로그아웃했습니다. 작성하던 내용은 보관했습니다." in client.get(path).text
    for row in db.session.scalars(sa.select(Draft)):
        row.at -= 2 * signing.IDLE  # an older one, which says nothing of what was typed last
    db.session.commit()
    page = client.get(path).text
    assert ("15분 동안 사용하지 않아 로그아웃했습니다." in page, "보관했습니다" in page) == (True, False)
    db.session.execute(sa.update(SignIn).values(ended_at=NOW))
    db.session.commit()
    assert "로그아웃했습니다" not in client.get(path).text


def test_the_page_for_the_next_person_asks_twice_however_many_applied(client_of):
    notice, client = create_notice(), client_of("clerk")
    path = f"/notices/{notice.code}/applications/new"
    client.get(path)
    with statements() as few:
        client.get(path)
    for serial in range(11, 16):
        create_application(notice, rrn=number("660412", 2, serial))
    db.session.commit()
    with statements() as many:
        client.get(path)
    assert (len(few), len(many)) == (2, 2), few
