"""Moving animals: one or many, scanned or chosen, to an enclosure with room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import g, request, url_for

from rescue_center import clock
from rescue_center.animals import finding, regroup
from rescue_center.animals.models import Animal
from rescue_center.answers import answer
from rescue_center.enclosures import forms, queries, rules
from rescue_center.enclosures.address import bp
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.errors import Refused
from rescue_center.policy import allow
from rescue_center.tongues import phrase


@bp.route("/moves/new", methods=["GET", "POST"])
@allow("keeper", "vet", "coordinator", "registrar", "manager")
def move() -> Any:
    """Move animals (`?animal=`, `?from=`) to an enclosure (`?to=`), all or none."""
    at = clock.now()
    units = {unit.id: unit for unit in queries.open_enclosures()}
    origin = queries.unit_or_404(request.args["from"]) if request.args.get("from") else None
    here = queries.roster(origin) if origin else []
    form = forms.MoveForm.posted(data=_asked(units, at))
    form.unit.choices = room_by_place(units.values(), at)
    form.here.choices = [(h.animal_id, resident(h.animal)) for h in here]
    found = finding.find_animals(form.animals.data or "")
    return answer(
        form, lambda: _move(form, found, units[form.unit.data]), "enclosures/move.html",
        to=lambda _: url_for("boards.unit", code=units[form.unit.data].code),
        said=lambda moved: _said(moved, units[form.unit.data].code),
        facts=lambda: {
            "origin": origin, "found": found, "overrules": _overrules(),
            "places": queries.places_of([a.id for a in found.animals]),
        },
    )  # fmt: skip


def _overrules() -> bool:
    return not g.staff.roles.isdisjoint(rules.OVERRULERS)


def _asked(units: dict[int, Unit], at: datetime) -> dict[str, Any]:
    to = request.args.get("to", "").upper()
    return {
        "animals": "\n".join(request.args.getlist("animal")),
        "unit": next((unit.id for unit in units.values() if unit.code == to), None),
        "at": at,
    }


def room_by_place(units: Any, at: datetime) -> dict[str, list[tuple[int, str]]]:
    """Enclosures by the area they stand in, each with the room it has."""
    places: dict[str, list[tuple[int, str]]] = {}
    for unit in units:
        room = rules.room_at(unit, at)
        words = phrase("room for {n}", n=room) if room > 0 else phrase("full")
        security = ""
        if unit.biosecurity != "standard":
            security = f" · {phrase(unit.biosecurity.capitalize()).lower()}"
        heading = unit.parent.label if unit.parent else ""
        places.setdefault(heading, []).append((unit.id, f"{unit.label} · {words}{security}"))
    return places


def resident(animal: Animal) -> str:
    """An animal as a list of its enclosure names it."""
    many = f"{animal.count} × " if animal.is_lot else ""
    number = f", {animal.accession}" if animal.name else ""
    return f"{animal.label}{number} · {many}{animal.taxon.label}"


def _move(form: forms.MoveForm, found: finding.Found, unit: Unit) -> list[Housing]:
    if found.unknown:
        raise Refused(f"Nobody in our care answers to {', '.join(found.unknown[:5])}.",
                      field="animals")  # fmt: skip
    chosen = finding.animals_of(form.here.data or [])
    animals = list(dict.fromkeys([*chosen, *found.animals]))
    animals = _part(animals, form)
    overrules = _overrules()
    return rules.house(
        animals, unit, by=g.staff, at=form.at.data, reason=form.reason.data,
        override_reason=form.override_reason.data if overrules else None,
        override_until=form.override_until.data if overrules else None,
    )  # fmt: skip


def _part(animals: list[Animal], form: forms.MoveForm) -> list[Animal]:
    """Of one lot, the part that moves."""
    count = form.count.data
    if count is None or (len(animals) == 1 and count == animals[0].count):
        return animals
    if len(animals) != 1 or not animals[0].is_lot:
        raise Refused("How many is for one lot alone. Leave it empty.", field="count")
    return [regroup.split(animals[0], count, by=g.staff, at=form.at.data,
                          reason=form.reason.data)]  # fmt: skip


def _said(moved: Sequence[Housing], code: str) -> str:
    if len(moved) == 1:
        return f"{_named(moved)} is in {code} now."
    return f"{_named(moved)} are in {code} now."


def _named(moved: Sequence[Housing]) -> str:
    names = [housing.animal.label for housing in moved]
    if len(names) <= 3:
        return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    return f"{names[0]} and {len(names) - 1} more"
