"""The public notice says what the system knows: pay only where every value behind it is certain, one text everywhere."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from app.audit import services as audit
from app.extensions import db
from app.recruitment.documents.notice import written_notice
from app.recruitment.notice_words import BY_GUIDELINE, WageValues, WageYear, notice_text, wage_lines
from app.recruitment.services.notice_values import notice_values
from app.reference.models import Parameter
from app.rules.criteria import NoticeDocument
from app.shared.district import MAYOR
from tests.create import create_cohort
from tests.recruitment import papers
from tests.recruitment.create import create_notice

DAILY = "일급: 65세 미만 50,000원, 65세 이상 30,000원(2024년 시급 9,860원, 1,000원 단위 올림)"


def conditions(values) -> tuple[str, ...]:
    return dict(notice_text(values).sections)["모집 인원과 근로조건"]


def make_certain(*keys: str) -> None:
    """As if the office had confirmed them."""
    db.session.execute(sa.update(Parameter).where(Parameter.key.in_(keys)).values(confidence="H"))


def test_pay_is_left_to_the_guideline_while_its_rounding_is_not_certain(database: None) -> None:
    values = notice_values(create_notice("open"))
    assert BY_GUIDELINE in conditions(values)
    assert not any("일급" in line for line in conditions(values))
    assert wage_lines(values) == [DAILY], "the preview's note may say what it would be"
    assert {name for name, _ in values.wage.unsure} == {"사업 자체 시급(0원이면 최저임금)", "일급 끝수 처리"}


@pytest.mark.parametrize(
    ("certain", "printed"),
    [
        (("daily_wage_rounding", "own_hourly_wage"), True),
        (("daily_wage_rounding",), False),
        (("own_hourly_wage",), False),
    ],
)
def test_pay_is_printed_once_every_value_behind_it_is_certain(database: None, certain, printed) -> None:
    make_certain(*certain)
    lines = conditions(notice_values(create_notice("open")))
    assert (DAILY in lines, BY_GUIDELINE in lines) == (printed, not printed)


def test_a_term_over_new_year_has_the_pay_of_both_years(database: None) -> None:
    make_certain("daily_wage_rounding", "own_hourly_wage")
    cohort = create_cohort(starts_on=date(2024, 10, 1), ends_on=date(2025, 1, 31), months_reason="예시")
    lines = conditions(notice_values(create_notice("draft", cohort=cohort)))
    assert DAILY in lines
    assert "일급: 65세 미만 51,000원, 65세 이상 31,000원(2025년 시급 10,030원, 1,000원 단위 올림)" in lines


def test_a_year_without_a_minimum_wage_has_no_figure(database: None) -> None:
    make_certain("daily_wage_rounding", "own_hourly_wage")
    cohort = create_cohort(year=2028, starts_on=date(2028, 7, 1), ends_on=date(2028, 10, 31), months_reason="예시")
    values = notice_values(create_notice("draft", cohort=cohort))
    assert (values.wage, BY_GUIDELINE in conditions(values)) == (None, True)


@pytest.mark.parametrize(("mode", "word"), [("up", "올림"), ("down", "버림"), ("half_up", "반올림")])
def test_how_it_is_rounded_is_said(mode: str, word: str) -> None:
    year = WageYear(2024, 9860, 100, mode, (49_300, 29_600))
    values = papers.notice_values_with(wage=WageValues((year,)))
    assert conditions(values)[-1].endswith(f"(2024년 시급 9,860원, 100원 단위 {word})")


def test_a_stream_without_seats_has_no_pay() -> None:
    values = papers.notice_values_with(wage=WageValues((WageYear(2024, 9860, 1000, "up", (50_000, 30_000)),)))
    values = replace(values, streams=(values.streams[0], replace(values.streams[1], seats=0)))
    assert conditions(values)[-1].startswith("일급: 65세 미만 50,000원(2024년")


def test_nothing_is_made_up() -> None:
    """No hours of the counter are stored, so none are printed."""
    text = str(notice_text(papers.notice_values_with()))
    assert not re.search(r"[0-9]{2}:[0-9]{2}", text)


def test_cautions_come_from_the_rules_of_the_notice() -> None:
    values = papers.notice_values_with()
    said = dict(notice_text(values).sections)["유의사항"]
    assert any("접수증은 선발을 뜻하지 않습니다" in line for line in said)
    assert any("같은 기간에 함께 참여할 수 없습니다" in line for line in said)
    document: NoticeDocument = values.document.settled("overlap", "방침", on=False)
    said = dict(notice_text(replace(values, document=document)).sections)["유의사항"]
    assert not any("같은 기간에" in line for line in said)


def test_filing_and_answering_have_days_of_their_own() -> None:
    values = papers.notice_values_with(appeal_days=5, answer_days=9)
    said = dict(notice_text(values).sections)["결과 발표와 이의신청"]
    assert any("결과를 안 날부터 5일 안에" in line for line in said)
    assert any("받은 날부터 9일 안에 답변합니다" in line for line in said)


def test_the_same_signer_everywhere() -> None:
    values = papers.notice_values_with()
    text = notice_text(values)
    assert (text.closing[1], written_notice(text, values, draft=False, demo=False).issuer) == (MAYOR, MAYOR)


def test_preview_command_and_paper_say_the_same(client_of, runner) -> None:
    notice = create_notice("open")
    audit.commit()
    values = notice_values(notice)
    text = notice_text(values)
    code = notice.code
    page = html.unescape(client_of("jobs").get(f"/notices/{code}/preview").text)
    plain = runner("notice", "show", code)
    written = written_notice(text, values, draft=False, demo=False)
    assert plain.exit_code == 0, plain.output
    for heading, lines in text.sections:
        assert f". {heading}</h3>" in page
        assert heading in plain.output
        assert any(heading in part for part in written.texts())
        for line in lines:
            assert line.removeprefix("- ") in page
            assert line in plain.output
    assert "확인이 필요한 기준값으로 계산한" in page
    document = json.loads(runner("notice", "show", code, "--format", "json").output)
    assert document["number"] == notice.number
    assert [heading for heading, _ in document["sections"]] == [heading for heading, _ in text.sections]


def test_an_unknown_notice_is_one_line(runner, database: None) -> None:
    answer = runner("notice", "show", "2024H2-none-1")
    assert (answer.exit_code, answer.output.count("\n")) == (1, 1)
