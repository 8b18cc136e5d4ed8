"""Marks that identify an animal: applied, lost, removed, struck out; many per animal, with dates.

A chip belongs to one animal for ever, dead or alive, in our care or not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from rescue_center import clock, journal
from rescue_center.animals import chips
from rescue_center.animals.admission import refuse_void
from rescue_center.animals.held_marks import refuse_unnoticed, refuse_unordered
from rescue_center.animals.identity_models import MARK_KINDS, SIDES
from rescue_center.animals.models import Animal, Mark
from rescue_center.cases.models import CourtOrder
from rescue_center.db import db, lock
from rescue_center.errors import Refused, explain
from rescue_center.media.models import Media
from rescue_center.staff.models import Person

explain("uq_mark_chip", "This chip belongs to another animal. Scan it again.")
explain("mark_removed_after_applied", "A mark cannot be removed before it was applied.")

#: What becomes of a mark that no longer identifies.
ENDINGS = ("lost", "removed", "unreadable")
#: Asked for the last weight of an animal, in grams; the package that weighs it answers.
known_weight: list[Callable[[Animal], int | None]] = []
#: Kinds that are nothing without their code.
CODED = ("microchip", "tattoo", "notch")


@dataclass(frozen=True)
class Reading:
    """A mark as typed or scanned. `again` is the number typed a second time."""

    kind: str
    code: str = ""
    again: str = ""
    scanned: bool = False
    other_standard: bool = False
    position: str = ""
    side: str = ""
    reader: str = ""
    description: str = ""
    found_on_arrival: bool = False
    applied_on: date | None = None
    applied_by: str = ""


def add_mark(
    animal: Animal,
    reading: Reading,
    *,
    by: Person | None,
    at: datetime,
    media: Media | None = None,
) -> Mark:
    """Write down a mark that the animal carries."""
    return add_marks([(animal, reading)], by=by, at=at, media=media)[0]


def add_marks(
    readings: Sequence[tuple[Animal, Reading]],
    *,
    by: Person | None,
    at: datetime,
    media: Media | None = None,
) -> list[Mark]:
    """Write down the marks of many animals at once, as an import does: all of them or none."""
    carried = carriers(one.code for _, one in readings if one.kind == "microchip")
    marks = [_mark(animal, one, carried, by=by, at=at, media=media) for animal, one in readings]
    db.session.add_all(marks)
    db.session.flush()
    for mark in marks:
        journal.record(
            "added a mark", mark, by=by, at=at, animal=mark.animal,
            after={"kind": mark.kind, "code": mark.code, "side": mark.side,
                   "position": mark.position, "reader": mark.reader},
        )  # fmt: skip
    return marks


def _mark(
    animal: Animal, reading: Reading, carried: dict[str, Mark], *,
    by: Person | None, at: datetime, media: Media | None,
) -> Mark:  # fmt: skip
    refuse_void(animal)
    key, standard = _checked(animal, reading, carried)
    is_chip = reading.kind == "microchip"
    if reading.side not in SIDES:
        raise Refused("Choose the side from the list.", field="side")
    _check_day(reading.applied_on, at)
    return Mark(
        animal=animal, kind=reading.kind, code_key=key,
        code=key if is_chip else reading.code.strip(),
        standard=standard, position=reading.position, side=reading.side if is_chip else "",
        reader=reading.reader.strip() if is_chip else "", description=reading.description,
        found_on_arrival=reading.found_on_arrival, applied_on=reading.applied_on,
        applied_by=reading.applied_by, media=media, recorded_by_id=by.id if by else None,
    )  # fmt: skip


def _checked(animal: Animal, reading: Reading, carried: dict[str, Mark]) -> tuple[str, str]:
    """The code as compared, and a chip's standard."""
    if reading.kind not in MARK_KINDS:
        raise Refused("Choose the kind of mark from the list.", field="kind")
    if reading.kind == "microchip":
        return _checked_chip(animal, reading, carried)
    key = chips.key_of(reading.code)
    if not key and reading.kind in CODED:
        raise Refused(f"Write what the {reading.kind} says.", field="code")
    if not key and not reading.description.strip():
        raise Refused("Describe the mark: what is on it, or how it looks.", field="description")
    return key, ""


def _checked_chip(animal: Animal, reading: Reading, carried: dict[str, Mark]) -> tuple[str, str]:
    if animal.is_lot:
        raise Refused(
            f"{animal.label} is a lot, and a lot cannot carry a chip. Make an individual of the "
            "animal first, then chip it.",
            field="kind",
        )
    chip = chips.read(reading.code, other_standard=reading.other_standard)
    if not reading.scanned and not reading.again.strip():
        raise Refused("Type the number a second time, or scan it.", field="again")
    if not reading.scanned and chips.key_of(reading.again) != chip.key:
        raise Refused("The two numbers differ. Read the chip again.", field="again")
    if taken := carried.get(chip.key):
        whose = "this animal" if taken.animal_id == animal.id else taken.animal.accession
        raise Refused(
            f"This chip belongs to {whose} already. Scan it again; if it is right, look there.",
            field="code",
        )
    return chip.key, chip.standard


def carrier(chip: str) -> Mark | None:
    """The mark with this chip number, whoever carried it and whatever became of them."""
    return carriers([chip]).get(chips.key_of(chip))


def carriers(numbers: Iterable[str]) -> dict[str, Mark]:
    """The marks with these chip numbers, by the number as it is compared."""
    wanted = sorted({chips.key_of(number) for number in numbers})
    found: dict[str, Mark] = {}
    for start in range(0, len(wanted), 500):
        query = (
            sa.select(Mark)
            .where(Mark.kind == "microchip", Mark.code_key.in_(wanted[start : start + 500]))
            .where(Mark.voided_at.is_(None))
            .options(sa.orm.joinedload(Mark.animal))
        )
        found |= {mark.code_key: mark for mark in db.session.scalars(query)}
    return found


def warnings(animal: Animal, reading: Reading) -> list[str]:
    """What to think about before this mark is applied; none of it forbids it."""
    if reading.kind != "microchip":
        return []
    weighed = [weight for ask in known_weight if (weight := ask(animal)) is not None]
    weight_g = weighed[0] if weighed and not animal.is_lot else None
    found = []
    chip = chips.read(reading.code, other_standard=reading.other_standard)
    if chip.warning:
        found.append(chip.warning)
    most = animal.taxon.weight_max_g
    if reading.found_on_arrival:
        found.append("It came with a chip: evidence that somebody kept it before.")
    elif weight_g is not None and weight_g < chips.LEAST_G:
        found.append(f"It weighs {weight_g} g. Below {chips.LEAST_G} g animals are not chipped.")
    elif weight_g is None and most is not None and most < chips.LEAST_G:
        found.append(f"{animal.taxon.label} stays below {chips.LEAST_G} g: too small for a chip.")
    return found


def _check_day(applied_on: date | None, at: datetime) -> None:
    if applied_on is not None and applied_on > clock.today(at):
        raise Refused("The mark cannot have been applied in the future.", field="applied_on")


def remove_mark(
    mark: Mark, *, status: str, on: date | None, by: Person, at: datetime, reason: str = "",
    order: CourtOrder | None = None,
) -> None:  # fmt: skip
    """Say that a mark is lost, was removed or can no longer be read. It stays on the record. From
    an animal that is held as evidence it is removed by an order only."""
    lock(mark.animal)
    if mark.is_void:
        raise Refused("This mark was struck out.")
    if mark.status != "in_place":
        raise Refused(f"This mark is {mark.status.replace('_', ' ')} already.")
    if status not in ENDINGS:
        raise Refused("Choose what became of the mark.", field="status")
    if status == "removed":
        refuse_unordered(mark.animal, by=by, at=at, reason=reason, order=order)
    refuse_unnoticed(mark.animal, reason)
    _check_day(on, at)
    if on and mark.applied_on and on < mark.applied_on:
        raise Refused(
            f"It was applied on {clock.day_text(mark.applied_on)}; it cannot be gone before that.",
            field="on",
        )
    mark.status, mark.removed_on = status, on
    journal.record(
        f"mark {status}", mark, by=by, at=at, reason=reason, animal=mark.animal,
        before={"status": "in_place"}, after={"status": status, "on": on} | _by_order(order),
    )  # fmt: skip
    db.session.flush()


def _by_order(order: CourtOrder | None) -> dict[str, CourtOrder]:
    return {"order": order} if order is not None else {}


def void_mark(
    mark: Mark, *, by: Person, at: datetime, reason: str, order: CourtOrder | None = None
) -> None:
    """Strike out a mark that was typed wrong; its number is free again."""
    lock(mark.animal)
    if mark.is_void:
        raise Refused("This mark was struck out already.")
    if not reason.strip():
        raise Refused("Say why the mark is struck out.", field="reason")
    refuse_unordered(mark.animal, by=by, at=at, reason=reason, order=order)
    mark.voided_at, mark.voided_by_id, mark.void_reason = at, by.id, reason.strip()
    journal.record(
        "struck out a mark", mark, by=by, at=at, reason=reason, animal=mark.animal,
        before={"kind": mark.kind, "code": mark.code}, after=_by_order(order),
    )  # fmt: skip
    db.session.flush()
