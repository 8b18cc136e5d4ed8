"""What every departure has in common: the stay ends, and so does all that goes with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals import ledger, life, regroup
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal, Hold, Stay
from rescue_center.care import rules as care
from rescue_center.cases.models import Case
from rescue_center.db import db, fold, lock, lock_all
from rescue_center.enclosures import rules as enclosures
from rescue_center.enclosures.models import Housing
from rescue_center.errors import Refused
from rescue_center.quarantine import rules as quarantine
from rescue_center.staff.models import Person


def lock_leavers(animals: Sequence[Animal]) -> None:
    """What a departure of these touches, in the order that everybody keeps: their cases, they
    themselves, the units they live in. A hold, a split or a move waits for us, or we for it."""
    lock_all(Case, [animal.case_id for animal in animals if animal.case_id is not None])
    lock_all(Animal, [animal.id for animal in animals])
    enclosures.lock_places(animals)


def open_stay(animal: Animal) -> Stay:
    """The stay that is about to end, with the animal's row locked first."""
    lock(animal)
    stay = animal.stay
    if stay is None or not stay.is_open:
        where = stay.stage_label.lower() if stay else "not here"
        raise Refused(f"{animal.label} is not in our care any more: {where}.")
    lock(stay)
    return stay


def part_of(
    animal: Animal, count: int | None, *, by: Person | None, at: datetime, reason: str
) -> Animal:
    """The record that leaves: the animal itself, or the part of a lot split off for it."""
    lock(animal)
    if count is None or count == animal.count:
        return animal
    if count < 1 or count > animal.count:
        raise Refused(
            f"{animal.label} counts {animal.count} animals; {count} cannot leave it.", field="count"
        )
    return regroup.split(animal, count, by=by, at=at, reason=reason, departing=True)


def unit_of(animal: Animal) -> int | None:
    """The unit that it lives in now, which a departure ends."""
    return db.session.scalar(
        sa.select(Housing.unit_id).where(Housing.animal_id == animal.id, Housing.ended_at.is_(None))
    )


def refuse_while_held(animal: Animal, what: str, at: datetime) -> None:
    """An evidence hold refuses it, and the sentence says who can lift the hold. One that was
    lifted meanwhile refuses what is dated before that."""
    if animal.is_held:
        raise Refused(
            f"{animal.label} is held as evidence, so {what} is refused. "
            "Only a recorded order of the court or prosecutor lifts the hold."
        )
    if (hold := held_then(animal, at)) is not None:
        raise Refused(
            f"{animal.label} was held as evidence until {clock.moment_text(hold.lifted_at)}, so "
            f"{what} is refused before that. Check the date.",
            field="at",
        )


def held_then(animal: Animal, at: datetime) -> Hold | None:
    """The hold that stood on its newest stay at a moment, or stands now."""
    return animal.stay.hold_at(at) if animal.stay is not None else None


def refuse_self(who: str, *others: str, field: str, sentence: str) -> None:
    """A second signature is somebody else's: refuse the name of one who signed already."""
    if fold(who) in {fold(other) for other in others if other}:
        raise Refused(sentence, field=field)


def depart(
    stay: Stay, to: Stage, ledger_kind: str, *, by: Person | None, at: datetime, reason: str
) -> int:
    """End a stay: quarantine, housing and orders end with it, the ledger counts the animals out.

    Returns how many left."""
    animal = stay.animal
    count = animal.count
    if at < stay.began_at:
        raise Refused(
            f"{animal.label} arrived on {clock.moment_text(stay.began_at)}; it cannot have left "
            "before. Check the date.",
            field="at",
        )
    care.stop_orders(stay, by=by, at=at, reason=reason)
    quarantine.leave(stay, by=by, at=at)
    enclosures.vacate(animal, by=by, at=at)
    if count:
        ledger.post(animal, ledger_kind, -count, by=by, at=at, reason=reason)
    life.move(stay, to, by=by, at=max(at, stay.stage_since), reason=reason)
    return count
