"""The lists that several papers carry: animals, their quarantine, the crates they travel in."""

from collections.abc import Mapping, Sequence
from typing import Any

from reportlab.platypus import Flowable, Table

from rescue_center.documents.blocks import fields, table
from rescue_center.documents.paper import Sheet
from rescue_center.documents.parties import beast, identity, mass
from rescue_center.documents.wording import day, joined, number, period, term


def roster(sheet: Sheet, animals: Sequence[Mapping[str, Any]]) -> Table:
    """A line an animal or lot: number, names, count, sex and age, weight, identification."""
    rows = [
        (
            animal["local_id"],
            beast(animal),
            number(animal["count"]),
            joined(term(animal["sex"]), animal["age"], by="\n"),
            mass(animal),
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


def alike(told: Sequence[Mapping[str, Any]]) -> list[tuple[str, Mapping[str, Any]]]:
    """What is said of each animal, once where it is the same of several: their numbers, and it."""
    groups: dict[str, tuple[list[str], Mapping[str, Any]]] = {}
    for one in told:
        said = repr([(key, fact) for key, fact in one.items() if key != "local_id"])
        groups.setdefault(said, ([], one))[0].append(str(one["local_id"]))
    return [(", ".join(whose), one) for whose, one in groups.values()]


def quarantined(sheet: Sheet, told: Sequence[Mapping[str, Any]]) -> list[Flowable]:
    """The quarantine of all where it was the same, else a line for each that differs."""
    groups = alike(told)
    if len(groups) == 1:
        return fields(sheet, _one_quarantine(groups[0][1]))
    rows = [
        (
            whose,
            one["unit"],
            period(one["began_on"], one["ended_on"]),
            number(one["days"]),
            joined(_cleared(one), one["note"], by="\n"),
        )
        for whose, one in groups
    ]
    head = ("Animals", "Unit", "From and to", "Days", "Cleared")
    return [table(sheet, head, rows, (3, 3, 3.6, 1.2, 5), numeric=(3,))]


def _one_quarantine(one: Mapping[str, Any]) -> list[list[tuple[str, object]]]:
    if not one["unit"]:
        return [[("Quarantine", one["note"])]]
    rows: list[list[tuple[str, object]]] = [
        [
            ("Unit", one["unit"]),
            ("From and to", period(one["began_on"], one["ended_on"])),
            ("Days", number(one["days"])),
        ],
        [("Cleared on", day(one["cleared_on"])), ("Cleared by", one["cleared_by"])],
    ]
    return [*rows, [("How it ended", one["note"])]] if one["note"] else rows


def _cleared(one: Mapping[str, Any]) -> str | None:
    return joined(day(one["cleared_on"]), one["cleared_by"]) if one["cleared_on"] else None
