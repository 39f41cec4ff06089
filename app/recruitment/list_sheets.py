"""Lists as sheets: the same columns and words as on the page. Pure: rows in, cells out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.recruitment.models import STREAM_LABELS
from app.recruitment.words import STATE_LABELS, VERDICT_LABELS
from app.rules.criteria import RULE_CODES, RULE_LABELS
from app.shared.periods import korean_time
from app.sheets.columns import Column, Kind

NOT_SCREENED = "심사 전"


def reason_of(row: Any, most: int | None = None) -> str:
    """The rules behind the verdict, in a few words: 소득, 서류."""
    mask = row.failed_mask or row.review_mask or 0
    labels = [RULE_LABELS[code] for index, code in enumerate(RULE_CODES) if mask >> index & 1]
    if most is None or len(labels) <= most:
        return ", ".join(labels)
    return ", ".join(labels[:most]) + f" 외 {len(labels) - most}"


def moved_words(row: Any) -> str:
    """적격 → 부적격, as judged; where a 판정 변경 counted before, what that had made of it too."""
    changed = f"(판정 변경으로 {VERDICT_LABELS[row.was_changed_to]})" if row.was_changed_to else ""
    return f"{VERDICT_LABELS[row.was]}{changed} → {VERDICT_LABELS[row.became]}"


_PERSON = (Column("name", "성명", width=14), Column("born", "출생연도", Kind.WHOLE, width=10))
_NOTICE = Column("notice", "공고", width=34)
_STANDING = (
    Column("state", "상태", width=12),
    Column("due_on", "보완 기한", Kind.DAY, width=12),
    Column("verdict", "판정", width=12),
    Column("changed", "판정 변경", width=10),
)
_MOVED = (Column("moved", "바뀐 판정", width=22), Column("moved_at", "바뀐 때", width=20))
_APPLICATION = (
    Column("rules", "조건", width=30),
    Column("number", "접수번호", width=10),
    Column("dong", "동", width=12),
    Column("stream", "모집 구분", width=12),
    Column("received_on", "접수일", Kind.DAY, width=12),
)


def application_columns(across: bool, moved: bool = False) -> tuple[Column, ...]:
    """``across``: of all notices, so each row names its own. ``moved``: limited to verdicts that moved."""
    return (*_PERSON, *((_NOTICE,) if across else ()), *_STANDING, *(_MOVED if moved else ()), *_APPLICATION)


def application_cells(row: Any, across: bool, moved: bool = False) -> list[Any]:
    return [
        row.name,
        row.born_on.year,
        *([row.notice_title] if across else []),
        STATE_LABELS[row.state],
        row.due_on if row.state == "papers_due" else None,
        VERDICT_LABELS[row.verdict] if row.verdict else NOT_SCREENED,
        "변경" if row.changed else "",
        *([moved_words(row), korean_time(row.moved_at)] if moved else []),
        reason_of(row),
        f"{row.number:05d}",
        row.dong,
        STREAM_LABELS[row.stream],
        row.received_on,
    ]


PERSON_COLUMNS = (
    *_PERSON,
    Column("dong", "동", width=12),
    Column("phone", "전화 끝자리", width=12),
    Column("notice", "최근 신청", width=34),
    Column("state", "상태", width=12),
    Column("received_on", "접수일", Kind.DAY, width=12),
)


def person_cells(row: Any) -> list[Any]:
    state = STATE_LABELS[row.state] if row.state else ""
    return [
        row.name,
        row.born_on.year,
        row.dong or "관외",
        row.phone_tail,
        row.notice_title or "",
        state,
        row.received_on,
    ]


DUE_COLUMNS = (
    *_PERSON,
    Column("due_on", "보완 기한", Kind.DAY, width=12),
    Column("late", "지난 날수", Kind.WHOLE, width=10),
    Column("papers", "보완할 서류", width=50),
    Column("reasons", "보완 사유", width=50),
    Column("number", "접수번호", width=10),
    Column("dong", "동", width=12),
    Column("phone", "전화 끝자리", width=12),
)


def due_cells(row: Any, owed: Sequence[tuple[str, str | None]], labels: Mapping[str, str], today: date) -> list[Any]:
    """``owed``: kind of each paper, and why it is asked for where the jobs team said so."""
    late = (today - row.due_on).days if row.due_on and row.due_on < today else None
    papers = ", ".join(labels.get(kind, kind) for kind, _ in owed)
    reasons = " / ".join(f"{labels.get(kind, kind)}: {reason}" for kind, reason in owed if reason)
    return [
        row.name,
        row.born_on.year,
        row.due_on,
        late,
        papers,
        reasons,
        f"{row.number:05d}",
        row.dong,
        row.phone_tail,
    ]
