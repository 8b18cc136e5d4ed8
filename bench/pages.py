"""The pages and writes that are measured in turn with the reference page, and their limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count, cycle
from zoneinfo import ZoneInfo

from bench import reference
from bench.dataset import Built
from bench.measure import Client, Figure, beside, expect

#: A write that is on the disk: SQLite's own journal is slower than PostgreSQL's log.
WRITES = {"sqlite": 20.0, "postgresql": 8.0}


def figures(
    built: Built, client: Client, yard: Client, engine: str, rounds: int
) -> Iterator[Figure]:
    """Every page and write, on one database of one size, as a vet who is signed in."""
    page, post = expect(client, "GET", 200), expect(client, "POST", 303)
    bare, numbers = expect(yard, "GET", 200), count(1)

    def bare_page() -> object:
        return bare(f"/thing/N{next(numbers) * 37 % reference.ROWS:06d}")

    def record(path: str, typed: dict[str, str]) -> object:
        client.cookies.pop("rc_said", None)  # what a person has read on the page that follows
        return post(path, typed)

    def weigh(accession: str) -> object:
        at = datetime.now(ZoneInfo("Asia/Phnom_Penh")).strftime("%Y-%m-%dT%H:%M")
        typed = {"weight": str(2100 + next(numbers) % 100), "unit": "g", "method": "weighed",
                 "at": at, "unusual_confirmed": "y"}  # fmt: skip
        return record(f"/animals/{accession}/weigh", typed)

    write = WRITES[engine]
    plan: list[tuple[str, float, Callable[[str], object], list[str]]] = [
        ("tag scan", 3, lambda t: page(f"/T/{t}"), built.tags),
        ("search as you type", 4, lambda t: page(f"/search.json?q={t.replace(' ', '+')}"),
         _typed(built)),
        ("animal page", 8, lambda a: page(f"/animals/{a}"), built.accessions),
        ("enclosure page", 8, lambda u: page(f"/units/{u}"), built.units),
        ("home", 10, lambda _: page("/"), ["/"]),
        ("quarantine board", 10, lambda _: page("/quarantine"), ["/"]),
        ("record a dose", write, lambda d: record(f"/doses/{d}", {}), built.doses),
        ("record a weight", write, weigh, built.weighable),
    ]  # fmt: skip
    for name, limit, own, keys in plan:
        yield beside(Figure(name, float(limit)), own, bare_page, cycle(keys), rounds)


def _typed(built: Built) -> list[str]:
    """What people type: beginnings of numbers, of names, of chips and of enclosures."""
    words = [t for a in built.accessions[:40] for t in (a[:7], a[:9], a)]
    words += ["sok 1", "sok 12", "python", "turt", "U01", "1160000"]
    return words + [t[:5] for t in built.tags]
