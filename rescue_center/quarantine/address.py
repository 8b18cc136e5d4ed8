"""The addresses of quarantine: the blueprint its pages hang on, and what they share."""

from __future__ import annotations

from flask import Blueprint, url_for

from rescue_center.animals import queries as animals
from rescue_center.animals.models import Animal
from rescue_center.errors import Missing
from rescue_center.quarantine.models import Quarantine

bp = Blueprint("quarantine", __name__)

#: Who sees quarantine at all; results only with the right to clinical facts.
READERS = ("keeper", "vet", "coordinator", "officer", "manager", "inspector")


def url_of(q: Quarantine) -> str:
    """The page of a quarantine."""
    return url_for("quarantine.show", quarantine_id=q.id)


def animal_or_404(accession: str) -> Animal:
    """The animal with that number."""
    animal = animals.animal_or_404(accession)
    if animal.stay is None:
        raise Missing
    return animal
