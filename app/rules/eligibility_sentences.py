"""The Korean of every finding and verdict (wording.md 3, messages 1–17). Values in, sentence out; nothing is judged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from app.rules.criteria import RULE_LABELS
from app.shared.money import won
from app.shared.periods import korean_date
from app.shared.sentences import Sentence, josa

Values = dict[str, Any]


def _day(iso: str, *, weekday: bool = False) -> str:
    return korean_date(date.fromisoformat(iso), weekday=weekday)


def _in_brackets(text: str) -> str:
    return f"({text})" if text else ""


def _with(word: str, pair: str) -> str:
    """The particle after a code such as F-5 is read in Korean: 일, 칠 and 팔 end in ㄹ and take 로."""
    return f"{word}로" if pair == "으로/로" and word[-1:] in "178" else josa(word, pair)


def _income_over(v: Values) -> str:
    limit = f"{won(v['limit'])}원({v['size']}인, 중위소득 {v['percent']}%)"
    return f"가구 소득 월 {won(v['won'])}원으로, 기준 {limit}보다 {won(v['over'])}원 많습니다."


def _income_met(v: Values) -> str:
    limit = f"{won(v['limit'])}원({v['size']}인, 중위소득 {v['percent']}%)"
    return f"가구 소득 월 {won(v['won'])}원입니다. 기준 {limit} 이하입니다."


def _same_household(v: Values) -> str:
    where = f"({v['dong']}, {_day(v['received_on'])})"
    return f"같은 세대의 신청이 이미 있습니다{where}. 한 세대에서 한 사람만 참여할 수 있습니다."


def _overlap(v: Values) -> str:
    return f"「{v['label']}」 참여 기간({_day(v['from'])}~{_day(v['to'])})과 {v['days']}일 겹칩니다."


def _repeat_over(v: Values) -> str:
    text = f"이번 신청을 포함하면 최근 {v['years']}년 동안 {v['rounds']}회입니다."
    return f"{text} 한도는 {v['limit']}회입니다{_in_brackets(', '.join(v['past']))}."


def _unemployment(v: Values) -> str:
    until = f"({_day(v['until'])}까지)이어서" if v["until"] else "이어서"
    return f"실업급여 수급 중{until} 참여할 수 없습니다."


def _papers_due(v: Values) -> str:
    due = f"(기한 {_day(v['due_on'], weekday=True)})" if v["due_on"] else ""
    return f"{', '.join(v['missing'])} 보완이 필요합니다{due}."


def _papers_late(v: Values) -> str:
    missing = josa(", ".join(v["missing"]), "을/를")
    return f"보완 기한 {_day(v['due_on'], weekday=True)}까지 {missing} 받지 못했습니다."


def _status_met(v: Values) -> str:
    until = f"({_day(v['expires_on'])}까지)" if v["expires_on"] else ""
    return f"체류자격 {_with(v['status'], '으로/로')} 참여할 수 있습니다{until}."


def _ages(v: Values) -> str:
    low = f"만 {v['min']}세 이상" if v["min"] is not None else ""
    high = f"만 {v['max']}세 이하" if v["max"] is not None else ""
    return " ".join(part for part in (low, high) if part)


def _wrong_stream(v: Values) -> str:
    particle = josa(v["label"], "은/는")[len(v["label"]) :]
    return f"{_day(v['on'])} 현재 만 {v['age']}세입니다. 「{v['label']}」{particle} {_ages(v)}만 신청할 수 있습니다."


def _work_ban(v: Values) -> str:
    return f"취업제한 기간({_day(v['until'])}까지)입니다." if v["until"] else "취업제한 기간입니다."


def _head_ban(v: Values) -> str:
    until = f"{_day(v['until'])}까지 " if v["until"] else ""
    return f"참여 제한({v['label']})으로 {until}참여할 수 없습니다."


def _ineligible(v: Values) -> str:
    label = RULE_LABELS[v["rule"]]
    if v["count"] == 1:
        return f"부적격: {label} 조건을 충족하지 못했습니다."
    return f"부적격: {label} 등 {v['count']}개 조건을 충족하지 못했습니다."


_CATALOGUE: dict[str, Callable[[Values], str] | str] = {
    "age.met": lambda v: f"{_day(v['on'])} 현재 만 {v['age']}세입니다(기준 만 {v['min']}세 이상).",
    "age.not_met": lambda v: (
        f"{_day(v['on'])} 현재 만 {v['age']}세입니다. 만 {v['min']}세 이상부터 신청할 수 있습니다."
    ),
    "age.not_met.too_old": lambda v: (
        f"{_day(v['on'])} 현재 만 {v['age']}세입니다. 만 {v['max']}세 이하만 신청할 수 있습니다."
    ),
    "age.review": "생년월일을 확인할 수 없습니다. 신분증을 확인해 주세요.",
    "residence.met": lambda v: f"{_day(v['on'])} 현재 주민등록지가 {v['district']}{_in_brackets(v['dong'])}입니다.",
    "residence.not_met": lambda v: (
        f"{_day(v['on'])} 현재 주민등록지가 {v['district']}입니다. {v['home']}민만 신청할 수 있습니다."
    ),
    "residence.review": "주민등록지를 확인하지 않았습니다. 등본이나 행정정보 공동이용으로 확인해 주세요.",
    "income.met": _income_met,
    "income.not_met": _income_over,
    "income.review": lambda v: (
        f"소득 조회 결과가 없습니다. 신고 소득은 월 {won(v['declared'])}원, 기준은 {won(v['limit'])}원입니다."
    ),
    "income.review.undeclared": lambda v: f"소득 조회 결과가 없습니다. 기준은 {won(v['limit'])}원입니다.",
    "property.met": lambda v: f"가구 재산 {won(v['won'])}원입니다. 기준 {won(v['limit'])}원 이하입니다.",
    "property.not_met": lambda v: (
        f"가구 재산 {won(v['won'])}원으로, 기준 {won(v['limit'])}원보다 {won(v['over'])}원 많습니다."
    ),
    "property.review": lambda v: f"재산 조회 결과가 없습니다. 신고 재산은 {won(v['declared'])}원입니다.",
    "property.review.undeclared": "재산 조회 결과가 없습니다.",
    "repeat.met": lambda v: f"최근 {v['years']}년 동안 이번 신청을 포함해 {v['rounds']}회입니다(한도 {v['limit']}회).",
    "repeat.not_met": _repeat_over,
    "repeat.not_met.months": lambda v: (
        f"이번 기간을 포함하면 최근 {v['years']}년 동안 {v['months']}개월입니다. 한도는 {v['months_limit']}개월입니다."
    ),
    "repeat.not_met.consecutive": lambda v: (
        f"이번 신청을 포함하면 {v['in_a_row']}회 연속입니다. 한도는 {v['in_a_row_limit']}회 연속입니다."
    ),
    "repeat.review": "일모아 참여 이력을 조회하지 않았습니다.",
    "household.met": "같은 세대의 다른 신청이 없습니다.",
    "household.not_met": _same_household,
    "household.review": "세대 구성을 확인하지 않았습니다.",
    "overlap.met": "기간이 겹치는 다른 일자리사업이 없습니다.",
    "overlap.not_met": _overlap,
    "overlap.review": "다른 일자리사업 참여 여부를 조회하지 않았습니다.",
    "living_benefit.met": "생계급여 수급자가 아닙니다.",
    "living_benefit.not_met": "생계급여 수급자는 이번 공고에 참여할 수 없습니다.",
    "living_benefit.review": "수급 여부를 조회하지 않았습니다.",
    "unemployment_benefit.met": "실업급여를 받고 있지 않습니다.",
    "unemployment_benefit.not_met": _unemployment,
    "unemployment_benefit.review": "실업급여 수급 여부를 조회하지 않았습니다.",
    "student.met": lambda v: f"재학생이 아닙니다{_in_brackets(v['note'])}.",
    "student.not_met": lambda v: f"{v['school'] or '대학(원)'} 재학 중이어서 참여할 수 없습니다.",
    "student.review": "재학·휴학 증명이 없습니다.",
    "health.met": "근로에 지장이 없다고 확인했습니다.",
    "health.not_met": lambda v: f"근로가 어려운 상태로 확인했습니다{_in_brackets(v['paper'])}.",
    "health.review": "건강 상태 확인이 필요합니다. 진단명을 적지 말고 근로 가능 여부만 적어 주세요.",
    "papers.met": lambda v: f"필요한 서류 {v['required']}건을 모두 받았습니다.",
    "papers.not_met": _papers_late,
    "papers.review": _papers_due,
    "quit_ban.met": "참여 제한 기간이 아닙니다.",
    "quit_ban.not_met": lambda v: f"{v['cohort']} 중도 포기로 {_day(v['until'])}까지 참여할 수 없습니다.",
    "quit_ban.review": lambda v: f"중도 포기 사유가 정당한지 확인해 주세요{_in_brackets(v['reason'])}.",
    "residence_status.met": _status_met,
    "residence_status.met.citizen": "내국인이어서 체류자격을 묻지 않습니다.",
    "residence_status.not_met": lambda v: f"체류자격 {_with(v['status'], '은/는')} 이번 공고의 참여 대상이 아닙니다.",
    "residence_status.review": lambda v: f"체류자격 만료일({_day(v['expires_on'])})이 사업 종료일보다 이릅니다.",
    "residence_status.review.unseen": "체류자격을 확인하지 않았습니다. 외국인등록증을 확인해 주세요.",
    "work_ban.met": "취업제한 대상이 아닙니다.",
    "work_ban.not_met": _work_ban,
    "work_ban.review": "확인서를 받지 않았습니다.",
    "head_ban.met": "참여를 제한한 기록이 없습니다.",
    "head_ban.met.over": lambda v: f"참여 제한({v['label']})이 {_day(v['until'])}에 끝났습니다.",
    "head_ban.not_met": _head_ban,
    "business.met": "사업자등록이 없습니다.",
    "business.met.exception": lambda v: f"사업자등록이 있으나 예외입니다{_in_brackets(v['exception'])}.",
    "business.not_met": "사업자등록이 있어 참여할 수 없습니다.",
    "business.review": "사업자등록 여부를 조회하지 않았습니다.",
    "official_family.met": "공무원의 배우자나 자녀가 아닙니다.",
    "official_family.not_met": "공무원의 배우자나 자녀는 이번 공고에 참여할 수 없습니다.",
    "official_family.review": "공무원 가족인지 확인하지 않았습니다. 본인에게 확인해 주세요.",
    "public_pension.met": "공적연금을 받고 있지 않습니다.",
    "public_pension.not_met": "공적연금 수령자는 이번 공고에 참여할 수 없습니다.",
    "public_pension.review": "공적연금 수령 여부를 조회하지 않았습니다.",
    "employed.met": "고용보험에 가입한 다른 일자리가 없습니다.",
    "employed.not_met": "고용보험에 가입해 취업 중이어서 참여할 수 없습니다.",
    "employed.review": "취업 여부(고용보험)를 조회하지 않았습니다.",
    "placement.met": lambda v: "조회 결과 해당 없음" + (f"(회신 {_day(v['replied_on'])})." if v["replied_on"] else "."),
    "placement.not_met": "해당 세부사업에 배치할 수 없습니다.",
    "placement.review": "조회 회신 전입니다. 배치할 수 없습니다.",
    "stream.met": lambda v: f"{_day(v['on'])} 현재 만 {v['age']}세로 「{v['label']}」에 신청할 수 있습니다.",
    "stream.not_met": _wrong_stream,
    "stream.review": "생년월일을 확인할 수 없습니다. 신분증을 확인해 주세요.",
    "stream.review.unchosen": "모집 구분을 고르지 않았습니다.",
    "verdict.eligible": lambda v: f"적격: 조건 {v['count']}개를 모두 충족했습니다.",
    "verdict.ineligible": _ineligible,
    "verdict.needs_review": lambda v: f"확인 필요: {v['count']}개 항목을 확인하면 판정합니다.",
}


def say(sentence: Sentence) -> str:
    """The sentence in Korean, with its figures and the right particles. KeyError on an unknown code."""
    text = _CATALOGUE[sentence.code]
    return text if isinstance(text, str) else text(sentence.values)
