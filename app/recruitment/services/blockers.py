"""What keeps a draft from opening: all of it at once, each with the place where it is mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.recruitment.models import Notice
from app.recruitment.services import confirmations, notice_facts, notice_seats
from app.recruitment.services.notices import current_version, document_of
from app.rules.criteria import RULE_LABELS, NoticeDocument
from app.shared.errors import RuleBroken
from app.shared.periods import korean_date

EXAMPLE_TABLE = "예시 배점표로는 선발할 수 없습니다. 방침 문서번호를 적고 채택해 주세요."
PLACES = ("plan", "facts", "seats", "criteria", "confirm", "scores")


@dataclass(frozen=True, slots=True)
class Blocker:
    """One sentence, and where it is mended: ``place`` one of PLACES, ``rule`` names the rule for ``criteria``."""

    message: str
    place: str
    rule: str = ""


def blockers(notice: Notice, today: date) -> list[Blocker]:
    """Everything that keeps the draft from opening, in the order in which the office works."""
    document = document_of(current_version(notice))
    return [*_plan(notice), *_facts(notice, today), *_criteria(document), *_scores(notice, document)]


def to_do(notice: Notice, today: date) -> list[Blocker]:
    """The same as work: the values still to be confirmed are mended on one page, so they are one thing to do."""
    found = blockers(notice, today)
    unsure = [one for one in found if one.place == "confirm"]
    rest = [one for one in found if one.place != "confirm"]
    if not unsure:
        return rest
    names = ", ".join(RULE_LABELS[one.rule] for one in unsure)
    sentence = f"확인이 필요한 기준 {len(unsure)}개: {names}. 근거 문서번호를 적고 확인해 주세요."
    return [*rest, Blocker(sentence, "confirm")]


def _plan(notice: Notice) -> Iterator[Blocker]:
    standing = confirmations.check(notice.cohort_id)
    if standing.row is None:
        yield Blocker("확정내시가 없습니다. 확정된 인원과 사업비를 공문과 함께 등록해 주세요.", "plan")
    elif standing.over and not (notice.seats_reason or "").strip():
        yield Blocker(
            f"이 회차 공고의 자리 {standing.seats:,}명이 확정 인원 {standing.row.people:,}명보다 "
            f"{standing.over:,}명 많습니다. 사유를 적어 주세요.",
            "facts",
        )
    if not sum(stream.seats for stream in notice.streams):
        yield Blocker("모집 인원이 0명입니다. 모집 구분의 자리를 적어 주세요.", "seats")
    for gap in notice_seats.gaps(notice):
        yield Blocker(f"{gap.sentence} 둘을 맞춰 주세요.", "seats")


def _facts(notice: Notice, today: date) -> Iterator[Blocker]:
    missing = {
        "방침 문서번호를": notice.policy_number,
        "공고번호를": notice.number,
        "공고일을": notice.announced_on,
        "결과 발표일을": notice.results_on,
        "문의처를": notice.contact.strip(),
    }
    for what, value in missing.items():
        if not value:
            yield Blocker(f"{what} 적어 주세요.", "facts")
    try:
        notice_facts.check_dates(**{name: getattr(notice, name) for name in notice_facts.DATES})
        if notice.number:
            notice_facts.checked_number(notice.number, notice.id)
    except RuleBroken as error:
        yield Blocker(str(error), "facts")
    if notice_facts.results_too_late(notice):
        yield Blocker(f"{notice_facts.start_note(notice)} 두 날짜를 맞춰 주세요.", "facts")
    if notice.closes_on < today:
        yield Blocker(f"접수 마감일({korean_date(notice.closes_on)})이 지났습니다. 접수 기간을 고쳐 주세요.", "facts")


def _criteria(document: NoticeDocument) -> Iterator[Blocker]:
    for one in document.obstacles():
        yield Blocker(one.message, "criteria" if one.blocks else "confirm", one.rule)


def _scores(notice: Notice, document: NoticeDocument) -> Iterator[Blocker]:
    if not document.score_table.usable:
        yield Blocker(EXAMPLE_TABLE, "scores")
    known = {stream.code for stream in notice.streams}
    if any(not {step.seats_of, step.people_of} <= known for step in document.backfill):
        yield Blocker("모집 구분 사이 충원에 이 공고에 없는 모집 구분이 있습니다.", "scores")
