"""A quarter is submitted by one person and closed by another; what is closed stays as it was."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.pledge.models import Actual, Snapshot
from app.pledge.services.entries import add_entry
from app.pledge.services.frozen import as_frozen
from app.pledge.services.quarters import (
    changes_since,
    close,
    due_on,
    next_quarter,
    propose,
    quarter_to_submit,
    version_text,
)
from app.pledge.services.report import report
from app.pledge.services.sheet import sheet_of
from app.shared.actor import Actor
from app.shared.canonical import digest
from app.shared.errors import Conflict, NotFound, RuleBroken
from tests.create import NOW, actor
from tests.pledge.create import AS_OF, cohort, create_participations, create_people, create_pledge, create_whole_record

pytestmark = pytest.mark.usefixtures("database")
TODAY = date(2024, 7, 8)


def _closed(maker: Actor, checker: Actor) -> Snapshot:
    pledge = create_whole_record()
    row = propose(pledge, 2024, 1, by=maker, now=NOW, today=TODAY)
    return close(pledge, 2024, 1, row.digest, by=checker, now=NOW)


def test_two_people_freeze_the_figures_with_their_digest() -> None:
    row = _closed(actor("pledge"), actor("pledge_lead"))
    assert row.state == "closed"
    assert row.values["overall_rate"] == 61.0
    assert row.digest == digest(row.values)
    assert row.as_of == AS_OF


def test_nobody_closes_what_they_submitted() -> None:
    pledge, one = create_whole_record(), actor("pledge_lead")
    row = propose(pledge, 2024, 1, by=one, now=NOW, today=TODAY)
    with pytest.raises(RuleBroken, match="본인이 작성한 안은 본인이 결재할 수 없습니다"):
        close(pledge, 2024, 1, row.digest, by=one, now=NOW)
    assert row.state == "proposed"


def test_the_database_refuses_one_person_too() -> None:
    pledge, one = create_whole_record(), actor("pledge")
    row = propose(pledge, 2024, 1, by=one, now=NOW, today=TODAY)
    row.approved_by_id, row.approved_at, row.state = one.user_id, NOW, "closed"
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_a_closed_quarter_is_neither_submitted_nor_closed_again() -> None:
    maker, checker = actor("pledge"), actor("pledge_lead")
    row = _closed(maker, checker)
    pledge = create_pledge()
    with pytest.raises(Conflict, match="이미 결재했습니다"):
        propose(pledge, 2024, 1, by=maker, now=NOW, today=TODAY)
    with pytest.raises(Conflict, match="이미 결재했습니다"):
        close(pledge, 2024, 1, row.digest, by=actor("pledge_lead"), now=NOW)


def test_only_what_was_seen_is_closed() -> None:
    pledge, maker, checker = create_whole_record(), actor("pledge"), actor("pledge_lead")
    seen = propose(pledge, 2024, 1, by=maker, now=NOW, today=TODAY).digest
    create_participations(cohort("2024H1-community"), create_people(1))
    with pytest.raises(RuleBroken, match="자료가 바뀌었습니다"):
        close(pledge, 2024, 1, seen, by=checker, now=NOW)
    propose(pledge, 2024, 1, by=maker, now=NOW, today=TODAY)
    with pytest.raises(Conflict, match="다시 제출했습니다"):
        close(pledge, 2024, 1, seen, by=checker, now=NOW)


def test_nothing_submitted_is_nothing_to_close() -> None:
    with pytest.raises(NotFound):
        close(create_whole_record(), 2024, 1, "x", by=actor("pledge_lead"), now=NOW)


@pytest.mark.parametrize(("today", "allowed"), [(date(2024, 6, 30), False), (date(2024, 7, 1), True)])
def test_a_quarter_is_submitted_after_its_last_day(today: date, allowed: bool) -> None:
    pledge, maker = create_whole_record(), actor("pledge")
    if allowed:
        assert propose(pledge, 2024, 2, by=maker, now=NOW, today=today).state == "proposed"
        return
    with pytest.raises(RuleBroken, match="끝난 뒤에 제출해"):
        propose(pledge, 2024, 2, by=maker, now=NOW, today=today)


def test_no_value_is_not_submitted() -> None:
    with pytest.raises(RuleBroken, match="산출할 수 없는 지표"):
        propose(create_whole_record(), 2023, 4, by=actor("pledge"), now=NOW, today=TODAY)


def test_a_later_change_shows_against_the_frozen_figures_and_leaves_them() -> None:
    row = _closed(actor("pledge"), actor("pledge_lead"))
    pledge = create_pledge()
    create_participations(cohort("2024H1-community"), create_people(1))
    changes = changes_since(pledge, row)
    assert [(one.label, one.then, one.now) for one in changes] == [("참여인원", 4278, 4279)]
    assert changes[0].sentence == "참여인원이 1명 달라졌습니다(4,278 → 4,279)."
    live = report(pledge, AS_OF)
    frozen = as_frozen(live, row.values)
    assert live.indicators[0].progress.actual.value == 4279
    assert frozen.indicators[0].progress.actual.value == 4278
    assert frozen.money == live.money
    assert frozen.milestones == live.milestones
    assert frozen.contributions is not None
    assert f"{float(frozen.contributions):.2f}" == "61.04"


def test_the_card_of_a_closed_quarter_prints_the_frozen_figures() -> None:
    _closed(actor("pledge"), actor("pledge_lead"))
    pledge = create_pledge()
    create_participations(cohort("2024H1-community"), create_people(1))
    card = sheet_of(pledge, report(pledge, AS_OF), ())
    assert card.indicators.rows[0].actual == 4278
    assert card.head.version == "확정본 2024-1분기 제1호"
    assert not card.draft
    assert sheet_of(pledge, report(pledge, date(2024, 4, 1)), ()).draft


def test_closed_quarters_are_numbered_in_their_order() -> None:
    row = _closed(actor("pledge"), actor("pledge_lead"))
    pledge = create_pledge()
    maker, checker = actor("pledge"), actor("pledge_lead")
    second = propose(pledge, 2024, 2, by=maker, now=NOW, today=TODAY)
    close(pledge, 2024, 2, second.digest, by=checker, now=NOW)
    assert version_text(pledge, row) == "확정본 2024-1분기 제1호"
    assert version_text(pledge, second) == "확정본 2024-2분기 제2호"
    assert quarter_to_submit(pledge, TODAY) == (2024, 3)


def test_which_quarter_is_next() -> None:
    assert quarter_to_submit(create_pledge(), TODAY) == (2024, 2)
    assert quarter_to_submit(create_pledge(), date(2024, 3, 31)) == (2023, 4)
    assert next_quarter(2024, 4) == (2025, 1)
    assert due_on(2024, 2) == date(2024, 7, 10)


class TestEntries:
    @pytest.mark.parametrize(
        ("seq", "on_date", "value", "source", "sentence"),
        [
            (2, date(2024, 6, 30), 10, " ", "출처를 적어 주세요"),
            (2, date(2024, 7, 9), 10, "대장", "뒤의 날은 적을 수 없습니다"),
            (2, date(2022, 6, 30), 10, "대장", "기간"),
            (2, date(2024, 3, 31), 10, "대장", "이월 실적에 들어 있어"),
            (2, date(2024, 6, 30), -1, "대장", "0 이상"),
            (1, date(2024, 6, 30), 10, "대장", "참여 자료로 산출합니다"),
        ],
        ids=["no source", "to come", "before term", "covered", "negative", "counted"],
    )
    def test_refused(self, seq: int, on_date: date, value: int, source: str, sentence: str) -> None:
        pledge = create_pledge()
        before = db.session.scalar(sa.select(sa.func.count()).select_from(Actual))
        with pytest.raises(RuleBroken, match=sentence):
            add_entry(pledge, seq, on_date, value, source, by=actor("pledge"), now=NOW, today=TODAY)
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Actual)) == before

    def test_a_new_figure_counts_from_its_day(self) -> None:
        pledge = create_pledge()
        add_entry(pledge, 2, date(2024, 4, 1), 342, "2분기 대장", by=actor("pledge"), now=NOW, today=TODAY)
        assert report(pledge, AS_OF).indicators[1].progress.actual.value == 2108
        assert report(pledge, date(2024, 4, 1)).indicators[1].progress.actual.value == 2108 + 342

    def test_a_correction_reaches_into_what_an_opening_covers_and_keeps_it(self) -> None:
        pledge = create_pledge()
        opening = db.session.scalars(sa.select(Actual).where(Actual.value == 2108)).one()
        row = add_entry(
            pledge,
            2,
            AS_OF,
            -8,
            "대장 재확인",
            corrects_id=opening.id,
            by=actor("pledge"),
            now=NOW,
            today=TODAY,
        )
        assert row.corrects_id == opening.id
        assert opening.value == 2108
        assert report(pledge, AS_OF).indicators[1].progress.actual.value == 2100

    def test_another_indicators_figure_is_not_corrected(self) -> None:
        pledge = create_pledge()
        opening = db.session.scalars(sa.select(Actual).where(Actual.value == 360)).one()
        with pytest.raises(RuleBroken, match="이 지표의 실적"):
            add_entry(pledge, 2, AS_OF, 1, "대장", corrects_id=opening.id, by=actor("pledge"), now=NOW, today=TODAY)
