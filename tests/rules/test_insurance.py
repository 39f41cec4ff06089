"""Premiums of both sides: rates, bases, ages, first and last month, exclusions, and bills that override."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.rules.insurance import Bill, InsuranceRates, Insured, apply_bills, work_out_premiums
from app.rules.parameters import ParameterMissing, Parameters, load_shipped
from app.rules.pay_sentences import say
from app.shared.errors import RuleBroken

RATES = Parameters(load_shipped())
WORKER = Insured(date(1971, 5, 5), date(2026, 2, 2), date(2026, 6, 30), 1500, base_mode="month_wage")
SENIOR = replace(WORKER, born_on=date(1958, 1, 1), weekly_minutes=900)


def rates_of(year, month, **changes):
    return replace(InsuranceRates.on(RATES, date(year, month, 1)), **changes)


def premiums(person, wage, year=2026, month=3, **changes):
    return work_out_premiums(person, wage, rates_of(year, month, **changes))


@pytest.mark.parametrize(
    ("person", "wage", "month", "employee", "employer"),
    [
        (WORKER, 1404000, 3, [66690, 50470, 6630, 12630], [66690, 50470, 6630, 12630, 11930, 13470]),
        (SENIOR, 837000, 3, [0, 30090, 3950, 0], [0, 30090, 3950, 0, 7110, 8030]),
        (WORKER, 1300000, 3, [61750, 46730, 6140, 11700], [61750, 46730, 6140, 11700, 11050, 12480]),
        (WORKER, 1196000, 2, [0, 0, 0, 10760], [0, 0, 0, 10760, 10160, 11480]),
    ],
    ids=["C5", "C6", "C7", "C8 February, started on the 2nd"],
)
def test_worked_examples(person, wage, month, employee, employer):
    found = premiums(person, wage, month=month)
    assert list(found.employee.values()) == employee
    assert list(found.employer.values()) == employer


def test_declared_base_does_not_follow_the_wage():
    declared = replace(WORKER, base_mode="declared", pension_base_won=1404000, health_base_won=1404000)
    found = premiums(declared, 1300000)
    assert list(found.employee.values()) == [66690, 50470, 6630, 11700]
    assert (found.pension_base, found.health_base) == (1404000, 1404000)


def test_last_month_is_due_in_full_for_a_few_days():
    worker = Insured(
        date(1971, 5, 5), date(2026, 3, 3), date(2026, 7, 5), 1500, pension_base_won=1352000, health_base_won=1352000
    )
    assert sum(premiums(worker, 208000, month=7).employee.values()) == 121070


@pytest.mark.parametrize(
    ("base", "month", "charged_on"),
    [
        (1404999, 3, 1404000),
        (399999, 6, 400000),
        (399999, 7, 410000),
        (6370001, 6, 6370000),
        (6600000, 7, 6590000),
    ],
    ids=["cut below 1,000", "floor to June", "floor from July", "ceiling to June", "ceiling from July"],
)
def test_pension_base_is_cut_and_kept_within_limits(base, month, charged_on):
    found = premiums(replace(WORKER, base_mode="declared", pension_base_won=base, health_base_won=base), 0, month=month)
    assert found.pension_base == charged_on
    assert found.health_base == base


@pytest.mark.parametrize(
    ("born_on", "starts_on", "month", "charged"),
    [
        (date(1966, 4, 30), date(2026, 2, 1), 4, True),
        (date(1966, 4, 30), date(2026, 2, 1), 5, False),
        (date(1966, 4, 1), date(2026, 2, 1), 4, True),
        (date(1966, 3, 31), date(2026, 2, 1), 4, False),
        (date(1966, 4, 10), date(2026, 4, 1), 4, True),
        (date(1966, 4, 1), date(2026, 4, 1), 4, False),
        (date(2008, 3, 1), date(2026, 2, 1), 3, True),
        (date(2008, 3, 2), date(2026, 2, 1), 3, False),
    ],
    ids=[
        "turns 60 on the month's last day",
        "turned 60 the day before the month",
        "turns 60 on the month's first day",
        "turned 60 on the eve",
        "starts before turning 60 in the same month",
        "starts on the 60th birthday",
        "18 on the month's first day",
        "still 17",
    ],
)
def test_pension_age(born_on, starts_on, month, charged):
    found = premiums(replace(WORKER, born_on=born_on, starts_on=starts_on), 1352000, month=month)
    assert (found.employee["pension"] > 0) is charged
    assert ("pension" in found.reasons) is not charged


@pytest.mark.parametrize(
    ("starts_on", "month", "charged"),
    [(date(2026, 2, 1), 2, True), (date(2026, 2, 2), 2, False), (date(2026, 2, 2), 3, True)],
    ids=["started on the 1st", "started on the 2nd", "the month after"],
)
def test_first_month(starts_on, month, charged):
    found = premiums(replace(WORKER, starts_on=starts_on), 1196000, month=month)
    assert [found.employee[line] > 0 for line in ("pension", "health", "care", "employment")] == [charged] * 3 + [True]


def test_pension_of_the_first_month_may_be_chosen():
    found = premiums(replace(WORKER, pension="first_month"), 1196000, month=2)
    assert (found.employee["pension"], found.employee["health"]) == (56810, 0)


@pytest.mark.parametrize(
    ("born_on", "terms", "employment", "stability"),
    [
        (date(1961, 2, 2), "insured", 0, 7110),
        (date(1961, 2, 3), "insured", 7530, 7110),
        (date(1961, 2, 2), "continued", 7530, 7110),
    ],
    ids=["hired on the 65th birthday", "turned 65 the day after", "insured before 65 and on"],
)
def test_hired_at_65_pays_no_unemployment_share(born_on, terms, employment, stability):
    found = premiums(replace(SENIOR, born_on=born_on, employment=terms), 837000)
    assert (found.employee["employment"], found.employer["stability"]) == (employment, stability)
    assert found.employer["employment"] == employment


@pytest.mark.parametrize(
    ("weekly_minutes", "ends_on", "health", "employment"),
    [
        (900, date(2026, 6, 30), True, True),
        (829, date(2026, 6, 30), True, True),
        (828, date(2026, 6, 30), False, True),
        (840, date(2026, 5, 1), True, True),
        (840, date(2026, 4, 30), True, False),
        (1500, date(2026, 3, 1), True, True),
        (1500, date(2026, 2, 28), False, True),
    ],
    ids=[
        "15 h a week is 65.2 h a month",
        "60.03 h a month",
        "59.96 h a month, five months",
        "14 h for three months",
        "14 h for a day less than three months",
        "a month to the day",
        "under a month",
    ],
)
def test_short_hours_and_short_contracts(weekly_minutes, ends_on, health, employment):
    worker = replace(WORKER, weekly_minutes=weekly_minutes, starts_on=date(2026, 2, 2), ends_on=ends_on)
    march = premiums(worker, 800000)
    assert (march.employee["health"] > 0, march.employee["pension"] > 0) == (health, health)
    assert (march.employee["employment"] > 0, march.employer["stability"] > 0) == (employment, employment)
    assert march.employer["accident"] == 7680


@pytest.mark.parametrize(
    ("person", "line", "sentence"),
    [
        (SENIOR, "pension", "국민연금 0원: 만 60세 이상입니다."),
        (SENIOR, "employment", "고용보험 실업급여 0원: 만 65세 이후에 고용되었습니다."),
        (replace(WORKER, health="medical_aid"), "health", "건강보험 0원: 의료급여 수급자입니다."),
        (replace(WORKER, health="medical_aid"), "care", "장기요양보험 0원: 의료급여 수급자입니다."),
        (
            replace(WORKER, starts_on=date(2026, 3, 3)),
            "health",
            "건강보험 0원: 이번 달은 자격 취득월입니다(다음 달부터 부과).",
        ),
        (
            replace(WORKER, pension="opted_out"),
            "pension",
            "국민연금 0원: 생계·의료급여 수급자로 본인이 제외를 희망했습니다.",
        ),
        (replace(WORKER, weekly_minutes=600), "health", "건강보험 0원: 월 소정근로시간이 60시간 미만입니다."),
    ],
    ids=["60", "hired at 65", "medical aid", "care of medical aid", "first month", "own wish", "short hours"],
)
def test_zero_line_has_its_reason(person, line, sentence):
    found = premiums(person, 1000000)
    assert found.employee[line] == found.employer[line] == 0
    assert say(found.reasons[line]) == sentence


def test_every_zero_line_has_a_reason_and_no_other_line_has():
    for person in (WORKER, SENIOR, replace(WORKER, health="medical_aid"), replace(WORKER, weekly_minutes=300)):
        for wage in (0, 500, 837000):
            found = premiums(person, wage)
            assert {line for line, won in found.employer.items() if won == 0} == set(found.reasons)


def test_health_rounding_of_the_total_and_of_each_half():
    both = replace(WORKER, base_mode="declared", pension_base_won=1000000, health_base_won=1001200)
    each = premiums(both, 1001200)
    total = premiums(both, 1001200, health_rounding="A")
    assert (each.employee["health"], each.employee["care"]) == (35990, 4720)
    assert (total.employee["health"], total.employee["care"]) == (35990, 4725)


@pytest.mark.parametrize(
    ("year", "month", "care"), [(2026, 11, 6630), (2026, 12, 6630), (2023, 12, 6370), (2024, 1, 6440)]
)
def test_care_ratio_of_the_month(year, month, care):
    worker = replace(WORKER, starts_on=date(year, month, 1), ends_on=date(year + 1, 6, 30))
    assert premiums(worker, 1404000, year, month).employee["care"] == care


def test_year_without_rates_cannot_be_worked_out():
    with pytest.raises(ParameterMissing, match="장기요양보험료율"):
        InsuranceRates.on(RATES, date(2027, 1, 1))


@pytest.mark.parametrize("missing", ["pension_base_won", "health_base_won"])
def test_declared_mode_needs_its_figure(missing):
    declared = replace(WORKER, base_mode="declared", pension_base_won=1404000, health_base_won=1404000)
    with pytest.raises(RuleBroken, match="신고액이 없습니다"):
        premiums(replace(declared, **{missing: None}), 1404000)


def test_no_base_is_needed_where_nothing_is_charged():
    exempt = replace(SENIOR, base_mode="declared", health="medical_aid")
    assert premiums(exempt, 837000).employee == {"pension": 0, "health": 0, "care": 0, "employment": 0}


def test_unknown_base_mode_is_refused():
    with pytest.raises(RuleBroken, match="average"):
        premiums(replace(WORKER, base_mode="average"), 1404000)


def test_bill_overrides_and_both_figures_are_kept():
    found = apply_bills(premiums(WORKER, 1404000), {"health": Bill(52070, 52070)})
    assert (found.employee["health"], found.employer["health"]) == (52070, 52070)
    assert found.employee["care"] == 6630
    assert found.computed == {"health": (50470, 50470)}
    assert say(found.reasons["health"]) == (
        "계산액 50,470원과 고지액 52,070원이 1,600원 다릅니다. 고지액으로 공제하고 두 금액을 함께 보관합니다."
    )


def test_bill_of_the_employer_only_says_so():
    found = apply_bills(premiums(WORKER, 1404000), {"accident": Bill(None, 14000)})
    assert found.employer["accident"] == 14000
    assert "accident" not in found.employee
    assert say(found.reasons["accident"]) == (
        "계산액 13,470원과 고지액 14,000원이 530원 다릅니다. 고지액으로 부담하고 두 금액을 함께 보관합니다."
    )


def test_equal_bill_is_kept_without_a_sentence():
    found = apply_bills(premiums(WORKER, 1404000), {"pension": Bill(66690, 66690)})
    assert found.computed == {"pension": (66690, 66690)}
    assert "pension" not in found.reasons


def test_bill_on_a_zero_line_replaces_its_reason_and_an_equal_zero_keeps_it():
    senior = premiums(SENIOR, 837000)
    assert apply_bills(senior, {"pension": Bill(40000, 40000)}).reasons["pension"].code == "bill_differs"
    assert apply_bills(senior, {"pension": Bill(0, 0)}).reasons["pension"].code == "pension_age"


@pytest.mark.parametrize("bills", [{"fire": Bill(1, 1)}, {"accident": Bill(100, 100)}], ids=["unknown", "no employee"])
def test_bill_of_a_line_that_side_does_not_pay_is_refused(bills):
    with pytest.raises(RuleBroken, match="고지액을 적용할 수 없는"):
        apply_bills(premiums(WORKER, 1404000), bills)
