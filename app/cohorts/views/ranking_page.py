"""One page of the ranking: stream, filter and window, read from the query string. Opens around the cut-off."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flask import url_for
from werkzeug.datastructures import MultiDict

from app.cohorts.queries.ranking import Ranking, Row, StreamRows
from app.cohorts.words import ITEM_COLUMNS, OUTCOMES
from app.rules.ranking import NUMBER, tie_label
from app.shared.digits import plain_number
from app.shared.money import round_half_up, won

SIZE = 50
ABOVE = 20


class RankingPage:
    """What the template draws. Junk in the query string falls back to the default."""

    def __init__(self, seen: Ranking, args: MultiDict[str, str]) -> None:
        self.seen = seen
        self.stream: StreamRows = seen.stream(args.get("stream", ""))
        # A number, never a name: the filter stands in the address.
        number = args.get("q", "").strip()
        self.text = number if plain_number(number, 6) is not None else ""
        self.dong = args.get("dong", "")
        self.outcome = args.get("outcome", "") if args.get("outcome", "") in OUTCOMES else ""
        self.filtered = bool(self.text or self.dong or self.outcome)
        matching = [row for row in self.stream.rows if self._matches(row)]
        first = self._first(matching, args.get("from", ""))
        self.rows = matching[first : first + SIZE]
        self.total = len(matching)
        self.prev_url = self._url(matching[max(0, first - SIZE)].rank) if first else ""
        self.next_url = self._url(matching[first + SIZE].rank) if first + SIZE < len(matching) else ""

    def _matches(self, row: Row) -> bool:
        named = not self.text or int(self.text) == row.number
        return named and self.dong in ("", row.dong) and self.outcome in ("", row.outcome)

    def _first(self, matching: list[Row], asked: str) -> int:
        """Index of the first row shown: the rank asked for, else a little above the cut-off."""
        rank, cut = plain_number(asked, 7), self.stream.cut_rank
        if rank is None:
            rank = 1 if self.filtered or cut is None else cut - ABOVE + 1
        return next((index for index, row in enumerate(matching) if row.rank >= rank), 0)

    def _url(self, rank: int | None = None, **changes: str) -> str:
        kept = {"stream": self.stream.code, "q": self.text, "dong": self.dong, "outcome": self.outcome} | changes
        values: dict[str, Any] = {name: value for name, value in kept.items() if value}
        if rank is not None:
            values["from"] = str(rank)
        return url_for("cohorts.show_ranking", code=self.seen.notice.code, **values)

    @property
    def first_url(self) -> str:
        return self._url(1)

    @property
    def cut_url(self) -> str:
        return self._url()

    @property
    def clear_url(self) -> str:
        return url_for("cohorts.show_ranking", code=self.seen.notice.code, stream=self.stream.code)

    @property
    def choices(self) -> list[tuple[str, str, str, str, bool]]:
        """Big links above the list: name, seats, competition and cut-off."""
        return [
            (
                one.label,
                f"{won(one.seats)}자리",
                _detail(one),
                url_for("cohorts.show_ranking", code=self.seen.notice.code, stream=one.code),
                one.code == self.stream.code,
            )
            for one in self.seen.streams
        ]

    @property
    def dongs(self) -> list[tuple[str, str]]:
        names = sorted({row.dong for row in self.stream.rows})
        return [("", "모든 동"), *((name, name) for name in names)]

    @property
    def outcome_options(self) -> list[tuple[str, str]]:
        return [("", "모든 결과"), *((str(code), label) for code, label in OUTCOMES.items())]

    @property
    def count(self) -> str:
        if not self.rows:
            return f"{won(self.total)}명"
        return f"{won(self.total)}명 가운데 {won(self.rows[0].rank)}–{won(self.rows[-1].rank)}위"

    @property
    def columns(self) -> list[tuple[str, str]]:
        """Code and short head of each score item, in the table's order."""
        return [(item.code, ITEM_COLUMNS[item.code]) for item in self.seen.document.score_table.items]

    @property
    def tie_break(self) -> str:
        return " → ".join(tie_label(code) for code in (*self.seen.document.tie_break, NUMBER))

    def cut_before(self, index: int) -> bool:
        """Does the cut line stand above this row of the page?"""
        cut = self.stream.cut_rank
        if cut is None or self.rows[index].rank <= cut:
            return False
        return self.rows[index - 1].rank <= cut if index else self.rows[0].rank == cut + 1

    @property
    def cut_after_last(self) -> bool:
        """Everybody on the page is selected and nobody stands below."""
        return bool(self.rows) and not self.next_url and self.rows[-1].rank == self.stream.cut_rank


def _detail(one: StreamRows) -> str:
    parts = [f"적격 {won(len(one.rows))}명"]
    if one.seats:
        tenths = round_half_up(Fraction(len(one.rows) * 10, one.seats))
        parts.append(f"{tenths // 10}.{tenths % 10} 대 1")
    if one.cut_off is not None:
        parts.append(f"최저점 {one.cut_off}점")
    return " · ".join(parts)
