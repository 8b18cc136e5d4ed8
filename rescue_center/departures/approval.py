"""What approves a release outside the native range: an order of the animal's case or a permit, each
as it is recorded (domain rules 3.2: assisted colonisation, ecological replacement)."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals.models import Stay
from rescue_center.cases.models import CourtOrder
from rescue_center.db import db
from rescue_center.departures.gate_models import Assessment, Permit
from rescue_center.departures.past import in_force, permits
from rescue_center.errors import Refused

#: The orders and permits that may say it.
ORDERS = ("release", "other")
PERMITS = ("release", "other")


def choices(stay: Stay) -> list[tuple[str, str]]:
    """The orders of its case and the permits that cover it, as a form lists them."""
    orders = [(f"order-{one.id}", f"Order {one.reference}, {one.authority}")
              for one in _orders(stay)]  # fmt: skip
    covering = [(f"permit-{one.id}", f"Permit {one.number}, {one.issuer}")
                for one in permits(stay, PERMITS)]  # fmt: skip
    return orders + covering


def _orders(stay: Stay) -> list[CourtOrder]:
    asked = sa.select(CourtOrder).where(
        CourtOrder.case_id == stay.animal.case_id, CourtOrder.kind.in_(ORDERS),
        CourtOrder.voided_at.is_(None),
    )  # fmt: skip
    return list(db.session.scalars(asked.order_by(CourtOrder.id)))


def chosen(stay: Stay, named: str) -> dict[str, int]:
    """The order or permit that `named` (`order-7`) says, or a refusal."""
    if named not in dict(choices(stay)):
        raise Refused(
            "Outside the native range, name the order of its case or the permit that approves it. "
            "Record it first.", field="approval",
        )  # fmt: skip
    kind, _, key = named.partition("-")
    return {f"{kind}_id": int(key)}


def stands(verdict: Assessment, at: datetime) -> bool:
    """Whether the order or permit that a verdict names stands, and on that day."""
    if verdict.order is not None:
        order: CourtOrder = verdict.order
        return not order.is_void and order.issued_on <= clock.today(at)
    permit: Permit | None = verdict.permit
    return permit is not None and not permit.is_void and in_force(permit, at)
