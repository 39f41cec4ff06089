"""선발: seats, 취업취약계층 share, projects by preference, backfill and reserve. One sort, one pass a stream.

One function serves preview, screen, list and export; the same inputs give the same bytes (``result_digest``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from app.rules.criteria import NoticeDocument
from app.rules.ranking import Applicant, Key, deciding_item, rank_key, tie_label
from app.rules.seats import Places, ProjectSeats, StreamSeats, check_seats
from app.shared.canonical import digest
from app.shared.errors import RuleBroken
from app.shared.money import won
from app.shared.sentences import Sentence

SELECTED, RESERVE, NOT_SELECTED = "selected", "reserve", "not_selected"


@dataclass(frozen=True, slots=True)
class Entry:
    """One applicant's outcome. ``seat_stream`` and ``seat_no`` name the seat taken; ``project`` None: placed later.

    ``decided_by`` is the tie-break item that set the person apart at the cut-off (a code or ``number``).
    """

    number: int
    stream: str
    points: int
    rank: int
    outcome: str
    reserve_no: int | None
    seat_stream: str | None
    seat_no: int | None
    project: str | None
    decided_by: str | None
    sentence: Sentence

    def to_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "stream": self.stream,
            "points": self.points,
            "rank": self.rank,
            "outcome": self.outcome,
            "reserve_no": self.reserve_no,
            "seat_stream": self.seat_stream,
            "seat_no": self.seat_no,
            "project": self.project,
            "decided_by": self.decided_by,
            "sentence": {"code": self.sentence.code, "values": self.sentence.values},
        }


@dataclass(frozen=True, slots=True)
class StreamResult:
    """Counts of one stream; ``cut_off`` is the lowest points selected, None when nobody was."""

    stream: str
    label: str
    seats: int
    selected: int
    reserve: int
    cut_off: int | None
    priority_selected: int


@dataclass(frozen=True, slots=True)
class SelectionResult:
    streams: tuple[StreamResult, ...]
    entries: tuple[Entry, ...]
    inputs_digest: str
    result_digest: str


@dataclass
class _Stream:
    """One stream while it is being filled."""

    seats: StreamSeats
    ranking: list[tuple[tuple[int, Key, int], Applicant]]
    taken: dict[int, tuple[str, int, str | None]] = field(default_factory=dict)
    passed: dict[int, str] = field(default_factory=dict)


def select(
    applicants: Sequence[Applicant],
    streams: Sequence[StreamSeats],
    document: NoticeDocument,
    ends_on: date,
    projects: Sequence[ProjectSeats] = (),
) -> SelectionResult:
    """Rank and select per stream (design.md 4.2). ``ends_on``: last day of the cohort, for the reserve's expiry.

    Raises RuleBroken for an 예시 table that nobody adopted (W23), unverified scores, an unknown stream, and (a guard
    that the algorithm should never need) more selected than seats (W24).
    """
    _refuse(applicants, streams, document)
    places = Places(streams, projects)
    by_code = {seats.code: _Stream(seats, []) for seats in streams}
    for applicant in applicants:
        by_code[applicant.stream].ranking.append((rank_key(applicant, document.tie_break), applicant))
    for stream in by_code.values():
        stream.ranking.sort(key=lambda pair: pair[0])
        _fill(stream, places, document.priority_percent)
    for step in document.backfill:
        if step.seats_of in by_code and step.people_of in by_code:
            _fill_rest(by_code[step.people_of], places, step.seats_of)
    check_seats(_seats_taken(by_code.values()), streams)
    until = ends_on - timedelta(days=document.reserve.days_before_end)
    results = [_conclude(stream, document, until) for stream in by_code.values()]
    entries = tuple(entry for _, stream_entries in results for entry in stream_entries)
    return SelectionResult(
        streams=tuple(result for result, _ in results),
        entries=entries,
        inputs_digest=_inputs_digest(applicants, streams, document, ends_on, projects),
        result_digest=digest([entry.to_json() for entry in entries]),
    )


def _refuse(applicants: Sequence[Applicant], streams: Sequence[StreamSeats], document: NoticeDocument) -> None:
    if not document.score_table.usable:
        raise RuleBroken("예시 배점표로는 선발할 수 없습니다. 방침 문서번호를 적고 채택해 주세요.")
    incomplete = sum(applicant.incomplete for applicant in applicants)
    if incomplete:
        raise RuleBroken(
            f"점수를 확인하지 못한 신청이 {won(incomplete)}건 있습니다. 조회 결과를 등록한 뒤 선발해 주세요."
        )
    known = {stream.code for stream in streams}
    stray = next((applicant for applicant in applicants if applicant.stream not in known), None)
    if stray is not None:
        raise RuleBroken(f"접수번호 {stray.number}의 모집 구분이 공고에 없습니다. 신청 내용을 고쳐 주세요.")
    if len({applicant.number for applicant in applicants}) < len(applicants):
        raise RuleBroken("같은 접수번호가 두 번 있습니다. 신청 목록을 확인해 주세요.")


def _seats_taken(streams: Iterable[_Stream]) -> Counter[str]:
    return Counter(seat_stream for stream in streams for seat_stream, _, _ in stream.taken.values())


def _fill(stream: _Stream, places: Places, priority_percent: int) -> None:
    """In rank order; the last free seats wait for 취업취약계층 until their least share is reached.

    The share is counted up to whole people and never asks for more of them than applied; what it holds back in vain,
    since their projects were full, goes to the others by rank in a second pass.
    """
    code, seats = stream.seats.code, stream.seats.seats
    applied = sum(applicant.priority for _, applicant in stream.ranking)
    wanted = min(-(-seats * priority_percent // 100), applied)
    for _, applicant in stream.ranking:
        if not places.left(code):
            break
        if not applicant.priority and places.left(code) <= wanted:
            stream.passed[applicant.number] = "priority"
            continue
        _give(stream, places, code, applicant)
        if applicant.priority and applicant.number in stream.taken:
            wanted -= 1
    _fill_rest(stream, places, code)


def _fill_rest(stream: _Stream, places: Places, seats_of: str) -> None:
    """Free seats go to whoever of the stream has none yet, in rank order."""
    for _, applicant in stream.ranking:
        if not places.left(seats_of):
            return
        if applicant.number not in stream.taken:
            _give(stream, places, seats_of, applicant)


def _give(stream: _Stream, places: Places, seats_of: str, applicant: Applicant) -> None:
    seat = places.take(seats_of, applicant.preferences)
    if seat is None:
        stream.passed[applicant.number] = "projects"
    else:
        stream.taken[applicant.number] = seat


@dataclass(frozen=True, slots=True)
class _CutOff:
    """Both sides of the cut: the last selected by rank, the first not selected, and the lowest points selected."""

    last: tuple[int, Key, int] | None
    first_out: tuple[int, Key, int] | None
    points: int | None


def _cut_off(stream: _Stream) -> _CutOff:
    inside = [key for key, applicant in stream.ranking if applicant.number in stream.taken]
    last = inside[-1] if inside else None
    outside = (key for key, applicant in stream.ranking if applicant.number not in stream.taken)
    first_out = next((key for key in outside if last is None or key > last), None)
    return _CutOff(last, first_out, None if last is None else -last[0])


def _conclude(stream: _Stream, document: NoticeDocument, until: date) -> tuple[StreamResult, list[Entry]]:
    cut = _cut_off(stream)
    waiting = -(-stream.seats.seats * document.reserve.percent // 100)
    entries, reserve = [], 0
    for rank, (key, applicant) in enumerate(stream.ranking, 1):
        seat = stream.taken.get(applicant.number)
        reserve_no = None
        if seat is None and reserve < waiting:
            reserve_no = reserve = reserve + 1
        entries.append(
            _entry(
                stream,
                applicant,
                key,
                rank=rank,
                seat=seat,
                reserve_no=reserve_no,
                cut=cut,
                document=document,
                until=until,
            )
        )
    priority = sum(applicant.priority for _, applicant in stream.ranking if applicant.number in stream.taken)
    return (
        StreamResult(
            stream=stream.seats.code,
            label=stream.seats.label,
            seats=stream.seats.seats,
            selected=len(stream.taken),
            reserve=reserve,
            cut_off=cut.points,
            priority_selected=priority,
        ),
        entries,
    )


def _entry(
    stream: _Stream,
    applicant: Applicant,
    key: tuple[int, Key, int],
    *,
    rank: int,
    seat: tuple[str, int, str | None] | None,
    reserve_no: int | None,
    cut: _CutOff,
    document: NoticeDocument,
    until: date,
) -> Entry:
    outcome = SELECTED if seat else RESERVE if reserve_no else NOT_SELECTED
    other = cut.first_out if seat else cut.last
    across = other is not None and (key < other if seat else key > other)
    decided_by = deciding_item(key, other, document.tie_break) if other is not None and across else None
    values: dict[str, Any] = {
        "points": applicant.points,
        "stream": stream.seats.label,
        "rank": rank,
        "seats": stream.seats.seats,
    }
    if not seat:
        # Behind the cut of a full stream rank alone is the reason; else the share or the projects may be.
        full = len(stream.taken) >= stream.seats.seats
        reason = None if across and full else stream.passed.get(applicant.number)
        tied = tie_label(decided_by) if decided_by else None
        values |= {"cut_off": cut.points, "tied_on": tied, "passed": reason, "percent": document.priority_percent}
        if reserve_no:
            values |= {"reserve_no": reserve_no, "until": until.isoformat()}
    seat_stream, seat_no, project = seat or (None, None, None)
    return Entry(
        number=applicant.number,
        stream=applicant.stream,
        points=applicant.points,
        rank=rank,
        outcome=outcome,
        reserve_no=reserve_no,
        seat_stream=seat_stream,
        seat_no=seat_no,
        project=project,
        decided_by=decided_by,
        sentence=Sentence(outcome, values),
    )


def _inputs_digest(
    applicants: Sequence[Applicant],
    streams: Sequence[StreamSeats],
    document: NoticeDocument,
    ends_on: date,
    projects: Sequence[ProjectSeats],
) -> str:
    """The same whatever order the database hands the applications out in."""
    return digest(
        {
            "document": document.to_json(),
            "ends_on": ends_on,
            "streams": [[one.code, one.label, one.seats] for one in streams],
            "projects": sorted([one.stream, one.project, -1 if one.seats is None else one.seats] for one in projects),
            "applicants": [one.to_json() for one in sorted(applicants, key=lambda one: one.number)],
        }
    )
