"""Screening 100,000 applications, load and save included, against three other ways; and one, against openfisca-core.

.venv/bin/python benchmarks/screening.py --applications 100000 --rounds 3 --engine both

- staged SQL inside the database (the floor), a bare loop (fetchall, plain dicts, executemany or COPY), entities of the
  ORM (two runs, each between two of the product: they take minutes, and a shared machine wanders), and the product's own
  call ``screenings.screen_all`` with its commit;
- every side starts from a fresh copy of the same database and leaves screenings, events, states and the people of the
  trail; verdicts, sums of masks, states and the counts of what is left are equal before the three are timed, and the
  entities' after each run.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import sqlalchemy as sa

from app import bulk, create_app
from app.audit import services as audit
from app.audit.models import AuditEntry, AuditSubject
from app.database import writing
from app.extensions import db
from app.recruitment.models import Application, ApplicationEvent, Screening
from app.recruitment.services import facts, notices, screening_basis, screenings
from benchmarks import screening_loop, screening_single, screening_sql
from benchmarks.screening_people import build
from tests import engines
from tests.conftest import make_settings
from tests.create import NOW, actor

TODAY = date(2024, 7, 8)
ENTITY_RUNS = 2
GOALS = {"staged SQL": 2.5, "bare loop": 1.3}


def product(given: dict[str, Any]) -> None:
    screenings.screen_all(given["row"], by=given["actor"], now=NOW, today=TODAY)


def staged_sql(given: dict[str, Any]) -> None:
    screening_sql.screen({name: value for name, value in given.items() if name not in ("row", "actor", "documents")})


SIDES: dict[str, Callable[[dict[str, Any]], None]] = {
    "product": product,
    "staged SQL": staged_sql,
    "bare loop": screening_loop.screen,
}


def _given(code: str) -> dict[str, Any]:
    """What every side may know before it starts: the notice, its version, the ceilings, who runs it."""
    notice, by = notices.by_code(code), actor("jobs")
    version, terms = notices.current_version(notice), facts.terms_of(notice)
    basis = screening_basis.bring(version, terms, TODAY)
    entry = db.session.scalar(sa.select(sa.func.max(AuditEntry.id)))
    median = terms.median_income()
    return {
        "row": notice, "actor": by, "notice": notice.id, "version": version.id, "basis": basis.id, "by": by.user_id,
        "entry": entry, "at": bulk.bound(Screening.__table__.c.at, NOW),
        "ceilings": tuple(median.share(size, 80) for size in range(1, 6)),
    }  # fmt: skip


_LEFT = sa.union_all(
    sa.select(Application.state, sa.func.count()).group_by(Application.state),
    sa.select(sa.literal("events"), sa.func.count()).select_from(ApplicationEvent),
    sa.select(sa.literal("people of the trail"), sa.func.count()).select_from(AuditSubject),
).order_by(sa.text("1"))
"""What a side leaves beside its screenings."""


def _run(store: engines.Store, code: str, side: Callable[[dict[str, Any]], None]) -> tuple[float, Any]:
    db.engine.dispose()  # first: a connection that closes later would write its log into the fresh copy
    store.reset("filled")
    with writing():
        given = _given(code)
        audit.commit()
        begun = time.perf_counter()
        side(given)
        audit.commit()
        seconds = time.perf_counter() - begun
        columns = (sa.func.count(), sa.func.sum(Screening.failed_mask), sa.func.sum(Screening.review_mask))
        query = sa.select(Screening.verdict, *columns).group_by(Screening.verdict).order_by(Screening.verdict)
        found = [tuple(row[:1]) + tuple(int(one) for one in row[1:]) for row in db.session.execute(query)]
        found += [tuple(row) for row in db.session.execute(_LEFT)]
        db.session.remove()
    return seconds, found


def measure(kind: str, count: int, rounds: int) -> bool:
    """Prints the ratios of one engine. False when the sides differ."""
    with (
        tempfile.TemporaryDirectory(prefix="ilteo-bench-") as made,
        engines.open_store(kind, folder := Path(made)) as store,
    ):
        app = create_app(make_settings(folder, store.url))
        engines.build_template(app, store)
        with app.app_context():
            store.reset()
            code = build(count)
            if kind == "postgresql":
                with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    connection.execute(sa.text("analyze"))
            db.session.remove()
            store.keep("filled")
            found = {name: _run(store, code, side)[1] for name, side in SIDES.items()}
            print(f"{kind}, {count:,} applications: {found['product']}")
            if len({str(one) for one in found.values()}) > 1:
                print(f"the sides differ: {found}")
                return False
            times: dict[str, list[float]] = {name: [] for name in SIDES}
            for _ in range(rounds):
                for name, side in SIDES.items():
                    times[name].append(_run(store, code, side)[0])
            screening_loop.relate()
            faster = []
            for _ in range(ENTITY_RUNS):
                before = _run(store, code, product)[0]
                seconds, theirs = _run(store, code, screening_loop.entities)
                if theirs != found["product"]:
                    print(f"the entities differ: {theirs}")
                    return False
                faster.append((seconds, statistics.mean((before, _run(store, code, product)[0]))))
            _report(times, faster)
            db.session.remove()
            db.engine.dispose()
    return True


def _report(times: dict[str, list[float]], faster: list[tuple[float, float]]) -> None:
    """``faster``: seconds of the entities, and of the product right before and behind them."""
    middle = {name: statistics.median(found) for name, found in times.items()}
    ours = middle["product"]
    print(f"  product {ours:.2f} s (median of {len(times['product'])})")
    for name, most in GOALS.items():
        ratio = ours / middle[name]
        print(f"  {name} {middle[name]:.2f} s: product is {ratio:.2f}x, goal at most {most}x: {_met(ratio <= most)}")
    ratio = statistics.mean(theirs / beside for theirs, beside in faster)
    told = ", ".join(f"{theirs:.1f} s beside {beside:.2f} s" for theirs, beside in faster)
    print(f"  ORM entities {told}: product is {ratio:.1f}x faster, goal 15x: {_met(ratio >= 15)}")


def _met(good: bool) -> str:
    return "met" if good else "NOT met"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--applications", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--engine", choices=("sqlite", "postgresql", "both"), default="both")
    chosen = parser.parse_args()
    kinds = ("sqlite", "postgresql") if chosen.engine == "both" else (chosen.engine,)
    good = screening_single.measure()
    for kind in kinds:
        good = measure(kind, chosen.applications, chosen.rounds) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
