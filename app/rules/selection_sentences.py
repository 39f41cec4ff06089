"""The Korean of a selection's outcome (wording.md 20–22): own points and rank, nobody else's figures."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.shared.money import won
from app.shared.periods import korean_date
from app.shared.sentences import Sentence


def say(sentence: Sentence) -> str:
    """The sentence that goes out to one applicant. KeyError on an unknown code."""
    parts = {"selected": _selected, "reserve": _reserve, "not_selected": _not_selected}
    return parts[sentence.code](sentence.values)


def _standing(v: dict[str, Any]) -> str:
    return f"총점 {v['points']}점, {v['stream']} {won(v['rank'])}위입니다"


def _selected(v: dict[str, Any]) -> str:
    return f"{_standing(v)}(선발 {won(v['seats'])}명). 선발되었습니다."


def _not_selected(v: dict[str, Any]) -> str:
    text = f"{_standing(v)}. 선발 인원은 {won(v['seats'])}명"
    text += "입니다." if v["cut_off"] is None else f"이고 선발 최저점은 {v['cut_off']}점입니다."
    if v["tied_on"]:
        text += f" 최저점과 같으나 동점자 기준 「{v['tied_on']}」에 따라 순위가 정해졌습니다."
    if v["passed"] == "priority":
        text += f" 취업취약계층을 {v['percent']}% 이상 선발하는 기준을 적용했습니다."
    elif v["passed"] == "projects":
        text += " 희망한 세부사업의 자리가 순위에 따라 먼저 찼습니다."
    return text


def _reserve(v: dict[str, Any]) -> str:
    until = korean_date(date.fromisoformat(v["until"]))
    return f"{_not_selected(v)} 예비 {won(v['reserve_no'])}번입니다. {until}까지 결원이 생기면 순서대로 연락드립니다."
