"""A list taken away as XLSX: exactly the rows and the words of the page, and who took whose data why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.audit import services as audit
from app.shared.actor import Actor
from app.shared.errors import RuleBroken
from app.shared.periods import korean_time
from app.sheets.columns import Column
from app.sheets.listing import write_list

MOST_ROWS = 100_000
SHORTEST_PURPOSE = 5
TOO_SHORT = (
    f"이용 목적을 {SHORTEST_PURPOSE}자 이상 적어 주세요. 어디에 쓰는지 나중에 보아도 알 수 있게 적습니다"
    "(예: 7월 12일 접수 마감 보고 자료)."
)


@dataclass(frozen=True)
class ListFile:
    """``rows``: (person id, cells in the order of ``columns``). ``limits`` says in words what the list was limited to."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[tuple[int, Sequence[Any]]]
    limits: Sequence[str] = ()


@dataclass
class Taken:
    """The bytes, and whose data is in them."""

    content: bytes = b""
    rows: int = 0
    people: set[int] = field(default_factory=set)

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def says_something(purpose: str) -> bool:
    """Five characters at least, and not one of them over and over; blanks in a row count once."""
    said = " ".join(purpose.split())
    return len(said) >= SHORTEST_PURPOSE and len(set(said) - {" "}) > 1


def make(file: ListFile, purpose: str, *, by: Actor, now: datetime) -> Taken:
    """Write the list. Raises RuleBroken for a purpose that says nothing, and for more rows than MOST_ROWS."""
    if not says_something(purpose):
        raise RuleBroken(TOO_SHORT)
    taken = Taken()
    limits = f" · 조건 {', '.join(file.limits)}" if file.limits else ""
    footer = f"내려받은 사람 {by.label} · {korean_time(now)} · 이용 목적 {purpose.strip()}{limits}"
    taken.content = write_list(file.title, file.columns, _noting(file.rows, taken), footer)
    return taken


def _noting(rows: Iterable[tuple[int, Sequence[Any]]], taken: Taken) -> Iterator[Sequence[Any]]:
    for person_id, cells in rows:
        taken.rows += 1
        if taken.rows > MOST_ROWS:
            raise RuleBroken(f"한 번에 {MOST_ROWS:,}명까지 내려받을 수 있습니다. 조건을 줄여 주세요.")
        taken.people.add(person_id)
        yield cells


def record(
    taken: Taken, row: Any, subject: str | None, limits: dict[str, str], purpose: str, *, by: Actor, now: datetime
) -> None:
    """Who took whose data, for what, limited to what. What was searched for is not kept: it is a name."""
    changes = {"rows": taken.rows, "people": len(taken.people), "limits": limits, "sha256": taken.digest}
    audit.record(
        "recruit:list:export",
        row,
        subject=subject,
        by=by,
        at=now,
        reason=purpose.strip(),
        changes=changes,
        people=taken.people,
    )
