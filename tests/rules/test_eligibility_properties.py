"""참여자격 심사 for any applicant: one and many alike, stored and read again alike, each rule flips at its limit.

Derandomized: a run on another machine tries the very same applicants, so that a red build is red at home, too.
"""

import json
from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.criteria import RULE_CODES, IncomeLimit
from app.rules.eligibility import (
    EarlyQuit,
    Facts,
    ForeignStatus,
    Judge,
    Known,
    OtherJob,
    Restriction,
    SameHousehold,
    ScreeningTerms,
    StreamAges,
    facts_from_text,
    facts_text,
    screen,
)
from tests.rules.test_eligibility import BEFORE, EVERY, GOOD, LAST, LOOKED, TERMS, people

steady = settings(derandomize=True, max_examples=60, deadline=None)
DUE = date(2024, 7, 7)
TODAY = date(2024, 7, 8)

# A good application, and the smallest change that bars it (or the last that does not, and the first that does).
SIDES = {
    "age": ({"born_on": date(2006, 7, 1), "stream": "youth"}, {"born_on": date(2006, 7, 2), "stream": "youth"}),
    "residence": ({"district": "관악구"}, {"district": "동작구"}),
    "income": ({"income_won": Known(looked_up=2_946_087)}, {"income_won": Known(looked_up=2_946_088)}),
    "property": ({"property_won": Known(looked_up=499_000_000)}, {"property_won": Known(looked_up=499_000_001)}),
    "repeat": ({"past": (LAST,)}, {"past": (LAST, BEFORE)}),
    "household": ({"household_checked": True}, {"same_household": SameHousehold("대학동", LOOKED)}),
    "overlap": (
        {"other_jobs": (OtherJob("앞", date(2024, 2, 1), date(2024, 6, 30)),)},
        {"other_jobs": (OtherJob("앞", date(2024, 2, 1), date(2024, 7, 1)),)},
    ),
    "living_benefit": ({"living_benefit": Known(True, False)}, {"living_benefit": Known(False, True)}),
    "unemployment_benefit": (
        {"unemployment_benefit": Known(True, False)},
        {"unemployment_benefit": Known(False, True)},
    ),
    "student": ({"student": False}, {"student": True}),
    "health": ({"able_to_work": True}, {"able_to_work": False}),
    "papers": ({"papers_missing": ()}, {"papers_missing": ("신청서",), "papers_due_on": DUE}),
    "quit_ban": (
        {"early_quits": (EarlyQuit("지난", date(2023, 6, 30), False),)},
        {"early_quits": (EarlyQuit("지난", date(2023, 7, 1), False),)},
    ),
    "residence_status": (
        {"foreign": ForeignStatus("F-6", date(2024, 11, 30))},
        {"foreign": ForeignStatus("F-4", date(2024, 11, 30))},
    ),
    "work_ban": (
        {"work_ban": True, "work_ban_until": date(2024, 6, 30)},
        {"work_ban": True, "work_ban_until": date(2024, 7, 1)},
    ),
    "stream": ({"born_on": date(1959, 7, 2)}, {"born_on": date(1959, 7, 1)}),
    "head_ban": (
        {"restriction": Restriction("허위", date(2024, 6, 30))},
        {"restriction": Restriction("허위", date(2024, 7, 1))},
    ),
    "business": (
        {"business": Known(False, True), "business_exception": "closed"},
        {"business": Known(False, True), "business_exception": ""},
    ),
    "official_family": ({"official_family": Known(False)}, {"official_family": Known(True)}),
    "public_pension": ({"public_pension": Known(True, False)}, {"public_pension": Known(False, True)}),
    "employed": ({"employed": Known(True, False)}, {"employed": Known(False, True)}),
}


# Somebody of 17 may choose no stream of TERMS; here the age rule is alone.
WIDE = replace(TERMS, streams={**TERMS.streams, "youth": StreamAges("청년", None, 39)})


def test_every_rule_has_a_case_on_either_side():
    assert tuple(SIDES) == RULE_CODES


@pytest.mark.parametrize("code", RULE_CODES)
def test_each_rule_flips_at_its_limit_and_no_other_rule_with_it(code):
    on_side, off_side = (screen(replace(GOOD, **changes), EVERY, WIDE, TODAY) for changes in SIDES[code])

    assert (on_side.verdict, on_side.failed_mask, on_side.review_mask) == ("eligible", 0, 0)
    assert (off_side.verdict, off_side.failed_mask) == ("ineligible", 1 << RULE_CODES.index(code))
    assert off_side.review_mask == 0


@pytest.mark.parametrize("code", RULE_CODES)
def test_a_rule_that_is_off_bars_nobody(code):
    without = EVERY.with_rule(code, on=False)
    found = screen(replace(GOOD, **SIDES[code][1]), without, WIDE, TODAY)

    assert found.verdict == "eligible"
    assert code not in [one.rule for one in found.findings]


@steady
@given(st.lists(people, min_size=1, max_size=12))
def test_one_by_one_and_together_give_equal_findings_and_masks(population):
    together = Judge(EVERY, TERMS, TODAY)

    for facts in population:
        alone = screen(facts, EVERY, TERMS, TODAY)
        assert together.screen(facts) == alone
        assert together.masks(facts) == (alone.failed_mask, alone.review_mask)


@steady
@given(people, st.sets(st.sampled_from(RULE_CODES), max_size=6))
def test_turning_rules_off_removes_exactly_their_findings_and_bits(facts, off):
    before, document = screen(facts, EVERY, TERMS, TODAY), EVERY
    for code in off:
        document = document.with_rule(code, on=False)

    after = screen(facts, document, TERMS, TODAY)

    kept = ~sum(1 << RULE_CODES.index(code) for code in off)
    assert after.findings == tuple(one for one in before.findings if one.rule not in off)
    assert (after.failed_mask, after.review_mask) == (before.failed_mask & kept, before.review_mask & kept)


@steady
@given(people)
def test_what_is_stored_is_read_again_as_the_same_facts_with_the_same_findings(facts):
    facts = replace(facts, vulnerable_types=Known(("disabled",)), unemployment_until=DUE, papers_due_on=DUE)
    again = facts_from_text(facts_text(facts))
    terms = ScreeningTerms.from_json(json.loads(json.dumps(TERMS.to_json())))

    assert again == facts
    assert facts_text(again) == facts_text(facts)
    assert screen(again, EVERY, terms, TODAY) == screen(facts, EVERY, TERMS, TODAY)


def written(value):
    """A fact is null, [declared] or all four; everything else is itself."""
    if not isinstance(value, Known):
        return value
    if value == Known(value.declared):
        return None if value.declared is None else [value.declared]
    return list(value)


@steady
@given(people)
def test_the_text_is_that_of_a_general_encoder(facts):
    values = [written(getattr(facts, field.name)) for field in fields(Facts)]

    assert facts_text(facts) == json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)


@steady
@given(people)
def test_an_older_text_that_wrote_all_four_of_every_fact_is_read_too(facts):
    older = [getattr(facts, field.name) for field in fields(Facts)]

    assert facts_from_text(json.dumps(older, default=date.isoformat)) == facts


def test_one_dependant_is_not_written_as_a_yes():
    facts = replace(GOOD, householder=Known(True), dependants=Known(1))

    assert "[1]" in facts_text(facts)
    assert "[true]" in facts_text(facts)


def test_a_text_from_before_a_fact_was_known_is_read_without_it():
    older = json.loads(facts_text(GOOD))[:-6]

    again = facts_from_text(json.dumps(older))

    assert again == replace(GOOD, business=Known(), official_family=Known(), public_pension=Known(), employed=Known())


@steady
@given(st.integers(1, 12), st.integers(0, 8_000_000))
def test_a_household_size_with_its_own_percent_leaves_the_others_alone(size, income):
    document = EVERY.with_rule("income", limits=IncomeLimit(80, by_size=((1, 120),)))
    facts = replace(GOOD, household_size=size, income_won=Known(looked_up=income))
    ceiling = TERMS.median_income().share(size, 120 if size == 1 else 80)

    met = next(one.met for one in screen(facts, document, TERMS).findings if one.rule == "income")

    assert met is (income <= ceiling)
