"""What is known to go badly: drugs that are not combined, drugs that a kind of animal does not
bear. Each line of data/warnings.csv has its source; what has none is not warned of."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rescue_center.species.models import Taxon

_FILE = Path(__file__).with_name("data") / "warnings.csv"


@dataclass(frozen=True)
class Known:
    """One line: of which ingredients, together with which or in which kinds of animals."""

    of: frozenset[str]
    together: frozenset[str]
    taxa: frozenset[str]
    words: str
    source: str

    def meets(self, ingredients: frozenset[str], others: frozenset[str]) -> frozenset[str]:
        """The others that it warns of beside these ingredients, whichever of the two is new."""
        met = self.together & others if self.of & ingredients else frozenset()
        return met | (self.of & others if self.together & ingredients else frozenset())


@cache
def every() -> tuple[Known, ...]:
    """All lines of the file."""
    with _FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Known(_set(row["ingredient"]), _set(row["with"]),
                     frozenset(filter(None, row["taxon"].split("|"))), row["words"], row["source"])
            for row in csv.DictReader(lines)
        )  # fmt: skip


def _set(text: str) -> frozenset[str]:
    return frozenset(filter(None, text.split("|")))


def parts_of(ingredient: str) -> frozenset[str]:
    """`tiletamine + zolazepam` as its two."""
    return frozenset(part.strip() for part in ingredient.split("+"))


def against(ingredient: str, taxon: Taxon, others: Iterable[str]) -> list[str]:
    """What is known against a drug for this kind of animal, and beside what it gets already; each
    with its source."""
    mine, beside = parts_of(ingredient), frozenset[str]().union(*map(parts_of, others))
    genus = taxon.scientific_name.split()[0] if taxon.scientific_name else ""
    kinds = {taxon.class_name, taxon.order_name, taxon.family, genus}
    found = []
    for one in every():
        if one.taxa & kinds and one.of & mine:
            found.append(f"{one.words} ({one.source}).")
        found += [
            f"It gets {other} too. {one.words} ({one.source})."
            for other in sorted(one.meets(mine, beside - mine))
        ]
    return found
