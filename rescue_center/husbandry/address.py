"""The blueprint that the pages of husbandry hang on, and who keeps animals."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for

from rescue_center.animals.models import Animal
from rescue_center.enclosures.models import Unit
from rescue_center.husbandry.to_come import photos_to_come, previews
from rescue_center.husbandry.words import (
    APPETITE,
    BODY,
    BODY_SYSTEMS,
    FAECES,
    INCIDENTS,
    METHODS,
    PLANNED,
    RESOLUTIONS,
    TENDING,
    URGENCY,
    WATER,
    WHAT,
)

bp = Blueprint("husbandry", __name__)

#: Who does a keeper's work, and writes it down.
KEEPING = ("keeper", "vet", "manager", "coordinator")


@bp.record_once
def _words_for_templates(state: Any) -> None:
    state.app.jinja_env.globals.update(
        CONCERN_WHAT=WHAT, CONCERN_URGENCY=URGENCY, ROLL_RESOLUTIONS=RESOLUTIONS,
        TENDING=TENDING, PLANNED=PLANNED, WATER=WATER, APPETITE=APPETITE, FAECES=FAECES,
        BODY=BODY, BODY_SYSTEMS=BODY_SYSTEMS,
        INCIDENTS=INCIDENTS, METHODS=METHODS, photos_to_come=photos_to_come,
        previews=previews,
    )  # fmt: skip


def back_to(animal: Animal | None, unit: Unit | None) -> str:
    """The page of the animal, or of the enclosure."""
    if animal is not None:
        return url_for("boards.animal", accession=animal.accession)
    return url_for("boards.unit", code=unit.code) if unit else url_for("boards.home")
