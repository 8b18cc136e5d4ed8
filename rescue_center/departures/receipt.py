"""The second signature of a transfer, the receiver's: the stays end, and our custody with them."""

from __future__ import annotations

from datetime import datetime

from rescue_center import journal
from rescue_center.animals.life import Stage
from rescue_center.db import db, lock
from rescue_center.departures import leaving
from rescue_center.departures.transfer_models import Transfer, Transferred
from rescue_center.errors import Refused, explain
from rescue_center.media.models import Media
from rescue_center.staff.models import Person

explain("transfer_received_after_given", "It cannot be received before it was handed over.")


def receive(
    transfer: Transfer, *, by: Person, at: datetime, received_by: str, received_role: str = "",
    received_id_document: str = "", witness: str = "", differences: str = "",
    signature: Media | None = None,
) -> None:  # fmt: skip
    """Second signature: the receiver's. The stays end, and custody with them."""
    lock(transfer)
    _refuse_receipt(transfer, by, at, received_by, witness)
    leaving.lock_leavers([member.stay.animal for member in transfer.members])
    there = _arrived(transfer, differences)
    transfer.status, transfer.received_at = "received", at
    transfer.received_by, transfer.received_role = received_by.strip(), received_role
    transfer.received_id_document, transfer.witness = received_id_document, witness
    transfer.differences = differences
    transfer.received_signature_id = signature.id if signature else None
    for member in there:
        stay = leaving.open_stay(member.stay.animal)
        leaving.refuse_while_held(stay.animal, "the transfer", at)
        left = leaving.depart(
            stay, Stage.TRANSFERRED, "transfer_out", by=by, at=at,
            reason=f"transfer {transfer.number}",
        )  # fmt: skip
        journal.record(
            "transferred", transfer, by=by, at=at, animal=stay.animal_id,
            case=stay.animal.case_id,
            after={"transfer": transfer.number, "to": transfer.to_organisation, "count": left,
                   "received_by": received_by},
        )  # fmt: skip
    db.session.flush()


def _refuse_receipt(
    transfer: Transfer, by: Person, at: datetime, received_by: str, witness: str
) -> None:
    if transfer.status in ("received", "cancelled"):
        raise Refused(f"Transfer {transfer.number} is {transfer.status} already.")
    if transfer.status != "departed":
        raise Refused("The giver signs first: hand the animals over, then the receiver signs.")
    if not received_by.strip():
        raise Refused("Name the person who receives the animals.", field="received_by")
    givers = [by.name, transfer.given_by.name if transfer.given_by else ""]
    leaving.refuse_self(
        received_by, *givers, field="received_by",
        sentence="Who hands the animals over does not receive them too.",
    )  # fmt: skip
    leaving.refuse_self(
        witness, *givers, received_by, field="witness",
        sentence="The witness is somebody else than giver and receiver.",
    )  # fmt: skip
    if transfer.given_at is not None and at < transfer.given_at:
        raise Refused("It cannot be received before it was handed over.", field="received_at")


def _arrived(transfer: Transfer, differences: str) -> list[Transferred]:
    """The members that are still with us, in the order of their ids. What died or got away since
    the handover does not arrive, and the receiver's differences say so."""
    members = sorted(transfer.members, key=lambda member: member.stay.animal_id)
    there = [member for member in members if member.stay.is_open]
    if not there:
        raise Refused("None of them arrived: all have died or left. Call the transfer off.")
    short = [m.stay.animal.label for m in members
             if m not in there or m.stay.animal.count != m.count]  # fmt: skip
    if short and not differences.strip():
        raise Refused(
            f"Fewer arrive than were handed over ({', '.join(short[:5])}). Say what differs.",
            field="differences",
        )
    return there
