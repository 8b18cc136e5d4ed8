"""Load the drug list that a centre begins with: common products at their usual strengths.

The limits are examples on the cautious side, each flagged until a vet of the centre has approved
it. A product is added once; what the centre does with it afterwards is never touched.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import sqlalchemy as sa

from rescue_center import journal
from rescue_center.db import db
from rescue_center.pharmacy import rules
from rescue_center.pharmacy.models import DoseLimit, Drug
from rescue_center.species import load as reference
from rescue_center.species.models import TaxonGroup

Row = dict[str, str]

FOLDER = Path(__file__).parent / "data"
_KNOWN = sa.select(Drug.name, Drug.strength_text)
SOURCE = "Site example"
DOUBT = "site example, a vet must approve"


def load(*, at: datetime) -> int:
    """Add the products that are not on the list yet, with their limits; returns how many."""
    known = {(name, text) for name, text in db.session.execute(_KNOWN)}
    new = [row for row in _rows("drugs") if (row["name"], row["strength_text"]) not in known]
    groups = {group.key: group for group in db.session.scalars(sa.select(TaxonGroup))}
    limits = list(_rows("limits"))
    made = [_drug(row, limits, groups) for row in new]
    db.session.add_all(made)
    db.session.flush()
    if made:
        journal.record(
            "loaded the drug list", made[0], by=None, at=at, after={"drugs": [d.name for d in made]}
        )
    return len(made)


def _rows(name: str) -> Iterator[Row]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _drug(row: Row, limits: list[Row], groups: dict[str, TaxonGroup]) -> Drug:
    """A product with the limits of its ingredient, but for groups the centre does not have."""
    facts = {
        "name": row["name"], "ingredient": row["ingredient"], "form": row["form"],
        "strength_text": row["strength_text"], "notes": row["notes"],
        "controlled": bool(row["controlled"]), "wide_margin": bool(row["wide_margin"]),
        "source": SOURCE, "uncertain": DOUBT,
    }  # fmt: skip
    drug = Drug(**rules.columns_of(facts))
    drug.limits = [
        _limit(one, groups.get(one["group"]))
        for one in limits
        if one["ingredient"] == row["ingredient"] and (not one["group"] or one["group"] in groups)
    ]
    return drug


def _limit(row: Row, group: TaxonGroup | None) -> DoseLimit:
    least, most, ceiling = (
        Decimal(row[key]) if row[key] else None for key in ("least", "most", "ceiling")
    )
    return DoseLimit(
        group=group, route=row["route"], min_mg_per_kg=least, max_mg_per_kg=most,
        ceiling_mg_per_kg=ceiling, never=bool(row["never"]), reason=row["never"],
        source=SOURCE, uncertain=DOUBT,
    )  # fmt: skip


reference.also.append(load)
