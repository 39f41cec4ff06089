"""조회 명단 and its reply: the very same columns, the last ones empty on the way out."""

from __future__ import annotations

from app.rules.eligibility.variants import BUSINESS_EXCEPTIONS
from app.sheets.columns import Column

KINDS = {
    "welfare": "행복e음",
    "ilmoa": "일모아",
    "employment": "고용보험",
    "business": "사업자등록",
}
QUITS = {"개인 사정": "personal", "취업": "job", "질병": "illness", "근무 불량": "misconduct", "그 밖": "other"}
"""참여 중단 사유 and the codes that the rule of early quits reads; empty: took part to the end."""
EXCEPTIONS = {word: code for code, word in BUSINESS_EXCEPTIONS.items()}

_HEAD = (
    Column("position", "연번", "whole", required=True, least=1, most=100_000, width=8),
    Column("number", "의뢰번호", required=True, width=32),
    Column("name", "성명", width=12),
    Column("rrn", "주민등록번호", "rrn", required=True, width=18),
    Column("reference_on", "기준일", "day", width=12),
)
_TAIL = (Column("looked_up_on", "조회일", "day", width=12, note="비우면 올리는 날입니다."),)
_RECEIVES = {"받음": True, "받지 않음": False}
_ANSWERS = {
    "welfare": (
        Column("income", "가구 월소득", "won"),
        Column("property", "가구 재산", "won"),
        Column("living_benefit", "생계급여", "choice", choices=_RECEIVES),
        Column("household", "세대 구성", "choice", choices={"확인": True}),
    ),
    "ilmoa": (
        Column("status", "참여 구분", "choice", choices={"이력 없음": "none", "지난 참여": "past", "참여 중": "now"}),
        Column("programme", "사업 이름", longest=60, width=28),
        Column("started_on", "참여 시작일", "day"),
        Column("ended_on", "참여 종료일", "day"),
        Column("end_reason", "중단 사유", "choice", choices=QUITS),
    ),
    "employment": (
        Column("receives", "실업급여", "choice", choices=_RECEIVES),
        Column("until", "실업급여 종료 예정일", "day", width=18),
        Column("employed", "취업 여부", "choice", choices={"취업 중": True, "취업 중 아님": False}),
    ),
    "business": (
        Column("registered", "사업자등록", "choice", choices={"있음": True, "없음": False}),
        Column("exception", "예외", "choice", choices=EXCEPTIONS, width=16, note="예외가 아니면 비웁니다."),
    ),
}
HISTORY = (
    Column("rrn", "주민등록번호", "rrn", width=18, note="적으면 번호로만 찾습니다."),
    Column("name", "성명", longest=40),
    Column("born_on", "생년월일", "day"),
    Column("phone", "전화번호", "phone", width=16),
    Column("programme", "사업 이름", required=True, longest=60, width=28),
    Column("started_on", "참여 시작일", "day", required=True),
    Column("ended_on", "참여 종료일", "day", required=True),
    Column("end_reason", "중단 사유", "choice", choices=QUITS),
)


def columns_of(kind: str) -> tuple[Column, ...]:
    """What a list of this kind holds, out and back."""
    return (*_HEAD, *_ANSWERS[kind], *_TAIL)


def answers_of(kind: str) -> tuple[str, ...]:
    """Keys of the columns that the other side fills in."""
    return tuple(column.key for column in _ANSWERS[kind])
