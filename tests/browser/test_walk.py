"""The whole line, once, as the people who do it: one applicant ends up in a confirmed statement and in indicator 1."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.office import COHORT, NOTICE, Desk, found, on_day


@pytest.fixture
def desks(browser: Browser, live: Any) -> Iterator[Any]:
    open_desks: dict[str, Desk] = {}
    found(live.app)

    def desk(login: str) -> Desk:
        if login not in open_desks:
            open_desks[login] = Desk(browser, live.url, login)
        return open_desks[login]

    desk.all = open_desks.values
    yield desk
    for one in open_desks.values():
        one.close()


def draft_notice(page: Page) -> None:
    page.goto("/notices/new")
    page.get_by_label("접수 시작일").fill("2024-06-03")
    page.get_by_label("접수 마감일").fill("2024-06-14")
    page.get_by_label("65세 미만 자리").fill("13")
    page.get_by_label("65세 미만 하루 근로시간").fill("5")
    page.get_by_label("65세 이상 자리").fill("16")
    page.get_by_label("65세 이상 하루 근로시간").fill("3")
    page.locator("main form").get_by_role("button").last.click()
    page.wait_for_url(f"**/notices/{NOTICE}/edit")


def register_confirmation(page: Page) -> None:
    """확정내시 of the cohort, before there is a notice to open."""
    page.goto(f"/notices/{NOTICE}/plan")
    given = (("인원", "29"), ("통보일", "2024-05-02"), ("공문 문서번호", "서울시-1"))
    for label, text in (*given, ("국비", "0"), ("시비", "70,000,000"), ("구비", "30,000,000")):
        page.get_by_label(label, exact=False).first.fill(text)
    page.get_by_role("button", name="내시 등록").click()
    expect(page.get_by_role("status")).to_contain_text("내시를 등록했습니다")


def fill_facts(page: Page) -> None:
    """What the public notice prints besides its seats and criteria."""
    page.goto(f"/notices/{NOTICE}/edit")
    facts = (("공고번호", "관악구 공고 제2024-1001호"), ("공고일", "2024-05-29"), ("결과 발표일", "2024-06-21"))
    for label, text in (*facts, ("방침 문서번호", "일자리벤처과-1002"), ("문의처", "일자리벤처과 02-0000-0000")):
        page.get_by_label(label, exact=False).first.fill(text)
    page.get_by_role("button", name="저장", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("공고를 저장했습니다")


def settle_criteria(page: Page) -> None:
    """The office's own word for what nobody published: 반복참여, then the written 확인, then the score table."""
    page.goto(f"/notices/{NOTICE}/criteria/repeat")
    page.get_by_label("근거 문서번호").fill("일자리벤처과-1001")
    page.get_by_role("button", name="저장").click()
    page.wait_for_url(f"**/notices/{NOTICE}/edit")
    for step, button in (("confirm-criteria", "기준 확인"), ("adopt-score-table", "배점표 채택")):
        page.goto(f"/notices/{NOTICE}/{step}")
        page.get_by_label("방침 문서번호").fill("일자리벤처과-1002")
        page.get_by_role("button", name=button).click()
        page.wait_for_url(f"**/notices/{NOTICE}/edit")
    for stream, seats in (("65세 미만", "13"), ("65세 이상", "16")):
        page.locator("select#stream").select_option(label=stream)
        page.locator("#seats").fill(seats)
        page.get_by_role("button", name="세부사업 넣기").click()
        expect(page.get_by_role("status")).to_contain_text("세부사업을 넣었습니다")


def tick(page: Page, control: str) -> None:
    """A box or a choice, by its label: that is what people click."""
    page.locator(f"label[for={control}]").click()
    expect(page.locator(f"#{control}")).to_be_checked()


def receive(page: Page) -> str:
    """A new applicant of 58, well within the limits; returns the application number."""
    page.goto(f"/notices/{NOTICE}/applications/new")
    page.get_by_label("성명").first.fill("김예시")
    page.locator("#rrn").fill("660412-2000018")
    page.get_by_label("휴대전화").fill("010-0000-4821")
    page.get_by_label("도로명주소").fill("관악구 신림로3길 12")
    page.locator("select#dong").select_option(label="신림동")
    page.locator("select#first_project").select_option(label="공원 환경 및 시설물 가꾸기")
    tick(page, "householder-0")
    page.get_by_label("가구원 수").fill("2")
    page.get_by_label("가구 월소득").fill("900,000")
    page.get_by_label("가구 재산 합계").fill("82,000,000")
    page.get_by_role("button", name="남은 것 모두 아니요").click()
    page.get_by_role("button", name="모두 받음").click()
    for consent in ("personal", "unique_id", "health", "third_party"):
        tick(page, f"consent_{consent}")
    page.get_by_role("button", name="접수 저장").click()
    page.wait_for_url(re.compile(r"/applications/\d+/received"))
    return re.search(rf"{NOTICE}-\d{{5}}", page.locator("main").inner_text())[0]


def look_up(page: Page) -> None:
    """조회 결과: everything comes back clean."""
    page.goto(f"/notices/{NOTICE}/applications")
    page.get_by_role("link", name="김예시").click()
    page.get_by_role("link", name="조회 결과 등록").click()
    page.get_by_label("조회일").fill("2024-06-17")
    page.get_by_label("조회한 곳").fill("행복e음·일모아")
    page.get_by_label("가구 월소득").fill("910000")
    page.get_by_label("가구 재산").fill("82000000")
    page.locator("#living_benefit").select_option("no")
    page.locator("#unemployment_benefit").select_option("no")
    page.locator("#overlap").select_option("no")
    tick(page, "past")
    tick(page, "household")
    page.get_by_role("button", name="조회 결과 저장").click()
    expect(page.get_by_role("status").first).to_be_visible()


def keep_attendance(desks: Any) -> None:
    """July: confirmed by 근무 담당, put up by 선발 담당, closed by 선발 승인."""
    supervisor = desks("supervisor01").page
    supervisor.goto(f"/cohorts/{COHORT}/attendance")
    supervisor.locator("#m7").get_by_role("link", name="낙성대공원").click()
    supervisor.get_by_role("button", name="모두 출근").click()
    supervisor.get_by_role("button", name="확인", exact=True).click()
    for login, button in (("jobs01", "마감 올리기"), ("jobslead01", "마감 승인")):
        page = desks(login).page
        page.goto(f"/cohorts/{COHORT}/attendance")
        page.locator("#m7").get_by_role("link", name="낙성대공원").click()
        page.get_by_role("button", name=button).click()


def pay(desks: Any) -> None:
    """July: drafted by finance, confirmed and paid by the lead; then the statement, the same way."""
    finance, lead = desks("finance01").page, desks("financelead01").page
    finance.goto(f"/cohorts/{COHORT}/pay-terms")
    finance.locator("select#base_mode").select_option("month_wage")
    finance.get_by_role("button", name="저장").click()
    expect(finance.get_by_role("status")).to_be_visible()
    finance.goto(f"/cohorts/{COHORT}/pay/2024-07")
    finance.get_by_role("button", name="급여 작성").click()
    expect(finance.get_by_role("status")).to_be_visible()
    lead.goto(f"/cohorts/{COHORT}/pay/2024-07/confirm")
    lead.get_by_role("button", name="확정").click()
    finance.goto(f"/cohorts/{COHORT}/statements/2024-07")
    finance.get_by_role("button", name="내역서 작성").click()
    expect(finance.locator("main")).to_contain_text("1,350,000")
    lead.goto(f"/cohorts/{COHORT}/statements/2024-07/confirm")
    lead.get_by_role("button", name="확정").click()
    expect(lead.get_by_role("status")).to_be_visible()


def participants(live: Any, as_of: str) -> int:
    """What the pledge report computes for indicator 1."""
    result = live.run("pledge", "report", "1-4", "--as-of", as_of, "--format", "json")
    assert result.exit_code == 0, result.output
    return int(json.loads(result.stdout)["indicators"][0]["sources"]["computed"])


FORBIDDEN = {
    "clerk01": "/pay",
    "jobs01": "/admin/users",
    "jobslead01": "/notices/new",
    "supervisor01": "/notices",
    "finance01": f"/notices/{NOTICE}/applications",
    "financelead01": "/grants/new",
    "pledge01": "/notices",
    "pledgelead01": "/pledges/1-4/entries/new",
    "admin01": "/notices",
    "auditor01": f"/notices/{NOTICE}/applications/new",
}


def check_doors(desks: Any, foreign: str) -> None:
    """Each role's forbidden page answers 403; another 동's row and an unknown one answer the same 404."""
    assert {login: desks(login).status_of(path) for login, path in FORBIDDEN.items()} == dict.fromkeys(FORBIDDEN, 403)
    stranger = desks("clerk02")
    texts = []
    for path in (foreign, "/applications/999999"):
        answer = stranger.context.request.get(path)
        assert answer.status == 404
        texts.append(re.sub(r'content="[^"]*"|value="[^"]*"|"X-CSRFToken": "[^"]*"', "", answer.text()))
    assert texts[0] == texts[1]


def test_the_line(desks: Any, live: Any) -> None:
    on_day(live.app, date(2024, 6, 3))
    jobs = desks("jobs01").page
    draft_notice(jobs)
    register_confirmation(jobs)
    fill_facts(jobs)
    settle_criteria(jobs)
    jobs.get_by_role("button", name="결재 올리기").click()

    lead = desks("jobslead01").page
    lead.goto(f"/notices/{NOTICE}/open")
    lead.get_by_role("button", name="공고").click()

    on_day(live.app, date(2024, 6, 10))
    clerk = desks("clerk01").page
    number = receive(clerk)
    application = re.search(r"/applications/(\d+)/", clerk.url)[1]

    on_day(live.app, date(2024, 6, 17))
    look_up(jobs)
    jobs.goto(f"/notices/{NOTICE}/close")
    expect(jobs.locator("main")).to_contain_text("접수한 신청은 1명입니다")
    jobs.get_by_role("button", name="접수 마감").click()
    jobs.goto(f"/notices/{NOTICE}/screening")
    jobs.get_by_role("button", name="전체 심사").click()
    jobs.goto(f"/notices/{NOTICE}/select")
    jobs.get_by_role("button", name="결재 올리기").click()
    lead.goto("/")
    lead.get_by_role("link", name="결재").first.click()
    lead.get_by_role("button", name="결재", exact=True).click()
    expect(lead.locator("main")).to_contain_text("확정한 선발입니다")
    assert number == f"{NOTICE}-00001"

    on_day(live.app, date(2024, 7, 31))
    jobs.goto(f"/cohorts/{COHORT}")
    jobs.get_by_role("button", name="근무 시작").click()
    keep_attendance(desks)

    before = participants(live, "2024-06-30")
    on_day(live.app, date(2024, 8, 5))
    pay(desks)

    statement = live.run("payroll", "statement", "--cohort", COHORT, "--month", "2024-07", "--format", "json")
    values = json.loads(statement.stdout)
    assert (values["status"], values["headcount"]) == ("confirmed", 1)
    assert all(line["total"] == line["national"] + line["city"] + line["district"] for line in values["lines"])
    assert participants(live, "2024-07-31") == before + 1

    pledge = desks("pledge01").page
    pledge.goto("/pledges/1-4/indicators/1?as_of=2024-07-31")
    expect(pledge.locator("main")).to_contain_text("2024년 하반기")
    check_doors(desks, f"/applications/{application}")
    assert [one.complaints for one in desks.all() if one.complaints] == []
