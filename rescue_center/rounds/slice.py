"""The day of one part of the centre, as a phone keeps it: enclosures in walking order, who lives in
them, the doses due. A handful of statements, however many animals there are.

It says what every keeper may see at the cage: no clinical notes, no place of a seizure, of a case
no more than that an animal is held.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from flask import current_app

from rescue_center import clock, tongues
from rescue_center.rounds import slice_animals, slice_places
from rescue_center.rounds.slice_places import LINE, Area, Places
from rescue_center.staff.models import Person
from rescue_center.tags.worn import worn


@dataclass(frozen=True)
class Scope:
    """What a slice is of: for whom, of which moment and day, which enclosures and animals."""

    person: Person
    at: datetime
    day: date
    unit_ids: Sequence[int]
    animal_ids: Sequence[int]
    areas: Collection[int] = field(default_factory=tuple)


#: What other parts of the round add: each is asked once and answers with keys of the slice
#: (`tasks`, `seen`, `concerns`), in a fixed number of statements.
PARTS: list[Callable[[Scope], dict[str, Any]]] = []

#: Who keeps which areas: each answers with ids of areas and sites of a person on a day.
KEEPS: list[Callable[[Person, date], Iterable[int]]] = []


class Sealable(NamedTuple):
    """A slice as bytes: the JSON, and what names its content (not the moment it was made at)."""

    content: bytes
    etag: str

    @property
    def packed(self) -> bytes:
        """The same, compressed."""
        return gzip.compress(self.content, 9, mtime=0)


def of(person: Person, asked: Collection[int] | None, at: datetime) -> dict[str, Any]:
    """The slice of a person: of the areas that they ask for, or else of those that they keep."""
    day = clock.today(at)
    keeps = {area for keeper in KEEPS for area in keeper(person, day)}
    areas = slice_places.areas()
    places = slice_places.chosen(areas, keeps if asked is None else asked)
    units = places.enclosures
    living = slice_animals.animals([unit.id for unit in units])
    scope = Scope(person, at, day, [unit.id for unit in units], [one.id for one in living],
                  keeps if asked is None else asked)  # fmt: skip
    species = slice_animals.species({row.taxon_id for row in living})
    told: dict[str, Any] = {
        "day": day.isoformat(), "zone": str(clock.zone()), "me": _me(person, at), "centre": {
            "name": current_app.config["CENTRE_NAME"], "phone": current_app.config["CENTRE_PHONE"],
        },
        "areas": [_area(area, keeps) for area in areas],
        "units": _units(areas, places, living, species),
        "species": species,
        "animals": [slice_animals.told(row, at) for row in living],
        "doses": slice_animals.doses(scope.animal_ids, at),
        "tasks": [], "seen": [], "meals": [], "concerns": [],
    }  # fmt: skip
    if places.left_off:
        told |= {"cut": True, "left_off": [area.row.id for area in places.left_off]}
    for part in PARTS:
        told |= part(scope)
    return told


def _me(person: Person, at: datetime) -> dict[str, Any]:
    roles = sorted(role.value for role in person.roles_at(at))
    return {"id": person.id, "name": person.name, "lang": tongues.of(person), "roles": roles}


def _area(area: Area, keeps: Collection[int]) -> dict[str, Any]:
    return {"id": area.row.id, "code": area.row.code, "name": area.row.name,
            "mine": area.row.id in keeps, "n": area.heads}  # fmt: skip


def _units(
    areas: Sequence[Area], places: Places, living: Sequence[Any], species: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    wears = {one["id"]: one["ppe"] for one in species}
    asked: dict[int, set[str]] = {}
    for row in living:
        asked.setdefault(row.unit_id, set()).update(wears[row.taxon_id])
    return [
        {
            "id": unit.id, "code": unit.code, "name": unit.name, "area": unit.parent_id,
            "order": order, "tag": unit.tag, "q": unit.biosecurity in LINE,
            "ppe": worn(unit.biosecurity, asked.get(unit.id, ())),
            "room": unit.capacity + unit.allowance - unit.n,
        }
        for order, unit in enumerate(places.enclosures, 1)
    ]  # fmt: skip


def sealable(told: dict[str, Any], at: datetime) -> Sealable:
    """The slice as bytes. The same facts have the same name, whenever they were asked for."""
    same = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    until = at + slice_animals.AHEAD
    dated = {"made": at.isoformat(), "until": until.isoformat()} | told
    content = json.dumps(dated, ensure_ascii=False, separators=(",", ":"))
    return Sealable(content.encode(), hashlib.sha256(same.encode()).hexdigest()[:32])
