"""What one application may not say at once: the same rules and sentences for the counter form and for a file. Pure.

Each function gives the field at fault and what is wrong there; an empty answer is fine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from app.recruitment.address import district_of
from app.shared.money import won
from app.shared.sentences import josa

OUTSIDE = "관악구 밖이면 주소에 시·군·구를 적어 주세요(예: 서울특별시 동작구 …)."
SAME_TWICE = "1순위와 같은 세부사업입니다. 다른 세부사업을 고르거나 비워 주세요."


class Offered(NamedTuple):
    """A 세부사업 of the notice and the 모집 구분 in which it has seats."""

    name: str
    streams: frozenset[str]


def of_household(size: int | None, incomes: Sequence[int | None], income_won: int | None) -> dict[str, str]:
    """``incomes``: one for each member listed beside the applicant, None where none is given."""
    found = {}
    if size is not None and len(incomes) > size - 1:
        found["household_size"] = (
            f"가구원을 {len(incomes)}명 적어 본인까지 {len(incomes) + 1}명입니다. 가구원 수나 가구원을 고쳐 주세요."
        )
    total = sum(one or 0 for one in incomes)
    if income_won is not None and total > income_won:
        found["income_won"] = (
            f"가구원의 월소득을 더하면 {won(total)}원으로 가구 월소득보다 {won(total - income_won)}원 많습니다. "
            "가구 월소득이나 가구원의 월소득을 고쳐 주세요."
        )
    return found


def of_address(road_address: str, dong_code: str | None) -> dict[str, str]:
    """Somebody from outside the district says from where: whether they may take part hangs on it."""
    known = not road_address or district_of(road_address, dong_code)
    return {} if known else {"road_address": OUTSIDE}


def of_wishes(
    first: int | None, second: int | None, *, stream: str, label: str, offered: Mapping[int, Offered]
) -> dict[str, str]:
    """희망 세부사업 against each other and against the 모집 구분 (``label``), where that is known."""
    found = {}
    for field, chosen in (("first_project", first), ("second_project", second)):
        project = offered.get(chosen) if chosen is not None else None
        if stream and project and stream not in project.streams:
            name, who = josa(f"「{project.name}」", "은/는"), josa(f"「{label}」", "을/를")
            found[field] = f"{name} {who} 모집하지 않습니다. 다른 세부사업을 골라 주세요."
    if first is not None and first == second:
        found["second_project"] = SAME_TWICE
    return found
