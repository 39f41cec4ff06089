"""도로명주소: a road (로, 길) and a building number. Nothing is looked up; a 지번 address is refused with what is accepted."""

from __future__ import annotations

import re
import unicodedata

from app.shared.errors import RuleBroken

ACCEPTED = "도로명주소로 적어 주세요. 길 이름(로·길)과 건물번호가 있어야 합니다(예: 관악구 신림로3길 12). 지번 주소는 쓸 수 없습니다."
_ROAD = re.compile(
    r"(?:[가-힣]+(?:특별시|광역시|특별자치시|특별자치도|도|시|군|구|읍|면)\s+)*"
    r"[가-힣0-9.·]*[가-힣]+[0-9]*(?:로|길)(?:\s?[0-9]+[가-힣]?(?:번)?길)?"
    r"\s+(?:지하\s?)?[0-9]+(?:-[0-9]+)?(?:\s*[,(].*)?"
)


def clean_road_address(text: str) -> str:
    """The address with single blanks. Raises RuleBroken when no road or no building number stands in it."""
    cleaned = " ".join(unicodedata.normalize("NFKC", text).split())
    if not _ROAD.fullmatch(cleaned):
        raise RuleBroken(ACCEPTED)
    return cleaned
