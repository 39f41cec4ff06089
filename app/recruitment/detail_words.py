"""The declared facts of one application as rows of words, with what was looked up beside them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from app.recruitment.asked import MORE_QUESTIONS, QUESTIONS
from app.recruitment.declared import Declared
from app.recruitment.models import Application, HouseholdMember, Verification
from app.recruitment.words import LICENCES, LOOK_UP_LABELS, VULNERABLE_TYPES, LookUp
from app.rules.eligibility.variants import BUSINESS_EXCEPTIONS
from app.shared.money import won
from app.shared.periods import korean_date

EARLIER = "지난 조회(이번 심사에 쓰지 않음)"
_ANSWERS = {True: "예", False: "아니요", None: "확인 전"}


def wishes(application: Application, projects: Sequence[Any]) -> str:
    """희망 세부사업 in order."""
    names = {row.project_id: row.name for row in projects}
    wanted = [names[one] for one in application.preferences if one in names]
    return " · ".join(f"{place}순위 {name}" for place, name in enumerate(wanted, 1)) or "고르지 않음"


def declared_rows(application: Application, answers: Sequence[Verification], wanted: str) -> list[tuple[str, str, str]]:
    """(what, as declared, as looked up or empty). Both stay: the look-up counts, the declaration is kept.

    Only what counts in this round stands beside it: a look-up of before the notice says nothing here (services/evidence).
    """
    said = Declared.from_json(application.declared)
    newest: dict[str, Verification] = {}
    for one in answers:
        if counts(one, application):
            newest.setdefault(one.kind, one)

    def seen(kind: LookUp) -> str:
        return look_up_text(newest[kind]) if kind in newest else ""

    types = ", ".join(VULNERABLE_TYPES[one] for one in said.vulnerable_types) or "없음"
    return [
        ("희망 세부사업", wanted, ""),
        ("세대주", _ANSWERS[said.householder], seen(LookUp.HOUSEHOLD)),
        ("가구원 수", f"{application.household_size}명", ""),
        ("가구 월소득", _won(said.income_won), seen(LookUp.INCOME)),
        ("가구 재산 합계", _won(said.property_won), seen(LookUp.PROPERTY)),
        ("취업취약계층", types, ""),
        ("자격·면허", LICENCES.get(said.licence, "없음"), ""),
        *(
            (label, _ANSWERS[getattr(said, name)], seen(_LOOK_UP_OF[name]) if name in _LOOK_UP_OF else "")
            for name, label in QUESTIONS.items()
        ),
        ("참여 이력", "–", seen(LookUp.PAST)),
        *(
            row
            for name, label in MORE_QUESTIONS.items()
            if (row := _more(label, getattr(said, name), seen(LookUp(name))))
        ),
    ]


_LOOK_UP_OF = {
    "living_benefit": LookUp.LIVING_BENEFIT,
    "unemployment_benefit": LookUp.UNEMPLOYMENT_BENEFIT,
    "other_jobs": LookUp.OVERLAP,
}


def _more(label: str, said: bool | None, seen: str) -> tuple[str, str, str] | None:
    """What not every notice asks is told where there is something to tell."""
    return (label, _ANSWERS[said], seen) if said is not None or seen else None


def member_rows(application: Application, members: Sequence[HouseholdMember]) -> list[tuple[str, str]]:
    """(가구원 and relation, as declared) of each row of the household; incomes follow the order of the rows."""
    incomes = Declared.from_json(application.declared).member_income_won
    return [
        (f"가구원 {one.relation}", f"{one.name} · {one.born_year}년생 · 월소득 {_won(income)}")
        for one, income in zip_longest(members, incomes[: len(members)])
    ]


def counts(answer: Verification, application: Application) -> bool:
    """Is the verdict of this application reached by it? Made before the notice opened, it is of an earlier round."""
    return answer.looked_up_on >= application.notice.opens_on


def look_up_rows(answers: Sequence[Verification], application: Application) -> list[tuple[str, str]]:
    """All that was looked up about the person; what does not count here says so."""
    return [
        (
            LOOK_UP_LABELS[LookUp(one.kind)],
            look_up_text(one) if counts(one, application) else f"{look_up_text(one)} · {EARLIER}",
        )
        for one in answers
    ]


def look_up_text(one: Verification) -> str:
    """``3,054,200원 (행복e음, 2024. 7. 12.)``."""
    return f"{_value(one)} ({one.source}, {korean_date(one.looked_up_on)})"


def _value(one: Verification) -> str:
    if one.kind in (LookUp.INCOME, LookUp.PROPERTY):
        return _won(one.value)
    if one.kind in _YES_NO:
        return _YES_NO[LookUp(one.kind)][bool(one.value)]
    if one.kind == LookUp.BUSINESS:
        return "있음" + (f"({_exception(one)})" if one.value["exception"] else "") if _registered(one) else "없음"
    if one.kind == LookUp.RESTRICTION:
        return one.value["label"] if one.value else "제한 없음"
    if one.kind == LookUp.UNEMPLOYMENT_BENEFIT:
        return "받음" if one.value["receives"] else "받지 않음"
    if one.kind == LookUp.OVERLAP:
        return ", ".join(job["label"] for job in one.value) or "참여하지 않음"
    return "확인함"


_YES_NO = {
    LookUp.LIVING_BENEFIT: ("받지 않음", "받음"),
    LookUp.PUBLIC_PENSION: ("받지 않음", "받음"),
    LookUp.EMPLOYED: ("취업 중 아님", "취업 중"),
    LookUp.OFFICIAL_FAMILY: ("해당 없음", "해당함"),
}


def _exception(one: Verification) -> str:
    said = str(one.value["exception"])
    return BUSINESS_EXCEPTIONS.get(said, said)


def _registered(one: Verification) -> bool:
    return bool(one.value["registered"])


def _won(amount: int | None) -> str:
    return "확인 전" if amount is None else f"{won(amount)}원"
