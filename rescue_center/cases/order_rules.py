"""Orders of courts, prosecutors and authorities: recorded with number, day and scan, never
edited; one recorded in error is struck out with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from rescue_center import clock, journal
from rescue_center.cases.facts import OrderFacts
from rescue_center.cases.models import ORDER_KINDS, Case, CourtOrder
from rescue_center.db import db
from rescue_center.errors import Refused, explain
from rescue_center.staff.models import Person

explain("uq_court_order_case_id_authority_reference",
        "That order of that authority is recorded on this case already.")  # fmt: skip
explain("court_order_is_never_deleted", "An order is never deleted; strike it out with a reason.")

#: Asked before an order is struck out; the packages above refuse when something was done by it.
before_strike: list[Callable[[CourtOrder], None]] = []


def add_order(case: Case, facts: OrderFacts, *, by: Person | None, at: datetime) -> CourtOrder:
    """Record an order. What it orders (lifting a hold, say) is an act of its own that names it."""
    if case.is_void:
        raise Refused("This case is struck out.")
    if facts.kind not in ORDER_KINDS:
        raise Refused("Choose what the order is about.", field="kind")
    if not facts.authority.strip() or not facts.reference.strip():
        raise Refused("An order has an authority and a number.", field="reference")
    if facts.issued_on > clock.today(at):
        raise Refused("The day of the order is in the future.", field="issued_on")
    order = CourtOrder(
        case=case,
        kind=facts.kind,
        authority=" ".join(facts.authority.split()),
        reference=" ".join(facts.reference.split()),
        issued_on=facts.issued_on,
        signed_by=facts.signed_by,
        scope=facts.scope,
        media=facts.media,
        recorded_at=at,
        recorded_by_id=by.id if by else None,
    )
    db.session.add(order)
    db.session.flush()
    journal.record("recorded an order", order, by=by, at=at, after={
        "kind": order.kind, "authority": order.authority, "reference": order.reference,
        "issued_on": order.issued_on, "signed_by": order.signed_by, "scope": order.scope,
        "scan": facts.media.sha256 if facts.media else None,
    })  # fmt: skip
    return order


def strike_order(order: CourtOrder, *, by: Person, at: datetime, reason: str) -> None:
    """Strike out an order that was recorded in error, while nothing was done by it."""
    if order.is_void:
        raise Refused("This order is struck out already.")
    if not reason.strip():
        raise Refused("Say why the order is struck out.", field="reason")
    for ask in before_strike:
        ask(order)
    order.voided_at, order.voided_by_id, order.void_reason = at, by.id, reason
    journal.record("struck out an order", order, by=by, at=at, reason=reason,
                   before={"authority": order.authority, "reference": order.reference})  # fmt: skip
    db.session.flush()
