"""The counter page against a route that does nothing, served by the same processes (performance.md, goal 8).

gunicorn with 2 processes of 4 threads, wrk with 8 keep-alive connections, interleaved rounds; the demo is the data.
The routes that do nothing: a public one, by which the goal is judged, and one that needs a sign-in (the session and the
account are read, nothing else). The pages: the form as it opens for the next person, and the form prefilled for a
returning one, whose opening also writes who looked (one fsync by one writer at a time: the law, and the limit).

.venv/bin/python benchmarks/counter.py [sqlite|postgresql|both] [seconds]      needs wrk: apt-get install wrk
"""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import sqlalchemy as sa
from flask import Flask

from app import create_app
from app.accounts.models import Draft
from app.database import writing
from app.extensions import db
from app.web.access import public, signed_in
from tests import engines
from tests.conftest import make_settings

ROOT = Path(__file__).resolve().parents[1]
ROUNDS, CONNECTIONS = 15, 8
"""Many short rounds: how eight kept connections fall to the two processes is drawn anew in each, and doubles or halves a rate."""
REPORT = Path(__file__).with_name("counter.lua")
FORM = "/notices/2024H2-companion-1/applications/new"
GOAL = {"sqlite": 4, "postgresql": 6}


def application(folder: Path, url: str) -> Flask:
    """The product, and beside it two routes that answer with two letters."""
    made = create_app(make_settings(folder, url))
    made.add_url_rule("/noop", "noop", public(lambda: "ok"))
    made.add_url_rule("/noop-signed-in", "noop_signed_in", signed_in(lambda: "ok"))
    return made


def served() -> Flask:
    """What gunicorn loads."""
    return application(Path(os.environ["BENCH_FOLDER"]), os.environ["BENCH_URL"])


@dataclass
class Measured:
    requests: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return statistics.median(self.requests)

    @property
    def p95(self) -> float:
        return statistics.median(self.late)


def load(port: int, path: str, cookie: str, seconds: float) -> tuple[float, float]:
    """Requests a second and the 95th percentile in milliseconds, by wrk: a client in Python would be the bottleneck."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:g}s", "-s", str(REPORT), "-H", f"Cookie: {cookie}"]
    answer = subprocess.run([*command, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True, check=True)
    requests, microseconds, late, wrong = answer.stdout.rpartition("result ")[2].split()
    if int(requests) == 0 or int(wrong):
        raise SystemExit(f"{path}: {requests}번 답했고 {wrong}번 틀렸습니다. 기계가 한가할 때 다시 재세요.")
    return int(requests) / (int(microseconds) / 1e6), float(late) / 1000


def _wait_for(port: int) -> None:
    """Until both processes have answered: each takes its time to load."""
    for _ in range(300):
        try:
            with socket.create_connection(("127.0.0.1", port)) as probe:
                probe.settimeout(60)
                probe.sendall(b"GET /noop HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                if b"200" in probe.recv(64):
                    time.sleep(3)
                    return
        except OSError:
            time.sleep(0.1)


@contextmanager
def gunicorn(folder: Path, url: str) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("gunicorn")), "--no-control-socket", "--bind", f"127.0.0.1:{port}"]
    command += [
        "--workers",
        "2",
        "--threads",
        "4",
        "--log-level",
        "error",
        "--pythonpath",
        "benchmarks",
        "counter:served()",
    ]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "BENCH_FOLDER": str(folder), "BENCH_URL": url})
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(10)


def sign_in(made: Flask) -> tuple[str, str]:
    """The clerk's cookie, and the address of the form for a returning person."""
    listed = (Path(made.instance_path) / "demo-accounts.txt").read_text(encoding="utf-8").splitlines()
    password = next(line.split()[1] for line in listed if line.startswith("sinrim01"))
    with made.app_context(), writing():  # the demo's kept draft would be offered on every page
        db.session.execute(sa.delete(Draft))
        db.session.commit()
    client = made.test_client()
    client.post("/sign-in", data={"login": "sinrim01", "password": password})
    client.get("/")  # the first page puts the form token into the cookie
    cookie = client.get_cookie("ilteo")
    found = client.post("/people/find", data={"q": "4821", "notice": "2024H2-companion-1"})
    assert cookie is not None
    assert "s=" in found.location, found.location
    return f"ilteo={cookie.value}", found.location


def measure(kind: str, seconds: float) -> None:
    with tempfile.TemporaryDirectory() as place, engines.open_store(kind, Path(place)) as store:
        folder = Path(place) / "instance"
        folder.mkdir()
        made = application(folder, store.url)
        made.config["WTF_CSRF_ENABLED"] = False  # here, not in the server: sign_in sends no form tokens
        engines.build_template(made, store)
        told = made.test_cli_runner().invoke(args=["demo"])
        assert told.exit_code == 0, (told.output, told.exception)
        cookie, found = sign_in(made)
        with made.app_context():
            people = db.session.scalar(sa.text("select count(*) from application"))
            db.session.remove()
            db.engine.dispose()
        pages = {"noop": "/noop", "로그인한 noop": "/noop-signed-in", "빈 신청서": FORM, "채워진 신청서": found}
        results = {name: Measured() for name in pages}
        with gunicorn(folder, store.url) as port:
            for path in pages.values():
                load(port, path, cookie, 4)
            for _ in range(ROUNDS):
                for name, path in pages.items():
                    rate, late = load(port, path, cookie, seconds)
                    results[name].requests.append(rate)
                    results[name].late.append(late)
    say(kind, int(people or 0), results)


def say(kind: str, people: int, results: dict[str, Measured]) -> None:
    floor = results["noop"]
    print(f"{kind}: 신청 {people:,}건, {ROUNDS}번 번갈아 잰 중앙값")
    for name, one in results.items():
        ratio, late = floor.rate / one.rate, one.p95 / floor.p95
        told = "" if one is floor else f"  noop의 1/{ratio:.1f}, p95 {late:.1f}배"
        goal = f" (목표 1/{GOAL[kind]}, 8배)" if name == "빈 신청서" else ""
        print(f"  {name:<8} {one.rate:8,.0f} 요청/초  p95 {one.p95:6.1f} ms{told}{goal}")


def main() -> None:
    if shutil.which("wrk") is None:
        raise SystemExit("wrk가 필요합니다: apt-get install wrk")
    chosen = sys.argv[1] if len(sys.argv) > 1 else "both"
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 1.0
    for kind in ("sqlite", "postgresql") if chosen == "both" else (chosen,):
        measure(kind, seconds)


if __name__ == "__main__":
    main()
