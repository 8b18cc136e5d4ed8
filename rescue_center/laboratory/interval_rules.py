"""Reference intervals: entered with their source, replaced by a new version, taken out of use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from rescue_center import journal
from rescue_center.db import db, lock
from rescue_center.errors import Refused, explain
from rescue_center.laboratory import amounts
from rescue_center.laboratory.amounts import Amount
from rescue_center.laboratory.flags import Limits
from rescue_center.laboratory.reference_models import Analyte, ReferenceInterval
from rescue_center.policy import Role
from rescue_center.species.models import Taxon
from rescue_center.staff import duty
from rescue_center.staff.models import Person

explain(
    "uq_reference_interval_in_force",
    "There is an interval for the same animals, method and laboratory: change that one.",
)
explain(
    "reference_interval_facts_stay",
    "An interval is never rewritten: results were judged by it. Replace it.",
)


@dataclass(frozen=True)
class Whom:
    """For whom an interval holds; empty words are anybody, any method, any laboratory."""

    taxon: Taxon
    sex: str = ""
    age_class: str = ""
    method: str = ""
    laboratory: str = ""


@dataclass(frozen=True)
class Range:
    """What an interval says, in which unit, and where that is from."""

    limits: Limits
    unit: str
    source: str
    animals: int | None = None
    note: str = ""


def add(
    analyte: Analyte, whom: Whom, said: Range, *, by: Person | None, at: datetime,
    replaces: ReferenceInterval | None = None,
) -> ReferenceInterval:  # fmt: skip
    """A vet enters an interval of a species, with its source."""
    person = duty.only(by, {Role.VET}, at, "enter a reference interval")
    _refuse_nonsense(analyte, whom, said)
    row = ReferenceInterval(
        analyte=analyte, taxon=whom.taxon, sex=whom.sex, age_class=whom.age_class,
        method=whom.method.strip(), laboratory=whom.laboratory.strip(), low=said.limits.low,
        high=said.limits.high, crit_low=said.limits.crit_low, crit_high=said.limits.crit_high,
        unit=amounts.known_as(analyte, said.unit), animals=said.animals,
        source=said.source.strip(), note=said.note.strip(), begun_at=at, begun_by_id=person.id,
        replaces_id=replaces.id if replaces else None,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    journal.record("entered a reference interval", row, by=by, at=at, after=_facts(row))
    return row


def _refuse_nonsense(analyte: Analyte, whom: Whom, said: Range) -> None:
    if whom.taxon.scientific_name.casefold().startswith("homo "):
        raise Refused("Ranges of people do not judge animals.", field="taxon")
    limits = said.limits
    if limits.low is None and limits.high is None:
        raise Refused("Give the low limit, the high one, or both.", field="low")
    if not said.source.strip():
        raise Refused("Say where the interval is from.", field="source")
    amounts.factor_of(analyte, said.unit, field="unit")
    for limit in (limits.low, limits.high, limits.crit_low, limits.crit_high):
        if limit is not None:
            amounts.converted(analyte, limit, said.unit, field="unit")
    if limits.low is not None and limits.high is not None and limits.low >= limits.high:
        raise Refused("The low limit is below the high one.", field="high")
    _refuse_inside(limits.crit_low, limits.low, "crit_low", below=True)
    _refuse_inside(limits.crit_high, limits.high, "crit_high", below=False)


def _refuse_inside(
    critical: Decimal | None, limit: Decimal | None, field: str, *, below: bool
) -> None:
    """A critical limit lies outside the one that it goes beyond."""
    if critical is None:
        return
    if limit is None or (critical > limit if below else critical < limit):
        side = "below the low" if below else "above the high"
        raise Refused(f"The critical limit lies {side} one.", field=field)


def replace(
    row: ReferenceInterval, said: Range, *, reason: str, by: Person | None, at: datetime
) -> ReferenceInterval:
    """A new version; what was judged by the old one stays as it was judged."""
    retire(row, reason=reason, by=by, at=at)
    whom = Whom(row.taxon, row.sex, row.age_class, row.method, row.laboratory)
    return add(row.analyte, whom, said, by=by, at=at, replaces=row)


def retire(row: ReferenceInterval, *, reason: str, by: Person | None, at: datetime) -> None:
    """An interval that no longer judges anything."""
    person = duty.only(by, {Role.VET}, at, "change a reference interval")
    lock(row)
    if row.ended_at is not None:
        raise Refused("Somebody replaced this interval meanwhile. Look at the newer one.")
    if not reason.strip():
        raise Refused("Say why.", field="reason")
    row.ended_at, row.ended_by_id, row.end_reason = at, person.id, reason.strip()
    db.session.flush()
    journal.record("took a reference interval out of use", row, by=by, at=at, reason=reason,
                   before=_facts(row))  # fmt: skip


def _facts(row: ReferenceInterval) -> dict[str, object]:
    return {"of": row.analyte.label, "species": row.taxon.scientific_name,
            "interval": text(row), "source": row.source}  # fmt: skip


def text(row: ReferenceInterval) -> str:
    """`3.88 to 8.31 10^12/L`, `below 58 µmol/L`."""
    return f"{between(row.low, row.high)} {row.unit}"


def between(low: Decimal | None, high: Decimal | None) -> str:
    """`3.8 to 10`, `from 3.8`, `up to 10`."""
    if low is None:
        return f"up to {Amount(high or Decimal(0))}"
    return f"from {Amount(low)}" if high is None else f"{Amount(low)} to {Amount(high)}"
