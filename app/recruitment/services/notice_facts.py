"""Checks on the facts that a notice prints: its number, its days."""

from __future__ import annotations

import re
from datetime import date, timedelta

import sqlalchemy as sa

from app.extensions import db
from app.recruitment.models import Notice, NoticeState
from app.shared.errors import RuleBroken
from app.shared.periods import korean_date

NUMBER = re.compile(r"관악구 공고 제(20[0-9]{2})-([0-9]{1,5})호(\(예시\))?")
DATES = ("opens_on", "closes_on", "announced_on", "results_on")
LONGEST_ANSWER = 10
EFFECT_DAYS = 5
"""행정업무규정 §6③: a 공고 takes effect once five days have passed since it, unless it says otherwise."""


def checked_number(text: str, notice_id: int | None = None) -> str:
    """「관악구 공고 제2024-0000호」. Raises RuleBroken on another form, and where another notice bears the number."""
    number = " ".join(text.split())
    found = NUMBER.fullmatch(number)
    if found is None:
        raise RuleBroken("공고번호는 「관악구 공고 제2024-0000호」처럼 적어 주세요.")
    same = sa.select(Notice.title).where(Notice.number == number, Notice.state != NoticeState.CANCELLED)
    other = db.session.scalar(same.where(Notice.id != (notice_id or 0)).limit(1))
    if other is not None and found[3] is None:
        raise RuleBroken(f"{number}는 「{other}」의 번호입니다. 공고번호를 확인해 주세요.")
    return number


def check_dates(
    *, opens_on: date, closes_on: date, announced_on: date | None = None, results_on: date | None = None
) -> None:
    """Raises RuleBroken when the days are out of order."""
    if closes_on < opens_on:
        raise RuleBroken("접수 마감일은 접수 시작일보다 빠를 수 없습니다.")
    if announced_on is not None and announced_on > opens_on:
        raise RuleBroken("공고일은 접수 시작일보다 늦을 수 없습니다.")
    if results_on is not None and results_on <= closes_on:
        days = f"접수 마감 {korean_date(closes_on)}, 결과 발표 {korean_date(results_on)}"
        raise RuleBroken(f"결과 발표일은 접수 마감일보다 뒤여야 합니다({days}).")


def checked_answer_days(days: int) -> int:
    """The answer's days as they are. Raises RuleBroken where they pass what the law leaves (민원처리법 §35)."""
    if not 1 <= days <= LONGEST_ANSWER:
        raise RuleBroken(f"이의신청 답변 기한은 1일부터 {LONGEST_ANSWER}일까지로 적어 주세요(민원처리법 §35).")
    return days


def effect_note(notice: Notice) -> str:
    """What to say when the intake begins before the notice takes effect by itself; empty otherwise. Blocks nothing."""
    if notice.announced_on is None:
        return ""
    # The day of the announcement does not count (민법 §157): the fifth day after it has to be over.
    if notice.opens_on > notice.announced_on + timedelta(days=EFFECT_DAYS):
        return ""
    return (
        f"공고는 따로 정하지 않으면 공고한 날부터 {EFFECT_DAYS}일이 지난 때 효력이 생깁니다"
        "(행정업무규정 제6조 제3항). 접수가 더 일찍 시작하니 공고문에 시행일을 적었는지 확인하세요."
    )


def start_note(notice: Notice) -> str:
    """What to say when the results come after the work has begun; empty otherwise."""
    results_on, starts_on = notice.results_on, notice.cohort.starts_on
    if results_on is None or results_on <= starts_on:
        return ""
    return f"결과 발표일({korean_date(results_on)})이 사업 시작일({korean_date(starts_on)})보다 늦습니다."


def results_too_late(notice: Notice) -> bool:
    """Does that keep the notice from opening? A 추가 모집, and an intake that itself runs into the term, has no other way."""
    return notice.serial == 1 and notice.closes_on < notice.cohort.starts_on and bool(start_note(notice))
