"""A part of a centre for a phone's slice, and the slice as the phone opens it."""

import gzip
import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.enclosures import rules as housing
from rescue_center.enclosures import unit_rules
from rescue_center.enclosures.models import Unit
from rescue_center.rounds import sealing
from tests.makers import make_animal, make_person, make_prescription, make_unit
from tests.rounds.handset import Handset

DAY = timedelta(days=1)


def beside(unit: Unit, code: str, **facts: Any) -> Unit:
    """Another enclosure of the same area."""
    given: dict[str, Any] = {"level": "enclosure", "parent": unit.parent, "capacity": 50}
    return unit_rules.open_unit(code=code, by=None, at=clock.now() - 30 * DAY, **(given | facts))


def housed(unit: Unit, *, taxon: Any = None, name: str = "", **facts: Any) -> Animal:
    """An animal that has lived in a unit for ten days."""
    at = clock.now() - 10 * DAY
    animal = make_animal(taxon=taxon, name=name, at=at, **facts)
    housing.house([animal], unit, by=None, at=at)
    return animal


def treated(animal: Animal) -> None:
    """Give it an order that began an hour ago."""
    make_prescription(animal, at=clock.now() - timedelta(hours=1), by=make_person("vet"))


def ask(
    handset: Handset, profile: int, areas: Iterable[int] | None = None, status: int = 200,
    **headers: str,
) -> Any:  # fmt: skip
    """What the centre answers to a phone that asks for its slice."""
    db.session.commit()
    query = "" if areas is None else "?areas=" + ",".join(map(str, areas))
    response = handset.client.get(f"/m/slice{query}", headers=handset.headers(profile) | headers)
    assert response.status_code == status, response.get_data(as_text=True)
    return response


def slice_of(handset: Handset, profile: int, areas: Iterable[int] | None = None) -> Any:
    """The slice, opened with the key of the person it was sealed for."""
    return json.loads(gzip.decompress(packed(handset, profile, areas)))


def packed(handset: Handset, profile: int, areas: Iterable[int] | None = None) -> bytes:
    """The slice as it is compressed."""
    response = ask(handset, profile, areas)
    assert response.mimetype == "application/octet-stream"
    place = sealing.about("slice", handset.name)
    return sealing.opened(handset.keys[profile], response.data, place)


def area_of(unit: Unit) -> int:
    """The area that a unit stands in."""
    assert unit.parent_id is not None
    return unit.parent_id


def ward(code: str = "") -> Unit:
    """An enclosure in an area of its own."""
    return make_unit(code)
