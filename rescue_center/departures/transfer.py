"""Transfer to another place: planned, handed over, countersigned.

The giver's signature lets the animals leave their enclosure; they stay in our custody until the
receiver signs. Only then does the stay end.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from rescue_center import clock, journal
from rescue_center.animals.models import Animal
from rescue_center.cases.models import CourtOrder
from rescue_center.db import db, lock, next_number
from rescue_center.departures import away, leaving
from rescue_center.departures.receipt import receive as receive
from rescue_center.departures.transfer_models import Crate, Transfer, Transferred
from rescue_center.departures.transfer_stops import PAPER_NEEDS
from rescue_center.departures.transfer_stops import blockers as blockers
from rescue_center.departures.transfer_stops import lacks as lacks
from rescue_center.enclosures import rules as enclosures
from rescue_center.errors import Refused
from rescue_center.policy import Role
from rescue_center.staff import duty
from rescue_center.staff.models import Person


def plan(*, by: Person | None, at: datetime, to_organisation: str, **facts: Any) -> Transfer:
    """Begin a transfer. Facts can be amended until the animals leave."""
    if not to_organisation.strip():
        raise Refused("Say who receives the animals.", field="to_organisation")
    _refuse_order(facts.get("order_id"))
    year = clock.today(at).year
    transfer = Transfer(
        number=f"T-{year}-{next_number('transfer', year):03d}",
        to_organisation=to_organisation.strip(), recorded_at=at,
        recorded_by_id=by.id if by else None, **facts,
    )  # fmt: skip
    db.session.add(transfer)
    db.session.flush()
    journal.record(
        "planned a transfer", transfer, by=by, at=at,
        after={"number": transfer.number, "to": to_organisation},
    )  # fmt: skip
    return transfer


def lock_planned(transfer: Transfer) -> None:
    """Only a planned transfer changes; whoever changes it has it alone."""
    lock(transfer)
    if transfer.status != "planned":
        raise Refused(f"Transfer {transfer.number} is {transfer.status} and no longer changes.")


def amend(transfer: Transfer, changes: dict[str, Any], *, by: Person | None, at: datetime) -> None:
    """Change the facts of a planned transfer."""
    lock_planned(transfer)
    _refuse_order(changes.get("order_id"))
    _change(transfer, changes, by=by, at=at)


def require_statement(transfer: Transfer, needed: bool, *, by: Person, at: datetime) -> None:
    """A vet says whether the animals travel with a health statement."""
    duty.only(by, {Role.VET}, at, "say whether a health statement is required")
    lock_planned(transfer)
    before, transfer.statement_needed = transfer.statement_needed, needed
    db.session.flush()
    journal.record(
        "required a health statement" if needed else "did without a health statement", transfer,
        by=by, at=at, before={"health statement": before}, after={"health statement": needed},
    )  # fmt: skip


#: What may still be completed on the way: what the handover paper states.
ON_THE_WAY = frozenset({*PAPER_NEEDS, "to_contact", "to_phone", "conditions"})


def complete(
    transfer: Transfer, changes: dict[str, Any], *, by: Person | None, at: datetime, reason: str
) -> None:
    """Complete what the handover paper states of animals that are on their way already."""
    lock(transfer)
    if transfer.status != "departed":
        raise Refused(f"Transfer {transfer.number} is {transfer.status}; only one that is on its "
                      "way is completed.")  # fmt: skip
    if not ON_THE_WAY.issuperset(changes):
        raise Refused("After the handover only what its paper states is completed.")
    if not reason.strip():
        raise Refused("Say why it is changed after the handover.", field="why")
    _change(transfer, changes, by=by, at=at, reason=reason)


def _change(
    transfer: Transfer, changes: dict[str, Any], *, by: Person | None, at: datetime,
    reason: str = "",
) -> None:  # fmt: skip
    before = {key: getattr(transfer, key) for key in changes}
    for key, value in changes.items():
        setattr(transfer, key, value)
    db.session.flush()
    db.session.refresh(transfer, ["order"])
    journal.record("amended a transfer", transfer, by=by, at=at, reason=reason,
                   before=before, after=changes)  # fmt: skip


def _refuse_order(order_id: int | None) -> None:
    """Only an order that stands and orders a transfer is one for it."""
    if order_id is None:
        return
    order = db.session.get(CourtOrder, order_id)
    if order is None or order.is_void or order.kind != "transfer":
        raise Refused("Choose an order that stands and orders a transfer.", field="order_id")


def add_animals(
    transfer: Transfer, picks: Sequence[tuple[Animal, int | None]], *,
    by: Person | None, at: datetime,
) -> list[Transferred]:  # fmt: skip
    """Put animals, or parts of lots (None is all), on the transfer: all of them or none. They are
    locked in one order, so that two who put the same on two transfers never wait crosswise."""
    lock_planned(transfer)
    leaving.lock_leavers([animal for animal, _ in picks])
    return [
        add_animal(transfer, animal, by=by, at=at, count=count)
        for animal, count in sorted(picks, key=lambda pick: pick[0].id)
    ]


def add_animal(
    transfer: Transfer, animal: Animal, *, by: Person | None, at: datetime,
    count: int | None = None, crate: Crate | None = None, condition: str = "",
) -> Transferred:  # fmt: skip
    """Put an animal, or part of a lot, on the transfer. The part is split off now, so that its
    papers, its crate and its handover speak of the same record."""
    lock_planned(transfer)
    leaving.lock_leavers([animal])
    leaving.refuse_while_held(animal, "a transfer", at)
    away.refuse_away(animal)
    leaver = leaving.part_of(animal, count, by=by, at=at, reason=f"transfer {transfer.number}")
    stay = leaving.open_stay(leaver)
    other = db.session.scalar(
        sa.select(Transfer.number)
        .join(Transferred, Transferred.transfer_id == Transfer.id)
        .where(Transferred.stay_id == stay.id, Transfer.status.in_(("planned", "departed")))
    )
    if other:
        raise Refused(f"{leaver.label} is already on transfer {other}.", field="animal")
    member = Transferred(
        transfer_id=transfer.id, stay_id=stay.id, count=leaver.count,
        crate_id=crate.id if crate else None, condition=condition,
    )  # fmt: skip
    db.session.add(member)
    db.session.flush()
    db.session.refresh(transfer, ["members"])
    journal.record(
        "put on a transfer", transfer, by=by, at=at, animal=leaver, case=leaver.case_id,
        after={"transfer": transfer.number, "count": leaver.count},
    )  # fmt: skip
    return member


def remove_animal(
    transfer: Transfer, member: Transferred, *, by: Person | None, at: datetime, reason: str
) -> None:
    """Take an animal off a planned transfer."""
    lock_planned(transfer)
    animal = member.stay.animal
    db.session.delete(member)
    journal.record(
        "taken off a transfer", transfer, by=by, at=at, reason=reason, animal=animal,
        before={"transfer": transfer.number},
    )  # fmt: skip
    db.session.flush()
    db.session.refresh(transfer, ["members"])


def hand_over(transfer: Transfer, *, by: Person, at: datetime) -> None:
    """First signature: the giver's. The animals leave their enclosures."""
    lock_planned(transfer)
    leaving.lock_leavers([member.stay.animal for member in transfer.members])
    lock(*(member.stay for member in transfer.members))
    if found := blockers(transfer, at):
        raise Refused("The animals cannot leave yet. " + " ".join(found))
    transfer.status, transfer.given_by_id, transfer.given_at = "departed", by.id, at
    for member in transfer.members:
        member.count = member.stay.animal.count
        enclosures.vacate(member.stay.animal, by=by, at=at)
        journal.record(
            "handed over", transfer, by=by, at=at, animal=member.stay.animal_id,
            case=member.stay.animal.case_id,
            after={"transfer": transfer.number, "to": transfer.to_organisation,
                   "count": member.count, "condition": member.condition},
        )  # fmt: skip
    db.session.flush()


def cancel(transfer: Transfer, *, by: Person, at: datetime, reason: str) -> None:
    """Call a transfer off before the receiver signed. The animals are housed again by a move."""
    lock(transfer)
    if transfer.status not in ("planned", "departed"):
        raise Refused(f"Transfer {transfer.number} is {transfer.status}.")
    if not reason.strip():
        raise Refused("Say why it is called off.", field="reason")
    before = {"status": transfer.status}
    transfer.status, transfer.cancelled_reason = "cancelled", reason.strip()
    journal.record(
        "cancelled a transfer", transfer, by=by, at=at, reason=reason, before=before,
        after={"status": "cancelled"},
    )  # fmt: skip
    db.session.flush()
