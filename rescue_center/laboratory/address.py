"""The blueprint that the pages of the laboratory hang on, and what they share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for

from rescue_center.animals.models import Animal
from rescue_center.animals.queries import animal_or_404 as animal_or_404
from rescue_center.laboratory import amounts, interval_rules, result_rules
from rescue_center.laboratory.models import FLAGS, KINDS, LabSample
from rescue_center.tags import check

bp = Blueprint("laboratory", __name__)

#: Who sees tubes at all; results only with the right to clinical facts.
READERS = ("keeper", "vet", "coordinator", "officer", "manager", "inspector")
#: Who sees what came of them.
CLINICAL = ("vet", "coordinator", "officer", "manager", "inspector")
TAKERS = ("keeper", "vet")

#: The shape and tone of a flag.
FLAG_MARKS = {"": "unknown", "N": "done", "L": "due", "H": "due", "LL": "overdue",
              "HH": "overdue", "?": "note"}  # fmt: skip


@bp.record_once
def _words_for_templates(state: Any) -> None:
    state.app.jinja_env.globals.update(
        SAMPLE_KINDS=KINDS, FLAG_WORDS=FLAGS, FLAG_MARKS=FLAG_MARKS, tube_number=check.spoken,
        amount_shown=amounts.shown, result_words=result_rules.words,
        interval_text=interval_rules.text, interval_between=interval_rules.between,
    )  # fmt: skip


def url_of(tube: LabSample) -> str:
    """The page of a tube."""
    return url_for("laboratory.tube", number=tube.number)


def lab_of(animal: Animal) -> str:
    """Where an animal's page shows its tubes."""
    return url_for("boards.animal_section", accession=animal.accession, section="quarantine",
                   _anchor="laboratory")  # fmt: skip
