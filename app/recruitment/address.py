"""도로명주소: a road (로, 길) and a building number. Nothing is looked up; a 지번 address is refused with what is accepted.

The same home is written in several ways: ``address_key`` is what homes are compared by.
"""

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


HOME_DISTRICT = "관악구"


def district_of(road_address: str, dong_code: str | None) -> str | None:
    """The district that the address names; where it names none, the chosen 동 says 관악구. None: not known."""
    for word in road_address.split():
        if len(word) > 2 and word[-1] in "구군시" and not word.startswith("서울"):
            return word
    return HOME_DISTRICT if dong_code else None


_ASIDE = re.compile(r"\([^()]*\)")
_OURS = re.compile(r"^(?:서울특별시|서울시|서울(?=관악구))?(?:관악구)?")


def address_key(road_address: str, detail: str) -> str:
    """The home as it is compared: blanks, what stands in brackets, and the names of our own city and district left out.

    ``신림로 3길 12, 302호`` and ``서울특별시 관악구 신림로3길 12 (신림동)`` with ``302호`` are one home. Empty without a road.
    """
    road, _, rest = unicodedata.normalize("NFKC", road_address).partition(",")
    street = _OURS.sub("", "".join(_ASIDE.sub("", road).split()))
    return f"{street}|{_packed(rest)}{_packed(unicodedata.normalize('NFKC', detail))}" if street else ""


def _packed(text: str) -> str:
    return "".join(_ASIDE.sub("", text).split())
