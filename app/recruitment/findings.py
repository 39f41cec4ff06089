"""How findings are laid out for the clerk: four groups, short lines, the field that each one is about. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from app.rules.criteria import RULE_LABELS
from app.rules.criteria.limits import LOOKED_UP
from app.rules.eligibility import Finding, Screening, Verdict
from app.rules.eligibility_sentences import say
from app.shared.money import won
from app.shared.sentences import josa

FIELDS = {
    "age": ("rrn", "주민등록번호 칸"),
    "residence": ("road_address", "주소 칸"),
    "income": ("income_won", "소득 칸"),
    "property": ("property_won", "재산 칸"),
    "household": ("householder", "세대주 칸"),
    "living_benefit": ("living_benefit", "생계급여 물음"),
    "unemployment_benefit": ("unemployment_benefit", "실업급여 물음"),
    "student": ("student", "재학 물음"),
    "health": ("hard_to_work", "건강 물음"),
    "papers": ("papers", "서류 칸"),
    "residence_status": ("residence_status", "체류자격 칸"),
    "work_ban": ("work_ban", "취업제한 물음"),
    "overlap": ("other_jobs", "다른 사업 물음"),
    "stream": ("stream", "모집 구분 칸"),
    "business": ("business", "사업자등록 물음"),
    "official_family": ("official_family", "공무원 가족 물음"),
    "public_pension": ("public_pension", "공적연금 물음"),
    "employed": ("employed", "취업 물음"),
}

_GROUPS = ("failed", "to_check", "later", "met")
_VERDICTS = {
    Verdict.ELIGIBLE: ("success", "적격"),
    Verdict.INELIGIBLE: ("danger", "부적격"),
    Verdict.NEEDS_REVIEW: ("warning", "확인 필요"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One finding as the page shows it."""

    rule: str
    label: str
    text: str
    basis: str
    anchor: str
    link: str

    @property
    def pair(self) -> tuple[str, str]:
        return self.label, self.text


@dataclass(frozen=True, slots=True)
class Panel:
    """The side panel. ``kind`` is the head's colour; the four groups are those of screens.md 3.3."""

    kind: str
    title: str
    text: str
    strong: str
    failed: tuple[Line, ...]
    to_check: tuple[Line, ...]
    later: tuple[Line, ...]
    met: tuple[Line, ...]


_NOTHING_FOUND = Panel("", "", "", "", (), (), (), ())
_ASKED = ("student", "health", "work_ban", "official_family")
NOT_ASKED = "아직 확인하지 않았습니다. 신청인에게 물어 답을 골라 주세요."
"""While the form is open: what a question will tell is not yet a paper that is missing."""


ALREADY = "이미 접수한 분"


def panel_of(outcome: Screening | None, already: str = "") -> Panel | None:
    """The findings of a form that is being filled in; None while nothing can be said.

    ``already``: the applicant has an application of this notice (W18). Then that is all: nothing more is received, and
    what would be found of another one contradicts what the first one was found to be.
    """
    if already:
        return replace(_NOTHING_FOUND, kind="warning", title=ALREADY, text=already, strong="")
    if outcome is None:
        return None
    return _panel(outcome, lambda one: NOT_ASKED if one.rule in _ASKED else say(one.sentence))


def _panel(outcome: Screening, to_check_text: Callable[[Finding], str]) -> Panel:
    failed = [one for one in outcome.findings if one.met is False]
    open_ = [one for one in outcome.findings if one.met is None]
    to_check = [one for one in open_ if not _waits_for_look_up(one)]
    later = [one for one in open_ if _waits_for_look_up(one)]
    kind, title, text, strong = _head(failed, to_check, later)
    return Panel(
        kind=kind,
        title=title,
        text=text,
        strong=strong,
        failed=tuple(_line(one, say(one.sentence)) for one in failed),
        to_check=tuple(_line(one, to_check_text(one)) for one in to_check),
        later=tuple(_line(one, short(one)) for one in later),
        met=tuple(_line(one, short(one)) for one in outcome.findings if one.met),
    )


def saved_panel(outcome: Screening) -> Panel:
    """The same groups for a saved application: its verdict as the head, and no fields to go to."""
    panel = _panel(outcome, lambda one: say(one.sentence))
    kind, title = _VERDICTS[outcome.verdict]
    _, _, text = say(outcome.sentence).partition(": ")
    groups = {name: tuple(replace(one, anchor="") for one in getattr(panel, name)) for name in _GROUPS}
    return replace(panel, kind=kind, title=title, text=text, strong="", **groups)


def field_notes(outcome: Screening) -> dict[str, str]:
    """Short notes under the fields whose figure bars the applicant."""
    notes = {}
    for one in outcome.findings:
        if one.met is False and one.rule in ("income", "property"):
            over = one.sentence.values["over"]
            notes[FIELDS[one.rule][0]] = f"기준보다 {won(over)}원 많음"
    return notes


FOREIGN = "외국인등록번호입니다. 체류자격을 골라 주세요. 내국인으로 두면 확인 필요로 남습니다."


def notes_of(outcome: Screening | None, *, foreign: bool, status: str) -> dict[str, str]:
    """Everything that is said at a field while the form is open."""
    asked = {"residence_status": FOREIGN} if foreign and not status else {}
    return (field_notes(outcome) if outcome else {}) | asked


def _waits_for_look_up(finding: Finding) -> bool:
    return finding.rule in LOOKED_UP


def _head(failed: list[Finding], to_check: list[Finding], later: list[Finding]) -> tuple[str, str, str, str]:
    check = f"{_names(to_check)} {len(to_check)}건은 확인이 필요합니다." if to_check else ""
    if failed:
        text = f"{_names(failed)} 조건을 충족하지 못했습니다. {check}".strip()
        return "danger", "신고 내용 기준 부적격", text, "접수는 할 수 있습니다."
    if to_check:
        return "warning", "확인할 것이 있습니다", check, "접수는 할 수 있습니다."
    if later:
        return "information", "신고 내용 기준 결격 없음", f"{len(later)}가지는 조회한 뒤에 정해집니다.", ""
    return "success", "적격", "조건을 모두 충족했습니다.", ""


def _names(findings: list[Finding]) -> str:
    return "·".join(RULE_LABELS[one.rule] for one in findings[:3]) + (" 등" if len(findings) > 3 else "")


def _line(finding: Finding, text: str) -> Line:
    anchor, link = FIELDS.get(finding.rule, ("", ""))
    return Line(finding.rule, RULE_LABELS[finding.rule], text, finding.basis, anchor, link)


def short(finding: Finding) -> str:
    """A few words for the folding groups: what was declared, against what."""
    make = _SHORT.get(finding.rule)
    return make(finding, finding.sentence.values) if make else say(finding.sentence)


def _means(_finding: Finding, values: dict[str, Any]) -> str:
    limit = f"기준 {won(values['limit'])}원"
    if values["won"] is None:
        return f"조회 전, {limit}"
    said = "조회" if values["looked_up"] is not None else "신고"
    return f"{said} {won(values['won'])}원, {limit}"


def _repeat(finding: Finding, values: dict[str, Any]) -> str:
    text = f"이 시스템에서 {values['rounds']}회째(한도 {values['limit']}회)"
    return text if finding.met else f"{text}. 일모아 조회 전"


def _benefit(finding: Finding, values: dict[str, Any]) -> str:
    if finding.met:
        return "받지 않음"
    return "받지 않는다고 신고" if values["declared"] is False else "물음에 답하기 전"


def _stream(finding: Finding, values: dict[str, Any]) -> str:
    return f"만 {values['age']}세, {josa(values['label'], '으로/로')} 신청" if finding.met else say(finding.sentence)


_SHORT: dict[str, Callable[[Finding, dict[str, Any]], str]] = {
    "income": _means,
    "property": _means,
    "repeat": _repeat,
    "living_benefit": _benefit,
    "unemployment_benefit": _benefit,
    "stream": _stream,
    "overlap": lambda one, _: "겹치는 사업 없음" if one.met else "일모아 조회 전",
    "age": lambda _, v: f"만 {v['age']}세(기준 만 {v['min']}세 이상)",
    "residence": lambda _, v: f"{v['district']} {v['dong']}".strip(),
    "household": lambda *_: "같은 세대의 다른 신청 없음",
    "student": lambda *_: "재학생이 아님",
    "health": lambda *_: "근로에 지장 없음",
    "papers": lambda _, v: f"{v['required']}건 모두 받음",
    "quit_ban": lambda *_: "제한 기간이 아님",
    "work_ban": lambda *_: "대상 아님",
    "residence_status": lambda _, v: f"체류자격 {v['status']}" if v.get("status") else "내국인",
    "head_ban": lambda *_: "제한 기록 없음",
    "business": lambda one, _: "사업자등록 없음" if one.met else "사업자등록 조회 전",
    "public_pension": lambda one, _: "받지 않음" if one.met else "공적연금 조회 전",
    "employed": lambda one, _: "취업 중 아님" if one.met else "고용보험 조회 전",
    "official_family": lambda *_: "해당 없음",
}
