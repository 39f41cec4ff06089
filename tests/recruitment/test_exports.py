"""The file holds exactly the rows of the screen, asks what for, and the trail says who took whose data."""

import hashlib
import io
import json
import re

import openpyxl
import pytest
import sqlalchemy as sa
from sqlalchemy import event

from app.audit import services as audit
from app.audit.models import AuditEntry, AuditSubject
from app.extensions import db
from app.recruitment.models import Application, Person
from app.recruitment.services import completion, list_exports
from app.shared.errors import RuleBroken
from app.sheets.columns import Column
from tests.create import NOW, actor
from tests.recruitment.create import TODAY, create_application, create_notice
from tests.recruitment.crowd import add_applications, add_people

PURPOSE = "7월 12일 접수 마감 보고 자료"


def sheet_of(answer):
    assert answer.status_code == 200, answer.text[:500]
    assert answer.mimetype.endswith("spreadsheetml.sheet")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    rows = [list(row) for row in book.active.iter_rows(values_only=True)]
    head = next(place for place, row in enumerate(rows) if row[0] == "성명")
    body = [row for row in rows[head + 1 :] if row[1] is not None]
    return rows[head], body, rows[-1][0]


def screen_of(client, path):
    """The numbers and names of a list, all pages, as they stand on the screen."""
    found, url = [], path
    while url:
        page = client.get(url).text
        if "<tbody" not in page:
            return found
        table = page[page.index("<tbody") : page.index("</tbody>")]
        names = re.findall(r'<th scope="row"[^>]*><a[^>]*>([^<]+)</a>', table)
        numbers = re.findall(r'data-label="(?:접수번호|전화 끝자리)">(\d+)<', table)
        found += zip(names, numbers, strict=True)
        following = re.search(r'href="([^"]+)" rel="next"', page)
        url = following[1].replace("&amp;", "&") if following else ""
    return found


@pytest.mark.parametrize("query", ["", "?sort=name&state=live", "?verdict=ineligible", "?failed=income&channel=import"])
@pytest.mark.parametrize("role", ["jobs", "clerk"])
def test_the_file_is_the_screen(client_of, query, role):
    notice, client = create_notice(), client_of(role)
    add_applications(notice, add_people(140))
    for path in (f"/notices/{notice.code}/applications", "/applications"):
        head, body, _ = sheet_of(client.post(f"{path}/export{query}", data={"purpose": PURPOSE}))
        number = head.index("접수번호")
        assert [(row[0], row[number]) for row in body] == screen_of(client, path + query)
        assert ("공고" in head) == (path == "/applications")


def test_a_searched_list_is_taken_as_it_is_searched(client_of):
    add_people(140)
    client = client_of("jobs")
    location = client.post("/people", data={"q": "수"}).location
    head, body, _ = sheet_of(client.post(location.replace("/people?", "/people/export?"), data={"purpose": PURPOSE}))
    shown = screen_of(client, location)
    assert len(shown) > 5
    assert [(row[0], row[head.index("전화 끝자리")]) for row in body] == shown
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "recruit:list:export")).one()
    assert json.loads(entry.changes)["limits"] == {"search": "yes"}
    assert "수" not in entry.changes


def test_missing_papers_are_taken_with_what_is_missing(client_of):
    notice, client = create_notice(), client_of("jobs")
    row = create_application(notice, who={"name": "보완가"}, papers=("info_consent",))
    by = actor("jobs")
    completion.ask_for_papers(row, ["info_consent"], TODAY, "서명이 없음", by=by, now=NOW, today=TODAY)
    path = f"/notices/{notice.code}/missing-papers"
    head, body, _ = sheet_of(client.post(f"{path}/export", data={"purpose": PURPOSE}))
    assert body[0][0] == "보완가"
    assert "참여신청서" in body[0][head.index("보완할 서류")]
    assert body[0][head.index("보완 사유")] == "정보제공동의서: 서명이 없음"
    assert "00001" in body[0]


def test_without_a_purpose_nothing_is_taken(client_of):
    notice, client = create_notice(), client_of("clerk")
    create_application(notice)
    path = f"/notices/{notice.code}/applications/export"
    asked = client.get(path)
    assert "1명의 개인정보가 들어 있습니다. 이용 목적을 적으면" in asked.text
    for purpose in ("", " ", "ㅇㅇ", "업무용", "아아아아아아", ". . . . . .", "가      나", "가" * 101):
        refused = client.post(path, data={"purpose": purpose})
        assert refused.status_code == 422, purpose
        sentence = (
            "이용 목적을 적어" if not purpose.strip() else "100자 이하" if len(purpose) > 100 else "5자 이상 적어"
        )
        assert sentence in refused.text
    assert db.session.scalar(sa.select(sa.func.count()).where(AuditEntry.action == "recruit:list:export")) == 0
    assert client_of("auditor").get(path).status_code == 403
    assert client_of("jobs_lead").get("/people/export").status_code == 403


def test_a_purpose_says_something(database):
    good = ("점검 자료", "선발 심사용", "7월 12일 접수 마감 보고 자료")
    assert [list_exports.says_something(one) for one in good] == [True] * 3
    with pytest.raises(RuleBroken, match="이용 목적을 5자 이상 적어"):
        list_exports.make(list_exports.ListFile("표", (), ()), " 업무용 ", by=actor("jobs"), now=NOW)


def test_the_trail_says_who_took_whose_data_why(client_of):
    notice, client = create_notice(), client_of("clerk")
    rows = [create_application(notice) for _ in range(3)]
    answer = client.post(f"/notices/{notice.code}/applications/export?state=live", data={"purpose": PURPOSE})
    _, _, footer = sheet_of(answer)
    assert PURPOSE in footer
    assert client.user.name in footer
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "recruit:list:export")).one()
    changes = json.loads(entry.changes)
    assert entry.reason == PURPOSE
    assert (entry.subject, entry.subject_id, entry.actor_id) == ("notice", notice.id, client.user.id)
    assert (changes["rows"], changes["people"], changes["limits"]) == (3, 3, {"state": "live"})
    assert changes["sha256"] == hashlib.sha256(answer.data).hexdigest()
    people = db.session.scalars(sa.select(AuditSubject.person_id).where(AuditSubject.entry_id == entry.id))
    assert sorted(people) == sorted(row.person_id for row in rows)
    assert audit.verify().broken_id is None


def test_no_resident_number_and_no_formula_in_a_file(client_of):
    notice, client = create_notice(), client_of("jobs")
    row = create_application(notice)
    person = db.session.get(Person, row.person_id)
    person.name = '=HYPERLINK("http://x","y")'
    db.session.flush()
    answer = client.post(f"/notices/{notice.code}/applications/export", data={"purpose": PURPOSE})
    _, body, _ = sheet_of(answer)
    assert body[0][0] == person.name
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    cells = [cell for line in book.active.iter_rows() for cell in line]
    assert not any(cell.data_type == "f" for cell in cells)
    assert not any("660412" in str(cell.value) for cell in cells)


def statements_of(client, path):
    seen = []

    def note(_c, _cur, statement, *_rest):
        if statement.lstrip()[:6].upper() == "SELECT":
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert client.post(path, data={"purpose": PURPOSE}).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def test_a_file_of_500_asks_as_much_as_one_of_10(client_of):
    notice, client = create_notice(), client_of("jobs")
    paths = [f"/notices/{notice.code}/applications/export", "/applications/export", "/people/export"]
    paths.append(f"/notices/{notice.code}/missing-papers/export")
    add_applications(notice, add_people(10))
    few = [statements_of(client, path) for path in paths]
    add_applications(db.session.merge(notice), add_people(490, seed=5), seed=6)
    assert [statements_of(client, path) for path in paths] == few
    assert db.session.scalar(sa.select(sa.func.count(Application.id))) == 500


def test_a_file_has_its_limit(database, monkeypatch):
    monkeypatch.setattr(list_exports, "MOST_ROWS", 3)
    columns = (Column("name", "성명"),)

    def file_of(count):
        return list_exports.ListFile("목록", columns, ((one, [f"가{one}"]) for one in range(count)))

    assert list_exports.make(file_of(3), PURPOSE, by=actor("jobs"), now=NOW).rows == 3
    with pytest.raises(RuleBroken, match="조건을 줄여 주세요"):
        list_exports.make(file_of(4), PURPOSE, by=actor("jobs"), now=NOW)
