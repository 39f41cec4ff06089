"""Paging by key: the fifty rows behind or ahead of a row, however deep, and counts that stop at a thousand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.extensions import db

PAGE = 50
MOST_COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class Page:
    """Fifty rows and the ids whose neighbours the pages beside them are. ``total`` None: more than MOST_COUNTED."""

    rows: Sequence[Any]
    total: int | None
    prev: int | None
    next: int | None


@dataclass(frozen=True, slots=True)
class Order:
    """The columns that a list is sorted by; the last ones make it unique. All run the same way.

    Where they are of two tables, the last one of the first table is its id.
    ``start`` is a key ahead of every row: with it the first page has the shape of the others, and so their plan.
    """

    columns: tuple[Any, ...]
    descending: bool = False
    start: tuple[Any, ...] | None = None

    def behind(self, key: Sequence[Any]) -> Any:
        """The rows after ``key``."""
        return self._beside(key, self.descending)

    def ahead(self, key: Sequence[Any]) -> Any:
        """The rows before ``key``."""
        return self._beside(key, not self.descending)

    def _beside(self, key: Sequence[Any], smaller: bool) -> Any:
        values = [sa.literal(value, column.type) for column, value in zip(self.columns, key, strict=True)]
        led = self._led_by_one_table()
        ours, theirs = _row(self.columns[:led]), _row(values[:led])
        if led == len(values):
            return ours < theirs if smaller else ours > theirs
        # PostgreSQL begins in the middle of an index only for a comparison of one table's columns, and misjudges how
        # many rows a comparison over two tables leaves. So: from the row on, without what it shares its place with.
        rest, bound = _row(self.columns[led:]), _row(values[led:])
        passed = sa.and_(self.columns[led - 1] == values[led - 1], rest >= bound if smaller else rest <= bound)
        return sa.and_(ours <= theirs if smaller else ours >= theirs, sa.not_(passed))

    def _led_by_one_table(self) -> int:
        """How many of the columns, from the first, are of the first one's table."""
        tables = [getattr(column, "class_", None) for column in self.columns]
        return next((place for place, table in enumerate(tables) if table is not tables[0]), len(tables))

    def sorted(self, query: Any, *, backwards: bool = False) -> Any:
        down = self.descending != backwards
        return query.order_by(*(column.desc() if down else column.asc() for column in self.columns))


def _row(columns: Sequence[Any]) -> Any:
    return sa.tuple_(*columns) if len(columns) > 1 else columns[0]


def page_of(
    query: Any, order: Order, total: int | None, *, after: Sequence[Any] | None, before: Sequence[Any] | None
) -> Page:
    """One statement. The rows of ``query`` have an ``id``; ``after`` and ``before`` are keys of ``order``."""
    if before is not None:
        found = _fetch(order.sorted(query.where(order.ahead(before)), backwards=True))
        rows, more = found[:PAGE][::-1], len(found) > PAGE
        return Page(rows, total, rows[0].id if rows and more else None, rows[-1].id if rows else None)
    found = _fetch(order.sorted(begun(query, order, after)))
    rows, more = found[:PAGE], len(found) > PAGE
    return Page(rows, total, rows[0].id if rows and after is not None else None, rows[-1].id if more else None)


def begun(query: Any, order: Order, after: Sequence[Any] | None) -> Any:
    """The query behind ``after``, or from the start."""
    key = order.start if after is None else after
    return query if key is None else query.where(order.behind(key))


def _fetch(query: Any) -> list[Any]:
    return list(db.session.execute(query.limit(PAGE + 1)))


def capped_count(query: Any, order: Order) -> int | None:
    """How many rows the query has; None when there are more than MOST_COUNTED. Read in the list's order, by its plan."""
    some = query.with_only_columns(sa.literal(1).label("one"), maintain_column_froms=True)
    some = order.sorted(begun(some, order, None)).limit(MOST_COUNTED + 1).subquery()
    found = db.session.scalar(sa.select(sa.func.count()).select_from(some)) or 0
    return found if found <= MOST_COUNTED else None
