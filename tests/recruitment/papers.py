"""Values of every recruitment paper, as an applicant of 신림동 would bring them about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from app.recruitment.documents.appeal_answer import AppealAnswer
from app.recruitment.documents.application_form import ApplicationForm, FormMember, Option, Question
from app.recruitment.documents.consent_form import ConsentLine
from app.recruitment.documents.grounds import Ground
from app.recruitment.documents.intake_register import IntakeRegister, RegisterRow
from app.recruitment.documents.missing_papers import MissingPapers, OwedPaper
from app.recruitment.documents.proxy_letter import ProxyLetter
from app.recruitment.documents.receipt import PaperLine, Receipt
from app.recruitment.documents.screening_sheet import ScreeningSheet, SheetFact, SheetRule, SheetScore
from app.recruitment.documents.verdict_letter import VerdictLetter
from app.recruitment.documents.withdrawal import Withdrawal
from app.recruitment.notice_words import NoticeValues, PaperValues, ProjectValues, StreamValues
from app.recruitment.words import CONSENTS, LICENCES, VULNERABLE_TYPES
from app.rules.criteria import shipped_set

NUMBER = "2024H2-companion-1-00042"
NOTICE = "2024년 하반기 서울동행일자리"
COHORT = "2024년 하반기 서울동행일자리 (2024. 7. 1.~2024. 12. 20.)"
ADDRESS = "관악구 신림로3길 12 302호"
CONTACT = "일자리벤처과 02-0000-0000"
INCOME = Ground(
    "소득",
    "가구 소득 월 3,054,200원으로, 기준 2,945,711원(2인, 중위소득 80%)보다 108,489원 많습니다.",
    "관악구 2024년 하반기 공고",
)

RECEIPT = Receipt(
    number=NUMBER,
    received_at=datetime(2024, 7, 8, 5, 20, tzinfo=UTC),
    dong="신림동",
    clerk="이접수",
    notice=NOTICE,
    cohort=COHORT,
    name="김가온",
    born_on=date(1966, 4, 12),
    stream="65세 미만",
    wishes="1순위 공원 돌보미, 2순위 골목길 환경지킴이",
    papers=(
        PaperLine("참여신청서", True, date(2024, 7, 8)),
        PaperLine("성범죄 경력조회 동의서", True, None),
        PaperLine("가점 증빙", False, None),
    ),
    due_on=date(2024, 7, 15),
    results_on=date(2024, 7, 26),
    results_how="개인별로 알려 드립니다(문자 안내에 동의함)",
    contact=CONTACT,
)
MISSING = MissingPapers(
    number=NUMBER,
    notice=NOTICE,
    name="김가온",
    address=ADDRESS,
    dong="신림동",
    received_on=date(2024, 7, 8),
    papers=(OwedPaper("성범죄 경력조회 동의서"),),
    due_on=date(2024, 7, 15),
    contact=CONTACT,
    printed_on=date(2024, 7, 9),
)
ROW = RegisterRow(
    "00042",
    date(2024, 7, 8),
    "김가온",
    date(1966, 4, 12),
    ADDRESS,
    "65세 미만",
    "1순위 공원 돌보미",
    "미비 1건",
    "대리",
)
REGISTER = IntakeRegister(
    notice=NOTICE,
    cohort=COHORT,
    dong="신림동",
    opens_on=date(2024, 7, 1),
    closes_on=date(2024, 7, 12),
    rows=(ROW, replace(ROW, number="00043", name="이한결", stream="65세 이상", papers="완비", remark="")),
    digest="0123456789ab",
    closed_on=date(2024, 7, 12),
    closed_by="이접수",
    accepted_on=None,
    accepted_by="",
    printed_on=date(2024, 7, 12),
)
FORM = ApplicationForm(
    notice=NOTICE,
    cohort=COHORT,
    streams=(Option("65세 미만", True), Option("65세 이상")),
    questions=(Question("생계급여를 받고 있습니까?", False), Question("실업급여를 받고 있습니까?")),
    types=tuple(Option(label, label == "장애인") for label in VULNERABLE_TYPES.values()),
    licences=tuple(Option(label) for label in LICENCES.values()),
    consents=tuple(ConsentLine(purpose, label, purpose != "messages") for purpose, label in CONSENTS.items()),
    retention="수집 목적을 이룰 때까지. 선발되지 않은 신청은 사업 회차가 끝난 뒤 90일",
    number=NUMBER,
    received_on=date(2024, 7, 8),
    dong="신림동",
    name="김가온",
    rrn="660412-2******",
    phone="010-0000-4821",
    address=ADDRESS,
    wishes=("공원 돌보미",),
    householder=True,
    household_size=2,
    members=(FormMember("배우자", "이한결", 1964, 500_000),),
    income_won=1_200_000,
    property_won=90_000_000,
)
BLANK_FORM = ApplicationForm(
    notice=NOTICE,
    cohort=COHORT,
    streams=(Option("65세 미만"), Option("65세 이상")),
    questions=(Question("생계급여를 받고 있습니까?"),),
    types=tuple(Option(label) for label in VULNERABLE_TYPES.values()),
    licences=tuple(Option(label) for label in LICENCES.values()),
    consents=tuple(ConsentLine(purpose, label) for purpose, label in CONSENTS.items()),
    retention="수집 목적을 이룰 때까지",
)
PROXY = ProxyLetter(
    notice=NOTICE,
    number=NUMBER,
    name="김가온",
    born_on=date(1966, 4, 12),
    phone="010-0000-4821",
    address=ADDRESS,
    proxy_name="이한결",
    relation="배우자",
    proxy_phone="010-0000-1111",
)
WITHDRAWAL = Withdrawal(
    notice=NOTICE,
    number=NUMBER,
    received_on=date(2024, 7, 8),
    dong="신림동",
    name="김가온",
    born_on=date(1966, 4, 12),
    phone="010-0000-4821",
    address=ADDRESS,
    stream="65세 미만",
)
SHEET = ScreeningSheet(
    number=NUMBER,
    notice=NOTICE,
    name="김가온",
    born_on=date(1966, 4, 12),
    dong="신림동",
    stream="65세 미만",
    received_on=date(2024, 7, 8),
    household_size=2,
    version="공고 기준 제3판(확인값 0123456789ab)",
    screened_at=datetime(2024, 7, 15, 5, 0, tzinfo=UTC),
    verdict="부적격: 소득 조건을 충족하지 못했습니다.",
    facts=(SheetFact("가구 월소득", "1,200,000원", "3,054,200원 (행복e음, 2024. 7. 12.)"),),
    rules=(
        SheetRule("소득", False, "가구 소득 기준 중위소득 80% 이하", INCOME.sentence, INCOME.basis),
        SheetRule("나이", True, "만 18세 이상", "2024. 7. 1. 현재 만 58세입니다.", ""),
        SheetRule("재산", None, "가구 재산 499,000,000원 이하", "재산 조회 결과가 없습니다.", "지침"),
    ),
    scores=(
        SheetScore("가구 소득", "82.9%", "70% 초과", 10, 30),
        SheetScore("참여이력", "2회", "2회", -10, -15),
        SheetScore("가구 재산", "-", "확인 필요", None, 30),
    ),
    total=0,
    incomplete=True,
    table="배점표: 관악구 배점(방침 2024-1로 채택)",
    remarks=("심사한 뒤 신청 내용이나 조회 결과가 바뀌었습니다. 다시 심사해 주세요.",),
    printed_on=date(2024, 7, 16),
)
ANSWER = AppealAnswer(
    number="이의-2024-0003",
    application_number=NUMBER,
    notice=NOTICE,
    name="김가온",
    address=ADDRESS,
    received_on=date(2024, 7, 20),
    ground="6월에 퇴직하여 소득이 없습니다.",
    outcome="rejected",
    reasons="다시 조회한 결과 소득이 같았습니다.",
    rules=(INCOME,),
    decided_on=date(2024, 7, 29),
    contact=CONTACT,
)
LETTER = VerdictLetter(
    number=NUMBER,
    notice=NOTICE,
    cohort=COHORT,
    name="김가온",
    address=ADDRESS,
    received_on=date(2024, 7, 8),
    screened_on=date(2024, 7, 15),
    grounds=(INCOME,),
    appeal_days=7,
    answer_days=10,
    contact=CONTACT,
    issued_on=date(2024, 7, 16),
)


def notice_values_with(**overrides: Any) -> NoticeValues:
    """동행 2024 H2, every unsure value adopted."""
    document = shipped_set("companion", 2024, 2).document.confirmed("일자리벤처과-1234")
    document = document.with_score_table(document.score_table.adopted("방침 제2024-55호"))
    values: dict[str, Any] = {
        "code": "2024H2-companion-1",
        "title": NOTICE,
        "programme": "서울동행일자리",
        "number": "관악구 공고 제2024-1234호",
        "announced_on": date(2024, 5, 2),
        "opens_on": date(2024, 5, 7),
        "closes_on": date(2024, 5, 13),
        "starts_on": date(2024, 7, 1),
        "ends_on": date(2024, 12, 20),
        "age_on": date(2024, 7, 1),
        "residence_on": date(2024, 5, 2),
        "income_year": 2024,
        "income_ceilings": ((1, 1_782_756), (2, 2_946_087)),
        "streams": (
            StreamValues("65세 미만", 261, 18, 64, 300, 5),
            StreamValues("65세 이상", 120, 65, None, 180, 5),
        ),
        "projects": (
            ProjectValues("공원 돌보미", "공원녹지과", "운전면허", (5, 3)),
            ProjectValues("골목길 <b>환경</b> R&D", "청소행정과", "", (256, 117)),
        ),
        "papers": (PaperValues("참여신청서", "always"), PaperValues("가점 증빙", "bonus")),
        "papers_days": 7,
        "appeal_days": 7,
        "results_on": date(2024, 6, 24),
        "contact": CONTACT,
        "document": document,
        **overrides,
    }
    return NoticeValues(**values)
