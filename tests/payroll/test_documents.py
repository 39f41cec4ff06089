"""The statement and the payslip say what they were given, in Korean, embedded, the same each time."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest

from app.payroll.documents.payslip import draw_payslips
from app.payroll.documents.statement import Enclosure, Shares, StatementLine, draw_statement
from app.printing.approval import Approval
from tests.payroll.papers import JUNE_AT_THE_CEILING, MARCH, payslip
from tests.printing.read import assert_sound, info_of, pages_of, squeezed, text_of

HOSTILE = ("A <B", "<b>x</b>", "R&D team", "&#65;", '<img src="/etc/passwd">', "<font size=400>큰", "{{ 7*7 }}")


def _line_of(pdf: bytes, label: str) -> list[str]:
    return next(line for line in text_of(pdf).splitlines() if line.strip().startswith(label)).split()


def test_statement_of_march_says_what_the_office_signs() -> None:
    pdf = draw_statement(MARCH)
    text = squeezed(pdf)
    assert pages_of(pdf) == 1
    assert "사업비 재원별 분담 내역서(비용분담 내역서)" in text
    assert "금555,875,210원(금오억오천오백팔십칠만오천이백일십원)" in text
    assert "서울동행일자리 (2024년 상반기)" in text
    assert "2024. 3. (산정기간 2024. 3. 1.~3. 31.)" in text
    assert "2024. 4. 5.(금) 예시" in text
    assert "기간제근로자등보수(101-04) 외" in text
    assert "(단위: 원)" in text
    assert "결정잔액 1,137,077,035 / 수령잔액 237,077,035" in text
    assert "지급 415(청년 55, 65세 미만 222, 65세 이상 138) / 중도포기 0 / 충원 0" in text
    assert "붙임 1. 개인별 지급 내역 2. 세부사업별 내역 3. 기관부담금 내역" in text
    assert "문서번호 분담-2024-동행-상-03 확인번호 ABCD-1234" in text
    assert "1/1쪽" in text
    assert "결재 전" not in text
    assert "시연 자료" not in text


@pytest.mark.parametrize(
    ("label", "amounts"),
    [
        ("1. 임금", ["467,740,000", "-", "327,418,000", "140,322,000"]),
        ("2. 4대보험 기관부담금", ["46,635,210", "-", "32,644,647", "13,990,563"]),
        ("4. 재료비", ["-", "-", "-", "-"]),
        ("가. 기준 분담 소계", ["555,875,210", "-", "389,112,647", "166,762,563"]),
        ("나. 시비 한도 초과분 구비 전환", ["-", "-", "0", "0"]),
        ("전월까지 누계", ["534,014,740", "-", "373,810,318", "160,204,422"]),
        ("누계", ["1,089,889,950", "-", "762,922,965", "326,966,985"]),
    ],
)
def test_statement_rows(label: str, amounts: list[str]) -> None:
    line = next(line for line in text_of(draw_statement(MARCH)).splitlines() if line.strip().startswith(label))
    assert line.strip().removeprefix(label).split()[:4] == amounts


def test_ceiling_moves_money_from_city_to_district() -> None:
    pdf = draw_statement(JUNE_AT_THE_CEILING)
    assert "−85,652,480" in _line_of(pdf, "나. 시비 한도")
    assert "+85,652,480" in _line_of(pdf, "나. 시비 한도")
    text = squeezed(pdf)
    assert "작성 중 — 결재 전" in text
    assert "시연 자료(예시)" in text


def test_approvals_show_who_and_when_and_stay_blank_when_open() -> None:
    signed, open_ = squeezed(draw_statement(MARCH)), squeezed(draw_statement(JUNE_AT_THE_CEILING))
    for part in ("김담당", "이팀장", "박과장", "2024. 4. 4.", "2024. 4. 5."):
        assert part in signed
    assert "김담당" not in open_
    assert all(title in open_ for title in ("담당", "팀장", "과장"))


def test_statement_is_sound_and_repeatable() -> None:
    pdf = draw_statement(MARCH)
    assert_sound(pdf)
    assert pdf == draw_statement(MARCH)
    assert pdf != draw_statement(replace(MARCH, check_code="ABCD-1235"))
    assert info_of(pdf)["Title"] == "재원별 분담 내역서 서울동행일자리 2024년 상반기 2024-03"
    assert b"/Lang (ko-KR)" in pdf


def test_whole_year_has_no_month_and_no_month_before() -> None:
    year = replace(
        MARCH, month=None, starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31), before=None, running=None, grant=None
    )
    text = squeezed(draw_statement(year))
    assert "2024년 (산정기간 2024. 1. 1.~12. 31.)" in text
    assert "전월까지 누계" not in text
    assert "[보조금]" not in text


def test_correction_names_the_statement_it_corrects() -> None:
    corrected = replace(MARCH, corrections=("분담-2024-동행-상-02: 임금 +52,000원(시 36,400, 구 15,600)",))
    assert "[정 정] 분담-2024-동행-상-02: 임금 +52,000원(시 36,400, 구 15,600)" in squeezed(draw_statement(corrected))


def test_enclosure_goes_on_over_pages_with_its_head() -> None:
    rows = tuple((str(number), f"참여자{number}", f"{number * 1000:,}") for number in range(1, 101))
    enclosure = Enclosure(
        "붙임 1. 개인별 지급 내역",
        (("연번", 1, "center"), ("성명", 3, "left"), ("실지급액(원)", 2, "right")),
        rows,
        ("계", "", "5,050,000"),
    )
    pdf = draw_statement(replace(MARCH, enclosed=(enclosure,), draft=True))
    pages = pages_of(pdf)
    assert pages > 2
    for page in range(2, pages + 1):
        text = squeezed(pdf, page=page)
        assert "실지급액(원)" in text
        assert f"{page}/{pages}쪽" in text
        assert "결재 전" in text
    assert "참여자100" in text_of(pdf, page=pages)


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_is_typed_is_what_is_printed(typed: str) -> None:
    statement = replace(
        MARCH,
        programme=typed,
        budget_account=typed,
        lines=(StatementLine(typed, Shares(1, None, None, 1), typed),),
        approvals=(Approval("담당", "김담당"),),
        corrections=(typed,),
    )
    pdf = draw_statement(statement)
    assert squeezed(pdf).count(typed) >= 5
    assert b"/URI" not in pdf
    assert b"/Subtype /Image" not in pdf
    slip = draw_payslips([payslip(name=typed, place=typed, office=typed)])
    assert squeezed(slip).count(typed) >= 3


def test_payslip_of_the_worked_example() -> None:
    pdf = draw_payslips([payslip()])
    text = squeezed(pdf)
    assert pages_of(pdf) == 1
    for part in (
        "임금명세서",
        "2026년 3월분",
        "지급일 2026. 4. 3.(금)(예시)",
        "교부 2026. 4. 3. 문자/서면",
        "2026-동행-상-0001",
        "2026. 2. 2.~6. 30.",
        "일급 52,000원(시간급 10,400원)",
        "금1,386,100원(금일백삼십팔만육천일백원)",
        "○○은행 ***-**-**1234(본인 명의)",
        "근로기준법 제48조제2항에 따른 임금명세서입니다.",
        "확인번호 WXYZ-0007",
        "1/1쪽",
    ):
        assert part in text, part
    first = _line_of(pdf, "기본급")
    assert first == ["기본급", "1,092,000", "21일", "×", "52,000원", "국민연금", "66,690", "1,404,000원", "×", "4.75%"]
    assert _line_of(pdf, "지급계") == ["지급계", "1,530,000", "공제계", "143,900"]
    assert _line_of(pdf, "지각·조퇴")[1] == "0"


def test_payslips_are_sound_one_person_a_page() -> None:
    slips = [payslip(name=f"이참여{number}", participation=f"2026-동행-상-{number:04d}") for number in range(1, 31)]
    pdf = draw_payslips(slips)
    assert_sound(pdf)
    assert pdf == draw_payslips(slips)
    assert pages_of(pdf) == 30
    last = squeezed(pdf, page=30)
    assert "이참여30" in last
    assert "이참여29" not in last
    assert "1/1쪽" in last
    assert info_of(pdf)["Title"] == "임금명세서 2026-03"


def test_payslip_with_a_huge_field_is_quick_and_keeps_the_rest() -> None:
    started = time.perf_counter()
    pdf = draw_payslips([payslip(place="긴 부서 이름 " * 30_000)])
    assert time.perf_counter() - started < 2
    assert "금1,386,100원(금일백삼십팔만육천일백원)" in squeezed(pdf)


def test_no_payslip_is_refused() -> None:
    with pytest.raises(ValueError, match="no payslip"):
        draw_payslips([])
