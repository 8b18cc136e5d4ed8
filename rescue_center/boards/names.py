"""What the journal calls animals, cases and enclosures, and where their pages are."""

from __future__ import annotations

import sqlalchemy as sa
from flask import url_for

from rescue_center.animals.models import Animal
from rescue_center.cases.models import Case
from rescue_center.db import db
from rescue_center.enclosures.models import Unit
from rescue_center.journal.naming import Namer

Names = dict[int, tuple[str, str]]


def _animals(ids: set[int]) -> Names:
    query = sa.select(Animal.id, Animal.accession, Animal.name).where(Animal.id.in_(ids))
    return {
        row.id: (
            f"{row.name} ({row.accession})" if row.name else row.accession,
            url_for("boards.animal", accession=row.accession),
        )
        for row in db.session.execute(query)
    }


def _cases(ids: set[int]) -> Names:
    query = sa.select(Case.id, Case.number).where(Case.id.in_(ids))
    return {
        row.id: (f"Case {row.number}", url_for("cases.show", number=row.number))
        for row in db.session.execute(query)
    }


def _units(ids: set[int]) -> Names:
    query = sa.select(Unit.id, Unit.code, Unit.name).where(Unit.id.in_(ids))
    return {
        row.id: (f"{row.code} {row.name}".strip(), url_for("boards.unit", code=row.code))
        for row in db.session.execute(query)
    }


NAMERS: dict[str, Namer] = {"animal": _animals, "seizure_case": _cases, "unit": _units}
