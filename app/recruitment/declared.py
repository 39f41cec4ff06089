"""The facts as the applicant declared them that day: the JSON of ``application.declared``, read strictly.

Only what was said is stored, so that the text stays short. Older rows hold every key: null, empty and missing say the
same, so that two declarations are compared as ``Declared``, never as they were stored.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from app.recruitment.words import LICENCES, VULNERABLE_TYPES
from app.shared.errors import RuleBroken

MOST_WON = 10**12


@dataclass(frozen=True, slots=True)
class Declared:
    """None is 확인 전: not declared, never "no". ``district`` is where the resident register has the applicant.

    ``member_income_won`` follows the order of the household's rows.
    """

    income_won: int | None = None
    property_won: int | None = None
    householder: bool | None = None
    vulnerable_types: tuple[str, ...] = ()
    licence: str = ""
    living_benefit: bool | None = None
    unemployment_benefit: bool | None = None
    student: bool | None = None
    hard_to_work: bool | None = None
    work_ban: bool | None = None
    other_jobs: bool | None = None
    business: bool | None = None
    employed: bool | None = None
    public_pension: bool | None = None
    official_family: bool | None = None
    district: str | None = None
    residence_expires_on: str | None = None
    by_proxy: bool = False
    member_income_won: tuple[int | None, ...] = ()

    def __post_init__(self) -> None:
        for sum_won in (self.income_won, self.property_won, *self.member_income_won):
            if sum_won is not None and (type(sum_won) is not int or not 0 <= sum_won <= MOST_WON):
                raise RuleBroken("소득과 재산은 0원부터 1조 원까지 원 단위로 적어 주세요.")
        asked = (self.living_benefit, self.unemployment_benefit, self.student, self.hard_to_work)
        for answer in (*asked, self.business, self.employed, self.public_pension, self.official_family):
            if answer is not None and type(answer) is not bool:
                raise RuleBroken("물음마다 아니요, 예, 확인 전 가운데 하나를 골라 주세요.")
        if not set(self.vulnerable_types) <= set(VULNERABLE_TYPES) or (self.licence and self.licence not in LICENCES):
            raise RuleBroken("취업취약계층 유형과 자격은 목록에서 골라 주세요.")
        if self.residence_expires_on is not None:
            date.fromisoformat(self.residence_expires_on)

    @property
    def claims_bonus(self) -> bool:
        """Claims something that needs 가점 증빙."""
        return bool(self.vulnerable_types or self.licence)

    def to_json(self) -> dict[str, Any]:
        """What was said; what was not, is left out."""
        said = {name: getattr(self, name) for name, unsaid in _UNSAID.items() if getattr(self, name) != unsaid}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in said.items()}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Declared:
        """Read a stored declaration. Raises RuleBroken on a key that is not ours."""
        if not value.keys() <= _UNSAID.keys():
            raise RuleBroken("신청 내용에 알 수 없는 항목이 있습니다.")
        listed: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in value.items()}
        return cls(**listed)


_UNSAID = {field.name: field.default for field in fields(Declared)}
