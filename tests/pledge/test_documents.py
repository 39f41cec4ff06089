"""The management card: the office's nine sections from its own record, every figure as recorded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.pledge.documents.paper import Entry, Funding, Schedule, ScheduleLine, funding_text, shown
from app.pledge.documents.sheet import draw_sheet
from tests.pledge.papers import card, seed
from tests.printing.read import assert_sound, info_of, pages_of, squeezed, text_of

SECTIONS = (
    "1 현황 및 정책목표",
    "2 추진계획[정책개요]",
    "3 추진일정",
    "4 투자계획",
    "5 공약달성 확인지표",
    "6 추진실적",
    "7 향후계획",
    "8 협력사항",
    "9 기대효과",
)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return draw_sheet(card())


def test_nine_sections_in_the_order_of_the_office(pdf: bytes) -> None:
    text = squeezed(pdf)
    places = [text.index(section) for section in SECTIONS]
    assert places == sorted(places)
    assert text.index("[붙임·내부용]") > places[-1]


def test_head_block_has_its_boxes(pdf: bytes) -> None:
    text = squeezed(pdf, page=1)
    for part in (
        "기준일 2024. 3. 31. / 확정본 2024-1분기 제1호 / 이행률 61.0%",
        "□신규 ■계속",
        "■임기 내 □임기 후 / 사업기간 2018.~2026.",
        "□해당없음 ■도움필요(□제도 ■재정 □권한)",
        "□국가 □서울시 ■자치구",
        "계 34,034 국 368 시 17,876 구 15,790 기타 -",
        "□완료 ■이행 후 지속추진 □정상추진 □일부추진",
        "일자리벤처과장(직무대리)",
    ):
        assert part in text, part


def test_no_help_needed_fills_the_other_box() -> None:
    sheet = card()
    text = squeezed(draw_sheet(replace(sheet, head=replace(sheet.head, central_help=()))), page=1)
    assert "■해당없음 □도움필요(□제도 □재정 □권한)" in text


@pytest.mark.parametrize(
    "row",
    [
        "총계 34,034 34,034 5,987 6,984 7,867 8,492 4,704 -",
        "기타 - - - - - - - -",
        "총계 17,362 17,362 4,054 11,828 1,480 - - -",
        "1 공공일자리 사업 참여인원 명 5,200 941 1,135 1,200 1,250 674",
        "5 노동복지센터 운영 운영지원 회 5회 (운영) 1 (운영) 1 (운영) 1 (운영) 1 (운영) 1 (운영)",
        "1 공공일자리 사업 참여인원 명 1,200 600 - 600 -",
        "공공일자리 사업 30 참여인원 명 5,200 4,278 82.3",
        "총 이행률 100 61.0",
        "강감찬 관악형 민생안정 일자리 연 8개월(반기별 4개월) 저소득 취약계층 일자리 (방역, 환경정비 등) "
        "2,480 6,757 (시 0, 구 6,757)",
        "계 5,200 26,217 (시 13,559, 구 12,658)",
        "16 2024. 1. 2024년 상반기 참여자 선발 691명",
        "소계 694",
    ],
)
def test_rows_as_recorded(pdf: bytes, row: str) -> None:
    assert row in squeezed(pdf)


def test_every_milestone_and_every_outreach_is_there(pdf: bytes) -> None:
    text = squeezed(pdf)
    record = seed()
    assert "일정별 추진실적 (19건)" in text
    assert "주민 참여(소통) 실적 (17건)" in text
    for entry in (*record["milestones"], *record["outreach"]):
        assert entry["title"] in text
    assert "2023년 일자리정책 종합계획 공시 (목표 11,500개)" in text


def test_card_is_sound_and_repeatable(pdf: bytes) -> None:
    assert_sound(pdf)
    assert pdf == draw_sheet(card())
    assert info_of(pdf)["Title"] == "공약 이행 관리카드 1-4 공공일자리 확대 2024-03-31"
    pages = pages_of(pdf)
    for page in range(1, pages + 1):
        assert f"{page}/{pages}쪽" in text_of(pdf, page=page)


def test_public_copy_leaves_the_inside_page_out(pdf: bytes) -> None:
    public = draw_sheet(card(inside=None))
    assert pages_of(public) == pages_of(pdf) - 1
    assert "내부용" not in text_of(public)
    assert "확정일시 2024. 4. 8. 17:30 / 확정자 공약팀장" in squeezed(pdf)


def test_schedule_without_bars_is_an_empty_grid_and_with_them_shows_both(pdf: bytes) -> None:
    assert text_of(pdf).count("█") == 0  # no bars, no legend
    bars = ScheduleLine("공공일자리 사업", frozenset({(2024, 1), (2024, 2)}), frozenset({(2023, 4)}))
    text = text_of(draw_sheet(card(schedule=Schedule((2022, 3), (2026, 4), (bars,), ()))))
    assert text.count("█") == 1 + 1
    assert text.count("▒") == 1 + 2


@pytest.mark.parametrize("typed", ["A <B", "<b>x</b>", "R&D team", "&#65;", "<font size=400>큰"])
def test_what_is_typed_is_what_is_printed(typed: str) -> None:
    sheet = card(cooperation=(typed,), milestones=(Entry(1, "2024. 1.", typed, typed),))
    assert squeezed(draw_sheet(sheet)).count(typed) == 3


@pytest.mark.parametrize(
    ("figure", "text"), [(None, "-"), ("", "-"), (0, "0"), (1234, "1,234"), ("5회 (운영)", "5회 (운영)")]
)
def test_an_empty_cell_is_a_dash_and_zero_is_zero(figure: int | str | None, text: str) -> None:
    assert shown(figure) == text


@pytest.mark.parametrize(
    ("funding", "text"),
    [
        (Funding(6757, city=0, district=6757), "6,757 (시 0, 구 6,757)"),
        (Funding(50), "50"),
        (Funding(city=2400), "시 2,400"),
        (Funding(), "-"),
    ],
)
def test_funding_text(funding: Funding, text: str) -> None:
    assert funding_text(funding) == text
