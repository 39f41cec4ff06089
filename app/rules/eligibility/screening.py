"""The verdict: one finding for every rule that is on, in the fixed order, and the same outcome as two bit masks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any

from app.rules.criteria import RULE_CODES, NoticeDocument, Rule
from app.rules.eligibility.check import Check, Met
from app.rules.eligibility.facts import Facts
from app.rules.eligibility.identity import check_age, check_residence, check_residence_status, check_stream
from app.rules.eligibility.means import check_income, check_property
from app.rules.eligibility.participation import check_household, check_overlap, check_quit_ban, check_repeat
from app.rules.eligibility.standing import (
    check_health,
    check_living_benefit,
    check_papers,
    check_student,
    check_unemployment_benefit,
    check_work_ban,
)
from app.rules.eligibility.terms import ScreeningTerms
from app.rules.eligibility.variants import (
    check_business,
    check_employed,
    check_head_ban,
    check_official_family,
    check_public_pension,
)
from app.shared.sentences import Sentence

_OUTCOMES = {True: "met", False: "not_met", None: "review"}
_CHECKS: dict[str, Callable[[Rule, ScreeningTerms], Check]] = {
    "age": check_age,
    "residence": check_residence,
    "income": check_income,
    "property": check_property,
    "repeat": check_repeat,
    "household": check_household,
    "overlap": check_overlap,
    "living_benefit": check_living_benefit,
    "unemployment_benefit": check_unemployment_benefit,
    "student": check_student,
    "health": check_health,
    "quit_ban": check_quit_ban,
    "residence_status": check_residence_status,
    "work_ban": check_work_ban,
    "stream": check_stream,
    "head_ban": check_head_ban,
    "business": check_business,
    "official_family": check_official_family,
    "public_pension": check_public_pension,
    "employed": check_employed,
}


class Verdict(StrEnum):
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    NEEDS_REVIEW = "needs_review"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's outcome: ``met`` True, False or None (확인 필요); figures are plain JSON values."""

    rule: str
    met: Met
    figure: Any
    limit: Any
    basis: str
    sentence: Sentence

    def to_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "met": self.met,
            "figure": self.figure,
            "limit": self.limit,
            "basis": self.basis,
            "sentence": {"code": self.sentence.code, "values": self.sentence.values},
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Finding:
        """A stored finding, as ``to_json`` wrote it."""
        said = Sentence(value["sentence"]["code"], value["sentence"]["values"])
        return cls(value["rule"], value["met"], value["figure"], value["limit"], value["basis"], said)


@dataclass(frozen=True, slots=True)
class Screening:
    """The outcome for one application. Bit i of a mask is rule ``RULE_CODES[i]``."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    failed_mask: int
    review_mask: int

    @property
    def sentence(self) -> Sentence:
        """종합 판정 (wording.md 17)."""
        failed = [finding.rule for finding in self.findings if finding.met is False]
        if failed:
            return Sentence("verdict.ineligible", {"rule": failed[0], "count": len(failed)})
        if self.review_mask:
            return Sentence("verdict.needs_review", {"count": self.review_mask.bit_count()})
        return Sentence("verdict.eligible", {"count": len(self.findings)})


class Judge:
    """The rules of one notice, made ready once for one application or for a million.

    ``today`` matters only for papers past their due date; without it they stay 보완.
    """

    def __init__(self, document: NoticeDocument, terms: ScreeningTerms, today: date | None = None) -> None:
        self._parts: list[tuple[int, Rule, Check]] = []
        for rule in document.rules_on:
            make = partial(check_papers, today=today) if rule.code == "papers" else _CHECKS[rule.code]
            check = make(rule, terms)
            self._parts.append((1 << RULE_CODES.index(rule.code), rule, check))
        self._judges = [(bit, check.judge) for bit, _, check in self._parts]

    def masks(self, facts: Facts) -> tuple[int, int]:
        """(failed, review) for a batch that needs no sentences; the same judges as ``screen``."""
        failed = review = 0
        for bit, judge in self._judges:
            met = judge(facts)
            if met is None:
                review |= bit
            elif not met:
                failed |= bit
        return failed, review

    def screen(self, facts: Facts) -> Screening:
        """Every finding and the verdict: any not met is ineligible, else anything unknown needs review."""
        failed, review = self.masks(facts)
        findings = []
        for bit, rule, check in self._parts:
            met = None if review & bit else not failed & bit
            findings.append(_finding(rule, check, facts, met))
        return Screening(verdict_of(failed, review), tuple(findings), failed, review)


def verdict_of(failed_mask: int, review_mask: int) -> Verdict:
    if failed_mask:
        return Verdict.INELIGIBLE
    return Verdict.NEEDS_REVIEW if review_mask else Verdict.ELIGIBLE


def _finding(rule: Rule, check: Check, facts: Facts, met: Met) -> Finding:
    said = check.explain(facts, met)
    code = f"{rule.code}.{_OUTCOMES[met]}" + (f".{said.case}" if said.case else "")
    basis = f"{rule.grounds} · {said.basis}" if said.basis else rule.grounds
    return Finding(rule.code, met, said.figure, said.limit, basis, Sentence(code, said.values))


def screen(facts: Facts, document: NoticeDocument, terms: ScreeningTerms, today: date | None = None) -> Screening:
    """참여자격 심사 of one application (design.md 4.1). For many, make one ``Judge`` and keep it."""
    return Judge(document, terms, today).screen(facts)


def check_placement(record_free: bool | None, replied_on: date | None = None) -> Finding:
    """성범죄·아동학대 조회 before placing in a 세부사업 that needs it: no reply, no placement; no reason is told."""
    values = {"replied_on": replied_on.isoformat() if replied_on else None}
    sentence = Sentence(f"placement.{_OUTCOMES[record_free]}", values)
    return Finding("placement", record_free, record_free, True, "아동·청소년 관련 시설 취업제한 조회", sentence)
