"""How an analyte went in an animal, and its tubes on the animal's page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask import g, render_template

from rescue_center import charts, panels, policy
from rescue_center.laboratory import list_queries as lists
from rescue_center.laboratory import queries
from rescue_center.laboratory.address import CLINICAL, READERS, animal_or_404, bp
from rescue_center.laboratory.reference_models import Analyte
from rescue_center.policy import Facts, allow


@bp.get("/animals/<accession>/analytes/<key>")
@allow(*CLINICAL)
def trend(accession: str, key: str) -> str:
    """One analyte of one animal over time, with what is usual, as a curve and as a table."""
    animal, analyte = animal_or_404(accession), queries.analyte_or_404(key)
    readings = queries.trend(animal.id, analyte.id)
    return render_template(
        "laboratory/trend.html", animal=animal, analyte=analyte, readings=readings,
        chart=_curve(readings, analyte),
    )  # fmt: skip


def _curve(readings: Sequence[Any], analyte: Analyte) -> charts.Chart:
    """What is known exactly and what is only above or below something, the latter marked."""
    ranges = [(one.taken_at, float(one.low), float(one.high)) for one in readings
              if one.low is not None and one.high is not None]  # fmt: skip
    band: Any = ranges if len(ranges) == len(readings) and ranges else None
    if band is not None and len(band) == 1:
        band = band[0][1:]
    return charts.line(
        [(one.taken_at, float(one.kept)) for one in readings], unit=analyte.unit, band=band,
        odd=[one.taken_at for one in readings if one.censor],
    )  # fmt: skip


def _of_animal(animal_id: int) -> dict[str, Any] | None:
    """The tubes of an animal on its own page: what was found is for who may see it."""
    roles = g.staff.roles
    if roles.isdisjoint({policy.Role(name) for name in READERS}):
        return None
    rows = queries.of_animal(animal_id)
    tubes = [(key, list(each)) for key, each in
             groupby(rows, key=lambda one: (one.number, one.kind, one.taken_at))]  # fmt: skip
    newest = [key[0] for key, _ in tubes if key[2] == tubes[0][0][2]]
    return {"tubes": tubes, "newest": newest, "clinical": policy.sees(roles, Facts.CLINICAL)}


panels.add("quarantine", "laboratory/_of_quarantine.html", lambda q: lists.of_quarantine(q.id))
panels.add("animal_quarantine", "laboratory/_of_animal.html", _of_animal)
