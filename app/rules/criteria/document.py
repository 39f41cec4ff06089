"""The whole document of one notice version, its JSON, and what keeps it from opening."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from app.rules.criteria.limits import ADDED_LATER, RULE_CODES, Rule
from app.rules.criteria.reading import BadDocument, Reader
from app.rules.criteria.score_table import TIE_BREAK_LABELS, ScoreTable
from app.shared.canonical import canonical_json, digest
from app.shared.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class Backfill:
    """Seats of stream ``seats_of`` that stay empty go to applicants of stream ``people_of``."""

    seats_of: str
    people_of: str


@dataclass(frozen=True, slots=True)
class Reserve:
    """예비: this percent of the stream's seats, counted up; good until that many days before the cohort ends."""

    percent: int
    days_before_end: int


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a notice with this document may not open yet. ``blocks`` False: a written 확인 is enough."""

    rule: str
    blocks: bool
    message: str


@dataclass(frozen=True, slots=True)
class NoticeDocument:
    """Criteria, score table, tie-break and the rest of what an opened notice can no longer change.

    ``rules`` holds every rule once, in the fixed order. ``priority_percent`` is the least share of 취업취약계층 in each
    stream (0: none). The last tie-break is always the application number, which is not in the list.
    """

    rules: tuple[Rule, ...]
    score_table: ScoreTable
    tie_break: tuple[str, ...]
    backfill: tuple[Backfill, ...]
    priority_percent: int
    reserve: Reserve

    def rule(self, code: str) -> Rule:
        return self.rules[RULE_CODES.index(code)]

    @property
    def rules_on(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.on)

    def with_rule(self, code: str, **changes: Any) -> NoticeDocument:
        """A copy with one rule changed, e.g. ``with_rule("income", on=False)``; checked like any document."""
        rules = tuple(replace(rule, **changes) if rule.code == code else rule for rule in self.rules)
        return NoticeDocument.from_json(replace(self, rules=rules).to_json())

    def confirmed(self, document_number: str) -> NoticeDocument:
        """A copy in which the office has confirmed in writing every M and L value (demo.md 7.3); ``?`` stays open."""
        if not document_number.strip():
            raise RuleBroken("근거 문서번호를 적어 주세요.")
        rules = tuple(
            replace(rule, confirmed_by=document_number.strip()) if _needs_confirming(rule) else rule
            for rule in self.rules
        )
        return replace(self, rules=rules)

    @property
    def to_confirm(self) -> tuple[Rule, ...]:
        """The rules whose values a written 확인 covers, given already or not."""
        return tuple(rule for rule in self.rules if _needs_confirming(rule))

    def settled(self, code: str, document_number: str, **changes: Any) -> NoticeDocument:
        """A copy in which the office has entered its own value for a rule, with the document that says so beside its basis."""
        if not document_number.strip():
            raise RuleBroken("근거 문서번호를 적어 주세요.")
        number, rule = document_number.strip(), self.rule(code)
        kept = {"settled_by": number} if rule.basis else {"basis": number}
        return self.with_rule(code, **kept, confidence="H", confirmed_by="", **changes)

    def with_score_table(self, table: ScoreTable) -> NoticeDocument:
        return replace(self, score_table=table)

    def obstacles(self) -> tuple[Obstacle, ...]:
        """What keeps the notice from opening: 미확정 blocks, M and L need a written 확인; H needs nothing."""
        found = []
        for rule in self.rules:
            if rule.on and rule.confidence == "?":
                message = f"「{rule.label}」 기준이 미확정입니다. 해당 회차 지침을 확인해 입력한 뒤 공고하세요."
                found.append(Obstacle(rule.code, True, message))
            elif _needs_confirming(rule) and not rule.confirmed_by:
                message = f"「{rule.label}」 기준은 확인이 필요합니다. 근거 문서번호를 적고 확인해 주세요."
                found.append(Obstacle(rule.code, False, message))
        return tuple(found)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values (lists, not tuples), so that a database hands back what was put in."""
        value = {
            "rules": [rule.to_json() for rule in self.rules],
            "score_table": self.score_table.to_json(),
            "tie_break": list(self.tie_break),
            "backfill": [asdict(step) for step in self.backfill],
            "priority_percent": self.priority_percent,
            "reserve": asdict(self.reserve),
        }
        plain: dict[str, Any] = json.loads(canonical_json(value))
        return plain

    @property
    def digest(self) -> str:
        return digest(self.to_json())

    @classmethod
    def from_json(cls, value: object) -> NoticeDocument:
        """Read and check a document. Raises BadDocument (a RuleBroken) with a Korean sentence that names the place."""
        reader = Reader(value, "문서")
        document = cls(
            rules=_in_order(tuple(Rule.from_json(rule) for rule in reader.items("rules"))),
            score_table=ScoreTable.from_json(reader.take("score_table")),
            tie_break=_read_tie_break(reader),
            backfill=tuple(_read_backfill(step) for step in reader.items("backfill")),
            priority_percent=reader.whole("priority_percent", 0, 100),
            reserve=_read_reserve(reader.take("reserve")),
        )
        reader.close()
        return document


def _needs_confirming(rule: Rule) -> bool:
    return rule.confidence in ("M", "L") or (rule.confidence == "?" and not rule.on)


def _in_order(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    by_code: Mapping[str, Rule] = {rule.code: rule for rule in rules}
    if len(by_code) < len(rules) or any(code not in by_code and code not in ADDED_LATER for code in RULE_CODES):
        raise BadDocument("조건", "조건마다 한 번씩, 모두 적어 주세요(끈 조건 포함).")
    return tuple(by_code.get(code) or Rule.unnamed(code) for code in RULE_CODES)


def _read_tie_break(reader: Reader) -> tuple[str, ...]:
    codes = reader.texts("tie_break")
    for code in codes:
        if code not in TIE_BREAK_LABELS:
            raise BadDocument("동점자 기준", f"{', '.join(TIE_BREAK_LABELS)} 가운데에서 적어 주세요.")
    return codes


def _read_backfill(value: object) -> Backfill:
    reader = Reader(value, "모집 구분 사이 충원")
    step = Backfill(reader.text("seats_of", required=True), reader.text("people_of", required=True))
    reader.close()
    if step.seats_of == step.people_of:
        raise BadDocument(reader.where, "서로 다른 모집 구분을 적어 주세요.")
    return step


def _read_reserve(value: object) -> Reserve:
    reader = Reader(value, "예비")
    reserve = Reserve(reader.whole("percent", 0, 1000), reader.whole("days_before_end", 0, 365))
    reader.close()
    return reserve
