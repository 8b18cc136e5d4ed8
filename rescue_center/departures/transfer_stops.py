"""What stands in the way of handing animals over, asked for all of a transfer at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from rescue_center import clock
from rescue_center.animals.models import Animal, Stay
from rescue_center.db import db
from rescue_center.departures import readiness
from rescue_center.departures.past import permits_of
from rescue_center.departures.since import unsettled
from rescue_center.departures.transfer_models import Transfer
from rescue_center.enclosures import rules as enclosures
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.quarantine.cohort_rules import open_of

#: What the handover paper states, by the field of the transfer that says it (domain rules 4.2 c).
PAPER_NEEDS = {
    "to_address": "The receiver's address",
    "reason": "The reason of the transfer",
    "legal_basis": "The legal basis of the transfer",
    "care_instructions": "How they are cared for",
}
#: How the sentence begins that asks for a health statement.
NO_STATEMENT = "A health statement is required, and no valid one names"
#: What packages that know this one ask besides.
asked_last: list[Callable[[Transfer, datetime], list[str]]] = []
MOVEMENT_PERMITS = ("movement", "cites_export", "cites_reexport", "other")


def blockers(transfer: Transfer, at: datetime) -> list[str]:
    """What stands in the way of handing the animals over, in words."""
    if not transfer.members:
        return ["No animal is on this transfer yet.", *lacks(transfer).values()]
    found = list(lacks(transfer).values())
    stays = [member.stay for member in transfer.members]
    places = _places(stay.animal_id for stay in stays)
    known = permits_of(stays, MOVEMENT_PERMITS)
    behind = open_of([stay.animal for stay in stays])
    for member in transfer.members:
        animal = member.stay.animal
        found += _against_stay(member.stay, at)
        if animal.id in behind:
            found.append(f"{animal.label} is in quarantine: clear it, or record an early exit.")
        if stopped := enclosures.stopping(places.get(animal.id)):
            why = stopped.movement_stop_reason
            found.append(f"{stopped.label} is under a movement stop: {why}")
        permitted = any(readiness.in_force(permit, at) for permit in known[member.stay_id])
        if not permitted and not _is_ordered(transfer, animal, at):
            found.append(f"{animal.label} has no permit in force and no order for its transfer.")
        if transfer.crates and member.crate_id is None:
            found.append(f"{animal.label} has no crate.")
    found += [said for ask in asked_last for said in ask(transfer, at)]
    return found + unsettled([stay for stay in stays if stay.animal_id not in behind], at)


def lacks(transfer: Transfer) -> dict[str, str]:
    """What the handover paper cannot state yet: a sentence by the field that is empty."""
    return {
        name: f"{label} is not recorded; the handover paper states it."
        for name, label in PAPER_NEEDS.items()
        if not getattr(transfer, name).strip()
    }


def _is_ordered(transfer: Transfer, animal: Animal, at: datetime) -> bool:
    """Whether an order of its own case, in force that day, orders the transfer."""
    order = transfer.order
    return (
        order is not None and not order.is_void and order.kind == "transfer"
        and order.case_id == animal.case_id and order.issued_on <= clock.today(at)
    )  # fmt: skip


def _against_stay(stay: Stay, at: datetime) -> list[str]:
    """Holds, now or at that moment, and days on which it was not here."""
    label, found = stay.animal.label, []
    if stay.animal.is_held:
        found.append(f"{label} is held as evidence. Only a recorded order lifts the hold.")
    elif then := stay.hold_at(at):
        until = clock.moment_text(then.lifted_at)
        found.append(f"{label} was held as evidence until {until}. Check the date.")
    if not stay.is_open:
        found.append(f"{label} is not in our care any more.")
    if at < stay.began_at:
        found.append(f"{label} arrived after that. Check the date.")
    return found


def _places(animal_ids: Iterable[int]) -> dict[int, Unit]:
    """Where these animals live now, with what the enclosures stand in."""
    query = (
        sa.select(Housing.animal_id, Unit)
        .join(Unit, Unit.id == Housing.unit_id)
        .where(Housing.animal_id.in_(list(animal_ids)), Housing.ended_at.is_(None))
        .options(joinedload(Unit.parent).joinedload(Unit.parent))
    )
    return {animal_id: unit for animal_id, unit in db.session.execute(query)}  # noqa: C416
