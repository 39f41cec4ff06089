"""One cell to one typed value, for each kind of column. Nothing is guessed: what can be read two ways is refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from app.rules.resident_number import ResidentNumber, parse
from app.shared.errors import RuleBroken
from app.shared.phone import clean_phone
from app.sheets.columns import MOST_WON, Column, Kind

_NUMBER_AS_TEXT = re.compile(r"[0-9]+(,[0-9]{3})*")
_DAY = re.compile(r"([0-9]{4})[-./년 ]+([0-9]{1,2})[-./월 ]+([0-9]{1,2})[.일]?")
_RRN_INSIDE = re.compile(r"([0-9]{6})([-\s]?)([0-9]{5,7})")
_BORN_FROM_2000 = "3478"
_MOBILE = re.compile(r"01[0-9]-[0-9]{4}-[0-9]{4}")
LONGEST_SHOWN = 40
# Only the forms that a Korean keyboard makes: NFKC would also turn ² and ① into digits.
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: ord(" ")}


class BadCell(Exception):
    """The cell does not hold what the column accepts; ``accepted`` where there is more to say than the column does."""

    def __init__(self, accepted: str = "") -> None:
        super().__init__(accepted)
        self.accepted = accepted


class Restored(Exception):
    """The cell was read after something unambiguous was put back; the user is told what."""

    def __init__(self, value: Any, said: str) -> None:
        super().__init__(said)
        self.value, self.said = value, said


def as_text(cell: Any) -> str:
    """The cell as the user sees it: whole floats without the point."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 10**15 else repr(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def shown(cell: Any, column: Column) -> str:
    """The value as a fault may show it: a resident number is masked, in whichever column it stands."""
    text = " ".join(as_text(cell).split())
    text = "".join(char for char in text if unicodedata.category(char)[0] != "C")
    if column.kind == Kind.RRN:
        text = text[:6] + re.sub(r"[0-9０-９]", "*", text[6:])
    text = _RRN_INSIDE.sub(lambda match: f"{match[1]}{match[2]}{'*' * len(match[3])}", text)
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"


def read_text(cell: Any, column: Column, _today: date | None) -> str:
    if type(cell) is str and cell.isprintable() and cell[0] != " " != cell[-1] and len(cell) <= column.longest:
        return cell if unicodedata.is_normalized("NFC", cell) else unicodedata.normalize("NFC", cell)
    if isinstance(cell, date):
        raise BadCell("날짜로 바뀌지 않은 글자(셀 서식을 「텍스트」로 바꾸고 다시 적기)")
    text = unicodedata.normalize("NFC", as_text(cell)).strip()
    if not text.isprintable():
        if any(unicodedata.category(char) == "Cc" for char in text):
            raise BadCell("줄바꿈이나 보이지 않는 글자가 없는 한 줄의 글자")
        text = "".join(char for char in text if unicodedata.category(char) not in ("Cf", "Co", "Cs", "Zl", "Zp"))
    if len(text) > column.longest:
        raise BadCell
    return text


def _read_number(cell: Any, least: int, most: int, fillers: str = "") -> int:
    if isinstance(cell, float):
        if not cell.is_integer() or not least <= cell <= most:
            raise BadCell
        return int(cell)
    if isinstance(cell, date):
        raise BadCell
    text = str(cell).translate(_FULL_WIDTH).strip()
    for filler in fillers:
        text = text.replace(filler, "")
    if not _NUMBER_AS_TEXT.fullmatch(text):
        raise BadCell
    digits = text.replace(",", "")
    if len(digits) > 20 or not least <= int(digits) <= most:
        raise BadCell
    return int(digits)


def read_whole(cell: Any, column: Column, _today: date | None) -> int:
    return _read_number(cell, column.least, column.most)


def read_won(cell: Any, _column: Column, _today: date | None) -> int:
    return _read_number(cell, 0, MOST_WON, "원 ")


def read_day(cell: Any, _column: Column, _today: date | None) -> date:
    """A date cell, ``2024-03-31``, ``2024. 3. 31.``, ``20240331``; a bare serial number is refused, not guessed."""
    if isinstance(cell, date):
        found = cell
    else:
        text = as_text(cell).translate(_FULL_WIDTH).strip()
        parts = _DAY.fullmatch(text) or re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})", text)
        if parts is None:
            raise BadCell
        try:
            found = date(int(parts[1]), int(parts[2]), int(parts[3]))
        except ValueError:
            raise BadCell from None
    if not 1900 <= found.year <= 2100:
        raise BadCell("1900년부터 2100년까지의 날짜(예: 2024-03-31)")
    return found


def read_choice(cell: Any, column: Column, _today: date | None) -> Any:
    """One of the column's words; blanks around and inside do not matter."""
    words = column.words
    text = unicodedata.normalize("NFKC", as_text(cell)).strip()
    if text in words:
        return words[text]
    bare = "".join(text.split())
    for word, value in words.items():
        if "".join(unicodedata.normalize("NFKC", word).split()) == bare:
            return value
    raise BadCell


def read_rrn(cell: Any, _column: Column, today: date | None) -> ResidentNumber:
    """13 digits. A number cell has lost zeros in front only where the rest says a birth from 2000 on: then they return."""
    text = as_text(cell) if not isinstance(cell, date) else ""
    try:
        if isinstance(cell, float) and 10 <= len(text) < 13 and text.isdigit():
            number = parse(text.zfill(13), today)
            if number.digits[6] in _BORN_FROM_2000:
                raise Restored(number, "숫자로 적혀 빠진 주민등록번호 앞자리 0을 되살렸습니다.")
            raise BadCell("앞자리 0까지 적은 주민등록번호 13자리(셀 서식 「텍스트」)")
        return parse(text, today)
    except RuleBroken:
        raise BadCell from None


def read_phone(cell: Any, _column: Column, _today: date | None) -> str:
    """A number cell of ten digits that begins with 10 is a mobile number without its zero."""
    if type(cell) is str and _MOBILE.fullmatch(cell):
        return cell
    text = as_text(cell) if not isinstance(cell, date) else ""
    try:
        if isinstance(cell, float) and re.fullmatch(r"10[0-9]{8}", text):
            raise Restored(clean_phone(f"0{text}"), "숫자로 적혀 빠진 전화번호 앞자리 0을 되살렸습니다.")
        if isinstance(cell, float):
            raise BadCell("앞자리 0까지 적은 전화번호(예: 010-0000-4821)")
        return clean_phone(text)
    except RuleBroken:
        raise BadCell from None


READERS: dict[Kind, Callable[[Any, Column, date | None], Any]] = {
    Kind.TEXT: read_text,
    Kind.WHOLE: read_whole,
    Kind.WON: read_won,
    Kind.DAY: read_day,
    Kind.CHOICE: read_choice,
    Kind.YES_NO: read_choice,
    Kind.RRN: read_rrn,
    Kind.PHONE: read_phone,
}
