"""Excel import and export at full size, each side in a process of its own, in turn; equal rows before any timing.

Import: ours = read in the guarded child, every cell checked, one executemany into a 12-column table;
against calamine.to_python() alone, and openpyxl read-only with the same insert. Export: ours against XlsxWriter
(constant_memory). The product's real import (keyed hash and sealing of each number, people, applications, papers,
consents, screening) does far more than a 12-column insert: its time a row stands beside, measured at 3,000 rows.

.venv/bin/python benchmarks/excel.py [rows] [rounds]
"""

from __future__ import annotations

import hashlib
import importlib
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.sheets.columns import Column  # noqa: E402
from app.sheets.listing import write_list  # noqa: E402
from app.sheets.reading import Limits, Sheet, read_pieces, read_sheet  # noqa: E402

DONGS = {name: at for at, name in enumerate(("신림동", "대학동", "은천동", "청룡동", "행운동", "낙성대동"))}
COLUMNS = (
    Column("number", "번호", "whole", required=True, most=10**9),
    Column("name", "성명", required=True, longest=40),
    Column("phone", "전화", "phone"),
    Column("dong", "동", "choice", choices=DONGS),
    Column("address", "주소", longest=120),
    Column("day", "접수일", "day"),
    Column("size", "가구원 수", "whole", least=1, most=20),
    Column("income", "소득", "won"),
    Column("property", "재산", "won"),
    Column("householder", "세대주", "yes_no"),
    Column("student", "재학", "yes_no"),
    Column("note", "비고"),
)
KEYS = [column.key for column in COLUMNS]
LIMITS = Limits(
    file_bytes=100_000_000,
    unpacked_bytes=1_000_000_000,
    ratio=1000,
    rows=1_000_000,
    seconds=120,
    memory_bytes=4_000_000_000,
)


def rows_of(count: int) -> list[list[Any]]:
    """The same people at every run: half of the cells repeat, as in an office's lists."""
    names, first = list(DONGS), date(2024, 1, 1)
    return [
        [
            at,
            f"김{chr(0xAC00 + at * 7 % 11000)}{chr(0xAC00 + at * 13 % 11000)}",
            f"010-{at // 10000 % 10000:04d}-{at % 10000:04d}",
            names[at % len(names)],
            f"관악구 신림로{at % 900}길 {at % 90}",
            first + timedelta(days=at % 300),
            1 + at % 6,
            at * 1000 % 5_000_000,
            at * 7000 % 400_000_000,
            "예" if at % 3 else "아니요",
            "아니요",
            f"비고 {at % 50}",
        ]
        for at in range(1, count + 1)
    ]


def digest(rows: Any) -> str:
    """A row hash: typed values in order."""
    found = hashlib.sha256()
    for row in rows:
        found.update(repr(tuple(row)).encode())
    return found.hexdigest()


def engine() -> Any:
    """An empty 12-column table of our own in the database that the parent named."""
    import sqlalchemy as sa  # noqa: PLC0415

    from app.database import engine_options, watch  # noqa: PLC0415

    url = os.environ["BENCH_URL"]
    made = sa.create_engine(url, **engine_options(url))
    watch(made)
    kinds = {"whole": sa.BigInteger, "won": sa.BigInteger, "day": sa.Date, "yes_no": sa.Boolean, "choice": sa.Integer}
    columns = [sa.Column(one.key, kinds.get(str(one.kind), sa.Text)) for one in COLUMNS]
    table = sa.Table("bench_rows", sa.MetaData(), *columns)
    return made, table


def insert(pieces: Iterable[Iterable[tuple[Any, ...]]]) -> str:
    """One transaction for all pieces, the same for both sides: executemany on SQLite, COPY on PostgreSQL."""
    import sqlalchemy as sa  # noqa: PLC0415

    from app.database import writing  # noqa: PLC0415

    made, table = engine()
    with writing(), made.begin() as connection:
        table.drop(connection, checkfirst=True)
        table.create(connection)
    with writing(), made.begin() as connection:
        cursor = connection.connection.cursor()
        if made.dialect.name == "postgresql":
            with cursor.copy(f"copy bench_rows ({', '.join(KEYS)}) from stdin") as copy:
                for row in chain.from_iterable(pieces):
                    copy.write_row(row)
        else:
            places = ", ".join("?" * len(KEYS))
            cursor.executemany(f"insert into bench_rows values ({places})", chain.from_iterable(pieces))
        count = connection.execute(sa.select(sa.func.count()).select_from(table)).scalar()
        assert count == int(os.environ["BENCH_ROWS"])
        query = sa.select(table).order_by(table.c.number)
        return digest(connection.execute(query) if os.environ.get("BENCH_HASH") else ())


def stored_day() -> Callable[[date], Any]:
    """A date as the driver stores it: SQLite keeps its text."""
    return date.isoformat if os.environ["BENCH_URL"].startswith("sqlite") else lambda day: day


def ours(path: Path) -> str:
    from app.sheets.checking import Checking  # noqa: PLC0415

    checking, store = Checking(COLUMNS), stored_day()

    def pieces() -> Iterator[Iterable[tuple[Any, ...]]]:
        for piece in read_pieces(path.read_bytes(), "신청", LIMITS):
            if isinstance(piece, Sheet):
                assert checking.end(piece).faults == []
                return
            values = checking.take(piece)
            values["day"] = list(map(store, values["day"]))
            yield zip(*(values[key] for key in KEYS), strict=True)

    return insert(pieces())


def calamine(path: Path) -> str:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    return str(len(rows))


def openpyxl_side(path: Path) -> str:
    import openpyxl  # noqa: PLC0415

    book = openpyxl.load_workbook(path, read_only=True)
    found = book.worksheets[0].iter_rows(min_row=2, values_only=True)
    truth, store = {"예": True, "아니요": False}, stored_day()
    rows = (
        (
            int(row[0]),
            *row[1:3],
            DONGS[row[3]],
            row[4],
            store(row[5].date()),
            *(int(one) for one in row[6:9]),
            truth[row[9]],
            truth[row[10]],
            row[11],
        )
        for row in found
    )
    return insert([rows])


def export_ours(path: Path) -> str:
    rows = rows_of(int(os.environ["BENCH_ROWS"]))
    began = time.perf_counter()
    path.write_bytes(write_list("명단", COLUMNS, rows))
    return f"{time.perf_counter() - began:.4f}"


def export_xlsxwriter(path: Path) -> str:
    import xlsxwriter  # noqa: PLC0415

    rows = rows_of(int(os.environ["BENCH_ROWS"]))
    began = time.perf_counter()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": "yyyy-mm-dd",
    }
    book = xlsxwriter.Workbook(str(path), options)
    sheet = book.add_worksheet("명단")
    sheet.write_row(2, 0, [column.title for column in COLUMNS])
    for at, row in enumerate(rows, 3):
        sheet.write_row(at, 0, row)
    book.close()
    return f"{time.perf_counter() - began:.4f}"


SIDES: dict[str, Callable[[Path], str]] = {
    "ours": ours,
    "calamine": calamine,
    "openpyxl": openpyxl_side,
    "export_ours": export_ours,
    "export_xlsxwriter": export_xlsxwriter,
}


def child(side: str, path: Path, **environment: str) -> dict[str, Any]:
    """What one side's own process measured and said."""
    done = subprocess.run(
        [sys.executable, __file__, "--side", side, str(path)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def run_side(side: str, path: Path) -> None:
    for module in (
        "app.sheets.checking",
        "app.database",
        "openpyxl",
        "python_calamine",
        "xlsxwriter",
        "sqlalchemy.dialects.postgresql",
        "psycopg",
        "pysqlite3",
    ):
        importlib.import_module(module)
    began = time.perf_counter()
    said = SIDES[side](path)
    took = time.perf_counter() - began
    print(json.dumps({"took": float(said) if side.startswith("export") else took, "said": said}))


def compare(names: list[str], path: Path, rounds: int, environment: dict[str, str]) -> dict[str, float]:
    """Median seconds a side; the sides take turns."""
    found: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            found[name].append(child(name, path, **environment)["took"])
    return {name: statistics.median(runs) for name, runs in found.items()}


def measure_import(url: str, path: Path, count: int, rounds: int) -> None:
    environment = {"BENCH_URL": url, "BENCH_ROWS": str(count)}
    hashes = {name: child(name, path, **environment, BENCH_HASH="1")["said"] for name in ("ours", "openpyxl")}
    assert hashes["ours"] == hashes["openpyxl"], "the rows differ"
    found = compare(["ours", "calamine"], path, rounds, environment)
    slow = compare(["openpyxl"], path, min(rounds, 2), environment)["openpyxl"]
    mine, bare = found["ours"], found["calamine"]
    print(
        f"  import read+check+insert {mine:.2f} s · calamine.to_python() alone {bare:.2f} s · ratio {mine / bare:.2f} (goal 1.5)"
    )
    print(f"  openpyxl read+convert+insert {slow:.2f} s · ours {slow / mine:.1f} times faster (goal 6)", flush=True)


def measure_export(folder: Path, count: int, rounds: int) -> None:
    ours_path, other = folder / "ours.xlsx", folder / "other.xlsx"
    environment = {"BENCH_ROWS": str(count)}
    child("export_ours", ours_path, **environment)
    child("export_xlsxwriter", other, **environment)
    read = [read_sheet(path.read_bytes(), "", LIMITS).rows[3:] for path in (ours_path, other)]
    assert digest(read[0]) == digest(read[1]), "the exported rows differ"
    times: dict[str, list[float]] = {"export_ours": [], "export_xlsxwriter": []}
    for _ in range(rounds):
        for name, path in (("export_ours", ours_path), ("export_xlsxwriter", other)):
            times[name].append(child(name, path, **environment)["took"])
    mine, slow = (statistics.median(one) for one in times.values())
    print(f"  export {mine:.2f} s · XlsxWriter constant_memory {slow:.2f} s · ratio {mine / slow:.2f} (goal 0.2)")


def real_import(kind: str, folder: Path, count: int) -> None:
    """The product's own path, whole: upload, preview, commit with screening. Seconds a thousand rows."""
    from app import create_app  # noqa: PLC0415
    from app.audit import services as audit  # noqa: PLC0415
    from app.database import writing  # noqa: PLC0415
    from app.extensions import db  # noqa: PLC0415
    from app.recruitment.imports import batches  # noqa: PLC0415
    from tests import engines  # noqa: PLC0415
    from tests.conftest import make_settings  # noqa: PLC0415
    from tests.create import NOW, actor  # noqa: PLC0415
    from tests.recruitment.create import TODAY, create_notice  # noqa: PLC0415
    from tests.recruitment.sheets import row, sheet  # noqa: PLC0415

    with engines.open_store(kind, folder) as store:
        app = create_app(make_settings(folder, store.url))
        engines.build_template(app, store)
        with app.app_context(), writing():
            notice, by = create_notice(), actor("jobs")
            content = sheet(notice, [row(at) for at in range(count)])
            began = time.perf_counter()
            batch = batches.upload(notice, "x.xlsx", content, by=by, now=NOW, today=TODAY)
            audit.commit()
            checked = time.perf_counter()
            done = batches.commit(notice, batch.id, by=by, now=NOW, today=TODAY)
            audit.commit()
            ended = time.perf_counter()
            assert done.new == count
            db.session.remove()
            db.engine.dispose()
    first, second = (1_000_000 * part / count for part in (checked - began, ended - checked))
    print(
        f"  real import of {count:,} applications ({kind}): check and preview {first:.0f} µs a row, commit with screening {second:.0f} µs a row"
    )


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    from tests import engines  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        path = folder / "import.xlsx"
        path.write_bytes(plain_workbook(count))
        print(f"excel {count:,} rows × {len(COLUMNS)} columns, {path.stat().st_size / 1e6:.1f} MB, n={rounds}")
        measure_export(folder, count, min(rounds, 3))
        for kind in ("sqlite", "postgresql"):
            print(f" {kind}")
            with engines.open_store(kind, folder) as store:
                measure_import(store.url, path, count, rounds)
            real_import(kind, folder, min(count, 3_000))


def plain_workbook(count: int) -> bytes:
    """The file to be imported: header in the first row, written by a third writer than both sides of the export."""
    from rustpy_xlsxwriter import write_worksheet  # noqa: PLC0415

    kept = io.BytesIO()
    titles = [column.title for column in COLUMNS]
    records = (dict(zip(titles, row, strict=True)) for row in rows_of(count))
    write_worksheet(records, kept, sheet_name="신청", datetime_format="yyyy-mm-dd")
    return kept.getvalue()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--side"]:
        run_side(sys.argv[2], Path(sys.argv[3]))
    else:
        main()
