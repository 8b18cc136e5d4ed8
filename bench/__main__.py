"""`make bench`: build a centre of 69,000 animals and one of 690,000, measure them over HTTP beside
a bare page, and print which limits hold.

`make bench B="--engine sqlite --big 0"` measures one database at one size; `--strict` makes the
command fail where a limit does not hold.
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
from pathlib import Path

from flask import Flask

from bench import once, pages, reference, ward
from bench.dataset import build
from bench.measure import Client, Figure
from rescue_center import clock, create_app
from rescue_center.config import ROOT
from rescue_center.db import db, writing
from rescue_center.staff import demo
from tests import postgres
from tests.databases import Postgresql, Sqlite, settings
from tests.server import free_port, serving

PASSWORD = "plain-bench-lantern-42"
SMALL, BIG = 69_000, 690_000
GROWTH = 1.3
SETTINGS = {"RESCUE_CENTRE_ADDRESS": "Road 1, Takeo", "RESCUE_CENTRE_PHONE": "+855 12 345 678"}


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="bench", description="Measures the centre.")
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--animals", type=int, default=SMALL)
    parser.add_argument("--big", type=int, default=BIG, help="0 leaves the big centre out")
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--strict", action="store_true", help="fail where a limit does not hold")
    asked = parser.parse_args()
    broken = []
    with tempfile.TemporaryDirectory(prefix="bench") as name:
        for engine in asked.engine or ("sqlite", "postgresql"):
            broken += _engine(engine, Path(name) / engine, asked)
    print("DOES NOT HOLD: " + "; ".join(broken) if broken else "Every limit holds.")
    return 1 if broken and asked.strict else 0


def _engine(engine: str, folder: Path, asked: argparse.Namespace) -> list[str]:
    folder.mkdir()
    server = postgres.start(durable=True) if engine == "postgresql" else None
    try:
        source = Postgresql(server, folder) if server else Sqlite(folder)
        small, single = measure(source.fresh(), folder / "small", asked.animals, engine, asked)
        big: list[Figure] = []
        if asked.big:
            big, _ = measure(source.fresh(), folder / "big", asked.big, engine, asked)
    finally:
        if server:
            server.stop()
    return _table(engine, asked, small, big, single)


def measure(
    url: str, folder: Path, animals: int, engine: str, asked: argparse.Namespace
) -> tuple[list[Figure], list[once.Limit]]:
    """Everything that is measured on one database of one size."""
    config = settings(url, folder)
    app = create_app(config)
    began = time.perf_counter()
    built = build(app, animals)
    _people(app)
    took = time.perf_counter() - began
    print(f"{engine}, {animals:,} animals: built in {took:.0f} s", flush=True)
    with reference_page(folder) as yard, serving(url, folder / "server", **SETTINGS) as live:
        client = Client(live.url)
        client.sign_in("vet", PASSWORD)
        figures = list(pages.figures(built, client, yard, engine, asked.rounds))
        figures += ward.figures(app, client, yard, asked.rounds)
        single: list[once.Limit] = []
        if animals == asked.animals:
            single = list(once.limits(built, client, config, folder))
    return figures, single


def _people(app: Flask) -> None:
    with app.app_context(), writing():
        demo.ensure_people(clock.now())
        demo.set_passwords(PASSWORD, at=clock.now())
        db.session.commit()


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


def _table(
    engine: str, asked: argparse.Namespace, small: list[Figure], big: list[Figure],
    single: list[once.Limit],
) -> list[str]:  # fmt: skip
    """Print what was measured; returns what does not hold."""
    broken = []
    grown = f"{asked.big:>9,} {'growth':>8} {'limit':>6}" if big else ""
    print(f"\n{engine:<28}{asked.animals:>10,}{'':>8}{'ratio':>8} {'limit':>6}   {grown}")
    for i, figure in enumerate(small):
        holds = figure.holds
        line = (f"{figure.name:<28}{figure.median:>7.2f} ms{figure.base:>7.2f} "
                f"{figure.ratio:>7.1f}x {figure.limit:>5.0f}x   ")  # fmt: skip
        if big:
            growth = big[i].ratio / figure.ratio
            holds = holds and growth <= GROWTH
            line += f"{big[i].ratio:>8.1f}x {growth:>7.2f}x {GROWTH:>5.1f}x"
        print(f"{line}  {_word(holds)}")
        broken += [] if holds else [f"{engine} {figure.name}"]
    for one in single:
        print(
            f"{one.name:<28}{one.value:>7.1f} {one.unit:<24}{one.most:>6.0f}    {_word(one.holds)}"
        )
        broken += [] if one.holds else [f"{engine} {one.name}"]
    print(flush=True)
    return broken


def _word(holds: bool) -> str:
    return "holds" if holds else "DOES NOT HOLD"


if __name__ == "__main__":
    sys.exit(main())
