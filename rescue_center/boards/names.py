"""What the journal calls animals, cases and enclosures, where their pages are, and the words for
what records keep as codes."""

from __future__ import annotations

import sqlalchemy as sa
from flask import url_for

from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal
from rescue_center.care.exam_rules import FITNESS, PURPOSES
from rescue_center.care.schedule import FREQUENCIES
from rescue_center.care.words import ROUTES
from rescue_center.cases.checking import COUNTRIES
from rescue_center.cases.models import Case
from rescue_center.cases.words import KIND_WORDS, ORDER_WORDS
from rescue_center.db import db
from rescue_center.departures.forms import KINDS, MANNERS, METHODS
from rescue_center.departures.readiness import BY_KEY
from rescue_center.enclosures.models import Unit
from rescue_center.journal.naming import Namer
from rescue_center.quarantine.event_models import EVENT_KINDS

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

_PRECISE = {
    "exact": "to the minute", "day": "to the day", "month": "to the month", "year": "to the year",
    "found": "when it was found", "unknown": "not at all",
}  # fmt: skip
_STAGES = {stage.value: stage.label.lower() for stage in Stage}
SPOKEN: dict[str, dict[str, str]] = {
    "stage": _STAGES, "to": _STAGES, "route": ROUTES, "purpose": PURPOSES, "fitness": FITNESS,
    "frequency": {code: one.words for code, one in FREQUENCIES.items()},
    "criterion": {key: one.label for key, one in BY_KEY.items()},
    "kind": KIND_WORDS | ORDER_WORDS | EVENT_KINDS | dict(KINDS), "manner": dict(MANNERS),
    "method": dict(METHODS), "how": {"intake": "received"},
    "country": COUNTRIES, "precision": _PRECISE,
}  # fmt: skip
