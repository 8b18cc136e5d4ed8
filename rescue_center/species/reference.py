"""The reference data as it lies in `species/data/`: each file as rows ready for its table.

Rows name each other by what people call them (a group's key, a scientific name), never by id.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"

#: When the amendments of a CITES conference came into force (from memory, and marked so).
IN_FORCE = {
    "CoP16": date(2013, 6, 12),
    "CoP17": date(2017, 1, 2),
    "CoP18": date(2019, 11, 26),
    "CoP19": date(2023, 2, 23),
    "CoP20": date(2026, 3, 5),
}
RED_LIST = "IUCN Red List 2025-2, extract of 4 December 2025"

Row = dict[str, Any]


def read(name: str) -> Iterator[Row]:
    """The rows of one file, as text."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def habits(group: str) -> Row:
    """What `groups.csv` says of every taxon of a group: whether it lives alone, and is eaten."""
    words = _words().get(group)
    return {k: _yes(words[k]) for k in ("solitary", "edible")} if words else {}


@cache
def _words() -> dict[str, Row]:
    """What `groups.csv` says of each quarantine group."""
    return {row["taxon_group"]: row for row in read("groups.csv")}


def groups() -> Iterator[Row]:
    """The quarantine groups with their protocols."""
    for row in read("quarantine_protocols.csv"):
        words = _words()[row["taxon_group"]]
        yield {
            "key": row["taxon_group"],
            "label": words["label"],
            "min_days": int(row["min_days"]),
            "restart_scope": row["restart_scope"],
            "ppe_level": row["ppe_level"],
            "conditional_days": row["conditional_days"],
            "tests_text": row["tests"],
            "notes": row["notes"],
            "source": row["source"],
            "uncertain": row["uncertain"],
            "never_fast_track": _yes(words["never_fast_track"]),
        }


def tests() -> Iterator[tuple[str, Row]]:
    """(group, test) for every test of every protocol."""
    for row in read("protocol_tests.csv"):
        numbers = {k: int(row[k]) for k in ("position", "first_day", "every_days", "repeats")}
        words = {k: row[k] for k in ("name", "sample", "notes")}
        flags = {k: _yes(row[k]) for k in ("mandatory", "notifiable")}
        yield row["taxon_group"], numbers | words | flags


def hazards() -> Iterator[tuple[list[str], Row]]:
    """(groups, hazard) for every disease or danger."""
    for row in read("zoonoses.csv"):
        hazard = {"level": row["hazard_level"], "action": row["action_on_exposure_or_positive"]}
        for column in ("disease", "agent", "transmission", "typical_test", "sample_type",
                       "ppe_level", "source", "uncertain"):  # fmt: skip
            hazard[column] = row[column]
        yield row["taxon_groups"].split(";"), hazard


def taxa() -> Iterator[tuple[str, Row]]:
    """(group, taxon) for every species."""
    for row in read("species.csv"):
        yield (
            row["taxon_group"],
            {
                "scientific_name": row["scientific_name"],
                "common_name": row["common_name_en"],
                "rank": "species",
                "class_name": row["class"],
                "order_name": row["order"],
                "family": row["family"],
                "cites": row["cites_appendix"],
                "cites_check": row["cites_check"],
                "iucn": row["iucn_category"],
                "weight_min_g": int(Decimal(row["typical_adult_weight_kg_min"]) * 1000),
                "weight_max_g": int(Decimal(row["typical_adult_weight_kg_max"]) * 1000),
                "weight_check": row["weight_check"],
                "uncertain": row["uncertain"],
                "notes": row["notes"],
            }
            | habits(row["taxon_group"]),
        )


def names() -> Iterator[tuple[str, Row]]:
    """(scientific name, name) for every name a species goes by."""
    for row in read("species.csv"):
        species = row["scientific_name"]
        yield species, _name(species, "scientific", "la")
        yield species, _name(row["common_name_en"], "common", "en")
    for row in read("names.csv"):
        yield (
            row["scientific_name"],
            _name(row["name"], row["kind"], row["language"]) | {"uncertain": row["uncertain"]},
        )


def _name(words: str, kind: str, language: str) -> Row:
    return {
        "name": words,
        "kind": kind,
        "language": language,
        "source": "reference data",
        "uncertain": "",
    }


def listings() -> Iterator[tuple[str, Row]]:
    """(scientific name, listing): where CITES and the IUCN list each species now."""
    for row in read("species.csv"):
        yield row["scientific_name"], _cites(row)
        yield row["scientific_name"], _iucn(row)


def _cites(row: Row) -> Row:
    changed = re.search(r"CoP\d\d", row["cites_check"])
    doubts = ["not compared with the appendices now in force"]
    if changed:
        doubts.append(f"the day {changed[0]} came into force is from memory")
    if "CITES" in row["uncertain"]:
        doubts.append("the appendix is in doubt")
    return {
        "scheme": "CITES",
        "country": "",
        "category": row["cites_appendix"],
        "valid_from": IN_FORCE[changed[0]] if changed else None,
        "source": row["cites_check"],
        "uncertain": "; ".join(doubts),
    }


def _iucn(row: Row) -> Row:
    memory = "IUCN" in row["uncertain"]
    return {
        "scheme": "IUCN",
        "country": "",
        "category": row["iucn_category"],
        "valid_from": None,
        "source": "from memory" if memory else RED_LIST,
        "uncertain": "the category is not from the list itself" if memory else "",
    }


def codes() -> Iterator[Row]:
    """Every entry of every code list, in the order of its file."""
    position = dict[str, int]()
    for file in ("cites_codes.csv", "seizure_codes.csv", "own_codes.csv"):
        for row in read(file):
            position[row["list"]] = position.get(row["list"], 0) + 1
            yield {
                "list": row["list"],
                "code": row["code"],
                "label": row["label_en"],
                "preferred_unit": row.get("preferred_unit", ""),
                "alternative_unit": row.get("alternative_unit", ""),
                "notes": row["notes"],
                "source": row["source"],
                "uncertain": row["uncertain"],
                "position": position[row["list"]],
            }


def placements() -> Iterator[Row]:
    """Genera and higher groups, with their place and quarantine group (both may be empty)."""
    yield from read("placements.csv")


def _yes(word: str) -> bool:
    return word == "yes"
