"""`make bench`: build a centre of 69,000 animals, measure it over HTTP, print which limits hold.

`make bench B="--engine postgresql --big"`; without options both databases, and SQLite at 690,000.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from bench import reference
from bench.dataset import Built, build
from bench.measure import Client, Figure, beside, expect
from rescue_center import create_app
from rescue_center.config import ROOT
from rescue_center.db import writing
from tests import postgres
from tests.databases import Postgresql, Sqlite, settings
from tests.server import free_port, serving

PASSWORD = "plain-bench-lantern-42"
SMALL, BIG = 69_000, 690_000


@contextmanager
def reference_page(folder: Path) -> Iterator[Client]:
    """The yardstick under the same server with the same settings."""
    file = folder / "reference.sqlite3"
    reference.prepare(file)
    port = free_port()
    command = [
        str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--no-ws",
        "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
        "--blocking-threads", "2", "--log-level", "warning", "bench.reference:app",
    ]  # fmt: skip
    environment = os.environ | {"BENCH_REFERENCE": str(file)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, process_group=0)
    try:
        client = Client(f"http://127.0.0.1:{port}")
        for _ in range(100):
            try:
                client.ask("GET", "/thing/N000001")
                break
            except OSError:
                client = Client(f"http://127.0.0.1:{port}")
                time.sleep(0.1)
        yield client
    finally:
        process.terminate()
        process.wait(10)


def measure(url: str, folder: Path, animals: int, rounds: int) -> list[Figure]:
    """Every page of the list, on one database of one size."""
    app = create_app(settings(url, folder))
    began = time.perf_counter()
    built = build(app, animals)
    _people(app)
    print(f"  built {animals:,} animals in {time.perf_counter() - began:.0f} s", flush=True)
    with reference_page(folder) as yard, serving(url, folder / "server") as live:
        return _figures(built, Client(live.url), yard, url.startswith("sqlite"), rounds)


def _people(app: object) -> None:
    from rescue_center import clock
    from rescue_center.db import db
    from rescue_center.staff import demo

    with app.app_context(), writing():  # type: ignore[attr-defined]
        demo.ensure_people(clock.now())
        demo.set_passwords(PASSWORD, at=clock.now())
        db.session.commit()


def _figures(
    built: Built, client: Client, yard: Client, sqlite: bool, rounds: int
) -> list[Figure]:  # fmt: skip
    client.sign_in("vet", PASSWORD)
    page = expect(client, "GET", 200)
    post = expect(client, "POST", 303)
    bare = expect(yard, "GET", 200)
    numbers = count(1)

    def bare_page() -> object:
        return bare(f"/thing/N{next(numbers) * 37 % reference.ROWS:06d}")

    def weigh(accession: str) -> object:
        at = datetime.now(ZoneInfo("Asia/Phnom_Penh")).strftime("%Y-%m-%dT%H:%M")
        return post(
            f"/animals/{accession}/weigh",
            {"weight": str(2100 + next(numbers) % 100), "unit": "g", "method": "weighed",
             "at": at, "unusual_confirmed": "y"},
        )  # fmt: skip

    write_limit = 20.0 if sqlite else 8.0
    search = [t for a in built.accessions[:40] for t in (a[:7], a[:9], a)]
    search += ["sok 1", "sok 12", "python", "turt", "U01", "1160000"] + [t[:5] for t in built.tags]
    plan = (
        ("tag scan", 3.0, lambda t: page(f"/T/{t}"), built.tags),
        ("search as you type", 4.0, lambda t: page(f"/search.json?q={t.replace(' ', '+')}"),
         search),
        ("animal page", 8.0, lambda a: page(f"/animals/{a}"), built.accessions),
        ("enclosure page", 8.0, lambda u: page(f"/units/{u}"), built.units),
        ("home", 10.0, lambda _: page("/"), ["/"]),
        ("quarantine board", 10.0, lambda _: page("/quarantine"), ["/"]),
        ("record a weight", write_limit, weigh, built.weighable),
    )  # fmt: skip
    figures = []
    for name, limit, own, keys in plan:
        figures.append(beside(Figure(name, limit), own, bare_page, list(keys), rounds))
        print(f"  {line(figures[-1])}", flush=True)
    return figures


def line(figure: Figure) -> str:
    """One row of the table."""
    return (
        f"{figure.name:<22} {figure.median:7.2f} ms  {figure.ratio:5.1f} x  "
        f"(limit {figure.limit:4.1f} x)  {'holds' if figure.holds else 'DOES NOT HOLD'}"
    )


def main() -> int:
    """Run what was asked for; the exit code says whether every limit held."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--animals", type=int, default=SMALL)
    parser.add_argument("--big", type=int, default=BIG, help="0 leaves the big centre out")
    parser.add_argument("--rounds", type=int, default=60)
    asked = parser.parse_args()
    failed = []
    with tempfile.TemporaryDirectory(prefix="bench") as name:
        folder = Path(name)
        for engine in asked.engine or ("sqlite", "postgresql"):
            failed += _engine(engine, folder / engine, asked)
    if failed:
        print("DOES NOT HOLD: " + "; ".join(failed))
    return 1 if failed else 0


def _engine(engine: str, folder: Path, asked: argparse.Namespace) -> list[str]:
    folder.mkdir()
    server = postgres.start() if engine == "postgresql" else None
    try:
        source = Postgresql(server, folder) if server else Sqlite(folder)
        sizes = [asked.animals] + ([asked.big] if asked.big else [])
        tables = {}
        for size in sizes:
            print(f"{engine}, {size:,} animals", flush=True)
            tables[size] = measure(source.fresh(), folder / str(size), size, asked.rounds)
    finally:
        if server:
            server.stop()
    failed = [f"{engine} {f.name}" for table in tables.values() for f in table if not f.holds]
    if asked.big:
        failed += _growth(engine, tables[asked.animals], tables[asked.big])
    return failed


def _growth(engine: str, small: list[Figure], big: list[Figure]) -> list[str]:
    """The big centre's figures within 1.3 times the small one's."""
    failed = []
    for one, ten in zip(small, big, strict=True):
        grown = ten.ratio / one.ratio
        holds = grown <= 1.3
        print(f"  {one.name:<22} grows {grown:4.2f} x (limit 1.3 x)  "
              f"{'holds' if holds else 'DOES NOT HOLD'}")  # fmt: skip
        if not holds:
            failed.append(f"{engine} {one.name} at the big size")
    return failed


if __name__ == "__main__":
    sys.exit(main())
