"""Who may not share a unit, or the air of a room, with whom (domain rules 9).

Each objection is a sentence; a vet or manager may override it with a reason and an expiry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.enclosures.models import Housing, Incompatible, Unit
from rescue_center.species.models import Taxon

YOUNG = ("egg", "neonate", "infant")


@dataclass(frozen=True)
class Objection:
    """Why an animal should not be housed in a unit; `final` ones cannot be overridden."""

    sentence: str
    final: bool = False


def objections(animals: Sequence[Animal], unit: Unit) -> list[Objection]:
    """What speaks against these animals joining those in `unit` (and in the air of its room)."""
    inside = [a for a in occupants([unit.id]) if a not in animals]
    nearby = [a for a in occupants(_same_air(unit)) if a not in animals]
    pairs = _incompatible([*animals, *inside, *nearby])
    found = [
        *_clashes(animals, [*inside, *animals], unit, pairs, air_only=False),
        *_clashes(animals, nearby, unit, pairs, air_only=True),
        *_loners(animals, inside, unit),
    ]
    return [Objection(sentence) for sentence in dict.fromkeys(found)]


def occupants(unit_ids: Iterable[int]) -> list[Animal]:
    """The animals housed in these units now, with species and group."""
    ids = list(unit_ids)
    if not ids:
        return []
    query = (
        sa.select(Animal)
        .join(Housing, Housing.animal_id == Animal.id)
        .where(Housing.unit_id.in_(ids), Housing.ended_at.is_(None), Animal.count > 0)
        .options(joinedload(Animal.taxon).joinedload(Taxon.group))
        .order_by(Animal.id)
    )
    return list(db.session.scalars(query))


def _same_air(unit: Unit) -> list[int]:
    """The other enclosures of the room that `unit` stands in."""
    if unit.parent is None or unit.parent.kind != "room":
        return []
    return [other.id for other in unit.parent.children if other is not unit]


def _incompatible(animals: Sequence[Animal]) -> dict[frozenset[int], Incompatible]:
    groups = {a.taxon.group_id for a in animals} - {None}
    query = sa.select(Incompatible).where(
        Incompatible.one_id.in_(groups),
        Incompatible.other_id.in_(groups),
        Incompatible.retired.is_(False),
    )
    return {frozenset((row.one_id, row.other_id)): row for row in db.session.scalars(query)}


def _clashes(
    arriving: Sequence[Animal],
    others: Sequence[Animal],
    unit: Unit,
    pairs: dict[frozenset[int], Incompatible],
    *,
    air_only: bool,
) -> Iterator[str]:
    for one in arriving:
        for other in others:
            rule = _rule(one.taxon, other.taxon, pairs)
            if rule is not None and (rule.by_air or not air_only):
                yield _clash(one, other, unit, rule.reason, air_only=air_only)
                break


def _clash(one: Animal, other: Animal, unit: Unit, why: str, *, air_only: bool) -> str:
    theirs = f"{other.taxon.label} ({other.label})"
    if air_only:
        return f"{one.taxon.label} cannot share the air of {unit.code} with {theirs}: {why}."
    return f"{one.taxon.label} cannot share {unit.code} with {theirs}: {why}."


def _rule(
    one: Taxon, other: Taxon, pairs: dict[frozenset[int], Incompatible]
) -> Incompatible | None:
    """The rule against these two; a group paired with itself keeps its species apart."""
    if one.id == other.id or one.group_id is None or other.group_id is None:
        return None
    return pairs.get(frozenset((one.group_id, other.group_id)))


def _loners(arriving: Sequence[Animal], inside: Sequence[Animal], unit: Unit) -> Iterator[str]:
    everybody = [*inside, *arriving]
    for taxon in {a.taxon.id: a.taxon for a in everybody if a.taxon.solitary}.values():
        own = [a for a in everybody if a.taxon_id == taxon.id]
        if len(own) < len(everybody):
            other = next(a for a in everybody if a.taxon_id != taxon.id)
            yield f"{taxon.label} is kept alone; in {unit.code} it would be with {other.label}."
        elif not is_family(own):
            yield (
                f"{taxon.label} is kept alone, or as a mother with her young; "
                f"{unit.code} would hold {sum(a.count for a in own)}."
            )


def is_family(animals: Sequence[Animal]) -> bool:
    """Whether these are one animal, or young of one origin with at most their mother."""
    if sum(a.count for a in animals) <= 1:
        return True
    grown = [a for a in animals if a.age_class not in YOUNG]
    if sum(a.count for a in grown) > 1 or any(a.sex != "female" for a in grown):
        return False
    return all(_one_origin(a, b) for a, b in combinations(animals, 2))


def _one_origin(one: Animal, other: Animal) -> bool:
    if one.id in (other.parent_id,) or other.id in (one.parent_id,):
        return True
    if one.epi_group_id is not None and one.epi_group_id == other.epi_group_id:
        return True
    return one.case_id is not None and one.case_id == other.case_id
