"""The treatment sheet: every patient of a day down the page, the hours across it, and in each cell
what became of the dose. A dose that nobody wrote down is "not recorded", never "not given"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.care.dosing import amount_text
from rescue_center.care.order_models import Administration, Dose, Prescription
from rescue_center.db import rows
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.pharmacy.models import Drug
from rescue_center.species.models import Taxon
from rescue_center.staff.models import Person

#: What may stand in a cell, in the order in which the sheet counts it.
STATES = ("overdue", "due", "conflict", "not_recorded", "planned", "given", "partly",
          "refused", "omitted", "cancelled")  # fmt: skip
_DAY = timedelta(hours=24)


@dataclass(frozen=True)
class Mark:
    """One dose in a cell, or a second report of one. `dose_id` is set where it can be recorded."""

    state: str
    at: datetime
    who: str = ""
    amount: str = ""
    why: str = ""
    dose_id: int | None = None
    record_id: int | None = None

    @property
    def hour(self) -> int:
        """The hour of the facility's clock whose column it stands in."""
        return clock.local(self.at).hour

    @property
    def time(self) -> str:
        """`08:05`."""
        return f"{clock.local(self.at):%H:%M}"

    @property
    def initials(self) -> str:
        """`SV`, as it is signed on paper."""
        return "".join(part[0] for part in self.who.split()[:2]).upper()


@dataclass(frozen=True)
class Line:
    """One order of a patient, with its day. `given` is when an as-needed order was given within
    the last 24 hours, the newest first."""

    row: Any
    marks: list[Mark] = field(default_factory=list)
    given: list[datetime] = field(default_factory=list)

    @property
    def amount(self) -> str:
        """`0.32 ml`."""
        return amount_text(self.row.amount, self.row.amount_unit)

    @property
    def who(self) -> str:
        """What people call the animal, or how many there are in the lot."""
        if self.row.kind == "lot":
            return f"{self.row.count:,} {self.row.name or self.row.species}"
        return str(self.row.name or self.row.accession)

    @property
    def awaits(self) -> bool:
        """Whether a second vet has still to agree to it."""
        return bool(self.row.outside_limits_reason) and self.row.confirmed_at is None

    @property
    def again(self) -> datetime | None:
        """When an as-needed order may be given again: after its interval, and with fewer than its
        most in 24 hours; None where it may be now as far as the sheet knows."""
        if not self.row.is_prn or not self.given:
            return None
        waits = [self.given[0] + timedelta(hours=self.row.min_interval_h or 0)]
        most = self.row.max_per_day
        if most and len(self.given) >= most:
            waits.append(self.given[most - 1] + _DAY)
        return max(waits)

    def at_hour(self, hour: int) -> list[Mark]:
        """What stands in one cell."""
        return [mark for mark in self.marks if mark.hour == hour]


@dataclass(frozen=True)
class Place:
    """The patients of one enclosure."""

    code: str
    name: str
    quarantine: bool
    lines: list[Line]


@dataclass(frozen=True)
class Sheet:
    """A day. `now` is the hour that it is, on the day's own sheet only."""

    day: date
    now: int | None
    places: list[Place]

    @property
    def hours(self) -> list[int]:
        """The columns: every hour in which something is planned or was done, and this one."""
        found = {mark.hour for line in self.lines for mark in line.marks}
        return sorted(found | ({self.now} if self.now is not None and found else set()))

    @property
    def lines(self) -> list[Line]:
        """Every order of the day."""
        return [line for place in self.places for line in place.lines]

    @property
    def counts(self) -> dict[str, int]:
        """How many doses there are in each state, as in `STATES`; those that there are none of
        are left out."""
        marks = [mark.state for line in self.lines for mark in line.marks]
        return {state: marks.count(state) for state in STATES if state in marks}


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
    .outerjoin(Housing, sa.and_(Housing.animal_id == Animal.id, Housing.ended_at.is_(None)))
    .outerjoin(Unit, Unit.id == Housing.unit_id)
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


def sheet(day: date, at: datetime) -> Sheet:
    """The treatment sheet of a day as it stands at `at`. Four statements."""
    begin, end = clock.day_bounds(day)
    doses = rows(_DOSES, begin=begin, end=end)
    told = _told(begin, end, at)
    ids = {one.prescription_id for one in (*doses, *told)}
    orders = rows(_ORDERS.where(sa.or_(
        Prescription.id.in_(sorted(ids)),
        sa.and_(Prescription.is_prn, Prescription.ordered_at < end,
                sa.or_(Prescription.stopped_at.is_(None), Prescription.stopped_at >= begin)),
    )))  # fmt: skip
    lines = [_line(row, doses, told, begin, at) for row in orders]
    now = clock.local(at).hour if begin <= at < end else None
    return Sheet(day, now, _by_place(line for line in lines if line.marks or line.row.is_prn))


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
    row: Any, doses: Sequence[Any], told: Sequence[Any], begin: datetime, at: datetime
) -> Line:  # fmt: skip
    records = [one for one in told if one.prescription_id == row.id]
    marks = [
        mark
        for dose in doses
        if dose.prescription_id == row.id
        for mark in _of_dose(dose, row, [r for r in records if r.dose_id == dose.id], at)
    ]
    needed = [one for one in records if one.dose_id is None]
    marks += [_of_record(one) for one in needed if one.at >= begin]
    given = sorted((one.at for one in needed if one.at > at - _DAY), reverse=True)
    return Line(row, sorted(marks, key=lambda mark: mark.at), given)


def _of_dose(dose: Any, row: Any, records: Sequence[Any], at: datetime) -> list[Mark]:
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
    return [*told, Mark(state, dose.due_at, why=why, dose_id=dose.id if open_ else None)]


def _state(dose: Any, row: Any, at: datetime) -> str:
    if dose.cancelled_at is not None:
        return "cancelled"
    window = timedelta(minutes=dose.window_min)
    if at <= dose.due_at + window:
        return "due" if at >= dose.due_at - window else "planned"
    return "overdue" if row.stopped_at is None else "not_recorded"


@dataclass(frozen=True)
class Told(Mark):
    """A recorded dose; it stands in the hour that it was planned for, with the time it was done."""

    planned: datetime | None = None

    @property
    def hour(self) -> int:
        """The hour of the plan, else of the act."""
        return clock.local(self.planned or self.at).hour


def _of_record(one: Any, *, planned: datetime | None = None) -> Told:
    amount = amount_text(one.amount, one.amount_unit) if one.amount is not None else ""
    return Told(
        "conflict" if one.is_conflict else one.status, one.at, who=one.name or "", amount=amount,
        why=one.reason, record_id=one.id, planned=planned,
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
