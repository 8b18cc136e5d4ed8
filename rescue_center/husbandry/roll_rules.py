"""Calling the roll, and finding out why somebody was not there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa

from rescue_center import clock, journal
from rescue_center.animals.models import Animal, Stay
from rescue_center.care.weight_rules import refuse_future
from rescue_center.db import db, lock
from rescue_center.enclosures.models import Unit
from rescue_center.errors import Refused, explain
from rescue_center.husbandry import concern_rules, incident_rules
from rescue_center.husbandry.roll_models import Called, RollCall
from rescue_center.husbandry.striking import strike_out
from rescue_center.husbandry.words import RESOLUTIONS
from rescue_center.staff.models import Person

#: More heads than any enclosure has.
MOST = 100_000

explain("called_once", "An animal is called once in a roll-call.")


def call(
    unit: Unit, *, expected: int, found: int, by: Person | None, at: datetime,
    seen: Iterable[Animal] = (), missing: Sequence[Animal] = (), note: str = "",
    recorded_at: datetime | None = None,
) -> RollCall:  # fmt: skip
    """Write down who was there. What differs stays open; a later call that finds everybody closes
    what was open before."""
    if unit.level != "enclosure":
        raise Refused(f"{unit.code} is not an enclosure.")
    if not (0 <= expected <= MOST and 0 <= found <= MOST):
        raise Refused(f"Count between none and {MOST:,}.", field="found")
    refuse_future(at, recorded_at or at)
    missed = list(dict.fromkeys(missing))
    row = RollCall(
        unit=unit, at=at, expected=expected, found=found, missed=len(missed), note=note.strip(),
        by=by, recorded_at=recorded_at or at,
    )  # fmt: skip
    row.named = [Called(animal=one, missed=True) for one in missed]
    row.named += [Called(animal=one) for one in dict.fromkeys(seen) if one not in missed]
    db.session.add(row)
    db.session.flush()
    _write_down(row, missed, by, at)
    _ask_about_the_gone(row, by, at)
    if not row.differs:
        _close_what_was_open(row, by, at)
    return row


def _write_down(row: RollCall, missed: list[Animal], by: Person | None, at: datetime) -> None:
    who = [one.label for one in missed]
    journal.record(
        "called the roll", row, by=by, at=at, unit=row.unit, reason=row.note,
        after={"expected": row.expected, "found": row.found, "missing": who},
    )  # fmt: skip
    for one in missed:
        journal.record("missed it at roll-call", row, by=by, at=at, animal=one,
                       after={"unit": row.unit.code})  # fmt: skip


def _ask_about_the_gone(row: RollCall, by: Person | None, at: datetime) -> None:
    """Who was seen well and had left us by then (dead, escaped) was somebody else, or is back: a
    vet or a manager looks."""
    here = [one.animal_id for one in row.named if not one.missed]
    left = sa.func.max(Stay.ended_at)
    gone = (
        sa.select(Animal)
        .join(Stay)
        .where(Animal.id.in_(here))
        .group_by(Animal.id)
        .having(sa.func.count() == sa.func.count(Stay.ended_at), left < at)
        .order_by(Animal.id)
    )
    for animal in db.session.scalars(gone).all() if here else ():
        last = animal.stay
        how = last.stage_label.lower() if last is not None else "gone"
        concern_rules.raise_concern(
            "other", "today", animal=animal, unit=row.unit, by=by, at=at,
            recorded_at=row.recorded_at,
            note=f"Seen well at the roll-call of {row.unit.code}, though it left our care ({how}).",
        )  # fmt: skip


def _close_what_was_open(row: RollCall, by: Person | None, at: datetime) -> None:
    """Everybody is here: nobody has to look for whom an earlier call missed."""
    if by is None:
        return
    earlier = sa.select(RollCall).where(
        RollCall.unit_id == row.unit_id, RollCall.at < at, RollCall.expected <= row.found,
        RollCall.resolved_at.is_(None), RollCall.voided_at.is_(None), RollCall.id != row.id,
    )  # fmt: skip
    here = {one.animal_id for one in row.named}
    for one in db.session.scalars(earlier).all():
        sought = {called.animal_id for called in one.named if called.missed}
        if one.differs and (sought <= here or not here):
            _resolve(one, "found", f"All {row.found} were there at {clock.moment_text(at)}.",
                     by=by, at=at)  # fmt: skip


def resolve(row: RollCall, resolution: str, *, by: Person, at: datetime, note: str = "") -> None:
    """Say why a roll-call differed, once."""
    lock(row)
    if row.is_void:
        raise Refused("This roll-call was struck out.")
    if not row.differs:
        raise Refused("Everybody was found: there is nothing to resolve.")
    if row.resolved_at is not None:
        raise Refused(f"This is resolved already: {row.resolution_label.lower()}.")
    if resolution not in RESOLUTIONS:
        raise Refused("Choose what became of it.", field="resolution")
    if resolution != "found" and not note.strip():
        raise Refused("Say how you know.", field="note")
    _resolve(row, resolution, note, by=by, at=at)
    if resolution == "escape":
        _report_escape(row, note, by=by, at=at)


def _report_escape(row: RollCall, note: str, *, by: Person, at: datetime) -> None:
    """An escape is an incident to follow up, with when whoever it is was last seen."""
    missed: list[Animal | None] = [one.animal for one in row.named if one.missed]
    for animal in missed or [None]:
        last = last_seen(row, animal)
        when = f"last seen {clock.moment_text(last)}" if last else "not seen at a roll-call before"
        incident_rules.report("escape", animal=animal, unit=row.unit, by=by, at=row.at,
                              note=f"Missed at the roll-call, {when}. {note}".strip(),
                              recorded_at=at)  # fmt: skip


def last_seen(row: RollCall, animal: Animal | None) -> datetime | None:
    """When a roll-call before this one found the animal, or everybody in its enclosure."""
    query = sa.select(sa.func.max(RollCall.at)).where(
        RollCall.at < row.at, RollCall.voided_at.is_(None)
    )
    if animal is not None:
        seen = sa.exists().where(
            Called.roll_call_id == RollCall.id, Called.animal_id == animal.id,
            Called.missed.is_(False),
        )  # fmt: skip
        return db.session.scalar(query.where(seen))
    whole = (RollCall.unit_id == row.unit_id, RollCall.expected == RollCall.found)
    return db.session.scalar(query.where(*whole, RollCall.missed == 0))


def _resolve(row: RollCall, resolution: str, note: str, *, by: Person, at: datetime) -> None:
    row.resolution, row.resolution_note = resolution, note.strip()
    row.resolved_at, row.resolved_by = at, by
    db.session.flush()
    told = {"expected": row.expected, "found": row.found, "because": row.resolution_label}
    journal.record("resolved a roll-call", row, by=by, at=at, unit=row.unit, reason=note,
                   after=told)  # fmt: skip
    for one in row.named:
        if one.missed:
            journal.record("resolved that it was missed", row, by=by, at=at, animal=one.animal,
                           reason=note, after={"because": row.resolution_label})  # fmt: skip


def void_call(row: RollCall, *, by: Person, at: datetime, reason: str) -> None:
    """Strike out a roll-call that was not so."""
    strike_out(row, "a roll-call", whose=row.by_id, by=by, at=at, reason=reason, unit=row.unit,
               before={"expected": row.expected, "found": row.found})  # fmt: skip
