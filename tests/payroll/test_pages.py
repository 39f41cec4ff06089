"""Pages of payroll: who may see what, the way from draft to statement, papers that say the same for ever."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from app.accounts.current import actor_of
from app.audit.models import AuditEntry, AuditSubject
from app.cohorts.models import Participation
from app.extensions import db
from app.payroll.models import Grant, IssuedPaper, PayLine, PayRun, PayTerms, Statement
from app.payroll.services import papers, runs, statements, stating, terms
from tests.create import NOW, actor
from tests.payroll.create import confirmed, people_of, working_cohort
from tests.printing.read import squeezed

pytestmark = pytest.mark.usefixtures("database")
MARCH, FEBRUARY = date(2024, 3, 1), date(2024, 2, 1)
MONTH = "/cohorts/2024H1-companion/pay/2024-02"
STATEMENT = "/cohorts/2024H1-companion/statements/2024-02"


def once(client: Any, url: str) -> str:
    """The one-time key of the form on that page."""
    page = client.get(url)
    assert page.status_code == 200, page.text
    found = re.findall(r'name="once" value="([^"]+)"', page.text)
    assert found, url
    return str(found[-1])


def press(client: Any, page: str, url: str, **data: Any) -> Any:
    return client.post(url, data={"once": once(client, page), **data})


def lines() -> list[PayLine]:
    return list(db.session.scalars(sa.select(PayLine).order_by(PayLine.id)))


READERS = {"finance", "finance_lead", "auditor"}
SHARERS = READERS | {"jobs", "jobs_lead", "pledge", "pledge_lead"}


@pytest.mark.parametrize(
    "role",
    [
        "clerk",
        "jobs",
        "jobs_lead",
        "finance",
        "finance_lead",
        "supervisor",
        "pledge",
        "pledge_lead",
        "admin",
        "auditor",
    ],
)
def test_each_role_sees_its_own_part(client_of: Any, role: str) -> None:
    confirmed(working_cohort(1, 0), FEBRUARY, actor("finance"), actor("finance_lead"))
    line, person = lines()[0], db.session.scalars(sa.select(Participation)).one()
    client = client_of(role)
    for url, allowed in (
        ("/pay", SHARERS),
        (MONTH, READERS),
        (f"/pay-lines/{line.id}", READERS),
        (f"/pay-lines/{line.id}/payslip.pdf", {"finance"}),
        (STATEMENT, SHARERS),
        (f"{STATEMENT}.pdf", SHARERS),
        ("/programmes/companion/statements/2024", SHARERS),
        ("/grants", SHARERS),
        ("/grants/new", {"finance"}),
        (f"/participations/{person.id}/pay-terms", {"finance"}),
        ("/cohorts/2024H1-companion/pay-terms", {"finance"}),
        (f"{MONTH}/confirm", {"finance_lead"}),
        (f"{MONTH}/paid", {"finance_lead"}),
    ):
        assert client.get(url).status_code == (200 if role in allowed else 403), (role, url)
    assert client.post(f"{MONTH}/draft").status_code == (302 if role == "finance" else 403)
    assert client.post(f"{STATEMENT}/draft").status_code == (302 if role == "finance" else 403)


@pytest.mark.parametrize(
    "url",
    [
        "/cohorts/2024H1-none/pay/2024-02",
        "/cohorts/2024H1-companion/pay/2024-07",
        "/cohorts/2024H1-companion/pay/2024-13",
        "/cohorts/2024H1-companion/statements/2024-07",
        "/pay-lines/999",
        "/pay-lines/999/payslip.pdf",
        "/participations/999/pay-terms",
        "/grants/999",
        "/programmes/none/statements/2024",
    ],
)
def test_what_is_not_there_is_404(client_of: Any, url: str) -> None:
    working_cohort(1, 0)
    assert client_of("finance").get(url).status_code == 404


def test_the_way_from_draft_to_statement(client_of: Any) -> None:
    working_cohort(2, 1)
    finance, lead = client_of("finance"), client_of("finance_lead")
    assert "급여 작성" in finance.get(MONTH).text
    answer = press(finance, MONTH, f"{MONTH}/draft", pay_on="2024-03-05")
    assert (answer.status_code, answer.headers["Location"]) == (302, MONTH)
    page = finance.get(MONTH).text
    assert "급여를 작성했습니다" in page
    assert "5시간 2명" in page
    assert f"{MONTH}/confirm" not in page

    assert press(lead, f"{MONTH}/confirm", f"{MONTH}/confirm").status_code == 302
    assert "확정한 급여는 고칠 수 없고" in lead.get(MONTH).text
    assert press(lead, f"{MONTH}/paid", f"{MONTH}/paid", paid_on="2024-03-05").status_code == 302
    assert "지급 완료" in lead.get(MONTH).text

    assert press(finance, STATEMENT, f"{STATEMENT}/draft").status_code == 302
    assert press(lead, f"{STATEMENT}/confirm", f"{STATEMENT}/confirm").status_code == 302
    page = lead.get(STATEMENT).text
    assert "분담-2024-동행-상-02" in page
    assert "비목마다 재원의 합이 총액과 같습니다" in page
    row = db.session.scalars(sa.select(Statement)).one()
    assert row.state == "confirmed"
    assert f"{stating.stored(row).total.city:,}" in page


def test_a_second_press_of_the_same_form_leads_to_the_first(client_of: Any) -> None:
    working_cohort(1, 0)
    finance = client_of("finance")
    key = once(finance, MONTH)
    assert finance.post(f"{MONTH}/draft", data={"once": key}).status_code == 302
    version = db.session.scalars(sa.select(PayRun.version)).one()
    again = finance.post(f"{MONTH}/draft", data={"once": key})
    assert (again.status_code, again.headers["Location"]) == (302, MONTH)
    assert db.session.scalars(sa.select(PayRun.version)).one() == version


def test_open_attendance_bars_the_button_and_says_why(client_of: Any) -> None:
    working_cohort(1, 0, closed=False)
    finance = client_of("finance")
    page = finance.get(MONTH).text
    assert "2월 출근부가 마감되지 않았습니다" in page
    assert "급여 작성</button>" not in page
    refused = finance.post(f"{MONTH}/draft", data={"once": "a" * 20})
    assert refused.status_code == 422
    assert "출근부가 마감되지 않았습니다. 마감 후 급여를 작성해 주세요" in refused.text


def test_the_own_draft_has_no_confirm_button(client_of: Any) -> None:
    cohort, lead = working_cohort(1, 0), client_of("finance_lead")
    runs.draft_run(cohort, FEBRUARY, by=actor_of_client(lead), now=NOW)
    page = lead.get(f"{MONTH}/confirm").text
    assert "본인이 작성한 안은 본인이 결재할 수 없습니다" in page
    assert "확정</button>" not in page
    refused = lead.post(f"{MONTH}/confirm", data={"once": "a" * 20})
    assert refused.status_code == 422
    assert "본인이 작성한 안은" in refused.text


def actor_of_client(client: Any) -> Any:
    return actor_of(client.user)


def test_a_line_shows_how_each_won_came_about_and_the_look_is_kept(client_of: Any) -> None:
    confirmed(working_cohort(0, 1), FEBRUARY, actor("finance"), actor("finance_lead"))
    line = lines()[0]
    page = client_of("auditor").get(f"/pay-lines/{line.id}").text
    assert "국민연금 0원: 만 60세 이상입니다." in page
    assert f"{line.days_worked}일 × 30,000원" in page
    assert "시급 9,860원 × 3시간 = 29,580원, 1,000원 단위 올림" in page
    assert "확인 필요" in page
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "payroll:line:look")).one()
    people = db.session.scalars(sa.select(AuditSubject.person_id).where(AuditSubject.entry_id == entry.id)).all()
    assert list(people) == [db.session.get_one(Participation, line.participation_id).person_id]


def test_a_payslip_once_issued_says_the_same_for_ever(client_of: Any) -> None:
    confirmed(working_cohort(1, 0), FEBRUARY, actor("finance"), actor("finance_lead"))
    line, finance = lines()[0], client_of("finance")
    first = finance.get(f"/pay-lines/{line.id}/payslip.pdf")
    person = db.session.get_one(Participation, line.participation_id).person
    before, person.name = person.name, "다른이름"
    second = finance.get(f"/pay-lines/{line.id}/payslip.pdf")

    assert first.mimetype == "application/pdf"
    assert first.data == second.data
    text = squeezed(first.data)
    for shown in (before, f"{line.net_won:,}", f"{line.gross_won:,}", "***-**-1234", "2024-동행-상"):
        assert shown in text
    assert "결재 전" not in text
    issued = db.session.scalars(sa.select(IssuedPaper)).one()
    assert issued.number.startswith("명세-2024-동행-상-")


def test_a_draft_slip_is_marked_and_not_issued(client_of: Any) -> None:
    runs.draft_run(working_cohort(1, 0), FEBRUARY, by=actor("finance"), now=NOW)
    paper = client_of("finance").get(f"/pay-lines/{lines()[0].id}/payslip.pdf")
    assert "결재 전" in squeezed(paper.data)
    assert db.session.scalars(sa.select(IssuedPaper)).all() == []


def test_a_statement_on_paper_page_and_reprint_is_one_set_of_values(client_of: Any) -> None:
    maker, checker = actor("finance", name="김담당"), actor("finance_lead", name="박과장")
    cohort = working_cohort(3, 2)
    confirmed(cohort, FEBRUARY, maker, checker)
    row = statements.draft_statement(cohort, FEBRUARY, by=maker, now=NOW)
    draft = squeezed(papers.draw(papers.statement_paper(cohort, FEBRUARY, demo=False)))
    statements.confirm_statement(row, by=checker, now=NOW)
    client = client_of("pledge")
    first, second = client.get(f"{STATEMENT}.pdf").data, client.get(f"{STATEMENT}.pdf").data
    text, page = squeezed(first), client.get(STATEMENT).text

    assert first == second
    assert "결재 전" in draft
    assert "결재 전" not in text
    for line in stating.stored(row).lines:
        for amount in (line.shares.total, line.shares.city, line.shares.district):
            assert f"{amount:,}" in text
            assert f"{amount:,}" in page
    for shown in ("김담당", "박과장", "5명(5시간 3, 3시간 2)", "시 70 : 구 30(교부조건)", "붙임 3. 기관부담금 내역"):
        assert shown in text


def test_terms_of_one_person_are_kept_and_refused(client_of: Any) -> None:
    one, finance = people_of(working_cohort(1, 0))[0], client_of("finance")
    url = f"/participations/{one.id}/pay-terms"
    row = db.session.get_one(PayTerms, one.id)
    good = {"version": row.version, "family": 3, "children": 1, "tax_mode": "table", "tax_percent": 100,
            "base_mode": "declared", "pension": "insured", "health": "insured", "employment": "insured",
            "pension_base_won": "1,250,000", "health_base_won": "1,250,000"}  # fmt: skip
    refused = finance.post(url, data={**good, "daily_wage_won": "40,000"})
    assert refused.status_code == 422
    assert "최저임금 9,860원보다 적습니다" in refused.text
    assert finance.post(url, data=good).status_code == 302
    row = db.session.get_one(PayTerms, one.id)
    assert (row.family, row.children, row.base_mode, row.pension_base_won) == (3, 1, "declared", 1_250_000)
    late = finance.post(url, data=good)
    assert late.status_code == 422
    assert "먼저 저장했습니다" in late.text


@pytest.mark.parametrize("typed", ["²", "9" * 25], ids=repr)
def test_a_number_that_is_none_is_refused_and_nothing_is_kept(client_of: Any, typed: str) -> None:
    one, finance = people_of(working_cohort(1, 0))[0], client_of("finance")
    url, row = f"/participations/{one.id}/pay-terms", db.session.get_one(PayTerms, one.id)
    good = {"version": row.version, "family": 3, "children": 1, "tax_mode": "table", "tax_percent": 100,
            "base_mode": "declared", "pension": "insured", "health": "insured", "employment": "insured"}  # fmt: skip
    for name in ("version", "family", "children", "tax_percent", "daily_wage_won"):
        assert finance.post(url, data={**good, name: typed}).status_code == 422, name
    assert finance.post(url, data=good).status_code == 302
    for query in ("hours", "after", "check"):
        assert finance.get(f"{MONTH}?{query}={typed}").status_code == 200
    assert finance.get(f"/admin/calendar?year={typed}").status_code == 200


def test_a_base_for_every_hours_band(client_of: Any) -> None:
    cohort, finance = working_cohort(2, 1, mode=None), client_of("finance")
    url = "/cohorts/2024H1-companion/pay-terms"
    assert "1일 5시간" in finance.get(url).text
    data = {"base_mode": "declared", "pension_300": "1250000", "health_300": "1250000", "health_180": "745000"}
    assert press(finance, url, url, **data).status_code == 302
    rows = [db.session.get_one(PayTerms, one.id) for one in people_of(cohort)]
    assert [(row.pension_base_won, row.health_base_won) for row in rows] == [
        *[(1_250_000, 1_250_000)] * 2,
        (None, 745_000),
    ]


def test_grants_are_entered_and_kept(client_of: Any) -> None:
    finance = client_of("finance")
    data = {"programme": "companion", "year": "2024", "funder": "city", "decided_won": "1,900,000,000",
            "decided_on": "2024-01-15", "number": "예시-1", "note": "예시"}  # fmt: skip
    answer = press(finance, "/grants/new", "/grants/new", **data)
    row = db.session.scalars(sa.select(Grant)).one()
    place = f"/grants/{row.id}"
    assert (answer.status_code, answer.headers["Location"]) == (302, place)
    entry = {"kind": "received", "won": "1,000,000,000", "on_date": "2024-01-25"}
    assert press(finance, place, f"{place}/entries", **entry).status_code == 302
    assert "1,000,000,000" in finance.get("/grants").text
    too_much = press(finance, place, f"{place}/entries", **entry)
    assert too_much.status_code == 422
    assert "교부결정액 1,900,000,000원보다 100,000,000원 많습니다" in too_much.text


def test_people_come_fifty_a_page_and_by_check(client_of: Any) -> None:
    cohort = working_cohort(51, 1)
    runs.draft_run(cohort, FEBRUARY, by=actor("finance"), now=NOW)
    finance = client_of("finance")
    first = finance.get(MONTH).text
    assert first.count("/pay-lines/") == 50
    after = re.search(r"after=(\d+)", first)
    assert after
    assert finance.get(f"{MONTH}?after={after[1]}").text.count("/pay-lines/") == 2
    assert finance.get(f"{MONTH}?hours=180").text.count("/pay-lines/") == 1
    assert finance.get(f"{MONTH}?check=no-account").text.count("/pay-lines/") == 0
    assert finance.get(f"{MONTH}?after=x&hours=%EF%BC%91").status_code == 200


def test_home_tells_what_waits(client_of: Any) -> None:
    cohort = working_cohort(1, 0)
    finance, lead = client_of("finance"), client_of("finance_lead")
    assert "급여 작성: 2024년 상반기 서울동행일자리 3월" in finance.get("/").text
    maker, checker = actor("finance"), actor("finance_lead")
    runs.draft_run(cohort, FEBRUARY, by=maker, now=NOW)
    assert "급여 결재 대기: 2024년 상반기 서울동행일자리 2월" in lead.get("/").text
    runs.confirm_run(runs.run_of(cohort, FEBRUARY), by=checker, now=NOW)
    assert "재원별 분담 내역서 작성: 2024년 상반기 서울동행일자리 2월" in finance.get("/").text
    statements.draft_statement(cohort, FEBRUARY, by=maker, now=NOW)
    assert "내역서 결재 대기: 분담-2024-동행-상-02" in lead.get("/").text
    assert "급여 작성" not in client_of("jobs").get("/").text


def test_the_list_of_months_tells_state_and_totals(client_of: Any) -> None:
    cohort = working_cohort(1, 0)
    confirmed(cohort, FEBRUARY, actor("finance"), actor("finance_lead"))
    page = client_of("jobs").get("/pay").text
    assert "작성할 달" in page
    assert "내역서 작성 전" in page
    assert f"{sum(line.gross_won for line in lines()):,}" in page
    assert "/pay/2024-02" not in page


def test_the_ceiling_sentence_stands_on_the_page(client_of: Any) -> None:
    finance = client_of("finance")
    cohort = working_cohort(1, 0)
    confirmed(cohort, FEBRUARY, actor("finance"), actor("finance_lead"))
    data = {
        "programme": "companion",
        "year": "2024",
        "funder": "city",
        "decided_won": "1000",
        "decided_on": "2024-01-15",
        "number": "1",
    }
    press(finance, "/grants/new", "/grants/new", **data)
    page = finance.get(STATEMENT).text
    assert "교부결정 잔액 1,000원보다" in page
    assert "초과분을 구비로 부담합니다" in page


def test_a_redraft_after_new_terms_is_asked_for(client_of: Any) -> None:
    cohort, lead = working_cohort(1, 0), client_of("finance_lead")
    runs.draft_run(cohort, FEBRUARY, by=actor("finance"), now=NOW)
    terms.set_terms(
        people_of(cohort)[0], terms.TermValues(family=2, base_mode="month_wage"), by=actor("finance"), now=NOW
    )
    refused = press(lead, f"{MONTH}/confirm", f"{MONTH}/confirm")
    assert refused.status_code == 422
    assert "급여를 다시 작성한 뒤 확정해 주세요" in refused.text
