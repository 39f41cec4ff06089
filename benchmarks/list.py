"""Lists and name search against the usual ways, in one run on one database: equal rows first, then ratios of medians.

.venv/bin/python benchmarks/list.py [--people 100000] [--engine sqlite|postgresql]

Goal (performance 5), both sides warm: a page at any depth costs at most 1.5 times the first; a page of a search by part
of a name at most a twentieth of the LIKE scan, for one, two and three syllables and for no match. What a search takes right
behind a scan, with the caches emptied, is printed beside. Both sides are the statements that SQLAlchemy makes, run
through the driver, so that neither pays for the other's Python.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import sqlalchemy as sa

from app import create_app
from app.database import writing
from app.extensions import db
from app.recruitment.models import Application, Notice, Person
from app.recruitment.queries import applications, keyset, people
from app.recruitment.queries.application_filter import Filter
from app.recruitment.queries.people import PeopleFilter
from app.shared.actor import Actor
from tests import engines
from tests.conftest import make_settings
from tests.create import actor
from tests.recruitment.create import create_notice
from tests.recruitment.crowd import add_applications, add_people

ROUNDS, IN_A_ROW = 9, 5
SLOW_ROUNDS = 3  # of what is shown beside, and decides nothing
PIECE = 10_000
DEPTHS = (0.0, 0.1, 0.5, 0.99)
MOST_DEPTH, MOST_SCAN = 1.5, 1 / 20
PAGE = keyset.PAGE + 1


class Prepared:
    """One statement with its values, ready for the driver."""

    def __init__(self, query: Any) -> None:
        compiled = query.limit(PAGE).compile(db.engine, compile_kwargs={"render_postcompile": True})
        self.sql, self.values = compiled.string, compiled.params
        if compiled.positional:
            self.values = tuple(self.values[name] for name in compiled.positiontup)

    def run(self, cursor: Any) -> list[Any]:
        cursor.execute(self.sql, self.values)
        return list(cursor.fetchall())


def compare(cursor: Any, sides: Sequence[Prepared], rounds: int = ROUNDS) -> list[float]:
    """Median seconds of each, taken in turns of five.

    In turns of one, a short statement pays for the caches that a scan of all names has just emptied, and a scan for
    nothing: what such a first one takes is printed beside (``cold``).
    """
    times: list[list[float]] = [[] for _ in sides]
    for _ in range(rounds):
        for place, side in enumerate(sides):
            for _ in range(IN_A_ROW):
                begun = time.perf_counter()
                side.run(cursor)
                times[place].append(time.perf_counter() - begun)
    return [statistics.median(one) for one in times]


def cold(cursor: Any, side: Prepared, scan: Prepared) -> float:
    """Median seconds of a statement that comes right behind a scan."""
    times = []
    for _ in range(ROUNDS):
        scan.run(cursor)
        begun = time.perf_counter()
        side.run(cursor)
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def build(count: int) -> Notice:
    """People, and an application of each in one notice."""
    notice = create_notice()
    for piece in range(0, count, PIECE):
        ids = add_people(min(PIECE, count - piece), seed=piece + 1)
        add_applications(notice, ids, seed=piece + 2)
    db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if db.engine.dialect.name == "postgresql":
            connection.execute(sa.text("vacuum analyze"))
    return notice


def deep(cursor: Any, label: str, listed: tuple[Any, keyset.Order], keys: Sequence[Any]) -> list[tuple[str, bool]]:
    """Page one against pages ever deeper, by key and by offset; the same rows both ways."""
    query, order = listed
    count = len(keys)
    first, verdicts = Prepared(order.sorted(keyset.begun(query, order, None))), []
    for depth in DEPTHS[1:]:
        place = int(count * depth)
        ours = Prepared(order.sorted(query.where(order.behind(keys[place - 1]))))
        offset = Prepared(order.sorted(query).offset(place))
        assert ours.run(cursor) == offset.run(cursor), f"{label}: other rows at {place}"
        base, mine = compare(cursor, (first, ours))
        theirs = compare(cursor, (offset,), SLOW_ROUNDS)[0]
        good = mine <= MOST_DEPTH * base
        print(
            f"{label}, row {place:>9,}: {mine * 1e3:7.2f} ms = {mine / base:5.2f} of page 1 "
            f"({base * 1e3:.2f} ms); by offset {theirs * 1e3:9.2f} ms = {theirs / base:8.1f}  {met(good)}"
        )
        verdicts.append((label, good))
    return verdicts


def met(good: bool) -> str:
    return "met" if good else "NOT MET"


def depths(cursor: Any, notice: Notice, by: Actor) -> list[tuple[str, bool]]:
    every = PeopleFilter()
    names = keys_of(sa.select(Person.name_key, Person.id), people.order_of(every))
    found = deep(cursor, "people by name", (people.rows_of(every, by), people.order_of(every)), names)
    for label, where, chosen in (
        ("applications by number", notice, Filter()),
        ("applications by name", notice, Filter(sort="name")),
        ("all applications, newest first", None, Filter()),
        ("all applications by name", None, Filter(sort="name")),
    ):
        order = applications.order_of(chosen, where)
        query = sa.select(*order.columns).select_from(Application).join(Person, Person.id == Application.person_id)
        found += deep(cursor, label, (applications.rows_of(chosen, by, where), order), keys_of(query, order))
    return found


def keys_of(query: Any, order: keyset.Order) -> Sequence[Any]:
    """The key of every row, in the order of the list."""
    return db.session.execute(order.sorted(query)).all()


def searches(cursor: Any, notice: Notice, by: Actor) -> list[tuple[str, bool]]:
    """Search against LIKE over all names, and against LIKE along the index of names (its best plan)."""
    verdicts = []
    for label, term in (
        ("1 syllable", "김"),
        ("1 rarer", "준"),
        ("2 syllables", "민수"),
        ("3 syllables", "김민수"),
        ("no match", "힣뷁"),
    ):
        chosen = PeopleFilter(text=term)
        ours = Prepared(people.order_of(chosen).sorted(people.rows_of(chosen, by)))
        order = keyset.Order((Person.name_key, Person.id))
        along = people.rows_of(PeopleFilter(), by).where(Person.name_key.contains(term, autoescape=True))
        best = Prepared(order.sorted(along))
        scan = Prepared(along.order_by(unindexed(Person.name_key), Person.id))
        assert ours.run(cursor) == best.run(cursor) == scan.run(cursor), f"{term}: other rows"
        mine, theirs, planned = compare(cursor, (ours, scan, best))
        good = mine <= MOST_SCAN * theirs
        print(
            f"search {label:<12} {mine * 1e3:7.2f} ms = 1/{theirs / mine:.0f} of the LIKE scan ({theirs * 1e3:.1f} ms), "
            f"1/{planned / mine:.1f} of LIKE along the index ({planned * 1e3:.1f} ms), "
            f"right behind a scan {cold(cursor, ours, scan) * 1e3:.2f} ms  {met(good)}"
        )
        verdicts.append((f"search {label}", good))
    listed = Filter(text="민수")
    in_list = Prepared(applications.order_of(listed, notice).sorted(applications.rows_of(listed, by, notice)))
    took = compare(cursor, (in_list,))[0]
    print(f"search 2 syllables within the notice's list: {took * 1e3:.2f} ms")
    return verdicts


def unindexed(column: Any) -> Any:
    """The same order, in a form that no index of ours serves."""
    return column.concat("")


def through_the_product(notice: Notice, by: Actor) -> None:
    """What a page costs with everything: count, key, Python."""
    work: dict[str, Callable[[], Any]] = {
        "people, page 1": lambda: people.people_page(PeopleFilter(), by),
        "people, search 민수": lambda: people.people_page(PeopleFilter(text="민수"), by),
        "people, phone end 21": lambda: people.people_page(PeopleFilter(text="21"), by),
        "applications, page 1": lambda: applications.application_page(notice, Filter(), by),
        "applications, search 민수": lambda: applications.application_page(notice, Filter(text="민수"), by),
        "applications, phone end 4821": lambda: applications.application_page(notice, Filter(text="4821"), by),
        "all applications, newest first": lambda: applications.application_page(None, Filter(), by),
    }
    for label, run in work.items():
        times = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            run()
            times.append(time.perf_counter() - begun)
        print(f"through the product: {label}: {statistics.median(times) * 1e3:.1f} ms")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=100_000)
    asked.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, engines.open_store(options.engine, Path(folder)) as store:
        app = create_app(make_settings(Path(folder), store.url))
        engines.build_template(app, store)
        store.reset()
        with app.app_context(), writing():
            begun = time.perf_counter()
            notice, by = build(options.people), actor("jobs")
            db.session.commit()
            print(f"{options.engine}, {options.people:,} people, built in {time.perf_counter() - begun:.0f} s")
            with writing(False):
                cursor = db.session.connection().connection.cursor()
                verdicts = depths(cursor, notice, by) + searches(cursor, notice, by)
                through_the_product(notice, by)
            db.session.remove()
            db.engine.dispose()
    failed = [label for label, good in verdicts if not good]
    print("goal met" if not failed else f"goal NOT met: {', '.join(failed)}")


if __name__ == "__main__":
    main()
