"""The score table: items with bands "초과–이하", points, sign and cap; and the tie-break list."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from app.rules.criteria.reading import BadDocument, Reader
from app.shared.errors import RuleBroken

ITEM_LABELS = {
    "income": "가구 소득",
    "property": "가구 재산",
    "dependants": "부양가족",
    "vulnerable_types": "취업취약계층",
    "householder": "세대주",
    "past_rounds": "참여이력",
}
ITEM_UNITS = {
    "income": "percent of 기준중위소득",
    "property": "won",
    "dependants": "people, the applicant not counted",
    "vulnerable_types": "types",
    "householder": "1 householder, 0 member",
    "past_rounds": "rounds",
}
TIE_BREAK_LABELS = {
    "vulnerable_types": "취업취약계층 유형 수",
    "property": "가구 재산",
    "income": "가구 소득",
    "dependants": "부양가족",
    "past_rounds": "최근 참여",
    "age": "나이",
}
_MOST = 1_000_000_000_000


@dataclass(frozen=True, slots=True)
class Band:
    """Figures above ``above`` up to and with ``up_to``; ``above`` None is closed at 0, ``up_to`` None is open."""

    above: int | None
    up_to: int | None
    points: int


@dataclass(frozen=True, slots=True)
class ScoreItem:
    """One line of the table. ``cap`` is the most points, or for a deduction the floor (a negative number).

    ``count_at_most`` cuts the figure (취업취약계층: 중복 최대 2유형); ``years`` is the window of ``past_rounds``;
    ``declared_is_enough`` lets a declared figure score, which for papers shown at the counter is the rule.
    """

    code: str
    sign: str
    cap: int
    bands: tuple[Band, ...]
    count_at_most: int | None = None
    years: int | None = None
    declared_is_enough: bool = False

    @property
    def label(self) -> str:
        return ITEM_LABELS[self.code]

    @classmethod
    def from_json(cls, value: object) -> ScoreItem:
        reader = Reader(value, "배점표 항목")
        code = reader.choice("code", tuple(ITEM_LABELS))
        reader.where = f"배점표 「{ITEM_LABELS[code]}」"
        sign = reader.choice("sign", ("add", "deduct"))
        item = cls(
            code=code,
            sign=sign,
            cap=reader.whole("cap", 0, 1000) if sign == "add" else reader.whole("cap", -1000, 0),
            bands=tuple(_read_band(band, reader.where) for band in reader.items("bands")),
            count_at_most=reader.whole_or_none("count_at_most", 1, 100),
            years=reader.whole_or_none("years", 1, 10),
            declared_is_enough=reader.flag("declared_is_enough"),
        )
        reader.close()
        _check_bands(item, reader.where)
        if (code == "past_rounds") is (item.years is None):
            raise BadDocument(reader.where, "참여이력에는, 그리고 참여이력에만 몇 년을 볼지 적어 주세요.")
        return item


def _read_band(value: object, where: str) -> Band:
    reader = Reader(value, where)
    band = Band(
        above=reader.whole_or_none("above", 0, _MOST),
        up_to=reader.whole_or_none("up_to", 0, _MOST),
        points=reader.whole("points", -1000, 1000),
    )
    reader.close()
    return band


def _check_bands(item: ScoreItem, where: str) -> None:
    """First band closed at 0, each next begins where the last ended, only the last may be open."""
    if not item.bands or item.bands[0].above is not None:
        raise BadDocument(where, "첫 구간은 0부터 시작해야 합니다.")
    edge: int | None = -1
    for number, band in enumerate(item.bands, 1):
        if edge is None or (number > 1 and band.above != edge):
            raise BadDocument(where, f"{number}번째 구간이 앞 구간이 끝난 곳에서 시작하지 않습니다.")
        if band.up_to is not None and band.up_to <= edge:
            raise BadDocument(where, f"{number}번째 구간의 끝이 시작보다 커야 합니다.")
        edge = band.up_to
        low, high = (0, item.cap) if item.sign == "add" else (item.cap, 0)
        if not low <= band.points <= high:
            raise BadDocument(where, f"{number}번째 구간의 점수는 {low}점부터 {high}점까지여야 합니다.")


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """The items in order. ``example`` marks 예시; ``adopted_by`` is the 방침 문서번호 that adopted the table."""

    title: str
    example: bool
    adopted_by: str
    items: tuple[ScoreItem, ...]

    @property
    def usable(self) -> bool:
        """An example may rank nobody until the office has adopted it."""
        return bool(self.items) and (not self.example or bool(self.adopted_by))

    def adopted(self, document_number: str) -> ScoreTable:
        """The same table, adopted by that document; it is no example from then on, but keeps where it came from."""
        if not document_number.strip():
            raise RuleBroken("방침 문서번호를 적어 주세요.")
        return replace(self, adopted_by=document_number.strip())

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, value: object) -> ScoreTable:
        reader = Reader(value, "배점표")
        table = cls(
            title=reader.text("title", required=True),
            example=reader.flag("example"),
            adopted_by=reader.text("adopted_by"),
            items=tuple(ScoreItem.from_json(item) for item in reader.items("items")),
        )
        reader.close()
        if len({item.code for item in table.items}) < len(table.items):
            raise BadDocument("배점표", "같은 항목을 두 번 적었습니다.")
        return table
