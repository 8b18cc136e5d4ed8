"""A centre of any size, written straight into the tables: 1,500 animals in care and a long past.

Only the benchmark builds animals this way. Triggers are off while the rows go in, so the counts
they keep are written by hand. Whoever is gone left records too: a stay, a place, a quarantine,
weights, an order and its doses; so every table grows with the centre.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from bench.writer import Writer
from rescue_center.db import db, writing
from rescue_center.species import load
from rescue_center.species.models import Taxon
from rescue_center.tags import check

IN_CARE = 1500
UNITS = 150
#: Empty enclosures, for the animals of an import: two for each species.
SPARE = 450
NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)
GONE = {"released": "release", "dead": "death", "transferred": "transfer_out"}


@dataclass
class Built:
    """What the measurements ask for: numbers of animals in care, and what hangs on them."""

    animals: int
    accessions: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    weighable: list[str] = field(default_factory=list)  # of species that may weigh about 2 kg
    cleared: list[str] = field(default_factory=list)  # past their quarantine, fit for a statement
    doses: list[str] = field(default_factory=list)  # due about now, each of another animal
    species: list[str] = field(default_factory=list)


@dataclass
class Herd:
    """Which animals there are: the last ones admitted are the ones still here."""

    total: int
    taxa: list[int]
    groups: dict[int, Any]
    dice: random.Random

    @property
    def here(self) -> range:
        """The animals in care."""
        return range(self.total - IN_CARE + 1, self.total + 1)

    @property
    def gone(self) -> range:
        """Those that left."""
        return range(1, self.total - IN_CARE + 1)

    def admitted(self, n: int) -> datetime:
        """When it came."""
        return NOW - timedelta(days=9000 * (self.total - n) / self.total + 120)

    def left(self, n: int) -> datetime | None:
        """When it left."""
        return None if n in self.here else self.admitted(n) + 100 * DAY

    def accession(self, n: int) -> str:
        """Its number."""
        return f"{self.admitted(n).year}-{n:06d}"

    def unit(self, n: int) -> int:
        """The id of its enclosure."""
        return 20 + n % UNITS

    def in_quarantine(self, n: int) -> bool:
        """Whether it is behind the line now."""
        return n in self.here and n % UNITS % 10 == 9

    def quarantined_in(self, n: int) -> int:
        """The id of the unit where it was or is in quarantine: the last of its ten."""
        return 20 + n % UNITS // 10 * 10 + 9

    def stage(self, n: int) -> str:
        """Where it is in its life."""
        if n not in self.here:
            return tuple(GONE)[n % 3]
        return "quarantine" if self.in_quarantine(n) else ("rehab", "long_term_care")[n % 2]

    def taxon(self, n: int) -> int:
        """Its species."""
        return self.taxa[n % len(self.taxa)]

    def group(self, n: int) -> int:
        """Its quarantine protocol."""
        return int(self.groups[self.taxon(n)] or 1)


def build(app: Flask, animals: int, *, seed: int = 7) -> Built:
    """Fill the empty database of `app`. Returns numbers of animals in care."""
    from bench import history

    with app.app_context(), writing():
        load.load(at=NOW)
        db.session.commit()
        known = db.session.execute(
            sa.select(Taxon.id, Taxon.group_id, Taxon.scientific_name)
            .where(Taxon.rank == "species").order_by(Taxon.id)
        ).all()  # fmt: skip
        db.session.commit()
        herd = Herd(animals, [row[0] for row in known], {row[0]: row[1] for row in known},
                    random.Random(seed))  # fmt: skip
        built = Built(animals, species=[row[2] for row in known])
        with db.engine.begin() as connection, Writer(connection) as write:
            _people_and_cases(write, animals)
            _units(write, built)
            _animals(write, herd)
            _found(write, herd, built)
            history.write_all(write, herd, built)
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            # What PostgreSQL's own housekeeping does within a minute of so large a change.
            vacuum = "VACUUM " if db.engine.dialect.name == "postgresql" else ""
            connection.exec_driver_sql(f"{vacuum}ANALYZE")
        db.engine.dispose()
    return built


def _people_and_cases(write: Writer, total: int) -> None:
    write.rows("person", "id account name licence_no created_at",
               [(900 + n, f"bench{n}", f"Bench {n}", f"V-{n}", NOW) for n in range(5)])  # fmt: skip
    cases = _cases(total)
    write.rows(
        "seizure_case", "id number happened_on precision opened_at place country",
        ((n + 1, f"{2002 + n * 24 // cases}-{n:05d}", (NOW - (cases - n) * DAY / 2).date(), "day",
          NOW - (cases - n) * DAY / 2, f"District {n % 40}", "KH") for n in range(cases)),
    )  # fmt: skip


def _cases(total: int) -> int:
    return max(20, total // 120)


def _units(write: Writer, built: Built) -> None:
    rows: list[tuple[Any, ...]] = [
        (1, None, "site", "S", "s", "Centre", "centre", "other", "standard", 0, 0)
    ]
    for area in range(10):
        code = f"A{area}"
        rows.append((2 + area, 1, "area", code, code.lower(), f"Area {area}", f"area {area}",
                     "other", "quarantine" if area == 9 else "standard", 0, 0))  # fmt: skip
    for n in range(UNITS + SPARE):
        code, area = (f"U{n:03d}" if n < UNITS else f"B{n - UNITS:03d}"), n % 10
        rows.append((20 + n, 2 + area, "enclosure", code, code.lower(), f"Enclosure {n}",
                     f"enclosure {n}", "cage",
                     "quarantine" if area == 9 and n < UNITS else "standard",
                     20 if n < UNITS else 40, IN_CARE // UNITS if n < UNITS else 0))  # fmt: skip
    built.units = [f"U{n:03d}" for n in range(UNITS)]
    write.rows(
        "unit",
        "id parent_id level code code_folded name name_folded kind biosecurity capacity n",
        rows,
    )


def _animals(write: Writer, herd: Herd) -> None:
    everybody = range(1, herd.total + 1)
    write.rows(
        "animal", "id accession kind taxon_id name name_folded count case_id admitted_at sex",
        ((n, herd.accession(n), "individual", herd.taxon(n), f"Sok {n}" if n % 5 == 0 else "",
          f"sok {n}" if n % 5 == 0 else "", int(n in herd.here), n % _cases(herd.total) + 1,
          herd.admitted(n), ("female", "male", "unknown")[n % 3]) for n in everybody),
    )  # fmt: skip
    write.rows(
        "stay", "id animal_id number began_at stage stage_since ended_at",
        ((n, n, 1, herd.admitted(n), herd.stage(n), herd.admitted(n) + DAY, herd.left(n))
         for n in everybody),
    )  # fmt: skip
    write.rows("ledger_entry", "animal_id at recorded_at kind delta", _ledger(herd))
    write.rows(
        "mark", "animal_id kind code code_key recorded_at",
        ((n, "microchip", f"{116000000000000 + n}", f"{116000000000000 + n}", herd.admitted(n))
         for n in range(1, herd.total + 1, 4)),
    )  # fmt: skip
    write.rows(
        "housing", "animal_id stay_id unit_id began_at ended_at",
        ((n, n, herd.unit(n), herd.admitted(n), herd.left(n)) for n in everybody),
    )  # fmt: skip


def _ledger(herd: Herd) -> Iterator[tuple[Any, ...]]:
    for n in range(1, herd.total + 1):
        yield n, herd.admitted(n), herd.admitted(n), "receive", 1
        if (left := herd.left(n)) is not None:
            yield n, left, left, GONE[herd.stage(n)], -1


def _found(write: Writer, herd: Herd, built: Built) -> None:
    """Tags, and the animals that are looked up."""
    bodies = herd.dice.sample(range(1_000_000, 10_000_000), min(herd.total, 60_000))
    numbers = [f"{body}{check.check_digit(str(body))}" for body in bodies]
    write.rows(
        "tag", "number status animal_id made_at bound_at",
        ((number, "bound", herd.total - i, NOW, NOW) for i, number in enumerate(numbers)),
    )  # fmt: skip
    sample = herd.dice.sample(list(herd.here), 300)
    fitting = set(
        write.connection.exec_driver_sql(
            "SELECT id FROM taxon WHERE weight_max_g BETWEEN 1500 AND 20000"
        ).scalars()
    )
    built.accessions = [herd.accession(n) for n in sample]
    built.tags = [numbers[herd.total - n] for n in sample]
    built.weighable = [herd.accession(n) for n in sample if herd.taxon(n) in fitting]
    newest = range(herd.total - UNITS + 1, herd.total + 1)  # nobody came into their unit after them
    built.cleared = [herd.accession(n) for n in newest if not herd.in_quarantine(n)]
