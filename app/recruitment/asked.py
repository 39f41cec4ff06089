"""What an applicant is asked, on every way in: the counter, the sheet, the printed form. Pure.

Six questions stand on every form. The others are those of other districts' notices: asked only where the notice's rule
is on. All are named by the word that the declared fact, the rule and the look-up share.
"""

from __future__ import annotations

from app.rules.criteria import NoticeDocument

QUESTIONS = {
    "living_benefit": "생계급여를 받음",
    "unemployment_benefit": "실업급여를 받음",
    "student": "대학·대학원 재학",
    "hard_to_work": "건강 때문에 일하기 어려움",
    "work_ban": "비위면직 등 취업 제한",
    "other_jobs": "다른 일자리사업 참여 중",
}
MORE_QUESTIONS = {
    "business": "사업자등록이 있음",
    "employed": "다른 곳에 취업 중",
    "public_pension": "공적연금을 받음",
    "official_family": "공무원·사립학교 교직원의 배우자나 자녀",
}
EVERY_QUESTION = (*QUESTIONS, *MORE_QUESTIONS)
ON_PAPER = {
    "living_benefit": "생계급여를 받고 있습니까?",
    "unemployment_benefit": "실업급여를 받고 있습니까?",
    "student": "대학이나 대학원에 다니고 있습니까?",
    "hard_to_work": "건강 때문에 일하기 어렵습니까?",
    "work_ban": "비위면직 등으로 취업이 제한되어 있습니까?",
    "other_jobs": "다른 재정지원 일자리사업에 참여하고 있습니까?",
    "business": "사업자등록이 있습니까?",
    "employed": "다른 곳에 취업해 있습니까?",
    "public_pension": "공적연금을 받고 있습니까?",
    "official_family": "공무원이나 사립학교 교직원의 배우자 또는 자녀입니까?",
}
"""The same, as the applicant reads them on the form."""


def asked_by(document: NoticeDocument) -> tuple[str, ...]:
    """Names of the further questions that this notice asks, in their order."""
    on = {rule.code for rule in document.rules_on}
    return tuple(name for name in MORE_QUESTIONS if name in on)
