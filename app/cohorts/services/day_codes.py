"""One short word a day: how a cell of the 출근부 is typed and shown. Pure.

출 결 연 반 가(공가) 유(유급병가) 무(무급병가), 지30 (30분 지각), 휴60 (60분 연차); keys as on the sheet (C, R, D …).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from app.shared.errors import RuleBroken

LABELS = {
    "present": "출근",
    "absent": "결근",
    "annual_leave": "연차",
    "official_leave": "공가",
    "sick_paid": "유급병가",
    "sick_unpaid": "무급병가",
    "holiday": "공휴일",
}
SHOWN = {
    "present": "출",
    "absent": "결",
    "annual_leave": "연",
    "official_leave": "가",
    "sick_paid": "유",
    "sick_unpaid": "무",
    "holiday": "공",
}
_TYPED = {
    "present": ("출", "출근", "c", "ㅊ"),
    "absent": ("결", "결근", "r", "ㄱ"),
    "annual_leave": ("연", "연차", "d", "ㅇ"),
    "official_leave": ("가", "공가", "h", "ㅗ"),
    "sick_paid": ("유", "유급병가", "b", "ㅠ"),
    "sick_unpaid": ("무", "무급병가", "a", "ㅁ"),
}
_BY_WORD = {word: state for state, words in _TYPED.items() for word in words}
_HALF = ("반", "반차", "q", "ㅂ")
_LATE = ("지각", "지", "w", "ㅈ")
_LEAVE = ("휴",)
ACCEPTED = "출, 결, 연, 반, 가, 유, 무, 지30(지각 30분)"


@dataclass(frozen=True, slots=True)
class Mark:
    """A day's state with the minutes late and the minutes of annual leave on a day worked."""

    state: str
    late_minutes: int = 0
    leave_minutes: int = 0


def read(text: str, minutes_a_day: int) -> Mark | None:
    """What was typed; None is an empty cell. Raises RuleBroken naming what is accepted."""
    word = "".join(unicodedata.normalize("NFC", text).split()).lower()
    if not word:
        return None
    if word in _BY_WORD:
        return Mark(_BY_WORD[word])
    if word in _HALF:
        return Mark("present", leave_minutes=minutes_a_day // 2)
    late, leave = _minutes(word, _LATE), _minutes(word, _LEAVE)
    minutes = late if late is not None else leave
    if minutes is None:
        raise RuleBroken(f"「{text[:8]}」은(는) 쓸 수 없습니다. {ACCEPTED}처럼 적어 주세요.")
    if not 0 < minutes < minutes_a_day:
        raise RuleBroken(f"지각과 시간 연차는 1분부터 {minutes_a_day - 1}분까지 적어 주세요.")
    return Mark("present", late_minutes=minutes) if late is not None else Mark("present", leave_minutes=minutes)


def _minutes(word: str, prefixes: tuple[str, ...]) -> int | None:
    for prefix in prefixes:
        rest = word.removeprefix(prefix).removesuffix("분")
        if word.startswith(prefix) and rest.isascii() and rest.isdigit() and len(rest) <= 3:
            return int(rest)
    return None


def show(state: str, late_minutes: int, leave_minutes: int, minutes_a_day: int) -> str:
    """The cell's text; ``read`` gives the same day back (one of the two minutes at a time)."""
    if late_minutes:
        return f"지{late_minutes}"
    if leave_minutes and state == "present":
        return "반" if leave_minutes == minutes_a_day // 2 else f"휴{leave_minutes}"
    return SHOWN[state]
