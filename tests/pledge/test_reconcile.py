"""What does not add up: every discrepancy that the district's sheet is known to have, found from the data."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from app.extensions import db
from app.pledge.models import Budget, Pledge, ReconcileNote
from app.pledge.reconciling import check, funding, people, targets, terms
from app.pledge.reconciling.facts import CohortFact, Facts, HeadCount, Ratio, RecordedActual
from app.pledge.services.reconcile import explain, findings, findings_json, sentence
from app.shared.errors import NotFound, RuleBroken
from tests.create import NOW, actor
from tests.pledge.create import create_pledge, create_whole_record

TODAY = date(2024, 7, 8)
MILLION = 1_000_000

KNOWN = [
    ("funding.total", 34_034 * MILLION, 33_590 * MILLION, 444 * MILLION, "원"),
    ("funding.city", 17_876 * MILLION, 16_936 * MILLION, 940 * MILLION, "원"),
    ("funding.district", 15_790 * MILLION, 16_286 * MILLION, -496 * MILLION, "원"),
    ("ratio.companion", 12_499 * MILLION, 12_632_900_000, -133_900_000, "원"),
    ("selected.2023", 2305, 2057, 248, "명"),
    ("months.2023H2-companion", 5, 6, -1, "개월"),
    ("months.2024H1-gangamchan", 4, 5, -1, "개월"),
    ("term.2023H2-community", 5, 4, 1, "개월"),
    ("execution.2023", 11_828 * MILLION, 6_984 * MILLION, 4_844 * MILLION, "원"),
    ("execution.2022", 4_054 * MILLION, 5_987 * MILLION, -1_933 * MILLION, "원"),
    ("people.unknown_year", 4278, 2748, 1530, "명"),
    ("ends.2024H2-community", "2024-10-30", "2024-10-31", -1, "일"),
    ("confirmed.2023H2-companion", 893, 626, 267, "명"),
    ("target.2024", 1385, 1200, 185, "명"),
    ("target.2024Q1", 691, 600, 91, "명"),
    ("announced.2024H1-community", 26, 29, -3, "명"),
]


def found_in(pledge: Pledge) -> dict[str, dict[str, Any]]:
    return {one["key"]: one for one in findings_json(pledge, findings(pledge, TODAY))["findings"]}


@pytest.mark.usefixtures("database")
class TestRecord:
    def test_all_that_is_known_and_nothing_else(self) -> None:
        found = found_in(create_whole_record())
        assert set(found) == {key for key, *_ in KNOWN}
        for key, stated, recomputed, difference, unit in KNOWN:
            one = found[key]
            assert one["figures"] == {"stated": stated, "recomputed": recomputed}, key
            assert (one["difference"], one["unit"], one["state"]) == (difference, unit, "open"), key
            assert one["note"], key

    def test_people_missing_from_the_table_are_named_cohort_by_cohort(self) -> None:
        found = found_in(create_pledge())
        assert found["counted.2023H2-companion"]["difference"] == 893
        assert found["actual.1"]["figures"] == {"stated": 4278, "recomputed": 1530}

    def test_a_corrected_plan_is_no_finding_any_more(self) -> None:
        pledge = create_whole_record()
        query = sa.select(Budget).where(Budget.group == "total", Budget.year == 0, Budget.funder == "total")
        db.session.scalars(query).one().won = 33_590 * MILLION
        db.session.flush()
        assert "funding.total" not in found_in(pledge)
        assert "funding.city" in found_in(pledge)

    def test_sentence_reads_in_millions(self) -> None:
        pledge = create_whole_record()
        by_key = {one.finding.key: sentence(one.finding) for one in findings(pledge, TODAY)}
        assert "34,034백만 원" in by_key["funding.total"]
        assert "+444백만 원" in by_key["funding.total"]
        assert "12,632.9백만 원" in by_key["ratio.companion"]
        assert "−133.9백만 원" in by_key["ratio.companion"]
        assert "169.4%" in by_key["execution.2023"]

    def test_an_explained_finding_stays_listed(self) -> None:
        pledge = create_whole_record()
        explain(pledge, "funding.total", " 투자계획 변경 전 ", TODAY, by=actor("pledge"), now=NOW)
        explain(pledge, "funding.total", "투자계획을 고치기 전 금액", TODAY, by=actor("pledge"), now=NOW)
        one = found_in(pledge)["funding.total"]
        assert (one["state"], one["note"]) == ("explained", "투자계획을 고치기 전 금액")
        assert db.session.scalar(sa.select(sa.func.count()).select_from(ReconcileNote)) == 1

    def test_only_a_finding_can_be_explained_and_only_with_words(self) -> None:
        pledge = create_whole_record()
        with pytest.raises(NotFound):
            explain(pledge, "funding.national", "없음", TODAY, by=actor("pledge"), now=NOW)
        with pytest.raises(RuleBroken):
            explain(pledge, "funding.total", "  ", TODAY, by=actor("pledge"), now=NOW)


def _cohort(**changes: Any) -> CohortFact:
    values: dict[str, Any] = {
        "code": "2024H1-community",
        "programme": "community",
        "name": "2024년 상반기 지역공동체 일자리",
        "year": 2024,
        "half": 1,
        "starts_on": date(2024, 3, 1),
        "ends_on": date(2024, 6, 30),
        "dates_known": "day",
        "months": 4,
        "term_months": 4,
        "recorded": 26,
        "counted": 26,
    }
    return CohortFact(**{**values, **changes})


def _facts(**values: Any) -> Facts:
    return Facts(**{"as_of": TODAY, **values})


def keys(found: Any) -> list[str]:
    return [one.key for one in found]


def test_nothing_to_compare_is_no_finding() -> None:
    assert check(_facts()) == ()
    assert check(_facts(cohorts=(_cohort(),))) == ()


@pytest.mark.parametrize(
    ("city", "found"), [(700, []), (701, []), (699, []), (702, ["ratio.x"]), (698, ["ratio.x"])], ids=str
)
def test_ratio_allows_the_rounding_of_the_sheet(city: int, found: list[str]) -> None:
    off = (city - 700) * (MILLION - 1) if abs(city - 700) == 1 else (city - 700) * MILLION // 2
    facts = _facts(ratios=(Ratio("x", "사업", 70, 1000 * MILLION, 700 * MILLION + off),))
    assert keys(funding.ratio(facts)) == found


@pytest.mark.parametrize(
    ("executed", "found"),
    [(900, []), (1100, []), (899, ["execution.2023"]), (1101, ["execution.2023"])],
    ids=["tenth under", "tenth over", "more under", "more over"],
)
def test_execution_may_be_off_by_a_tenth(executed: int, found: list[str]) -> None:
    facts = _facts(plan_by_year={2023: 1000, 2024: 1000}, executed_by_year={2023: executed, 2024: 1})
    assert keys(funding.execution(facts)) == found


@pytest.mark.parametrize(
    ("ends_on", "planned", "known", "found"),
    [
        (date(2024, 6, 30), 26, "day", []),
        (date(2024, 6, 29), 26, "day", ["ends.2024H1-community"]),
        (date(2024, 6, 29), 26, "month", []),
        (date(2024, 6, 29), None, "day", []),
    ],
)
def test_last_day_of_a_planned_term(ends_on: date, planned: int | None, known: str, found: list[str]) -> None:
    facts = _facts(cohorts=(_cohort(ends_on=ends_on, planned=planned, dates_known=known),))
    assert keys(terms.last_days(facts)) == found


def test_confirmed_for_a_whole_year_covers_both_halves() -> None:
    halves = (_cohort(), _cohort(code="2024H2-community", half=2, recorded=None, planned=29))
    whole = HeadCount(2024, None, 55, "community", "2024년 지역공동체 일자리 확정")
    assert keys(people.confirmed(_facts(cohorts=halves, confirmed=(whole,)))) == []
    more = HeadCount(2024, None, 54, "community", "2024년 지역공동체 일자리 확정")
    assert keys(people.confirmed(_facts(cohorts=halves, confirmed=(more,)))) == ["confirmed.2024-community"]


def test_a_half_is_compared_with_its_cohorts() -> None:
    stated = HeadCount(2024, 1, 27, "public_jobs", "2024년 상반기 참여자 선발")
    assert keys(people.selected_in_half(_facts(cohorts=(_cohort(),), selections=(stated,)))) == ["half.2024H1"]


def test_a_quarter_without_recorded_people_is_not_compared() -> None:
    facts = _facts(cohorts=(_cohort(recorded=None, planned=26),), quarter_targets={(2024, 1): 20})
    assert keys(targets.quarter_target(facts)) == []


@pytest.mark.parametrize(
    ("actual", "rate", "found"), [(10, 500, []), (11, 500, ["actual.1"]), (10, 501, ["rate.1"]), (None, None, [])]
)
def test_the_sheets_results_against_todays(actual: int | None, rate: int | None, found: list[str]) -> None:
    stated = RecordedActual(1, "참여인원", "명", 10, 500, actual, rate)
    assert keys(targets.results(_facts(recorded=(stated,)))) == found
