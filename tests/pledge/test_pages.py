"""The pledge pages: who may see and do what, and that every figure of the overview opens to its rows."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
import sqlalchemy as sa

from app.accounts.home import lines
from app.database import writing
from app.extensions import db
from app.pledge.models import Actual, ReconcileNote, Snapshot
from app.pledge.services.quarters import close, propose
from tests.create import NOW, actor
from tests.pledge.create import (
    cohort,
    create_participations,
    create_people,
    create_pledge,
    create_statement,
    create_whole_record,
)

READERS = ("pledge", "pledge_lead", "jobs", "jobs_lead", "finance", "finance_lead", "auditor")
OTHERS = ("clerk", "supervisor", "admin")
PAGES = (
    "/pledges",
    "/pledges/1-4",
    "/pledges/1-4/indicators",
    "/pledges/1-4/indicators/1",
    "/pledges/1-4/indicators/5",
    "/pledges/1-4/entries",
    "/pledges/1-4/investment",
    "/pledges/1-4/milestones",
    "/pledges/1-4/schedule",
    "/pledges/1-4/reconcile",
    "/pledges/1-4/quarters",
    "/pledges/1-4/quarters/2024Q1",
    "/pledges/1-4/quarters/2024Q4",
)


class Links(HTMLParser):
    """Every link inside ``main``, with its text, and every id of the page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.inside, self.href = False, ""
        self.found: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids += [values["id"]] if values.get("id") else []
        self.inside = self.inside or tag == "main"
        if tag == "a" and self.inside:
            self.href = values.get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "main"
        self.href = "" if tag == "a" else self.href

    def handle_data(self, data: str) -> None:
        if self.href and data.strip():
            self.found.append((self.href, data.strip()))


@pytest.mark.parametrize("role", READERS)
def test_readers_see_every_page(client_of: Any, role: str) -> None:
    create_pledge()
    client = client_of(role)
    for path in PAGES:
        answer = client.get(path)
        assert answer.status_code == 200, path
        links = Links(answer.text)
        assert len(set(links.ids)) == len(links.ids), path
        assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("role", OTHERS)
def test_other_roles_are_refused(client_of: Any, role: str) -> None:
    create_pledge()
    client = client_of(role)
    assert [client.get(path).status_code for path in (*PAGES, "/pledges/1-4/sheet.pdf")] == [403] * (len(PAGES) + 1)


@pytest.mark.parametrize(
    "path",
    [
        "/pledges/9-9",
        "/pledges/1-4/indicators/6",
        "/pledges/1-4/indicators/0",
        "/pledges/1-4/quarters/2024Q5",
        "/pledges/1-4/quarters/2024-1",
        "/pledges/9-9/sheet.pdf",
    ],
)
def test_unknown_is_not_found(client_of: Any, path: str) -> None:
    create_pledge()
    assert client_of("pledge").get(path).status_code == 404


@pytest.mark.parametrize("day", ["junk", "2024-02-30", "1999-12-31", "2101-01-01"])
def test_a_day_that_is_none(client_of: Any, day: str) -> None:
    create_pledge()
    assert client_of("pledge").get(f"/pledges/1-4?as_of={day}").status_code == 400


def test_the_overview_shows_the_record_and_every_figure_opens(client_of: Any) -> None:
    create_whole_record()
    client = client_of("pledge")
    page = client.get("/pledges/1-4?as_of=2024-03-31").text
    links = Links(page)
    texts = {text for _, text in links.found}
    figures = {
        "61.0",
        "4,278",
        "17,362",
        "4,278명",
        "2,108명",
        "360명",
        "222명",
        "3회",
        "82.3%",
        "38.5%",
        "39.3%",
        "74.0%",
    }
    figures |= {
        "60.0%",
        "5,200명",
        "2,676명",
        "159.9%",
        "24.68",
        "2,057",
        "691",
        "2,748",
        "1,530",
        "155",
        "10,909",
        "6,298",
    }
    figures |= {"34,034", "1,135", "2,748명", "0명", "691명"}
    assert figures <= texts
    for href in sorted({href for href, _ in links.found}):
        path, _, anchor = href.partition("#")
        answer = client.get(path or "/pledges/1-4?as_of=2024-03-31")
        assert answer.status_code == 200, href
        assert not anchor or anchor in Links(answer.text).ids, href
    assert "61.04" in page
    assert re.search(r"<title>1-4 공공일자리 확대 \| 일터</title>", page)


@pytest.mark.parametrize("path", PAGES)
def test_every_link_of_every_page_answers(client_of: Any, path: str) -> None:
    create_pledge()
    client = client_of("pledge")
    for href in sorted({href for href, _ in Links(client.get(path).text).found}):
        target = href.partition("#")[0]
        assert not target or client.get(target).status_code == 200, href


def test_what_has_no_value_is_said_and_is_no_zero(client_of: Any) -> None:
    create_whole_record()
    page = client_of("pledge").get("/pledges/1-4?as_of=2023-12-31").text
    assert "산출할 수 없음" in page
    assert ">0명</a></b>" not in page


def test_one_more_participation_shows_on_the_page_of_its_indicator(client_of: Any) -> None:
    create_whole_record()
    client = client_of("pledge")
    assert "4,278" in client.get("/pledges/1-4/indicators/1?as_of=2024-07-08").text
    with writing():
        create_participations(cohort("2024H2-community"), create_people(1))
        db.session.commit()
    page = client.get("/pledges/1-4/indicators/1?as_of=2024-07-08").text
    assert "4,279" in page
    assert "2024년 하반기 지역공동체 일자리" in page
    assert "가상인" not in page


def _entry(**changes: Any) -> dict[str, Any]:
    return {
        "once": "key-1",
        "seq": "2",
        "on_date": "2024-06-30",
        "value": "342",
        "source_note": "2024년 2분기 취업연계 대장",
        "evidence": "일자리벤처과-1234",
        "corrects": "0",
        **changes,
    }


def test_an_entry_is_saved_once_however_often_it_is_sent(client_of: Any) -> None:
    create_pledge()
    client = client_of("pledge")
    first, second = (client.post("/pledges/1-4/entries/new", data=_entry()) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.location == second.location
    rows = db.session.scalars(sa.select(Actual).where(Actual.source_note.contains("2분기"))).all()
    assert [(row.value, row.evidence, row.created_by_id) for row in rows] == [
        (342, "일자리벤처과-1234", client.user.id)
    ]
    assert "2,450" in client.get("/pledges/1-4/indicators/2?as_of=2024-06-30").text


@pytest.mark.parametrize(
    "change",
    [
        {"source_note": ""},
        {"on_date": "2024-13-01"},
        {"on_date": "2024-07-09"},
        {"on_date": "2024-03-31"},
        {"value": "많음"},
        {"value": "99999999"},
        {"seq": "9"},
        {"seq": "1"},
        {"corrects": "999"},
        {"once": ""},
    ],
    ids=str,
)
def test_a_refused_entry_keeps_what_was_typed(client_of: Any, change: dict[str, str]) -> None:
    create_pledge()
    before = db.session.scalar(sa.select(sa.func.count()).select_from(Actual))
    answer = client_of("pledge").post("/pledges/1-4/entries/new", data=_entry(**change))
    assert answer.status_code == 422
    assert "저장하지 않았습니다" in answer.text
    assert "일자리벤처과-1234" in answer.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Actual)) == before


@pytest.mark.parametrize("role", ["jobs", "pledge_lead", "finance", "auditor"])
def test_only_the_pledge_role_writes(client_of: Any, role: str) -> None:
    create_pledge()
    client = client_of(role)
    assert client.get("/pledges/1-4/entries/new").status_code == 403
    assert client.post("/pledges/1-4/entries/new", data=_entry()).status_code == 403
    assert client.post("/pledges/1-4/reconcile/funding.total", data={"note": "사유"}).status_code == 403
    assert client.post("/pledges/1-4/quarters/2024Q1/propose", data={"once": "a"}).status_code == 403
    assert "실적 입력" not in client.get("/pledges/1-4/entries").text


def test_explaining_a_finding(client_of: Any) -> None:
    create_pledge()
    client = client_of("pledge")
    answer = client.post("/pledges/1-4/reconcile/funding.total", data={"note": "투자계획 변경 전 금액"})
    assert answer.status_code == 302
    assert "투자계획 변경 전 금액" in client.get("/pledges/1-4/reconcile").text
    assert client.post("/pledges/1-4/reconcile/funding.total", data={"note": ""}).status_code == 422
    assert client.post("/pledges/1-4/reconcile/funding.nothing", data={"note": "x"}).status_code == 404
    assert db.session.scalars(sa.select(ReconcileNote.note)).all() == ["투자계획 변경 전 금액"]


def test_a_quarter_from_submission_to_its_close(client_of: Any) -> None:
    create_whole_record()
    maker, checker = client_of("pledge"), client_of("pledge_lead")
    path = "/pledges/1-4/quarters/2024Q1"
    assert maker.post(f"{path}/propose", data={"once": "k1"}).status_code == 302
    row = db.session.scalars(sa.select(Snapshot)).one()
    assert maker.post(f"{path}/close", data={"once": "k2", "digest": row.digest}).status_code == 403
    assert "분기 확정" in checker.get(path).text
    assert checker.post(f"{path}/close", data={"once": "k3", "digest": "another"}).status_code == 422
    assert checker.post(f"{path}/close", data={"once": "k4", "digest": row.digest}).status_code == 302
    assert db.session.scalars(sa.select(Snapshot)).one().state == "closed"
    again = checker.post(f"{path}/close", data={"once": "k5", "digest": row.digest})
    assert again.status_code == 422
    assert "이미 결재했습니다" in again.text
    assert "확정본 2024-1분기 제1호" in maker.get("/pledges/1-4").text


def test_the_closed_quarter_stays_and_the_change_is_named(client_of: Any) -> None:
    pledge = create_whole_record()
    row = propose(pledge, 2024, 1, by=actor("pledge"), now=NOW, today=date(2024, 7, 8))
    close(pledge, 2024, 1, row.digest, by=actor("pledge_lead"), now=NOW)
    create_participations(cohort("2024H1-community"), create_people(1))
    page = client_of("pledge").get("/pledges/1-4").text
    assert "참여인원이 1명 달라졌습니다(4,278 → 4,279)." in page
    assert "다음 분기에 반영됩니다" in page
    assert ">4,278</a>" in page


def test_the_card_is_a_pdf(client_of: Any) -> None:
    create_whole_record()
    answer = client_of("jobs").get("/pledges/1-4/sheet.pdf?as_of=2024-03-31")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")


def test_home_tells_each_what_waits(app: Any, database: None) -> None:
    pledge = create_whole_record()
    today = date(2024, 7, 8)
    with app.test_request_context():
        writer, lead, other = actor("pledge"), actor("pledge_lead"), actor("jobs")
        assert [(item.title, item.due) for item in lines(writer, today)] == [
            ("공약 1-4 2024년 2분기 실적 제출", date(2024, 7, 10))
        ]
        assert lines(lead, today) == []
        propose(pledge, 2024, 2, by=writer, now=NOW, today=today)
        assert lines(writer, today) == []
        assert [item.url for item in lines(lead, today)] == ["/pledges/1-4/quarters/2024Q2"]
        assert not [item for item in lines(other, today) if "공약" in item.title]


def test_roles_that_may_go_on_find_the_way_to_cohort_and_statement(client_of: Any) -> None:
    create_pledge()
    create_participations(cohort("2024H1-companion"), create_people(1))
    create_statement(date(2024, 4, 5), date(2024, 3, 1))
    pages = ("/pledges/1-4/indicators/1?as_of=2024-07-08", "/pledges/1-4/investment?as_of=2024-07-08")
    for role in ("jobs", "finance"):
        client = client_of(role)
        links = {href for path in pages for href, _ in Links(client.get(path).text).found}
        assert {"/cohorts/2024H1-companion", "/cohorts/2024H1-companion/statements/2024-03"} <= links
        assert client.get("/cohorts/2024H1-companion").status_code == 200
    writer = client_of("pledge")
    assert "/cohorts/2024H1-companion" not in {href for href, _ in Links(writer.get(pages[0]).text).found}
