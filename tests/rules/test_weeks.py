"""Weekly rest and annual leave: weeks of full attendance, broken weeks at either end, months of full attendance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.reference.calendar_library import library_days
from app.rules.calendar import MONDAY_TO_FRIDAY, WorkCalendar
from app.rules.parameters import Parameters, load_shipped
from app.rules.pay_sentences import say
from app.rules.weeks import (
    Contract,
    WeekRules,
    judge_week,
    leave_balance_minutes,
    leave_days_earned,
    weeks_of_month,
)

CALENDAR = WorkCalendar.of([row for year in (2023, 2024, 2025, 2026) for row in library_days(year)])
RULES = WeekRules.on(Parameters(load_shipped()), date(2026, 1, 1))
COMPANION = Contract(date(2026, 2, 2), date(2026, 6, 30), MONDAY_TO_FRIDAY, 300)
MARCH = date(2026, 3, 1)


def attend(contract, **states):
    """Everybody present on every contract day, but for days given as m03d12="absent"."""
    days = CALENDAR.contract_days(contract.starts_on, contract.ends_on, contract.weekdays)
    rows = dict.fromkeys(days, "present")
    return rows | {date(2026, int(name[1:3]), int(name[4:])): state for name, state in states.items()}


def rests(contract, month, rules=RULES, overrides=None, **states):
    rows = attend(contract, **states)
    weeks = weeks_of_month(month, contract, CALENDAR, rules)
    return [judge_week(week, rows, (overrides or {}).get(week.sunday)) for week in weeks]


@pytest.mark.parametrize(
    ("contract", "paid"),
    [
        (COMPANION, [3, 5, 4, 5, 4]),
        (replace(COMPANION, starts_on=date(2024, 2, 1), ends_on=date(2024, 6, 30)), [4, 5, 4, 4, 5]),
        (replace(COMPANION, starts_on=date(2026, 3, 3)), [4, 4, 5, 4]),
        (replace(COMPANION, starts_on=date(2026, 3, 3), ends_on=date(2026, 7, 5)), [4, 4, 5, 4, 1]),
    ],
    ids=["C8 companion 2026", "papers.md 6.1: first Sunday paid", "community, Tuesday start", "gangamchan to 5 July"],
)
def test_rests_by_month_with_full_attendance(contract, paid):
    months = [date(contract.starts_on.year, contract.starts_on.month + n, 1) for n in range(len(paid))]
    assert [sum(rest.paid for rest in rests(contract, month)) for month in months] == paid


@pytest.mark.parametrize(
    ("states", "paid", "reason"),
    [
        ({"m03d12": "absent"}, 4, "absent"),
        ({"m03d12": "sick_unpaid"}, 4, "sick_unpaid"),
        ({"m03d12": "annual_leave"}, 5, ""),
        ({"m03d12": "official_leave"}, 5, ""),
        ({"m03d12": "sick_paid"}, 5, ""),
        ({"m02d27": "absent"}, 4, "absent"),
        ({"m03d30": "absent"}, 5, ""),
        ({f"m03d{day:02}": "annual_leave" for day in range(9, 14)}, 4, "nothing_worked"),
        ({f"m03d{day:02}": "annual_leave" for day in range(9, 13)}, 5, ""),
    ],
    ids=[
        "absent a day",
        "unpaid sick leave",
        "annual leave",
        "official leave",
        "paid sick leave",
        "absent in February, in the week that ends on 1 March",
        "absent in the week that ends in April",
        "a whole week of leave",
        "four days of leave, one worked",
    ],
)
def test_week_is_broken_by_absence_only(states, paid, reason):
    found = rests(COMPANION, MARCH, **states)
    assert len(found) == 5
    assert sum(rest.paid for rest in found) == paid
    assert {rest.reason for rest in found if not rest.paid} == ({reason} if reason else set())


def test_unpaid_week_says_which_day_broke_it():
    [broken] = [rest for rest in rests(COMPANION, MARCH, m03d12="absent") if not rest.paid]
    assert say(broken.sentence).replace("\u00a0", " ") == "2026. 3. 15. 주휴 없음: 2026. 3. 12. 결근입니다."


def test_day_without_a_record_is_not_attended():
    week = weeks_of_month(MARCH, COMPANION, CALENDAR, RULES)[1]
    rows = attend(COMPANION)
    del rows[date(2026, 3, 5)]
    assert judge_week(week, rows).reason == "no_record"


def test_override_wins_both_ways():
    sunday = date(2026, 3, 15)
    forced = rests(COMPANION, MARCH, overrides={sunday: True}, m03d12="absent")
    barred = rests(COMPANION, MARCH, overrides={sunday: False})
    assert [rest.paid for rest in forced] == [True] * 5
    assert [rest.sunday for rest in barred if not rest.paid] == [sunday]
    assert say(next(rest for rest in barred if not rest.paid).sentence).endswith("담당자가 정했습니다.")


@pytest.mark.parametrize(
    ("setting", "starts_on", "paid"),
    [
        ("paid", date(2026, 3, 4), True),
        ("paid", date(2026, 3, 3), True),
        ("days_off_only", date(2026, 3, 4), False),
        ("days_off_only", date(2026, 3, 3), True),
        ("unpaid", date(2026, 3, 3), False),
        ("unpaid", date(2026, 3, 2), True),
    ],
    ids=[
        "paid, from Wednesday",
        "paid, from Tuesday",
        "days off only, a worked Tuesday missed",
        "days off only, a Monday holiday missed",
        "unpaid, from Tuesday",
        "unpaid, week not broken",
    ],
)
def test_first_week_goes_by_the_setting(setting, starts_on, paid):
    first = rests(replace(COMPANION, starts_on=starts_on), MARCH, replace(RULES, first_week=setting))[0]
    assert (first.sunday, first.paid) == (date(2026, 3, 8), paid)


@pytest.mark.parametrize(
    ("setting", "ends_on", "paid"),
    [
        ("through_sunday", date(2026, 6, 28), True),
        ("through_sunday", date(2026, 6, 27), False),
        ("through_last_day", date(2026, 6, 26), True),
        ("through_last_day", date(2026, 6, 25), False),
    ],
    ids=["to Sunday", "to Saturday", "to Friday, by the other reading", "to Thursday"],
)
def test_last_week_goes_by_the_setting(setting, ends_on, paid):
    last = rests(replace(COMPANION, ends_on=ends_on), date(2026, 6, 1), replace(RULES, last_week=setting))[-1]
    assert (last.sunday, last.paid) == (date(2026, 6, 28), paid)


def test_last_week_whose_sunday_lies_in_the_next_month_belongs_to_the_last_month():
    contract = replace(COMPANION, ends_on=date(2026, 7, 31))
    rules = replace(RULES, last_week="through_last_day")
    assert rests(contract, date(2026, 7, 1), rules)[-1].sunday == date(2026, 8, 2)
    assert rests(contract, date(2026, 7, 1))[-1].sunday == date(2026, 7, 26)


@pytest.mark.parametrize(
    ("weekdays", "minutes_a_day", "rest_minutes", "paid"),
    [
        (MONDAY_TO_FRIDAY, 300, 300, True),
        (MONDAY_TO_FRIDAY, 180, 180, True),
        (0b0001111, 360, 288, True),
        (MONDAY_TO_FRIDAY, 480, 480, True),
        (0b0111111, 480, 480, True),
        (MONDAY_TO_FRIDAY, 179, 179, False),
    ],
    ids=["25 h", "15 h", "four days of 6 h", "40 h", "48 h is capped", "14 h 55 min"],
)
def test_rest_is_a_fifth_of_the_week_from_fifteen_hours(weekdays, minutes_a_day, rest_minutes, paid):
    contract = replace(COMPANION, weekdays=weekdays, minutes_a_day=minutes_a_day)
    assert contract.rest_minutes == rest_minutes
    assert {rest.paid for rest in rests(contract, MARCH)} == {paid}


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "by_dates", "by_months"),
    [
        (date(2026, 2, 2), date(2026, 6, 30), 4, 4),
        (date(2024, 2, 1), date(2024, 6, 30), 4, 5),
        (date(2026, 3, 3), date(2026, 6, 30), 3, 3),
        (date(2023, 8, 5), date(2023, 12, 8), 4, 4),
        (date(2025, 3, 10), date(2025, 7, 13), 4, 4),
        (date(2026, 3, 15), date(2026, 7, 12), 3, 3),
        (date(2026, 3, 3), date(2026, 4, 2), 0, 1),
        (date(2026, 3, 3), date(2026, 4, 3), 1, 1),
        (date(2026, 3, 3), date(2026, 4, 1), 0, 0),
        (date(2024, 1, 31), date(2024, 2, 29), 1, 1),
    ],
    ids=[
        "companion 2026",
        "companion 2024: five whole months",
        "community",
        "gangamchan 8.5-12.8",
        "gangamchan 3.10-7.13",
        "gangamchan 3.15-7.12",
        "one month to the day",
        "a month and a day",
        "a day short of a month",
        "end of February",
    ],
)
def test_leave_count(starts_on, ends_on, by_dates, by_months):
    contract = Contract(starts_on, ends_on, MONDAY_TO_FRIDAY, 300)
    assert leave_days_earned(contract, RULES, (), ends_on) == by_dates
    assert leave_days_earned(contract, replace(RULES, leave_count="by_months"), (), ends_on) == by_months


@pytest.mark.parametrize(
    ("broken_on", "earned"),
    [
        ([date(2026, 3, 13)], 3),
        ([date(2026, 3, 13), date(2026, 3, 30)], 3),
        ([date(2026, 3, 2), date(2026, 4, 1)], 3),
        ([date(2026, 4, 1), date(2026, 4, 2)], 2),
        ([date(2026, 6, 30)], 4),
    ],
    ids=["C7", "twice in a month", "first and last day of one month", "either side of a month", "after the last month"],
)
def test_month_with_an_absence_earns_no_leave(broken_on, earned):
    assert leave_days_earned(COMPANION, RULES, broken_on, COMPANION.ends_on) == earned


@pytest.mark.parametrize(
    ("as_of", "earned"), [(date(2026, 3, 1), 0), (date(2026, 3, 2), 1)], ids=["last day of month 1", "the day after"]
)
def test_leave_arises_the_day_after_the_month(as_of, earned):
    assert leave_days_earned(COMPANION, RULES, (), as_of) == earned


def test_short_week_earns_no_leave():
    assert leave_days_earned(replace(COMPANION, minutes_a_day=179), RULES, (), COMPANION.ends_on) == 0


def test_leave_stops_at_eleven_days():
    year = replace(COMPANION, ends_on=COMPANION.starts_on + timedelta(days=364))
    assert leave_days_earned(year, RULES, (), year.ends_on) == 11


@pytest.mark.parametrize(("used", "left"), [(0, 1200), (450, 750), (1200, 0), (1500, 0)])
def test_leave_balance_is_never_negative(used, left):
    assert leave_balance_minutes(4, used, 300) == left
