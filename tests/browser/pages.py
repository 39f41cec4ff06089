"""Every page of recruitment and of long work: who opens it, where it stands, and what is done there before the look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page as Tab
from playwright.sync_api import Response

from app.recruitment.run_keys import key_of
from tests.create import NOW

PDF = b"%PDF-1.4\nhello\n%%EOF\n"
PAPERS = {  # answered with a file or a part of a page; nothing to look at in a browser
    "recruitment.application_form",
    "recruitment.download_appeal_file",
    "recruitment.download_override_file",
    "recruitment.history_template",
    "recruitment.import_template",
    "recruitment.look_up_template",
    "recruitment.missing_papers_letter",
    "recruitment.print_appeal_answer",
    "recruitment.print_blank_form",
    "recruitment.print_intake_register",
    "recruitment.print_notice",
    "recruitment.proxy_letter",
    "recruitment.receipt",
    "recruitment.save_notice",
    "recruitment.screening_sheet",
    "recruitment.verdict_letter",
    "recruitment.withdrawal_slip",
    "tasks.show_state",
}
SINRIM, DAEHAK = "1162069500", "1162073500"


Deed = Callable[[Tab], int]
"""Done on the page before it is looked at; gives the status of the page that came."""


@dataclass(frozen=True)
class Look:
    """One page in one state. A value of ``address`` that starts with ``@`` is the id of that name in the rounds."""

    endpoint: str
    login: str = "jobs01"
    address: dict[str, Any] = field(default_factory=dict)
    state: str = ""
    do: Deed | None = None
    status: int = 200

    @property
    def name(self) -> str:
        return f"{self.endpoint.partition('.')[2]}{f' ({self.state})' if self.state else ''}"


def _is_page(answer: Response) -> bool:
    return answer.request.is_navigation_request() and not 300 <= answer.status < 400


def press(button: str) -> Deed:
    """Send the form as it is; the page comes back with what is wrong."""

    def do(tab: Tab) -> int:
        # The page's own answer: a jump within the page counts as a navigation, too, and has none.
        with tab.expect_event("load"), tab.expect_response(_is_page) as came:
            tab.get_by_role("button", name=button, exact=True).first.click()
        return came.value.status

    return do


def unfold(section: str, button: str) -> Deed:
    """Open a folded part of the page, then send its form as it is."""

    def do(tab: Tab) -> int:
        tab.locator("summary").get_by_text(section, exact=True).click()
        return press(button)(tab)

    return do


def clear(button: str, *fields: str) -> Deed:
    """Empty these fields, then send."""

    def do(tab: Tab) -> int:
        for name in fields:
            tab.locator(f"#{name}").fill("")
        return press(button)(tab)

    return do


def send_file(button: str, content: bytes = PDF, name: str = "명단.xlsx") -> Deed:
    """A file that is not what it should be."""

    def do(tab: Tab) -> int:
        tab.locator("input[type=file]").first.set_input_files({"name": name, "mimeType": "", "buffer": content})
        return press(button)(tab)

    return do


def search(text: str, field_name: str = "q") -> Deed:
    """Look for a text: a POST that leads to a short-lived key."""

    def do(tab: Tab) -> int:
        with tab.expect_navigation() as came:
            tab.locator(f"main input[name={field_name}]").first.fill(text)
            tab.keyboard.press("Enter")
        return came.value.status

    return do


def _notice(endpoint: str, code: str = "@open", login: str = "jobs01", state: str = "", **more: Any) -> Look:
    parts = {"do": more.pop("do", None), "status": more.pop("status", 200)}
    return Look(f"recruitment.{endpoint}", login, {"code": code, **more}, state, **parts)


def _row(endpoint: str, name: str, value: str, login: str = "jobs01", state: str = "", **more: Any) -> Look:
    parts = {"do": more.pop("do", None), "status": more.pop("status", 200)}
    return Look(f"recruitment.{endpoint}", login, {name: value, **more}, state, **parts)


def _one(endpoint: str, value: str, login: str = "jobs01", state: str = "", **more: Any) -> Look:
    return _row(endpoint, "application_id", value, login, state, **more)


NOTICES = [
    Look("recruitment.list_notices"),
    Look("recruitment.list_notices", "clerk01", state="clerk"),
    Look("recruitment.add_notice"),
    Look("recruitment.add_notice", state="wrong", do=press("공고 만들기"), status=422),
    *(_notice("show_notice", f"@{one}", state=one) for one in ("draft", "proposed", "empty", "closed", "cancelled")),
    _notice("show_notice"),
    _notice("show_notice", login="clerk01", state="clerk"),
    _notice("show_notice", "@proposed", "jobslead01", "to be approved"),
    _notice("edit_notice", "@draft"),
    _notice("edit_notice", "@draft", state="wrong", do=clear("저장", "opens_on", "closes_on"), status=422),
    _notice("edit_notice", state="open"),
    _notice("choose_set", "@draft"),
    *(
        _notice("edit_rule", "@draft", state=rule, rule=rule)
        for rule in ("income", "property", "repeat", "age", "papers")
    ),
    _notice("edit_rule", state="change", rule="income"),
    _notice(
        "edit_rule", state="change, wrong", rule="income", do=clear("변경안 올리기", "document_number"), status=422
    ),
    _notice("edit_scores", "@draft"),
    _notice("edit_scores", state="change"),
    _notice("edit_papers", "@draft"),
    _notice("confirm_criteria", "@draft"),
    _notice("confirm_criteria", "@draft", state="wrong", do=press("기준 확인"), status=422),
    _notice("adopt_score_table", "@draft"),
    _notice("preview_notice", "@draft", state="draft"),
    _notice("preview_notice"),
    _notice("copy_notice", "@draft"),
    _notice("edit_plan", "@draft"),
    _notice("edit_plan", "@draft", state="wrong", do=press("내시 등록"), status=422),
    _notice("list_versions", "@empty"),
    _notice("list_versions", "@closed", state="one"),
    _notice("approve_version", "@empty", "jobslead01", number=4),
    _notice("amend_notice"),
    _notice("amend_notice", state="wrong", do=press("결재 올리기"), status=422),
    _notice("approve_amendment", login="jobslead01", change_id="@change"),
    _notice("open_notice", "@proposed", "jobslead01"),
    _notice("close_notice"),
    _notice("cancel_notice", login="jobslead01"),
    _notice("cancel_notice", login="jobslead01", state="wrong", do=press("공고 취소"), status=422),
]
INTAKE = [
    _notice("add_application", login="clerk01", state="draft kept"),
    _notice("add_application", state="district"),
    _notice("add_application", login="clerk01", state="wrong", do=press("접수 저장"), status=422),
    _notice("add_application", login="clerk02", state="sent"),
    _notice("add_application", "@closed", "clerk01", "over"),
    _one("edit_application", "@long", "clerk01"),
    _one("edit_application", "@long", "clerk01", "wrong", do=clear("저장", "name", "income_won"), status=422),
    _one("received", "@long", "clerk01"),
    _one("received", "@missing", "clerk01", "missing papers"),
    _notice("show_intake"),
    _notice("show_intake", login="clerk01", state="clerk"),
    _notice("show_intake", "@empty", state="empty"),
    _notice("close_intake", login="clerk01", dong=SINRIM),
    _notice("close_intake", login="clerk02", state="sent", dong=DAEHAK),
    _notice("close_intake", "@empty", "clerk01", "nobody came", dong=SINRIM),
    _notice("close_intake", "@empty", "clerk01", "wrong", dong=SINRIM, do=press("접수 마감·송부"), status=422),
    _notice("reopen_intake", dong=DAEHAK),
    _notice("reopen_intake", state="wrong", dong=DAEHAK, do=press("송부 되돌리기"), status=422),
    _notice("list_missing_papers"),
    _notice("list_missing_papers", login="clerk01", state="clerk"),
    _notice("list_missing_papers", "@empty", state="empty"),
    _one("receive_papers", "@missing", "clerk01"),
    _one("receive_papers", "@missing", state="asking"),
    _notice("import_applications"),
    _notice("import_applications", "@empty", state="empty"),
    _notice("import_applications", state="not a sheet", do=send_file("미리보기"), status=422),
    _notice("show_import", batch_id="@good"),
    _notice("show_import", state="faults", batch_id="@faulty"),
    _notice("show_import", state="committed", batch_id="@committed"),
    Look("recruitment.import_histories"),
    Look("recruitment.import_histories", state="not a sheet", do=send_file("이력 반영"), status=422),
]
LISTS = [
    _notice("list_applications"),
    _notice("list_applications", login="clerk01", state="clerk"),
    _notice("list_applications", state="filtered", verdict="ineligible", rule="income"),
    _notice("list_applications", state="nothing fits", verdict="eligible", dong="1162058500"),
    _notice("list_applications", "@empty", state="empty"),
    _notice("list_applications", state="searched", do=search("마리아")),
    _notice("list_applications", "@closed", state="moved", moved="1"),
    _notice("list_applications", "@closed", state="moved by one run", moved=key_of(NOW)),
    Look("recruitment.list_all_applications"),
    Look("recruitment.list_all_applications", "clerk01", state="clerk"),
    Look("recruitment.list_people"),
    Look("recruitment.list_people", "clerk01", state="clerk"),
    Look("recruitment.list_people", state="nobody", do=search("없는이름")),
    Look("recruitment.find_anything", "clerk01"),
    Look("recruitment.find_anything", "clerk01", state="found", do=search("마리아")),
    Look("recruitment.find_anything", "clerk01", state="nothing", do=search("없는이름")),
    _notice("export_applications"),
    Look("recruitment.export_all_applications"),
    Look("recruitment.export_people"),
    _notice("export_missing_papers"),
    _notice("export_missing_papers", state="wrong", do=press("XLSX 내려받기"), status=422),
    _notice("list_look_ups"),
    _notice("list_look_ups", "@empty", state="empty"),
    _row("show_look_up", "request_id", "@asked"),
    _row("show_look_up", "request_id", "@asked", state="not a sheet", do=send_file("회신 반영"), status=422),
    _notice("list_overrides", "@closed"),
    _notice("list_overrides", "@empty", state="empty"),
    _notice("list_appeals", "@closed"),
    _notice("list_appeals", "@empty", state="empty"),
    _notice("list_appeals", "@closed", "clerk01", state="clerk"),
]
ONES = [
    *(_one("show_application", f"@{one}", state=one) for one in ("long", "rich", "missing", "gone", "refused")),
    *(_one("show_application", f"@{one}", "clerk01", f"clerk, {one}") for one in ("gone", "missing", "refused")),
    _one("show_application", "@gone", "clerk01", "not back", do=unfold("접수로 되돌리기", "되돌리기"), status=422),
    _one("show_application", "@long", "clerk01", "not given up", do=unfold("포기·취소", "포기·취소 처리"), status=422),
    _one("show_application", "@long", "clerk01", "clerk"),
    _one("show_application", "@eligible", "auditor01", "auditor"),
    _one("show_application", "@changed", state="verdict changed"),
    _one("add_look_ups", "@missing"),
    _one("add_look_ups", "@missing", state="wrong", do=press("조회 결과 저장"), status=422),
    _one("show_application_screening", "@rich"),
    _one("show_application_screening", "@changed", state="changed"),
    _one("show_application_screening", "@eligible", state="eligible"),
    _one("compare_screenings", "@rich", screening_id="@older"),
    _one("propose_override", "@spare"),
    _one("propose_override", "@spare", state="wrong", do=press("결재 올리기"), status=422),
    *(
        _row("show_override", "override_id", f"@{one}", state=one)
        for one in ("put_up", "approved", "rejected", "taken_back")
    ),
    _row("show_override", "override_id", "@put_up", "jobslead01", "to decide"),
    _row("show_override", "override_id", "@approved", "jobslead01", "to revoke"),
    _one("add_appeal", "@spare", "clerk01"),
    _one("add_appeal", "@spare", "clerk01", "wrong", do=press("이의신청 등록"), status=422),
    *(
        _row("show_appeal", "appeal_id", f"@{one}", state=one)
        for one in ("received", "answered", "decided", "withdrawn")
    ),
    _row("show_appeal", "appeal_id", "@answered", "jobslead01", "to decide"),
    _row("show_appeal", "appeal_id", "@received", "clerk01", "clerk"),
    _row("show_person", "person_id", "@long_person"),
    _row("show_person", "person_id", "@long_person", "clerk01", "clerk"),
    _row("show_person_applications", "person_id", "@long_person"),
    _row("show_person_participations", "person_id", "@long_person"),
    _row("show_person_participations", "person_id", "@refused_person", state="empty"),
    _row("show_person_access", "person_id", "@long_person", "auditor01"),
    _row("show_consents", "person_id", "@long_person"),
    _row("show_consents", "person_id", "@refused_person", "clerk01", "withdrawn"),
    _one("withdraw_consent", "@long", "clerk01", purpose="health"),
    _one("withdraw_consent", "@long", "clerk01", "wrong", purpose="health", do=press("동의 철회"), status=422),
    _notice("show_screening", "@closed"),
    _notice("show_screening", state="open"),
    _notice("show_screening", "@empty", state="empty"),
]
TASKS = [
    Look("tasks.list_tasks"),
    Look("tasks.list_tasks", "clerk01", state="empty"),
    Look("tasks.list_tasks", "admin01", state="all"),
    *(
        Look("tasks.show_task", "jobs01", {"task_id": f"@job_{one}"}, one)
        for one in ("waiting", "running", "done", "failed", "cancelled")
    ),
]
LOOKS = [*NOTICES, *INTAKE, *LISTS, *ONES, *TASKS]
