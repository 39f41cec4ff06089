"""순위: one list for the page, the command and the export, from a run that nobody saved or from a stored one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Dong
from app.cohorts.models import Outcome, Selection, SelectionEntry
from app.cohorts.services import selections
from app.cohorts.services.selection_inputs import LeftOut, stream_seats
from app.cohorts.services.selections import Preview
from app.extensions import db
from app.recruitment.models import Application, Notice, NoticeStream, NoticeVersion, Person
from app.recruitment.services.notices import document_of
from app.rules.criteria import NoticeDocument
from app.rules.ranking import tie_label
from app.rules.scoring import ItemScore, Score
from app.rules.selection_sentences import say
from app.shared.money import won
from app.shared.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Row:
    """One applicant in the list. ``why`` is the short reason in the row, ``sentence`` the one that goes out."""

    application_id: int
    number: int
    name: str
    born_on: date
    dong: str
    stream: str
    points: int
    items: tuple[ItemScore, ...]
    rank: int
    outcome: str
    reserve_no: int | None
    decided_by: str | None
    priority: bool
    why: str
    sentence: str


@dataclass(frozen=True, slots=True)
class StreamRows:
    """One 모집 구분: its seats, its rows by rank, the cut-off's points and rank (None while nobody is selected)."""

    code: str
    label: str
    seats: int
    rows: tuple[Row, ...]
    cut_off: int | None
    cut_rank: int | None

    def having(self, outcome: str) -> int:
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def selected(self) -> int:
        return self.having(Outcome.SELECTED)

    @property
    def reserve(self) -> int:
        return self.having(Outcome.RESERVE)

    @property
    def priority(self) -> int:
        return sum(row.priority for row in self.rows if row.outcome == Outcome.SELECTED)


@dataclass(frozen=True, slots=True)
class Ranking:
    """``selection`` is None for a run that nobody saved; then ``left_out`` and ``stale`` are those of today."""

    notice: Notice
    document: NoticeDocument
    selection: Selection | None
    streams: tuple[StreamRows, ...]
    left_out: LeftOut
    stale: int

    def stream(self, code: str) -> StreamRows:
        return next((one for one in self.streams if one.code == code), self.streams[0])

    @property
    def selected(self) -> int:
        return sum(one.selected for one in self.streams)

    @property
    def reserve(self) -> int:
        return sum(one.reserve for one in self.streams)

    @property
    def ranked(self) -> int:
        return sum(len(one.rows) for one in self.streams)

    @property
    def seats(self) -> int:
        return sum(one.seats for one in self.streams)


def ranking(notice: Notice) -> Ranking:
    """The stored run that stands (approved, else proposed), else today's. Raises RuleBroken as ``preview`` does."""
    selection = selections.of_notice(notice)
    return of_selection(selection) if selection else of_preview(selections.preview(notice))


def of_preview(seen: Preview) -> Ranking:
    inputs = seen.inputs
    values = [
        (seen.candidate(entry), entry.to_json() | {"priority": seen.candidate(entry).applicant.priority})
        for entry in seen.result.entries
    ]
    found = [
        _Stored(
            application_id=one.application_id,
            number=one.number,
            name=one.name,
            born_on=one.born_on,
            dong=one.dong,
            score=one.score,
            entry=entry,
        )
        for one, entry in values
    ]
    streams = _streams(inputs.notice, found)
    return Ranking(inputs.notice, inputs.document, None, streams, inputs.left_out, inputs.stale)


def of_selection(selection: Selection) -> Ranking:
    """A stored run as it was put up, whatever has changed since."""
    version = db.session.get_one(NoticeVersion, selection.notice_version_id)
    rows = db.session.execute(
        sa.select(
            SelectionEntry.application_id,
            Application.number,
            Person.name,
            Person.born_on,
            Dong.name,
            SelectionEntry.score,
            SelectionEntry.reason,
        )
        .join(Application, Application.id == SelectionEntry.application_id)
        .join(NoticeStream, NoticeStream.id == SelectionEntry.stream_id)
        .join(Person, Person.id == Application.person_id)
        .join(Dong, Dong.code == Application.dong_code)
        .where(SelectionEntry.selection_id == selection.id)
        .order_by(NoticeStream.id, SelectionEntry.rank)
    )
    found = [
        _Stored(row_id, number, name, born_on, dong, Score.from_json(score), entry)
        for row_id, number, name, born_on, dong, score, entry in rows
    ]
    streams = _streams(selection.notice, found)
    return Ranking(selection.notice, document_of(version), selection, streams, LeftOut(), 0)


@dataclass(frozen=True, slots=True)
class _Stored:
    """One entry with its person; ``entry`` is the rules' own entry as JSON."""

    application_id: int
    number: int
    name: str
    born_on: date
    dong: str
    score: Score
    entry: dict[str, Any]


def _streams(notice: Notice, found: list[_Stored]) -> tuple[StreamRows, ...]:
    streams = []
    for seats in stream_seats(notice):
        mine = [one for one in found if one.entry["stream"] == seats.code]
        inside = [one.entry for one in mine if one.entry["outcome"] == Outcome.SELECTED]
        cut_off = min((entry["points"] for entry in inside), default=None)
        cut_rank = max((entry["rank"] for entry in inside), default=None)
        rows = tuple(_row(one, cut_off) for one in mine)
        streams.append(StreamRows(seats.code, seats.label, seats.seats, rows, cut_off, cut_rank))
    return tuple(streams)


def _row(one: _Stored, cut_off: int | None) -> Row:
    entry = one.entry
    sentence = Sentence(entry["sentence"]["code"], entry["sentence"]["values"])
    return Row(
        application_id=one.application_id,
        number=one.number,
        name=one.name,
        born_on=one.born_on,
        dong=one.dong,
        stream=entry["stream"],
        points=entry["points"],
        items=one.score.items,
        rank=entry["rank"],
        outcome=entry["outcome"],
        reserve_no=entry["reserve_no"],
        decided_by=entry["decided_by"],
        priority=entry["priority"],
        why=_why(entry, cut_off),
        sentence=say(sentence),
    )


def _why(entry: dict[str, Any], cut_off: int | None) -> str:
    """The short reason of the row, against the cut-off."""
    if cut_off is None:
        return "선발된 사람이 없음"
    inside = entry["outcome"] == Outcome.SELECTED
    passed = None if inside else entry["sentence"]["values"].get("passed")
    if passed:
        return "취업취약계층 비율 때문에 뒤로 감" if passed == "priority" else "희망한 세부사업의 자리가 먼저 참"
    ahead = entry["points"] - cut_off
    if ahead:
        return f"최저점보다 {won(abs(ahead))}점 {'높음' if ahead > 0 else '낮음'}"
    if entry["decided_by"] is None:
        return "최저점과 같음"
    return f"최저점과 같음. 동점자 기준 「{tie_label(entry['decided_by'])}」에서 {'앞섬' if inside else '뒤짐'}"


def to_json(seen: Ranking, digest: str) -> dict[str, Any]:
    """The document of ``notice select`` (model.md D14): no names, no times, the same for the same inputs."""
    code = seen.notice.code
    return {
        "notice": code,
        "digest": digest,
        "streams": [
            {"stream": one.code, "seats": one.seats, "selected": one.selected, "reserve": one.reserve}
            for one in seen.streams
        ],
        "entries": [
            {
                "number": f"{code}-{row.number:05d}",
                "stream": row.stream,
                "points": row.points,
                "rank": row.rank,
                "outcome": row.outcome,
                "reserve_no": row.reserve_no,
                "sentence": row.sentence,
            }
            for one in seen.streams
            for row in one.rows
        ],
    }
