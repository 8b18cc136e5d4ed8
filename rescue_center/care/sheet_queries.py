"""The treatment sheet: every patient of a day down the page, the hours across it, and in each cell
what became of the dose. A dose that nobody wrote down is "not recorded", never "not given"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals.models import Animal, Stay
from rescue_center.care.dosing import amount_text
from rescue_center.care.order_models import Administration, Dose, Prescription
from rescue_center.care.schedule import timeliness
from rescue_center.care.sheet import Line, Mark, Place, Sheet, Told
from rescue_center.db import rows
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.pharmacy.models import Drug
from rescue_center.species.models import Taxon
from rescue_center.staff.models import Person

_DAY = timedelta(hours=24)

#: Who lies in the hospital: at that stage of its life here, or housed in a place of that kind.
IN_PATIENT = sa.or_(
    Stay.stage == sa.literal_column("'hospital'"),
    sa.func.coalesce(Unit.biosecurity, "") == sa.literal_column("'hospital'"),
)
_BEGIN, _END, _SINCE = (
    sa.bindparam(name, type_=Dose.due_at.type) for name in ("begin", "end", "since")
)
_IDS: sa.BindParameter[Any] = sa.bindparam("ids", expanding=True)

#: The orders that have a dose on the day, were given on it as needed, or may be. They are asked for
#: first and by themselves: joined with the rest, PostgreSQL reads all orders that there ever were.
_WANTED = (
    sa.select(Dose.prescription_id, Dose.animal_id).where(
        Dose.due_at >= _BEGIN, Dose.due_at < _END
    ),
    sa.select(Administration.prescription_id, Administration.animal_id).where(
        Administration.dose_id.is_(None), Administration.at >= _SINCE, Administration.at < _END
    ),
    sa.select(Prescription.id, Prescription.animal_id).where(
        Prescription.is_prn, Prescription.ordered_at < _END,
        sa.or_(Prescription.stopped_at.is_(None), Prescription.stopped_at >= _BEGIN),
    ),
)  # fmt: skip
_wanted = sa.union_all(*_WANTED).subquery()
_THOSE = sa.select(_wanted.c[0], _wanted.c[1])
_lives = sa.select(Housing.animal_id).join(Unit, Unit.id == Housing.unit_id)
_beds = sa.union_all(
    sa.select(Stay.animal_id).where(
        Stay.ended_at.is_(None), Stay.stage == sa.literal_column("'hospital'")
    ),
    _lives.where(Housing.ended_at.is_(None), Unit.biosecurity == sa.literal_column("'hospital'")),
).subquery()
#: The animals that it is narrowed to: those of the hospital, as `IN_PATIENT` says, or of an area.
_INSIDE = sa.select(_beds.c[0])
_IN_AREA = _lives.where(Housing.ended_at.is_(None), Unit.parent_id == sa.bindparam("area"))
_ORDERS = (
    sa.select(
        Prescription.id, Prescription.amount, Prescription.amount_unit, Prescription.route,
        Prescription.dilution, Prescription.instructions, Prescription.is_prn,
        Prescription.min_interval_h, Prescription.max_per_day, Prescription.stopped_at,
        Prescription.outside_limits_reason, Prescription.confirmed_at,
        Drug.name.label("drug"), Drug.controlled, Animal.id.label("animal_id"), Animal.accession,
        Animal.kind, Animal.count, Animal.name,
        sa.func.coalesce(sa.func.nullif(Taxon.common_name, ""), Taxon.scientific_name)
        .label("species"),
        Unit.code, Unit.name.label("place"), Unit.biosecurity, Unit.walking_order,
    )
    .join(Drug, Drug.id == Prescription.drug_id)
    .join(Animal, Animal.id == Prescription.animal_id)
    .join(Taxon, Taxon.id == Animal.taxon_id)
    .join(Stay, Stay.id == Prescription.stay_id)
    .outerjoin(Housing, sa.and_(Housing.animal_id == Animal.id, Housing.ended_at.is_(None)))
    .outerjoin(Unit, Unit.id == Housing.unit_id)
    .where(Prescription.voided_at.is_(None), Prescription.id.in_(_IDS))
    .order_by(Animal.name_folded == "", Animal.name_folded, Animal.accession, Drug.name,
              Prescription.id)
)  # fmt: skip
_DOSES = (
    sa.select(Dose.id, Dose.prescription_id, Dose.due_at, Dose.window_min, Dose.cancelled_at,
              Dose.cancel_reason, Dose.settled_at)
    .where(Dose.prescription_id.in_(_IDS), Dose.due_at >= _BEGIN, Dose.due_at < _END)
    .order_by(Dose.due_at, Dose.id)
)  # fmt: skip
#: What was recorded of the day's doses, and what was given as needed on that day or within 24
#: hours of now.
_RECORDS = (
    sa.select(Administration.id, Administration.dose_id, Administration.prescription_id,
              Administration.status, Administration.at, Administration.amount,
              Administration.amount_unit, Administration.reason, Administration.is_conflict,
              Administration.resolved_at, Person.name)
    .outerjoin(Dose, Dose.id == Administration.dose_id)
    .outerjoin(Person, Person.id == Administration.by_id)
    .where(Administration.voided_at.is_(None), Administration.prescription_id.in_(_IDS),
           sa.or_(sa.and_(Dose.due_at >= _BEGIN, Dose.due_at < _END),
                  sa.and_(Administration.dose_id.is_(None), Administration.at >= _SINCE,
                          Administration.at < _END)))
    .order_by(Administration.at, Administration.id)
)  # fmt: skip
_AREAS = (
    sa.select(Unit.id, Unit.code, Unit.name)
    .where(Unit.level == "area", Unit.closed_at.is_(None))
    .order_by(Unit.walking_order, Unit.code)
)


def sheet(day: date, at: datetime, *, area: int | None = None, inside: bool = False) -> Sheet:
    """The treatment sheet of a day as it stands at `at`, of all patients or of those in an area or
    in the hospital. Five statements, six where it is narrowed."""
    begin, end = clock.day_bounds(day)
    moments = {"begin": begin, "end": end, "since": min(begin, at - _DAY)}
    whose = _whose(area, inside)
    wanted = {key for key, animal in rows(_THOSE, **moments) if whose is None or animal in whose}
    orders = rows(_ORDERS, ids=sorted(wanted))
    ids = [row.id for row in orders]
    planned = _by_order(rows(_DOSES, ids=ids, begin=begin, end=end))
    records = _by_order(rows(_RECORDS, ids=ids, **moments))
    lines = [_line(row, planned.get(row.id, ()), records.get(row.id, ()), begin, at)
             for row in orders]  # fmt: skip
    now = clock.local(at).hour if begin <= at < end else None
    shown = [line for line in lines if line.marks or line.row.is_prn]
    areas = [(row.id, f"{row.code} {row.name}".strip()) for row in rows(_AREAS)]
    return Sheet(day, now, _by_place(shown), areas)


def _whose(area: int | None, inside: bool) -> set[int] | None:
    """The animals that the sheet is narrowed to; None for all of them."""
    if area is not None:
        return {row[0] for row in rows(_IN_AREA, area=area)}
    return {row[0] for row in rows(_INSIDE)} if inside else None


def _by_order(found: Iterable[Any]) -> dict[int, list[Any]]:
    orders: dict[int, list[Any]] = {}
    for one in found:
        orders.setdefault(one.prescription_id, []).append(one)
    return orders


def _line(
    row: Any, doses: Iterable[Any], records: Sequence[Any], begin: datetime, at: datetime
) -> Line:  # fmt: skip
    told: dict[int | None, list[Any]] = {}
    for one in records:
        told.setdefault(one.dose_id, []).append(one)
    needed = told.pop(None, [])
    marks = [mark for dose in doses for mark in _of_dose(dose, row, told.get(dose.id, ()), at)]
    marks += [_of_record(one) for one in needed if one.at >= begin]
    given = sorted((one.at for one in needed if _was_taken(one) and one.at > at - _DAY),
                   reverse=True)  # fmt: skip
    return Line(row, sorted(marks, key=lambda mark: mark.at), given)


def _was_taken(one: Any) -> bool:
    return one.status in ("given", "partly")


def _of_dose(dose: Any, row: Any, records: Iterable[Any], at: datetime) -> list[Mark]:
    """What became of a planned dose: its record in the hour it was planned for, so that the row
    reads as the order does; a second report beside it until a vet has looked."""
    told: list[Mark] = [
        _of_record(one, planned=dose.due_at)
        for one in records
        if not (one.is_conflict and one.resolved_at)
    ]
    if any(mark.state != "conflict" for mark in told):
        return told
    state = _state(dose, row, at)
    open_ = state in ("planned", "due", "overdue")
    why = dose.cancel_reason or ""
    return [*told, Mark(state, dose.due_at, why=why, dose_id=dose.id if open_ else None,
                        slot=dose.id)]  # fmt: skip


def _state(dose: Any, row: Any, at: datetime) -> str:
    if dose.cancelled_at is not None:
        return "cancelled"
    state = timeliness(dose.due_at, dose.window_min, at)
    return "not_recorded" if state == "overdue" and row.stopped_at is not None else state


def _of_record(one: Any, *, planned: datetime | None = None) -> Told:
    amount = amount_text(one.amount, one.amount_unit) if one.amount is not None else ""
    return Told(
        "conflict" if one.is_conflict else one.status, one.at, who=one.name or "", amount=amount,
        why=one.reason, record_id=one.id, slot=one.dose_id, planned=planned,
    )  # fmt: skip


def _by_place(lines: Iterable[Line]) -> list[Place]:
    """The lines by enclosure in walking order, quarantine last, those without one at the end."""
    places: dict[tuple[bool, bool, int, str], Place] = {}
    for line in lines:
        row = line.row
        quarantine = row.biosecurity in ("quarantine", "isolation")
        key = (row.code is None, quarantine, row.walking_order or 0, row.code or "")
        place = Place(row.code or "", row.place or "", quarantine, [])
        places.setdefault(key, place).lines.append(line)
    return [place for _, place in sorted(places.items(), key=lambda found: found[0])]
