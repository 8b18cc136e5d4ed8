"""The same treatment for many at once: an order for each animal or lot, each with its own dose from
its own weight. Who cannot have it is named with the reason; the whole is undone as one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rescue_center import journal
from rescue_center.animals.models import Animal
from rescue_center.care import order_rules
from rescue_center.care.order_models import OrderBatch, Prescription
from rescue_center.care.order_queries import records_of
from rescue_center.care.proposal import Proposal, propose
from rescue_center.db import db, lock
from rescue_center.enclosures.models import Unit
from rescue_center.errors import Refused
from rescue_center.pharmacy.models import Drug
from rescue_center.policy import Role
from rescue_center.staff.models import Person

#: As many as one act may order for.
MOST = 300


@dataclass(frozen=True)
class Line:
    """One animal or lot of a batch: its dose, or why it gets none."""

    animal: Animal
    proposal: Proposal | None
    refused: str = ""


def foresee(animals: Iterable[Animal], drug: Drug, *, at: datetime, **asked: Any) -> list[Line]:
    """What each would get, before anything is ordered. `asked` is the rate, route, dilution and
    frequency."""
    return [_foreseen(animal, drug, at=at, **asked) for animal in animals]


def _foreseen(
    animal: Animal, drug: Drug, *, at: datetime, frequency: str, outside_limits_reason: str = "",
    **asked: Any,
) -> Line:  # fmt: skip
    try:
        order_rules.open_stay(animal)
        proposal = propose(animal, drug, at=at, **asked)
        order_rules.refuse_doubled(animal, drug, frequency, at)
    except Refused as refused:
        return Line(animal, None, refused.sentence)
    if proposal.outside and not outside_limits_reason.strip():
        return Line(animal, None, f"{proposal.outside} Say why, or order it for this one alone.")
    return Line(animal, proposal)


def order_for_many(
    animals: Iterable[Animal],
    drug: Drug,
    *,
    unit: Unit,
    whom: str,
    by: Person,
    at: datetime,
    **asked: Any,
) -> OrderBatch:
    """Order the same for each that can have it, in one act. Refuses where nobody can."""
    if Role.VET not in by.roles_at(at):
        raise Refused("Only a vet orders a treatment.")
    animals = sorted(animals, key=lambda animal: animal.id)
    if len(animals) > MOST:
        raise Refused(f"One act orders for {MOST} at most; choose a species or a cohort.",
                      field="whom")  # fmt: skip
    lock(*animals)
    foreseen = foresee(animals, drug, at=at, **{key: asked[key] for key in FORESEEN})
    going = [line.animal for line in foreseen if line.proposal is not None]
    if not going:
        raise Refused("Nobody here can have it: each is named below with the reason.",
                      field="drug")  # fmt: skip
    batch = OrderBatch(
        at=at, by=by, unit=unit, whom=whom,
        refused=[[line.animal.label, line.refused] for line in foreseen if line.refused],
    )  # fmt: skip
    db.session.add(batch)
    db.session.flush()
    for animal in going:
        order_rules.prescribe(animal, drug, by=by, at=at, batch=batch, **asked)
    journal.record(
        "ordered for many", batch, by=by, at=at, reason=asked.get("indication", ""),
        after={"drug": drug.label, "whom": whom, "orders": len(going),
               "refused": len(batch.refused)},
    )  # fmt: skip
    return batch


FORESEEN = ("rate_mg_per_kg", "route", "dilution", "frequency", "outside_limits_reason")


def undo(batch: OrderBatch, *, by: Person, at: datetime) -> tuple[int, int]:
    """Take back what a batch ordered: an order that nothing was recorded of is struck out, one that
    was begun is stopped and keeps its records. Returns how many of each."""
    if Role.VET not in by.roles_at(at):
        raise Refused("Only a vet takes this back.")
    lock(*sorted({order.animal for order in batch.orders}, key=lambda animal: animal.id), batch)
    if batch.undone_at is not None:
        raise Refused("This was taken back before.")
    begun = records_of([order.id for order in batch.orders])
    struck = stopped = 0
    for order in batch.orders:
        if not order.is_open:
            continue
        order_rules.end(order, by=by, at=at, reason=_WHY)
        if order.id in begun:
            stopped += 1
            continue
        order.voided_at, order.voided_by_id, order.void_reason = at, by.id, _WHY
        for dose in order.doses:  # it was never ordered, so nothing of it is left to record
            if dose.is_open:
                dose.cancelled_at, dose.cancel_reason = at, _WHY
        struck += 1
    if not struck and not stopped:
        raise Refused("Every order of it has ended already.")
    batch.undone_at, batch.undone_by = at, by
    db.session.flush()
    journal.record("took back orders for many", batch, by=by, at=at, reason=_WHY,
                   after={"struck_out": struck, "stopped": stopped})  # fmt: skip
    return struck, stopped


_WHY = "Taken back with all that was ordered at once"


def open_orders(batch: OrderBatch) -> list[Prescription]:
    """The orders of a batch that still run."""
    return [order for order in batch.orders if order.is_open]
