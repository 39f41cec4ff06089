"""The rules of a notice and their limits: each switched on or off, with its basis and how sure we are of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from app.rules.criteria.reading import CONFIDENCES, BadDocument, Reader

RULE_LABELS = {
    "age": "나이",
    "residence": "거주",
    "income": "소득",
    "property": "재산",
    "repeat": "반복참여",
    "household": "세대 중복",
    "overlap": "중복참여",
    "living_benefit": "생계급여",
    "unemployment_benefit": "실업급여",
    "student": "재학",
    "health": "건강",
    "papers": "서류",
    "quit_ban": "중도포기 제한",
    "residence_status": "체류자격",
    "work_ban": "취업제한",
    "stream": "모집 구분",
    "head_ban": "단체장 제한",
    "business": "사업자등록",
    "official_family": "공무원 가족",
    "public_pension": "공적연금",
    "employed": "취업 중",
}
RULE_CODES = tuple(RULE_LABELS)
"""The fixed order of findings and of the bits in both masks; only ever added to at the end."""

ADDED_LATER = ("head_ban", "business", "official_family", "public_pension", "employed")
"""Rules that documents frozen before they existed do not name: there they are off."""


@dataclass(frozen=True, slots=True)
class NoLimit:
    """The rule has nothing to set but on and off."""

    @classmethod
    def read(cls, _reader: Reader) -> NoLimit:
        return cls()


@dataclass(frozen=True, slots=True)
class AgeLimit:
    """만 나이 on the notice's ``age_on``; no upper limit when ``max_years`` is None."""

    min_years: int = 18
    max_years: int | None = None

    @classmethod
    def read(cls, reader: Reader) -> AgeLimit:
        limit = cls(reader.whole("min_years", 0, 120), reader.whole_or_none("max_years", 0, 120))
        if limit.max_years is not None and limit.max_years < limit.min_years:
            raise BadDocument(reader.where, "나이 상한은 하한보다 적을 수 없습니다.")
        return limit


@dataclass(frozen=True, slots=True)
class ResidenceLimit:
    """The registered address (주민등록지) must lie in this district."""

    district: str = "관악구"

    @classmethod
    def read(cls, reader: Reader) -> ResidenceLimit:
        return cls(reader.text("district", required=True))


@dataclass(frozen=True, slots=True)
class IncomeLimit:
    """Percent of 기준중위소득 by household size; ``by_size`` overrides it for single sizes (one-person households)."""

    percent: int
    by_size: tuple[tuple[int, int], ...] = ()

    @classmethod
    def read(cls, reader: Reader) -> IncomeLimit:
        sizes = []
        for number, item in enumerate(reader.items("by_size"), 1):
            if not isinstance(item, (list, tuple)) or len(item) != 2 or any(type(part) is not int for part in item):
                raise BadDocument(reader.where, f"「by_size」 {number}번째는 [가구원 수, 비율]이어야 합니다.")
            if not (1 <= item[0] <= 20 and 1 <= item[1] <= 500):
                raise BadDocument(reader.where, "가구원 수는 1~20, 비율은 1~500으로 적어 주세요.")
            sizes.append((item[0], item[1]))
        if len({size for size, _ in sizes}) < len(sizes):
            raise BadDocument(reader.where, "같은 가구원 수를 두 번 적었습니다.")
        return cls(reader.whole("percent", 1, 500), tuple(sorted(sizes)))


@dataclass(frozen=True, slots=True)
class PropertyLimit:
    """Won of the household together; exactly the ceiling is still allowed."""

    won: int

    @classmethod
    def read(cls, reader: Reader) -> PropertyLimit:
        return cls(reader.whole("won", 0, 100_000_000_000))


@dataclass(frozen=True, slots=True)
class RepeatLimit:
    """At most ``rounds`` in ``years``, this application counted in (관악 2024H2: 2년 2회).

    ``months`` limits the months of those rounds with this term; ``consecutive`` the half-years in a row with this one;
    ``programmes`` names the programmes that count, all when empty.
    """

    years: int = 2
    rounds: int = 2
    months: int | None = None
    consecutive: int | None = None
    programmes: tuple[str, ...] = ()

    @classmethod
    def read(cls, reader: Reader) -> RepeatLimit:
        return cls(
            years=reader.whole("years", 1, 10),
            rounds=reader.whole("rounds", 1, 20),
            months=reader.whole_or_none("months", 1, 120),
            consecutive=reader.whole_or_none("consecutive", 1, 20),
            programmes=reader.texts("programmes"),
        )


@dataclass(frozen=True, slots=True)
class StatusLimit:
    """체류자격 that may take part; citizens are not asked."""

    allowed: tuple[str, ...] = ("F-2", "F-5", "F-6")

    @classmethod
    def read(cls, reader: Reader) -> StatusLimit:
        return cls(reader.texts("allowed"))


@dataclass(frozen=True, slots=True)
class QuitLimit:
    """How many months after the last day an early quit still bars; the same day that many months later is the last."""

    months: int = 12

    @classmethod
    def read(cls, reader: Reader) -> QuitLimit:
        return cls(reader.whole("months", 1, 120))


Limits = NoLimit | AgeLimit | ResidenceLimit | IncomeLimit | PropertyLimit | RepeatLimit | StatusLimit | QuitLimit
LIMITS: dict[str, type[Limits]] = {
    "age": AgeLimit,
    "residence": ResidenceLimit,
    "income": IncomeLimit,
    "property": PropertyLimit,
    "repeat": RepeatLimit,
    "residence_status": StatusLimit,
    "quit_ban": QuitLimit,
}
LOOKED_UP = (
    "income",
    "property",
    "repeat",
    "overlap",
    "living_benefit",
    "unemployment_benefit",
    "business",
    "public_pension",
    "employed",
)
"""Rules whose evidence is a look-up elsewhere: only these know ``declared_is_enough``."""

_L = TypeVar("_L", bound=Limits)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the notice. A rule that is off may lack limits (None): nothing was published for it.

    ``confirmed_by`` is the office's document that found the value right, ``settled_by`` the one that set another value:
    ``basis`` stays what the rule rests on.
    """

    code: str
    on: bool
    limits: Limits | None
    basis: str
    confidence: str
    declared_is_enough: bool = False
    confirmed_by: str = ""
    settled_by: str = ""

    @classmethod
    def unnamed(cls, code: str) -> Rule:
        """The rule in a document that is older than the rule itself: off, and nothing about it is uncertain."""
        return cls(code, on=False, limits=None, basis="", confidence="H")

    @property
    def label(self) -> str:
        return RULE_LABELS[self.code]

    @property
    def grounds(self) -> str:
        """What a finding cites: ``공고 제한 2호(가족 합산재산) · 일자리벤처과-2222``."""
        return " · ".join(part for part in (self.basis, self.settled_by) if part)

    def limits_as(self, kind: type[_L]) -> _L:
        """The limits, as the kind that this rule has. TypeError means a programming mistake, not bad input."""
        if not isinstance(self.limits, kind):
            raise TypeError(f"{self.code} has no {kind.__name__}")
        return self.limits

    def to_json(self) -> dict[str, Any]:
        limits = None if self.limits is None else asdict(self.limits)
        value = {
            "code": self.code,
            "on": self.on,
            "limits": limits,
            "declared_is_enough": self.declared_is_enough,
            "basis": self.basis,
            "confidence": self.confidence,
            "confirmed_by": self.confirmed_by,
        }
        # Named only where there is one: documents that are older than the name keep their digest.
        return value | ({"settled_by": self.settled_by} if self.settled_by else {})

    @classmethod
    def from_json(cls, value: object) -> Rule:
        reader = Reader(value, "조건")
        code = reader.choice("code", RULE_CODES)
        reader.where = f"조건 「{RULE_LABELS[code]}」"
        on = reader.flag("on")
        rule = cls(
            code=code,
            on=on,
            limits=_read_limits(code, reader.take("limits"), on, reader.where),
            basis=reader.text("basis", required=on),
            confidence=reader.choice("confidence", CONFIDENCES),
            declared_is_enough=reader.flag("declared_is_enough"),
            confirmed_by=reader.text("confirmed_by"),
            settled_by=reader.text_or_empty("settled_by"),
        )
        reader.close()
        if rule.declared_is_enough and code not in LOOKED_UP:
            raise BadDocument(reader.where, "신고만으로 판정하는 설정은 조회가 필요한 조건에만 쓸 수 있습니다.")
        return rule


def _read_limits(code: str, value: object, on: bool, where: str) -> Limits | None:
    if value is None and not on:
        return None
    reader = Reader(value, where)
    limits = LIMITS.get(code, NoLimit).read(reader)
    reader.close()
    return limits
