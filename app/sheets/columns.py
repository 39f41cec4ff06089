"""What a sheet's column holds: one description for the template, the check on reading, and the list written out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

MOST_WON = 10**12
EXAMPLE_CHOICES = 6
GUIDE_SHEET = "작성 방법"
LISTS_SHEET = "목록"


class Kind(StrEnum):
    """The shape of a column's values. ``rrn``: resident number, never shown in the clear."""

    TEXT = "text"
    WHOLE = "whole"
    WON = "won"
    DAY = "day"
    CHOICE = "choice"
    YES_NO = "yes_no"
    RRN = "rrn"
    PHONE = "phone"


YES_NO = {"예": True, "아니요": False}


@dataclass(frozen=True, slots=True)
class Column:
    """``choices``: the words of the cell and what each means; ``least``/``most`` bound ``whole``, ``longest`` texts.

    Typed values: text ``str``, whole and won ``int``, day ``date``, choice what ``choices`` says, yes_no ``bool``,
    rrn ``ResidentNumber``, phone ``str`` (010-0000-0000). An empty cell is None ("" for text and phone).
    """

    key: str
    title: str
    kind: Kind | str = Kind.TEXT
    required: bool = False
    choices: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    width: int = 14
    least: int = 0
    most: int = 9999
    longest: int = 200
    example: str = ""

    @property
    def words(self) -> Mapping[str, Any]:
        """The words that a cell may hold, and their meanings; empty where any text is fine."""
        return YES_NO if self.kind == Kind.YES_NO and not self.choices else self.choices

    @property
    def accepted(self) -> str:
        """What the column accepts, so that W35 can say "…으로 고쳐 주세요"."""
        if self.words:
            words = [f"「{word}」" for word in list(self.words)[:EXAMPLE_CHOICES]]
            rest = len(self.words) - len(words)
            return (", ".join(words) + (f" 외 {rest}개 목록" if rest > 0 else "")) + " 가운데 하나"
        if self.kind == Kind.WHOLE:
            return f"{self.least}부터 {self.most:,}까지의 숫자"
        if self.kind == Kind.TEXT:
            return f"{self.longest}자 이하의 글자"
        return _ACCEPTED[Kind(self.kind)]


_ACCEPTED = {
    Kind.WON: "0 이상 1조 이하인 원 단위 숫자(예: 1,200,000)",
    Kind.DAY: "실제 있는 날짜(예: 2024-03-31)",
    Kind.CHOICE: "목록에 있는 말",
    Kind.RRN: "주민등록번호 13자리(예: 660412-2000012)",
    Kind.PHONE: "전화번호(예: 010-0000-4821)",
}


def cell_name(row: int, column: int) -> str:
    """``B17`` of a row and a column, both counted from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
