"""Codes of this feature and the Korean that pages show for them. No logic."""

from __future__ import annotations

from app.cohorts.models import MonthState, Outcome, ParticipationState, SelectionState
from app.recruitment.models import STREAM_LABELS

STREAMS = {str(code): label for code, label in STREAM_LABELS.items()}
ITEM_COLUMNS = {
    "income": "소득",
    "property": "재산",
    "dependants": "부양",
    "vulnerable_types": "취약",
    "householder": "세대주",
    "past_rounds": "이력",
}
OUTCOMES = {Outcome.SELECTED: "선발", Outcome.RESERVE: "예비", Outcome.NOT_SELECTED: "미선발"}
SELECTION_STATES = {
    SelectionState.PROPOSED: ("bg-light-warning", "결재 대기"),
    SelectionState.APPROVED: ("bg-light-success", "확정"),
    SelectionState.REJECTED: ("bg-light-gray", "돌려보냄"),
}
PARTICIPATION_STATES = {
    ParticipationState.PLANNED: ("outline-gray", "근무 전"),
    ParticipationState.WORKING: ("bg-light-primary", "근무 중"),
    ParticipationState.ENDED: ("bg-light-gray", "마침"),
    ParticipationState.CANCELLED: ("bg-light-gray", "취소"),
}
MONTH_STATES = {
    "none": ("outline-gray", "시작 전"),
    MonthState.OPEN: ("outline-gray", "입력 중"),
    MonthState.CONFIRMED: ("bg-light-primary", "확인함"),
    "proposed": ("bg-light-warning", "마감 결재 대기"),
    MonthState.CLOSED: ("bg-light-success", "마감"),
}
END_REASONS = {
    "term": "기간 만료",
    "job": "취업",
    "illness": "질병·부상",
    "personal": "개인 사정",
    "misconduct": "근무 불량",
    "other": "그 밖의 사유",
}
