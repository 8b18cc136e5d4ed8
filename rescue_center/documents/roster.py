"""The lists that several papers carry: animals, and the crates they travel in."""

from collections.abc import Mapping, Sequence
from typing import Any

from reportlab.platypus import Table

from rescue_center.documents.blocks import table
from rescue_center.documents.paper import Sheet
from rescue_center.documents.parties import beast, identity
from rescue_center.documents.wording import joined, number, term, weight


def roster(sheet: Sheet, animals: Sequence[Mapping[str, Any]]) -> Table:
    """A line an animal or lot: number, names, count, sex and age, weight, identification."""
    rows = [
        (
            animal["local_id"],
            beast(animal),
            number(animal["count"]),
            joined(term(animal["sex"]), animal["age"], by="\n"),
            weight(animal["weight_g"]),
            identity(animal),
        )
        for animal in animals
    ]
    head = ("Number", "Animal", "Count", "Sex, age", "Weight", "Identification")
    return table(sheet, head, rows, (2.2, 4.6, 1.2, 2, 1.7, 5), numeric=(2, 4))


def crates(sheet: Sheet, given: Sequence[Mapping[str, Any]]) -> Table:
    """A line a crate, with its seals and who is inside."""
    rows = [(c["number"], c["size_cm"], c["requirement"], c["seals"], c["animals"]) for c in given]
    head = ("Crate", "Length × width × height, cm", "Container requirement", "Seals", "Animals")
    return table(sheet, head, rows, (2, 4, 3, 3, 4))
