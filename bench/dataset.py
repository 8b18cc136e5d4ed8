"""A centre of any size, written straight into the tables: 1,500 animals in care and a long past.

Only the benchmark builds animals this way. Triggers are off while the rows go in, so the counts
they keep are written by hand; `flask verify` on the result says whether they agree.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa
from flask import Flask

from rescue_center.db import TRIGGERS, db, make_triggers, writing
from rescue_center.journal.chain import GENESIS, digest
from rescue_center.species import load
from rescue_center.species.models import Taxon
from rescue_center.tags import check

IN_CARE = 1500
UNITS = 150
NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)


@dataclass
class Built:
    """What the measurements ask for."""

    animals: int
    accessions: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    weighable: list[str] = field(default_factory=list)  # of species that may weigh about 2 kg


def build(app: Flask, animals: int, *, seed: int = 7) -> Built:
    """Fill the empty database of `app`. Returns numbers of animals in care."""
    with app.app_context(), writing():
        load.load(at=NOW)
        db.session.commit()
        taxa = list(db.session.scalars(sa.select(Taxon.id).where(Taxon.rank == "species")))
        groups = {
            row.id: row.group_id
            for row in db.session.execute(
                sa.select(Taxon.id, Taxon.group_id).where(Taxon.rank == "species")
            )
        }
        db.session.commit()
        with db.engine.begin() as connection:
            writer = _Writer(connection)
            writer.triggers_off()
            built = _fill(writer, animals, taxa, groups, random.Random(seed))
            writer.triggers_on()
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
        db.engine.dispose()
    return built


class _Writer:
    """Rows into tables, as fast as each database takes them."""

    def __init__(self, connection: sa.Connection):
        self.connection = connection
        self.is_sqlite = connection.dialect.name == "sqlite"

    def triggers_off(self) -> None:
        if self.is_sqlite:
            for one in TRIGGERS:
                self.connection.exec_driver_sql(one.drop("sqlite"))
        else:
            self.connection.exec_driver_sql("SET session_replication_role = replica")

    def triggers_on(self) -> None:
        if self.is_sqlite:
            make_triggers(self.connection)
        else:
            self.connection.exec_driver_sql("SET session_replication_role = origin")
            for table in db.metadata.tables:
                self._move_sequence(table)

    def _move_sequence(self, table: str) -> None:
        name = self.connection.exec_driver_sql(
            f"SELECT pg_get_serial_sequence('{table}', 'id')"
            if "id" in db.metadata.tables[table].columns
            else "SELECT NULL"
        ).scalar()
        if name:
            self.connection.exec_driver_sql(
                f"SELECT setval('{name}', coalesce((SELECT max(id) FROM {table}), 1))"
            )

    def rows(self, table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
        """Insert rows of the named columns; the others take their defaults."""
        model = db.metadata.tables[table]
        given = columns.split()
        fixed = {
            c.name: c.default.arg
            for c in model.columns
            if c.name not in given and c.default is not None and c.default.is_scalar
        }
        names = [*given, *fixed]
        extra = tuple(fixed.values())
        stream = (self._values((*row, *extra)) for row in rows)
        cursor = self.connection.connection.cursor()
        if self.is_sqlite:
            marks = ", ".join("?" * len(names))
            statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"
            while batch := list(islice(stream, 20_000)):
                cursor.executemany(statement, batch)
            return
        with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
            for row in stream:
                copy.write_row(row)

    def _values(self, row: Sequence[Any]) -> Sequence[Any]:
        if not self.is_sqlite:
            return row
        return [
            value.strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(value, datetime) else value
            for value in row
        ]


def _fill(
    write: _Writer, total: int, taxa: list[int], groups: dict[int, Any], dice: random.Random
) -> Built:
    built = Built(total)
    cases = max(20, total // 120)
    write.rows("person", "id account name created_at",
               [(900 + n, f"bench{n}", f"Bench {n}", NOW) for n in range(5)])  # fmt: skip
    write.rows(
        "seizure_case", "id number happened_on precision opened_at place country",
        ((n + 1, f"{2002 + n * 24 // cases}-{n:05d}", (NOW - (cases - n) * DAY / 2).date(), "day",
          NOW - (cases - n) * DAY / 2, f"District {n % 40}", "KH") for n in range(cases)),
    )  # fmt: skip
    _units(write, built)
    _animals(write, total, cases, taxa, dice, built)
    _care(write, total, groups, taxa, dice)
    _journal(write, total, dice)
    return built


def _units(write: _Writer, built: Built) -> None:
    rows: list[tuple[Any, ...]] = [(1, None, "site", "S", "s", "Centre", "other", "standard", 0, 0)]
    for area in range(10):
        code = f"A{area}"
        rows.append((2 + area, 1, "area", code, code.lower(), f"Area {area}", "other",
                     "quarantine" if area == 9 else "standard", 0, 0))  # fmt: skip
    for n in range(UNITS):
        code = f"U{n:03d}"
        area = n % 10
        rows.append((20 + n, 2 + area, "enclosure", code, code.lower(), f"Enclosure {n}", "cage",
                     "quarantine" if area == 9 else "standard", 20, 10))  # fmt: skip
        built.units.append(code)
    write.rows("unit", "id parent_id level code code_folded name kind biosecurity capacity n", rows)


def _in_care(total: int) -> range:
    """The last ones admitted are the ones still here."""
    return range(total - IN_CARE + 1, total + 1)


def _animals(
    write: _Writer, total: int, cases: int, taxa: list[int], dice: random.Random, built: Built
) -> None:
    here = _in_care(total)

    def admitted(n: int) -> datetime:
        return NOW - timedelta(days=9000 * (total - n) / total + 1)

    def accession(n: int) -> str:
        return f"{admitted(n).year}-{n:06d}"

    def stage(n: int) -> str:
        if n in here:
            return "quarantine" if _unit(n) % 10 == 9 else ("rehab", "long_term_care")[n % 2]
        return ("released", "dead", "transferred")[n % 3]

    write.rows(
        "animal", "id accession kind taxon_id name name_folded count case_id admitted_at sex",
        ((n, accession(n), "individual", taxa[n % len(taxa)], f"Sok {n}" if n % 5 == 0 else "",
          f"sok {n}" if n % 5 == 0 else "", 1 if n in here else 0, n % cases + 1, admitted(n),
          ("female", "male", "unknown")[n % 3]) for n in range(1, total + 1)),
    )  # fmt: skip
    write.rows(
        "stay", "id animal_id number began_at stage stage_since ended_at",
        ((n, n, 1, admitted(n), stage(n), admitted(n) + DAY / 4,
          None if n in here else admitted(n) + DAY / 2) for n in range(1, total + 1)),
    )  # fmt: skip
    gone = {"released": "release", "dead": "death", "transferred": "transfer_out"}

    def ledger() -> Iterator[tuple[Any, ...]]:
        for n in range(1, total + 1):
            yield n, admitted(n), admitted(n), "receive", 1
            if n not in here:
                yield n, admitted(n) + DAY / 2, admitted(n), gone[stage(n)], -1

    write.rows("ledger_entry", "animal_id at recorded_at kind delta", ledger())
    write.rows(
        "mark", "animal_id kind code code_key recorded_at",
        ((n, "microchip", f"{116000000000000 + n}", f"{116000000000000 + n}", admitted(n))
         for n in range(1, total + 1, 4)),
    )  # fmt: skip
    write.rows(
        "housing",
        "animal_id stay_id unit_id began_at",
        ((n, n, 20 + _unit(n), admitted(n)) for n in here),
    )
    numbers = _tag_numbers(min(total, 60_000), dice)
    write.rows(
        "tag", "number status animal_id made_at bound_at",
        ((number, "bound", total - i, NOW, NOW) for i, number in enumerate(numbers)),
    )  # fmt: skip
    sample = dice.sample(list(here), 200)
    built.accessions = [accession(n) for n in sample]
    built.tags = [numbers[total - n] for n in sample]
    fitting = set(
        write.connection.exec_driver_sql(
            "SELECT id FROM taxon WHERE weight_max_g BETWEEN 1500 AND 20000"
        ).scalars()
    )
    built.weighable = [accession(n) for n in sample if taxa[n % len(taxa)] in fitting]


def _unit(n: int) -> int:
    return n % UNITS


def _tag_numbers(count: int, dice: random.Random) -> list[str]:
    """Valid numbers, all different; their distance plays no part in the timing."""
    bodies = dice.sample(range(1_000_000, 10_000_000), count)
    return [f"{body}{check.check_digit(str(body))}" for body in bodies]


def _care(
    write: _Writer, total: int, groups: dict[int, Any], taxa: list[int], dice: random.Random
) -> None:
    here = _in_care(total)
    write.rows(
        "weight", "animal_id at weight_g recorded_at recorded_by_id",
        ((n, NOW - k * 7 * DAY, 2000 + dice.randrange(400), NOW, 900) for n in here
         for k in range(12)),
    )  # fmt: skip
    write.rows(
        "exam", "animal_id stay_id at purpose subjective objective assessment plan by_id "
        "recorded_at signed_at signed_by_id",
        ((n, n, NOW - 20 * DAY, "routine", "Bright", "No findings", "Healthy", "Recheck", 900, NOW,
          NOW, 900) for n in here),
    )  # fmt: skip
    quarantined = [n for n in here if _unit(n) % 10 == 9]
    write.rows(
        "quarantine", "id stay_id animal_id unit_id group_id scope_key min_days began_at "
        "clock_start min_end",
        ((i + 1, n, n, 20 + _unit(n), groups[taxa[n % len(taxa)]] or 1, "class:Reptilia", 90,
          NOW - 30 * DAY, NOW - 30 * DAY, NOW + 60 * DAY) for i, n in enumerate(quarantined)),
    )  # fmt: skip
    write.rows(
        "quarantine_test", "quarantine_id name due_on",
        ((i + 1, name, (NOW - 10 * DAY + k * 7 * DAY).date()) for i in range(len(quarantined))
         for k, name in enumerate(("Faecal parasites", "Ranavirus PCR", "Herpesvirus PCR"))),
    )  # fmt: skip
    _orders(write, list(here))


def _orders(write: _Writer, here: list[int]) -> None:
    write.rows(
        "drug",
        "id name ingredient form strength_mg per",
        [(9001, "Bench enrofloxacin", "enrofloxacin", "solution", 50, "ml")],
    )
    treated = here[::10]
    midnight = NOW.replace(hour=0, minute=0, second=0)
    write.rows(
        "prescription", "id animal_id stay_id drug_id rate_mg_per_kg weight_g dose_mg amount route "
        "frequency interval_h starts_at days ordered_at strength_mg",
        ((i + 1, n, n, 9001, 5, 3200, 16, "0.32", "IM", "BID", 12, NOW - DAY, 10, NOW - DAY, 50)
         for i, n in enumerate(treated)),
    )  # fmt: skip
    write.rows(
        "dose", "prescription_id animal_id due_at window_min",
        ((i + 1, n, midnight + timedelta(hours=8 + 12 * k), 60) for i, n in enumerate(treated)
         for k in range(-1, 14)),
    )  # fmt: skip


def _journal(write: _Writer, total: int, dice: random.Random) -> None:
    """One entry an animal, twelve for those in care, chained as the verbs chain them."""
    columns = [c.name for c in db.metadata.tables["journal_entry"].columns]
    here = _in_care(total)
    head = write.connection.exec_driver_sql("SELECT seq, hash FROM journal_head").one_or_none()
    state = {"seq": head[0] if head else 0, "hash": head[1] if head else GENESIS}

    def entries() -> Iterator[tuple[Any, ...]]:
        for n in range(1, total + 1):
            for k in range(12 if n in here else 1):
                state["seq"] += 1
                at = NOW - timedelta(days=9000 * (total - n) / total + 1 - k / 24)
                row = {
                    "seq": state["seq"], "verb": "weighed" if k else "admitted",
                    "subject": f"animal:{n}", "person_id": 900, "at": at, "recorded_at": at,
                    "reason": "", "before": {}, "after": {"count": 1}, "animal_id": n,
                    "case_id": None, "unit_id": None, "prev_hash": state["hash"],
                }  # fmt: skip
                row["hash"] = state["hash"] = digest(row)
                row["before"], row["after"] = "{}", '{"count": 1}'
                yield tuple(row[name] for name in columns)

    write.rows("journal_entry", " ".join(columns), entries())
    write.connection.exec_driver_sql("DELETE FROM journal_head")
    write.rows("journal_head", "id seq hash", [(1, state["seq"], state["hash"])])
