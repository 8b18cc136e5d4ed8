"""Load what a laboratory begins with: analytes with the factors of their units, panels, and the few
intervals that were read in their published source. Every row is added once; what the centre does
with it afterwards is never touched.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import sqlalchemy as sa

from rescue_center.db import db
from rescue_center.laboratory.amounts import folded
from rescue_center.laboratory.reference_models import (
    Analyte,
    AnalyteUnit,
    LabPanel,
    PanelLine,
    ReferenceInterval,
)
from rescue_center.species import load as reference
from rescue_center.species.models import Taxon

Row = dict[str, str]

FOLDER = Path(__file__).parent / "data"


def load(*, at: datetime) -> int:
    """Add what is not there yet; returns how many rows."""
    known = {one.key: one for one in db.session.scalars(sa.select(Analyte))}
    fresh = [row for row in _rows("analytes") if row["key"] not in known]
    first = len(known)
    for place, row in enumerate(fresh, first):
        known[row["key"]] = Analyte(**row, position=place)
    db.session.add_all(known[row["key"]] for row in fresh)
    new = {row["key"] for row in fresh}
    for row in _rows("units"):
        if row["analyte"] in new:
            known[row["analyte"]].units.append(AnalyteUnit(
                unit=row["unit"], folded=folded(row["unit"]), factor=Decimal(row["factor"]),
                source=row["source"],
            ))  # fmt: skip
    added = len(fresh) + _panels(known) + _intervals(known, at)
    db.session.flush()
    return added


def _rows(name: str) -> Iterator[Row]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _panels(known: dict[str, Analyte]) -> int:
    there = set(db.session.scalars(sa.select(LabPanel.name)))
    made = [row for row in _rows("panels") if row["name"] not in there]
    for place, row in enumerate(made, len(there)):
        panel = LabPanel(name=row["name"], sample=row["sample"], position=place)
        panel.lines = [PanelLine(analyte=known[key], position=n)
                       for n, key in enumerate(row["analytes"].split())]  # fmt: skip
        db.session.add(panel)
    return len(made)


def _intervals(known: dict[str, Analyte], at: datetime) -> int:
    """Intervals of species that the centre knows, where it never had one of the same kind."""
    taxa = {one.scientific_name: one for one in db.session.scalars(sa.select(Taxon))}
    there = {
        (one.analyte_id, one.taxon_id, one.method)
        for one in db.session.scalars(sa.select(ReferenceInterval))
    }
    db.session.flush()
    made = 0
    for row in _rows("intervals"):
        taxon, analyte = taxa.get(row["taxon"]), known[row["analyte"]]
        if taxon is None or (analyte.id, taxon.id, row["method"]) in there:
            continue
        db.session.add(ReferenceInterval(
            analyte=analyte, taxon=taxon, sex=row["sex"], age_class=row["age_class"],
            method=row["method"], low=Decimal(row["low"]), high=Decimal(row["high"]),
            unit=row["unit"], animals=int(row["animals"]), source=row["source"], begun_at=at,
        ))  # fmt: skip
        made += 1
    return made


reference.also.append(load)
