"""One application judged, in memory: the product's judge against openfisca-core with the same rules as variables."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
from openfisca_core import periods
from openfisca_core.entities import build_entity
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from app.rules.criteria import RULE_CODES, shipped_set
from app.rules.eligibility import Facts, Judge, Known, MedianIncome, ScreeningTerms, StreamAges

DAY = "2024-07"
LOOKED = date(2024, 6, 10)
TERMS = ScreeningTerms(
    age_on=date(2024, 7, 1),
    residence_on=date(2024, 7, 1),
    starts_on=date(2024, 7, 1),
    ends_on=date(2024, 11, 30),
    median=MedianIncome(2024, (2228445, 3682609, 4714657, 5729913, 6695735, 7618369, 8514994), 896625),
    streams={"under65": StreamAges("65세 미만", 18, 64), "senior": StreamAges("65세 이상", 65, None)},
)
PERSON = build_entity(key="person", plural="persons", label="", is_person=True)
HOUSEHOLD = build_entity(key="household", plural="households", label="", roles=[{"key": "member", "plural": "members"}])
INPUTS = {
    "age": int, "income": int, "ceiling": int, "property": int, "rounds": int, "elsewhere": bool, "same_home": bool,
    "other_job": bool, "living": bool, "unemployment": bool, "student": bool, "unfit": bool, "papers": int,
    "quit": bool, "status_barred": bool, "banned": bool, "stream_wrong": bool, "restricted": bool,
}  # fmt: skip
FORMULAS: dict[str, Callable[[Any, Any], Any]] = {
    "age": lambda person, when: person("age", when) < 18,
    "residence": lambda person, when: person("elsewhere", when),
    "income": lambda person, when: person("income", when) > person("ceiling", when),
    "property": lambda person, when: person("property", when) > 499_000_000,
    "repeat": lambda person, when: person("rounds", when) + 1 > 2,
    "household": lambda person, when: person("same_home", when),
    "overlap": lambda person, when: person("other_job", when),
    "living_benefit": lambda person, when: person("living", when),
    "unemployment_benefit": lambda person, when: person("unemployment", when),
    "student": lambda person, when: person("student", when),
    "health": lambda person, when: person("unfit", when),
    "papers": lambda person, when: person("papers", when) > 0,
    "quit_ban": lambda person, when: person("quit", when),
    "residence_status": lambda person, when: person("status_barred", when),
    "work_ban": lambda person, when: person("banned", when),
    "stream": lambda person, when: person("stream_wrong", when),
    "head_ban": lambda person, when: person("restricted", when),
}


def _system() -> TaxBenefitSystem:
    system = TaxBenefitSystem([PERSON, HOUSEHOLD])
    common = {"entity": PERSON, "definition_period": periods.DateUnit.MONTH, "label": ""}
    for name, kind in INPUTS.items():
        system.add_variable(type(name, (Variable,), {**common, "value_type": kind}))
    for code, formula in FORMULAS.items():
        made = {
            **common,
            "value_type": bool,
            "formula": lambda person, when, _all, formula=formula: formula(person, when),
        }
        system.add_variable(type(f"fails_{code}", (Variable,), made))
    bits = {code: 1 << RULE_CODES.index(code) for code in FORMULAS}

    def mask(person: Any, when: Any, _all: Any) -> Any:
        return sum(person(f"fails_{code}", when) * bit for code, bit in bits.items())

    system.add_variable(type("mask", (Variable,), {**common, "value_type": int, "formula": mask}))
    return system


def _people() -> list[tuple[Facts, dict[str, Any]]]:
    good = Facts(
        born_on=date(1966, 4, 12), stream="under65", district="관악구", household_size=2,
        income_won=Known(looked_up=2_480_000), property_won=Known(looked_up=182_000_000), past_looked_up_on=LOOKED,
        household_checked=True, other_jobs_looked_up_on=LOOKED, living_benefit=Known(False, False),
        unemployment_benefit=Known(False, False), student=False, able_to_work=True, papers_required=5, work_ban=False,
    )  # fmt: skip
    figures = {"age": 58, "income": 2_480_000, "ceiling": 2_946_087, "property": 182_000_000}
    poor = Facts(**{name: getattr(good, name) for name in Facts.__slots__})
    poor.income_won, poor.student, poor.district = Known(looked_up=3_000_000), True, "동작구"
    return [(good, figures), (poor, {**figures, "income": 3_000_000, "student": True, "elsewhere": True})]


def _openfisca(system: TaxBenefitSystem, figures: dict[str, Any]) -> int:
    simulation = SimulationBuilder().build_default_simulation(system)
    for name, value in figures.items():
        simulation.set_input(name, DAY, np.array([value]))
    return int(simulation.calculate("mask", DAY)[0])


def _median(work: Callable[[], object], times: int) -> float:
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return statistics.median(found)


def measure() -> bool:
    """Prints the ratio. False when the two do not judge alike."""
    system, judge = _system(), Judge(shipped_set("companion", 2024, 2).document, TERMS, date(2024, 7, 8))
    for facts, figures in _people():
        if judge.masks(facts) != (_openfisca(system, figures), 0):
            print(f"the single checks differ: {judge.masks(facts)}, {_openfisca(system, figures)}")
            return False
    facts, figures = _people()[1]
    theirs, ours = [], []
    for _ in range(5):
        theirs.append(_median(lambda: _openfisca(system, figures), 10))
        ours.append(_median(lambda: judge.masks(facts), 2000))
    peer, own = statistics.median(theirs), statistics.median(ours)
    print(
        f"one application: openfisca-core {peer * 1e3:.2f} ms, product {own * 1e6:.1f} us, "
        f"1/{peer / own:.0f}, goal 1/100: {'met' if own * 100 <= peer else 'NOT met'}"
    )
    return True
