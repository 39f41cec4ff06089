"""Codes of recruitment and the Korean that pages show for them. No rules."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from app.recruitment.models import ApplicationState, Notice, NoticeState, Verdict
from app.rules.application_states import GIVEN_UP
from app.shared.periods import korean_date

VULNERABLE_TYPES = {
    "disabled": "장애인",
    "single_parent": "한부모가족",
    "marriage_migrant": "결혼이민자",
    "north_korean": "북한이탈주민",
    "long_unemployed": "장기실업(6개월 이상)",
    "woman_householder": "여성가장",
    "released": "갱생보호 대상자",
    "homeless": "노숙인",
    "near_poor": "차상위계층",
}
LICENCES = {
    "driving_1": "1종 보통 운전면허",
    "driving_2": "2종 보통 운전면허",
    "social_worker": "사회복지사",
    "care_worker": "요양보호사",
    "office": "컴퓨터 자격",
}
RESIDENCE_STATUSES = ("F-2", "F-4", "F-5", "F-6", "H-2", "기타")

PAPERS = {
    "application_form": "참여신청서",
    "info_consent": "정보제공동의서",
    "sex_crime_consent": "성범죄 경력조회 동의서",
    "child_abuse_consent": "아동학대 전력조회 동의서",
    "bonus_proof": "가점 증빙",
    "proxy_letter": "위임장",
}
"""관악구 공고의 제출 서류 (domain.md F). ``bonus_proof`` is asked of those who claim a type or a licence,
``proxy_letter`` of those who send somebody."""

CONSENTS = {
    "personal": "개인정보 수집·이용",
    "unique_id": "고유식별정보 처리",
    "health": "건강정보 처리",
    "criminal_record": "성범죄·아동학대 경력 조회",
    "third_party": "행복e음·일모아 조회 제공",
    "messages": "문자 안내",
}
REQUIRED_CONSENTS = ("personal", "unique_id", "health", "third_party")
"""개인정보 보호법 §15, §17, §23, §24: one tick for each purpose; the rest is free to refuse.
``criminal_record`` is needed where a chosen 세부사업 is looked up for it (services/checklist.py)."""

PAPERS_DUE_DAYS = 7


class LookUp(StrEnum):
    """Kinds of 조회 결과 and the shape of their value."""

    INCOME = "income"  # won a month
    PROPERTY = "property"  # won
    LIVING_BENEFIT = "living_benefit"  # true or false
    UNEMPLOYMENT_BENEFIT = "unemployment_benefit"  # {"receives": bool, "until": ISO date or null}
    PAST = "past"  # true: the ledger was compared with 일모아
    OVERLAP = "overlap"  # [{"label", "starts_on", "ends_on"}], empty: none
    HOUSEHOLD = "household"  # true: the register was seen
    BUSINESS = "business"  # {"registered": bool, "exception": closed, rental or empty}
    EMPLOYED = "employed"  # true or false (고용보험)
    PUBLIC_PENSION = "public_pension"  # true or false
    OFFICIAL_FAMILY = "official_family"  # true or false
    RESTRICTION = "restriction"  # {"label": text, "until": ISO date or null}, or null: lifted


LOOK_UP_LABELS = {
    LookUp.INCOME: "가구 월소득",
    LookUp.PROPERTY: "가구 재산",
    LookUp.LIVING_BENEFIT: "생계급여",
    LookUp.UNEMPLOYMENT_BENEFIT: "실업급여",
    LookUp.PAST: "참여 이력(일모아)",
    LookUp.OVERLAP: "다른 일자리사업",
    LookUp.HOUSEHOLD: "세대 구성",
    LookUp.BUSINESS: "사업자등록",
    LookUp.EMPLOYED: "취업(고용보험)",
    LookUp.PUBLIC_PENSION: "공적연금",
    LookUp.OFFICIAL_FAMILY: "공무원 가족",
    LookUp.RESTRICTION: "단체장 참여 제한",
}

STATE_LABELS = {
    ApplicationState.RECEIVED: "접수",
    ApplicationState.PAPERS_DUE: "보완 필요",
    ApplicationState.SCREENED: "심사함",
    ApplicationState.SELECTED: "선발",
    ApplicationState.RESERVE: "예비",
    ApplicationState.NOT_SELECTED: "미선발",
    ApplicationState.DECLINED: "포기",
    ApplicationState.CANCELLED: "취소",
}
STATE_BADGES = {
    ApplicationState.RECEIVED: "bg-light-primary",
    ApplicationState.PAPERS_DUE: "bg-light-warning",
    ApplicationState.SCREENED: "bg-light-primary",
    ApplicationState.SELECTED: "bg-success",
    ApplicationState.RESERVE: "bg-light-information",
    ApplicationState.NOT_SELECTED: "bg-light-gray",
    ApplicationState.DECLINED: "bg-light-gray",
    ApplicationState.CANCELLED: "bg-light-gray",
}
VERDICT_LABELS = {Verdict.ELIGIBLE: "적격", Verdict.INELIGIBLE: "부적격", Verdict.NEEDS_REVIEW: "확인 필요"}
VERDICT_BADGES = {
    Verdict.ELIGIBLE: "bg-light-success",
    Verdict.INELIGIBLE: "bg-light-danger",
    Verdict.NEEDS_REVIEW: "bg-light-warning",
}
NOTICE_LABELS = {
    NoticeState.DRAFT: "작성 중",
    NoticeState.OPEN: "접수 중",
    NoticeState.CLOSED: "접수 마감",
    NoticeState.CANCELLED: "취소",
}
NOTICE_BADGES = {
    NoticeState.DRAFT: "outline-gray",
    NoticeState.OPEN: "bg-light-primary",
    NoticeState.CLOSED: "bg-light-success",
    NoticeState.CANCELLED: "bg-light-gray",
}


def notice_badge(notice: Notice, today: date) -> tuple[str, str]:
    """Class and word of a notice's state; an opened one that does not receive yet says so."""
    state = NoticeState(notice.state)
    if state == NoticeState.OPEN and today < notice.opens_on:
        return "bg-light-information", "접수 예정"
    return NOTICE_BADGES[state], NOTICE_LABELS[state]


def days_left(notice: Notice, today: date) -> int:
    """Days from today to the announced closing day: 0 on that day, less than 0 after it."""
    return (notice.closes_on - today).days


def apart(given_up: int) -> str:
    """What a number of applications leaves out, in the same words on every page: ``77건(취소·포기 1건 별도)``."""
    return f"(취소·포기 {given_up:,}건 별도)" if given_up else ""


def applied_already(dong: str, received_on: date, state: str) -> str:
    """W18, at once and when refused. ``state`` is empty for another 동's application, of which no more is said."""
    where = f"({dong}, 접수일 {korean_date(received_on)})"
    if state in GIVEN_UP:
        given_up = f"이 공고에 {STATE_LABELS[ApplicationState(state)]}한 신청이 있습니다{where}."
        return f"{given_up} 다시 접수하려면 신청 화면에서 접수로 되돌려 주세요."
    said = f"이 공고에 이미 접수한 분입니다{where}. 다시 접수하지 않습니다."
    return said if state else f"{said} 자세한 사항은 접수한 동이나 구청 담당에게 문의해 주세요."
