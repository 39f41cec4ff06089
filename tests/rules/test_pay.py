"""A month of pay to the won: the worked examples C5 to C8, the 2024 companion cohort, and what must be refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from app.reference.calendar_library import library_days
from app.rules.calendar import CalendarDay, WorkCalendar
from app.rules.cost_share import ITEMS, Ceiling, Scheme, Shares, ratio_text, state_month
from app.rules.insurance import Bill
from app.rules.parameters import DatedValue, ParameterMissing, Parameters, load_shipped
from app.rules.pay import PayMonth, PayPerson, work_out_month
from app.rules.pay_sentences import say
from app.rules.tax import TaxTerms
from app.shared.errors import RuleBroken
from app.shared.periods import add_months, days

SHIPPED = load_shipped()
RATES = Parameters(SHIPPED)
CALENDAR = WorkCalendar.of([row for year in (2024, 2026) for row in library_days(year)])
WORKER = PayPerson(date(1971, 5, 5), date(2026, 2, 2), date(2026, 6, 30), 300, base_mode="month_wage")
SENIOR = replace(WORKER, born_on=date(1958, 1, 1), minutes_a_day=180)
IN_2024 = {"starts_on": date(2024, 2, 1), "ends_on": date(2024, 6, 30)}


def attend(person, month, calendar=CALENDAR, **changes):
    """A row for every contracted day from the week before the month: present or holiday, but for m03d12="absent"."""
    rows = {}
    begins, ends = max(person.starts_on, month - timedelta(days=6)), add_months(month, 1) - timedelta(days=1)
    for day in days(begins, min(ends, person.ends_on)):
        if person.weekdays >> day.weekday() & 1:
            rows[day] = (day, "holiday" if calendar.day_off(day) else "present", 0, 0)
    for name, change in changes.items():
        day = date(month.year, int(name[1:3]), int(name[4:]))
        rows[day] = (day, change, 0, 0) if isinstance(change, str) else (day, *change)
    return list(rows.values())


def pay(person, month, rates=RATES, calendar=CALENDAR, programme="companion", **changes):
    at = PayMonth.open(rates, calendar, month, programme)
    return work_out_month(person, attend(person, month, calendar, **changes), at)


MARCH = date(2026, 3, 1)


def counts(found):
    return found.counts.days_worked, found.counts.paid_holidays, found.counts.weekly_rests


def test_c5_under_65():
    found = pay(WORKER, MARCH)
    assert found.daily_wage == 52000
    assert counts(found) == (21, 1, 5)
    assert found.items.as_dict() == {
        "base": 1092000, "holiday": 52000, "weekly_rest": 260000, "leave": 0, "lateness": 0, "allowance": 126000
    }  # fmt: skip
    assert found.deductions == {
        "pension": 66690, "health": 50470, "care": 6630, "employment": 12630, "income_tax": 6800, "local_tax": 680
    }  # fmt: skip
    assert found.employer == {
        "pension": 66690, "health": 50470, "care": 6630, "employment": 12630, "stability": 11930, "accident": 13470
    }  # fmt: skip
    assert (found.items.wage, found.gross, found.deducted, found.net) == (1404000, 1530000, 143900, 1386100)
    assert found.employer_total == 161820
    assert (found.pension_base, found.health_base) == (1404000, 1404000)
    assert found.reasons == {}


def test_c6_senior():
    found = pay(SENIOR, MARCH)
    assert counts(found) == (21, 1, 5)
    assert (found.items.wage, found.gross, found.deducted, found.net) == (837000, 963000, 34040, 928960)
    assert list(found.deductions.values()) == [0, 30090, 3950, 0, 0, 0]
    assert found.employer_total == 49180
    assert {line: reason.code for line, reason in found.reasons.items()} == {
        "pension": "pension_age", "employment": "hired_late", "income_tax": "tax_zero"
    }  # fmt: skip


def test_c7_one_absence():
    found = pay(WORKER, MARCH, m03d11="absent")
    assert counts(found) == (20, 1, 4)
    assert (found.items.wage, found.gross, found.deducted, found.net) == (1300000, 1420000, 131530, 1288470)
    assert list(found.deductions.values()) == [61750, 46730, 6140, 11700, 4740, 470]
    assert [say(rest.sentence).replace("\u00a0", " ") for rest in found.rests if not rest.paid] == [
        "2026. 3. 15. 주휴 없음: 2026. 3. 11. 결근입니다."
    ]


def test_c7_on_the_declared_figure():
    declared = replace(WORKER, base_mode="declared", pension_base_won=1404000, health_base_won=1404000)
    found = pay(declared, MARCH, m03d11="absent")
    assert (found.deducted, found.net) == (140700, 1279300)


C8 = {
    2: ((17, 3, 3), 1196000, 13970, 32400, 1284030),
    3: ((21, 1, 5), 1404000, 143900, 161820, 1386100),
    4: ((22, 0, 4), 1352000, 137700, 155820, 1346300),
    5: ((18, 3, 5), 1352000, 137700, 155820, 1322300),
    6: ((21, 1, 4), 1560000, 162750, 179810, 1523250),
}


@pytest.mark.parametrize("month", C8)
def test_c8_by_month(month):
    found = pay(WORKER, date(2026, month, 1))
    assert (counts(found), found.items.wage, found.deducted, found.employer_total, found.net) == C8[month]
    assert found.leave_days == (4 if month == 6 else 0)


def test_c8_whole_contract():
    months = [pay(WORKER, date(2026, month, 1)) for month in C8]
    assert sum(month.items.wage - month.items.leave for month in months) == 6656000
    assert sum(month.items.allowance for month in months) == 594000
    assert sum(month.items.leave for month in months) == 208000
    assert sum(month.gross for month in months) == 7458000
    assert sum(month.employer_total for month in months) == 685670
    assert sum(month.gross + month.employer_total for month in months) == 8143670


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "total"),
    [
        (date(2026, 3, 3), date(2026, 7, 5), (85, 4, 18)),
        (date(2026, 3, 3), date(2026, 6, 30), (82, 4, 17)),
    ],
    ids=["gangamchan 2026H1", "community 2026H1"],
)
def test_c8_other_programmes_count(starts_on, ends_on, total):
    person = replace(WORKER, starts_on=starts_on, ends_on=ends_on)
    months = [counts(pay(person, date(2026, month, 1))) for month in range(3, ends_on.month + 1)]
    assert tuple(map(sum, zip(*months, strict=True))) == total


def test_gangamchan_last_days_on_a_declared_base():
    person = replace(WORKER, starts_on=date(2026, 3, 3), ends_on=date(2026, 7, 5), base_mode="declared",
                     pension_base_won=1352000, health_base_won=1352000, earlier_leave_minutes=1200)  # fmt: skip
    found = pay(person, date(2026, 7, 1))
    assert (found.items.wage, found.deducted) == (208000, 121070)


def test_march_2024_as_the_page_shows_it():
    found = pay(replace(WORKER, **IN_2024), date(2024, 3, 1))
    assert (found.daily_wage, counts(found)) == (50000, (20, 1, 5))
    assert list(found.items.as_dict().values()) == [1000000, 50000, 250000, 0, 0, 100000]
    assert list(found.deductions.values()) == [58500, 46080, 5960, 11700, 4740, 470]
    assert (found.gross, found.deducted, found.net) == (1400000, 127450, 1272550)


def cohort_2024():
    """Wage, employer amounts, allowance, deductions of 277 five-hour and 138 three-hour workers, month by month."""
    for month in range(2, 7):
        first = date(2024, month, 1)
        younger, older = (pay(replace(person, **IN_2024), first) for person in (WORKER, SENIOR))
        yield (
            month,
            (
                277 * younger.items.wage + 138 * older.items.wage,
                277 * younger.employer_total + 138 * older.employer_total,
                277 * younger.items.allowance + 138 * older.items.allowance,
                277 * younger.deducted + 138 * older.deducted,
            ),
        )


def test_companion_2024_march_totals():
    assert dict(cohort_2024())[3] == (467740000, 46635210, 41500000, 35303650 + 4309740)


def test_companion_2024_statements_from_february_to_the_ceiling_in_june():
    scheme, running, stated = dict.fromkeys(ITEMS, Scheme(0, 7000, 3000)), {}, {}
    nominal = overflow = 0
    for month, sums in cohort_2024():
        amounts = dict(zip(ITEMS, sums[:3], strict=False))
        stated[month] = state_month(amounts, running, scheme, Ceiling(1_900_000_000, nominal, overflow))
        nominal, overflow = nominal + stated[month].nominal.city, overflow + stated[month].overflow
        running = {item: running.get(item, 0) + won for item, won in amounts.items()}
    assert stated[2].total == Shares(0, 373810318, 160204422)
    assert stated[3].total == Shares(0, 389112647, 166762563)
    assert (stated[6].nominal.city, stated[6].overflow) == (429205763, 85652480)
    assert stated[6].total == Shares(0, 343553283, 269597807)
    term = sum((month.total for month in stated.values()), Shares())
    assert (term.total, term.city) == (sum(running.values()), 1900000000)
    assert ratio_text(term) == "66.98 : 33.02"


@pytest.mark.parametrize(
    ("change", "lateness", "worked"),
    [(("present", 60, 0), -10400, 21), (("present", 301, 0), -52000, 21), (("absent", 60, 0), 0, 20)],
    ids=["an hour", "no more than the day", "not of a day absent"],
)
def test_lateness_is_deducted_and_breaks_no_week(change, lateness, worked):
    found = pay(WORKER, MARCH, m03d11=change)
    assert (found.items.lateness, found.counts.days_worked) == (lateness, worked)
    assert found.counts.weekly_rests == (5 if worked == 21 else 4)


@pytest.mark.parametrize(
    ("change", "worked", "leave", "annual", "allowance"),
    [
        ("annual_leave", 20, 52000, 300, 120000),
        ("official_leave", 20, 52000, 0, 120000),
        ("sick_paid", 20, 52000, 0, 120000),
        ("sick_unpaid", 20, 0, 0, 120000),
        (("present", 0, 150), 21, 0, 150, 126000),
    ],
    ids=["annual leave", "official leave", "paid sick leave", "unpaid sick leave", "half a day"],
)
def test_leave_is_paid_without_allowance(change, worked, leave, annual, allowance):
    found = pay(WORKER, MARCH, m03d11=change)
    assert (found.counts.days_worked, found.items.leave) == (worked, leave)
    assert (found.attended.annual_leave_minutes, found.items.allowance) == (annual, allowance)


@pytest.mark.parametrize(
    ("changes", "paid_out"),
    [
        ({}, 4),
        ({"earlier_leave_minutes": 450}, Fraction(5, 2)),
        ({"earlier_absences": (date(2026, 3, 11),)}, 3),
        ({"earlier_leave_minutes": 1500}, 0),
    ],
    ids=["nothing used", "a day and a half used", "an absence earlier", "more used than earned"],
)
def test_unused_leave_is_paid_in_the_last_month(changes, paid_out):
    found = pay(replace(WORKER, **changes), date(2026, 6, 1))
    assert found.leave_days == paid_out
    assert found.items.leave == 52000 * paid_out


def test_absence_in_the_last_month_takes_that_months_leave():
    assert pay(WORKER, date(2026, 6, 1), m06d01="absent").leave_days == 3
    assert pay(WORKER, date(2026, 6, 1), m06d02="absent").leave_days == 4


def test_leave_taken_in_the_last_month_is_paid_once():
    found = pay(WORKER, date(2026, 6, 1), m06d29="annual_leave")
    assert (found.attended.leave_taken_minutes, found.leave_paid_out_minutes) == (300, 900)
    assert found.items.wage == 1560000 - 52000


def test_early_quit_ends_pay_and_rest_on_the_last_day():
    quit_early = replace(WORKER, ends_on=date(2026, 3, 18), contract_ends_on=date(2026, 6, 30))
    found = pay(quit_early, MARCH)
    assert counts(found) == (12, 1, 3)
    assert found.leave_days == 1
    assert found.deductions["health"] > 0


def test_reserve_for_a_few_days_pays_no_pension_or_health():
    found = pay(replace(WORKER, starts_on=date(2026, 6, 8)), date(2026, 6, 1))
    assert (found.deductions["pension"], found.deductions["health"]) == (0, 0)
    assert found.reasons["health"].code == "short_contract"


@pytest.mark.parametrize(
    ("day", "state", "holidays"), [("m05d01", "labour", 1), ("m05d06", "substitute", 0)], ids=["5. 1.", "other holiday"]
)
def test_under_fifteen_hours_only_labour_day_is_paid(day, state, holidays):
    short = replace(WORKER, minutes_a_day=170, **IN_2024)
    only = [row for row in library_days(2024) if row.kind == state and row.day.month == 5]
    found = pay(short, date(2024, 5, 1), calendar=WorkCalendar.of(only))
    assert (found.counts.paid_holidays, found.counts.weekly_rests) == (holidays, 0)


@pytest.mark.parametrize(
    ("key", "value", "wage"),
    [
        ("daily_wage_rounding", {"unit": 1, "mode": "up"}, 27 * 51600),
        ("own_hourly_wage", 12121, 27 * 61000),
        ("leave_payment", "none", 1404000),
    ],
)
def test_settings_of_the_programme(key, value, wage):
    setting = DatedValue(key, "companion", date(2018, 1, 1), None, value, "", key, "방침", "H")
    rates = Parameters([*SHIPPED, setting])
    assert pay(WORKER, MARCH, rates=rates).items.wage == wage
    if key == "leave_payment":
        assert pay(WORKER, date(2026, 6, 1), rates=rates).items.leave == 0


def test_allowance_counts_as_wage_only_where_the_setting_says_so():
    setting = DatedValue("allowance_is_wage", "", date(2026, 1, 1), None, True, "", "부대경비", "해석", "H")
    found = pay(WORKER, MARCH, rates=Parameters([*SHIPPED, setting]))
    assert (found.insurable_wage, found.items.wage) == (1530000, 1404000)
    assert found.deductions["employment"] == 13770


def test_contracts_own_daily_wage_and_its_limit():
    assert pay(replace(WORKER, daily_wage_won=60000), MARCH).items.base == 21 * 60000
    with pytest.raises(RuleBroken, match="일급을 51,600원 이상으로"):
        pay(replace(WORKER, daily_wage_won=51000), MARCH)


def test_bill_and_tax_choice_go_into_the_pay():
    person = replace(WORKER, bills={"health": Bill(52070, 52070)}, tax=TaxTerms(percent=80))
    found = pay(person, MARCH)
    assert found.net == 1386100 - 1600 + 1360 + 140
    assert found.computed == {"health": (50470, 50470)}
    assert found.reasons["health"].code == "bill_differs"


def test_deductions_above_the_pay_are_shown_with_the_shortfall():
    person = replace(WORKER, base_mode="declared", pension_base_won=1404000, health_base_won=1404000)
    absent = {f"m{day:%m}d{day:%d}": "absent" for day in CALENDAR.contract_days(MARCH, date(2026, 3, 31), 31)}
    found = pay(person, MARCH, **absent)
    assert (found.items.base, found.items.holiday) == (0, 52000)
    assert found.net < 0
    assert say(found.reasons["net"]) == f"공제액이 지급액보다 {-found.net:,}원 많습니다. 공제액을 확인해 주세요."


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"m03d07": "present"}, "계약한 근로일이 아닙니다"),
        ({"m03d02": "present"}, "쉬는 날"),
        ({"m03d03": "holiday"}, "쉬는 날이 아닌데"),
        ({"m03d03": "sleeping"}, "출근부 상태를 알 수 없습니다"),
    ],
    ids=["Saturday", "worked on a holiday", "holiday on a working day", "unknown state"],
)
def test_impossible_attendance_is_refused(changes, message):
    with pytest.raises(RuleBroken, match=message):
        pay(WORKER, MARCH, **changes)


@pytest.mark.parametrize("day", [date(2026, 2, 25), date(2026, 3, 31)], ids=["of the week that ends in it", "its own"])
def test_empty_day_is_refused_by_name(day):
    rows = [row for row in attend(WORKER, MARCH) if row[0] != day]
    with pytest.raises(RuleBroken) as error:
        work_out_month(WORKER, rows, PayMonth.open(RATES, CALENDAR, MARCH))
    assert str(error.value).replace("\u00a0", " ").startswith(f"2026. {day.month}. {day.day}. 출근부가 비어 있습니다.")


def test_month_outside_the_contract_is_refused():
    with pytest.raises(RuleBroken, match="2026년 7월은 계약기간 밖입니다"):
        pay(WORKER, date(2026, 7, 1))


def test_month_of_2027_cannot_be_paid_on_rates_of_2026():
    with pytest.raises(ParameterMissing, match="값이 없습니다"):
        PayMonth.open(RATES, CALENDAR, date(2027, 1, 1))


def test_tax_goes_by_the_day_of_payment_and_values_used_are_kept():
    february = date(2026, 2, 1)
    early = PayMonth.open(RATES, CALENDAR, february, pay_on=date(2026, 2, 26))
    late = PayMonth.open(RATES, CALENDAR, february, pay_on=date(2026, 3, 5))
    assert early.used["child_tax_reduction"] == [12500, 29160, 25000]
    assert late.used["child_tax_reduction"] == [20830, 45830, 33330]
    found = work_out_month(WORKER, attend(WORKER, february), late)
    assert (found.used["minimum_wage"], found.used["care_ratio"]) == (10320, "9448/71900")


def test_one_month_serves_many_people_as_it_serves_one():
    at = PayMonth.open(RATES, CALENDAR, MARCH, "companion")
    people = [WORKER, SENIOR, replace(WORKER, starts_on=date(2026, 3, 9)), WORKER]
    together = [work_out_month(person, attend(person, MARCH), at) for person in people]
    assert together == [pay(person, MARCH) for person in people]


def test_temporary_holiday_added_later_needs_corrected_attendance():
    added = CalendarDay(date(2026, 3, 4), "temporary", "임시공휴일")
    calendar = WorkCalendar.of([*library_days(2026), added])
    with pytest.raises(RuleBroken, match="임시공휴일"):
        work_out_month(WORKER, attend(WORKER, MARCH), PayMonth.open(RATES, calendar, MARCH))
    assert counts(pay(WORKER, MARCH, calendar=calendar)) == (20, 2, 5)
