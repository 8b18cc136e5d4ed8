"""The treatment sheet: every patient of a day down the page, the hours across it, and in each cell
what became of the dose. A dose that nobody wrote down is "not recorded", never "not given"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

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
_area = aliased(Unit)
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
        _area.id.label("area_id"), _area.code.label("area_code"), _area.name.label("area_name"),
        IN_PATIENT.label("inside"),
    )
    .join(Drug, Drug.id == Prescription.drug_id)
    .join(Animal, Animal.id == Prescription.animal_id)
    .join(Taxon, Taxon.id == Animal.taxon_id)
    .join(Stay, Stay.id == Prescription.stay_id)
    .outerjoin(Housing, sa.and_(Housing.animal_id == Animal.id, Housing.ended_at.is_(None)))
    .outerjoin(Unit, Unit.id == Housing.unit_id)
    .outerjoin(_area, _area.id == Unit.parent_id)
    .where(Prescription.voided_at.is_(None))
    .order_by(Animal.name_folded == "", Animal.name_folded, Animal.accession, Drug.name,
              Prescription.id)
)  # fmt: skip
_DOSES = (
    sa.select(Dose.id, Dose.prescription_id, Dose.due_at, Dose.window_min, Dose.cancelled_at,
              Dose.cancel_reason, Dose.settled_at)
    .where(Dose.due_at >= sa.bindparam("begin", type_=Dose.due_at.type),
           Dose.due_at < sa.bindparam("end", type_=Dose.due_at.type))
    .order_by(Dose.due_at, Dose.id)
)  # fmt: skip
_RECORDS = (
    sa.select(Administration.id, Administration.dose_id, Administration.prescription_id,
              Administration.status, Administration.at, Administration.amount,
              Administration.amount_unit, Administration.reason, Administration.is_conflict,
              Administration.resolved_at, Person.name)
    .outerjoin(Dose, Dose.id == Administration.dose_id)
    .outerjoin(Person, Person.id == Administration.by_id)
    .where(Administration.voided_at.is_(None))
    .order_by(Administration.at, Administration.id)
)  # fmt: skip


def sheet(day: date, at: datetime, *, area: int | None = None, inside: bool = False) -> Sheet:
    """The treatment sheet of a day as it stands at `at`, of all patients or of those in an area or
    in the hospital. Three statements."""
    begin, end = clock.day_bounds(day)
    doses, told = rows(_DOSES, begin=begin, end=end), _told(begin, end, at)
    ids = {one.prescription_id for one in (*doses, *told)}
    orders = rows(_ORDERS.where(sa.or_(
        Prescription.id.in_(sorted(ids)),
        sa.and_(Prescription.is_prn, Prescription.ordered_at < end,
                sa.or_(Prescription.stopped_at.is_(None), Prescription.stopped_at >= begin)),
    )))  # fmt: skip
    planned, records = _by_order(doses), _by_order(told)
    lines = [_line(row, planned.get(row.id, ()), records.get(row.id, ()), begin, at)
             for row in orders]  # fmt: skip
    every = [line for line in lines if line.marks or line.row.is_prn]
    shown = [line for line in every if (not inside or line.row.inside)
             and (area is None or line.row.area_id == area)]  # fmt: skip
    now = clock.local(at).hour if begin <= at < end else None
    return Sheet(day, now, _by_place(shown), _areas(every),
                 sum(bool(line.row.inside) for line in every), len(every))  # fmt: skip


def _by_order(found: Iterable[Any]) -> dict[int, list[Any]]:
    orders: dict[int, list[Any]] = {}
    for one in found:
        orders.setdefault(one.prescription_id, []).append(one)
    return orders


def _areas(lines: Iterable[Line]) -> list[tuple[int, str, int]]:
    """The areas that the patients are in, by their code."""
    held = Counter((line.row.area_code or "", line.row.area_id, line.row.area_name or "")
                   for line in lines if line.row.area_id is not None)  # fmt: skip
    return [(key, f"{code} {name}".strip(), n) for (code, key, name), n in sorted(held.items())]


def _told(begin: datetime, end: datetime, at: datetime) -> Sequence[Any]:
    """What was recorded of the day's doses, and what was given as needed on that day or within
    24 hours of now."""
    since = min(begin, at - _DAY)
    return rows(_RECORDS.where(sa.or_(
        sa.and_(Dose.due_at >= begin, Dose.due_at < end),
        sa.and_(Administration.dose_id.is_(None), Administration.at >= since,
                Administration.at < end),
    )))  # fmt: skip


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
