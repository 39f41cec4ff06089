"""What the counter says at once, while the form is open: who has applied already, what a number says, what is wrong."""

from __future__ import annotations

import re

import pytest

from app.extensions import db
from app.recruitment import queries
from tests.create import DAEHAK, actor
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


@pytest.mark.parametrize("typed", ["660412-2000011", "4821", "김가온 660412"])
def test_who_has_applied_already_is_told_when_found(client_of, typed):
    notice, client = create_notice(), client_of("clerk")
    row = create_application(notice, rrn=number("660412", 2, 11))
    page = find(client, notice, typed)
    for part in (panel(page), finder(page)):
        assert ALREADY in told(part)
        assert f'href="/applications/{row.id}"' in part
        assert re.search(r'<span class="krds-badge[^>]*>접수</span>', part)
    assert MAY not in words(page)
    assert HOUSEHOLD not in words(page)


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
    assert ALREADY in told(part)
    assert re.search(r'<span class="krds-badge[^>]*>취소</span>', part)


def test_another_dongs_application_is_its_dong_and_its_day(client_of):
    notice, client = create_notice(), client_of("clerk", dong_code=DAEHAK)
    row = create_application(notice, rrn=number("660412", 2, 11))
    for answer in (find(client, notice, "660412-2000011"), live(client, notice, rrn="660412-2000011")):
        assert ALREADY in told(panel(answer))
        assert f"/applications/{row.id}" not in answer.text
        assert "krds-badge" not in panel(answer)
        assert MAY not in words(answer)


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
