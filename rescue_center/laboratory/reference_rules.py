"""Analytes and panels of the centre's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa

from rescue_center import journal
from rescue_center.db import db
from rescue_center.errors import Refused, explain
from rescue_center.laboratory.amounts import folded
from rescue_center.laboratory.reference_models import Analyte, AnalyteUnit, LabPanel, PanelLine
from rescue_center.measures import Unreadable, parse_number
from rescue_center.policy import Role
from rescue_center.staff import duty
from rescue_center.staff.models import Person

explain("uq_analyte_key", "There is an analyte with this short name.")
explain("uq_lab_panel_name", "There is a panel with this name.")
explain("uq_analyte_unit_analyte_id_folded", "A unit stands there twice.")


def add_analyte(
    key: str, label: str, unit: str, units: str, *, by: Person | None, at: datetime
) -> Analyte:
    """Something that is measured. `units` are the others that it comes in, one a line: the unit,
    its factor and where that is from, parted by `|`."""
    duty.only(by, {Role.VET}, at, "add an analyte")
    key = re.sub(r"\s+", "-", key.strip().casefold())
    if not re.fullmatch(r"[\w-]+", key):
        raise Refused("A short name has letters and digits.", field="key")
    if db.session.scalar(sa.select(Analyte.id).where(Analyte.key == key)):
        raise Refused("There is an analyte with this short name.", field="key")
    last = db.session.scalar(sa.select(sa.func.max(Analyte.position))) or 0
    row = Analyte(key=key, label=label.strip(), unit=unit.strip(), position=last + 1,
                  section="Own")  # fmt: skip
    row.units = [_unit(line) for line in units.splitlines() if line.strip()]
    named = [folded(row.unit), *(one.folded for one in row.units)]
    if len(set(named)) < len(named):
        raise Refused("A unit stands there twice.", field="units")
    db.session.add(row)
    db.session.flush()
    journal.record("added an analyte", row, by=by, at=at,
                   after={"name": row.label, "unit": row.unit, "others": units})  # fmt: skip
    return row


def _unit(line: str) -> AnalyteUnit:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != 3 or not all(parts):
        raise Refused(f"“{line.strip()}”: write the unit, its factor and the source, with | "
                      "between them.", field="units")  # fmt: skip
    try:
        factor = parse_number(parts[1])
    except Unreadable as why:
        raise Refused(str(why), field="units") from None
    if factor <= 0 or factor != factor.quantize(Decimal("0.000000001")):
        raise Refused("A factor is above nothing, with nine decimals at most.", field="units")
    if len(parts[0]) > 24 or len(parts[2]) > 200:
        raise Refused("The unit or its source is too long.", field="units")
    return AnalyteUnit(unit=parts[0], folded=folded(parts[0]), factor=factor, source=parts[2])


def add_panel(
    name: str, analytes: Sequence[Analyte], *, sample: str = "", by: Person | None, at: datetime
) -> LabPanel:
    """Analytes that are asked for together, in this order."""
    duty.only(by, {Role.VET}, at, "add a panel")
    if not analytes:
        raise Refused("Choose what it measures.", field="analytes")
    if db.session.scalar(sa.select(LabPanel.id).where(LabPanel.name == name.strip())):
        raise Refused("There is a panel with this name.", field="name")
    last = db.session.scalar(sa.select(sa.func.max(LabPanel.position))) or 0
    row = LabPanel(name=name.strip(), sample=sample, position=last + 1)
    row.lines = [PanelLine(analyte=one, position=n) for n, one in enumerate(analytes)]
    db.session.add(row)
    db.session.flush()
    journal.record("added a panel", row, by=by, at=at,
                   after={"name": row.name, "of": [one.label for one in analytes]})  # fmt: skip
    return row
