"""The criteria of a notice in words, and the form of one rule. Pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from app.rules.criteria import (
    AgeLimit,
    IncomeLimit,
    NoticeDocument,
    PropertyLimit,
    QuitLimit,
    RepeatLimit,
    ResidenceLimit,
    Rule,
    StatusLimit,
)
from app.rules.criteria.limits import LOOKED_UP
from app.shared.errors import RuleBroken
from app.shared.money import won

FIELDS = {
    "age": ("min_years",),
    "income": ("percent", "declared_is_enough"),
    "property": ("won", "declared_is_enough"),
    "quit_ban": ("months",),
    "repeat": ("years", "rounds", "declared_is_enough"),
    "overlap": ("declared_is_enough",),
    "living_benefit": ("declared_is_enough",),
    "unemployment_benefit": ("declared_is_enough",),
}
_WORDS = {
    "household": "한 세대에서 한 사람",
    "overlap": "기간이 겹치는 다른 일자리사업 제외",
    "living_benefit": "생계급여 수급자 제외",
    "unemployment_benefit": "실업급여 수급자 제외",
    "student": "대학·대학원 재학생 제외",
    "health": "근로가 어려운 사람 제외",
    "papers": "제출 서류를 모두 낸 사람",
    "work_ban": "비위면직 등 취업제한자 제외",
    "stream": "나이에 맞는 모집 구분",
}


@dataclass(frozen=True, slots=True)
class CriteriaLine:
    """One rule: what it asks, and how sure the office is (``open``: 미확정, ``unsure``: 확인 필요 still to be given)."""

    rule: Rule
    text: str
    unsure: bool
    open: bool


def lines(document: NoticeDocument) -> list[CriteriaLine]:
    """Every rule in the fixed order, switched off ones too."""
    obstacles = {one.rule: one for one in document.obstacles()}
    return [
        CriteriaLine(
            rule, text_of(rule), rule.code in obstacles, rule.code in obstacles and obstacles[rule.code].blocks
        )
        for rule in document.rules
    ]


def text_of(rule: Rule) -> str:
    if not rule.on:
        return "쓰지 않음"
    limits = rule.limits
    if isinstance(limits, AgeLimit):
        high = f" {limits.max_years}세 이하" if limits.max_years is not None else ""
        return f"만 {limits.min_years}세 이상{high}"
    if isinstance(limits, ResidenceLimit):
        return f"{limits.district} 주민"
    if isinstance(limits, IncomeLimit):
        return f"가구 소득 기준 중위소득 {limits.percent}% 이하"
    if isinstance(limits, PropertyLimit):
        return f"가구 재산 {won(limits.won)}원 이하"
    if isinstance(limits, RepeatLimit):
        return f"최근 {limits.years}년 동안 {limits.rounds}회까지(이번 신청 포함)"
    if isinstance(limits, QuitLimit):
        return f"중도 포기한 뒤 {limits.months}개월이 지나지 않은 사람 제외"
    if isinstance(limits, StatusLimit):
        return f"외국인은 체류자격 {', '.join(limits.allowed)}"
    return _WORDS[rule.code]


def form_values(rule: Rule) -> dict[str, Any]:
    """What the rule's form starts with."""
    values: dict[str, Any] = {"on": rule.on, "declared_is_enough": rule.declared_is_enough}
    return values | (asdict(rule.limits) if rule.limits is not None else {})


def changes(rule: Rule, typed: dict[str, Any]) -> dict[str, Any]:
    """The rule's new ``on``, ``limits`` and ``declared_is_enough`` from its form. Raises RuleBroken on an empty limit."""
    names = [name for name in FIELDS.get(rule.code, ()) if name != "declared_is_enough"]
    given = {name: typed[name] for name in names}
    on = bool(typed["on"])
    if on and any(value is None for value in given.values()):
        raise RuleBroken(f"「{rule.label}」 기준의 값을 적어 주세요.")
    limits = rule.limits
    if on and given:
        limits = replace(limits, **given) if limits is not None else _new_limits(rule.code, given)
    enough = bool(typed["declared_is_enough"]) and rule.code in LOOKED_UP
    return {"on": on, "limits": limits, "declared_is_enough": enough}


def _new_limits(code: str, given: dict[str, Any]) -> Any:
    kinds = {
        "income": IncomeLimit,
        "property": PropertyLimit,
        "repeat": RepeatLimit,
        "age": AgeLimit,
        "quit_ban": QuitLimit,
    }
    return kinds[code](**given)
