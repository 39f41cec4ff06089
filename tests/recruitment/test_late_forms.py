"""The counter form sent after the session ended by itself: kept for whom it belonged to, for nobody else, and only then."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa

from app.accounts import drafts, services, signing
from app.accounts.models import Draft, SignIn, User
from app.accounts.roles import Role
from app.audit.models import AuditEntry
from app.extensions import db
from app.recruitment.models import Application
from tests.create import DAEHAK, NOW, create_cohort, create_user, system
from tests.recruitment.create import counter_data, create_application, create_notice, number

pytestmark = pytest.mark.usefixtures("database")
PASSWORD = "correct-horse-7"
IDLED = "15분 동안 사용하지 않아 로그아웃했습니다. 작성하던 내용은 보관했습니다."
TOO_OLD = "로그인한 지 10시간이 지나 로그아웃했습니다. 작성하던 내용은 보관했습니다."
BY_ITSELF = pytest.mark.parametrize(
    ("since", "sentence"),
    [({"seen_at": signing.IDLE}, IDLED), ({"created_at": signing.ABSOLUTE}, TOO_OLD)],
    ids=["idle", "ten hours"],
)


def let_pass(**since):
    """The sessions were opened, or used last, so much earlier."""
    for row in db.session.scalars(sa.select(SignIn)):
        for name, time in since.items():
            setattr(row, name, getattr(row, name) - time)
    db.session.commit()


def new_form(notice):
    return f"/notices/{notice.code}/applications/new"


def edit_form(row):
    return f"/applications/{row.id}/edit"


def way_back(answer):
    """Where the sign-in leads that this answer asks for."""
    where = urlsplit(answer.location)
    assert (answer.status_code, where.path) == (302, "/sign-in")
    return parse_qs(where.query).get("next", [""])[0]


def sign_in(client, user, answer):
    return client.post("/sign-in", data={"login": user.login, "password": PASSWORD, "next": way_back(answer)})


def kept():
    return db.session.scalars(sa.select(Draft)).all()


def count():
    return db.session.scalar(sa.select(sa.func.count(Application.id)))


@BY_ITSELF
def test_a_new_application_is_kept_restored_and_saved(client_of, since, sentence):
    notice, client = create_notice(), client_of("clerk")
    let_pass(**since)
    answer = client.post(new_form(notice), data=counter_data(name="윤아름", rrn="761103-2000011", income_won="백이십"))
    assert way_back(answer) == f"{new_form(notice)}?draft=1"
    assert "윤아름" not in answer.text
    (row,) = kept()
    assert (row.user_id, row.form, row.label) == (client.user.id, f"counter:{notice.code}", notice.title)
    asked = client.get(answer.location).text
    assert sentence in asked
    assert not [text for text in ("윤아름", "761103", "백이십", notice.title) if text in asked]
    opened = sign_in(client, client.user, answer)
    assert opened.location == f"{new_form(notice)}?draft=1"
    page = client.get(opened.location).text
    assert "에 멈춘 내용을 불러왔습니다" in page
    assert ('value="윤아름"' in page, 'value="백이십"' in page, "761103-2******" in page) == (True, True, True)
    assert "2000011" not in page
    sealed = re.search(r'name="kept" value="([^"]+)"', page)[1]
    saved = client.post(new_form(notice), data=counter_data(name="윤아름", rrn="", kept=sealed))
    assert saved.status_code == 302
    assert (kept(), count()) == ([], 1)
    assert db.session.scalars(sa.select(Application)).one().person.rrn_masked == "761103-2******"


@BY_ITSELF
def test_a_change_is_kept_restored_and_saved(client_of, since, sentence):
    notice, client = create_notice(), client_of("clerk")
    client.post(new_form(notice), data=counter_data())
    row = db.session.scalars(sa.select(Application)).one()
    let_pass(**since)
    sent = counter_data(version=row.version, rrn=None, address_detail="옥탑")
    answer = client.post(edit_form(row), data=sent)
    assert way_back(answer) == f"{edit_form(row)}?draft=1"
    assert [(one.user_id, one.form, one.label) for one in kept()] == [(client.user.id, f"revise:{row.id}", row.code)]
    assert sentence in client.get(answer.location).text
    opened = sign_in(client, client.user, answer)
    page = client.get(opened.location).text
    assert ("에 멈춘 내용을 불러왔습니다" in page, 'value="옥탑"' in page) == (True, True)
    assert client.post(edit_form(row), data=sent).status_code == 302
    assert kept() == []
    assert db.session.get(Application, row.id).person.address_detail == "옥탑"


def test_the_number_of_somebody_found_is_kept(client_of):
    notice, client = create_notice(), client_of("clerk")
    create_application(create_notice(cohort=notice.cohort)).person.phone_tail = "4444"
    db.session.commit()
    there = client.post("/people/find", data={"q": "4444", "notice": notice.code}).location
    found = re.search(r'name="found" value="([^"]+)"', client.get(there).text)[1]
    let_pass(seen_at=signing.IDLE)
    answer = client.post(new_form(notice), data=counter_data(rrn="", found=found))
    opened = sign_in(client, client.user, answer)
    assert "660412-2******" in client.get(opened.location).text


def test_another_account_in_that_browser_sees_nothing_of_it(client_of):
    notice, client, other = create_notice(), client_of("clerk"), create_user("clerk")
    let_pass(seen_at=signing.IDLE)
    answer = client.post(new_form(notice), data=counter_data(name="윤아름"))
    opened = sign_in(client, other, answer)
    pages = [client.get(path).text for path in (opened.location, new_form(notice), "/")]
    assert not any("윤아름" in page or "멈춘" in page for page in pages)
    assert [one.user_id for one in kept()] == [client.user.id]


def test_what_was_kept_is_what_the_draft_keeps(client_of):
    notice, client = create_notice(), client_of("clerk")
    sent = counter_data(
        name="가" * 300, junk="x", csrf_token="t", **{"members-0-name": "이한결", "members-12-name": "x"}
    )
    client.post(f"/notices/{notice.code}/applications/draft", data=sent)
    (row,) = kept()
    by_route = drafts.values_of(client.user.id, row.form, now=row.at)
    db.session.execute(sa.delete(Draft))
    let_pass(seen_at=signing.IDLE)
    client.post(new_form(notice), data=sent)
    (row,) = kept()
    assert drafts.values_of(client.user.id, row.form, now=row.at) == by_route


def test_too_much_is_not_kept(client_of, monkeypatch):
    notice, client = create_notice(), client_of("clerk")
    let_pass(seen_at=signing.IDLE)
    monkeypatch.setattr(drafts, "LARGEST", 100)
    assert way_back(client.post(new_form(notice), data=counter_data())) == new_form(notice)
    assert kept() == []


def nobody_kept(client, paths):
    """Sends the form to each; nothing may be kept, and the way back is the bare form."""
    said = [way_back(client.post(path, data=counter_data(version=1))) for path in paths]
    assert (said, kept()) == (paths, [])


@pytest.fixture
def there(client_of):
    """A notice, an application of 신림동, and the clerk whose session is about to end."""
    notice = create_notice()
    row = create_application(notice, rrn=number("660412", 2, 11))
    client = client_of("clerk")
    return client, [new_form(notice), edit_form(row)]


def test_after_signing_out_nothing_is_kept(there):
    client, paths = there
    cookie = client.get_cookie("ilteo").value
    client.post("/sign-out")
    let_pass(seen_at=signing.IDLE)
    nobody_kept(client, paths)
    client.set_cookie("ilteo", cookie)
    nobody_kept(client, paths)


def test_for_a_disabled_account_nothing_is_kept(there):
    client, paths = there
    let_pass(seen_at=signing.IDLE)
    services.disable(db.session.get(User, client.user.id), "퇴직", by=system(), now=NOW)
    nobody_kept(client, paths)
    db.session.execute(sa.update(SignIn).values(ended_at=None))
    nobody_kept(client, paths)


@pytest.mark.parametrize(("role", "dong"), [(Role.SUPERVISOR, None), (Role.CLERK, DAEHAK)], ids=["role", "dong"])
def test_for_an_account_that_was_given_another_place_nothing_is_kept(there, role, dong):
    client, paths = there
    let_pass(seen_at=signing.IDLE)
    user = db.session.get(User, client.user.id)
    services.change_role(user, role, dong=dong, reason="이동", version=user.version, by=system(), now=NOW)
    nobody_kept(client, paths)


def test_after_a_new_password_nothing_is_kept(there):
    client, paths = there
    let_pass(seen_at=signing.IDLE)
    user = db.session.get(User, client.user.id)
    services.change_password(user, PASSWORD, "another-horse-8", by=system(), now=NOW)
    nobody_kept(client, paths)


def test_the_office_is_kept_too(client_of, there):
    client = client_of("jobs")
    let_pass(seen_at=signing.IDLE)
    for path in there[1]:
        assert way_back(client.post(path, data=counter_data(version=1))) == f"{path}?draft=1"
    assert len(kept()) == 2


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.CLERK, Role.JOBS, Role.CLI)])
def test_without_the_permission_nothing_is_kept(client_of, there, role):
    client = client_of(role)
    let_pass(seen_at=signing.IDLE)
    nobody_kept(client, there[1])


def test_what_the_account_may_not_see_is_not_kept(client_of, there):
    client, closed = client_of("clerk", dong_code=DAEHAK), create_notice("draft", cohort=create_cohort(half=1))
    let_pass(seen_at=signing.IDLE)
    nobody_kept(
        client, [there[1][1], new_form(closed), "/applications/999999/edit", "/notices/none-1/applications/new"]
    )


def test_a_session_of_last_week_keeps_nothing(there):
    client, paths = there
    let_pass(seen_at=signing.FORGOTTEN)
    nobody_kept(client, paths)


def test_asking_for_the_form_keeps_nothing(there):
    client, paths = there
    let_pass(seen_at=signing.IDLE)
    for path in paths:
        assert way_back(client.get(path, data=counter_data())).rstrip("?") == path
    assert kept() == []


def test_other_forms_are_not_kept(there):
    client, _ = there
    let_pass(seen_at=signing.IDLE)
    answer = client.post("/me/password", data=counter_data())
    assert (way_back(answer), kept()) == ("/me/password", [])


def test_a_forged_form_is_not_kept(app, client_of):
    notice, client = create_notice(), client_of("clerk")
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(new_form(notice)).text)[1]
        elsewhere = re.search(r'name="csrf_token" value="([^"]+)"', app.test_client().get("/sign-in").text)[1]
        let_pass(seen_at=signing.IDLE)
        for forged in (None, "", "x", elsewhere):
            answer = client.post(new_form(notice), data=counter_data(csrf_token=forged))
            assert (answer.status_code, kept()) == (400, [])
        answer = client.post(new_form(notice), data=counter_data(csrf_token=token))
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert way_back(answer) == f"{new_form(notice)}?draft=1"
    assert len(kept()) == 1


def test_what_a_script_asks_is_answered_as_before(there):
    client, paths = there
    let_pass(seen_at=signing.IDLE)
    findings = paths[0].replace("applications/new", "findings")
    live = client.post(findings, data=counter_data(), headers={"HX-Request": "true"})
    assert live.location == "/sign-in" or live.headers.get("HX-Refresh") == "true"
    assert client.post(paths[0].replace("new", "draft"), data=counter_data()).location == "/sign-in"
    assert kept() == []


def test_the_trail_tells_nothing_more_than_for_a_draft(there):
    client, paths = there
    before = db.session.scalar(sa.select(sa.func.count(AuditEntry.id)))
    let_pass(seen_at=signing.IDLE + timedelta(hours=1))
    for path in paths:
        client.post(path, data=counter_data(version=1))
    assert len(kept()) == 2
    assert db.session.scalar(sa.select(sa.func.count(AuditEntry.id))) == before
