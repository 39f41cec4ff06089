"""Recruitment's papers say what they were given: in Korean, embedded, whole however long, the same each time."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from app.recruitment.documents.appeal_answer import appeal_answer
from app.recruitment.documents.application_form import application_form
from app.recruitment.documents.consent_text import SENSITIVE, TEXTS, UNIQUE
from app.recruitment.documents.intake_register import intake_register
from app.recruitment.documents.missing_papers import OwedPaper, missing_papers_notice
from app.recruitment.documents.notice import notice_pdf, written_notice
from app.recruitment.documents.proxy_letter import ProxyLetter, proxy_letter
from app.recruitment.documents.receipt import PaperLine, due_sentence, receipt
from app.recruitment.documents.screening_sheet import screening_sheet
from app.recruitment.documents.verdict_letter import verdict_letter
from app.recruitment.documents.withdrawal import Withdrawal, withdrawal_slip
from app.recruitment.notice_words import ProjectValues, notice_text
from app.recruitment.words import CONSENTS, REQUIRED_CONSENTS
from tests.printing.read import assert_sound, info_of, pages_of, squeezed, text_of
from tests.recruitment import papers

HOSTILE = ("A <B", "<b>x</b>", "R&D team", "&#65;", '<img src="/etc/passwd">', "<font size=400>큰", "{{ 7*7 }}")
DRAWN: dict[str, tuple[Callable[[Any], bytes], Any]] = {
    "receipt": (receipt, papers.RECEIPT),
    "missing papers": (lambda one: missing_papers_notice([one]), papers.MISSING),
    "register": (intake_register, papers.REGISTER),
    "form": (application_form, papers.FORM),
    "blank form": (application_form, papers.BLANK_FORM),
    "proxy letter": (proxy_letter, papers.PROXY),
    "withdrawal": (withdrawal_slip, papers.WITHDRAWAL),
    "sheet": (screening_sheet, papers.SHEET),
    "answer": (appeal_answer, papers.ANSWER),
    "verdict letter": (verdict_letter, papers.LETTER),
}
_AS_IS = {"outcome"}


def _typed(values: Any, text: str) -> Any:
    """The same paper with every plain text of it replaced by ``text``."""
    changed = {
        field.name: text
        for field in fields(values)
        if field.name not in _AS_IS and isinstance(getattr(values, field.name), str)
    }
    return replace(values, **changed)


@pytest.mark.parametrize("name", DRAWN)
def test_every_paper_is_sound_and_repeatable(name: str) -> None:
    draw, values = DRAWN[name]
    pdf = draw(values)
    assert_sound(pdf)
    assert pdf == draw(values)
    assert pdf != draw(replace(values, notice="다른 공고"))
    assert b"/Lang (ko-KR)" in pdf
    assert "일터" in squeezed(pdf)
    assert f"1/{pages_of(pdf)}쪽" in text_of(pdf, page=1) or name == "form"


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("typed", HOSTILE)
def test_what_is_typed_is_what_is_printed(name: str, typed: str) -> None:
    draw, values = DRAWN[name]
    pdf = draw(_typed(values, typed))
    assert typed in squeezed(pdf)
    assert b"/URI" not in pdf
    assert b"/Subtype /Image" not in pdf


@pytest.mark.parametrize("name", DRAWN)
def test_long_values_stay_on_the_paper(name: str) -> None:
    """Nothing runs over an edge: every word stands within the page."""
    draw, values = DRAWN[name]
    pdf = draw(_typed(values, "남궁선우" * 30))
    boxes = re.findall(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.]+)" yMax="([\d.]+)"', _boxes(pdf))
    wide, high = (float(part) for part in re.findall(r"[\d.]+", info_of(pdf)["Page size"])[:2])
    assert boxes
    for x_min, y_min, x_max, y_max in boxes:
        assert float(x_min) >= 20
        assert float(y_min) >= 0
        assert float(x_max) <= wide - 20
        assert float(y_max) <= high


def _boxes(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True, timeout=60)
    return done.stdout.decode()


@pytest.mark.parametrize("name", DRAWN)
def test_huge_field_is_quick(name: str) -> None:
    draw, values = DRAWN[name]
    started = time.perf_counter()
    draw(_typed(values, "긴 글 " * 30_000))
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize("name", DRAWN)
def test_demonstration_says_so(name: str) -> None:
    draw, values = DRAWN[name]
    assert "시연 자료(예시)" in squeezed(draw(replace(values, demo=True)))
    assert "시연 자료" not in squeezed(draw(values))


def test_character_without_glyph_leaves_a_trace() -> None:
    assert "김□온" in squeezed(receipt(replace(papers.RECEIPT, name="김嘉온")))


def test_receipt_says_what_the_applicant_needs() -> None:
    text = squeezed(receipt(papers.RECEIPT))
    assert pages_of(receipt(papers.RECEIPT)) == 1
    for part in (
        "접수증",
        papers.NUMBER,
        "2024. 7. 8. 14:20",
        "신림동 접수자",
        "이접수",
        papers.COHORT,
        "제출(2024. 7. 8.)",
        "미제출",
        "내지 않은 서류: 성범죄 경력조회 동의서 (2024. 7. 15.(월)까지 내 주세요)",
        "결과 발표 예정일: 2024. 7. 26.(금)",
        "개인별로 알려 드립니다",
        papers.CONTACT,
        "접수증은 선발을 뜻하지 않습니다.",
        "서울특별시 관악구청장",
    ):
        assert part in text, part


def test_receipt_of_what_was_given_up_asks_for_nothing_any_more() -> None:
    ended = "이 신청은 2024. 7. 9. 취소되었습니다."
    text = squeezed(receipt(replace(papers.RECEIPT, ended=ended)))
    assert text.index(ended) < text.index("접수번호")
    assert "내 주세요" not in text
    assert "결과 발표 예정일" not in text
    assert papers.CONTACT in text


def test_paper_that_is_not_asked_of_everybody_is_not_missing() -> None:
    lines = (PaperLine("참여신청서", True, papers.RECEIPT.born_on), PaperLine("가점 증빙", False, None))
    assert due_sentence(lines, None) == "필요한 서류를 모두 냈습니다."
    assert "참여신청서" in due_sentence((replace(lines[0], received_on=None),), None)


def test_missing_papers_one_page_a_person() -> None:
    people = [replace(papers.MISSING, number=f"2024H2-companion-1-{number:05d}") for number in range(1, 6)]
    pdf = missing_papers_notice(people)
    assert pages_of(pdf) == 5
    last = squeezed(pdf, page=5)
    assert "2024H2-companion-1-00005" in last
    assert "00004" not in last
    assert "1/1쪽" in last
    assert "2024. 7. 15.(월)까지" in last
    with pytest.raises(ValueError, match="nobody"):
        missing_papers_notice([])


@pytest.mark.parametrize(
    ("day", "late"), [(date(2024, 7, 14), False), (date(2024, 7, 15), False), (date(2024, 7, 16), True)], ids=str
)
def test_missing_papers_say_that_the_day_has_passed_and_what_to_do_now(day: date, late: bool) -> None:
    text = squeezed(missing_papers_notice([replace(papers.MISSING, printed_on=day)]))
    to_come = ("기한까지 내 주세요.", "기한: 2024. 7. 15.(월)까지", "기한까지 내지 않으면")
    passed = (
        "보완 기한이 지났으니 바로 내 주세요.",
        "2024. 7. 15.(월)까지(지남)",
        "보완 기한(2024. 7. 15.(월))이 지났습니다. 아직 내지 않은 서류를 바로 가져와 주세요.",
        "받지 못한 서류는 없는 것으로 보아",
        "아래 문의처에 먼저 알려 주세요",
    )
    assert [one in text for one in to_come] == [not late] * 3
    assert [one in text for one in passed] == [late] * 5


UNREADABLE = "글씨가 흐려 읽을 수 없습니다. 선명하게 복사해 다시 내 주세요."
FOR_A_REASON = ("사유", "아래 서류를 보완해야 합니다.", "사유가 적힌 서류는 이미 냈더라도 다시 내 주세요.")


def test_missing_papers_say_why_one_is_asked_for() -> None:
    plain, asked = OwedPaper("정보제공동의서"), OwedPaper("가점 증빙", UNREADABLE)
    without = squeezed(missing_papers_notice([replace(papers.MISSING, papers=(plain,))]))
    text = squeezed(missing_papers_notice([replace(papers.MISSING, papers=(plain, asked))]))
    assert [part in without for part in FOR_A_REASON] == [False] * 3
    assert "아래 서류가 빠져 있습니다." in without
    assert [part in text for part in (*FOR_A_REASON, "정보제공동의서", UNREADABLE)] == [True] * 5
    assert "빠져 있습니다" not in text


def test_three_of_the_longest_reasons_leave_the_letter_on_one_page() -> None:
    reason = "가나다라 마바사 " * 22 + "끝"
    pdf = missing_papers_notice([replace(papers.MISSING, papers=(OwedPaper("가점 증빙", reason),) * 3)])
    assert len(reason) == 199
    assert pages_of(pdf) == 1
    assert squeezed(pdf).count("끝") == 3


def test_register_is_landscape_with_its_head_on_every_page() -> None:
    rows = tuple(replace(papers.ROW, number=f"{number:05d}") for number in range(1, 81))
    pdf = intake_register(replace(papers.REGISTER, rows=rows))
    size = [float(part) for part in re.findall(r"[\d.]+", info_of(pdf)["Page size"])[:2]]
    assert size[0] > size[1]
    pages = pages_of(pdf)
    assert pages > 2
    texts = [squeezed(pdf, page=page) for page in range(1, pages + 1)]
    assert all("확인값 0123456789ab" in text for text in texts)
    assert all("희망 세부사업" in text for text in texts if "00" in text and "공원 돌보미" in text)
    assert "모두 80명" in texts[0]
    assert all(part in texts[-1] for part in ("동 담당", "동 확인자", "구청 확인자", "접수 마감 2024. 7. 12. 이접수"))
    whole = " ".join(texts)
    assert all(f"{number:05d}" in whole for number in range(1, 81))


def test_register_says_how_many_of_its_rows_were_given_up() -> None:
    gone = replace(papers.ROW, remark="취소", given_up=True)
    text = squeezed(intake_register(replace(papers.REGISTER, rows=(papers.ROW, gone, gone))))
    assert "모두 3명(비고에 취소·포기 2명)" in text
    assert "신청 3건을 구청에 보냅니다" in text


def test_register_counts_its_streams_and_says_when_it_is_empty() -> None:
    assert "65세 미만 1명, 65세 이상 1명" in squeezed(intake_register(papers.REGISTER))
    empty = squeezed(intake_register(replace(papers.REGISTER, rows=(), digest="", closed_on=None)))
    assert "접수한 신청이 없습니다." in empty
    assert "접수 중(마감 전)" in empty
    assert "모두 0명" in empty


def test_form_ticks_what_was_said_and_leaves_open_what_was_not() -> None:
    text = squeezed(application_form(papers.FORM))
    assert "■ 65세 미만 □ 65세 이상" in text
    assert "생계급여를 받고 있습니까? □ 예 ■ 아니요" in text
    assert "실업급여를 받고 있습니까? □ 예 □ 아니요" in text
    assert "■ 장애인" in text
    assert "660412-2******" in text
    assert "1 배우자 이한결 1964년 500,000" in text
    assert text.count("■ 동의함") == len(CONSENTS) - 1
    assert text.count("■ 동의하지 않음") == 1


def test_blank_form_ticks_nothing() -> None:
    text = squeezed(application_form(papers.BLANK_FORM))
    assert "■" not in text
    assert text.count("□ 동의함") == len(CONSENTS)


def test_every_consent_has_its_own_words() -> None:
    """개인정보 보호법 §15②, §17②: purpose, items, retention and the right to refuse; §22–24 each kind apart."""
    assert set(TEXTS) == set(CONSENTS)
    text = squeezed(application_form(papers.BLANK_FORM))
    for heading in ("목적", "항목", "보유·이용 기간", "거부할 권리", "근거"):
        assert text.count(heading) >= len(CONSENTS), heading
    assert all((TEXTS[purpose].need == "필수") == (purpose in REQUIRED_CONSENTS) for purpose in CONSENTS)
    assert TEXTS["unique_id"].kind == UNIQUE
    assert TEXTS["health"].kind == TEXTS["criminal_record"].kind == SENSITIVE
    assert TEXTS["third_party"].receiver


def test_blank_slips_leave_room_for_ink() -> None:
    slip = squeezed(withdrawal_slip(Withdrawal(notice=papers.NOTICE)))
    assert "신청 취소서(철회서)" in slip
    assert "■" not in slip
    letter = squeezed(proxy_letter(ProxyLetter(notice=papers.NOTICE)))
    assert "위임받는 사람(대리인)" in letter
    assert "이한결 (서명 또는 인)" in squeezed(proxy_letter(papers.PROXY))


def test_sheet_shows_every_rule_and_every_point() -> None:
    text = squeezed(screening_sheet(papers.SHEET))
    for part in (
        "공고 기준 제3판(확인값 0123456789ab)",
        "3,054,200원 (행복e음, 2024. 7. 12.)",
        "미충족",
        "확인 필요",
        "108,489원 많습니다.",
        "−10점",
        "−15점",
        "확인 필요 항목 제외",
        "배점표: 관악구 배점(방침 2024-1로 채택)",
        "조사자",
        "확인자",
        "※ 심사한 뒤 신청 내용이나 조회 결과가 바뀌었습니다.",
    ):
        assert part in text, part
    assert "-10점" not in text
    assert "심사 전" in squeezed(screening_sheet(replace(papers.SHEET, screened_at=None, rules=(), scores=())))


@pytest.mark.parametrize(("outcome", "word"), [("upheld", "인용"), ("partly", "일부 인용"), ("rejected", "기각")])
def test_answer_names_its_decision_and_what_else_one_may_do(outcome: str, word: str) -> None:
    text = squeezed(appeal_answer(replace(papers.ANSWER, outcome=outcome)))
    assert f"결정: {word}" in text
    assert "이의신청은 행정심판과 다른 절차" in text
    assert "행정소송을 제기할 수 있습니다(「민원 처리에 관한 법률」 제35조)" in text
    assert "제35조제" not in text, "domain.md names no paragraph"
    assert "서울특별시 관악구청장" in text
    assert "결재 전" not in text
    assert "작성 중 — 결재 전" in squeezed(appeal_answer(replace(papers.ANSWER, draft=True, decided_on=None)))


def test_answer_with_another_outcome_is_refused() -> None:
    with pytest.raises(KeyError):
        appeal_answer(replace(papers.ANSWER, outcome="maybe"))


def test_verdict_letter_says_by_how_much_and_where_to_appeal() -> None:
    text = squeezed(verdict_letter(papers.LETTER))
    assert "부적격 사유 통보서" in text[:80]
    assert "심사 결과: 부적격" in text
    assert "108,489원 많습니다." in text
    assert "7일 안에 신청한 곳에 이의신청을 할 수 있습니다." in text
    assert "받은 날부터 10일 안에 답변합니다." in text


def test_notice_holds_every_word_of_its_text() -> None:
    values = papers.notice_values_with()
    text = notice_text(values)
    pdf = notice_pdf(written_notice(text, values, draft=False, demo=False))
    assert_sound(pdf)
    found = squeezed(pdf)
    for heading, lines in text.sections:
        assert heading in found
        for line in lines:
            for word in re.split(r"[\s,:()]+", line):
                assert word in {"-", "/"} or word in found, (heading, word)
    assert text.title in found
    assert text.number in found
    assert all(" ".join(part.split()) in found for part in text.closing)
    assert "결재 전" not in found


def test_notice_prints_adopted_values_with_who_adopted_them() -> None:
    values = papers.notice_values_with()
    found = squeezed(notice_pdf(written_notice(notice_text(values), values, draft=False, demo=False)))
    assert "신청 자격·제한의 기준과 배점은 관악구 방침으로 정했습니다." in found
    assert "방침 제2024-55호" not in found, "the office's own numbers stand on the page 이력, not in the public notice"
    assert "일자리벤처과-1234" not in found


def test_draft_notice_says_so_and_has_many_pages_of_projects() -> None:
    projects = tuple(ProjectValues(f"세부사업 {number}", "부서", "", (1, 0)) for number in range(1, 101))
    values = papers.notice_values_with(projects=projects)
    pdf = notice_pdf(written_notice(notice_text(values), values, draft=True, demo=True))
    found = squeezed(pdf)
    assert "(안)" in found
    assert "작성 중 — 결재 전" in found
    assert "시연 자료(예시)" in found
    assert all(f"세부사업 {number}" in found for number in range(1, 101))
