"""The addresses of departures: the blueprint their pages hang on, and what they share."""

from __future__ import annotations

from flask import Blueprint

from rescue_center.animals.models import Animal, Stay
from rescue_center.errors import Refused
from rescue_center.grave import Grave

bp = Blueprint("departures", __name__)


def stay_of(animal: Animal) -> Stay:
    """The newest stay of an animal."""
    if animal.stay is None:
        raise Refused(f"{animal.label} has no stay.")
    return animal.stay


def refuse_uncounted(animal: Animal, count: int | None) -> None:
    """An empty box never means the whole of a lot."""
    if animal.is_lot and animal.count > 1 and count is None:
        raise Refused(f"Say how many of the {animal.count}.", field="count")


def ask_for_number(form: Grave, animal: Animal) -> None:
    """What is graver than a slip of a finger asks for the end of the animal's number."""
    form.asking(animal.accession[-4:], "Type the last four digits of its number")
