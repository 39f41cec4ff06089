"""The counter by keyboard alone, and unsaved work: on the demo, as the clerk of 신림동."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextvars import Context
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from app.accounts import signing
from app.accounts.models import SignIn
from app.extensions import db
from app.recruitment.models import Application, Person
from tests.browser.conftest import Live
from tests.browser.office import Desk, inside

FORM = "/notices/2024H2-companion-1/applications/new"
MOST = 25


@pytest.fixture(scope="module")
def counter(live_app: Flask) -> Iterator[Live]:
    result = Context().run(live_app.test_cli_runner().invoke, args=["demo"])
    assert result.exit_code == 0, result.output
    made = Live(live_app)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def password(counter: Live) -> str:
    lines = (Path(counter.app.instance_path) / "demo-accounts.txt").read_text(encoding="utf-8").splitlines()
    return next(line.split()[1] for line in lines if line.startswith("sinrim01"))


@pytest.fixture
def desk(browser: Browser, counter: Live, password: str) -> Iterator[Desk]:
    made = Desk(browser, counter.url, "sinrim01", password=password, viewport={"width": 1280, "height": 900})
    yield made
    made.close()


class Keys:
    """Counts what is pressed; the facts that changed are typed, and counted apart."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed, self.typed = page, 0, 0

    def press(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)
            self.pressed += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.typed += len(text)


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()"))


def wait_saved(page: Page) -> None:
    expect(page.locator("#draft-state")).to_have_text(re.compile(r"^\d\d:\d\d 임시저장됨$"))


def find(page: Page, text: str) -> None:
    page.goto(FORM)
    page.locator("#find").fill(text)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"\?s="))


def applications_of(app: Flask, name: str) -> list[Any]:
    with inside(app):
        query = sa.select(Application).join(Person).where(Person.name == name).order_by(Application.id)
        return [(row.received_on.isoformat(), row.declared["income_won"]) for row in db.session.scalars(query)]


def test_a_returning_applicant_by_keyboard_alone(desk: Desk, counter: Live, capsys: pytest.CaptureFixture[str]) -> None:
    page, keys = desk.page, Keys(desk.page)
    keys.press("n")
    page.wait_for_url(re.compile(r"companion-1/applications/new$"))
    expect(page.locator("#find")).to_be_focused()
    keys.press("4", "8", "2", "1", "Enter")
    page.wait_for_url(re.compile(r"\?s="))
    expect(page.locator(".il-finder-result")).to_contain_text("2024. 1. 12. 신청 내용을 불러왔습니다")
    keys.press("F8")
    assert focused(page) == "income_won"
    keys.press("Control+a")
    keys.type("3120000")
    keys.press("Alt+a")
    expect(page.locator("#findings")).to_contain_text("신고 내용 기준 부적격")
    expect(page.locator("#income_won-finding")).to_contain_text("기준보다")
    keys.press("F8")  # property, from last time
    expect(page.locator("#student input:checked")).to_have_count(0)  # asked anew
    keys.press("Alt+n")
    while page.locator("input[name^=consent_][aria-required=true]:not(:checked)").count():
        keys.press("F8", "Space")
    expect(page.locator("#counter .il-badge-small")).to_have_text("바뀜")
    keys.press("Enter")
    page.wait_for_url(re.compile(r"/received$"))
    expect(page.get_by_role("status").first).to_contain_text("접수했습니다. 접수번호 2024H2-companion-1-")
    assert focused(page).startswith("다음 사람")
    with desk.context.expect_page() as opened:
        keys.press("p")
    opened.value.close()
    keys.press("Enter")
    page.wait_for_url(re.compile(r"companion-1/applications/new$"))
    with capsys.disabled():
        sys.stdout.write(f"\n열쇠 누름 {keys.pressed}회 (바뀐 사실 {keys.typed}자)\n")
    assert keys.pressed <= MOST
    assert applications_of(counter.app, "김가온")[-1] == ("2024-07-08", 3_120_000)


def end_sessions(app: Flask) -> None:
    with inside(app):
        db.session.execute(sa.update(SignIn).values(ended_at=sa.func.current_timestamp()))
        db.session.commit()


def leave_alone(app: Flask) -> None:
    """Nobody did anything for as long as a session lives."""
    with inside(app):
        for row in db.session.scalars(sa.select(SignIn)):
            row.seen_at -= signing.IDLE
        db.session.commit()


def sign_in(page: Page, password: str) -> None:
    page.get_by_label("아이디").fill("sinrim01")
    page.locator("#password").fill(password)
    page.get_by_role("button", name="로그인").click()


def test_what_was_typed_survives_the_end_of_the_session(desk: Desk, counter: Live, password: str) -> None:
    page = desk.page
    find(page, "4826")
    page.locator("#address_detail").fill("옥탑")
    page.locator("#phone").focus()
    wait_saved(page)
    end_sessions(counter.app)
    page.locator("#phone").fill("010-0000-7777")
    page.keyboard.press("Enter")
    expect(page.locator("#draft-state")).to_contain_text("로그인이 끝났습니다. 입력한 내용은 이 화면에 남아 있습니다.")
    assert page.locator("#phone").input_value() == "010-0000-7777"
    with desk.context.expect_page() as opened:
        page.get_by_role("link", name="새 창에서 다시 로그인").click()
    again = opened.value
    sign_in(again, password)
    again.wait_for_url(re.compile(r"/applications/new"))
    expect(again.locator(".il-draft")).to_contain_text("에 멈춘 신청 접수가 있습니다")
    again.get_by_role("link", name="이어 쓰기").click()
    expect(again.locator("#address_detail")).to_have_value("옥탑")
    expect(again.locator("#name")).to_have_value("황나리")
    again.close()
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    wait_saved(page)
    page.goto(f"{FORM}?draft=1")
    expect(page.locator("#phone")).to_have_value("010-0000-7777")
    page.goto("/")
    expect(page.get_by_text(re.compile(r"에 멈춘 신청 접수"))).to_be_visible()
    page.goto(FORM)
    page.get_by_role("button", name="지우기").click()
    expect(page.locator(".il-draft")).to_have_count(0)


def test_without_scripts_a_form_that_was_sent_too_late_comes_back(
    browser: Browser, counter: Live, password: str
) -> None:
    desk = Desk(browser, counter.url, "sinrim01", password=password, java_script_enabled=False)
    page = desk.page
    page.goto(FORM)
    page.locator("#rrn").fill("761103-2000011")
    page.locator("#name").fill("윤보라")
    page.locator("#income_won").fill("1200000")
    leave_alone(counter.app)
    page.locator("#counter").get_by_role("button", name=re.compile("^접수 저장")).click()
    page.wait_for_url(re.compile(r"/sign-in\?next="))
    expect(page.get_by_role("status")).to_have_text(
        "15분 동안 사용하지 않아 로그아웃했습니다. 작성하던 내용은 보관했습니다."
    )
    assert "윤보라" not in page.content()
    sign_in(page, password)
    page.wait_for_url(f"{counter.url}{FORM}?draft=1")
    expect(page.get_by_role("status").first).to_contain_text("에 멈춘 내용을 불러왔습니다")
    expect(page.locator("#name")).to_have_value("윤보라")
    expect(page.locator("#income_won")).to_have_value("1,200,000")
    expect(page.get_by_text("761103-2******").first).to_be_visible()
    page.goto(FORM)
    page.get_by_role("button", name="지우기").click()
    expect(page.locator(".il-draft")).to_have_count(0)
    assert desk.complaints == []
    desk.close()


def test_a_dead_line_keeps_the_page(desk: Desk) -> None:
    page = desk.page
    find(page, "4826")
    desk.context.set_offline(True)
    page.locator("#phone").fill("010-0000-7777")
    page.locator("#name").focus()
    gone = "연결이 끊겼습니다. 입력한 내용은 이 화면에 남아 있습니다."
    expect(page.locator("#draft-state")).to_have_text(gone)
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert page.locator("#phone").input_value() == "010-0000-7777"
    desk.context.set_offline(False)
    wait_saved(page)


def test_half_a_syllable_is_never_sent(desk: Desk) -> None:
    page = desk.page
    find(page, "4826")
    page.locator("#name").focus()
    sent = page.evaluate(
        """() => {
          let sent = 0;
          document.getElementById("counter").addEventListener("submit", () => { sent += 1; });
          const event = new KeyboardEvent("keydown", { code: "Enter", key: "Process", keyCode: 229, isComposing: true, bubbles: true, cancelable: true });
          return [document.getElementById("name").dispatchEvent(event), sent];
        }"""
    )
    assert sent == [False, 0]


def test_f9_saves_and_brings_the_receipt(desk: Desk, counter: Live) -> None:
    page = desk.page
    find(page, "4826")
    for field in page.locator("input[name^=consent_]").all():
        field.check(force=True)
    page.keyboard.press("Alt+a")
    page.keyboard.press("Alt+n")
    page.locator("#name").focus()
    with page.expect_download() as saved:
        page.keyboard.press("F9")
    assert saved.value.suggested_filename.startswith("접수증")
    assert Path(saved.value.path()).read_bytes().startswith(b"%PDF-")
    assert focused(page).startswith("다음 사람")
    assert applications_of(counter.app, "황나리")[-1][0] == "2024-07-08"


def assert_accessible(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    assert [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.mark.parametrize("width", [1280, 390])
def test_the_prefilled_form_passes_axe(desk: Desk, width: int) -> None:
    page = desk.page
    find(page, "4824")
    page.locator("#by_proxy").check(force=True)
    page.locator("#add-member").click()
    assert_accessible(page, width)


def test_a_foreign_number_opens_its_section_and_a_wrong_one_says_so(desk: Desk) -> None:
    page = desk.page
    page.goto(FORM)
    part, said = page.locator("[data-foreign]"), page.locator("#rrn-finding")
    expect(part).not_to_have_attribute("open", "")
    page.locator("#rrn").press_sequentially("761103-20000")
    expect(part).not_to_have_attribute("open", "")
    page.locator("#rrn").fill("")
    page.locator("#rrn").press_sequentially("761103-6000011")
    expect(part).to_have_attribute("open", "")
    expect(page.locator("#residence_status-note")).to_contain_text("체류자격을 골라 주세요.")
    expect(page.locator("#rrn-hint")).to_contain_text("만 47세")
    page.locator("#residence_status").select_option("F-5")
    expect(page.locator("#residence_status-note")).to_be_empty()
    page.locator("#rrn").fill("761303-6000011")
    expect(said).to_contain_text("주민등록번호 13자리를 확인해 주세요.")
    expect(page.locator("#rrn")).to_have_attribute("aria-invalid", "true")
    page.locator("#rrn").fill("761103-6000011")
    expect(said).not_to_contain_text("13자리를 확인")
    expect(page.locator("#rrn")).not_to_have_attribute("aria-invalid", "true")


def test_who_has_applied_already_is_told_before_anything_is_typed(desk: Desk) -> None:
    page = desk.page
    find(page, "4826")  # saved with F9 above
    expect(page.locator(".il-finder-result")).to_contain_text(
        "이 공고에 이미 접수한 분입니다(신림동, 접수일 2024. 7. 8.)."
    )
    expect(page.locator("#findings .il-verdict")).to_contain_text("이미 접수한 분")
    expect(page.locator("#counter")).to_have_count(0)
    expect(page.locator("#find")).to_be_focused()
    for width in (390, 1280):
        assert_accessible(page, width)
    expect(page.get_by_text("접수는 할 수 있습니다.")).to_have_count(0)
    page.locator("#findings").get_by_role("link", name="접수한 신청").click()
    page.wait_for_url(re.compile(r"/applications/\d+$"))
