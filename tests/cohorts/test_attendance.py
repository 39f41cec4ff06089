"""출근부: filled from the calendar, entered, confirmed, closed by two people; a closed month stays."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.cohorts.models import Attendance
from app.cohorts.queries import counts
from app.cohorts.services import attendance, books, month_close, placements, quits
from app.cohorts.services.day_codes import Mark
from app.extensions import db
from app.recruitment.models import PastParticipation
from app.shared.actor import Actor
from app.shared.errors import Conflict, NotFound, RuleBroken
from tests.cohorts.create import create_participations
from tests.create import NOW, actor

pytestmark = pytest.mark.usefixtures("database")
AUGUST, SEPTEMBER = date(2024, 8, 1), date(2024, 9, 1)
LIBERATION_DAY = date(2024, 8, 15)
WEDNESDAY = date(2024, 8, 7)


@pytest.fixture
def place():
    """(cohort, worksite id, participations): three people at one worksite, 2024-07-01 to 10-31."""
    of, people = create_participations(3, sites=1)
    return of.cohort, of.sites[0].id, people


def filled(place, month=AUGUST):
    cohort, site, _ = place
    return attendance.all_present(cohort, site, month, by=actor("jobs"), now=NOW)


def enter(place, changes, version=None, month=AUGUST, by=None):
    cohort, site, _ = place
    row = attendance.open_book(cohort, site, month, actor("jobs")).row
    seen = row.version if version is None else version
    return attendance.enter(cohort, site, month, changes, version=seen, by=by or actor("jobs"), now=NOW)


def closed(place, month=AUGUST):
    cohort, site, _ = place
    filled(place, month)
    month_close.confirm(cohort, site, month, by=actor("jobs"), now=NOW)
    month_close.propose_close(cohort, site, month, by=actor("jobs"), now=NOW)
    month_close.approve_close(cohort, site, month, by=actor("jobs_lead"), now=NOW)


def test_beginning_writes_the_days_off_only(place):
    cohort, site, people = place

    book = attendance.begin(cohort, site, AUGUST, by=actor("jobs"), now=NOW)

    assert {line.participation_id: dict(line.rows) for line in book.lines} == {
        one.id: {LIBERATION_DAY: (LIBERATION_DAY, "holiday", 0, 0)} for one in people
    }
    assert book.blanks == 3 * 21


def test_all_present_fills_contracted_days_only(place):
    book = filled(place)

    states = [row[1] for row in book.lines[0].rows.values()]
    assert (states.count("present"), states.count("holiday"), len(states)) == (21, 1, 22)
    assert not any(day.weekday() >= 5 for day in book.lines[0].rows)
    assert book.blanks == 0


def test_filling_again_keeps_what_was_entered(place):
    filled(place)
    enter(place, {(place[2][0].id, WEDNESDAY): Mark("absent")})

    book = filled(place)

    line = next(line for line in book.lines if line.participation_id == place[2][0].id)
    assert line.rows[WEDNESDAY][1] == "absent"


def test_lateness_and_absence_are_counted_by_the_rules_that_pay(place):
    first = place[2][0].id
    filled(place)
    enter(place, {(first, WEDNESDAY): Mark("absent"), (first, date(2024, 8, 20)): Mark("present", late_minutes=30)})

    book = attendance.open_book(place[0], place[1], AUGUST, actor("jobs"))
    one = counts.count(book).by_id[first]

    assert (one.worked, one.holidays, one.rests, one.absences, one.late_minutes) == (20, 1, 2, 1, 30)
    assert one.sundays[date(2024, 8, 11)] is False
    assert any("주휴 없음" in text and "결근" in text for text in one.remarks)
    minutes = sa.select(Attendance.worked_minutes).where(Attendance.participation_id == first)
    assert db.session.scalar(minutes.where(Attendance.day == date(2024, 8, 20))) == 270
    assert db.session.scalar(minutes.where(Attendance.day == WEDNESDAY)) == 0


@pytest.mark.parametrize(
    ("day", "mark", "sentence"),
    [
        (date(2024, 8, 10), Mark("present"), "계약한 근로일이 아닙니다"),
        (date(2024, 7, 31), Mark("present"), "계약한 근로일이 아닙니다"),
        (LIBERATION_DAY, Mark("present"), "쉬는 날은 달력이 정합니다"),
        (WEDNESDAY, Mark("holiday"), "쉬는 날은 달력이 정합니다"),
        (WEDNESDAY, Mark("asleep"), "출근부에 없는 상태"),
        (WEDNESDAY, Mark("present", late_minutes=-1), "0분부터 300분까지"),
        (WEDNESDAY, Mark("present", late_minutes=301), "0분부터 300분까지"),
        (WEDNESDAY, Mark("present", late_minutes=200, leave_minutes=101), "0분부터 300분까지"),
        (WEDNESDAY, Mark("absent", late_minutes=1), "출근한 날에만"),
    ],
    ids=["Saturday", "month before", "day off", "no day off", "state", "below 0", "over", "sum over", "late absent"],
)
def test_impossible_days_are_refused(place, day, mark, sentence):
    filled(place)

    with pytest.raises(RuleBroken, match=sentence):
        enter(place, {(place[2][0].id, day): mark})


def test_the_database_refuses_negative_lateness_and_a_second_row(place):
    filled(place)
    rows = sa.update(Attendance).where(Attendance.day == WEDNESDAY).values(late_minutes=-1)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(rows)
    one = place[2][0]
    twice = {"participation_id": one.id, "day": WEDNESDAY, "person_id": one.person_id, "state": "absent"}
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(sa.insert(Attendance), [{**twice, "worked_minutes": 0}])


def test_a_cell_can_be_emptied_again(place):
    filled(place)

    assert enter(place, {(place[2][0].id, WEDNESDAY): None}) == 1
    assert attendance.open_book(place[0], place[1], AUGUST, actor("jobs")).blanks == 1


def test_equal_cells_are_passed_over_whatever_the_version(place):
    book = filled(place)
    same = {(line.participation_id, WEDNESDAY): Mark("present") for line in book.lines}

    assert enter(place, same, version=1) == 0


def test_two_savers_notice_each_other(place):
    version = filled(place).row.version
    enter(place, {(place[2][0].id, WEDNESDAY): Mark("absent")}, version=version)

    with pytest.raises(Conflict, match="다른 사람이 먼저 저장했습니다"):
        enter(place, {(place[2][1].id, WEDNESDAY): Mark("absent")}, version=version)


def test_a_person_of_another_worksite_is_not_found(place):
    filled(place)

    with pytest.raises(NotFound):
        enter(place, {(999_999, WEDNESDAY): Mark("absent")})


def test_an_incomplete_book_is_not_confirmed(place):
    cohort, site, people = place
    filled(place)
    enter(place, {(people[0].id, WEDNESDAY): None})

    with pytest.raises(RuleBroken, match="빈 칸이 1개"):
        month_close.confirm(cohort, site, AUGUST, by=actor("jobs"), now=NOW)


def test_a_confirmed_book_changes_only_after_it_was_put_back(place):
    cohort, site, people = place
    filled(place)
    month_close.confirm(cohort, site, AUGUST, by=actor("jobs"), now=NOW)
    with pytest.raises(RuleBroken, match="확인한 출근부입니다"):
        enter(place, {(people[0].id, WEDNESDAY): Mark("absent")})

    month_close.reopen(cohort, site, AUGUST, "6일 결근을 빠뜨림", by=actor("jobs"), now=NOW)

    assert enter(place, {(people[0].id, WEDNESDAY): Mark("absent")}) == 1


def test_closing_takes_confirmation_and_two_people(place):
    cohort, site, _ = place
    jobs = actor("jobs")
    filled(place)
    with pytest.raises(RuleBroken, match="아직 확인하지 않았습니다"):
        month_close.propose_close(cohort, site, AUGUST, by=jobs, now=NOW)
    month_close.confirm(cohort, site, AUGUST, by=jobs, now=NOW)
    with pytest.raises(RuleBroken, match="마감을 올리지 않은"):
        month_close.approve_close(cohort, site, AUGUST, by=actor("jobs_lead"), now=NOW)
    month_close.propose_close(cohort, site, AUGUST, by=jobs, now=NOW)
    with pytest.raises(RuleBroken, match="본인이 작성한 안은"):
        month_close.approve_close(cohort, site, AUGUST, by=jobs, now=NOW)

    month_close.approve_close(cohort, site, AUGUST, by=actor("jobs_lead"), now=NOW)

    with pytest.raises(Conflict, match="이미 결재했습니다"):
        month_close.approve_close(cohort, site, AUGUST, by=actor("jobs_lead"), now=NOW)
    assert books.unclosed(cohort, AUGUST) == []
    assert books.unclosed(cohort, SEPTEMBER) == [attendance.open_book(cohort, site, AUGUST, jobs).worksite.name]


def test_a_closed_month_refuses_every_change(place):
    cohort, site, people = place
    closed(place)

    for change in (
        lambda: enter(place, {(people[0].id, WEDNESDAY): Mark("absent")}),
        lambda: filled(place),
        lambda: month_close.reopen(cohort, site, AUGUST, "다시", by=actor("jobs"), now=NOW),
        lambda: month_close.confirm(cohort, site, AUGUST, by=actor("jobs"), now=NOW),
    ):
        with pytest.raises(RuleBroken):
            change()
    days = sa.select(sa.func.count()).select_from(Attendance).where(Attendance.state == "absent")
    assert db.session.scalar(days) == 0


def test_many_worksites_are_closed_at_once():
    of, _ = create_participations(4, sites=2)
    for site in of.sites:
        attendance.all_present(of.cohort, site.id, AUGUST, by=actor("jobs"), now=NOW)
        month_close.confirm(of.cohort, site.id, AUGUST, by=actor("jobs"), now=NOW)

    assert month_close.propose_all(of.cohort, AUGUST, by=actor("jobs"), now=NOW) == 2
    assert month_close.approve_all(of.cohort, AUGUST, by=actor("jobs_lead"), now=NOW) == 2
    with pytest.raises(RuleBroken, match="승인할 출근부가 없습니다"):
        month_close.approve_all(of.cohort, AUGUST, by=actor("jobs_lead"), now=NOW)


def supervisor(*sites: int) -> Actor:
    account = actor("supervisor")
    return Actor(account.user_id, account.label, account.role, worksite_ids=sites)


def test_foreign_and_unknown_worksites_read_alike(place):
    cohort, site, _ = place
    said = set()
    for asked, who in ((site, supervisor(site + 1)), (999_999, supervisor(site)), (999_999, actor("jobs"))):
        with pytest.raises(NotFound) as error:
            attendance.open_book(cohort, asked, AUGUST, who)
        said.add(str(error.value))
        with pytest.raises(NotFound):
            attendance.all_present(cohort, asked, AUGUST, by=who, now=NOW)
    assert len(said) == 1
    assert len(attendance.open_book(cohort, site, AUGUST, supervisor(site)).lines) == 3


@pytest.mark.parametrize("month", [date(2024, 6, 1), date(2024, 11, 1)])
def test_months_outside_the_term_are_refused(place, month):
    with pytest.raises(RuleBroken, match="기간"):
        attendance.all_present(place[0], place[1], month, by=actor("jobs"), now=NOW)


def move(one, site, on, reason="희망 1순위"):
    placements.place(one, site, from_on=on, reason=reason, version=one.version, by=actor("jobs"), now=NOW)


def test_a_move_leaves_earlier_months_in_the_earlier_book():
    of, people = create_participations(4, sites=2)
    one = next(row for row in people if row.worksite_id == of.sites[0].id)
    attendance.all_present(of.cohort, of.sites[0].id, AUGUST, by=actor("jobs"), now=NOW)

    move(one, of.sites[1], date(2024, 9, 9))

    def at(site, month):
        book = attendance.open_book(of.cohort, site.id, month, actor("jobs"))
        return {line.participation_id for line in book.lines}

    assert one.id in at(of.sites[0], AUGUST)
    assert one.id not in at(of.sites[1], AUGUST)
    assert one.id in at(of.sites[1], SEPTEMBER)
    assert one.id not in at(of.sites[0], SEPTEMBER)


def test_a_move_into_a_confirmed_month_is_refused():
    of, people = create_participations(4, sites=2)
    one = next(row for row in people if row.worksite_id == of.sites[0].id)
    attendance.all_present(of.cohort, of.sites[0].id, AUGUST, by=actor("jobs"), now=NOW)
    month_close.confirm(of.cohort, of.sites[0].id, AUGUST, by=actor("jobs"), now=NOW)

    with pytest.raises(RuleBroken, match="출근부를 이미 확인했습니다"):
        move(one, of.sites[1], date(2024, 8, 31))
    with pytest.raises(RuleBroken, match="옮기는 사유"):
        move(one, of.sites[1], SEPTEMBER, reason=" ")
    move(one, of.sites[1], SEPTEMBER)
    assert one.worksite_id == of.sites[1].id


def quit_on(one, day, reason="job"):
    return quits.end_early(one, day, reason, version=one.version, by=actor("jobs"), now=NOW)


def test_an_early_end_frees_the_seat_and_drops_later_days(place):
    one = place[2][0]
    filled(place)

    assert quit_on(one, date(2024, 8, 13)) == 13

    assert (one.state, one.ended_on, one.end_reason) == ("ended", date(2024, 8, 13), "job")
    ledger = db.session.scalar(sa.select(PastParticipation).where(PastParticipation.participation_id == one.id))
    assert (ledger.ended_on, ledger.end_reason, ledger.months) == (date(2024, 8, 13), "job", 2)
    book = attendance.open_book(place[0], place[1], AUGUST, actor("jobs"))
    assert max(next(line for line in book.lines if line.participation_id == one.id).expected) == date(2024, 8, 13)
    assert one.id not in [
        line.participation_id for line in attendance.open_book(place[0], place[1], SEPTEMBER, actor("jobs")).lines
    ]


def test_days_of_a_closed_month_are_never_dropped(place):
    one = place[2][0]
    closed(place)

    with pytest.raises(RuleBroken, match="출근부를 마감했습니다"):
        quit_on(one, date(2024, 8, 13))
    assert quit_on(one, date(2024, 8, 31)) == 0


@pytest.mark.parametrize(
    "day",
    [date(2024, 6, 30), date(2024, 10, 31), date(2024, 11, 1)],
    ids=["day before the contract", "its last day: that is the term", "day after"],
)
def test_an_early_quit_lies_inside_the_contract(place, day):
    with pytest.raises(RuleBroken, match="종료일 전날까지"):
        quit_on(place[2][0], day)


def test_an_end_is_not_undone_by_another(place):
    one = place[2][0]
    quit_on(one, date(2024, 8, 13))

    with pytest.raises(RuleBroken, match="이미 끝난 참여"):
        quit_on(one, date(2024, 8, 14))


def test_who_never_worked_is_cancelled_and_leaves_no_past(place):
    one = place[2][0]
    with pytest.raises(RuleBroken, match="근무를 시작한 참여"):
        quits.cancel(one, "포기서", version=one.version, by=actor("jobs"), now=NOW)
    one.state = "planned"
    db.session.flush()

    quits.cancel(one, "포기서", version=one.version, by=actor("jobs"), now=NOW)

    assert one.state == "cancelled"
    assert db.session.scalar(sa.select(PastParticipation).where(PastParticipation.participation_id == one.id)) is None
    query = "select state from application where id = :one"
    assert db.session.scalar(sa.text(query), {"one": one.application_id}) == "declined"
