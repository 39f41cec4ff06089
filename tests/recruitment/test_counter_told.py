"""What the counter says at once, while the form is open: who has applied already, what a number says, what is wrong."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts import signing
from app.accounts.models import SignIn
from app.extensions import db
from app.recruitment import queries
from app.recruitment.models import Application
from app.recruitment.services import applications, transitions
from tests.create import DAEHAK, NOW, actor
from tests.recruitment.create import counter_data, create_application, create_notice, number
from tests.recruitment.test_counter_pages import statements

pytestmark = pytest.mark.usefixtures("database")

ALREADY = "이 공고에 이미 접수한 분입니다(신림동, 접수일 2024. 7. 8.)."
MAY = "접수는 할 수 있습니다."
HOUSEHOLD = "같은 세대의 신청이 이미 있습니다"


def words(answer):
    """The text of a page, with plain blanks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)).replace("\u00a0", " ")


def panel(answer):
    return re.search(r'<aside class="il-panel" id="findings".*?</aside>', answer.text, flags=re.DOTALL)[0]


def finder(answer):
    return re.search(r'<div class="il-finder-result".*?</div>', answer.text, flags=re.DOTALL)[0]


def told(part):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", part).replace("\u00a0", " "))


def find(client, notice, text):
    answer = client.post("/people/find", data={"q": text, "notice": notice.code})
    assert answer.status_code == 302, words(answer)
    return client.get(answer.location)


def live(client, notice, **typed):
    answer = client.post(f"/notices/{notice.code}/findings", data=counter_data(**typed))
    assert answer.status_code == 200
    return answer


def test_who_cancelled_is_told_with_the_way_back(client_of):
    notice, client = create_notice(), client_of("clerk")
    row = create_application(notice, rrn=number("660412", 2, 11))
    assert "되돌려" not in told(panel(find(client, notice, "4821")))
    transitions.move(row, "cancelled", by=actor("clerk"), now=NOW, reason="잘못 접수함")
    db.session.commit()
    assert "신청 화면에서 접수로 되돌려 주세요." in told(panel(find(client, notice, "4821")))


@pytest.mark.parametrize("typed", ["660412-2000011", "4821", "김가온 660412"])
def test_who_has_applied_already_is_told_when_found(client_of, typed):
    notice, client = create_notice(), client_of("clerk")
    row = create_application(notice, rrn=number("660412", 2, 11))
    page = find(client, notice, typed)
    assert 'id="counter"' not in page.text, "no form that could not be saved"
    assert "접수한 신청 열기" in words(page)
    for part in (panel(page), finder(page)):
        assert ALREADY in told(part)
        assert f'href="/applications/{row.id}"' in part
        assert re.search(r'<span class="krds-badge[^>]*>접수</span>', part)
    assert MAY not in words(page)
    assert HOUSEHOLD not in words(page)


def test_who_has_applied_first_of_the_household_is_not_told_of_the_later_one(client_of):
    notice, client = create_notice(), client_of("clerk")
    create_application(notice, rrn=number("660412", 2, 11))
    wife = {"rrn": "700101-2000012", "householder": "no", "householder_rrn": "660412-2000011"}
    answer = client.post(f"/notices/{notice.code}/applications/new", data=counter_data(**wife))
    assert answer.status_code == 302
    shown = live(client, notice, rrn="660412-2000011")
    assert (ALREADY in told(panel(shown)), HOUSEHOLD in words(shown)) == (True, False)


def test_a_form_that_lacks_something_is_told_of_the_application_too(client_of):
    notice, client = create_notice(), client_of("clerk")
    row = create_application(notice, rrn=number("660412", 2, 11))
    answer = client.post(f"/notices/{notice.code}/applications/new", data=counter_data(rrn="660412-2000011", name=""))
    assert answer.status_code == 422
    assert ALREADY in words(answer)
    assert f'href="/applications/{row.id}"' in answer.text


def test_who_has_applied_already_is_told_when_the_number_is_typed(client_of):
    notice, client = create_notice(), client_of("clerk")
    row = create_application(notice, rrn=number("660412", 2, 11))
    answer = live(client, notice, rrn="660412-2000011")
    assert ALREADY in told(panel(answer))
    assert f'href="/applications/{row.id}"' in panel(answer)
    assert (MAY in words(answer), HOUSEHOLD in words(answer)) == (False, False)
    assert "이미" not in words(live(client, notice, rrn="660412-2000012"))
    assert "이미" not in words(live(client, notice, rrn="660412-200001"))


def test_a_cancelled_application_says_so(client_of):
    notice, client = create_notice(), client_of("clerk")
    row = create_application(notice, rrn=number("660412", 2, 11))
    row.state = "cancelled"
    db.session.commit()
    part = finder(find(client, notice, "660412-2000011"))
    assert "이 공고에 취소한 신청이 있습니다(신림동, 접수일 2024. 7. 8.)." in told(part)
    assert re.search(r'<span class="krds-badge[^>]*>취소</span>', part)


def test_another_dongs_application_is_its_dong_and_its_day(client_of):
    notice, client = create_notice(), client_of("clerk", dong_code=DAEHAK)
    row = create_application(notice, rrn=number("660412", 2, 11))
    for answer in (find(client, notice, "660412-2000011"), live(client, notice, rrn="660412-2000011")):
        assert ALREADY in told(panel(answer))
        assert f"/applications/{row.id}" not in answer.text
        assert "krds-badge" not in panel(answer)
        assert MAY not in words(answer)
        assert "접수한 동이나 구청 담당에게 문의해 주세요." in told(panel(answer))


@pytest.mark.parametrize("state", ["received", "cancelled", "declined"])
@pytest.mark.parametrize("dong", [None, DAEHAK], ids=["own", "foreign"])
def test_what_is_told_at_once_is_what_the_refusal_says(client_of, state, dong):
    notice, rrn = create_notice(), number("660412", 2, 11)
    create_application(notice, rrn=rrn).state = state
    db.session.commit()
    at = {"dong_code": dong} if dong else {}
    shown = panel(live(client_of("clerk", **at), notice, rrn="660412-2000011"))
    with pytest.raises(applications.AlreadyApplied) as refused:
        create_application(notice, rrn=rrn, by=actor("clerk", **at))
    assert told(str(refused.value)) in told(shown)


def test_the_jobs_team_sees_every_dongs(client_of):
    notice = create_notice()
    row = create_application(notice, rrn=number("660412", 2, 11))
    assert f'href="/applications/{row.id}"' in panel(live(client_of("jobs"), notice, rrn="660412-2000011"))


def test_another_notices_application_is_no_reason(client_of):
    notice, client = create_notice(), client_of("clerk")
    other = create_notice(cohort=notice.cohort)
    create_application(other, rrn=number("660412", 2, 11))
    page = find(client, notice, "660412-2000011")
    assert "이미 접수" not in words(page)
    assert "신청 내용을 불러왔습니다" in words(page)


def test_a_household_counts_others_and_never_the_applicants_own_application(client_of):
    notice, client = create_notice(), client_of("clerk")
    own = {"rrn": number("660412", 2, 11), "who": {"road_address": "관악구 신림로3길 12"}}
    create_application(notice, **own)
    assert HOUSEHOLD not in words(live(client, notice, rrn="660412-2000011"))
    wife = {"rrn": "700101-2000012", "householder": "no", "householder_rrn": "660412-2000011"}
    assert HOUSEHOLD in words(live(client, notice, **wife))


def test_what_came_before_is_one_statement(client_of):
    """The newest application of the own 동, and that of the notice in any 동."""
    notice = create_notice()
    other = create_notice(cohort=notice.cohort)
    old = create_application(other, rrn=number("660412", 2, 11))
    new = create_application(notice, rrn=number("660412", 2, 11), by=actor("clerk", dong_code=DAEHAK))
    db.session.commit()
    person = new.person
    assert person.id
    with statements() as asked:
        before = queries.before(person, notice, actor("clerk"))
    assert (before.last, before.already.application_id, before.already.dong) == (old, None, "대학동")
    assert len([one for one in asked if "FROM person" in one]) == 1
    assert queries.before(person, notice, actor("jobs")).already.application_id == new.id
    assert queries.before(person, other, actor("clerk", dong_code=DAEHAK)).last == new


AGE = "만 58세 (2024. 5. 7. 기준)"
WRONG = "주민등록번호 13자리를 확인해 주세요. 생년월일 또는 7번째 자리가 맞지 않습니다."
FOREIGN = "외국인등록번호입니다. 체류자격을 골라 주세요."


def part(answer, name):
    """The text of the element with this id."""
    return told(re.search(rf'<(\w+)[^>]* id="{name}".*?</\1>', answer.text, flags=re.DOTALL)[0])


def focused(answer):
    """Ids of what takes the focus as the page opens."""
    boxes = re.findall(r"<input[^>]* data-focus[^>]*>", answer.text)
    return [re.search(r' id="(\w+)"', box)[1] for box in boxes]


def test_a_number_that_nobody_has_is_carried_into_the_form(client_of):
    """Sealed; shown masked with the age; the name is next, and the form saves without typing it again."""
    notice, client = create_notice(), client_of("clerk")
    page = client.post("/people/find", data={"q": "660412-2000038", "notice": notice.code})
    assert "2000038" not in page.text
    assert part(page, "rrn-hint") == f"660412-2******: 입력되어 있습니다. 고칠 때만 다시 적어 주세요.{AGE}"
    assert focused(page) == ["name"]
    kept = re.search(r'name="kept" value="([^"]+)"', page.text)[1]
    answer = live(client, notice, rrn="", kept=kept)
    assert part(answer, "rrn-hint") == part(page, "rrn-hint")
    saved = client.post(f"/notices/{notice.code}/applications/new", data=counter_data(rrn="", kept=kept))
    assert saved.status_code == 302
    assert db.session.get(Application, int(saved.location.split("/")[2])).person.rrn_masked == "660412-2******"


def test_a_number_that_cannot_be_says_so_in_the_finder(client_of):
    notice, client = create_notice(), client_of("clerk")
    page = client.post("/people/find", data={"q": "661312-2000038", "notice": notice.code})
    assert (page.status_code, WRONG in told(finder(page))) == (422, True)
    assert focused(page) == ["find"]


@pytest.mark.parametrize(
    ("typed", "finding", "hint"),
    [
        ("660412-2000037", "", AGE),
        ("６６０４１２－２００００３７", "", AGE),
        ("661312-2000037", WRONG, "하이픈은 있어도 없어도 됩니다"),
        ("660412-9000037", WRONG, "하이픈은 있어도 없어도 됩니다"),
        ("660412-20000377", WRONG, "하이픈은 있어도 없어도 됩니다"),
        ("660412-200003", "", "하이픈은 있어도 없어도 됩니다"),
        ("", "", "하이픈은 있어도 없어도 됩니다"),
    ],
    ids=["good", "full width", "no such month", "1866", "a digit too many", "not whole yet", "nothing"],
)
def test_a_number_is_answered_while_it_is_typed(client_of, typed, finding, hint):
    answer = live(client_of("clerk"), create_notice(), rrn=typed)
    said = part(answer, "rrn-finding")
    assert said == finding or (not finding and said.startswith("검증번호가 예전 방식과 다릅니다."))
    assert part(answer, "rrn-hint") == hint
    assert ('class="il-error" id="rrn-finding"' in answer.text) is bool(finding)


def test_a_number_kept_is_not_judged_while_a_wrong_one_is_typed(client_of):
    notice, client = create_notice(), client_of("clerk")
    page = client.post("/people/find", data={"q": "660412-2000038", "notice": notice.code})
    kept = re.search(r'name="kept" value="([^"]+)"', page.text)[1]
    assert "아직 판단하지 않음" in panel(live(client, notice, rrn="661312-2000037", kept=kept))


def test_a_found_persons_number_keeps_its_line(client_of):
    notice, client = create_notice(), client_of("clerk")
    last = create_notice(cohort=notice.cohort)
    row = create_application(last, rrn=number("660412", 2, 11))
    page = find(client, notice, "660412-2000011")
    assert part(page, "rrn-hint") == AGE
    found = re.search(r'name="found" value="([^"]+)"', page.text)[1]
    assert part(live(client, notice, rrn="", found=found), "rrn-hint") == AGE
    edit = client.post(f"/notices/{last.code}/findings?application={row.id}", data=counter_data(rrn=None))
    assert "rrn-hint" not in edit.text


def test_a_foreign_number_asks_for_the_status_of_stay(client_of):
    """Said at the field while it is typed and after a refusal, where the section is open; saving is not refused."""
    notice, client = create_notice(), client_of("clerk")
    assert FOREIGN in part(live(client, notice, rrn="660412-6000011"), "residence_status-note")
    for typed in ({"rrn": "660412-6000011", "residence_status": "F-5"}, {"rrn": "660412-2000011"}):
        assert part(live(client, notice, **typed), "residence_status-note") == ""
    path = f"/notices/{notice.code}/applications/new"
    refused = client.post(path, data=counter_data(rrn="660412-6000011", name=""))
    assert FOREIGN in part(refused, "residence_status-note")
    opened = re.compile(r"<details[^>]* data-foreign open")
    assert (bool(opened.search(refused.text)), bool(opened.search(client.get(path).text))) == (True, False)
    saved = client.post(path, data=counter_data(rrn="660412-6000011"))
    assert saved.status_code == 302
    edit = client.get(f"/applications/{saved.location.split('/')[2]}/edit")
    page = find(client, create_notice(cohort=notice.cohort), "660412-6000011")
    for one in (edit, page):
        assert opened.search(one.text)
        assert FOREIGN in part(one, "residence_status-note")


def test_the_button_that_ticks_papers_says_papers(client_of):
    page = client_of("clerk").get(f"/notices/{create_notice().code}/applications/new")
    assert re.search(r"data-receive-all hidden>서류 모두 받음 <kbd", page.text)


def test_typing_waits_for_nobody_who_writes(client_of, database):
    """A long import holds SQLite's writer meanwhile: the panel of a clerk at the counter must not stand still."""
    client, notice = client_of("clerk"), create_notice()
    for row in db.session.scalars(sa.select(SignIn)):
        row.seen_at -= 2 * signing.SEEN_STEP
    db.session.commit()
    db.session.execute(sa.update(Application).values(number=Application.number))
    with ThreadPoolExecutor(1) as other:
        asked = other.submit(
            lambda: FlaskClient.open(client, f"/notices/{notice.code}/findings", method="POST", data=counter_data())
        )
        try:
            assert "신고 내용 기준" in told(panel(asked.result(timeout=10)))
        finally:
            db.session.rollback()
