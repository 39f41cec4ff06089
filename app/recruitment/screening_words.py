"""The findings of one screening as the page lays them out: groups as at the counter, what was declared and looked up. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.recruitment import findings
from app.recruitment.asked import QUESTIONS
from app.recruitment.detail_words import declared_rows
from app.recruitment.models import Application, Verification
from app.rules.criteria import RULE_CODES, RULE_LABELS
from app.rules.eligibility import Finding, Screening
from app.rules.eligibility_sentences import say

# Rule → the line of the declaration that it judges (detail_words.declared_rows).
_FACTS = {
    "income": "가구 월소득",
    "property": "가구 재산 합계",
    "household": "세대주",
    "living_benefit": QUESTIONS["living_benefit"],
    "unemployment_benefit": QUESTIONS["unemployment_benefit"],
    "overlap": QUESTIONS["other_jobs"],
    "repeat": "참여 이력",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One finding: its sentence, its ground, and both the declaration and the look-up where there is one."""

    label: str
    text: str
    basis: str
    said: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """``kind`` is the colour: danger, warning, information (a look-up not made yet), success."""

    kind: str
    title: str
    rows: tuple[Judged, ...]


_GROUPS = (
    ("danger", "미충족", "failed"),
    ("warning", "확인할 것", "to_check"),
    ("information", "조회한 뒤 정해짐", "later"),
    ("success", "충족", "met"),
)


def groups_of(outcome: Screening, application: Application, answers: Sequence[Verification]) -> list[Group]:
    """One finding for every rule that is on, the worst first; groups with nothing in them are left out."""
    panel = findings.saved_panel(outcome)
    facts = {name: (said, seen) for name, said, seen in declared_rows(application, answers, "")}
    by_rule = {one.rule: one for one in outcome.findings}
    made = []
    for kind, title, name in _GROUPS:
        rows = tuple(_judged(by_rule[line.rule], facts) for line in getattr(panel, name))
        if rows:
            made.append(Group(kind, title, rows))
    return made


def _judged(finding: Finding, facts: dict[str, tuple[str, str]]) -> Judged:
    said, seen = facts.get(_FACTS.get(finding.rule, ""), ("", ""))
    shown = said if seen and said not in ("", "–") else ""
    return Judged(RULE_LABELS[finding.rule], say(finding.sentence), finding.basis, shown, seen)


_KINDS = {False: ("danger", "미충족"), None: ("warning", "확인 필요"), True: ("success", "충족")}
_MISSING = ("information", "조건 없음", "")


def compared(earlier: Screening, current: Screening) -> list[dict[str, Any]]:
    """A line for every rule of either: label, then (kind, word, sentence) of both; the differing ones first."""
    sides = [{one.rule: one for one in outcome.findings} for outcome in (earlier, current)]
    rules = [code for code in RULE_CODES if code in sides[0] or code in sides[1]]
    lines: list[dict[str, Any]] = [
        {"label": RULE_LABELS[rule], "sides": [_side(side.get(rule)) for side in sides]} for rule in rules
    ]
    for line in lines:
        line["differs"] = line["sides"][0] != line["sides"][1]
    return sorted(lines, key=lambda line: not line["differs"])


def _side(finding: Finding | None) -> tuple[str, str, str]:
    return (*_KINDS[finding.met], say(finding.sentence)) if finding else _MISSING
