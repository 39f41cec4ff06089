"""Statement and payslip values of the worked examples."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from app.payroll.documents.payslip import Fact, PayItem, PayslipPaper
from app.payroll.documents.statement import (
    GrantFacts,
    HeadcountFacts,
    Shares,
    StatementLine,
    StatementPaper,
)
from app.printing.approval import Approval

MARCH = StatementPaper(
    programme="서울동행일자리",
    cohort_name="2024년 상반기",
    month=date(2024, 3, 1),
    starts_on=date(2024, 3, 1),
    ends_on=date(2024, 3, 31),
    pay_on=date(2024, 4, 5),
    number="분담-2024-동행-상-03",
    budget_account="기간제근로자등보수(101-04) 외",
    lines=(
        StatementLine("1. 임금", Shares(467740000, None, 327418000, 140322000), "415명(5시간 277, 3시간 138)"),
        StatementLine("2. 4대보험 기관부담금", Shares(46635210, None, 32644647, 13990563), "붙임 3"),
        StatementLine("3. 부대경비", Shares(41500000, None, 29050000, 12450000), "8,300일 × 5,000원(예시)"),
        StatementLine("4. 재료비", Shares(None, None, None, None)),
        StatementLine("5. 운영비(피복·건강검진)", Shares(0, 0, 0, 0)),
    ),
    nominal=Shares(555875210, None, 389112647, 166762563),
    overflow=Shares(None, None, 0, 0),
    total=Shares(555875210, None, 389112647, 166762563),
    before=Shares(534014740, None, 373810318, 160204422),
    running=Shares(1089889950, None, 762922965, 326966985),
    nominal_ratio="시 70 : 구 30(교부조건)",
    actual_ratio="실제 70.00 : 30.00",
    grant=GrantFacts(1900000000, (("1차", 1000000000),), 762922965, 1137077035, 237077035, "(예시)"),
    headcount=HeadcountFacts(415, 415, 415, (("청년", 55), ("65세 미만", 222), ("65세 이상", 138)), 0, 0),
    check_code="ABCD-1234",
    approvals=(
        Approval("담당", "김담당", date(2024, 4, 4)),
        Approval("팀장", "이팀장", date(2024, 4, 4)),
        Approval("과장", "박과장", date(2024, 4, 5)),
    ),
    pay_mark="예시",
)

JUNE_AT_THE_CEILING = replace(
    MARCH,
    month=date(2024, 6, 1),
    nominal=Shares(613151090, None, 429205763, 183945327),
    overflow=Shares(None, None, -85652480, 85652480),
    total=Shares(613151090, None, 343553283, 269597807),
    running=Shares(2836688250, None, 1900000000, 936688250),
    actual_ratio="실제 56.03 : 43.97",
    approvals=(Approval("담당"), Approval("팀장"), Approval("과장")),
    draft=True,
    demo=True,
)


def payslip(**changes: Any) -> PayslipPaper:
    """The slip of example C5."""
    slip = PayslipPaper(
        month=date(2026, 3, 1),
        pay_on=date(2026, 4, 3),
        issued_on=date(2026, 4, 3),
        issued_how="문자/서면",
        name="김예시",
        born_on=date(1971, 5, 5),
        participation="2026-동행-상-0001",
        place="공원녹지과 / 공원 돌보미(예시)",
        hired_on=date(2026, 2, 2),
        starts_on=date(2026, 2, 2),
        ends_on=date(2026, 6, 30),
        hours="1일 5시간·주 25시간",
        wage="일급 52,000원(시간급 10,400원)",
        worked=(
            Fact("근로일수", "21일"),
            Fact("근로시간", "105시간"),
            Fact("유급휴일", "1일"),
            Fact("주휴", "5일"),
            Fact("연차사용", "0시간"),
            Fact("연장", "0시간"),
            Fact("야간", "0시간"),
            Fact("휴일", "0시간"),
            Fact("결근", "0일"),
            Fact("지각", "0분"),
        ),
        items=(
            PayItem("기본급", 1092000, "21일 × 52,000원"),
            PayItem("공휴일수당", 52000, "1일 × 52,000원"),
            PayItem("주휴수당", 260000, "5일 × 52,000원"),
            PayItem("연차미사용수당", 0, "0일 × 52,000원"),
            PayItem("연장·휴일 가산", 0, "0시간"),
            PayItem("지각·조퇴", 0, "0분"),
            PayItem("부대경비(교통·간식)", 126000, "21일 × 6,000원"),
        ),
        gross=1530000,
        deductions=(
            PayItem("국민연금", 66690, "1,404,000원 × 4.75%"),
            PayItem("건강보험", 50470, "1,404,000원 × 3.595%"),
            PayItem("장기요양보험", 6630, "건강보험료 × 13.14%"),
            PayItem("고용보험", 12630, "1,404,000원 × 0.9%"),
            PayItem("소득세", 6800, "간이세액표(1명) 100%"),
            PayItem("지방소득세", 680, "소득세의 10%"),
            PayItem("정산·환급", 0),
        ),
        deducted=143900,
        net=1386100,
        account="○○은행 ***-**-**1234(본인 명의)",
        bases="국민연금 기준소득월액 1,404,000원, 건강보험 보수월액 1,404,000원(공단 신고액)",
        zero_reasons="",
        office="관악구 일자리벤처과 일자리사업팀 ☎ (예시)",
        check_code="WXYZ-0007",
        pay_mark="(예시)",
    )
    return replace(slip, **changes)
