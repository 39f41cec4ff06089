"""Questions of other districts' notices: asked at the counter and on paper only where the notice's rule is on. Pure."""

from __future__ import annotations

from app.rules.criteria import NoticeDocument

MORE_QUESTIONS = {
    "business": "사업자등록이 있음",
    "employed": "다른 곳에 취업 중",
    "public_pension": "공적연금을 받음",
    "official_family": "공무원·사립학교 교직원의 배우자나 자녀",
}
"""By the name that the rule, the declared fact and the look-up share."""


def asked_by(document: NoticeDocument) -> tuple[str, ...]:
    """Names of the questions that this notice asks, in their order."""
    on = {rule.code for rule in document.rules_on}
    return tuple(name for name in MORE_QUESTIONS if name in on)
