"""What the page of one application says in words: the next thing to do, kinds of consent. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.recruitment.appeal_words import AFTER_SELECTION, BRING_BACK
from app.shared.periods import korean_date

CONSENT_KINDS = {"unique_id": "고유식별정보", "health": "민감정보", "criminal_record": "민감정보"}
"""개인정보 보호법 §23, §24: asked for apart from the general ones."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """``kind`` is the note's colour."""

    kind: str
    text: str


_OVER = {
    "selected": NextStep("success", "선발되었습니다. 배치와 근무는 참여자 화면에서 이어집니다."),
    "not_selected": NextStep("information", "선발되지 않았습니다. 이의신청이 들어오면 등록합니다."),
    "reserve": NextStep("information", "예비입니다. 자리가 비면 순번대로 잇습니다."),
}
_GIVEN_UP = {"declined": "포기한 신청입니다.", "cancelled": "취소한 신청입니다."}
_NOTHING_LEFT = "더 할 일이 없습니다."
_COMES_BACK = "다시 접수하려면 아래 「접수로 되돌리기」에 사유를 적어 주세요."
_UPHELD = NextStep("warning", f"{BRING_BACK} {AFTER_SELECTION}")
_TOO_LATE = NextStep("information", f"적격입니다. {AFTER_SELECTION}")
_NOT_THEIRS = {
    "selected": NextStep("success", "선발되었습니다. 배치와 근무는 구청 선발 담당이 이어서 합니다."),
    "needs_review": NextStep("warning", "확인이 필요합니다. 구청 선발 담당이 확인한 뒤 다시 심사합니다."),
    "received": NextStep("information", "심사를 기다립니다. 조회와 심사는 구청 선발 담당이 합니다."),
}
"""The same for who does not screen: nothing that they cannot do."""
_BY_VERDICT = {
    "eligible": NextStep("success", "적격입니다. 선발을 기다립니다."),
    "ineligible": NextStep("danger", "부적격입니다. 이유를 신청인에게 알리고, 이의신청이 들어오면 등록합니다."),
    "needs_review": NextStep("warning", "확인이 필요합니다. 조회 결과를 등록한 뒤 다시 심사합니다."),
}


def next_step(
    state: str,
    verdict: str | None,
    due_on: date | None,
    today: date,
    *,
    decided: bool = False,
    upheld: bool = False,
    back: str | None = None,
    screens: bool = True,
) -> NextStep:
    """The one next thing for this application, as far as who looks may do it. ``screens``: may they run a screening?

    ``decided``: the notice's selection is approved; ``upheld``: an appeal against this 미선발 was. ``back``: why who looks
    cannot bring back now what was given up; empty when they can, None when it is not for them.
    """
    if state in _GIVEN_UP:
        way = _NOTHING_LEFT if back is None else back or _COMES_BACK
        return NextStep("information", f"{_GIVEN_UP[state]} {way}")
    if state == "not_selected" and upheld:
        return _UPHELD
    if state == "screened" and verdict == "eligible" and decided:
        return _TOO_LATE
    if state in _OVER:
        return _OVER[state] if screens else _NOT_THEIRS.get(state, _OVER[state])
    if state == "papers_due":
        if due_on is not None and due_on < today:
            late = (today - due_on).days
            way = "서류를 받거나 없는 대로 심사합니다." if screens else "신청인에게 알려 빠진 서류를 바로 받습니다."
            return NextStep("danger", f"보완 기한이 {late}일 지났습니다. {way}")
        until = f"{korean_date(due_on, weekday=True)}까지 " if due_on else ""
        return NextStep("warning", f"빠진 서류를 {until}받습니다.")
    if state == "received" or verdict is None:
        waiting = NextStep("information", "심사를 기다립니다. 조회 결과가 오면 등록합니다.")
        return waiting if screens else _NOT_THEIRS["received"]
    return _BY_VERDICT[verdict] if screens else _NOT_THEIRS.get(verdict, _BY_VERDICT[verdict])
