"""What a person may do here and now: the buttons of the animal, enclosure and home pages.

One list per page. A button shows when the endpoint admits the person and the stage allows the step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from flask import current_app, g, request, url_for

from rescue_center.animals import life
from rescue_center.animals.life import Stage
from rescue_center.boards.banner import Banner
from rescue_center.documents.views import ISSUERS
from rescue_center.enclosures.models import Unit
from rescue_center.navigation import addresses_of, open_to
from rescue_center.policy import Facts, policy_of, sees
from rescue_center.tongues import phrase


class Button(NamedTuple):
    """A way to go from here; `shut` while a legal hold stands."""

    words: str
    href: str
    icon: str
    shut: bool = False


class _Way(NamedTuple):
    words: str
    endpoint: str
    icon: str
    when: str = "care"  # care, lot, individual, tagged, held, dead, gone, any; of a unit: its level
    stage: Stage | None = None
    query: str = ""


ANIMAL = (
    _Way("Weigh", "care.weigh", "weight"),
    _Way("Examine", "care.examine", "exam"),
    _Way("Prescribe", "care.prescribe", "treatment"),
    _Way("Move", "enclosures.move", "move", query="animal"),
    _Way("Begin quarantine", "quarantine.begin", "quarantine", stage=Stage.QUARANTINE),
    _Way("Raise a concern", "husbandry.raise_concern", "alert"),
    _Way("Add a photo", "animals.add_photo", "photo"),
    _Way("Readiness", "departures.gate", "ready"),
    _Way("Individualise", "animals.individualise", "animal", "lot"),
    _Way("It is back", "departures.readmit", "refresh", "gone"),
)
MORE = (
    _Way("Daily record", "husbandry.animal_day", "calendar"),
    _Way("Observe", "husbandry.observe", "note"),
    _Way("Welfare", "husbandry.welfare", "welfare"),
    _Way("Plan care", "husbandry.add_plan", "plan"),
    _Way("Calculators", "care.calculators", "list", query="animal"),
    _Way("Bite, scratch, injury", "husbandry.report_incident", "alert"),
    _Way("Contacts", "contacts.show", "group", "any"),
    _Way("Edit facts", "animals.amend", "edit"),
    _Way("Add a mark", "animals.add_mark", "microchip", "individual"),
    _Way("Re-identify species", "animals.identify", "bird"),
    _Way("Tag", "tags.bind", "tag"),
    _Way("Crate card", "tags.crate_card", "label", "tagged"),
    _Way("Born or hatched", "animals.bear", "add"),
    _Way("Split the lot", "animals.split", "split", "lot"),
    _Way("Merge lots", "animals.merge", "group", "lot"),
    _Way("Recount", "animals.recount", "list", "lot"),
    _Way("No quarantine needed", "quarantine.exempt", "check", stage=Stage.QUARANTINE),
    _Way("Change stage", "animals.change_stage", "condition"),
    _Way("Place a hold", "animals.place_hold", "hold"),
    _Way("Lift the hold", "animals.lift_hold", "gavel", "held"),
    _Way("Release", "departures.release", "release", stage=Stage.RELEASED, query="animal"),
    _Way("Plan a transfer", "transfers.plan", "transfer", query="animal"),
    _Way("Record a permit", "departures.add_permit", "certificate"),
    _Way("Escape or theft", "departures.escape", "escape"),
    _Way("Death", "departures.die", "death"),
    _Way("Strike out the record", "departures.void", "void"),
)
#: What an evidence hold refuses.
SHUT = frozenset({"departures.release", "transfers.plan", "departures.void"})
CARE = (
    _Way("Weigh", "care.weigh", "weight"),
    _Way("Examine", "care.examine", "exam"),
    _Way("Prescribe", "care.prescribe", "treatment"),
    _Way("Calculators", "care.calculators", "list", query="animal"),
    _Way("Take a sample", "laboratory.take", "test"),
)
CARD = (
    _Way("Weigh", "care.weigh", "weight"),
    _Way("Move", "enclosures.move", "move", query="animal"),
    _Way("Concern", "husbandry.raise_concern", "alert"),
    _Way("Photo", "animals.add_photo", "photo"),
    _Way("Escape", "departures.escape", "escape"),
    _Way("Death", "departures.die", "death"),
)
PAPERS = (
    _Way(
        "Veterinary health statement", "documents.prepare", "certificate", query="health_statement"
    ),
    _Way("Fitness for release", "documents.prepare", "certificate", query="release_fitness"),
    _Way("Death record", "documents.prepare", "certificate", "dead", query="death_record"),
)
HOME = (
    _Way("New case", "cases.create", "case", "any"),
    _Way("Scan", "tags.scan", "scan", "any"),
)
UNIT = (
    _Way("Open a unit in it", "enclosures.open_unit", "add", "any", query="in"),
    _Way("Move animals in", "enclosures.move", "move", "any", query="to"),
    _Way("Move animals out", "enclosures.move", "leave", "any", query="from"),
    _Way("Call the roll", "husbandry.call_roll", "list", "enclosure"),
    _Way("The day", "husbandry.unit_day", "calendar", "enclosure"),
    _Way("Write down care", "husbandry.tend", "feed", "enclosure"),
    _Way("Prescribe for many", "care.prescribe_for_many", "treatment", "housing"),
    _Way("Raise a concern", "husbandry.raise_concern", "alert", "enclosure"),
    _Way("Bite, scratch, injury", "husbandry.report_incident", "alert", "enclosure"),
    _Way("Plan care", "husbandry.add_plan", "plan", "enclosure"),
    _Way("Something happened", "quarantine.report", "alert", "any"),
    _Way("Pool a sample", "laboratory.pool", "test", "enclosure"),
    _Way("Cleaned and empty", "enclosures.clean", "check", "empty"),
    _Way("Edit", "enclosures.edit", "edit", "any"),
    _Way("Allow more", "enclosures.allowance", "add", "enclosure"),
    _Way("Stop all movement", "enclosures.stop", "lock", "moving"),
    _Way("Lift the movement stop", "enclosures.lift_stop", "gavel", "stopped"),
    _Way("Door card", "tags.tag_unit", "label", "enclosure"),
)


def _conditions(found: Banner) -> frozenset[str]:
    """What is true of this animal, in the words of `_Way.when`."""
    row, stage = found.row, Stage(found.row.stage)
    if row.voided_at is not None:
        return frozenset()
    true = {
        "any": True,
        "care": found.in_care,
        "lot": found.in_care and row.kind == "lot",
        "individual": found.in_care and row.kind != "lot",
        "held": bool(row.holds),
        "tagged": found.in_care and found.number is not None,
        "dead": stage is Stage.DEAD,
        "gone": stage in (Stage.ESCAPED, Stage.RELEASED, Stage.TRANSFERRED),
    }
    return frozenset(when for when, holds in true.items() if holds)


def _open(ways: Iterable[_Way]) -> list[_Way]:
    """Those that this person may go: a paper only where its kind is theirs to issue."""
    return [
        way
        for way in ways
        if open_to(way.endpoint, g.staff.roles)
        and (way.query not in ISSUERS or g.staff.roles & ISSUERS[way.query])
    ]


def _to_animals(ways: tuple[_Way, ...]) -> list[tuple[_Way, Callable[[object], str]]]:
    """Those of a list above that this person may go, each with what makes its addresses: the same
    on every page."""
    known = current_app.extensions.setdefault("ways", {})
    if (key := (id(ways), g.staff.roles, request.script_root)) not in known:
        known[key] = [(way, _addresses(way)) for way in _open(ways)]
    found: list[tuple[_Way, Callable[[object], str]]] = known[key]
    return found


def _addresses(way: _Way) -> Callable[[object], str]:
    if way.query == "animal":
        return addresses_of(way.endpoint, "animal")
    kind = {"kind": way.query} if way.query else {}
    return addresses_of(way.endpoint, "accession", **kind)


def of_animal(ways: tuple[_Way, ...], found: Banner) -> list[Button]:
    """The buttons of a list that fit this animal and this person."""
    true, after = _conditions(found), life.NEXT[Stage(found.row.stage)]
    return [
        Button(
            phrase(way.words), address(found.row.accession), way.icon,
            shut=bool(found.row.holds) and way.endpoint in SHUT,
        )
        for way, address in _to_animals(ways)
        if way.when in true and (way.stage is None or way.stage in after)
    ]  # fmt: skip


def why_shut(case_number: str | None) -> str:
    """Why a held animal does not leave, and who may lift the hold; the case is named to those who
    may know it."""
    lifting = policy_of(current_app.view_functions["animals.lift_hold"])
    roles = sorted(phrase(role.label).lower() for role in lifting.roles) if lifting else []
    known = case_number if sees(g.staff.roles, Facts.CUSTODY) else None
    held = phrase("It is held as evidence.")
    if known:
        held = phrase("Case {number} holds it as evidence.", number=known)
    lifted = phrase("A {roles} lifts the hold by an order of the court or prosecutor.",
                    roles=phrase(" or a ").join(roles))  # fmt: skip
    return f"{held} {lifted}"


def of_unit(unit: Unit) -> list[Button]:
    """The buttons of an enclosure."""
    if unit.closed_at is not None:
        return []
    fits = {"any", unit.level, "stopped" if unit.has_movement_stop else "moving"}
    moves = {"to", "from"} if unit.n else {"to"}
    if unit.level == "enclosure" and not unit.n:
        fits.add("empty")
    elif unit.level == "enclosure":
        fits.add("housing")
    if unit.level != "enclosure":
        moves = {"in"}
    elif unit.has_movement_stop:
        moves = set()
    found = []
    for way in _open(UNIT):
        if way.when in fits and (not way.query or way.query in moves):
            key: dict[str, Any] = {way.query or "code": unit.code}
            found.append(Button(phrase(way.words), url_for(way.endpoint, **key), way.icon))
    return found


def of_home() -> list[Button]:
    """The buttons of the home page."""
    return [Button(phrase(way.words), url_for(way.endpoint), way.icon) for way in _open(HOME)]


def endpoints() -> set[str]:
    """Every endpoint named here, for the test that they all exist."""
    lists = (ANIMAL, MORE, CARE, CARD, PAPERS, HOME, UNIT)
    return {way.endpoint for ways in lists for way in ways}
