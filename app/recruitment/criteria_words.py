"""The criteria of a notice in words, and the form of one rule. Pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from app.rules.criteria import (
    RULE_LABELS,
    AgeLimit,
    IncomeLimit,
    NoLimit,
    NoticeDocument,
    PropertyLimit,
    QuitLimit,
    RepeatLimit,
    ResidenceLimit,
    Rule,
    StatusLimit,
)
from app.rules.criteria.limits import LIMITS, LOOKED_UP, Limits
from app.shared.errors import RuleBroken
from app.shared.money import won

_LIMIT_FIELDS = {
    "age": ("min_years", "max_years"),
    "residence": ("district",),
    "income": ("percent", "single_percent"),
    "property": ("won",),
    "quit_ban": ("months",),
    "repeat": ("years", "rounds", "most_months", "consecutive"),
    "residence_status": ("allowed",),
}
UNITS = {
    "percent": "%",
    "single_percent": "%",
    "won": "원",
    "years": "년",
    "rounds": "회",
    "most_months": "개월",
    "consecutive": "회",
    "months": "개월",
    "min_years": "세",
    "max_years": "세",
}
_MAY_BE_EMPTY = ("max_years", "single_percent", "most_months", "consecutive")


def fields_of(code: str) -> tuple[str, ...]:
    """Names of the fields on the rule's form."""
    return _LIMIT_FIELDS.get(code, ()) + (("declared_is_enough",) if code in LOOKED_UP else ())


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
    "head_ban": "단체장이 참여를 제한한 사람 제외",
    "business": "사업자등록이 있는 사람 제외(휴업·무고용 임대업 예외)",
    "official_family": "공무원(사립학교 교직원 포함)의 배우자·자녀 제외",
    "public_pension": "공적연금 수령자 제외",
    "employed": "취업 중(고용보험 가입)인 사람 제외",
}


@dataclass(frozen=True, slots=True)
class CriteriaLine:
    """One rule: what it asks, and how sure the office is (``open``: 미확정, ``unsure``: 확인 필요 still to be given).

    ``sentence`` is what the page says beside the tag (wording.md 2); ``note`` what holds although nothing is unsure.
    """

    rule: Rule
    text: str
    unsure: bool
    open: bool
    sentence: str = ""
    note: str = ""


def lines(document: NoticeDocument, shipped_note: str = "", income_year: int = 0) -> list[CriteriaLine]:
    """Every rule in the fixed order, switched off ones too; ``shipped_note`` is what the shipped set says of itself."""
    obstacles = {one.rule: one for one in document.obstacles()}
    found = []
    for rule in document.rules:
        obstacle = obstacles.get(rule.code)
        undecided = obstacle is not None and obstacle.blocks
        sentence = _sentence(rule, undecided, shipped_note) if obstacle else ""
        found.append(
            CriteriaLine(rule, text_of(rule), obstacle is not None, undecided, sentence, _note(rule, income_year))
        )
    return found


CONFIDENCES = {"H": "높음", "M": "중간", "L": "낮음", "?": "미확정"}


def to_confirm(document: NoticeDocument) -> list[tuple[CriteriaLine, str, str]]:
    """Every rule that one written 확인 covers: its line, how sure the value is, and why it has to be confirmed."""
    wanted = {rule.code for rule in document.to_confirm}
    return [
        (line, CONFIDENCES[line.rule.confidence], _sentence(line.rule, False, ""))
        for line in lines(document)
        if line.rule.code in wanted
    ]


def _sentence(rule: Rule, undecided: bool, shipped_note: str) -> str:
    if rule.code in ("income", "property") and shipped_note:
        return shipped_note
    if rule.code == "repeat" and rule.on and not undecided:
        return "관악구 2024년 하반기 공고 기준입니다. 올해 공고를 확인하세요."
    if isinstance(rule.limits, StatusLimit):
        return f"허용 목록은 설정값입니다: {', '.join(rule.limits.allowed)}. 지침을 확인하세요."
    if undecided:
        return "해당 회차 지침을 확인해 입력한 뒤 공고하세요."
    return "공고문과 대조하고 근거 문서번호를 남기세요."


def _note(rule: Rule, income_year: int) -> str:
    if rule.code in ("living_benefit", "unemployment_benefit") and not rule.on:
        return "이번 공고에서는 신청할 수 있습니다. 참여 소득은 급여에 영향을 줄 수 있으니 신고하도록 안내하세요."
    if rule.code == "income" and rule.on and income_year:
        return f"적용 연도: {income_year}년 기준 중위소득(설정값). 공고문과 다르면 바꾸세요."
    if rule.code == "property" and rule.on:
        return "공시가격·시가표준액 기준, 부채는 빼지 않음(설정값)."
    return ""


def label_of(code: str) -> str:
    return RULE_LABELS[code]


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
        single = dict(limits.by_size).get(1)
        more = f"(1인 가구 {single}%)" if single is not None else ""
        return f"가구 소득 기준 중위소득 {limits.percent}% 이하{more}"
    if isinstance(limits, PropertyLimit):
        return f"가구 재산 {won(limits.won)}원 이하"
    if isinstance(limits, RepeatLimit):
        months = f", 모두 {limits.months}개월까지" if limits.months is not None else ""
        in_a_row = f", 연속 {limits.consecutive}회까지" if limits.consecutive is not None else ""
        return f"최근 {limits.years}년 동안 {limits.rounds}회까지(이번 신청 포함){months}{in_a_row}"
    if isinstance(limits, QuitLimit):
        return f"중도 포기한 뒤 {limits.months}개월이 지나지 않은 사람 제외"
    if isinstance(limits, StatusLimit):
        return f"외국인은 체류자격 {', '.join(limits.allowed)}"
    return _WORDS[rule.code]


def form_values(rule: Rule) -> dict[str, Any]:
    """What the rule's form starts with."""
    values: dict[str, Any] = {"on": rule.on, "declared_is_enough": rule.declared_is_enough}
    if rule.limits is None:
        return values
    values |= asdict(rule.limits)
    if isinstance(rule.limits, IncomeLimit):
        values["single_percent"] = dict(rule.limits.by_size).get(1)
    if isinstance(rule.limits, RepeatLimit):
        values["most_months"] = rule.limits.months
    if isinstance(rule.limits, StatusLimit):
        values["allowed"] = ", ".join(rule.limits.allowed)
    return values


def changes(rule: Rule, typed: dict[str, Any]) -> dict[str, Any]:
    """The rule's new ``on``, ``limits`` and ``declared_is_enough`` from its form. Raises RuleBroken on an empty limit."""
    given = {name: typed[name] for name in _LIMIT_FIELDS.get(rule.code, ())}
    on = bool(typed["on"])
    if on and any(value in (None, "") for name, value in given.items() if name not in _MAY_BE_EMPTY):
        raise RuleBroken(f"「{rule.label}」 기준의 값을 적어 주세요.")
    limits = _limits(rule, given) if on and given else rule.limits
    if on and limits is None:
        limits = NoLimit()
    enough = bool(typed["declared_is_enough"]) and rule.code in LOOKED_UP
    return {"on": on, "limits": limits, "declared_is_enough": enough}


def _limits(rule: Rule, given: dict[str, Any]) -> Limits:
    """The limits as typed; what the form does not ask (other household sizes, counted programmes) stays."""
    old, kind = rule.limits, LIMITS[rule.code]
    if rule.code == "income":
        sizes = dict(old.by_size) if isinstance(old, IncomeLimit) else {}
        sizes.pop(1, None)
        single = given.pop("single_percent")
        given["by_size"] = tuple(sorted((sizes | ({1: single} if single is not None else {})).items()))
    if rule.code == "repeat":
        given["months"] = given.pop("most_months")
    if rule.code == "residence_status":
        given["allowed"] = tuple(dict.fromkeys(part.strip() for part in given["allowed"].split(",") if part.strip()))
    made: Limits = replace(old, **given) if old is not None else kind(**given)
    return made
