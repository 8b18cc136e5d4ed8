"""What has a limit of its own: the weight of a scan's page, sheets of tags, a certificate, an
import of old books."""

from __future__ import annotations

import csv
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.dataset import SPARE, Built
from bench.measure import Client, expect, timed
from rescue_center.config import ROOT
from tests.server import environment

STATEMENT = {
    "purpose": "Movement between centres", "valid_until": "2099-01-01",
    "consignee_name": "Another centre", "consignee_address": "Street 1, Phnom Penh",
    "destination_country": "KH", "transport_mode": "Car", "departs_at": "2099-01-01T08:00",
    "emergency_contact": "Sok Dara, 012 345 678",
    "premises_statement": "No notifiable disease within 30 days.", "unvaccinated": "y",
}  # fmt: skip
ANIMALS = 10_000


@dataclass(frozen=True)
class Limit:
    """One measured thing with its own limit."""

    name: str
    value: float
    most: float
    unit: str

    @property
    def holds(self) -> bool:
        """Whether it is within its limit."""
        return self.value <= self.most


def limits(built: Built, client: Client, config: dict[str, Any], folder: Path) -> Iterator[Limit]:
    """Each of them, by who may do it."""
    yield from _scan(built, client)
    yield Limit("1,000 tags as PDF", _sheet(client) / 1000, 3, "s")
    yield Limit("a certificate", _certificate(built, client), 150, "ms")
    yield Limit("importing 10,000 animals", _import(built, config, folder), 60, "s")


def _scan(built: Built, client: Client) -> Iterator[Limit]:
    """The page behind a tag as a phone loads it the first time: its HTML and all it names."""
    client.cookies.pop("rc_said", None)
    _, page, headers = client.ask("GET", f"/T/{built.tags[0]}")
    named = re.findall(r'<(?:link|script|img|use)\b[^>]*?(?:href|src)="([^"#]+)', page.decode())
    weight = len(page) if headers["Content-Encoding"] else _squeezed(page)
    files = dict.fromkeys(named)
    for address in files:
        status, body, _ = client.ask("GET", address)
        assert status == 200, address
        weight += len(body)
    yield Limit("scan page with all it loads", weight / 1024, 30, "KB")
    yield Limit("its requests", 1 + len(files), 5, "")


def _squeezed(page: bytes) -> int:
    import gzip

    return len(gzip.compress(page, 6))


def _sheet(client: Client) -> float:
    post = expect(client, "POST", 303)
    post("/labels", {"count": "1000", "case": "", "label": "bench"})
    _, page, _ = client.ask("GET", "/labels")
    roll = re.findall(rb'href="(/labels/\d+)"', page)[0].decode()
    sheet = expect(client, "POST", 200)
    return timed(lambda: sheet(f"{roll}/sheet", {"stock": "L7160", "start": "1"}))


def _certificate(built: Built, client: Client) -> float:
    """Issued, numbered, hashed and on the disk: the median of twenty."""
    post = expect(client, "POST", 303)
    form = "/papers/new?kind=health_statement&accession="
    taken = [timed(lambda a=a: post(form + a, STATEMENT)) for a in built.cleared[:22]]  # type: ignore[misc]
    return statistics.median(taken[2:])


def _import(built: Built, config: dict[str, Any], folder: Path) -> float:
    file = folder / "books.csv"
    _write_books(file, built)
    flask = str(Path(sys.executable).with_name("flask"))
    command = [flask, "--app", "wsgi", "import", "animals", str(file)]
    began = time.perf_counter()
    done = subprocess.run(
        command, cwd=ROOT, env=environment(config), capture_output=True, text=True, check=False
    )
    took = time.perf_counter() - began
    if f"stored: {ANIMALS}," not in done.stdout:
        raise SystemExit(f"the import did not store all: {done.stdout[-800:]}{done.stderr[-800:]}")
    return took


def _write_books(file: Path, built: Built) -> None:
    columns = ("number", "species", "name", "count", "sex", "age_class", "received_on", "origin",
               "microchip", "weight_g", "weighed_on", "enclosure", "status", "notes")  # fmt: skip
    with file.open("w", newline="", encoding="utf-8") as out:
        books = csv.writer(out)
        books.writerow(columns)
        for n in range(ANIMALS):
            kind, turn = n % len(built.species), n // len(built.species)
            books.writerow((
                f"BK-{n:05d}", built.species[kind], f"Nary {n}" if n % 3 else "",
                1, ("female", "male", "")[n % 3], "adult", f"{2010 + n % 14}-03-04", "Handed in",
                f"{968000000000000 + n}" if n % 4 == 0 else "", "", "",
                f"B{(2 * kind + turn % 2) % SPARE:03d}", "sanctuary", "From the old books",
            ))  # fmt: skip
