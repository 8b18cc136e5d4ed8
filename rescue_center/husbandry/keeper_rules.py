"""Who keeps which part of the centre, and who works when."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import sqlalchemy as sa

from rescue_center import clock, journal
from rescue_center.db import db, lock
from rescue_center.enclosures.models import Unit
from rescue_center.errors import Refused, explain
from rescue_center.husbandry.heads import only_planners
from rescue_center.husbandry.keeper_models import PARTS, Keepership, Shift
from rescue_center.staff.models import Person

explain("uq_keepership_open", "This person keeps that area already.")
explain("uq_shift", "This person works at that time already.")


def give_area(
    person: Person, unit: Unit, *, head: bool = False, from_on: date, by: Person | None,
    at: datetime,
) -> Keepership:  # fmt: skip
    """An area or a site becomes somebody's to keep."""
    if unit.level == "enclosure":
        raise Refused(f"{unit.code} is an enclosure: choose the area it stands in.", field="unit")
    if unit.closed_at is not None:
        raise Refused(f"{unit.code} is closed.", field="unit")
    held = sa.select(Keepership.id).where(
        Keepership.person_id == person.id, Keepership.unit_id == unit.id,
        Keepership.until_on.is_(None),
    )  # fmt: skip
    if db.session.scalar(held) is not None:
        raise Refused(f"{person.name} keeps {unit.code} already.", field="unit")
    row = Keepership(person=person, unit=unit, is_head=head, from_on=from_on,
                     by_id=by.id if by else None, recorded_at=at)  # fmt: skip
    db.session.add(row)
    db.session.flush()
    journal.record("gave an area to keep", row, by=by, at=at, unit=unit,
                   after={"keeper": person.name, "head": head, "from_on": from_on})  # fmt: skip
    return row


def end(row: Keepership, *, on: date, by: Person, at: datetime) -> None:
    """The area is theirs until a day, that day included."""
    lock(row)
    if row.until_on is not None:
        raise Refused(f"This ended on {clock.day_text(row.until_on)}.")
    if on < row.from_on:
        raise Refused("It ends before it began.", field="on")
    row.until_on, row.ended_by_id = on, by.id
    db.session.flush()
    journal.record("ended the keeping of an area", row, by=by, at=at, unit=row.unit,
                   before={"keeper": row.person.name}, after={"until_on": on})  # fmt: skip


def roster(
    person: Person, unit: Unit, part: str, *, day: date, by: Person | None, at: datetime
) -> Shift:
    """Somebody works in an area on a part of a day."""
    if part not in PARTS:
        raise Refused("Choose the part of the day.", field="part")
    if day < clock.today(at) - timedelta(days=31):
        raise Refused("That day is long over.", field="day")
    if by is not None:
        only_planners(by, at, [unit])
    row = Shift(person=person, unit=unit, day=day, part=part, by_id=by.id if by else None)
    db.session.add(row)
    db.session.flush()
    journal.record("put on a shift", row, by=by, at=at, unit=unit,
                   after={"keeper": person.name, "day": day, "part": PARTS[part]})  # fmt: skip
    return row


def cancel(row: Shift, *, by: Person, at: datetime) -> None:
    """Somebody does not work then after all."""
    only_planners(by, at, [row.unit])
    lock(row)
    if row.cancelled_at is not None:
        raise Refused("This shift was taken back already.")
    row.cancelled_at = at
    db.session.flush()
    journal.record("took back a shift", row, by=by, at=at, unit=row.unit,
                   before={"keeper": row.person.name, "day": row.day,
                           "part": PARTS[row.part]})  # fmt: skip
