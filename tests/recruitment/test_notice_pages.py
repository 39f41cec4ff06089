"""Pages of the editor: 내시, seats, rules, scores, papers, preview, versions, approval, cancelling."""

from __future__ import annotations

import re
from datetime import date

import pytest
import sqlalchemy as sa

from app.audit import services as audit
from app.extensions import db
from app.recruitment import words
from app.recruitment.models import Confirmation, Notice, NoticeVersion
from app.recruitment.services import notices, version_changes
from tests.create import NOW, actor, create_cohort
from tests.recruitment.create import create_application, create_notice, settle_notice
from tests.recruitment.pages import seen_on
from tests.recruitment.test_version_changes import propose

pytestmark = pytest.mark.usefixtures("database")
GIVEN = {
    "kind": "final",
    "people": "29",
    "national_won": "0",
    "city_won": "70,000,000",
    "district_won": "30,000,000",
    "document_number": "서울시-1",
    "decided_on": "2024-04-01",
    "note": "",
}


def fields_of(page, **changes):
    """Everything that the page's last form would send, with some of it changed."""
    form = page[page.rindex("<form method") :]
    found = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form))
    ticks = re.findall(r"<input[^>]*type=\"checkbox\"[^>]*>", form)
    for tick in ticks:
        name = re.search(r'name="([^"]+)"', tick)[1]
        found.pop(name, None)
        if "checked" in tick:
            found[name] = "y"
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        found[name] = chosen[1] if chosen else ""
    found.pop("csrf_token", None)
    return {name: value for name, value in {**found, **changes}.items() if value is not None}


def test_the_confirmation_is_registered_and_shown(client_of):
    notice, jobs = create_notice("draft"), client_of("jobs")
    path = f"/notices/{notice.code}/plan"
    assert "확정내시를 등록해야" in jobs.get(path).text
    assert jobs.post(path, data={**GIVEN, "once": "a", "people": "0"}).status_code == 422
    assert jobs.post(path, data={**GIVEN, "once": "b"}).status_code == 302
    page = jobs.get(path).text
    assert "70,000,000" in page
    assert "확정 29명 가운데 공고한 자리 29명" in page
    assert db.session.query(Confirmation).count() == 1
    assert client_of("jobs_lead").get(path).status_code == 403
    assert client_of("clerk").get(path).status_code == 403


def test_the_draft_lists_all_that_is_missing_with_its_links(client_of):
    notice = create_notice("draft", document=None)
    page = client_of("jobs").get(f"/notices/{notice.code}").text
    for part in ("/plan", "/edit", "/criteria/repeat", "/confirm-criteria", "/adopt-score-table"):
        assert f'href="/notices/{notice.code}{part}"' in page
    assert "확인이 필요한 기준" in page
    reader = client_of("jobs_lead").get(f"/notices/{notice.code}/open").text
    assert "확인이 필요한 기준" in reader
    assert "/confirm-criteria" not in reader, "who may only approve is not sent to a page that refuses"
    assert not re.search(r"<button[^>]*>공고</button>", reader)


def test_what_one_number_confirms_is_shown_above_its_field(client_of):
    """Every value that is likely but not certain with its limit, how sure it is and what to compare; not the others."""
    notice, jobs = create_notice("draft", document=None), client_of("jobs")
    page = jobs.get(f"/notices/{notice.code}/confirm-criteria").text
    rows = dict(re.findall(r'<th scope="row"[^>]*>(.*?)</th>(.*?)</tr>', page, re.S))
    document = notices.document_of(notices.current_version(notice))
    assert list(rows) == [rule.label for rule in document.to_confirm]
    assert "가구 소득 기준 중위소득 70% 이하" in rows["소득"]
    assert re.search(r">(중간|낮음)<", rows["소득"])
    assert "중복참여" not in rows, "certain by law: nothing to confirm"
    assert page.index("이 번호로 확인하는 기준") < page.index('name="document_number"')


def test_the_score_table_is_shown_where_it_is_adopted(client_of):
    notice, jobs = create_notice("draft"), client_of("jobs")
    page = jobs.get(f"/notices/{notice.code}/adopt-score-table").text
    for part in ("가구 소득(중위소득 대비, 최대 30점)", "30% 이하 30점", "동점자: 1)", "예비: 모집 구분마다"):
        assert part in page
    assert page.index("30% 이하 30점") < page.index('name="document_number"')


def test_facts_and_streams_are_saved_by_their_forms(client_of):
    notice, jobs = create_notice("draft"), client_of("jobs")
    path = f"/notices/{notice.code}"
    data = {
        "version": "1",
        "title": "새 공고",
        "policy_number": "방침-1",
        "number": "2024-1",
        "announced_on": "2024-05-02",
        "opens_on": "2024-05-07",
        "closes_on": "2024-07-12",
        "results_on": "2024-07-19",
        "age_on": "2024-07-01",
        "residence_on": "2024-07-01",
        "income_year": "2024",
        "papers_days": "5",
        "appeal_days": "7",
        "answer_days": "10",
        "contact": "일자리벤처과",
    }
    refused = jobs.post(f"{path}/edit", data=data)
    assert (refused.status_code, "제2024-0000호" in refused.text, "새 공고" in refused.text) == (422, True, True)
    longer = jobs.post(f"{path}/edit", data=data | {"number": "관악구 공고 제2024-1호", "answer_days": "11"})
    assert longer.status_code == 422, "민원처리법 §35 leaves ten days"
    assert jobs.post(f"{path}/edit", data=data | {"number": "관악구 공고 제2024-1호"}).status_code == 302
    streams = {"once": "s", "under65_seats": "13", "under65_minutes_a_day": "5.5", "senior_seats": "16"}
    assert "하루 근로시간을 적어 주세요" in jobs.post(f"{path}/streams", data=streams).text
    streams |= {"once": "t", "senior_minutes_a_day": "3", "senior_max_age": "74"}
    assert jobs.post(f"{path}/streams", data=streams).status_code == 302
    db.session.expire_all()
    saved = db.session.get(Notice, notice.id)
    assert (saved.title, saved.papers_days) == ("새 공고", 5)
    assert [(one.minutes_a_day, one.max_age) for one in saved.streams] == [(330, 64), (180, 74)]


@pytest.mark.parametrize(
    ("rule", "data", "said"),
    [
        ("income", {"percent": "85", "single_percent": "120"}, "중위소득 85% 이하(1인 가구 120%)"),
        ("age", {"min_years": "18", "max_years": "74"}, "만 18세 이상 74세 이하"),
        ("repeat", {"years": "3", "rounds": "2", "most_months": "12"}, "모두 12개월까지"),
        ("residence_status", {"allowed": "F-5, F-6, F-5"}, "체류자격 F-5, F-6"),
        ("residence", {"district": "관악구"}, "관악구 주민"),
        ("student", {}, "재학생 제외"),
    ],
)
def test_every_kind_of_rule_is_edited(client_of, rule, data, said):
    notice, jobs = create_notice("draft"), client_of("jobs")
    path = f"/notices/{notice.code}/criteria/{rule}"
    assert "준비된 기준" in jobs.get(path).text
    sent = {"on": "y", "document_number": "지침-1", "once": "r", **data}
    assert jobs.post(path, data=sent).status_code == 302
    assert said in jobs.get(f"/notices/{notice.code}/edit").text


def test_the_score_table_is_edited_and_has_to_be_adopted_again(client_of):
    notice, jobs = create_notice("draft"), client_of("jobs")
    settle_notice(notice, by=actor())
    audit.commit()
    path = f"/notices/{notice.code}/score-table"
    page = jobs.get(path).text
    refused = jobs.post(path, data=fields_of(page, points_income_0="31"))
    assert "0점부터 30점까지" in refused.text
    first = fields_of(page, points_income_0="28", points_past_rounds_1="4", tie_0="property", tie_1="vulnerable_types")
    assert jobs.post(path, data=first).status_code == 302
    document = notices.document_of(notices.newest_version(db.session.get(Notice, notice.id)))
    items = {item.code: item for item in document.score_table.items}
    assert (items["income"].bands[0].points, items["past_rounds"].bands[1].points) == (28, -4)
    assert document.tie_break[:2] == ("property", "vulnerable_types")
    assert not document.score_table.usable
    late = jobs.post(path, data=fields_of(page, once="late", points_income_0="27"))
    assert "먼저 저장했습니다" in late.text
    without = fields_of(jobs.get(path).text, use_householder=None, edge_property_5="469,000,000", seats_of_0="under65")
    assert "충원" in jobs.post(path, data=without).text
    assert jobs.post(path, data=without | {"once": "w", "people_of_0": "senior"}).status_code == 302
    db.session.expire_all()
    document = notices.document_of(notices.newest_version(db.session.get(Notice, notice.id)))
    assert "householder" not in {item.code for item in document.score_table.items}
    assert document.score_table.items[1].bands[-1].above == 469_000_000
    assert document.backfill[0].people_of == "senior"


def test_papers_are_ticked_named_and_limited(client_of):
    notice, jobs = create_notice("draft"), client_of("jobs")
    path = f"/notices/{notice.code}/papers"
    data = fields_of(
        jobs.get(path).text, use_info_consent=None, use_own_1="y", label_own_1="주민등록등본", papers_days="5"
    )
    assert jobs.post(path, data=data).status_code == 302
    saved = db.session.get(Notice, notice.id)
    kinds = {one["kind"]: one for one in saved.papers}
    assert "info_consent" not in kinds
    assert kinds["own_1"] == {"kind": "own_1", "label": "주민등록등본", "when": "always"}
    assert saved.papers_days == 5
    assert "주민등록등본" in jobs.get(f"/notices/{notice.code}/preview").text


def test_another_shipped_set_and_back_again(client_of):
    notice, jobs = create_notice("draft", document=None), client_of("jobs")
    path = f"/notices/{notice.code}/criteria-set"
    page = jobs.get(path).text
    assert "2026년 상반기" in page
    assert jobs.post(path, data={"shipped": "2026년 상반기", "once": "a"}).status_code == 302
    versions = f"/notices/{notice.code}/versions"
    assert "준비된 기준 「지역공동체 일자리 2026년 상반기」 적용" in jobs.get(versions).text
    assert jobs.post(f"{versions}/1/restore", data={"once": "b"}).status_code == 302
    assert "1판으로 되돌림" in jobs.get(versions).text
    assert jobs.post(f"{versions}/9/restore", data={"once": "c"}).status_code == 404


def test_the_last_round_is_shown_before_it_is_copied(client_of):
    last = create_notice("open", cohort=create_cohort(half=1))
    notice, jobs = create_notice("draft", document=None), client_of("jobs")
    path = f"/notices/{notice.code}/copy"
    page = jobs.get(path).text
    assert "준비된 기준과 다른 조건" in page
    assert "중위소득 80% 이하" in page
    assert "1개, 자리 29명" in page
    assert jobs.post(path, data={"once": "a"}).status_code == 302
    assert "세부사업 1개(자리 29명)와 조건" in jobs.get(f"/notices/{notice.code}/edit").text
    assert f"지난 공고({last.code})에서 가져옴" in jobs.get(f"/notices/{notice.code}/versions").text
    assert jobs.get(f"/notices/{last.code}/copy").status_code == 404


def test_a_change_goes_from_the_rule_page_to_the_approver(client_of):
    notice = create_notice("open")
    create_application(notice, said={"income_won": 400_000})
    create_application(notice)
    audit.commit()
    jobs, lead = client_of("jobs"), client_of("jobs_lead")
    path = f"/notices/{notice.code}/criteria/income"
    data = {"on": "y", "percent": "30", "document_number": "방침-2", "once": "a", "reason": ""}
    assert "사유를 적어" in jobs.post(path, data=data).text
    assert jobs.post(path, data=data | {"once": "b", "reason": "지침 변경"}).status_code == 302
    number = version_changes.pending(db.session.get(Notice, notice.id)).number
    approve = f"/notices/{notice.code}/versions/{number}/approve"
    assert jobs.get(approve).status_code == 403
    page = lead.get(approve).text
    assert "신청 2명을 모두 다시 심사" in page
    assert "1명의 결과가 달라집니다" in page
    assert "확인 필요 → 부적격" in page
    assert f"{number}판 변경안이 결재를 기다립니다" in lead.get(f"/notices/{notice.code}").text
    assert (f'href="{approve}"' in lead.get("/").text, "공고 변경 결재" in lead.get("/").text) == (True, True)
    assert "공고 변경 결재" not in jobs.get("/").text
    assert lead.post(approve, data={"once": "c", "seen": seen_on(page)}).status_code == 302
    assert lead.post(approve, data={"once": "d", "seen": seen_on(page)}).status_code == 422
    stored = db.session.scalar(sa.select(NoticeVersion).where(NoticeVersion.number == number))
    assert stored.approved_by_id is not None
    assert "공고 변경 결재" not in lead.get("/").text


def test_a_change_that_waits_is_in_the_preview_of_those_who_decide_alone(client_of):
    notice = create_notice("open")
    propose(notice)
    audit.commit()
    path = f"/notices/{notice.code}/preview"
    assert "결재 전 변경" in client_of("jobs").get(path).text
    assert "결재 전 변경" in client_of("jobs_lead").get(path).text
    assert "변경 사항" not in client_of("clerk").get(path).text


def test_a_change_is_sent_back_with_a_reason(client_of):
    notice = create_notice("open")
    number = propose(notice).number
    audit.commit()
    lead = client_of("jobs_lead")
    path = f"/notices/{notice.code}/versions/{number}/send-back"
    assert lead.post(path, data={"once": "a", "reason": " "}).status_code == 422
    assert lead.post(path, data={"once": "b", "reason": "근거 부족"}).status_code == 302
    assert "변경 결재" not in lead.get(f"/notices/{notice.code}/versions").text


def test_cancelling_is_the_approvers_and_its_reason_is_shown(client_of):
    notice, jobs, lead = create_notice("open"), client_of("jobs"), client_of("jobs_lead")
    path = f"/notices/{notice.code}/cancel"
    assert jobs.get(path).status_code == 403
    assert lead.post(path, data={"once": "a", "reason": ""}).status_code == 422
    assert lead.post(path, data={"once": "b", "reason": "예산 변경"}).status_code == 302
    assert "예산 변경" in jobs.get(f"/notices/{notice.code}").text


def test_the_opening_page_says_what_freezes_and_hides_the_button_from_the_maker(client_of):
    notice, lead = create_notice("proposed"), client_of("jobs_lead")
    page = lead.get(f"/notices/{notice.code}/open").text
    assert "29명 모집을 공고합니다" in page
    assert "70,000,000원" in page
    assert "공원 돌보미" in page, "the 세부사업 by name, with their seats"
    assert re.search(r"예시 배점표.*방침 2024-1.*30% 이하 30점", page, re.S)
    assert re.search(r"<button[^>]*>공고</button>", page)


@pytest.mark.parametrize("path", ["", "/versions", "/intake", "/preview"])
def test_reading_pages_are_open_to_readers_and_closed_to_others(client_of, path):
    notice = create_notice("open")
    for role in ("clerk", "jobs", "jobs_lead", "auditor"):
        assert client_of(role).get(f"/notices/{notice.code}{path}").status_code == 200
    for role in ("finance", "supervisor", "admin"):
        assert client_of(role).get(f"/notices/{notice.code}{path}").status_code == 403


def test_a_draft_is_not_for_clerks(client_of):
    notice, clerk = create_notice("draft"), client_of("clerk")
    for path in ("", "/versions", "/intake", "/preview"):
        assert clerk.get(f"/notices/{notice.code}{path}").status_code == 404


def test_the_clerks_home_leads_to_the_sending(client_of):
    notice, clerk = create_notice("open"), client_of("clerk")
    create_application(notice)
    assert "동 접수대장 송부" in clerk.get("/").text
    assert f"/notices/{notice.code}/intake/1162069500/close" in clerk.get("/").text
    clerk.post(f"/notices/{notice.code}/intake/1162069500/close", data={"once": "a", "reason": "동 행사"})
    assert "동 접수대장 송부" not in clerk.get("/").text


@pytest.mark.parametrize(
    ("state", "today", "word"),
    [
        ("open", date(2024, 5, 6), "접수 예정"),
        ("open", date(2024, 5, 7), "접수 중"),
        ("open", date(2024, 7, 13), "접수 중"),
        ("draft", date(2024, 5, 6), "작성 중"),
        ("closed", date(2024, 5, 6), "접수 마감"),
    ],
    ids=["the day before", "the first day", "past the last day", "a draft", "closed"],
)
def test_the_word_of_a_notices_state(state, today, word):
    assert words.notice_badge(create_notice(state), today)[1] == word


def test_a_notice_that_does_not_receive_yet_says_so_everywhere(client_of, runner):
    notice, jobs = create_notice("open"), client_of("jobs")
    notice.opens_on = date(2024, 7, 10)
    audit.commit()
    for path in ("/notices", f"/notices/{notice.code}", f"/notices/{notice.code}/versions"):
        page = jobs.get(path).text
        assert "접수 예정" in page
        assert ">접수 중<" not in page
    assert "접수 예정" in runner("notice", "list").output


def test_what_is_left_to_do_is_counted_alike(client_of):
    notice, jobs = create_notice("draft", document=None), client_of("jobs")
    said = re.search(r"공고 전에 할 일 (\d+)가지", jobs.get(f"/notices/{notice.code}").text)[1]
    jobs.post(f"/notices/{notice.code}/propose", data={"once": "a"})
    more = re.search(r"공고 전에 할 일이 (\d+)가지 더 있습니다", jobs.get(f"/notices/{notice.code}").text)[1]
    assert int(said) == int(more) + 1


@pytest.mark.parametrize(
    ("closes_on", "said"),
    [
        (date(2024, 7, 12), "마감일까지 4일 남았습니다"),
        (date(2024, 7, 9), "마감일까지 1일 남았습니다"),
        (date(2024, 7, 8), "오늘이 공고한 마감일입니다"),
    ],
)
def test_the_days_left_are_the_same_on_the_closing_page(client_of, closes_on, said):
    notice, jobs = create_notice("open", closes_on=closes_on), client_of("jobs")
    audit.commit()
    assert said in jobs.get(f"/notices/{notice.code}/close").text
    left = (closes_on - date(2024, 7, 8)).days
    assert f"{left}일 남음" in jobs.get(f"/notices/{notice.code}/applications").text


def test_what_is_uncertain_in_the_pay_is_said_once(client_of):
    page = client_of("jobs").get(f"/notices/{create_notice('open').code}/preview").text
    assert page.count(">확인 필요<") == 1


@pytest.mark.parametrize("path", ["criteria/income", "score-table"])
def test_the_reason_of_a_change_is_marked_as_asked(client_of, path):
    notice, jobs = create_notice("open"), client_of("jobs")
    label = re.search(r'<label for="reason">(.*?)</label>', jobs.get(f"/notices/{notice.code}/{path}").text)[1]
    assert "il-star" in label
    draft = create_notice("draft", cohort=create_cohort(half=1))
    assert 'for="reason"' not in jobs.get(f"/notices/{draft.code}/{path}").text


def test_the_rate_of_applicants_is_applications_by_seats(client_of):
    notice = create_notice("open")
    for _ in range(26):
        create_application(notice, stream="under65")
    audit.commit()
    page = client_of("jobs").get(f"/notices/{notice.code}").text
    assert "경쟁률" in page
    assert "2.0 대 1" in page


def test_every_version_but_the_one_in_force_may_be_put_up_again(client_of):
    notice, jobs, lead = create_notice("open"), client_of("jobs"), actor("jobs_lead")
    opened = notices.current_version(notice).number
    changed = propose(notice)
    audit.commit()
    path = f"/notices/{notice.code}/versions"

    def offered():
        return [int(one) for one in re.findall(r"(\d+)판을 변경안으로 올리기", jobs.get(path).text)]

    earlier = list(range(opened - 1, 0, -1))
    assert offered() == earlier, "neither what is in force nor what waits"
    version_changes.approve_change(db.session.get(Notice, notice.id), changed.number, by=lead, now=NOW)
    audit.commit()
    assert offered() == [opened, *earlier]
    assert jobs.post(f"{path}/{opened}/restore", data={"once": "a"}).status_code == 302
    assert version_changes.pending(db.session.get(Notice, notice.id)).proposed_by_id is not None
