"""What the law says of the animals of a paper, read from the records: permits and evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rescue_center.animals.models import Hold, Stay
from rescue_center.cases.models import CourtOrder
from rescue_center.departures import readiness
from rescue_center.departures.gate_models import Permit
from rescue_center.departures.past import ancestry, permits_of
from rescue_center.documents.gather import Facts, day
from rescue_center.documents.wording import day as said_day

PERMIT_WORDS = {
    "release": "Release permit", "movement": "Movement permit",
    "cites_export": "CITES export permit", "cites_import": "CITES import permit",
    "cites_reexport": "CITES re-export certificate",
    "health_endorsement": "Endorsed health certificate", "other": "Permit",
}  # fmt: skip


def permits(stays: Sequence[Stay]) -> list[tuple[Permit, str]]:
    """Every permit that covers one of them or the lot it was split from, and whom it covers:
    `all`, or the numbers."""
    covered: dict[Permit, list[str]] = {}
    known = permits_of(stays, tuple(PERMIT_WORDS))
    for stay in stays:
        for permit in known[stay.id]:
            covered.setdefault(permit, []).append(stay.animal.accession)
    return [
        (permit, "all" if len(whose) == len(stays) else ", ".join(whose))
        for permit, whose in sorted(covered.items(), key=lambda one: one[0].id)
    ]


def release_permit(stay: Stay, at: datetime) -> str | None:
    """The authority's permit for a release that is in force; the newest of several."""
    known = [p for p in readiness.permits(stay, ("release",)) if readiness.in_force(p, at)]
    return f"{known[-1].number}, {known[-1].issuer}" if known else None


def evidence(stay: Stay) -> tuple[str, Facts]:
    """The evidence status of one stay, and the orders that lifted its holds."""
    nothing = {"order_number": None, "order_authority": None, "ordered_on": None}
    if any(hold.stands for hold in stay.evidence_holds):
        return "Held as evidence", nothing
    orders = _orders(stay)
    if not orders:
        return "None", nothing
    return "Lifted", {
        "order_number": ", ".join(order.reference for order in orders),
        "order_authority": ", ".join(dict.fromkeys(order.authority for order in orders)),
        "ordered_on": day(orders[-1].issued_on),
    }  # fmt: skip


def _orders(stay: Stay) -> list[CourtOrder]:
    """What lifted its holds, and those of the lot it was split from before the split."""
    orders = {hold.lift_order for hold in _past_holds(stay) if hold.lift_order is not None}
    return sorted(orders, key=lambda order: (order.issued_on, order.id))


def _past_holds(stay: Stay) -> list[Hold]:
    holds = list(stay.evidence_holds)
    for animal, until in ancestry(stay.animal)[1:] if stay.number == 1 else ():
        holds += [hold for before in animal.stays for hold in before.evidence_holds
                  if until is None or (hold.lifted_at and hold.lifted_at <= until)]  # fmt: skip
    return holds


def evidence_text(stays: Sequence[Stay]) -> str:
    """The evidence status of many in words, with the orders; line by line where it differs."""
    told: dict[str, list[str]] = {}
    for stay in stays:
        status, order = evidence(stay)
        if status == "Lifted":
            status = (
                f"Hold lifted by {order['order_number']} of {said_day(order['ordered_on'])}, "
                f"{order['order_authority']}"
            )
        told.setdefault(status, []).append(stay.animal.accession)
    if len(told) == 1:
        return next(iter(told))
    return "\n".join(f"{', '.join(whose)}: {status}" for status, whose in told.items())
